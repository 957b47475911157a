"""A table of numbers as colours: zoom, pan, hover, choose a cell by click or keyboard, and keep it as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.parts.drawn import DrawnWidget
from widgets.parts.heat_colors import limits_of
from widgets.parts.heatmap_drawing import draw
from widgets.parts.heatmap_layout import Cell, Layout, Matrix, Viewpoint, lay_out
from widgets.parts.numbers import grouped, measured
from widgets.parts.pictures import image_of
from widgets.theme import ThemeSwitch

DRAG_PIXELS = 4  # from there on a press is a drag, not a click
KEYS = "Arrow keys go from cell to cell, Enter chooses one, + and - zoom, 0 fits all."
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class Heatmap(DrawnWidget):
    """Shows a matrix; the wheel zooms at the pointer, dragging pans, a double click on no cell fits all.

    describe: what is told of a cell, (row, column) -> text; None for "row · column: value"

    Signals
    -------
    cell_hovered(int, int) : the pointer, or the keyboard, came to this row and column; -1, -1 when it left.
    cell_clicked(int, int) : the cell was chosen by a click or Enter.
    row_clicked(int), column_clicked(int) : its label was clicked.
    """

    cell_hovered = Signal(int, int)
    cell_clicked = Signal(int, int)
    row_clicked = Signal(int)
    column_clicked = Signal(int)

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._matrix: Matrix | None = None
        self._view = Viewpoint()
        self._pointed: Cell | None = None
        self._cursor: Cell | None = None
        self._marked: str | None = None
        self._pressed: QPointF | None = None
        self._is_drag = False
        self.describe: Callable[[int, int], str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(KEYS)

    # What it shows ------------------------------------------------------------------------------------------------

    @property
    def matrix(self) -> Matrix | None:
        """What is shown, or None."""
        return self._matrix

    @property
    def cursor_cell(self) -> Cell | None:
        """The (row, column) that was chosen last, or where the keyboard is."""
        return self._cursor

    def set_matrix(
        self,
        values: ArrayLike,
        rows: Sequence[str],
        columns: Sequence[str],
        *,
        diverging: bool = False,
        limits: tuple[float, float] | None = None,
        texts: bool = False,
        write: Callable[[float], str] = measured,
        shorter: Callable[[float], str] | None = None,
        tree: NDArray[np.float64] | None = None,
    ) -> None:
        """Show other values, (r, c), with their labels; zoom and place stay if the labels do.

        diverging: zero gets a colour of its own; without limits they are then as far below zero as above
        limits:    the values of the outermost colours; None for the smallest and the largest finite value
        texts:     write the values into the cells, where they have room
        shorter:   how they are written where they have little
        tree:      lines of a dendrogram over the rows, (n, 4, 2) as (row, height up to 1)

        Raises
        ------
        ValueError : the labels do not fit the values.
        """
        table = np.array(values, dtype=np.float64)
        if table.shape != (len(rows), len(columns)):
            raise ValueError(f"{table.shape} values for {len(rows)} rows and {len(columns)} columns")
        low, high = limits or limits_of(table, diverging)
        before = self._matrix
        self._matrix = Matrix(table, tuple(rows), tuple(columns), diverging, low, high, texts, write, tree, shorter)
        if before is None or (before.rows, before.columns) != (self._matrix.rows, self._matrix.columns):
            self._view, self._cursor = Viewpoint(), None
        self._pointed = None
        self.setAccessibleDescription(f"{grouped(len(rows))} rows, {grouped(len(columns))} columns. {KEYS}")
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._matrix, self._pointed, self._cursor, self._view = None, None, None, Viewpoint()
        self.update()

    def choose(self, row: int, column: int) -> None:
        """Frame a cell as the chosen one, without telling anyone."""
        self._cursor = (row, column)
        self.update()

    def mark(self, label: str | None) -> None:
        """Set off the row and the column of that label; None sets off none."""
        if label != self._marked:
            self._marked = label
            self.update()

    def text_of(self, row: int, column: int) -> str:
        """What is told of a cell."""
        if self.describe is not None:
            return self.describe(row, column)
        assert self._matrix is not None
        value = float(self._matrix.values[row, column])
        told = "no value" if np.isnan(value) else self._matrix.write(value)
        return f"{self._matrix.rows[row]} · {self._matrix.columns[column]}: {told}"

    def place_of(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell in the widget, seen or not."""
        assert self._matrix is not None
        return self._layout(self._matrix).rect_of(row, column)

    # Zoom and pan -------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How many times as large as when all cells fit."""
        return self._view.zoom

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the place ``at``, by default the middle, where it is."""
        if self._matrix is not None:
            self._view = self._view.zoomed(factor, at, self._matrix, QSizeF(self.size()))
            self.update()

    def fit(self) -> None:
        """Show all cells."""
        self._view = Viewpoint()
        self.update()

    def _layout(self, matrix: Matrix) -> Layout:
        return lay_out(matrix, QSizeF(self.size()), self._view)

    # Pictures -----------------------------------------------------------------------------------------------------

    def picture(self, scale: int = 1, transparent: bool = False) -> QImage:
        """What is seen, without frames, ``scale`` device pixels a pixel."""
        return image_of(self._draw, self.size(), scale, None if transparent else self._ground)

    def _draw(self, painter: QPainter) -> None:
        if self._matrix is not None:
            draw(painter, self._matrix, self._layout(self._matrix), self._theme.theme)

    # Qt -----------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(520, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        if self._matrix is not None:
            draw(painter, self._matrix, self._layout(self._matrix), theme, self._pointed, self._cursor, self._marked)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = place - self._pressed
            if self._is_drag or moved.manhattanLength() >= DRAG_PIXELS:
                self._is_drag = True
                self._pressed = place
                if self._matrix is not None:
                    self._view = self._view.moved(moved, self._matrix, QSizeF(self.size()))
                self.update()
            return
        self._point_at(
            None if self._matrix is None else self._layout(self._matrix).cell_at(*place.toTuple(), self._matrix)
        )
        is_label = self._pointed is None and self._label_at(place) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_label else Qt.CursorShape.ArrowCursor)
        if self._pointed is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.text_of(*self._pointed), self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_drag = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if not self._is_drag and self._matrix is not None:
            cell = self._layout(self._matrix).cell_at(*event.position().toTuple(), self._matrix)
            if cell is not None:
                self._cursor = cell
                self.update()
                self.cell_clicked.emit(*cell)
            elif (label := self._label_at(event.position())) is not None:
                signal, number = label
                signal.emit(number)

    def _label_at(self, place: QPointF) -> tuple[SignalInstance, int] | None:
        """The signal of the label at a place, and its row or column."""
        if self._matrix is None:
            return None
        label = self._layout(self._matrix).label_at(*place.toTuple(), self._matrix)
        return None if label is None else (self.row_clicked if label[0] == "row" else self.column_clicked, label[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (
            self._matrix is not None
            and self._layout(self._matrix).cell_at(*event.position().toTuple(), self._matrix) is None
        ):
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.2 ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._matrix is None or not self._matrix.values.size:
            super().keyPressEvent(event)
        elif event.key() in _STEPS:
            self._step(*_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._cursor is not None:
            self.cell_clicked.emit(*self._cursor)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom_by(1.5 if event.key() == Qt.Key.Key_Plus else 1 / 1.5)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        """Move the cursor of the keyboard and bring its cell into sight."""
        assert self._matrix is not None
        n_rows, n_columns = self._matrix.values.shape
        row, column = (0, 0)
        if self._cursor is not None:
            row = min(max(self._cursor[0] + down, 0), n_rows - 1)
            column = min(max(self._cursor[1] + right, 0), n_columns - 1)
        self._cursor = (row, column)
        self._view = self._view.showing(self._cursor, self._matrix, QSizeF(self.size()))
        self.update()
        self.cell_hovered.emit(row, column)
        text = self.text_of(row, column)
        self.setAccessibleDescription(f"{text}. {KEYS}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        QToolTip.showText(self.mapToGlobal(self.place_of(row, column).bottomRight().toPoint()), text, self)

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.cell_hovered.emit(*(cell or (-1, -1)))
            self.update()
