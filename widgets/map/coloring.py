"""The rules for the colour and the size of a point, and the legend that explains them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.clusters import Clusters
from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.task import Task
from explorer.wording import worded
from widgets.map.cpu_points import Discs
from widgets.map.points import N_LEVELS, PLAIN_LEVEL, Colors, Levels, PointStore
from widgets.map.rules import Rules
from widgets.parts.numbers import grouped, measured
from widgets.theme import Theme

COLUMN = "column:"
ERROR = "error"
CLUSTER = "cluster"
MOST_CATEGORIES = 10
MOST_FOLDED = 5
"""So many entries of a longer legend are shown while it is folded."""


@dataclass(frozen=True)
class LegendEntry:
    """One colour and what it means; no category are the others together, and words without a value."""

    label: str
    color: str
    is_category: bool = True


@dataclass(frozen=True)
class Legend:
    """What the colours mean: entries for categories, or a ramp from the lowest to the highest value.

    is_folded: whether only the first of many entries are shown, until the user wants all; None where nobody can want
               them, as in a file, and all are shown
    """

    title: str
    entries: tuple[LegendEntry, ...] = ()
    ramp: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    is_folded: bool | None = None

    @property
    def shown(self) -> tuple[LegendEntry, ...]:
        """The entries that are shown."""
        return self.entries[:MOST_FOLDED] if self.is_folded and self._is_long else self.entries

    @property
    def fold(self) -> str:
        """What stands below the entries, to show more or fewer of them; "" if there is nothing to fold."""
        if self.is_folded is None or not self._is_long:
            return ""
        return f"+ {len(self.entries) - MOST_FOLDED} more" if self.is_folded else "Fewer"

    @property
    def _is_long(self) -> bool:
        return len(self.entries) > MOST_FOLDED + 1  # a row for one more entry holds that entry as well


@dataclass(frozen=True, eq=False)
class Coloring:
    """The look of each row of a projection.

    colors:  (n,) uint32 as 0x00RRGGBB
    levels:  (n,) uint8, the size, 0 to 15
    legend:  what the colours mean, or None if they mean nothing
    """

    colors: Colors
    levels: Levels
    legend: Legend | None


def color_points(
    embedding: Embedding,
    projection: Projection,
    rules: Rules,
    task: Task = Task(),
) -> Coloring:
    """Colours and sizes by the rules of the `State`; a rule that finds nothing to tell gives one colour or size."""
    task.check()
    colors, legend = _colors(embedding, projection, rules)
    task.check()
    shares = None if rules.size_by == "none" else _values(embedding, projection, rules.size_by, rules.word)
    if shares is None:
        return Coloring(colors, np.full(len(projection), PLAIN_LEVEL, np.uint8), legend)
    levels = np.rint(_spread(shares)[0] * (N_LEVELS - 1)).astype(np.uint8)
    return Coloring(colors, levels, legend)


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


def _colors(embedding: Embedding, projection: Projection, rules: Rules) -> tuple[Colors, Legend | None]:
    indices, rule, theme, word = projection.indices, rules.color_by, rules.theme, rules.word
    plain = np.full(len(indices), rgb_of(theme.point), np.uint32)
    title = worded({"frequency": "Frequency", "norm": "Norm", ERROR: "Map error"}.get(rule, ""), embedding.unit)
    if rule.startswith(COLUMN):
        title = rule.removeprefix(COLUMN)
        column = embedding.metadata.get(title)
        if column is None:
            return plain, None
        values = [column[index] for index in indices.tolist()]
        numbers = _as_numbers(values)
        if numbers is None:
            return _by_category(values, column, title, theme, rules.own_colors)
        return _by_number(numbers, title, theme, (measured, measured))
    if rule == CLUSTER and rules.clusters is not None:
        return _by_cluster(rules.clusters, projection, theme, rules.own_colors)
    told = _values(embedding, projection, rule, word)
    if told is None:
        return plain, None
    if rule == "similarity" and word is not None:
        title = f"Similarity to {embedding.index_to_key[word]}"
    if rule == "frequency":
        counts = embedding.counts
        ends = ("rare", "frequent") if counts is None else _extremes(counts[indices])
        return _by_number(told, title, theme, (lambda _: ends[0], lambda _: ends[1]))
    return _by_number(told, title, theme, (measured, measured))


def _values(embedding: Embedding, projection: Projection, rule: str, word: int | None) -> NDArray[np.float64] | None:
    """The number that a rule tells of each word, (n,) float64; None if it tells none."""
    indices = projection.indices
    if rule == ERROR:
        return None if projection.errors is None else projection.errors.astype(np.float64)
    if rule == "frequency":
        if embedding.counts is not None:
            return np.log(np.maximum(embedding.counts[indices], 1).astype(np.float64))
        return -np.log1p(indices.astype(np.float64))
    if rule == "norm":
        return embedding.norms[indices].astype(np.float64)
    if rule == "similarity" and word is not None:
        every = len(indices) == len(embedding)
        vectors, norms = embedding.vectors, embedding.norms
        products = (vectors if every else vectors[indices]) @ vectors[word]
        lengths = np.maximum((norms if every else norms[indices]) * norms[word], np.float32(1e-30))
        return (products / lengths).astype(np.float64)
    return None


def _spread(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float, float]:
    """Values as shares from 0 to 1, and the values that are 0 and 1; the outermost hundredth does not set the scale."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return np.zeros(len(values)), 0.0, 0.0
    low, high = np.quantile(finite, (0.01, 0.999)) if len(finite) >= 200 else (finite.min(), finite.max())
    if high <= low:
        return np.full(len(values), 0.5), float(low), float(high)
    return np.clip((np.nan_to_num(values, nan=low) - low) / (high - low), 0, 1), float(low), float(high)


