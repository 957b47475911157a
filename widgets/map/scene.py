"""What a map shows, apart from where it is looked at from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from explorer.embedding import Embedding, Indices
from explorer.neighbors.exact import Neighbors
from explorer.neighbors.metrics import METRICS
from explorer.projection.projection import Projection
from explorer.task import Task
from widgets.map.coloring import Coloring, Legend, color_points
from widgets.map.cpu_points import Discs
from widgets.map.points import PointStore, shuffled
from widgets.theme import Theme

MOST_LINKS = 30


@dataclass(frozen=True)
class Link:
    """A line from the current word to a neighbour that has a place: its row, and how near it is, 0 to 1."""

    row: int
    strength: float


@dataclass(frozen=True, eq=False)
class Scene:
    """The points of one map, their looks, and what is chosen; nothing in it changes.

    points:     the places, shuffled
    discs:      the same with colours and sizes
    legend:     what the colours mean
    word:       the index of the current word
    selection:  indices of the selected words
    links:      lines to the neighbours of the current word
    """

    embedding: Embedding
    projection: Projection
    theme: Theme
    points: PointStore
    discs: Discs
    legend: Legend | None = None
    word: int | None = None
    selection: tuple[int, ...] = ()
    links: tuple[Link, ...] = field(default=())

    @property
    def is_faded(self) -> bool:
        """Whether what is not chosen steps back."""
        return bool(self.selection)

    @cached_property
    def word_row(self) -> int | None:
        """The row of the current word; None if there is none or it has no place."""
        return None if self.word is None else self.row_of(self.word)

    @cached_property
    def selected_rows(self) -> Indices:
        """The rows of the selected words that have a place, rising."""
        return self.projection.rows_of(np.array(self.selection, dtype=np.int64))

    @cached_property
    def link_rows(self) -> Indices:
        """The rows at the ends of the lines."""
        return np.array([link.row for link in self.links], dtype=np.int64)

    @cached_property
    def chosen_rows(self) -> Indices:
        """The rows that stand out: the current word, the selected ones, and the neighbours; without repeats."""
        word = [] if self.word_row is None else [self.word_row]
        return np.unique(np.concatenate([np.array(word, dtype=np.int64), self.selected_rows, self.link_rows]))

    @cached_property
    def chosen_discs(self) -> Discs:
        """The discs of the chosen rows, in their drawing order."""
        return self.discs.only(np.sort(self.points.numbers[self.chosen_rows]))

    def row_of(self, index: int) -> int | None:
        """The row of a word; None if it has no place."""
        rows = self.projection.rows_of(np.array([index], dtype=np.int64))
        return int(rows[0]) if len(rows) else None

    def word_of(self, row: int) -> str:
        """The word that a row places."""
        return self.embedding.index_to_key[int(self.projection.indices[row])]

    def colored(self, coloring: Coloring) -> Scene:
        """With other colours and sizes."""
        return replace(self, discs=discs_of(self.points, coloring), legend=coloring.legend)


def discs_of(points: PointStore, coloring: Coloring) -> Discs:
    """The points with their colours and sizes, in the order of drawing."""
    crowding = points.crowding.astype(np.uint32) << np.uint32(24)
    return Discs(
        points.places,
        coloring.colors[points.rows] | crowding,
        coloring.levels[points.rows],
        points.density,
        len(points),
    )


def make_scene(
    embedding: Embedding,
    projection: Projection,
    color_by: str,
    size_by: str,
    theme: Theme,
    word: int | None = None,
    task: Task = Task(),
) -> Scene:
    """The scene of a map by the rules of the `State`; takes a fraction of a second for a million words."""
    task.check()
    points = shuffled(projection)
    coloring = color_points(embedding, projection, color_by, size_by, theme, word, task)
    return Scene(embedding, projection, theme, points, discs_of(points, coloring), coloring.legend, word)


def links_of(scene: Scene, neighbors: Neighbors) -> tuple[Link, ...]:
    """Lines to those neighbours that have a place, the nearest first; thickness runs from the last to the nearest."""
    values = np.asarray(neighbors.values, dtype=np.float64)[:MOST_LINKS]
    if not len(values):
        return ()
    nearness = values if METRICS[neighbors.metric].is_similarity else -values
    span = float(nearness.max() - nearness.min())
    strengths = (nearness - nearness.min()) / span if span > 0 else np.ones(len(nearness))
    rows = (scene.row_of(int(index)) for index in neighbors.indices[:MOST_LINKS])
    return tuple(Link(row, float(strength)) for row, strength in zip(rows, strengths, strict=True) if row is not None)


def neighbor_lines(embedding: Embedding, neighbors: Neighbors, topn: int = 5) -> Sequence[tuple[str, float]]:
    """The first neighbours as words and values, for the card of a word."""
    return [
        (embedding.index_to_key[int(index)], float(value))
        for index, value in zip(neighbors.indices[:topn], neighbors.values[:topn], strict=False)
    ]
