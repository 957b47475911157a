"""A scree chart: how much of the variance each component of PCA keeps, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.theme import ThemeSwitch

LETTERS, LETTER_PIXELS, GAP, RADIUS = 16, 13, 3.0, 2.0


class Scree(DrawnWidget):
    """One bar a component, those that are axes of the map in the strong colour, with x, y and z below them.

    Signals
    -------
    component_clicked(int) : a bar was clicked, or chosen by Space; components count from 1.
    """

    component_clicked = Signal(int)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Explained variance", parent, in_panel=True)
        self._shares: tuple[float, ...] = ()
        self._axes: tuple[int, ...] = ()
        self._pointed = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("How much of the variance each component keeps. A click makes it the horizontal axis.")

    def sizeHint(self) -> QSize:
        return QSize(200, 64)

    def show_shares(self, shares: Sequence[float], axes: Sequence[int]) -> None:
        """Show the share of each component, 0 to 1, and which are axes, counted from 1."""
        self._shares, self._axes = tuple(shares), tuple(axes)
        told = ", ".join(self.text_of(number) for number in range(1, len(self._shares) + 1))
        self.setAccessibleDescription(told)
        self.update()

    def text_of(self, component: int) -> str:
        """What is told of a component: "Component 2: 12.3% of the variance"."""
        return f"Component {component}: {100 * self._shares[component - 1]:.1f}% of the variance"

    def component_at(self, x: float) -> int:
        """The component whose bar stands at ``x``; 0 if there is none."""
        place = int(x // self._step()) + 1 if self._shares and x >= 0 else 0
        return place if place <= len(self._shares) else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._pointed and self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self._theme.theme.accent), 1))
            left = (self._pointed - 1) * self._step()
            painter.drawRect(QRectF(left - 1, 0.5, self._step() - GAP + 2, self.height() - 1))

    def _draw(self, painter: QPainter) -> None:
        theme = self._theme.theme
        painter.setFont(letters(LETTER_PIXELS))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, largest = self.height() - LETTERS, max(self._shares, default=0.0) or 1.0
        for number, share in enumerate(self._shares, start=1):
            bar = QRectF((number - 1) * self._step(), 0, self._step() - GAP, height)
            bar.setTop(height - max(share / largest * (height - 2), 1.0))
            is_axis = number in self._axes
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent if is_axis else theme.bar))
            painter.drawRoundedRect(bar, RADIUS, RADIUS)
            painter.setPen(QColor(theme.text if is_axis else theme.muted))
            below = QRectF(bar.left(), height, bar.width(), LETTERS)
            letter = "xyz"[self._axes.index(number)] if is_axis else str(number)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, letter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        component = self.component_at(event.position().x())
        if component:
            QToolTip.showText(event.globalPosition().toPoint(), self.text_of(component), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (component := self.component_at(event.position().x())):
            self.component_clicked.emit(component)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._shares:
            self._pointed = min(max(self._pointed + step, 1), len(self._shares))
            self.setAccessibleDescription(self.text_of(self._pointed))
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return) and self._pointed:
            self.component_clicked.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def _step(self) -> float:
        return (self.width() + GAP) / max(len(self._shares), 1)
