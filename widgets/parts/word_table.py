"""The table of words and numbers: sort, copy, export, and a click goes to the word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from explorer.csv_text import save_csv, tab_text
from widgets.parts.word_model import BAR_ROLE, NumberColumn, WordModel
from widgets.workbench import Workbench

ROW_HEIGHT = 25
BAR_HEIGHT = 11
NUMBER_WIDTH = 62


class WordTable(QTableView):
    """Shows a `WordModel`.

    A click, or Enter, goes to a word; Ctrl or Shift and a click select rows. Ctrl+C copies the selected rows, or all
    when none is selected, tab-separated. The context menu also exports everything as CSV.

    Signals
    -------
    word_activated(int) : the user went to the word with this index.
    """

    word_activated = Signal(int)

    def __init__(self, workbench: Workbench, name: str = "Words", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._in_double_click = False
        self.words = WordModel(self)
        self.setModel(self.words)
        self.setItemDelegate(_BarDelegate(workbench, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        self.setSortingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.clicked.connect(self._on_clicked)

    def set_rows(self, words: Sequence[str], indices: Sequence[int], columns: Sequence[NumberColumn]) -> None:
        """Show other rows, in the order given."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.words.set_rows(words, indices, columns)
        for column in range(self.words.columnCount()):
            wide = column == 0 or (column == 1 and bool(columns) and columns[0].full is not None)
            mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, mode)
        self.scrollToTop()

    def copy(self) -> None:
        """Copy the selected rows, or all, to the clipboard with tabs between the columns."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = chosen or range(self.words.rowCount())
        QGuiApplication.clipboard().setText(tab_text(self.words.texts(row) for row in rows))

    def export(self, path: Path | None = None) -> None:
        """Save all rows as CSV; without a path the user is asked for one."""
        if path is None:
            suggestion = self.accessibleName().lower().replace(" ", "-") + ".csv"
            chosen, _ = QFileDialog.getSaveFileName(self, "Export table", suggestion, "CSV (*.csv)")
            if not chosen:
                return
            path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".csv")
        rows = [self.words.cells(row) for row in range(self.words.rowCount())]
        self._workbench.jobs.start(f"Saving {path.name}", save_csv, path, self.words.headings, rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.word_activated.emit(self.words.word_index(self.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click went to the word and may have put another row under the pointer.
        self._in_double_click = True
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._in_double_click:
            self._in_double_click = False
        else:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if not event.buttons():  # dragging over rows would select them after a click has gone to a word
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        modifiers = QGuiApplication.keyboardModifiers()
        if not modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self.word_activated.emit(self.words.word_index(index.row()))

    def menu(self) -> QMenu:
        """What can be done with the table."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        n_chosen = len(self.selectionModel().selectedRows())
        text = "Copy all rows" if not n_chosen else "Copy row" if n_chosen == 1 else f"Copy {n_chosen} rows"
        menu.addAction(f"{text}\tCtrl+C", self.copy)
        menu.addAction("Select all", self.selectAll)
        menu.addSeparator()
        menu.addAction("Export as CSV…", self.export)
        return menu

    def _on_menu_requested(self, position: QPoint) -> None:
        self.menu().popup(self.viewport().mapToGlobal(position))


class _BarDelegate(QStyledItemDelegate):
    """Draws a number with a bar before it, both in the one cell."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = workbench.theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        fraction = index.data(BAR_ROLE)
        if fraction is None:
            return
        rect: QRect = option.rect
        room = rect.width() - NUMBER_WIDTH - 6
        bar = QRectF(rect.left() + 6, rect.center().y() - BAR_HEIGHT / 2 + 0.5, max(room * fraction, 1.5), BAR_HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.theme.bar))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.restore()
