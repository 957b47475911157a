"""A column of controls that scrolls when there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """What panels and dialogs are made of: add to ``column``; it never scrolls sideways.

    Its natural size is that of what is in it, so that a dock gives it just the room that it needs.
    """

    def __init__(self, parent: QWidget | None = None, margin: int = 14, spacing: int = 8) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its controls are reached by Tab, and scroll into view
        self._content = QWidget()
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(margin, margin - 2, margin, margin)
        self.column.setSpacing(spacing)
        self.setWidget(self._content)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self._content.minimumSizeHint()
        return QSize(content.width(), min(content.height(), 96))
