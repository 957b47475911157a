"""The palette: every command, found by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.commands import Command
from widgets.workbench import Workbench

WIDTH, MOST_ROWS, ROW_HEIGHT = 520, 12, 30
KEY_ROLE, SHORTCUT_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def score(letters: str, text: str) -> int | None:
    """How well letters, in their order, fit a text; None if they do not.

    The first letters of words count most, then unbroken runs.

    Example: score("fa", "Fit all on the screen") > score("fa", "Go to the far end")
    """
    text, total, place, last = text.casefold(), 0, 0, -2
    for letter in letters.casefold().replace(" ", ""):
        starts = [at for at in range(place, len(text)) if text[at] == letter and (at == 0 or text[at - 1] == " ")]
        run = place if last == place - 1 and place < len(text) and text[place] == letter else -1
        found = run if run >= 0 else starts[0] if starts else text.find(letter, place)
        if found < 0:
            return None
        total += 3 if found in starts else 2 if found == run else 0
        last, place = found, found + 1
    return total * 100 - len(text)


class Palette(QFrame):
    """A list above the window that narrows while one types; Enter does what is marked, Escape closes it."""

    def __init__(self, workbench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._window = window
        self.setObjectName("palette")
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type a command")
        self.line.setAccessibleName("Command")
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands that fit")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_ShortcutDelegate(workbench, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.hide()

    def open(self) -> None:
        """Show every command that makes sense now, ready to be narrowed."""
        self.line.clear()
        self._fill("")
        width = min(WIDTH, self._window.width() - 40)
        self.setFixedWidth(width)
        self.move(QPoint((self._window.width() - width) // 2, 64))
        self.raise_()
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self, letters: str) -> None:
        fitting: list[tuple[int, int, Command]] = []
        for command in self._workbench.commands:
            label = self._workbench.commands.action(command.key).text()
            how_well = score(letters, f"{command.menu} {label}")
            only_label = score(letters, label)
            best = max((each for each in (how_well, only_label) if each is not None), default=None)
            if best is not None and self._workbench.commands.action(command.key).isEnabled():
                fitting.append((-best if letters else 0, len(fitting), command))
        self.list.clear()
        for _, _, command in sorted(fitting, key=lambda each: each[:2]):
            self._add(command)
        self.list.setCurrentRow(0)
        rows = min(max(self.list.count(), 1), MOST_ROWS)
        self.list.setFixedHeight(rows * ROW_HEIGHT + 4)
        self.adjustSize()

    def _add(self, command: Command) -> None:
        action = self._workbench.commands.action(command.key)
        shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        item = QListWidgetItem(f"{command.menu}: {action.text()}")
        item.setData(KEY_ROLE, command.key)
        item.setData(SHORTCUT_ROLE, shortcut)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{action.text()} {shortcut}".strip())
        self.list.addItem(item)

    def _run(self, item: QListWidgetItem | None) -> None:
        self.hide()
        self._window.setFocus()
        if item is not None:
            self._workbench.commands.run(item.data(KEY_ROLE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.line.hasFocus():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self._window.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
                return True
            if event.key() in _MOVES:
                self.list.event(event)
                return True
        return super().eventFilter(watched, event)


class _ShortcutDelegate(QStyledItemDelegate):
    """A command on the left, its shortcut in quiet letters on the right."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = workbench.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.setPen(QColor(self._theme.theme.muted))
        place = option.rect.adjusted(0, 0, -10, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, index.data(SHORTCUT_ROLE) or "")
