"""The state of the window: everything that a user can undo, in one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.analysis.clusters import DEFAULT, Clusters
from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.neighbors.approach import EXACT, Approach
from explorer.projection.projection import Projection
from explorer.session.kept_maps import KeptMaps
from explorer.training.inspector.run import Run
from explorer.wording import WORD

CategoryColors = Mapping[str, Mapping[str, str]]
"""The colours, as #rrggbb, that the user gave to categories: by the rule of the colours, and by the category."""


@dataclass(frozen=True, eq=False)
class State:
    """What is open, shown and chosen; changed only through `Store`.

    embeddings, corpora:  everything open, in the order in which it was opened
    embedding:            the one that is shown, or None on the start page
    projection:           its map, or None until there is one
    maps:                 the maps of it that are kept, in the order in which they were made
    beside:               those of them that are shown beside ``projection``, three at most
    word:                 the index of the current word, or None
    selection:            indices of the selected words, rising, without repeats
    expression:           what was typed to be reckoned with words, "king - man + woman", or ""; while there is no
                          current word it is what the word panel is about
    reading:              how it is answered, a key of `explorer.analysis.analogies.READINGS`
    leaves_out_terms:     whether its own words cannot be its answer
    compared:             indices of the words of the Compare tab, in the order in which they were chosen
    groups:               indices of the words of up to four groups of the Compare tab: two that are compared, and two
                          that they are held against
    metric, topn:         how the word panel asks for neighbours
    approach:             in which space it seeks them, and exactly or by an index
    color_by, size_by:    the rule that colours and sizes the points: "none", "cluster", "frequency", "norm",
                          "similarity", "error" (of the map, see `explorer.projection.errors`), or the name of a
                          metadata column as "column:NAME"
    n_clusters:           how many clusters there are to be
    clusters:             those of ``embedding``, or None until they were found, which is when colours first tell them
    category_colors:      the colours that the user gave to categories
    inspector:            where the Inspector is, or None before it was opened
    """

    embeddings: tuple[Embedding, ...] = ()
    corpora: tuple[Corpus, ...] = ()
    embedding: Embedding | None = None
    projection: Projection | None = None
    maps: KeptMaps = ()
    beside: tuple[Projection, ...] = ()
    word: int | None = None
    selection: tuple[int, ...] = ()
    expression: str = ""
    reading: str = "add"
    leaves_out_terms: bool = True
    compared: tuple[int, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    metric: str = "cosine"
    topn: int = 20
    approach: Approach = EXACT
    color_by: str = "none"
    size_by: str = "frequency"
    n_clusters: int = DEFAULT
    clusters: Clusters | None = None
    category_colors: CategoryColors = field(default_factory=dict)
    inspector: Run | None = None

    @property
    def unit(self) -> str:
        """What the entries of the embedding that is shown are; words if there is none."""
        return WORD if self.embedding is None else self.embedding.unit
