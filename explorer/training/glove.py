"""GloVe: vectors whose products come near the logarithms of how often words meet, learned by AdaGrad."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import survey_corpus
from explorer.embedding import Embedding, Vectors
from explorer.errors import BadOption
from explorer.task import Task
from explorer.training.glove_options import GloveOptions
from explorer.training.snapshots import TrainingWatch
from explorer.training.words import embedding_of, words_to_learn

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

READING, COUNTING = 0.08, 0.15  # of the progress are behind after reading the corpus, and after counting
MULTIPLICATIONS = 10_000_000  # of a job at most, some hundredths of a second
FEWEST_JOBS = 64  # in an epoch: within a job, cells are in the order of their rows


def train_glove(
    corpus: Corpus,
    options: GloveOptions = GloveOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Embedding:
    """Count how often words meet in a corpus and learn a vector for each that occurs at least ``min_count`` times.

    Vectors are (n_words, dim) float32 in the order of falling count, with the counts. Each word has two vectors while
    it is learned, as a word and as a context, which start from different random draws; what is returned is their sum,
    as the original program writes it. With one worker, the same corpus, options and seed give the same vectors. Up to
    eight `TrainingSnapshot` a second go to ``task.partial``, the last of them with the embedding that is returned; its
    loss is the mean cost of a pair in each epoch, as the original tells it. Setting ``enough`` ends the training and
    keeps what was learned.

    Raises
    ------
    EmptyCorpus : fewer than two words are frequent enough, or none has a neighbour in its sentence.
    BadOption : the learning rate is so large that the vectors have grown beyond all bounds.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation.

    Example: ``train_glove(open_corpus(["moby-dick.txt"]), GloveOptions(dim=50, x_max=10))``
    """
    with TokenFile(corpus, tokens) as token_file:
        survey = survey_corpus(corpus, tokens, task.part(0.0, READING), token_file.append)
        words = words_to_learn(corpus.name, survey, options.min_count)
        counts = count_cooccurrences(
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
    model = GloveModel(len(words), options)
    cells = cells_of(counts, options)
    task.check()
    bare = embedding_of(corpus, words, model.vectors(), "GloVe")
    watch = TrainingWatch(
        lambda: replace(bare, vectors=model.vectors()),
        len(cells),
        options.epochs,
        task.part(COUNTING, 1.0),
        enough or threading.Event(),
        unit="word pairs",
        stretch=len(cells),
    )
    model.train(cells, watch)
    task.check()
    return _finished(bare, model, watch)


@dataclass(frozen=True, eq=False)
class Cells:
    """What is learned from: the entries of the matrix in a random order, the same in each epoch.

    rows, columns:  (n,) the words of each
    logarithms:     (n,) of the entries
    weights:        (n,) how much each counts: f(X) = (X / x_max) ^ alpha, at most 1
    job:            so many in a row are a job; within it they are in the order of rows, so that a vector that has come
                    from memory serves more than once
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    logarithms: NDArray[np.float32]
    weights: NDArray[np.float32]
    job: int

    def __len__(self) -> int:
        return len(self.rows)

    def jobs(self) -> Iterator[slice]:
        """The jobs of an epoch."""
        return (slice(start, min(start + self.job, len(self))) for start in range(0, len(self), self.job))


def cells_of(counts: csr_matrix, options: GloveOptions) -> Cells:
    """The entries of a matrix of co-occurrences, shuffled by the seed."""
    n = counts.nnz
    job = max(1, min(MULTIPLICATIONS // options.dim, n // FEWEST_JOBS))
    order = np.random.default_rng([options.seed, 1]).permutation(n)
    for start in range(0, n, job):
        order[start : start + job].sort()  # which is the order of rows, as the matrix keeps it
    rows = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
    values = counts.data[order]
    weights = np.minimum((values / options.x_max) ** options.alpha, 1.0)
    return Cells(
        rows[order],
        counts.indices.astype(np.int32, copy=False)[order],
        np.log(values).astype(np.float32),
        weights.astype(np.float32),
        job,
    )


class GloveModel:
    """The vectors of words and of contexts while they are learned."""

    def __init__(self, n_words: int, options: GloveOptions) -> None:
        self._options = options
        random = np.random.default_rng([options.seed, 0])
        # With equal draws for both, a symmetric matrix would keep them equal for ever.
        self._words, self._contexts = (_drawn(random, n_words, options.dim) for _ in range(2))

    def vectors(self) -> Vectors:
        """The sum of both vectors of each word, (n_words, dim) float32, without the biases.

        Raises
        ------
        BadOption : they are not finite any more.
        """
        dim = self._options.dim
        vectors: Vectors = np.ascontiguousarray(self._words[:, 0, :dim] + self._contexts[:, 0, :dim])
        if not np.isfinite(vectors).all():
            raise BadOption("The vectors have grown beyond all bounds; choose a smaller learning rate (eta).")
        return vectors

    def train(self, cells: Cells, watch: TrainingWatch) -> None:
        """Learn from all cells in each epoch, until the watch says that it is over."""
        with ThreadPoolExecutor(self._options.workers) as pool:
            for _ in range(self._options.epochs):
                if watch.is_over:
                    break
                list(pool.map(lambda job: self._train_job(cells, job, watch), cells.jobs()))
        if watch.error is not None:
            raise watch.error

    def _train_job(self, cells: Cells, job: slice, watch: TrainingWatch) -> None:
        from explorer.training.glove_kernels import adagrad

        if watch.is_over:
            return
        try:
            cost = adagrad(
                cells.rows[job],
                cells.columns[job],
                cells.logarithms[job],
                cells.weights[job],
                self._words,
                self._contexts,
                self._options.eta,
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


def _finished(bare: Embedding, model: GloveModel, watch: TrainingWatch) -> Embedding:
    notices = bare.notices
    if watch.words_done < watch.words_total:
        notices = (*notices, f"The training was ended after {watch.words_done:,} of {watch.words_total:,} word pairs.")
    embedding = replace(bare, vectors=model.vectors(), notices=notices)
    watch.show(embedding)
    return embedding
