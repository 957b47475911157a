"""Where the samples come from: written by hand, from a text, counted for GloVe, or words of a trained model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from explorer.training.inspector.glove import GloveSetup, make_glove_setup
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.problems import Problem
from explorer.training.inspector.samples import parse_samples
from explorer.training.inspector.setup import GrammarSource, Setup, TextSource, make_setup
from explorer.training.inspector.text_samples import (
    FOX,
    LARGEST_WINDOW,
    TEXT_METHODS,
    THREE_SENTENCES,
    samples_from_text,
)
from widgets.inspector.marked_text import MarkedText
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import label
from widgets.parts.option_form import prepare_spin
from widgets.parts.segmented import Segmented
from widgets.theme import ThemeSwitch

Options = InspectorOptions | GloveOptions


class Source(QWidget):
    """One kind of source: its controls, and the setup that they describe.

    Signals
    -------
    edited()          : something that the samples are made of was changed.
    restarts(str)     : it was changed in a way that restarts at once; with the label for undo.
    """

    edited = Signal()
    restarts = Signal(str)
    kind: type[Options] = InspectorOptions

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)

    @property
    def is_right(self) -> bool:
        """Whether the texts can be taken as they are."""
        return True

    def make(self, options: Options) -> Setup | GloveSetup:
        """The setup for these options; an ExplorerError says what is wrong."""
        raise NotImplementedError


class SamplesSource(Source):
    """Presets, and the training data in wevi's grammar."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = QComboBox()
        self.presets.addItems([preset.title for preset in PRESETS])
        self.presets.addItem("Your own")
        self.presets.setAccessibleName("Preset")
        self.presets.setToolTip("Training data that shows something; choosing one restarts.")
        calm_wheel(self.presets)
        about = (
            "input|target, input^input|target^target: a comma parts samples, | inputs from targets, ^ several words."
        )
        self.data = MarkedText(theme, "Training data", about, lambda text: parse_samples(text).problems)
        self.data.set_text(PRESETS[0].text)
        self.column.addWidget(label("Preset", "heading"))
        self.column.addWidget(self.presets)
        self.column.addWidget(label("Training data (context|target)", "heading"))
        self.column.addWidget(self.data)
        self.presets.activated.connect(self._on_preset_chosen)
        self.data.edited.connect(self._on_edited)

    @property
    def is_right(self) -> bool:
        return self.data.is_right

    def make(self, options: Options) -> Setup | GloveSetup:
        assert isinstance(options, InspectorOptions)
        return make_setup(GrammarSource(self.data.text), options)

    def show_text(self, text: str) -> None:
        """Show training data that came back by undo."""
        if text != self.data.text:
            self.data.set_text(text)
        self._show_preset()

    def _show_preset(self) -> None:
        texts = [preset.text for preset in PRESETS]
        self.presets.setCurrentIndex(texts.index(self.data.text) if self.data.text in texts else len(PRESETS))

    def _on_preset_chosen(self, place: int) -> None:
        if place < len(PRESETS):
            self.data.set_text(PRESETS[place].text)
            self.restarts.emit(f"Inspect {PRESETS[place].title}")

    def _on_edited(self) -> None:
        self._show_preset()
        self.edited.emit()


class TextSourcePage(Source):
    """A running text that a window slides over."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.method = Segmented(
            TEXT_METHODS,
            "Method",
            {"cbow": "From the words around, predict the word.", "skipgram": "From the word, predict those around."},
        )
        self.method.choose("skipgram")
        self.window_size = QSpinBox()
        self.window_size.setRange(1, LARGEST_WINDOW)
        self.window_size.setValue(2)
        self.window_size.setAccessibleName("Window")
        self.window_size.setToolTip("So many words to either side, within the sentence.")
        prepare_spin(self.window_size)
        self.text = MarkedText(theme, "Text", "A sentence or more; a window slides over it.", self._read)
        self.text.set_text(FOX)
        row = QHBoxLayout()
        row.addWidget(label("Window", "muted"), 1)
        row.addWidget(self.window_size)
        self.column.addWidget(self.method)
        self.column.addLayout(row)
        self.column.addWidget(label("Text", "heading"))
        self.column.addWidget(self.text)
        self.text.edited.connect(self.edited)
        self.method.chosen.connect(lambda _: self.restarts.emit("Inspect a text"))
        self.window_size.valueChanged.connect(lambda _: self.restarts.emit("Inspect a text"))

    @property
    def is_right(self) -> bool:
        return self.text.is_right

    def make(self, options: Options) -> Setup | GloveSetup:
        assert isinstance(options, InspectorOptions)
        return make_setup(TextSource(self.text.text, self.window_size.value(), self.method.current), options)

    def show_source(self, source: TextSource) -> None:
        """Show a text that came back by undo."""
        for control in (self.window_size, self.method):
            control.blockSignals(True)
        self.window_size.setValue(source.window)
        self.method.choose(source.method)
        for control in (self.window_size, self.method):
            control.blockSignals(False)
        if source.text != self.text.text:
            self.text.set_text(source.text)

    def _read(self, text: str) -> Sequence[Problem]:
        return samples_from_text(text, self.window_size.value(), self.method.current).problems


class GloveSource(Source):
    """A text whose co-occurrences are counted and then fitted."""

    kind = GloveOptions

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = MarkedText(theme, "Text for GloVe", "Some sentences; their words are counted.", self._read)
        self.text.set_text(THREE_SENTENCES)
        self.column.addWidget(label("Text", "heading"))
        self.column.addWidget(self.text)
        self.text.edited.connect(self.edited)

    @property
    def is_right(self) -> bool:
        return self.text.is_right

    def make(self, options: Options) -> Setup | GloveSetup:
        assert isinstance(options, GloveOptions)
        return make_glove_setup(self.text.text, options)

    def show_text(self, text: str) -> None:
        """Show a text that came back by undo."""
        if text != self.text.text:
            self.text.set_text(text)

    def _read(self, text: str) -> Sequence[Problem]:
        return samples_from_text(text).problems
