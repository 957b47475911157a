"""The rules for the colour and the size of a point, and the legend that explains them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.task import Task
from widgets.map.points import N_LEVELS, PLAIN_LEVEL, Colors, Levels
from widgets.parts.numbers import grouped, measured
from widgets.theme import Theme

COLUMN = "column:"
ERROR = "error"
MOST_CATEGORIES = 10


@dataclass(frozen=True)
class LegendEntry:
    """One colour and what it means."""

    label: str
    color: str


@dataclass(frozen=True)
class Legend:
    """What the colours mean: entries for categories, or a ramp from the lowest to the highest value."""

    title: str
    entries: tuple[LegendEntry, ...] = ()
    ramp: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


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
    color_by: str,
    size_by: str,
    theme: Theme,
    word: int | None = None,
    task: Task = Task(),
) -> Coloring:
    """Colours and sizes by the rules of the `State`; a rule that finds nothing to tell gives one colour or size."""
    task.check()
    colors, legend = _colors(embedding, projection, color_by, theme, word)
    task.check()
    shares = None if size_by == "none" else _values(embedding, projection, size_by, word)
    if shares is None:
        return Coloring(colors, np.full(len(projection), PLAIN_LEVEL, np.uint8), legend)
    levels = np.rint(_spread(shares)[0] * (N_LEVELS - 1)).astype(np.uint8)
    return Coloring(colors, levels, legend)


def _colors(
    embedding: Embedding, projection: Projection, rule: str, theme: Theme, word: int | None
) -> tuple[Colors, Legend | None]:
    indices = projection.indices
    plain = np.full(len(indices), _rgb(theme.point), np.uint32)
    title = {"frequency": "Frequency", "norm": "Norm", ERROR: "Map error"}.get(rule, "")
    if rule.startswith(COLUMN):
        title = rule.removeprefix(COLUMN)
        column = embedding.metadata.get(title)
        if column is None:
            return plain, None
        values = [column[index] for index in indices.tolist()]
        numbers = _as_numbers(values)
        if numbers is None:
            return _by_category(values, column, title, theme)
        return _by_number(numbers, title, theme, (measured, measured))
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
    colors[~np.isfinite(values)] = _rgb(theme.faded)
    return colors, Legend(title, ramp=theme.ramp, low=tell[0](low), high=tell[1](high))


def _by_category(values: Sequence[str], column: Sequence[str], title: str, theme: Theme) -> tuple[Colors, Legend]:
    """The ten most frequent values have a colour each; the others share one, and so do words without a value.

    They are counted in the whole column, so that a value keeps its colour when other words get a place.
    """
    counts = Counter(value for value in column if value)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    frequent = ranked[: min(MOST_CATEGORIES, len(theme.categories))]
    color_of = dict(zip(frequent, theme.categories, strict=False))
    shown = set(values)
    entries = [LegendEntry(value, color_of[value]) for value in frequent if value in shown]
    if n_others := len(shown - {"", *frequent}):
        entries.append(LegendEntry("1 other" if n_others == 1 else f"{grouped(n_others)} others", theme.faint))
    if "" in shown:
        entries.append(LegendEntry("none", theme.faded))
    rgb = {value: _rgb(color_of.get(value, theme.faint)) for value in counts} | {"": _rgb(theme.faded)}
    colors = np.fromiter((rgb[value] for value in values), np.uint32, len(values))
    return colors, Legend(title, tuple(entries))


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
    rgb = np.array([[_rgb(stop) >> shift & 0xFF for shift in (16, 8, 0)] for stop in stops], dtype=np.float64)
    at = np.linspace(0, len(stops) - 1, 256)
    red, green, blue = (np.rint(np.interp(at, np.arange(len(stops)), channel)).astype(np.uint32) for channel in rgb.T)
    table: Colors = red << 16 | green << 8 | blue
    return table


def _extremes(counts: NDArray[np.int64]) -> tuple[str, str]:
    return grouped(int(counts.min())), grouped(int(counts.max()))


def _rgb(color: str) -> int:
    return int(color.removeprefix("#"), 16)
