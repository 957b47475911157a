"""What is seen while something is dragged over the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme import ThemeSwitch

WHAT = "Several texts become one corpus. A table asks for its column; archives need not be unpacked."


class DropHint(QWidget):
    """A veil over the whole window with a sentence on what letting go will do.

    It lies between the pointer and whatever is below, such as a line that would take the path of a file as typed.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hide()

    def show_over(self, rect: QRect) -> None:
        """Cover this part of the window."""
        self.setGeometry(rect)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.window)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), 12, 12)
        font = QFont(self.font())
        font.setPixelSize(22)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        middle = QFontMetrics(font).height()
        above = self.rect().adjusted(0, -middle, 0, -middle)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, "Let go to open")
        font.setPixelSize(13)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(40, middle, -40, middle), wrapped, WHAT)
