"""The table of words and numbers: sort, copy, export, and a click goes to the word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from explorer.csv_text import save_csv, tab_text
from widgets.jobs import Job
from widgets.parts.numbers import grouped
from widgets.parts.save_place import ask_save_place
from widgets.parts.word_model import BAR_ROLE, NumberColumn, WordModel, alphabetical
from widgets.workbench import Workbench

ROW_HEIGHT = 25
BAR_HEIGHT = 11
NUMBER_WIDTH = 62
WORDS_AT_LEAST = 0.36  # of the width, beside bars
MEASURED_ROWS = 100  # that a column is made as wide as
FEW_COLUMNS = 3  # with more, every pixel counts


class WordTable(QTableView):
    """Shows a `WordModel`.

    A click, or Enter, goes to a word; Ctrl or Shift and a click select rows. Ctrl+C copies the selected rows, or all
    when none is selected, tab-separated. The context menu also exports everything as CSV.

    export_name: the name that is suggested for the file, without its ending

    Signals
    -------
    word_activated(int) : the user went to the word with this index.
    """

    word_activated = Signal(int)

    def __init__(self, workbench: Workbench, name: str = "Words", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._in_double_click = False
        self.export_name = name
        self.words = WordModel(self)
        self.setModel(self.words)
        self._sorting: Job | None = None
        self.words.sorting_wanted.connect(self._on_sorting_wanted)
        self.setItemDelegate(_BarDelegate(workbench, self))
        self.setAccessibleName(name)
        self.setAccessibleDescription("Enter goes to a word, Ctrl+C copies, a click on a heading sorts.")
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
        header.setMinimumSectionSize(28)
        self.setSortingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.clicked.connect(self._on_clicked)

    def set_rows(self, words: Sequence[str], indices: Sequence[int], columns: Sequence[NumberColumn]) -> None:
        """Show other rows, in the order given."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._replace_rows(words, indices, columns)
        self.scrollToTop()

    def refresh_rows(self, words: Sequence[str], indices: Sequence[int], columns: Sequence[NumberColumn]) -> None:
        """Show a later answer to the same question: the sorting, the selected words and the place stay."""
        header, bar = self.horizontalHeader(), self.verticalScrollBar()
        sorting = header.sortIndicatorSection(), header.sortIndicatorOrder()
        rows = self.selectionModel().selectedRows()
        place, chosen = bar.value(), {self.words.word_index(row.row()) for row in rows}
        self._replace_rows(words, indices, columns)
        self.words.sort(*sorting)
        rows_and_select = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
        for row in range(self.words.rowCount()):
            if self.words.word_index(row) in chosen:
                self.selectionModel().select(self.words.index(row, 0), rows_and_select)
        bar.setValue(place)

    def _replace_rows(self, words: Sequence[str], indices: Sequence[int], columns: Sequence[NumberColumn]) -> None:
        self.words.set_rows(words, indices, columns)
        self._fit_columns(has_bars=self.words.has_bars)

    def _fit_columns(self, has_bars: bool) -> None:
        """Bars begin right beside the words, at the same place for all usual ones, and take the room that is left."""
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(MEASURED_ROWS)
        for column in range(self.words.columnCount()):
            is_wide = column == (1 if has_bars else 0)
            mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.ResizeToContents
            if self.words.columnCount() > FEW_COLUMNS and not is_wide:
                mode = QHeaderView.ResizeMode.Fixed  # the usual width leaves room for the arrow of the sorting
            header.setSectionResizeMode(column, mode)
            if mode == QHeaderView.ResizeMode.Fixed:
                heading = self.fontMetrics().horizontalAdvance(self.words.headings[column])
                header.resizeSection(column, max(heading + 10, self.sizeHintForColumn(column) + 6))
        if has_bars:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            room = self.viewport().width()
            header.resizeSection(0, round(min(max(self.sizeHintForColumn(0) + 6, WORDS_AT_LEAST * room), room / 2)))

    def _on_sorting_wanted(self, words: Sequence[str] | None, falling: bool) -> None:
        """Put many words in order in a job; an order that is no longer wanted is dropped."""
        if self._sorting is not None:
            self._sorting.cancel()
            self._sorting = None
        if words is not None:
            job = self._sorting = self._workbench.jobs.start("Sorting", alphabetical, words, falling, quiet=True)
            job.succeeded.connect(lambda order: self._on_sorted(job, order))

    def _on_sorted(self, job: Job, order: NDArray[np.intp]) -> None:
        if job is self._sorting:
            self._sorting = None
            self.words.put_in_order(order)

    def copy(self) -> None:
        """Copy the selected rows, or all, to the clipboard with tabs between the columns."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = chosen or range(self.words.rowCount())
        QGuiApplication.clipboard().setText(tab_text(self.words.texts(row) for row in rows))

    def export(self, path: Path | None = None) -> None:
        """Save all rows as CSV; without a path the user is asked for one."""
        path = path or ask_save_place(self._workbench, self, "Export table", self.export_name, "CSV", ".csv")
        if path is not None:
            rows = [self.words.cells(row) for row in range(self.words.rowCount())]
            said = f"Saved {path.name}, {grouped(len(rows))} rows."
            self._workbench.jobs.start(f"Saving {path.name}", save_csv, path, self.words.headings, rows, said=said)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns(has_bars=self.words.has_bars)
        super().resizeEvent(event)

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
