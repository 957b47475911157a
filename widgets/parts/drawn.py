"""What is painted by hand and can be kept as a picture."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.parts.pictures import image_of, pdf_of, svg_of
from widgets.theme import ThemeSwitch


class DrawnWidget(QWidget):
    """Draws itself by `_draw`, on the screen as in its pictures, and again when the theme changes.

    in_panel: whether it stands in a panel of the window, whose colour its pictures then stand on
    """

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None, in_panel: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._in_panel = in_panel
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def picture(self, scale: int = 1) -> QImage:
        """What is seen, ``scale`` device pixels a pixel."""
        return image_of(self._draw, self.size(), scale, self._ground)

    def svg(self) -> bytes:
        """What is seen, as SVG."""
        return svg_of(self._draw, self.size(), self.accessibleName(), self._ground)

    def pdf(self) -> bytes:
        """What is seen, as a page of PDF of its size."""
        return pdf_of(self._draw, self.size(), self.accessibleName(), self._ground)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter)

    @property
    def _ground(self) -> str:
        """The colour that its pictures stand on: that of where it stands in the window."""
        return self._theme.theme.panel if self._in_panel else self._theme.theme.window

    def _draw(self, painter: QPainter) -> None:
        raise NotImplementedError
