"""A slider through the moments of a training that has ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QToolButton, QWidget

from explorer.training.history import Frame
from widgets.parts.labels import ElidedLabel
from widgets.parts.numbers import grouped
from widgets.theme import Theme, ThemeSwitch, icon

INTERVAL = 150  # milliseconds between two moments while it plays


class ReplayBar(QWidget):
    """Plays a training again, or lets the user go to any moment of it; its end is what was learned.

    Signals
    -------
    moved(int) : the user, or the playing, went to a frame.
    """

    moved = Signal(int)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: Sequence[Frame] = ()
        self._theme = theme
        self.play = QToolButton()
        self.play.clicked.connect(self._on_play_clicked)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Moment of the training")
        self.slider.setToolTip("Go back to a moment of the training, and forth.")
        self.slider.valueChanged.connect(self._on_value_changed)
        self.moment = ElidedLabel(role="muted")
        self.timer = QTimer(self, interval=INTERVAL)
        self.timer.timeout.connect(self._on_tick)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.play, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.moment, 1, 1)
        theme.changed.connect(self._dress)
        self._dress(theme.theme)
        self.hide()

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self.timer.isActive()

    def show_frames(self, frames: Sequence[Frame]) -> None:
        """Offer these moments, standing at the last; fewer than two are not worth a slider."""
        self._frames = frames
        self.stop()
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(len(frames) - 1, 0))
        self.slider.setValue(len(frames) - 1)
        self.slider.blockSignals(False)
        self.setVisible(len(frames) > 1)
        self._tell()

    def go_to_end(self) -> None:
        """Stand at the last moment again, without a word about it."""
        self.stop()
        self.slider.blockSignals(True)
        self.slider.setValue(self.slider.maximum())
        self.slider.blockSignals(False)
        self._tell()

    def stop(self) -> None:
        """Stay where it is."""
        self.timer.stop()
        self._dress(self._theme.theme)

    def _on_play_clicked(self) -> None:
        if self.is_playing:
            self.stop()
            return
        self.timer.start()
        self._dress(self._theme.theme)
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)

    def _on_tick(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self.stop()

    def _on_value_changed(self, value: int) -> None:
        self._tell()
        self.moved.emit(value)

    def _tell(self) -> None:
        if not self._frames:
            return
        frame = self._frames[self.slider.value()]
        text = f"Epoch {grouped(frame.epoch)} · {grouped(frame.words_done)} {frame.unit}"
        self.moment.setText("As it was learned" if self.slider.value() == self.slider.maximum() else text)
        self.slider.setAccessibleDescription(self.moment.text())

    def _dress(self, theme: Theme) -> None:
        name, text = ("pause", "Pause") if self.is_playing else ("play", "Play the training again")
        self.play.setIcon(icon(name, theme.text, 14))
        self.play.setToolTip(text)
        self.play.setAccessibleName(text)
