"""Asks how to train on a corpus, with every parameter explained and fitted to the corpus as far as it can be."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.errors import ExplorerError
from explorer.options import described, remembered
from explorer.training.trainers import TRAINERS, Trainer, trainer_of
from explorer.training.words import words_to_learn
from widgets.jobs import Failure, Job
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.numbers import grouped
from widgets.parts.option_form import EXPLAINED_WIDTH, OptionForm
from widgets.parts.progress_row import ProgressRow
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench

CHOICE = "training"
"""The name under which the settings remember the trainer."""


class TrainDialog(QDialog):
    """Counts the words of a corpus, suggests parameters that suit its size, and asks for the rest.

    It is accepted when the user wants to train; `choices` then says how. The trainer at the top brings its own form; a
    parameter that the user has edited is not touched any more. The parameters are remembered in the settings by the
    family of the trainer, such as "word2vec", and as "tokens".

    Example:
    -------
    >>> dialog = TrainDialog(workbench, corpus, window)
    >>> dialog.accepted.connect(lambda: train(corpus, *dialog.choices))
    >>> dialog.open()
    """

    def __init__(self, workbench: Workbench, corpus: Corpus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._corpus = corpus
        self._survey: Survey | None = None
        self._job: Job | None = None
        self.setWindowTitle("Train")
        self.facts = label("", "muted", wrap=True)
        self.progress = ProgressRow("Skip")
        self.progress.button.setToolTip("Train without counting the words first; nothing is suggested then.")
        self.trainer = QComboBox()
        self.trainer.setAccessibleName("Method")
        self.trainer.addItems([each.label for each in TRAINERS.values()])
        self.about = label("", "muted", wrap=True)
        self._forms = {each.family: _TrainerForm(each, workbench) for each in TRAINERS.values()}
        for each in self._forms.values():
            each.changed.connect(self._on_edited)
        self.token_form: OptionForm[TokenOptions] = OptionForm(TokenOptions, explain=True)
        self.token_form.set_options(remembered(TokenOptions, workbench.settings.options.get("tokens", {})))
        self.token_form.changed.connect(self._count)
        self.outcome = label("", "muted", wrap=True)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self.cancel = QPushButton("Cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.train = QPushButton("Train")
        self.train.setProperty("role", "primary")
        self.train.setDefault(True)
        self.train.clicked.connect(self.accept)
        self._lay_out()
        self._choose_remembered()
        self.trainer.currentIndexChanged.connect(self._on_trainer_chosen)
        self._count()

    @property
    def choices(self) -> tuple[Any, TokenOptions]:
        """How to train, as the dialog shows it: the options of a trainer, and what a word is."""
        return self.form.options(), self.token_form.options()

    @property
    def form(self) -> _TrainerForm:
        """The form of the trainer that is chosen."""
        return self._forms[self._chosen.family]

    @property
    def _chosen(self) -> Trainer:
        return list(TRAINERS.values())[self.trainer.currentIndex()]

    def choose(self, key: str) -> None:
        """Choose a trainer of `TRAINERS`."""
        self.trainer.setCurrentIndex(list(TRAINERS).index(key))

    def done(self, result: int) -> None:
        """Close; what was chosen is remembered if the user wants to train."""
        if result == QDialog.DialogCode.Accepted:
            options, tokens = self.choices
            self._workbench.settings.options[self._chosen.family] = asdict(options)
            self._workbench.settings.options[CHOICE] = {"method": self._chosen.key}
            self._workbench.settings.options["tokens"] = asdict(tokens)
            keep_settings(self._workbench)
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        super().done(result)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        name = ElidedLabel(self._corpus.name, "title")
        column.addWidget(name)
        column.addWidget(self.facts)
        column.addWidget(self.progress)
        for notice in self._corpus.notices:
            column.addWidget(label(notice, "muted", wrap=True))
        column.addSpacing(2)
        column.addWidget(hairline())
        page = ScrollColumn(margin=2, spacing=6)
        page.column.setContentsMargins(0, 8, 12, 8)
        page.column.addWidget(label("Learning", "heading"))
        method = QHBoxLayout()
        method.setSpacing(10)
        name_of_method = label("Method")
        name_of_method.setBuddy(self.trainer)
        method.addWidget(name_of_method, 1)
        self.trainer.setFixedWidth(EXPLAINED_WIDTH)
        calm_wheel(self.trainer)
        method.addWidget(self.trainer)
        page.column.addLayout(method)
        page.column.addWidget(self.about)
        page.column.addSpacing(4)
        for form in self._forms.values():
            page.column.addWidget(form)
        page.column.addSpacing(8)
        page.column.addWidget(label("Words", "heading"))
        page.column.addWidget(self.token_form)
        page.column.addStretch(1)
        column.addWidget(page, 1)
        column.addWidget(hairline())
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.outcome, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.train)
        column.addSpacing(2)
        column.addLayout(row)
        self.setMinimumWidth(460)
        self.resize(540, min(770, self.screen().availableGeometry().height() - 60))

    def _count(self) -> None:
        """Count the words, at first and whenever it has changed what a word is."""
        self._survey = None
        job = self._job = self._workbench.jobs.start(
            f"Counting the words of {self._corpus.name}",
            survey_corpus,
            self._corpus,
            self.token_form.options(),
            group="survey",
            quiet=True,
        )
        job.succeeded.connect(lambda survey: self._on_counted(job, survey))
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        job.cancelled.connect(lambda: self._on_skipped(job))
        self.facts.setText("")
        self.facts.hide()  # the progress tells as much
        self.progress.show_job(job)
        self._show_outcome()

    def _on_counted(self, job: Job, survey: Survey) -> None:
        if job is self._job:
            self._job, self._survey = None, survey
            self._tell(f"{_facts(survey)}\n{self.form.told_of_fitted()}")
            self._suggest()
            self._show_outcome()

    def _on_failed(self, job: Job, failure: Failure) -> None:
        if job is self._job:
            self._job = None
            self._tell("The words could not be counted.")
            self._refuse(failure.sentence)

    def _on_skipped(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._tell("The words were not counted, so nothing is suggested.")
            self._show_outcome()

    def _choose_remembered(self) -> None:
        kept = self._workbench.settings.options
        key = kept.get(CHOICE, {}).get("method", trainer_of(self._forms["word2vec"].options()).key)
        self.choose(str(key) if key in TRAINERS else next(iter(TRAINERS)))
        self._show_form()

    def _on_trainer_chosen(self) -> None:
        self._show_form()
        if self._survey is not None:
            self._tell(f"{_facts(self._survey)}\n{self.form.told_of_fitted()}")
        self._suggest()
        self._show_outcome()

    def _show_form(self) -> None:
        self.about.setText(self._chosen.sentence)
        self.trainer.setAccessibleDescription(self._chosen.sentence)
        self.form.become(self._chosen)
        for form in self._forms.values():
            form.setVisible(form is self.form)

    def _on_edited(self) -> None:
        self.form.note_edits()
        self._suggest()
        self._show_outcome()

    def _suggest(self) -> None:
        if self._survey is not None:
            self.form.fit(self._survey)

    def _show_outcome(self) -> None:
        """Say how many words will be learned, or why none can be."""
        if self._survey is None:
            self.problem.hide()
            self.outcome.setText("")
            self.train.setEnabled(self._job is None)
            return
        try:
            options = self.form.options()
            n_words = len(words_to_learn(self._corpus.name, self._survey, options.min_count))
        except ExplorerError as error:
            self._refuse(str(error))
            return
        self.problem.hide()
        self.outcome.setText(f"{_many(n_words, 'word')} will be learned.")
        self.train.setEnabled(True)

    def _tell(self, facts: str) -> None:
        self.facts.setText(facts)
        self.facts.show()

    def _refuse(self, sentence: str) -> None:
        self.outcome.setText("")
        self.problem.setText(sentence)
        self.problem.show()
        self.train.setEnabled(False)


class _TrainerForm(OptionForm[Any]):
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


def _facts(survey: Survey) -> str:
    parts = (survey.n_sentences, "sentence"), (survey.n_tokens, "word"), (len(survey.counts), "different word")
    return " · ".join(_many(n, what) for n, what in parts)


def _many(n: int, what: str) -> str:
    return f"{grouped(n)} {what}{'' if n == 1 else 's'}"
