"""A row of buttons of which one is chosen: UMAP | PCA | t-SNE."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Segment(QPushButton):
    """One button; the arrow keys belong to the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.parentWidget()
        if event.key() in _STEPS and isinstance(row, Segmented):
            row.step(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Segmented(QWidget):
    """Exclusive buttons in a row; Tab reaches the chosen one, the arrow keys choose the next.

    Signals
    -------
    chosen(str) : the user chose this key; `choose` does not emit it.

    Example: ``Segmented({"cosine": "Cosine", "l2": "L2"}, "Metric")``
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Mapping[str, str],
        name: str,
        sentences: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for position, (key, text) in enumerate(choices.items()):
            button = _Segment(text)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {text}")
            button.setToolTip((sentences or {}).get(key, ""))
            button.setProperty("role", "segment")
            if position in (0, len(choices) - 1):
                button.setProperty("end", "first" if position == 0 else "last")
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button, 1)
        if choices:
            self.choose(next(iter(choices)))

    @property
    def current(self) -> str:
        """The key of the chosen button."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Show another choice without telling anyone; an unknown key changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[key]

    def step(self, by: int) -> None:
        """Choose the button that lies ``by`` places further and give it the focus; stops at the ends."""
        keys = list(self._buttons)
        place = min(max(keys.index(self.current) + by, 0), len(keys) - 1)
        button = self._buttons[keys[place]]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        if not button.isChecked():
            button.click()
