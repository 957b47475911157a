"""The small buttons of the word panel that lead back and forth."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QToolButton

from widgets.parts.quiet_buttons import quiet_button
from widgets.theme import Theme, icon


def way_up(name: str, sentence: str) -> QPushButton:
    """A quiet button to what the word was reached from; hidden as long as there is none."""
    button = quiet_button("", sentence)
    button.setAccessibleName(name)
    button.hide()
    return button


def way(sentence: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(sentence)
    button.setAccessibleName(sentence)
    button.setEnabled(False)
    return button


def arrow(name: str, theme: Theme) -> QIcon:
    """An arrow that is faint while there is nowhere to go."""
    arrow = QIcon(icon(name, theme.text, 18))
    for pixmap in (icon(name, theme.faint, 18).pixmap(QSize(18, 18), ratio) for ratio in (1, 2, 3)):
        arrow.addPixmap(pixmap, QIcon.Mode.Disabled)
    return arrow
