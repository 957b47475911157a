"""The approximate indexes that can be chosen, and their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from explorer.options import check_options, option


@dataclass(frozen=True)
class HnswOptions:
    """A graph of near words that is walked greedily (Malkov & Yashunin 2018)."""

    n_links: int = option(
        32,
        "Links",
        "Links of each word: more find more and take more memory. Usually 16 to 48.",
        minimum=4,
        maximum=128,
    )
    build_width: int = option(
        40,
        "Width of building",
        "Words compared for each link while building. Usually 40 to 200.",
        minimum=8,
        maximum=1000,
    )
    search_width: int = option(
        128,
        "Width of search",
        "Words kept in sight while searching: more find more. Usually 64 to 512.",
        minimum=8,
        maximum=10_000,
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class IvfOptions:
    """Lists of words around centres, of which the nearest are looked through (Jégou, Douze & Schmid 2011)."""

    n_lists: int = option(
        0,
        "Lists",
        "How many lists; usually twice the root of the number of words.",
        minimum=0,
        maximum=65_536,
        least="automatic",
    )
    n_probes: int = option(
        48,
        "Lists looked through",
        "How many of them a search looks through: more find more.",
        minimum=1,
        maximum=65_536,
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class PqOptions:
    """Vectors cut into parts, each rounded to one of 256 (product quantisation); the best are ranked exactly."""

    n_parts: int = option(
        0,
        "Parts",
        "Into how many equal parts a vector is cut; a divisor of the dimensions, usually a quarter of them.",
        minimum=0,
        maximum=4096,
        least="automatic",
    )
    n_ranked: int = option(
        200,
        "Ranked exactly",
        "How many of the best are then compared by the vectors themselves.",
        minimum=1,
        maximum=100_000,
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class LshOptions:
    """Signs of random projections, compared bit by bit (locality-sensitive hashing); the best are ranked exactly."""

    n_bits: int = option(
        512,
        "Bits",
        "Bits of each word: more find more and take more memory. Usually 128 to 1024.",
        minimum=8,
        maximum=8192,
        step=64,
    )
    n_ranked: int = option(
        500,
        "Ranked exactly",
        "How many of the best are then compared by the vectors themselves.",
        minimum=1,
        maximum=100_000,
    )

    def __post_init__(self) -> None:
        check_options(self)


IndexOptions: TypeAlias = HnswOptions | IvfOptions | PqOptions | LshOptions


@dataclass(frozen=True)
class IndexKind:
    """One way of finding neighbours nearly.

    key, label:  how the program and the window call it
    sentence:    what it does, for a tooltip
    options:     the dataclass of its parameters
    """

    key: str
    label: str
    sentence: str
    options: type[IndexOptions]


INDEXES: Mapping[str, IndexKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            IndexKind(
                "hnsw", "HNSW", "Walks a graph of near words: quick and nearly exact, slow to build.", HnswOptions
            ),
            IndexKind(
                "ivf", "IVF", "Looks through the lists of words nearest to the question: soon built.", IvfOptions
            ),
            IndexKind("pq", "PQ", "Compares vectors of a few bytes, then ranks the best exactly: small.", PqOptions),
            IndexKind("lsh", "LSH", "Compares bits of random projections, then ranks the best exactly.", LshOptions),
        )
    }
)
"""Key to index, in the order in which they are offered."""


def kind_of(options: IndexOptions) -> IndexKind:
    """The kind of index that options are of."""
    return next(kind for kind in INDEXES.values() if type(options) is kind.options)
