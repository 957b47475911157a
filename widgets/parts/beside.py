"""Controls that stay beside each other where a row flows on below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def beside(spacing: int, *controls: QWidget) -> QWidget:
    """One widget with the controls in a row."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for each in controls:
        row.addWidget(each)
    return group
