"""Words that are carried along by their points, and chosen anew only when the points set out for other places."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.labels import PlacedLabel


class Carrying:
    """Keeps the words of a moving map from frame to frame, which costs a tenth of choosing them."""

    def __init__(self) -> None:
        self._way: Hashable = None
        self._labels: list[PlacedLabel] = []
        self._spots: NDArray[np.float64] = np.empty((0, 2))

    def forget(self) -> None:
        """Choose afresh at the next frame."""
        self._way, self._labels = None, []

    def follow(
        self,
        way: Hashable,
        camera: Camera,
        places_of: Callable[[Indices], Points],
        choose: Callable[[], list[PlacedLabel]],
    ) -> list[PlacedLabel]:
        """The words of a frame: those of the frame before, moved with their points.

        way:     what they are chosen for, not None; they are chosen anew when it is another
        choose:  the words with room for themselves
        """
        chosen = choose() if way != self._way else self._labels
        rows = np.array([label.row for label in chosen], dtype=np.int64)
        spots = camera.to_screen(places_of(rows))
        if way == self._way:
            spots = np.where(np.isnan(spots), self._spots, spots)  # behind the eye: where it was
            steps = (spots - self._spots).tolist()
            chosen = [
                replace(label, rect=label.rect.translated(dx, dy))
                for label, (dx, dy) in zip(chosen, steps, strict=True)
            ]
        self._way, self._labels, self._spots = way, chosen, spots
        return chosen
