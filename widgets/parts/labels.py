"""Labels in the roles that the stylesheet knows, and the hairline between sections."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label; ``role`` is "heading", "muted", "title", "danger" or "" for ordinary text."""
    made = QLabel(text.upper() if role == "heading" else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role == "heading":
        made.setAccessibleName(text)
    return made


def hairline() -> QFrame:
    """A line between two sections."""
    line = QFrame()
    line.setProperty("role", "line")
    return line


class ElidedLabel(QLabel):
    """One line of text that is cut by "…" where it is too long for its place; the tooltip then holds all of it.

    about: a tooltip that is shown in any case
    elide: where "…" stands
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        about: str = "",
        parent: QWidget | None = None,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._about, self._elide = about, elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._explain()

    def about(self) -> str:
        """The tooltip that is shown in any case, "" for none."""
        return self._about

    def set_about(self, about: str) -> None:
        """Change the tooltip that is shown in any case."""
        self._about = about
        self._explain()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), self._elide, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _explain(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self._about or (self.text() if is_cut else ""))
