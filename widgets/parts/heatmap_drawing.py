"""How a heatmap is drawn: on the screen, as a picture, and as SVG or PDF."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from widgets.parts.heat_colors import colors_of, letters_on, stops_of
from widgets.parts.heatmap_layout import (
    EDGE,
    LABEL_PIXELS,
    LABEL_STEP,
    Cell,
    Layout,
    Matrix,
    label_step,
    seen_cells,
)
from widgets.parts.letters import letters
from widgets.theme import Theme

TEXT_PIXELS, SCALE_PIXELS = 12, 11
MOST_RECTANGLES = 6000  # cells that are drawn one by one; more are drawn as one image


def draw(
    painter: QPainter,
    matrix: Matrix,
    layout: Layout,
    theme: Theme,
    pointed: Cell | None = None,
    cursor: Cell | None = None,
    marked: str | None = None,
) -> None:
    """The whole heatmap; the cell under the pointer and the one of the keyboard get a frame, a marked label colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.save()
    painter.setClipRect(layout.plot)
    _draw_cells(painter, matrix, layout, theme)
    for cell, color in ((cursor, theme.accent), (pointed, theme.selected)):
        if cell is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(color), 2))
            painter.drawRect(layout.rect_of(*cell).adjusted(1, 1, -1, -1))
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_row_labels(painter, matrix, layout, theme, pointed, marked)
    _draw_column_labels(painter, matrix, layout, theme, pointed, marked)
    if matrix.tree is not None:
        _draw_tree(painter, matrix.tree, layout, theme)
    _draw_scale(painter, matrix, layout, theme)


def _draw_cells(painter: QPainter, matrix: Matrix, layout: Layout, theme: Theme) -> None:
    rows, columns = seen_cells(matrix, layout)
    if not rows or not columns:
        return
    values = matrix.values[rows.start : rows.stop, columns.start : columns.stop]
    colors = colors_of(values, matrix.low, matrix.high, matrix.diverging, theme)
    first, last = layout.rect_of(rows.start, columns.start), layout.rect_of(rows.stop - 1, columns.stop - 1)
    if colors.size > MOST_RECTANGLES:
        data = np.ascontiguousarray(colors)
        image = QImage(data.data, data.shape[1], data.shape[0], data.shape[1] * 4, QImage.Format.Format_ARGB32)
        is_small = min(layout.cell.width(), layout.cell.height()) < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_small)
        painter.drawImage(first.united(last), image.copy())
        return
    gap = 1.0 if min(layout.cell.width(), layout.cell.height()) >= 8 else 0.0
    texts = _texts(matrix, layout, rows, columns)
    painter.setFont(letters(TEXT_PIXELS))
    for at_row, row in enumerate(rows):
        for at_column, column in enumerate(columns):
            color = int(colors[at_row, at_column])
            rect = layout.rect_of(row, column).adjusted(0, 0, -gap, -gap)
            if color:
                painter.fillRect(rect, QColor.fromRgb(color))
            if texts is not None and color:
                painter.setPen(QColor(letters_on(color)))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, texts[at_row][at_column])


def _texts(matrix: Matrix, layout: Layout, rows: range, columns: range) -> list[list[str]] | None:
    """What is written into the cells, in short if need be; None if it has no room in all of them."""
    if not matrix.texts or layout.cell.height() < TEXT_PIXELS + 4 or layout.cell.width() < 2 * TEXT_PIXELS:
        return None
    metrics = QFontMetricsF(letters(TEXT_PIXELS))
    for write in (matrix.write, matrix.shorter):
        if write is not None:
            values = [[float(matrix.values[row, column]) for column in columns] for row in rows]
            texts = [["" if math.isnan(value) else write(value) for value in line] for line in values]
            if max(metrics.horizontalAdvance(text) for line in texts for text in line) + 6 <= layout.cell.width():
                return texts
    return None


def _labelled(seen: range, step: int, kept: set[int]) -> list[int]:
    """The rows or columns with a label: those to be kept, and of the others as many as have room beside them."""
    return [
        place for place in seen if place in kept or (place % step == 0 and all(abs(place - k) >= step for k in kept))
    ]


