"""Asking a corpus for lines: it is read through once, in a job, and then answers at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from explorer.corpus.concordance import MOST_LINES, Concordance, Lines, concordance_of, known_concordance
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.options import remembered
from explorer.session.state import State
from explorer.task import Task
from widgets.jobs import Job
from widgets.workbench import Workbench

QUIET_BYTES = 20_000_000  # a corpus up to that size is read in a few seconds, which nobody needs to be told of
LARGE_BYTES = 200_000_000  # a larger one is read only if the user asks for it: it takes a minute and room on the disk
MOST_SHOWN = 20_000  # lines of a list
_LOOKED_AT = 2_000  # words of an embedding that tell whether it knows capitals


@dataclass(frozen=True)
class LineQuestion:
    """Which lines are asked for.

    words:   one word, or two that meet
    window, direction, min_count:  how two words meet, as in `Concordance.meetings`
    """

    corpus: Corpus
    tokens: TokenOptions
    words: tuple[str, ...]
    window: int = 1
    direction: str = "both"
    min_count: int = 1
    most: int = MOST_LINES


class LineFinder(QObject):
    """Finds lines, one question at a time; a newer one takes the place of the one before.

    group: the job group of the questions; several finders share the reading of a corpus

    Signals
    -------
    found(LineQuestion, Lines) : the answer.
    reading(Job)               : the corpus is being read first.
    stopped(str)               : the reading failed, with a sentence, or was cancelled, with an empty one.
    """

    found = Signal(object, object)
    reading = Signal(object)
    stopped = Signal(str)

    def __init__(self, workbench: Workbench, group: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._group = workbench, group
        self._asked: LineQuestion | None = None
        self._heard: Job | None = None  # the reading that is listened to

    @property
    def asked(self) -> LineQuestion | None:
        """The question that was asked last."""
        return self._asked

    def ask(self, question: LineQuestion) -> None:
        """Find these lines, after reading the corpus if that was not done."""
        self._asked = question
        concordance = known_concordance(question.corpus, question.tokens)
        if concordance is None:
            self._cancel_looking()
            self._read(question)
        else:
            self._look(question, concordance)

    def ask_for_all(self) -> None:
        """Find all lines of the last question, or as many as a list can show."""
        if self._asked is not None:
            concordance = known_concordance(self._asked.corpus, self._asked.tokens)
            if concordance is not None:
                self._look(self._asked, concordance, MOST_SHOWN)

    def forget(self) -> None:
        """Ask for nothing any more; a reading goes on, since it will be of use."""
        self._asked = None
        self._cancel_looking()

    def _read(self, question: LineQuestion) -> None:
        corpus, tokens = question.corpus, question.tokens
        group = f"lines of {id(corpus)} {tokens}"
        job = next((each for each in self._workbench.jobs.running if each.group == group), None)
        if job is None:
            label = f"Finding the lines of {corpus.name}"
            quiet = corpus.n_bytes < QUIET_BYTES
            job = self._workbench.jobs.start(label, concordance_of, corpus, tokens, group=group, quiet=quiet)
        if job is not self._heard:
            self._heard = job
            job.succeeded.connect(lambda concordance: self._on_read(corpus, tokens, concordance))
            job.failed.connect(lambda failure: self._on_stopped(corpus, failure.sentence))
            job.cancelled.connect(lambda: self._on_stopped(corpus, ""))
        self.reading.emit(job)

    def _look(self, question: LineQuestion, concordance: Concordance, most: int | None = None) -> None:
        """Tell what answers a question, or more of it."""
        label, wanted = f"Lines of {' and '.join(question.words)}", replace(question, most=most or question.most)
        job = self._workbench.jobs.start(label, _find, concordance, wanted, group=self._group, quiet=most is None)
        job.succeeded.connect(lambda lines: self.found.emit(question, lines))

    def _on_read(self, corpus: Corpus, tokens: TokenOptions, concordance: Concordance) -> None:
        self._heard = None
        if self._asked is not None and (self._asked.corpus, self._asked.tokens) == (corpus, tokens):
            self._look(self._asked, concordance)

    def _on_stopped(self, corpus: Corpus, sentence: str) -> None:
        self._heard = None
        if self._asked is not None and self._asked.corpus is corpus:
            self.stopped.emit(sentence)

    def _cancel_looking(self) -> None:
        for job in self._workbench.jobs.running:
            if job.group == self._group:
                job.cancel()


def _find(concordance: Concordance, question: LineQuestion, task: Task = Task()) -> Lines:
    if len(question.words) == 1:
        return concordance.lines(question.words[0], question.most, task)
    word, other = question.words
    return concordance.meetings(
        word, other, question.window, question.direction, question.min_count, question.most, task
    )


def corpus_of(state: State) -> Corpus | None:
    """The open corpus that the shown embedding was learned from, as far as its name tells; else the last opened."""
    embedding = state.embedding
    if embedding is not None:
        for corpus in reversed(state.corpora):
            if embedding.name.startswith(f"{corpus.name} · "):
                return corpus
    return state.corpora[-1] if state.corpora else None


def tokens_of(state: State) -> TokenOptions:
    """How a corpus is to be taken apart so that the words of the shown embedding are found in it.

    As it was when the embedding was learned; of one that was opened only its capitals tell.
    """
    if state.embedding is not None and state.embedding.preprocessing is not None:
        return remembered(TokenOptions, state.embedding.preprocessing)
    words = () if state.embedding is None else state.embedding.index_to_key[:_LOOKED_AT]
    return TokenOptions(lower=all(word == word.lower() for word in words))
