"""PPMI: how much more often than by chance words meet, as vectors or condensed to a few dimensions by an SVD."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.corpus.weighting import weighted
from explorer.embedding import Embedding, Vectors
from explorer.options import check_options, option
from explorer.task import Task
from explorer.training.advice import advice
from explorer.training.learned import Learned
from explorer.training.options import suggest_dim
from explorer.training.shared_options import (
    dim_option,
    distance_weighting_option,
    epochs_option,
    min_count_option,
    seed_option,
    window_option,
)
from explorer.training.snapshots import TrainingWatch
from explorer.training.words import embedding_of, words_to_learn

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

READING, COUNTING = 0.3, 0.5  # of the progress are behind after reading the corpus, and after counting
REDUCTIONS = {"svd": "SVD", "none": "None"}
"""Reduction to the name that people know it by."""

_SPARE = 16  # columns more than wanted while an SVD is found, without which the last ones would be poor
_TOGETHER = 16  # columns multiplied at once, after which a cancel is heard
_ROWS = 2000  # as many rows
_LEAST = 1e-12  # the share of the largest square below which there is only rounding

Float32s = NDArray[np.float32]


@dataclass(frozen=True)
class PpmiOptions:
    """How PPMI vectors are made; the defaults are those that Levy, Goldberg & Dagan (2015) recommend."""

    reduction: str = option(
        "svd",
        "Reduction",
        "SVD condenses what all words say of each other; without it, a word is described by its PPMI with the most "
        "frequent words, one number each.",
        choices=REDUCTIONS,
    )
    dim: int = dim_option("100 to 500")
    window: int = window_option(5, "Words up to so many words apart are counted as a pair. Usually 2 to 10.")
    min_count: int = min_count_option()
    epochs: int = epochs_option(
        8,
        "How often the SVD is improved. Usually 5 to 10; more make the last dimensions more exact.",
        label="Iterations",
        maximum=1000,
    )
    smoothing: float = option(
        0.75,
        "Smoothing",
        "A power for the counts of contexts, which holds back the high values of rare words. Usually 0.75; 1 is plain "
        "PPMI.",
        minimum=0.1,
        maximum=1.0,
        step=0.05,
    )
    power: float = option(
        0.5,
        "Singular values",
        "The power of each dimension's singular value in the vectors: 1 keeps what the SVD gives, 0.5 weighs the "
        "dimensions more alike, 0 quite alike.",
        minimum=0.0,
        maximum=1.0,
        step=0.1,
    )
    distance_weighting: bool = distance_weighting_option()
    seed: int = seed_option("The same seed gives the same vectors.")

    def __post_init__(self) -> None:
        check_options(self)


def suggest_ppmi(survey: Survey, options: PpmiOptions = PpmiOptions(), min_count: int | None = None) -> PpmiOptions:
    """The options with whatever depends on the size of the corpus fitted to it; ``min_count`` keeps that one.

    By the measure of `suggest_dim`, Moby-Dick gives 8.7 % with 30 dimensions, 9.4 % with 50, 9.3 % with 100 and 9.0 %
    with 200; with 50 and a power of 1 for the singular values 10.3 %, of 0 8.2 %.
    """
    min_count = min_count or survey.suggested_min_count()
    return replace(options, min_count=min_count, dim=suggest_dim(survey.n_sentences, survey.n_words(min_count)))


def learn_ppmi(
    corpus: Corpus,
    options: PpmiOptions = PpmiOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Learned:
    """Count how often words meet in a corpus and make a vector of each that occurs at least ``min_count`` times.

    Vectors are (n_words, dim) float32 in the order of falling count, with the counts; fewer than ``dim`` numbers if
    there are fewer words. The same corpus, options and seed give the same vectors. After each iteration of the SVD a
    `TrainingSnapshot` may go to ``task.partial``; its loss is the share of the squares of the matrix that the vectors
    leave out. Setting ``enough`` ends the iterations and keeps what was found.

    Raises
    ------
    EmptyCorpus : fewer than two words are frequent enough, or none has a neighbour in its sentence.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.

    Sources: Levy, Goldberg & Dagan (2015), Improving Distributional Similarity with Lessons Learned from Word
    Embeddings; Halko, Martinsson & Tropp (2011), Finding Structure with Randomness, algorithm 4.4.

    Example: ``learn_ppmi(open_corpus(["moby-dick.txt"]), PpmiOptions(dim=50)).embedding``
    """
    with TokenFile(corpus, tokens) as token_file:
        survey = survey_corpus(corpus, tokens, task.part(0.0, READING), token_file.append)
        words = words_to_learn(corpus.name, survey, options.min_count)
        task.tell(*advice(survey, options, tokens))
        counts = count_cooccurrences(
            token_file,
            tuple(words),
            options.window,
            distance_weighting=options.distance_weighting,
            n_tokens=survey.n_tokens,
            task=task.part(READING, COUNTING),
        )
    task.step(COUNTING, 1.0, f"Weighing the pairs of {len(words):,} words")
    matrix = weighted(counts, "ppmi", options.smoothing).astype(np.float32)
    task.check()
    dim = min(options.dim, len(words))
    by_svd = options.reduction == "svd"
    vectors = np.zeros((len(words), dim), np.float32) if by_svd else matrix[:, :dim].toarray()
    bare = embedding_of(corpus, words, vectors, "PPMI + SVD" if by_svd else "PPMI", tokens)
    if dim < options.dim:
        bare = replace(bare, notices=(f"There are only {dim:,} words, so the vectors have {dim:,} dimensions.",))
    if not by_svd:
        task.step(1.0, 1.0, "PPMI")
        return Learned(bare)
    return Learned(_reduced(bare, matrix, options, task.part(COUNTING, 1.0), enough))


def _reduced(
    bare: Embedding, matrix: csr_matrix, options: PpmiOptions, task: Task, enough: threading.Event | None
) -> Embedding:
    """The embedding with the vectors of an SVD, shown after each iteration."""
    latest = bare
    n = max(matrix.nnz, 1)
    watch = TrainingWatch(lambda: latest, n, options.epochs, task, enough, unit="word pairs")
    total = float(np.square(matrix.data, dtype=np.float64).sum()) or 1.0
    with one_blas_thread():
        for left, values in singular_vectors(matrix, bare.dim, options.seed, task):
            latest = replace(bare, vectors=left * values**options.power)
            rest = max(0.0, 1.0 - float(np.square(values, dtype=np.float64).sum()) / total)
            watch.add(n, rest * n, n)
            watch.settle()
            if watch.words_done == watch.words_total or watch.is_over:
                break
    task.check()
    if watch.words_done < watch.words_total:
        done = watch.words_done // n
        notice = f"The SVD was ended after {done:,} of {options.epochs:,} iterations."
        latest = replace(latest, notices=(*bare.notices, notice))
    watch.show(latest)
    return latest


def singular_vectors(
    matrix: csr_matrix, k: int, seed: int = 1, task: Task = Task()
) -> Iterator[tuple[Float32s, Float32s]]:
    """The ``k`` first left singular vectors and values, (n, k) and (k,), better with each iteration, without end.

    A subspace is multiplied by the matrix and its transpose in turn, from random numbers on. It is what scikit-learn's
    `randomized_svd` does, taken apart so that it can be watched and stopped.

    Raises
    ------
    Cancelled : between two blocks of columns.
    """
    n = matrix.shape[0]
    transposed = matrix.T.tocsr()
    size = min(n, k + _SPARE)
    right = np.random.default_rng(seed).normal(size=(n, size)).astype(np.float32)
    while True:
        left, _, _ = _turned(_product(matrix, right, task), task)
        image = _product(transposed, left, task)
        right, values, axes = _turned(image, task)
        vectors = left @ axes
        vectors *= np.where(vectors[np.abs(vectors).argmax(axis=0), np.arange(size)] < 0, -1, 1)  # signs are free
        task.check()
        yield np.ascontiguousarray(vectors[:, :k]), values[:k]


def _turned(columns: Float32s, task: Task) -> tuple[Float32s, Float32s, Float32s]:
    """The SVD of a tall array (n, size): its left vectors, its values, falling, and its axes (size, size).

    By the eigenvectors of the products of the columns, summed up in double precision: unlike the library's SVD it can
    be stopped at any time. Columns that add nothing become zero.
    """
    n, size = columns.shape
    products = np.zeros((size, size))
    for start in range(0, n, _ROWS):
        task.check()
        rows = columns[start : start + _ROWS].astype(np.float64)
        products += rows.T @ rows
    squares, axes = np.linalg.eigh(products)
    squares, axes = np.maximum(squares[::-1], 0.0), axes[:, ::-1]
    is_real = squares > _LEAST * max(squares[0], np.finfo(np.float64).tiny)
    scale = np.where(is_real, 1.0 / np.sqrt(np.where(is_real, squares, 1.0)), 0.0)
    left = np.empty_like(columns)
    for start in range(0, n, _ROWS):
        task.check()
        left[start : start + _ROWS] = columns[start : start + _ROWS] @ (axes * scale)
    return left, np.sqrt(squares).astype(np.float32), axes.astype(np.float32)


def _product(matrix: csr_matrix, columns: Float32s, task: Task) -> Vectors:
    product = np.empty((matrix.shape[0], columns.shape[1]), np.float32)
    for start in range(0, columns.shape[1], _TOGETHER):
        task.check()
        product[:, start : start + _TOGETHER] = matrix @ columns[:, start : start + _TOGETHER]
    return product
