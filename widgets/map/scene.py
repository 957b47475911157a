"""What a map shows, apart from where it is looked at from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.projection.projection import Points, Projection
from explorer.session.selection import indices_of
from explorer.task import Task
from widgets.map.coloring import CLUSTER, Coloring, Legend, color_points, discs_of, rgb_of
from widgets.map.cpu_points import Discs
from widgets.map.fitting import Corners, inner_box
from widgets.map.points import PointStore, placed, shuffled
from widgets.map.regions import Region, find_regions
from widgets.map.rules import Rules
from widgets.theme import Theme


@dataclass(frozen=True)
class Link:
    """A line from the current word to a neighbour that has a place: its row, and how near it is, 0 to 1."""

    row: int
    strength: float


@dataclass(frozen=True)
class Side:
    """A line of an expression, strong if it stands for what that says; its second row may be that of the answer."""

    rows: tuple[int, int]
    is_strong: bool
    ends_in_answer: bool = False


@dataclass(frozen=True, eq=False)
class SelectedPoints:
    """The points of the selected words, which are drawn once more over the others.

    selection:  indices of the words, as in the `State`
    rows:       (n,) int64, rising: the rows of those that have a place
    places:     (n, 2) or (n, 3) float32: where these stand
    numbers:    (n,) int64, rising: where these stand in the shuffled order
    discs:      these points alone, in that order
    """

    selection: tuple[int, ...]
    rows: Indices
    places: Points
    numbers: Indices
    discs: Discs

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Scene:
    """The points of one map, their looks, and what is chosen; nothing in it changes.

    points:    the places, shuffled
    discs:     the same with colours and sizes
    legend:    what the colours mean
    word:      the index of the current word
    links:     lines to the neighbours of the current word
    selected:  the points of the selected words, or None if nothing is selected
    sides:     lines between the words of an expression and the word that it leads to
    given:     the projection as it was given, if words without a finite place were left out of it
    regions:   the categories of the legend that have a name on the map
    """

    embedding: Embedding
    projection: Projection
    theme: Theme
    points: PointStore
    discs: Discs
    legend: Legend | None = None
    word: int | None = None
    links: tuple[Link, ...] = ()
    selected: SelectedPoints | None = None
    sides: tuple[Side, ...] = ()
    given: Projection | None = None
    regions: tuple[Region, ...] = ()

    def shows(self, projection: Projection | None) -> bool:
        """Whether this is the scene of a projection."""
        return projection is (self.projection if self.given is None else self.given)

    @property
    def n_nowhere(self) -> int:
        """How many words were left out because their places are no numbers or not finite."""
        return 0 if self.given is None else len(self.given) - len(self.projection)

    @property
    def selection(self) -> tuple[int, ...]:
        """The indices of the selected words."""
        return () if self.selected is None else self.selected.selection

    @property
    def is_solid(self) -> bool:
        """Whether the map is one in space."""
        return self.projection.points.shape[1] == 3

    @cached_property
    def inner_corners(self) -> Corners:
        """The lowest and the highest corner of the box that matters."""
        return inner_box(self.projection.points)

    @property
    def is_faded(self) -> bool:
        """Whether what is not selected steps back."""
        return self.selected is not None

    @property
    def tint(self) -> str | None:
        """The colour that the points are mixed with, because others are selected."""
        return self.theme.faded if self.is_faded else None

    @property
    def tinted_discs(self) -> list[tuple[Discs, str | None]]:
        """What is drawn, the lowest first, each with its tint or none: all points, and those that are selected."""
        selected = [] if self.selected is None else [(self.selected.discs, None)]
        return [(self.discs, self.tint), *selected]

    @cached_property
    def word_row(self) -> int | None:
        """The row of the current word; None if there is none or it has no place."""
        return None if self.word is None else self.row_of(self.word)

    @property
    def answer_row(self) -> int | None:
        """The row of the word that an expression leads to; None if there is none or it has no place."""
        return next((side.rows[1] for side in self.sides if side.ends_in_answer), None)

    @property
    def selected_rows(self) -> Indices:
        """The rows of the selected words that have a place, rising."""
        return np.empty(0, np.int64) if self.selected is None else self.selected.rows

    @cached_property
    def link_rows(self) -> Indices:
        """The rows at the ends of the lines."""
        of_sides = dict.fromkeys(row for side in self.sides for row in side.rows)
        return np.array([*(link.row for link in self.links), *of_sides], dtype=np.int64)

    @cached_property
    def marked_rows(self) -> Indices:
        """The rows that stand out one by one: the current word and its neighbours; without repeats."""
        word = [] if self.word_row is None else [self.word_row]
        return np.unique(np.concatenate([np.array(word, dtype=np.int64), self.link_rows]))

    @cached_property
    def without_points(self) -> Scene:
        """The same with no points but those that are selected."""
        none = np.empty(0, np.int64)
        return replace(self, discs=self.discs.only(none))

    @cached_property
    def without_legend(self) -> Scene:
        """The same without a word on what the colours mean."""
        return replace(self, legend=None)

    def with_legend_folded(self, folded: bool | None) -> Scene:
        """The same with fewer entries of a long legend or with all, as `Legend.is_folded` tells."""
        if self.legend is None or self.legend.is_folded is folded:
            return self
        return replace(self, legend=replace(self.legend, is_folded=folded))

    @property
    def named_share(self) -> float:
        """How many of the categories of the legend have names on the map."""
        return 1.0 if self.legend is None else len(self.regions) / max(len(self.legend.entries), 1)

    def shows_color(self, color: str) -> bool:
        """Whether a selected word has this colour of the legend; if nothing is selected nothing steps back."""
        return color not in self._faded_colors

    @cached_property
    def _faded_colors(self) -> frozenset[str]:
        # Looked at once and not in every frame: of half a million selected words it takes some milliseconds.
        if self.selected is None or self.legend is None:
            return frozenset()
        colors, discs = [entry.color for entry in self.legend.entries], self.selected.discs
        return frozenset(color for color in colors if not _has_color(discs, color).any())

    def words_of(self, color: str) -> Indices:
        """The indices of the words with a place whose points have this colour, rising."""
        found: Indices = self.projection.indices[np.sort(self.points.rows[_has_color(self.discs, color)])]
        return found

    def row_of(self, index: int) -> int | None:
        """The row of a word; None if it has no place."""
        rows = self.projection.rows_of(np.array([index], dtype=np.int64))
        return int(rows[0]) if len(rows) else None

    def places_of(self, rows: Indices) -> Points:
        """Where the points of rows stand on the map."""
        return self.projection.points[rows]

    def word_of(self, row: int) -> str:
        """The word that a row places."""
        return self.embedding.index_to_key[int(self.projection.indices[row])]

    def colored(self, look: Look) -> Scene:
        """With other colours and sizes."""
        selected = self.selected
        if selected is not None:
            selected = replace(selected, discs=look.discs.only(selected.numbers))
        return replace(self, discs=look.discs, legend=look.legend, regions=look.regions, selected=selected)

    def selecting(self, selection: tuple[int, ...], task: Task = Task()) -> Scene:
        """With other selected words."""
        return replace(self, selected=select_points(self, selection, task))


def _has_color(discs: Discs, color: str) -> NDArray[np.bool_]:
    has: NDArray[np.bool_] = (discs.colors & np.uint32(0xFFFFFF)) == np.uint32(rgb_of(color))
    return has


@dataclass(frozen=True, eq=False)
class Look:
    """The points with colours and sizes, what these mean, and the places that have names by it."""

    discs: Discs
    legend: Legend | None
    regions: tuple[Region, ...]


def select_points(scene: Scene, selection: tuple[int, ...], task: Task = Task()) -> SelectedPoints | None:
    """The points of selected words, None if there are none; a job's worth of time from some 100,000 words on."""
    if not selection:
        return None
    rows = scene.projection.rows_of(indices_of(selection))
    task.check()
    is_selected = np.zeros(len(scene.points), np.bool_)  # to sort them, in a tenth of the time
    is_selected[scene.points.numbers[rows]] = True
    numbers = np.flatnonzero(is_selected)
    task.check()
    return SelectedPoints(selection, rows, scene.projection.points[rows], numbers, scene.discs.only(numbers))


def color_scene(scene: Scene, rules: Rules, task: Task = Task()) -> Look:
    """The points of a scene with the colours and sizes that the rules give them."""
    return _look(scene.points, color_points(scene.embedding, scene.projection, rules, task), rules)


def _look(points: PointStore, coloring: Coloring, rules: Rules) -> Look:
    discs, is_by_cluster = discs_of(points, coloring), rules.color_by == CLUSTER
    return Look(discs, coloring.legend, find_regions(points, discs, coloring.legend, every=is_by_cluster))


def make_scene(embedding: Embedding, projection: Projection, rules: Rules, task: Task = Task()) -> Scene:
    """The scene of a map; takes a fraction of a second for a million words.

    Words whose places are no numbers or not finite are left out, and counted.
    """
    task.check()
    given, projection = projection, placed(projection)
    points = shuffled(projection)
    points.numbers  # noqa: B018 - made here, so that the first frame need not wait for it
    look = _look(points, color_points(embedding, projection, rules, task), rules)
    scene = Scene(embedding, projection, rules.theme, points, look.discs, look.legend, rules.word, regions=look.regions)
    return scene if projection is given else replace(scene, given=given)
