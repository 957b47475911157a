"""The form of a trainer in the dialog that asks how to train."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel

from explorer.corpus.vocabulary import Survey
from explorer.options import described, remembered
from explorer.training.trainers import Trainer
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import label
from widgets.parts.option_form import EXPLAINED_WIDTH, OptionForm
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench


class TrainerForm(OptionForm[Any]):
    """The form of a trainer, or of several that share their parameters; fits what the user has not edited."""

    def __init__(self, trainer: Trainer, workbench: Workbench) -> None:
        super().__init__(trainer.options, explain=True, basic=trainer.basic, hidden=trainer.fixed)
        self._trainer = trainer
        self._edited: set[str] = set()
        self.set_options(remembered(trainer.options, workbench.settings.options.get(trainer.family, {})))
        self._shown = self.options()

    def become(self, trainer: Trainer) -> None:
        """Be the form of another trainer of the family."""
        self._trainer = trainer
        self._shown = trainer.adopt(self.options())
        self.set_options(self._shown)

    def told_of_fitted(self) -> str:
        """Which parameters are fitted to the corpus: "Dimensions and minimum count are fitted to that."."""
        options = described(self._trainer.options)
        names = [options[name].label.lower() for name in self._trainer.fitted]
        return f"{', '.join(names[:-1])} and {names[-1]} are fitted to that.".capitalize()

    def note_edits(self) -> None:
        """Remember what the user has changed of that which is fitted."""
        options = self.options()
        self._edited |= {name for name in self._trainer.fitted if getattr(options, name) != getattr(self._shown, name)}
        self._shown = options

    def fit(self, survey: Survey) -> None:
        """Fit what the user has not edited to the size of the corpus."""
        options = self.options()
        min_count = options.min_count if "min_count" in self._edited else None
        if min_count is not None and survey.n_words(min_count) < 2:
            return
        kept = {name: getattr(options, name) for name in self._edited}
        self._shown = replace(self._trainer.suggest(survey, options, min_count), **kept)
        if self._shown != options:
            self.set_options(self._shown)


def learning_page(trainer: QComboBox, about: QLabel, forms: Iterable[TrainerForm]) -> ScrollColumn:
    """The choice of the trainer, what it does, and the forms of all, of which one is in sight."""
    page = ScrollColumn(margin=2, spacing=6)
    page.column.setContentsMargins(0, 8, 12, 8)
    row = QHBoxLayout()
    row.setSpacing(10)
    name = label("Method")
    name.setBuddy(trainer)
    row.addWidget(name, 1)
    trainer.setFixedWidth(EXPLAINED_WIDTH)
    calm_wheel(trainer)
    row.addWidget(trainer)
    page.column.addLayout(row)
    page.column.addWidget(about)
    page.column.addSpacing(4)
    for form in forms:
        page.column.addWidget(form)
    page.column.addStretch(1)
    return page
