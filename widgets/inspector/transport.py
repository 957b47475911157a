"""The bar below: back, play, the slider over the history, speed and pace."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.numbers import grouped
from widgets.parts.segmented import Segmented
from widgets.theme import Theme, ThemeSwitch, icon

PACES = {"phase": "Phase", "half": "Half", "sample": "Sample"}
_ABOUT = {
    "phase": "Next goes through forward, error, backward and update one by one.",
    "half": "As in wevi: Next computes the gradients, the next one applies them.",
    "sample": "Next learns from a whole sample.",
}
SPEEDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
ICON = 18


class Transport(QWidget):
    """Walks through time.

    Signals
    -------
    rewound(), stepped_back(), played() : a button was pressed; ``played`` also means pause.
    moved(int)       : the slider was drawn to a step.
    speed_chosen(int): samples a second.
    pace_chosen(str) : what one press of Next does.
    """

    rewound = Signal()
    stepped_back = Signal()
    played = Signal()
    moved = Signal(int)
    speed_chosen = Signal(int)
    pace_chosen = Signal(str)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = False
        self.rewind = _button("Back to the first step", "Back to the weights before the first sample")
        self.back = _button("Step back", "Take back the last update, or what is told of this sample (B)")
        self.play = _button("Play", "Play on, or pause (K)")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Steps")
        self.slider.setToolTip("Draw through the history of the weights")
        self.slider.setRange(0, 0)
        calm_wheel(self.slider)
        self.position = ElidedLabel(role="muted")
        self.position.setAccessibleName("Position")
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setAccessibleName("Speed")
        self.speed.setRange(0, len(SPEEDS) - 1)
        self.speed.setValue(SPEEDS.index(10))
        self.speed.setFixedWidth(84)
        calm_wheel(self.speed)
        self.speed_text = label("", "muted")
        self.speed_text.setFixedWidth(self.speed_text.fontMetrics().horizontalAdvance("2,000 / s") + 4)
        self.pace = Segmented(PACES, "Next goes by", _ABOUT)
        self.pace.setFixedWidth(176)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 12, 6)
        row.setSpacing(4)
        for button in (self.rewind, self.back, self.play):
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self.slider, 3)
        row.addSpacing(8)
        row.addWidget(self.position, 2)
        row.addSpacing(8)
        row.addWidget(self.speed)
        row.addWidget(self.speed_text)
        row.addWidget(self.pace)
        self.rewind.clicked.connect(self.rewound)
        self.back.clicked.connect(self.stepped_back)
        self.play.clicked.connect(self.played)
        self.slider.valueChanged.connect(self.moved)
        self.speed.valueChanged.connect(self._on_speed_changed)
        self.pace.chosen.connect(self.pace_chosen)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress(theme.theme)
        self._on_speed_changed(self.speed.value())

    def show_position(self, step: int, latest: int, text: str) -> None:
        """Show where the run stands: the step, how far its history goes, and what it is at."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(latest, 1))
        self.slider.setValue(step)
        self.slider.setEnabled(latest > 0)
        self.slider.setAccessibleDescription(f"Step {grouped(step)} of {grouped(latest)}")
        self.slider.blockSignals(False)
        self.position.setText(text)
        self.back.setEnabled(True)

    def show_playing(self, is_playing: bool) -> None:
        """Show whether it plays."""
        self._is_playing = is_playing
        self.play.setAccessibleName("Pause" if is_playing else "Play")
        self._dress(self._theme.theme)

    def _on_speed_changed(self, place: int) -> None:
        speed = SPEEDS[place]
        self.speed_text.setText(f"{grouped(speed)} / s")
        self.speed.setToolTip(f"{grouped(speed)} samples a second")
        self.speed.setAccessibleDescription(self.speed.toolTip())
        self.speed_chosen.emit(speed)

    def _dress(self, theme: Theme) -> None:
        for button, name in (
            (self.rewind, "skip-back"),
            (self.back, "step-back"),
            (self.play, "pause" if self._is_playing else "play"),
        ):
            button.setIcon(icon(name, theme.text, ICON))


def _button(name: str, about: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(ICON, ICON))
    button.setAccessibleName(name)
    button.setToolTip(about)
    return button
