"""The selected words as a state keeps them, and as an array for who reckons with them."""

from __future__ import annotations

import numpy as np

from explorer.embedding import Indices

_last: tuple[tuple[int, ...], Indices] = ((), np.empty(0, np.int64))


def selection_of(indices: Indices) -> tuple[int, ...]:
    """The selection of these words, whose `indices_of` are at hand from now on."""
    global _last
    selection = tuple(indices.tolist())
    _last = selection, indices
    return selection


def indices_of(selection: tuple[int, ...]) -> Indices:
    """(n,) int64: the indices of a selection; not to be written to.

    Those of the last selection are kept: of hundreds of thousands it takes longer than a frame to make the array anew.
    """
    global _last
    kept = _last
    if kept[0] is not selection:
        kept = _last = selection, np.fromiter(selection, np.int64, len(selection))
    return kept[1]
