"""How well vectors agree with people about how alike two words are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def spearman(words: Sequence[str], vectors: np.ndarray) -> float:
    """Spearman's correlation with WordSim-353 (Finkelstein et al., 2002), over the pairs of which both are known."""
    from gensim.models import KeyedVectors
    from gensim.test.utils import datapath

    keyed = KeyedVectors(vectors.shape[1])
    keyed.add_vectors(list(words), np.array(vectors))
    _, (correlation, _), _ = keyed.evaluate_word_pairs(datapath("wordsim353.tsv"))
    return float(correlation)
