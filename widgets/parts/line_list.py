"""Lines of a corpus with the words that were asked for in the middle of what stands around them."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from explorer.corpus.concordance import Line, Lines
from explorer.csv_text import save_csv, tab_text
from explorer.wording import counted
from widgets.parts.numbers import grouped
from widgets.parts.save_place import ask_save_place
from widgets.workbench import Workbench

ROW_HEIGHT = 24
BEFORE = 0.36  # of the width, at most, for what stands before the first marked word
LONGEST_TOOLTIP = 1200  # characters; sentences of some texts fill pages
DOCUMENT = 0.26  # of the width, at most, for the name of the document
GAP = 12
NARROW = 220  # pixels; in less, the name stands in the tooltip only
HEADINGS = ("before", "words", "after", "document")

Place = QModelIndex | QPersistentModelIndex
Piece = tuple[str, bool]


class LineList(QListView):
    """A list of `Line`, a row each, with its document if there are several; the tooltip holds the whole sentence.

    Ctrl+C copies the chosen lines, or all when none is chosen; the context menu also exports all as CSV, what stands
    before and after the words in columns of their own.

    export_name: the name that is suggested for the file, without its ending
    """

    def __init__(self, workbench: Workbench, name: str, rows: tuple[int, int] = (1, 6)) -> None:
        super().__init__()
        self._workbench = workbench
        self._rows = rows
        self.export_name = name
        self.lines = _LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(workbench, self))
        self.setAccessibleName(name)
        self.setAccessibleDescription("Sentences of the corpus; Ctrl+C copies them, a menu exports them.")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.lines.modelReset.connect(self.updateGeometry)
        workbench.theme.changed.connect(self.viewport().update)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.lines.set_lines(lines)
        self.scrollToTop()

    def sizeHint(self) -> QSize:
        least, most = self._rows
        return QSize(200, ROW_HEIGHT * min(max(self.lines.rowCount(), least), most))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, ROW_HEIGHT * min(self._rows[0], 3))

    def copy(self) -> None:
        """Copy the chosen lines, or all, to the clipboard."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        lines = self.lines.lines
        texts = [lines[row].text for row in chosen] if chosen else [line.text for line in lines]
        QGuiApplication.clipboard().setText(tab_text([text] for text in texts))

    def export(self, path: Path | None = None) -> None:
        """Save all lines as CSV; without a path the user is asked for one."""
        path = path or ask_save_place(self._workbench, self, "Export lines", self.export_name, "CSV", ".csv")
        if path is not None:
            named = any(line.document for line in self.lines.lines)
            headings = HEADINGS if named else HEADINGS[:3]
            rows = [_parts(line)[: len(headings)] for line in self.lines.lines]
            said = f"Saved {path.name}, {grouped(len(rows))} lines."
            self._workbench.jobs.start(f"Saving {path.name}", save_csv, path, headings, rows, said=said)

    def menu(self) -> QMenu:
        """What can be done with the lines."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        n_chosen = len(self.selectionModel().selectedIndexes())
        text = "Copy all lines" if not n_chosen else "Copy line" if n_chosen == 1 else f"Copy {n_chosen} lines"
        menu.addAction(f"{text}\tCtrl+C", self.copy)
        menu.addSeparator()
        menu.addAction("Export as CSV…", self.export)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _on_menu_requested(self, position: QPoint) -> None:
        if self.lines.rowCount():
            self.menu().popup(self.viewport().mapToGlobal(position))


class _LineModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Place | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text} ({line.document})" if line.document else line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return rich_text(line)
        if role == Qt.ItemDataRole.UserRole:
            return line
        return None


class _LineDelegate(QStyledItemDelegate):
    """Draws as much of a sentence as has room, from the words that stand before the first marked one."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = workbench.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Place) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Place) -> None:
        theme = self._theme.theme
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        plain, bold = QFont(option.font), QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        line = index.data(Qt.ItemDataRole.UserRole)
        x, right = rect.left(), rect.right()
        if line.document and rect.width() >= NARROW:
            right -= self._draw_document(painter, rect, line.document, QFontMetrics(plain))
        leftward = is_read_leftward(line.text)
        side = Qt.AlignmentFlag.AlignRight if leftward else Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftward else Qt.LayoutDirection.LeftToRight)
        for text, is_marked in pieces(line, QFontMetrics(plain), right - x):
            font = bold if is_marked else plain
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - x)
            painter.setFont(font)
            painter.setPen(QColor(theme.text if is_marked else theme.muted))
            place = QRect(x, rect.top(), right - x, rect.height())
            painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
            if leftward:
                right -= metrics.horizontalAdvance(shown)
            else:
                x += metrics.horizontalAdvance(shown)
            if shown != text or x >= right:
                break
        painter.restore()

    def _draw_document(self, painter: QPainter, rect: QRect, name: str, metrics: QFontMetrics) -> int:
        """Draw the name at the right; returns the width that it takes, with the gap before it."""
        room = min(int(DOCUMENT * rect.width()), metrics.horizontalAdvance(name) + 1)
        painter.setPen(QColor(self._theme.theme.muted))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        place = QRect(rect.right() - room, rect.top(), room, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        return room + GAP


def pieces(line: Line, metrics: QFontMetrics, width: int) -> list[Piece]:
    """A line as runs of text and whether each is marked, begun so that the first marked word is in sight.

    What stands before that word is cut at a blank to at most a third of the width or so.
    """
    cuts = [cut for mark in line.marks for cut in mark]
    runs = [line.text[start:end] for start, end in zip([0, *cuts], [*cuts, len(line.text)], strict=True)]
    if len(runs) > 1:
        runs[0] = _shortened(runs[0], metrics, BEFORE * width)
    return [(text, place % 2 == 1) for place, text in enumerate(runs) if text]


def is_read_leftward(text: str) -> bool:
    """Whether the first letter that has a direction is one of Hebrew, Arabic or another script that runs leftward."""
    directions = map(unicodedata.bidirectional, text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def _shortened(before: str, metrics: QFontMetrics, room: float) -> str:
    if metrics.horizontalAdvance(before) <= room:
        return before
    words = before[-200:].split(" ")
    kept = words.pop()  # what stands directly before the word, such as an opening quote, or nothing
    while words and metrics.horizontalAdvance(f"… {words[-1]} {kept}") <= room:
        kept = f"{words.pop()} {kept}"
    return f"… {kept}"


def told_of(found: Lines) -> str:
    """How many lines there are, and how many of them are listed."""
    if not found.n_lines:
        return "no line"
    if len(found.lines) < found.n_lines:
        return f"{grouped(len(found.lines))} of {counted(found.n_lines, 'line')}, spread evenly"
    return counted(found.n_lines, "line")


def rich_text(line: Line) -> str:
    """The sentence for a tooltip, marked words in bold; of a very long one, what stands around them."""
    first, last = (line.marks[0][0], line.marks[-1][1]) if line.marks else (0, 0)
    start = max(0, first - LONGEST_TOOLTIP // 2)
    end = min(len(line.text), max(start + LONGEST_TOOLTIP, min(last, start + 2 * LONGEST_TOOLTIP)))
    text, place = ["… " if start else ""], start
    for left, right in line.marks:
        if right <= end:
            text += [html.escape(line.text[place:left]), f"<b>{html.escape(line.text[left:right])}</b>"]
            place = right
    document = f"<br><i>{html.escape(line.document)}</i>" if line.document else ""
    return "".join(
        ["<span>", *text, html.escape(line.text[place:end]), " …" if end < len(line.text) else "", document, "</span>"]
    )


def _parts(line: Line) -> tuple[str, str, str, str]:
    start, end = (line.marks[0][0], line.marks[-1][1]) if line.marks else (len(line.text), len(line.text))
    return line.text[:start], line.text[start:end], line.text[end:], line.document
