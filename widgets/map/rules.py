"""What the looks of the points go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.analysis.clusters import Clusters
from explorer.session.state import CategoryColors, State
from widgets.theme import Theme


@dataclass(frozen=True)
class Rules:
    """The rules for the points' colours and sizes, and what these tell of; the names are those of `State`.

    word: which "similarity" is measured to
    """

    color_by: str
    size_by: str
    theme: Theme
    word: int | None = None
    clusters: Clusters | None = None
    category_colors: CategoryColors = field(default_factory=dict)

    @classmethod
    def of(cls, state: State, theme: Theme) -> Rules:
        """Those of a state."""
        return cls(state.color_by, state.size_by, theme, state.word, state.clusters, state.category_colors)

    @property
    def own_colors(self) -> Mapping[str, str]:
        """The colours that the user gave to the categories of this rule."""
        return self.category_colors.get(self.color_by, {})
