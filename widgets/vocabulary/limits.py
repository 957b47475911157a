"""Two sliders, minimum count and downsampling, with what they would leave of a corpus."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from explorer.corpus.word_frequencies import Kept, WordCounts, keep_probabilities, kept
from explorer.options import described
from explorer.training.options import Word2VecOptions
from explorer.wording import counted
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import label
from widgets.parts.numbers import grouped

MOST = 1000  # the largest minimum count
SAMPLES = (0.0, *(round(digit * 10.0**power, 9) for power in range(-6, -1) for digit in (1, 2, 5)))
"""What downsampling can be set to; 0 reads every word."""


class Limits(QWidget):
    """Tells how many words and tokens would be left, while a slider moves.

    Signals
    -------
    kept_changed(Kept) : other words would be kept.
    """

    kept_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counts: WordCounts | None = None
        self.counts = np.unique(np.geomspace(1, MOST, 64).round().astype(int)).tolist()
        self.min_count = _slider("Minimum count", len(self.counts) - 1)
        self.sample = _slider("Downsampling", len(SAMPLES) - 1)
        self._min_count_text, self._sample_text = label(), label()
        self.words, self.tokens = label("", "muted", wrap=True), label("", "muted", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        rows = (
            ("Minimum count", self.min_count, self._min_count_text, self.words),
            ("Downsampling", self.sample, self._sample_text, self.tokens),
        )
        for row, (name, slider, value, told) in enumerate(rows):
            value.setMinimumWidth(64)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(name), 2 * row, 0)
            grid.addWidget(slider, 2 * row, 1)
            grid.addWidget(value, 2 * row, 2)
            grid.addWidget(told, 2 * row + 1, 0, 1, 3)
        for name, slider in (("min_count", self.min_count), ("sample", self.sample)):
            slider.setToolTip(f"<p>{described(Word2VecOptions)[name].sentence}</p>")
        self.set_values(Word2VecOptions().min_count, Word2VecOptions().sample)
        self.min_count.valueChanged.connect(self._tell)
        self.sample.valueChanged.connect(self._tell)

    @property
    def values(self) -> tuple[int, float]:
        """The minimum count and the downsampling that are set."""
        return int(self.counts[self.min_count.value()]), SAMPLES[self.sample.value()]

    def set_values(self, min_count: int, sample: float) -> None:
        """Set the values that come nearest to these."""
        self.min_count.setValue(min(range(len(self.counts)), key=lambda at: abs(self.counts[at] - min_count)))
        self.sample.setValue(min(range(len(SAMPLES)), key=lambda at: abs(SAMPLES[at] - sample)))

    def show_counts(self, counts: WordCounts) -> None:
        """Tell of another corpus."""
        self._counts = counts
        self._tell()

    def _tell(self) -> None:
        min_count, sample = self.values
        self._min_count_text.setText(grouped(min_count))
        self._sample_text.setText(f"{sample:g}" if sample else "off")
        if self._counts is None:
            return
        counts = self._counts.counts
        left = kept(counts, min_count, sample)
        n_words, n_tokens = len(counts), self._counts.n_tokens
        self._describe(
            self.min_count,
            self.words,
            f"Keeps {grouped(left.n_words)} of {grouped(n_words)} words, drops {grouped(n_words - left.n_words)}; "
            f"what is kept makes up {_share(left.n_tokens, n_tokens)} of the text.",
        )
        self._describe(self.sample, self.tokens, self._told_of_sample(left, sample))
        self.kept_changed.emit(left)

    def _told_of_sample(self, left: Kept, sample: float) -> str:
        assert self._counts is not None
        if not left.n_words:
            return "There is nothing left to read."
        if not sample:
            return f"All {grouped(left.n_tokens)} tokens of these words are read."
        chances = keep_probabilities(self._counts.counts[: left.n_words], sample, left.n_tokens)
        n_skipped = int((chances < 1.0).sum())
        skipped = (
            f"thins out {counted(n_skipped, 'word')}; {_share(chances[0], 1)} of “{self._counts.words[0]}” is read"
            if n_skipped
            else "thins out none"
        )
        return (
            f"Reads {grouped(round(left.n_sampled))} of {grouped(left.n_tokens)} tokens "
            f"({_share(left.n_sampled, left.n_tokens)}) on average and {skipped}."
        )

    def _describe(self, slider: QSlider, told: QLabel, sentence: str) -> None:
        told.setText(sentence)
        slider.setAccessibleDescription(sentence)


def _slider(name: str, most: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, most)
    slider.setPageStep(3)
    slider.setAccessibleName(name)
    calm_wheel(slider)
    return slider


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