def _by_number(values, title, theme, tell) -> tuple[Colors, Legend]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    shares, low, high = _spread(values)
    colors = ramp_table(theme.ramp)[np.rint(shares * 255).astype(np.int64)]
    colors[~np.isfinite(values)] = rgb_of(theme.faded)
    return colors, Legend(title, ramp=theme.ramp, low=tell[0](low), high=tell[1](high))


def _by_category(
    values: Sequence[str], column: Sequence[str], title: str, theme: Theme, own: Mapping[str, str]
) -> tuple[Colors, Legend]:
    """The ten most frequent values have a colour each; the others share one, and so do words without a value.

    They are counted in the whole column, so that a value keeps its colour when other words get a place.
    """
    counts = Counter(value for value in column if value)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    frequent = ranked[: min(MOST_CATEGORIES, len(theme.categories))]
    color_of = _told_apart(frequent, theme.categories, own, theme)
    shown = set(values)
    entries = [LegendEntry(value, color_of[value]) for value in frequent if value in shown]
    if n_others := len(shown - {"", *frequent}):
        entries.append(LegendEntry("1 other" if n_others == 1 else f"{grouped(n_others)} others", theme.faint, False))
    if "" in shown:
        entries.append(LegendEntry("none", theme.faded, False))
    rgb = {value: rgb_of(color_of.get(value, theme.faint)) for value in counts} | {"": rgb_of(theme.faded)}
    colors = np.fromiter((rgb[value] for value in values), np.uint32, len(values))
    return colors, Legend(title, tuple(entries))


def _by_cluster(
    clusters: Clusters, projection: Projection, theme: Theme, own: Mapping[str, str]
) -> tuple[Colors, Legend]:
    """A colour for each cluster, the first for the largest; words that belong to none step back."""
    color_of = _told_apart(clusters.names, _shades(theme), own, theme)
    table = np.array([*(rgb_of(color_of[name]) for name in clusters.names), rgb_of(theme.faded)], np.uint32)
    numbers = clusters.numbers[projection.indices]
    shown = np.bincount(numbers + 1, minlength=len(table)) > 0  # from those that belong to none on
    entries = [LegendEntry(name, color_of[name]) for number, name in enumerate(clusters.names) if shown[number + 1]]
    if shown[0]:
        entries.append(LegendEntry("none", theme.faded, False))
    return table[numbers], Legend("Cluster", tuple(entries))


def _shades(theme: Theme) -> tuple[str, ...]:
    """The colours of categories, and after them each once more halfway to the letters, for as many clusters again."""
    letters = rgb_of(theme.label)
    return (*theme.categories, *(_hex(_mixed(rgb_of(color), letters)) for color in theme.categories))


def _mixed(one: int, other: int) -> int:
    return sum((one >> shift & 0xFF) + (other >> shift & 0xFF) >> 1 << shift for shift in (16, 8, 0))


def _told_apart(labels: Sequence[str], colors: Sequence[str], own: Mapping[str, str], theme: Theme) -> dict[str, str]:
    """The colour of each category, the user's own or the next of ``colors``, no two the same.

    What belongs to a category is told by the colour of its points, so one that is taken gives way by a shade that
    nobody sees.
    """
    color_of, taken = {}, {theme.faint, theme.faded}
    for label, color in zip(labels, colors, strict=False):
        wanted = rgb_of(own.get(label, color))
        step = -1 if wanted & 0x80 else 1  # of blue, the darkest, which has room that way
        while (shade := _hex(wanted)) in taken:
            wanted += step
        color_of[label] = shade
        taken.add(shade)
    return color_of


def _as_numbers(values: Sequence[str]) -> NDArray[np.float64] | None:
    """The values as numbers, NaN where there is none, if all are numbers and too many to be categories."""
    if len({value for value in values if value}) <= MOST_CATEGORIES:
        return None
    try:
        return np.array([float(value) if value else np.nan for value in values])
    except ValueError:
        return None


def ramp_table(stops: Sequence[str]) -> Colors:
    """256 colours, (256,) uint32 as 0x00RRGGBB, evenly from the first stop to the last."""
    rgb = np.array([[rgb_of(stop) >> shift & 0xFF for shift in (16, 8, 0)] for stop in stops], dtype=np.float64)
    at = np.linspace(0, len(stops) - 1, 256)
    red, green, blue = (np.rint(np.interp(at, np.arange(len(stops)), channel)).astype(np.uint32) for channel in rgb.T)
    table: Colors = red << 16 | green << 8 | blue
    return table


def _extremes(counts: NDArray[np.int64]) -> tuple[str, str]:
    return grouped(int(counts.min())), grouped(int(counts.max()))


def _hex(rgb: int) -> str:
    return f"#{rgb:06X}"


def rgb_of(color: str) -> int:
    """A colour, "#RRGGBB", as 0x00RRGGBB."""
    return int(color.removeprefix("#"), 16)