def _draw_row_labels(
    painter: QPainter, matrix: Matrix, layout: Layout, theme: Theme, pointed: Cell | None, marked: str | None
) -> None:
    rows, _ = seen_cells(matrix, layout)
    width = layout.plot.left() - EDGE
    pointed_row = -1 if pointed is None else pointed[0]
    for row in _labelled(rows, label_step(layout.cell.height()), _kept_places(matrix.rows, pointed_row, marked)):
        middle = layout.top + (row + 0.5) * layout.cell.height()
        rect = QRectF(EDGE, middle - LABEL_STEP, width - 8, 2 * LABEL_STEP)
        if layout.plot.top() - 1 <= middle <= layout.plot.bottom() + 1:
            look = _look(theme, row == pointed_row, matrix.rows[row] == marked)
            _draw_label(painter, matrix.rows[row], rect, Qt.AlignmentFlag.AlignRight, look)


def _draw_column_labels(
    painter: QPainter, matrix: Matrix, layout: Layout, theme: Theme, pointed: Cell | None, marked: str | None
) -> None:
    _, columns = seen_cells(matrix, layout)
    height = layout.plot.top() - EDGE
    pointed_column = -1 if pointed is None else pointed[1]
    kept = _kept_places(matrix.columns, pointed_column, marked)
    for column in _labelled(columns, label_step(layout.cell.width()), kept):
        middle = layout.left + (column + 0.5) * layout.cell.width()
        if not layout.plot.left() - 1 <= middle <= layout.plot.right() + 1:
            continue
        look = _look(theme, column == pointed_column, matrix.columns[column] == marked)
        if layout.upright:
            painter.save()
            painter.translate(middle, layout.plot.top() - 6)
            painter.rotate(-90)
            rect = QRectF(0, -LABEL_STEP, height - 6, 2 * LABEL_STEP)
            _draw_label(painter, matrix.columns[column], rect, Qt.AlignmentFlag.AlignLeft, look)
            painter.restore()
        else:
            rect = QRectF(middle - layout.cell.width() / 2, EDGE, layout.cell.width(), height - 4)
            _draw_label(painter, matrix.columns[column], rect, Qt.AlignmentFlag.AlignHCenter, look)


def _kept_places(labels: tuple[str, ...], pointed: int, marked: str | None) -> set[int]:
    """The place under the pointer if there is one, else that of the marked label: two could overlap."""
    if pointed >= 0:
        return {pointed}
    return {labels.index(marked)} if marked in labels else set()


def _look(theme: Theme, is_pointed: bool, is_marked: bool) -> tuple[str, bool]:
    """The colour of a label, and whether it is bold."""
    return (theme.accent if is_marked else theme.text if is_pointed else theme.muted), is_pointed or is_marked


def _draw_label(painter: QPainter, text: str, rect: QRectF, side: Qt.AlignmentFlag, look: tuple[str, bool]) -> None:
    color, is_bold = look
    font = letters(LABEL_PIXELS, is_bold)
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_tree(painter: QPainter, tree: NDArray[np.float64], layout: Layout, theme: Theme) -> None:
    """The dendrogram to the right of the cells: leaves at the rows, the root outermost."""
    painter.save()
    left, width = layout.plot.right() + 10, layout.tree_width - 24
    painter.setClipRect(QRectF(left - 2, layout.plot.top(), width + 6, layout.plot.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 1.2 if layout.cell.height() >= 8 else 0.5))
    for line in tree:
        places = [(left + h * width, layout.top + (row + 0.5) * layout.cell.height()) for row, h in line.tolist()]
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in places]))
    painter.restore()


def _draw_scale(painter: QPainter, matrix: Matrix, layout: Layout, theme: Theme) -> None:
    """What the colours mean: a bar below the cells with the values of its ends, and of zero where that is between."""
    bar = QRectF(layout.plot.left(), layout.plot.bottom() + 12, min(180.0, max(layout.plot.width(), 90.0)), 6)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    stops = stops_of(theme, matrix.diverging)
    for place, color in enumerate(stops):
        gradient.setColorAt(place / (len(stops) - 1), QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 3, 3)
    painter.setFont(letters(SCALE_PIXELS))
    painter.setPen(QColor(theme.muted))
    below = QRectF(bar.left(), bar.bottom() + 1, bar.width(), SCALE_PIXELS + 5)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, matrix.write(matrix.low))
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, matrix.write(matrix.high))
    if matrix.diverging and matrix.low == -matrix.high:
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "0")
