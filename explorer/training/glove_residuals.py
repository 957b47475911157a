"""How well GloVe fits each cell of its table: the logarithm of a count, and what its vectors make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.concordance import concordance_of
from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.weighting import submatrix
from explorer.embedding import Indices
from explorer.task import Task
from explorer.training.glove import GloveModel

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Float64s = NDArray[np.float64]

_counted: WeakKeyDictionary[GloveModel, csr_matrix] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Residuals:
    """What GloVe makes of the counts of some words; the word of the row with that of the column as its context.

    counts:  (n, n) float64, X as GloVe counted it: with its own window, weights and vocabulary
    fitted:  (n, n) float64, w · c + b + b'; NaN where the model does not know a word
    values:  (n, n) float64, fitted - log X; NaN also where the words never meet, of which GloVe learns nothing
    """

    counts: Float64s
    fitted: Float64s
    values: Float64s

    @property
    def mean_square(self) -> float:
        """The mean of the squared residuals over the cells that have one; NaN if there is none."""
        known = self.values[np.isfinite(self.values)]
        return float(np.mean(known**2)) if len(known) else float("nan")


def residuals_of(model: GloveModel, words: Sequence[str], task: Task = Task()) -> Residuals:
    """The residuals of all pairs of some words.

    The corpus is counted once for each model, as it was for the training.

    Raises
    ------
    UnreadableFile : a file of the corpus has gone or has changed.
    Cancelled : within a fraction of a second.

    Source: Pennington, Socher & Manning (2014), GloVe, equation 8.
    """
    key_to_index = model.embedding.key_to_index
    indices = np.array([key_to_index.get(word, -1) for word in words], dtype=np.int64)
    known = np.flatnonzero(indices >= 0)
    inside = np.ix_(known, known)
    counts, fitted = np.zeros((len(words),) * 2), np.full((len(words),) * 2, np.nan)
    if len(known):
        counts[inside] = submatrix(_counts_of(model, task), indices[known], indices[known])
        fitted[inside] = _fitted(model, indices[known])
    logarithms = np.log(counts, out=np.full_like(counts, np.nan), where=counts > 0)
    return Residuals(counts, fitted, fitted - logarithms)


def _fitted(model: GloveModel, indices: Indices) -> Float64s:
    words = model.both.words[indices, 0].astype(np.float64)
    contexts = model.both.contexts[indices, 0].astype(np.float64)
    products: Float64s = words[:, :-1] @ contexts[:, :-1].T + words[:, -1:] + contexts[:, -1]
    return products


def _counts_of(model: GloveModel, task: Task) -> csr_matrix:
    """The matrix that the model was trained on; only that of the model asked for last is kept."""
    if model not in _counted:
        concordance = concordance_of(model.corpus, model.tokens, task.part(0.0, 0.6))
        counted = count_cooccurrences(
            concordance.sentences(),
            model.embedding.index_to_key,
            model.options.window,
            symmetric=model.options.symmetric,
            distance_weighting=model.options.distance_weighting,
            n_tokens=sum(concordance.word_counts.values()),
            task=task.part(0.6, 1.0),
        )
        _counted.clear()
        _counted[model] = counted
    return _counted[model]
