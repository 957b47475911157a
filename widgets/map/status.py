"""The truth about a map in one line: how many words, by which method, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.projection.projection import METHODS, Projection
from explorer.wording import counted
from widgets.parts.numbers import grouped

OPTIONS: Mapping[str, str] = {
    "n_neighbors": "{:g} neighbours",
    "min_dist": "minimum distance {:g}",
    "perplexity": "perplexity {:g}",
}
"""How the options that people ask about are told; the others are in the panel."""
METRICS = {"cosine": "cosine", "euclidean": "L2", "l2": "L2", "manhattan": "L1", "l1": "L1", "dot": "dot product"}
SAMPLED = ("trustworthiness", "continuity", "neighbour recall", "stress")
FIGURES = (*SAMPLED, "graph recall", "explained variance")


def describe_map(projection: Projection, n_drawn: int | None = None, unit: str = "word") -> str:
    """The line under the map.

    n_drawn: how many of the words that have a place are drawn at this moment, if not all
    unit:    what they are, as `Embedding.unit` tells

    Example: "10,000 of 400,000 words · UMAP · cosine · 15 neighbours · trustworthiness 0.94 (sample of 1,000)"
    """
    parts = [_words(projection, n_drawn, unit), METHODS.get(projection.method, projection.method)]
    metric = projection.options.get("metric")
    if isinstance(metric, str):
        parts.append(METRICS.get(metric, metric))
    for name, told in OPTIONS.items():
        value = projection.options.get(name)
        if isinstance(value, int | float):
            parts.append(told.format(value))
    if target := projection.options.get("target"):
        parts.append(f"supervised by {target}")
    if projection.figures.get("spectral start") == 0:
        parts.append("no spectral start was found")
    parts += _figures(projection.figures)
    return " · ".join(parts)


def _words(projection: Projection, n_drawn: int | None, unit: str) -> str:
    placed, known = len(projection), projection.n_words
    words = counted(placed, unit) if placed == known else f"{grouped(placed)} of {counted(known, unit)}"
    if projection.words:
        words = f"{words}, {projection.words}"
    if n_drawn is None or n_drawn >= placed:
        return words
    return f"{words}, {grouped(n_drawn)} drawn while the map moves"


def _figures(figures: Mapping[str, float]) -> list[str]:
    names = [name for name in FIGURES if name in figures]
    told = {name: f"{name} {figures[name]:.2f}" for name in names}
    sample, sampled = figures.get("sample"), [name for name in names if name in SAMPLED]
    if sample and sampled:
        told[sampled[-1]] += f" (sample of {grouped(int(sample))})"
    return list(told.values())
