"""How neighbours are sought: in which space, and exactly or by an index; the same for window and command line."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.embedding import Embedding
from explorer.neighbors.approximate import (
    NeighborIndex,
    build_index,
    kept_index,
    measure_recall,
    nearly_nearest,
    told,
)
from explorer.neighbors.exact import Neighbors, nearest, warm
from explorer.neighbors.index_options import IndexOptions, kind_of
from explorer.neighbors.space import AS_LOADED, Space, in_space, kept_in_space
from explorer.task import Task


@dataclass(frozen=True)
class Approach:
    """How neighbours are sought; as it comes, exactly and in the space as it was loaded.

    space:  what is done to the vectors first
    index:  the options of an approximate index, or None for the exact search
    """

    space: Space = AS_LOADED
    index: IndexOptions | None = None

    def told(self, dim: int) -> str:
        """What differs from the usual, for a heading: "centred · by HNSW"; "" if nothing does."""
        parts = [self.space.told(dim), f"by {kind_of(self.index).label}" if self.index else ""]
        return " · ".join(part for part in parts if part)


EXACT = Approach()


@dataclass(frozen=True, eq=False)
class Asked:
    """The neighbours of a word, and what has to be said of how they were found; "" if they are exact."""

    neighbors: Neighbors
    note: str = ""


def ask(
    embedding: Embedding,
    index: int,
    topn: int = 10,
    metric: str = "cosine",
    approach: Approach = EXACT,
    task: Task = Task(),
) -> Asked:
    """The neighbours of the word of an index in the space chosen; exactly as long as the index chosen is not ready.

    Raises
    ------
    As `exact.nearest` and `space.in_space` do.
    """
    moved = in_space(embedding, approach.space, task.part(0.0, 0.5))
    if approach.index is None:
        return Asked(nearest(moved, index, topn, metric, task))
    found = kept_index(moved, approach.index, metric)
    if found is None:
        return Asked(nearest(moved, index, topn, metric, task), "exact, until the index is built")
    return Asked(nearly_nearest(moved, found, index, topn, metric, task), told_of(found, metric))


def is_prepared(embedding: Embedding, metric: str, approach: Approach) -> bool:
    """Whether `ask` can answer in the way that was chosen, without any delay."""
    moved = kept_in_space(embedding, approach.space)
    if moved is None:
        return False
    if approach.index is None:
        return True
    found = kept_index(moved, approach.index, metric)
    return found is not None and found.recall_by(metric) is not None


def prepare(embedding: Embedding, metric: str, approach: Approach, task: Task = Task()) -> None:
    """Make what `ask` needs to answer in the way that was chosen: the table of the space, the index and its recall.

    Raises
    ------
    As `space.in_space` and `approximate.build_index` do.
    """
    moved = in_space(embedding, approach.space, task.part(0.0, 0.05))
    warm(moved, task.part(0.05, 0.1))
    if approach.index is not None:
        found = build_index(moved, approach.index, metric, task.part(0.1, 0.9))
        measure_recall(moved, found, metric, task=task.part(0.9, 1.0))


def told_of(index: NeighborIndex, metric: str) -> str:
    """What is to be said beside an answer of an index: what it finds, and what it cost."""
    recall = index.recall_by(metric)
    return told(index, recall) if recall is not None else f"{kind_of(index.options).label} · its recall is not measured"
