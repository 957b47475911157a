"""The map is looked at: moved, zoomed, pointed at and selected from, by mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.formats.registry import write_vectors
from tests.conftest import three_groups

NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def at_the_map(user, tmp_path):
    write_vectors(three_groups(), tmp_path / "three-groups.txt", "glove-text")
    user.drops(tmp_path / "three-groups.txt")
    user.waits_for_map()
    user.waits_for_quiet()
    return user


def drag(user, start: QPoint, end: QPoint, keys=NO_KEYS) -> None:
    QTest.mousePress(user.map, Qt.MouseButton.LeftButton, keys, start)
    for step in range(1, 6):
        QTest.mouseMove(user.map, start + (end - start) * step / 5)
    QTest.mouseRelease(user.map, Qt.MouseButton.LeftButton, keys, end)


def turn_wheel(user, at: QPoint, notches: int) -> None:
    where = QPointF(at)
    event = QWheelEvent(
        where,
        user.map.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(user.map, event)


def corners(user) -> tuple[QPoint, QPoint]:
    """The upper left and the lower right end of the map, below the tools over it."""
    return QPoint(1, 1), QPoint(user.map.width() - 2, user.map.height() - 2)


def test_dragging_moves_the_map_with_the_pointer(at_the_map):
    user = at_the_map
    before = user.place_of("animal0")
    middle = user.map.rect().center()
    drag(user, middle, middle + QPoint(60, -40))
    moved = user.place_of("animal0") - before
    assert abs(moved.x() - 60) <= 1
    assert abs(moved.y() + 40) <= 1
    assert user.state.selection == ()


def test_the_wheel_zooms_at_the_pointer(at_the_map):
    user = at_the_map
    fixed, other = user.place_of("animal0"), user.place_of("colour0")
    turn_wheel(user, fixed, 3)
    user.waits_until(lambda: not user.map.travel.is_moving)
    assert (user.place_of("animal0") - fixed).manhattanLength() <= 2
    assert (user.place_of("colour0") - fixed).manhattanLength() > (other - fixed).manhattanLength()


def test_f_shows_everything_again(at_the_map):
    user = at_the_map
    before = user.place_of("animal0")
    turn_wheel(user, before, 5)
    user.presses("F")
    user.waits_until(lambda: not user.map.travel.is_moving)
    assert (user.place_of("animal0") - before).manhattanLength() <= 2


def test_a_rectangle_selects_and_shift_adds_and_alt_removes(at_the_map):
    user = at_the_map
    user.presses("R")
    start, end = corners(user)
    drag(user, start, end)
    assert len(user.state.selection) == 60
    place = user.place_of("animal0")
    drag(user, place - QPoint(3, 3), place + QPoint(3, 3), Qt.KeyboardModifier.AltModifier)
    left = len(user.state.selection)
    assert left < 60
    assert user.state.embedding.index_of("animal0") not in user.state.selection
    drag(user, place - QPoint(3, 3), place + QPoint(3, 3), Qt.KeyboardModifier.ShiftModifier)
    assert len(user.state.selection) == 60
    user.presses("Ctrl+Z")
    assert len(user.state.selection) == left


def test_escape_clears_the_selection(at_the_map):
    user = at_the_map
    user.clicks_word("number1")
    user.waits_until(lambda: user.word == "number1")
    user.presses("Esc")
    user.waits_until(lambda: user.state.selection == ())


def test_the_theme_can_be_switched_at_any_time(at_the_map):
    user = at_the_map
    was = user.bench.theme.theme.name
    dark = user.map.grab().toImage().pixelColor(2, user.map.height() - 3).lightness()
    user.presses("Ctrl+Shift+L")
    other = user.map.grab().toImage().pixelColor(2, user.map.height() - 3).lightness()
    assert user.bench.theme.theme.name != was
    assert abs(dark - other) > 100


def test_the_palette_does_what_is_typed(at_the_map):
    user = at_the_map
    user.clicks_word("number1")
    user.presses("Ctrl+K")
    user.qtbot.keyClicks(user.window.palette_of_commands.line, "quit")
    assert user.window.palette_of_commands.list.currentItem().text() == "File: Quit"
    user.qtbot.keyClick(user.window.palette_of_commands.line, Qt.Key.Key_Escape)
    assert user.window.isVisible()
