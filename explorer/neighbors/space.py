"""The space in which words are compared: as the vectors were loaded, or centred, without its top components, or on
the unit sphere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, MakesVectors, Vectors
from explorer.errors import ExplorerError
from explorer.neighbors.norms import blocks
from explorer.options import check_options, option
from explorer.task import Task

_BLOCK_VALUES = 1 << 20  # rows are turned into float64
_NOTHING = 1e-12  # the share of a length that is rounding
_DIMENSIONS_A_COMPONENT = 100  # Mu & Viswanath's rule of thumb

Float64s = NDArray[np.float64]
Move = Callable[[Vectors], Float64s]
NOTHING_LEFT = (
    "Nothing is left of the vectors: they are all equal, or differ only in what is taken away."
    " Switch off “Centre” and “All but the top”."
)


@dataclass(frozen=True)
class Space:
    """What is done to all vectors before words are compared; nothing unless it was asked for.

    The mean is taken away first, then the components, and lengths come last.
    """

    center: bool = option(
        False, "Centre", "Take the mean of all vectors away from each, so that what all words share does not count."
    )
    without_top: bool = option(
        False,
        "All but the top",
        "Centre, and take away the directions in which the words differ most: they mostly tell how frequent a word is.",
    )
    n_top: int = option(
        0,
        "Top components",
        "How many directions “All but the top” takes away; usually one for each hundred dimensions.",
        minimum=0,
        maximum=50,
        least="automatic",
    )
    unit: bool = option(False, "Unit length", "Take every vector to length 1, so that only its direction counts.")

    def __post_init__(self) -> None:
        check_options(self)

    @property
    def is_as_loaded(self) -> bool:
        """Whether nothing is done to the vectors."""
        return not (self.center or self.without_top or self.unit)

    def n_components(self, dim: int) -> int:
        """How many components are taken away from vectors of ``dim`` dimensions."""
        return min(self.n_top or max(1, round(dim / _DIMENSIONS_A_COMPONENT)), dim - 1) if self.without_top else 0

    def told(self, dim: int) -> str:
        """What is done, for a heading: "centred, without 3 top components, unit length"; "" if nothing is."""
        n_top = self.n_components(dim)
        parts = ["centred"] if self.center or self.without_top else []
        if n_top:
            parts.append("without the top component" if n_top == 1 else f"without {n_top} top components")
        if self.unit:
            parts.append("unit length")
        return ", ".join(parts)


AS_LOADED = Space()

_last: WeakKeyDictionary[Embedding, tuple[Space, Embedding]] = WeakKeyDictionary()
_lock = threading.Lock()


def in_space(embedding: Embedding, space: Space, task: Task = Task()) -> Embedding:
    """The embedding with its vectors in a space: the same words, counts and indices; itself if nothing is done.

    The vectors are reckoned in float64 and rounded to float32. One such table is kept for each embedding, the last
    that was asked for, as long as the embedding is open; it takes as much memory as the vectors themselves.

    Raises
    ------
    ExplorerError : nothing is left of the vectors, as all are equal or differ only in the components taken away.

    Source: Mu & Viswanath (2018), All-but-the-Top: simple and effective postprocessing for word representations.
    """
    if space.is_as_loaded:
        return embedding
    with _lock:
        kept = _last.get(embedding)
        if kept is not None and kept[0] == space:
            return kept[1]
        _last.pop(embedding, None)  # before the next is made, so that there are never two
        move = _way_into(embedding, space, task.part(0.0, 0.5))
        vectors = _moved(embedding.vectors, move, task.part(0.5, 1.0))
        if (space.center or space.without_top) and not vectors.any():
            raise ExplorerError(NOTHING_LEFT)
        moved = replace(embedding, vectors=vectors, vector_of=_also_moved(embedding.vector_of, move))
        _last[embedding] = space, moved
        return moved


def kept_in_space(embedding: Embedding, space: Space) -> Embedding | None:
    """What `in_space` gives, if that takes no time; None otherwise."""
    if space.is_as_loaded:
        return embedding
    kept = _last.get(embedding)
    return kept[1] if kept is not None and kept[0] == space else None


def _way_into(embedding: Embedding, space: Space, task: Task) -> Move:
    """What is done to vectors (n, dim) of the embedding, in float64."""
    is_centred = space.center or space.without_top
    mean = embedding.vectors.mean(axis=0, dtype=np.float64) if is_centred else np.zeros(embedding.dim)
    top = _top_components(embedding, mean, space.n_components(embedding.dim), task)

    def move(vectors: Vectors) -> Float64s:
        rows = vectors - mean
        lengths_before = np.linalg.norm(vectors.astype(np.float64), axis=1)  # float32 would overflow
        nothing = _NOTHING * (lengths_before + np.linalg.norm(mean))
        for component in top:  # row by row, so that equal vectors stay equal
            rows -= (rows * component).sum(axis=1, keepdims=True) * component
        rows[np.linalg.norm(rows, axis=1) <= nothing] = 0.0  # what rounding left of it has no direction
        if space.unit:
            lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
            rows /= np.where(lengths > 0, lengths, 1.0)
        return rows

    return move


def _moved(vectors: Vectors, move: Move, task: Task) -> Vectors:
    moved, all_blocks = np.empty_like(vectors), blocks(vectors, _BLOCK_VALUES)
    for done, block in enumerate(all_blocks):
        task.step(done, len(all_blocks), "moving the vectors")
        moved[block] = move(vectors[block])
    return moved


def _also_moved(vector_of: MakesVectors | None, move: Move) -> MakesVectors | None:
    """The vectors that are made of words, in the space as well."""
    if vector_of is None:
        return None

    def moved(word: str) -> Vectors | None:
        made = vector_of(word)
        return None if made is None else move(made[None])[0].astype(np.float32)

    return moved


def _top_components(embedding: Embedding, mean: Float64s, n_top: int, task: Task) -> Float64s:
    """(n_top, dim) float64: the directions of the largest variance, each of length 1."""
    if not n_top:
        return np.empty((0, embedding.dim))
    scatter, all_blocks = np.zeros((embedding.dim, embedding.dim)), blocks(embedding.vectors, _BLOCK_VALUES)
    for done, block in enumerate(all_blocks):
        task.step(done, len(all_blocks), "finding the top components")
        rows = embedding.vectors[block] - mean
        scatter += rows.T @ rows
    return np.ascontiguousarray(np.linalg.eigh(scatter)[1][:, ::-1].T[:n_top])
