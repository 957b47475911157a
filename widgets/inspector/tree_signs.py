"""The signs on a Huffman tree, turns and errors: each where it hides no other and no node, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

GAP = 4.0
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)  # of a branch, where its turn may stand


@dataclass(frozen=True)
class Sign:
    """A text on a tree, and where it stands."""

    text: str
    box: QRectF


class SignRoom:
    """The room for signs on a drawing, which fills up as they are placed; what comes first has the choice.

    whole:     which no sign leaves
    nodes:     what no sign may cover
    branches:  what a sign crosses only where it must
    """

    def __init__(self, whole: QRectF, nodes: Sequence[QRectF], branches: Sequence[QLineF]) -> None:
        self._whole = whole
        self._taken = list(nodes)
        self._branches = branches

    def on_branch(self, text: str, size: QSizeF, branch: QLineF) -> Sign | None:
        """A turn on its branch, in the middle if it can be; None if there is no room."""
        return self._place(text, [_around(branch.pointAt(share), size) for share in _SHARES])

    def at_node(self, text: str, size: QSizeF, node: QPointF, radius: float) -> Sign | None:
        """An error above its node, or below it, or aside; the fewest branches under it. None if there is no room."""
        boxes = list(_beside(node, size, radius))
        return self._place(text, sorted(boxes, key=self._n_crossed))

    def _place(self, text: str, boxes: Sequence[QRectF]) -> Sign | None:
        for box in boxes:
            if self._whole.contains(box) and not any(box.intersects(other) for other in self._taken):
                self._taken.append(box)
                return Sign(text, box)
        return None

    def _n_crossed(self, box: QRectF) -> int:
        return sum(crosses(box, branch) for branch in self._branches)


def crosses(box: QRectF, line: QLineF) -> bool:
    """Whether a line goes through a box."""
    if box.contains(line.p1()) or box.contains(line.p2()):
        return True
    diagonals = QLineF(box.topLeft(), box.bottomRight()), QLineF(box.topRight(), box.bottomLeft())
    meets = QLineF.IntersectionType.BoundedIntersection
    return any(line.intersects(diagonal)[0] == meets for diagonal in diagonals)


def _around(middle: QPointF, size: QSizeF) -> QRectF:
    return QRectF(middle.x() - size.width() / 2, middle.y() - size.height() / 2, size.width(), size.height())


def _beside(node: QPointF, size: QSizeF, radius: float) -> Iterator[QRectF]:
    """Places for a sign, the usual one first: above and below, then these moved to the left and to the right."""
    reach = radius + GAP + size.height() / 2
    for aside in (0.0, -0.5, 0.5):
        for y in (-reach, reach):
            yield _around(node + QPointF(aside * size.width(), y), size)
