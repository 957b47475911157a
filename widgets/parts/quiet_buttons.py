"""Buttons that look like a line of text and are no wider than it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QSizePolicy


def quiet_button(text: str, sentence: str) -> QPushButton:
    """A button without a frame; the sentence is its tooltip."""
    button = QPushButton(text)
    button.setProperty("role", "quiet")
    button.setToolTip(sentence)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button


def unfold_button(text: str, sentence: str) -> QPushButton:
    """A quiet button that stays down while what it unfolds is in sight; `toggled` tells."""
    button = quiet_button(text, sentence)
    button.setProperty("unfolds", True)
    button.setCheckable(True)
    return button
