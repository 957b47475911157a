"""Rows of words with numbers, for every table of the window."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.csv_text import Cell
from explorer.task import Task
from widgets.parts.numbers import grouped, measured

MANY = 20_000  # words whose order takes longer than a frame
BAR_ROLE = Qt.ItemDataRole.UserRole + 1

Place = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """A column of numbers beside the words.

    heading:  as the user reads it, "cosine similarity"
    values:   (n_rows,) of any number type; integers are written in groups of three, others with three decimals, and
              what is not a number stays empty
    full:     the value of a full bar, or None for no bars; bars of negative values are empty
    """

    heading: str
    values: NDArray[np.generic]
    full: float | None = None


class WordModel(QAbstractTableModel):
    """Words in the first column, numbers in the others; sorts in place and keeps the selection.

    heading:      of the first column
    is_numbered:  whether the first column holds numbers, which are sorted by the indices of the rows

    Signals
    -------
    sorting_wanted(object, bool) : these words are to be put in order by `alphabetical`, falling or not; None if another
                                   order, or other rows, are shown, and one that is still being made comes to nothing.
    """

    sorting_wanted = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heading = "Word"
        self.is_numbered = False
        self._words: Sequence[str] = ()
        self._indices: Sequence[int] = ()
        self._columns: tuple[NumberColumn, ...] = ()
        self._order: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._marks: Mapping[int, str] = {}

    def set_rows(self, words: Sequence[str], indices: Sequence[int], columns: Sequence[NumberColumn]) -> None:
        """Replace all rows; ``indices`` are the words' indices in the embedding. The order given is kept."""
        self.sorting_wanted.emit(None, False)
        self.beginResetModel()
        self._words, self._indices, self._columns = words, indices, tuple(columns)
        self._order = np.arange(len(words))
        self._marks = {}
        self.endResetModel()

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Mark words, by their indices in the embedding, with a small ring and a sentence as its tooltip."""
        if marks != self._marks:
            self._marks = dict(marks)
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def set_heading(self, heading: str) -> None:
        """Have another heading above the words."""
        self.heading = heading
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    @property
    def has_bars(self) -> bool:
        """Whether the first column of numbers is drawn with bars."""
        return bool(self._columns) and self._columns[0].full is not None

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading of each column."""
        return (self.heading, *(column.heading for column in self._columns))

    def word_index(self, row: int) -> int:
        """The index in the embedding of the word in a row."""
        return int(self._indices[self._order[row]])

    def row_of(self, index: int) -> int | None:
        """The row of the word with this index, or None."""
        rows = np.flatnonzero(np.asarray(self._indices, dtype=np.int64)[self._order] == index)
        return int(rows[0]) if len(rows) else None

    def cells(self, row: int) -> list[Cell]:
        """The values of a row, numbers in full."""
        at = self._order[row]
        return [self._words[at], *(_cell(column.values[at]) for column in self._columns)]

    def texts(self, row: int) -> list[str]:
        """The values of a row as they are shown, with plain minus signs and no spaces within numbers."""
        return [cell if isinstance(cell, str) else _plain(cell) for cell in self.cells(row)]

    def rowCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._words)

    def columnCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1 + len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation == Qt.Orientation.Horizontal and section < self.columnCount():
            if role == Qt.ItemDataRole.DisplayRole:
                return self.headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: Place, role: int = 0) -> object:
        if not index.isValid():
            return None
        at = self._order[index.row()]
        if index.column() == 0:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                mark = self._marks.get(self._indices[at]) if self._marks else None
                if mark is None:
                    return self._words[at]
                is_shown = role == Qt.ItemDataRole.DisplayRole
                return f"{self._words[at]} \N{WHITE BULLET}" if is_shown else f"{self._words[at]}\n{mark}"
            return _alignment(0) if role == Qt.ItemDataRole.TextAlignmentRole else None
        column = self._columns[index.column() - 1]
        value = column.values[at].item()
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(value, int):
                return grouped(value)
            return "" if math.isnan(value) else measured(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(1)
        if role == BAR_ROLE and column.full and not math.isnan(value):
            return min(max(value / column.full, 0.0), 1.0)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal values keep the order in which they were given. -1 puts that order back.

        Many words are left to whoever follows `sorting_wanted`: to put them in order takes longer than a frame.
        """
        falling = order == Qt.SortOrder.DescendingOrder
        is_long = column == 0 and not self.is_numbered and len(self._words) > MANY
        self.sorting_wanted.emit(self._words if is_long else None, falling)
        if not is_long:
            self.put_in_order(self._sorted(column, falling))

    def put_in_order(self, order: NDArray[np.intp]) -> None:
        """Show the rows in another order, (n_rows,), of how they were given."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [self._order[index.row()] for index in before]
        self._order = order
        place = np.empty_like(self._order)
        place[self._order] = np.arange(len(self._order))
        after = [self.index(int(place[row]), index.column()) for row, index in zip(rows, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self, column: int, falling: bool) -> NDArray[np.intp]:
        if column < 0 or column >= self.columnCount():
            return np.arange(len(self._words))
        if column == 0 and not self.is_numbered:
            return alphabetical(self._words, falling)
        values = self._columns[column - 1].values if column else np.asarray(self._indices, dtype=np.int64)
        return np.argsort(-values.astype(np.float64) if falling else values, kind="stable")


def alphabetical(words: Sequence[str], falling: bool = False, task: Task = Task()) -> NDArray[np.intp]:
    """(n,): the order of words by alphabet, whatever their case; equal ones stay in theirs.

    Those that begin alike are sorted apart, so that no step keeps the window's thread from its turn for long.
    """
    folded: list[str] = []
    alike: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if at % MANY == 0:
            task.step(at, 2 * len(words), "sorting")
        folded.append(word.casefold())
        alike.setdefault(folded[-1][:2], []).append(at)
    order: list[int] = []
    for beginning in sorted(alike, reverse=falling):
        task.check()
        order += sorted(alike[beginning], key=folded.__getitem__, reverse=falling)
    return np.array(order, dtype=np.intp)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _cell(value: Any) -> Cell:
    """A number that keeps its precision: float32 stays float32, everything else becomes Python's own."""
    number: Cell = value if isinstance(value, np.float32) else value.item()
    return "" if np.isnan(number) else number


def _plain(value: float | np.float32) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"
