"""Asks how to train on a corpus, with every parameter explained and fitted to the corpus as far as it can be."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions, told
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.errors import ExplorerError
from explorer.options import remembered
from explorer.training.advice import advice
from explorer.training.document_text import check_documents
from explorer.training.trainers import TRAINERS, Trainer, trainer_of
from explorer.training.words import words_to_learn
from explorer.wording import counted
from widgets.dialogs.chain_editor import ChainEditor
from widgets.dialogs.decision_row import DecisionRow
from widgets.dialogs.trainer_form import TrainerForm, learning_page
from widgets.jobs import Failure, Job
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.progress_row import ProgressRow
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

CHOICE = "training"
"""The name under which the settings remember the trainer."""

PAGES = {"learning": "Learning", "words": "Words"}
PAGE_SENTENCES = {
    "learning": "How vectors are learned from the words.",
    "words": "How the text is taken apart into words, with what comes of its first sentences.",
}
REST = 300  # milliseconds
WIDE = 940  # pixels, for the words and their preview


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
        self._resting = QTimer(self, singleShot=True, interval=REST)
        self._resting.timeout.connect(self._count)
        self.setWindowTitle("Train")
        self.facts = label("", "muted", wrap=True)
        self.progress = ProgressRow("Skip")
        self.progress.button.setToolTip("Train without counting the words first; nothing is suggested then.")
        self.trainer = QComboBox()
        self.trainer.setAccessibleName("Method")
        self.trainer.addItems([each.label for each in TRAINERS.values()])
        self.about = label("", "muted", wrap=True)
        self._forms = {each.family: TrainerForm(each, workbench) for each in TRAINERS.values()}
        for each in self._forms.values():
            each.changed.connect(self._on_edited)
        self.page = Segmented(PAGES, "Page", PAGE_SENTENCES)
        self.page.setFixedWidth(190)
        tokens = remembered(TokenOptions, workbench.settings.options.get("tokens", {}))
        self.words = ChainEditor(workbench, corpus, tokens, says_why=False)  # as counting them tells the same
        self.token_form = self.words.form
        self.words.changed.connect(self._count_soon)
        self.advice = label("", "muted", wrap=True)
        self.chain = ElidedLabel("", "muted")
        self.outcome = label("", "muted", wrap=True)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self._buttons = DecisionRow(self, "Train", beside=self.outcome)
        self.cancel, self.train = self._buttons.cancel, self._buttons.go_on
        self._lay_out()
        self._choose_remembered()
        self.trainer.currentIndexChanged.connect(self._on_trainer_chosen)
        self.page.chosen.connect(self.show_page)
        if self.token_form.options().has_language:  # of which the first sentences tell
            self.words.show_preview()
        self._count()

    @property
    def choices(self) -> tuple[Any, TokenOptions]:
        """How to train, as the dialog shows it: the options of a trainer, and what a word is."""
        return self.form.options(), self.token_form.options()

    @property
    def form(self) -> TrainerForm:
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
        self._resting.stop()
        self._stop_counting()
        self.words.stop()
        super().done(result)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        name = ElidedLabel(self._corpus.name, "title")
        column.addWidget(name)
        column.addWidget(self.facts)
        column.addWidget(self.progress)
        column.addWidget(self.advice)
        for notice in self._corpus.notices:
            column.addWidget(label(notice, "muted", wrap=True))
        column.addSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.page)
        row.addWidget(self.chain, 1)
        column.addLayout(row)
        column.addWidget(hairline())
        self._pages = QStackedWidget()
        self._pages.addWidget(learning_page(self.trainer, self.about, self._forms.values()))
        self._pages.addWidget(self.words)
        column.addWidget(self._pages, 1)
        column.addWidget(hairline())
        column.addWidget(self.problem)
        column.addSpacing(2)
        column.addLayout(self._buttons)
        self.setMinimumWidth(460)
        self.resize(540, min(770, self.screen().availableGeometry().height() - 60))

    def show_page(self, key: str) -> None:
        """Show a page, a key of `PAGES`; the words get the room that their preview needs."""
        self.page.choose(key)
        self._pages.setCurrentIndex(list(PAGES).index(key))
        if key == "words":
            self.words.show_preview()
        room = self.screen().availableGeometry()
        if key == "words" and self.width() < WIDE < room.width():
            middle = self.geometry().center().x()
            self.setGeometry(max(room.left(), middle - WIDE // 2), self.y(), WIDE, self.height())

    def _count_soon(self) -> None:
        """Count anew once the user has come to rest; until then the processor is for the preview."""
        self._survey = None
        self._stop_counting()
        self.chain.setText(told(self.token_form.options()))
        self._resting.start()
        self._show_outcome()

    def _stop_counting(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _count(self) -> None:
        """Count the words, as they are now."""
        self._survey = None
        self.chain.setText(told(self.token_form.options()))
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
            self._tell(f"{self._facts(survey)}\n{self.form.told_of_fitted()}")
            self._suggest()
            if (
                self.words.isVisible() and self.token_form.options().has_learned_steps
            ):  # which is learned from the whole text now
                self.words.show_preview()
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
            self._tell(f"{self._facts(self._survey)}\n{self.form.told_of_fitted()}")
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
        self.advice.hide()
        if self._survey is None:
            self.problem.hide()
            self.outcome.setText("")
            self.train.setEnabled(self._job is None and not self._resting.isActive())
            return
        try:
            options = self.form.options()
            check_documents(self._corpus, options)
            n_words = len(words_to_learn(self._corpus.name, self._survey, options.min_count))
        except ExplorerError as error:
            self._refuse(str(error))
            return
        self.problem.hide()
        sentences = advice(self._survey, options, self.token_form.options())
        self.advice.setText(" ".join(sentences))
        self.advice.setVisible(bool(sentences))
        self.outcome.setText(f"{counted(n_words, self._unit)} will be learned.")
        self.train.setEnabled(True)

    @property
    def _unit(self) -> str:
        return "word" if self.token_form.options().pieces == "none" else "piece"

    def _facts(self, survey: Survey) -> str:
        unit = self._unit
        parts = (survey.n_sentences, "sentence"), (survey.n_tokens, unit), (len(survey.counts), f"different {unit}")
        return " · ".join(counted(n, what) for n, what in parts)

    def _tell(self, facts: str) -> None:
        self.facts.setText(facts)
        self.facts.show()

    def _refuse(self, sentence: str) -> None:
        self.outcome.setText("")
        self.problem.setText(sentence)
        self.problem.show()
        self.train.setEnabled(False)
