"""The controls of the Co-occurrence tab, in rows as long as there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QWidget
from superqt import QFlowLayout

from explorer.corpus.reading import Corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.options import described
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import label
from widgets.parts.option_form import prepare_spin
from widgets.parts.segmented import Segmented
from widgets.views.cooccurrence_options import WORDS, ViewOptions

DIRECTIONS = {"left": "Left", "both": "Both", "right": "Right"}
GROUP_HEIGHT = 32
SIDES = {
    "left": "The column's word stands before the row's word.",
    "both": "The two words stand in any order.",
    "right": "The column's word stands behind the row's word.",
}


class Choices(QWidget):
    """Shows and edits the `ViewOptions`, and which of the open corpora is counted.

    Signals
    -------
    changed(ViewOptions)  : the user changed something; `set_options` does not emit it.
    corpus_chosen(Corpus) : the user chose another corpus.
    """

    changed = Signal(object)
    corpus_chosen = Signal(object)

    def __init__(self, options: ViewOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._corpora: Sequence[Corpus] = ()
        self.corpus = QComboBox()
        calm_wheel(self.corpus)
        self.corpus.setMinimumContentsLength(10)
        _explain(self.corpus, "Corpus", "Which of the open corpora is counted.")
        self.corpus.activated.connect(lambda place: self.corpus_chosen.emit(self._corpora[place]))
        labels = {key: each.label for key, each in WEIGHTINGS.items()} | {"log": "Log"}
        self.weighting = Segmented(labels, "Measure", {key: each.sentence for key, each in WEIGHTINGS.items()})
        self.distance_weighting = self._check("distance_weighting")
        self.window_size = self._spin("window", 60)
        self.direction = Segmented(DIRECTIONS, "Direction", SIDES)
        self.words = self._combo("words", WORDS)
        self.n_words = self._spin("n_words", 72)
        self.typed = QLineEdit()
        self.typed.setFixedWidth(230)
        self.typed.setPlaceholderText("whale ship sea …")
        _explain(self.typed, "Words to show", "Type words with blanks between them; Enter shows them.")
        self.typed.editingFinished.connect(self._on_edited)
        self.leaves_out = self._check("leaves_out")
        self.leave_out = self._spin("leave_out", 72)
        self.order = self._combo("order", described(ViewOptions)["order"].choices or {})
        for segmented in (self.weighting, self.direction):
            segmented.chosen.connect(self._on_edited)
        self._lay_out()
        self.set_options(options)

    @property
    def options(self) -> ViewOptions:
        """What is chosen."""
        return self._options

    def set_options(self, options: ViewOptions) -> None:
        """Show these choices."""
        self._options = options
        controls = (
            self.distance_weighting, self.window_size, self.words, self.n_words, self.leaves_out, self.leave_out,
            self.order, self.typed,
        )  # fmt: skip
        for control in controls:
            control.blockSignals(True)
        self.weighting.choose(options.weighting)
        self.direction.choose(options.direction)
        self.distance_weighting.setChecked(options.distance_weighting)
        self.window_size.setValue(options.window)
        self.words.setCurrentIndex(self.words.findData(options.words))
        self.n_words.setValue(options.n_words)
        self.leaves_out.setChecked(options.leaves_out)
        self.leave_out.setValue(options.leave_out)
        self.order.setCurrentIndex(self.order.findData(options.order))
        self.typed.setText(options.typed)
        self.typed.setCursorPosition(0)
        for control in controls:
            control.blockSignals(False)
        self._show_what_matters()

    def show_corpora(self, corpora: Sequence[Corpus], chosen: Corpus | None) -> None:
        """Offer the open corpora, if there are several."""
        if corpora is not self._corpora:  # else the list could change under the pointer while a model is trained
            self.corpus.clear()
            self.corpus.addItems([corpus.name for corpus in corpora])
        self._corpora = corpora
        self.corpus.setCurrentIndex(next((place for place, each in enumerate(corpora) if each is chosen), -1))
        self._corpus_group.setVisible(len(corpora) > 1)

    def _on_edited(self) -> None:
        options = replace(
            self._options,
            weighting=self.weighting.current,
            distance_weighting=self.distance_weighting.isChecked(),
            window=self.window_size.value(),
            direction=self.direction.current,
            words=self.words.currentData(),
            n_words=self.n_words.value(),
            leaves_out=self.leaves_out.isChecked(),
            leave_out=self.leave_out.value(),
            order=self.order.currentData(),
            typed=self.typed.text(),
        )
        if options != self._options:
            self._options = options
            self._show_what_matters()
            self.changed.emit(options)

    def _show_what_matters(self) -> None:
        is_frequent = self._options.words == "frequent"
        self.n_words.setVisible(is_frequent)
        self._leave_out_group.setVisible(is_frequent)
        self.typed.setVisible(self._options.words == "typed")
        self.leave_out.setEnabled(self._options.leaves_out)

    def _lay_out(self) -> None:
        flow = QFlowLayout(self)
        flow.setContentsMargins(14, 10, 14, 8)
        flow.setHorizontalSpacing(18)
        flow.setVerticalSpacing(8)
        self._corpus_group = _group("Corpus", self.corpus)
        self._leave_out_group = _group("", self.leaves_out, self.leave_out)
        self._leave_out_group.setContentsMargins(10, 0, 0, 0)
        self.weighting.setFixedWidth(330)
        self.direction.setFixedWidth(168)
        for group in (
            _group("", self.weighting),
            _group("", self.distance_weighting),
            _group("Window", self.window_size),
            _group("", self.direction),
            _group("Words", self.words, self.n_words, self.typed, self._leave_out_group),
            _group("Order", self.order),
            self._corpus_group,  # last, since a flow leaves a gap for what is hidden
        ):
            flow.addWidget(group)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _check(self, name: str) -> QCheckBox:
        each = described(ViewOptions)[name]
        box = QCheckBox(each.label)
        _explain(box, each.label, each.sentence)
        box.toggled.connect(self._on_edited)
        return box

    def _spin(self, name: str, width: int) -> QSpinBox:
        each = described(ViewOptions)[name]
        spin = QSpinBox()
        spin.setRange(int(each.minimum or 0), int(each.maximum or 0))
        spin.setSingleStep(int(each.step or 1))
        spin.setFixedWidth(width)
        prepare_spin(spin)
        _explain(spin, each.label, each.sentence)
        spin.valueChanged.connect(self._on_edited)
        return spin

    def _combo(self, name: str, choices: Mapping[Any, str]) -> QComboBox:
        each = described(ViewOptions)[name]
        box = QComboBox()
        for key, text in choices.items():
            box.addItem(text, key)
        calm_wheel(box)
        _explain(box, each.label, each.sentence)
        box.currentIndexChanged.connect(self._on_edited)
        return box


def _group(name: str, *controls: QWidget) -> QWidget:
    """Controls that stay together, with their name before them."""
    group = QWidget()
    group.setFixedHeight(GROUP_HEIGHT)  # so that all of a row stand on one line
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    if name:
        row.addWidget(label(name, "muted"))
    for control in controls:
        row.addWidget(control)
    return group


def _explain(control: QWidget, name: str, sentence: str) -> None:
    control.setAccessibleName(name)
    control.setToolTip(sentence)
