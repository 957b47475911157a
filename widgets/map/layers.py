"""What of a map is drawn: its points, their density below or instead of them, and lines of equal density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DensityPlace = Literal["none", "below", "instead"]


@dataclass(frozen=True)
class Layers:
    """What is drawn; what is selected is drawn as points in any case.

    density:   where the density picture goes: nowhere, below the points, or instead of them
    contours:  whether lines of equal density are drawn over all
    """

    density: DensityPlace = "none"
    contours: bool = False

    @property
    def has_points(self) -> bool:
        """Whether every word is a point."""
        return self.density != "instead"

    @property
    def asks_for_density(self) -> bool:
        """Whether the density must be known."""
        return self.density != "none" or self.contours


POINTS = Layers()
"""The points alone."""
