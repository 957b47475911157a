"""GloVe: vectors whose products come near the logarithms of how often words meet, learned by AdaGrad."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.corpus.chain.apart import load_beside
from explorer.corpus.cooccurrence_runs import StoredCounts, count_within
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import survey_corpus
from explorer.embedding import Embedding, Vectors
from explorer.errors import BadOption
from explorer.task import Task
from explorer.training.advice import advice
from explorer.training.glove_cells import BYTES_OF_A_CELL, Cells, Source, StoredCells, cells_of
from explorer.training.glove_options import GloveOptions
from explorer.training.learned import FurtherOptions, Learned
from explorer.training.snapshots import TrainingWatch, ended_early
from explorer.training.words import embedding_of, words_to_learn

KERNELS = (
    "explorer.corpus.token_kernels",
    "explorer.corpus.cooccurrence_kernels",
    "explorer.training.glove_kernels",
)
READING, COUNTING, MERGING = 0.08, 0.15, 0.2  # of the progress are behind after each of these


def learn_glove(
    corpus: Corpus,
    options: GloveOptions = GloveOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Learned:
    """Count how often words meet in a corpus and learn a vector for each that occurs at least ``min_count`` times.

    Vectors are (n_words, dim) float32 in the order of falling count, with the counts. Each word has two vectors while
    it is learned, as a word and as a context, which start from different random draws; what is returned is their sum,
    as the original program writes it. With one worker, the same corpus, options and seed give the same vectors. Up to
    five `TrainingSnapshot` a second go to ``task.partial``, the last of them with the embedding that is returned; its
    loss is the mean cost of a pair in each epoch, as the original tells it. Setting ``enough`` ends the training and
    keeps what was learned. Counts that take more than ``memory_gb`` are kept in a temporary folder of the system.

    Raises
    ------
    EmptyCorpus : fewer than two words are frequent enough, or none has a neighbour in its sentence.
    BadOption : the learning rate is so large that the vectors have grown beyond all bounds.
    UnreadableFile : a file has gone or has changed.
    ExplorerError : the disk is full.
    Cancelled : within a fraction of a second.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation.

    Example: ``learn_glove(open_corpus(["moby-dick.txt"]), GloveOptions(dim=50, x_max=10)).embedding``
    """
    with _counted(corpus, options, tokens, task) as (words, cells):
        model = GloveVectors(len(words), options)
        bare = embedding_of(corpus, words, model.vectors(), "GloVe", tokens)
        first = GloveModel(corpus, options, tokens, bare, model)
        return first.train_on(cells, options.epochs, options.eta, task.part(MERGING, 1.0), enough)


@dataclass(frozen=True, eq=False)
class GloveModel:
    """The vectors of GloVe and what they were trained on; see `explorer.training.learned.Model`.

    embedding:  the words, without what is to be said of a single training; not the object that the training gives, so
                that who remembers the model by that one does not keep it alive by the model
    """

    corpus: Corpus
    options: GloveOptions
    tokens: TokenOptions
    embedding: Embedding
    both: GloveVectors

    @property
    def n_bytes(self) -> int:
        """How much memory it keeps, beside the vectors of its embedding."""
        return self.both.words.nbytes + self.both.contexts.nbytes

    def train_further(
        self, further: FurtherOptions, task: Task = Task(), enough: threading.Event | None = None
    ) -> Learned:
        """Count the same corpus once more and learn on; see `explorer.training.learned.Model`."""
        with _counted(self.corpus, self.options, self.tokens, task, self.embedding.index_to_key) as (_, cells):
            again = replace(self, both=self.both.copy())
            rate = further.rate or self.options.eta
            return again.train_on(cells, further.epochs, rate, task.part(MERGING, 1.0), enough)

    def train_on(self, cells: Source, epochs: int, rate: float, task: Task, enough: threading.Event | None) -> Learned:
        """Train the model, which changes: only for one that nobody else has yet."""
        bare = self.embedding
        watch = TrainingWatch(
            lambda: replace(bare, vectors=self.both.vectors()),
            len(cells),
            epochs,
            task,
            enough,
            unit="word pairs",
            stretch=len(cells),
        )
        with one_blas_thread():  # for the snapshots
            self.both.train(cells, epochs, rate, watch)
        task.check()
        embedding = replace(bare, vectors=self.both.vectors(), notices=(*bare.notices, *ended_early(watch)))
        watch.show(embedding)
        return Learned(embedding, model=replace(self, embedding=replace(bare, vectors=embedding.vectors)))


@contextmanager
def _counted(
    corpus: Corpus, options: GloveOptions, tokens: TokenOptions, task: Task, known: tuple[str, ...] = ()
) -> Iterator[tuple[dict[str, int], Source]]:
    """The words to learn, or those that are known already, and the counts of their pairs, as long as it is open."""
    memory = round(options.memory_gb * 1e9)
    with TemporaryDirectory(prefix="lexiscope-", ignore_cleanup_errors=True) as name:
        with TokenFile(corpus, tokens) as token_file:
            survey = survey_corpus(corpus, tokens, task.part(0.0, READING), token_file.append)
            words = dict.fromkeys(known, 0) or words_to_learn(corpus.name, survey, options.min_count)
            if not known:
                task.tell(*advice(survey, options, tokens))
            load_beside(task, *KERNELS)
            counts = count_within(
                memory,
                BYTES_OF_A_CELL,
                Path(name),
                token_file,
                tuple(words),
                options.window,
                symmetric=options.symmetric,
                distance_weighting=options.distance_weighting,
                n_tokens=survey.n_tokens,
                workers=options.workers,
                task=task.part(READING, COUNTING),
            )
        task.step(COUNTING, 1.0, f"Preparing {len(words):,} words")
        cells: Source
        if isinstance(counts, StoredCounts):
            cells = StoredCells(counts, options, Path(name), memory, task.part(COUNTING, MERGING))
        else:
            cells = cells_of(counts, options)
        del counts
        task.check()
        yield words, cells


class GloveVectors:
    """The vectors of words and of contexts while they are learned.

    words, contexts:  (n_words, 2, dim + 1) float32: each vector with its bias as the last number, and below it the sums
                      of the squared gradients
    """

    def __init__(self, n_words: int, options: GloveOptions) -> None:
        self._options = options
        random = np.random.default_rng([options.seed, 0])
        # With equal draws for both, a symmetric matrix would keep them equal for ever.
        self.words, self.contexts = (_drawn(random, n_words, options.dim) for _ in range(2))

    def copy(self) -> GloveVectors:
        """The same numbers, to be changed."""
        copied = copy.copy(self)
        copied.words, copied.contexts = self.words.copy(), self.contexts.copy()
        return copied

    def vectors(self) -> Vectors:
        """The sum of both vectors of each word, (n_words, dim) float32, without the biases.

        Raises
        ------
        BadOption : they are not finite any more.
        """
        dim = self._options.dim
        vectors: Vectors = np.ascontiguousarray(self.words[:, 0, :dim] + self.contexts[:, 0, :dim])
        if not np.isfinite(vectors).all():
            raise BadOption("The vectors have grown beyond all bounds; choose a smaller learning rate (eta).")
        return vectors

    def train(self, source: Source, epochs: int, rate: float, watch: TrainingWatch) -> None:
        """Learn from all cells in each epoch, until the watch says that it is over."""
        with ThreadPoolExecutor(self._options.workers) as pool:
            for _ in range(epochs):
                for cells in source.chunks():
                    if watch.is_over:
                        break
                    list(pool.map(lambda job, cells=cells: self._train_job(cells, job, rate, watch), cells.jobs()))
                if watch.is_over:
                    break
        watch.settle()

    def _train_job(self, cells: Cells, job: slice, rate: float, watch: TrainingWatch) -> None:
        from explorer.training.glove_kernels import adagrad

        if watch.is_over:
            return
        try:
            cost = adagrad(
                cells.rows[job],
                cells.columns[job],
                cells.logarithms[job],
                cells.weights[job],
                self.words,
                self.contexts,
                rate,
            )
            n = job.stop - job.start
            watch.add(n, cost, n)
        except BaseException as error:
            watch.fail(error)


def _drawn(random: np.random.Generator, n_words: int, dim: int) -> NDArray[np.float32]:
    """Small random vectors with their biases; the sums of squares below begin at 1, as in the original."""
    drawn = np.ones((n_words, 2, dim + 1), np.float32)
    drawn[:, 0] = (random.random((n_words, dim + 1), np.float32) - 0.5) / (dim + 1)
    return drawn
