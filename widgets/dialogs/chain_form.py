"""The steps by which a text is taken apart, each with its own small form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.corpus.token_options import STEPS, TokenOptions
from explorer.options import described
from widgets.parts.labels import label
from widgets.parts.option_form import OptionForm

Condition = Callable[[TokenOptions], bool]


def _always(_: TokenOptions) -> bool:
    return True


FORMS: dict[str, tuple[tuple[tuple[str, ...], Condition], ...]] = {
    "sentences": ((("sentence_split",), _always),),
    "tokens": (
        (("tokens",), _always),
        (("pattern",), lambda options: options.tokens == "pattern"),
        (("chinese",), lambda options: options.tokens == "words"),
        (("punctuation",), _always),
    ),
    "lower": ((("lower",), _always),),
    "numbers": ((("numbers",), _always),),
    "stop_words": (
        (("stop_words",), _always),
        (("language",), lambda options: options.has_language),
        (("stop_also",), _always),
        (("stop_not",), lambda options: options.stop_words),
    ),
    "base": ((("base",), _always),),
    "phrases": (
        (("phrases",), _always),
        (("phrase_length", "phrase_min_count", "phrase_threshold"), lambda options: options.phrases),
    ),
    "pieces": (
        (("pieces",), _always),
        (("n_pieces",), lambda options: options.pieces != "none"),
    ),
}
"""Step to its groups of parameters, and when each is in sight."""


class ChainForm(QWidget):
    """Shows and edits `TokenOptions` as a list of steps; parameters that would do nothing are out of sight.

    Signals
    -------
    changed()          : the user changed a value.
    list_requested()   : the list of stop words is to be edited.
    merges_requested() : the merges of BPE are to be stepped through.
    """

    changed = Signal()
    list_requested = Signal()
    merges_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: list[tuple[tuple[str, ...], Condition, OptionForm[TokenOptions]]] = []
        self.edit_list = _quiet("Edit the list…", "See all stop words, add some and take some away.")
        self.edit_list.clicked.connect(self.list_requested)
        self.step_merges = _quiet("Step through the merges…", "See how BPE joins the letters of words, merge by merge.")
        self.step_merges.clicked.connect(self.merges_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, (key, step) in enumerate(STEPS.items(), 1):
            head = label(f"{number}  {step.label}", "heading")
            head.setContentsMargins(0, 0 if number == 1 else 8, 0, 2)
            column.addWidget(head)
            for names, is_seen in FORMS[key]:
                self._add_form(names, is_seen, column)
            if button := {"stop_words": self.edit_list, "pieces": self.step_merges}.get(key):
                row = QHBoxLayout()
                row.addWidget(button)
                row.addStretch(1)
                column.addLayout(row)
        self._show_what_matters()

    def control(self, name: str) -> QWidget:
        """The control of a field."""
        return next(form.control(name) for names, _, form in self._forms if name in names)

    def options(self) -> TokenOptions:
        """What the form shows."""
        values: dict[str, Any] = {}
        for names, _, form in self._forms:
            shown = form.options()
            values |= {name: getattr(shown, name) for name in names}
        return TokenOptions(**values)

    def set_options(self, options: TokenOptions) -> None:
        """Show these values; nobody is told."""
        for _, _, form in self._forms:
            form.set_options(options)
        self._show_what_matters()

    def _add_form(self, names: tuple[str, ...], is_seen: Condition, column: QVBoxLayout) -> None:
        hidden = [name for name in described(TokenOptions) if name not in names]
        form: OptionForm[TokenOptions] = OptionForm(TokenOptions, explain=True, hidden=hidden)
        form.changed.connect(self._on_changed)
        form.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        self._forms.append((names, is_seen, form))

    def _on_changed(self) -> None:
        self._show_what_matters()
        self.changed.emit()

    def _show_what_matters(self) -> None:
        options = self.options()
        for _, is_seen, form in self._forms:
            form.setVisible(is_seen(options))
        self.edit_list.setVisible(options.stop_words)


def _quiet(text: str, sentence: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(sentence)
    button.setAutoDefault(False)
    return button
