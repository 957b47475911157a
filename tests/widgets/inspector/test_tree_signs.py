"""Signs on a tree hide no node and no other sign; where there is no room there are none."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from widgets.inspector.tree_signs import SignRoom, crosses

WHOLE = QRectF(0, 0, 300, 120)
SIZE = QSizeF(50, 16)
places = st.tuples(st.floats(0, 300), st.floats(0, 120)).map(lambda place: QPointF(*place))


def around(node):
    return QRectF(node.x() - 4, node.y() - 4, 8, 8)


@given(st.lists(places, min_size=2, max_size=20))
def test_no_sign_hides_a_node_or_another_sign(nodes):
    branches = [QLineF(one, other) for one, other in pairwise(nodes)]
    room = SignRoom(WHOLE, [around(node) for node in nodes], branches)
    signs = [room.on_branch("1", QSizeF(14, 16), branch) for branch in branches]
    signs += [room.at_node("e 0.100", SIZE, node, 4) for node in nodes]
    boxes = [sign.box for sign in signs if sign is not None]
    assert all(WHOLE.contains(box) for box in boxes)
    assert not any(box.intersects(around(node)) for box in boxes for node in nodes)
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_an_error_stands_above_its_node_and_below_it_where_another_is_above():
    node, above = QPointF(150, 60), QPointF(150, 40)
    alone = SignRoom(WHOLE, [around(node)], []).at_node("e", SIZE, node, 4)
    assert alone.box.center().x() == 150
    assert alone.box.bottom() < 60
    crowded = SignRoom(WHOLE, [around(node), around(above)], []).at_node("e", SIZE, node, 4)
    assert crowded.box.top() > 60


def test_an_error_keeps_off_the_branches_where_it_can():
    node, branch = QPointF(150, 60), QLineF(100, 20, 150, 60)
    sign = SignRoom(WHOLE, [around(node)], [branch]).at_node("e", SIZE, node, 4)
    assert not crosses(sign.box, branch)


def test_without_room_there_is_no_sign():
    room = SignRoom(QRectF(0, 0, 60, 20), [QRectF(0, 0, 60, 20)], [])
    assert room.at_node("e", SIZE, QPointF(30, 10), 4) is None
    assert room.on_branch("1", SIZE, QLineF(0, 0, 60, 20)) is None
