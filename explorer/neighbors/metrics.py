"""The four ways of saying how near two words are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.errors import BadOption


@dataclass(frozen=True)
class Metric:
    """One way of comparing two vectors.

    key:            how the program and the command line call it
    label:          how the window calls it
    sentence:       what it measures, for a tooltip
    quantity:       the heading of a column of its values
    is_similarity:  whether it grows with nearness; a distance grows with farness
    """

    key: str
    label: str
    sentence: str
    quantity: str
    is_similarity: bool


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric(
                "cosine",
                "Cosine",
                "The cosine of the angle between two vectors: 1 for the same direction, whatever their lengths.",
                "cosine similarity",
                True,
            ),
            Metric(
                "l2",
                "L2",
                "The straight-line (Euclidean) distance between the ends of two vectors: 0 for equal vectors.",
                "L2 distance",
                False,
            ),
            Metric(
                "l1",
                "L1",
                "The sum of the differences in each dimension (Manhattan distance): 0 for equal vectors.",
                "L1 distance",
                False,
            ),
            Metric(
                "dot",
                "Dot",
                "The dot product: grows with the same direction and with length, so it favours long vectors.",
                "dot product",
                True,
            ),
        )
    }
)
"""Key to metric, in the order in which they are offered."""


def metric_of(key: str) -> Metric:
    """The metric of that key.

    Raises
    ------
    BadOption : there is none.
    """
    if key not in METRICS:
        raise BadOption(f"There is no metric “{key}”; choose one of {', '.join(METRICS)}.")
    return METRICS[key]
