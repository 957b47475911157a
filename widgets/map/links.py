"""The neighbours of a word as the map shows them: lines to those that have a place, and the lines of a card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.embedding import Embedding
from explorer.neighbors.exact import Neighbors
from explorer.neighbors.metrics import METRICS
from widgets.map.scene import Link, Scene

MOST_LINKS = 30


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
