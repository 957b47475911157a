"""Words that appear and disappear softly while the map moves, instead of flickering."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.labels import PlacedLabel
from widgets.map.lettering import Style

SECONDS = 0.16


@dataclass(frozen=True)
class _Fade:
    """A label on its way: how opaque it was at a moment, whether that rises since, and where its point stood."""

    label: PlacedLabel
    x: float
    y: float
    level: float
    since: float
    rises: bool

    def opacity(self, now: float) -> float:
        change = (now - self.since) / SECONDS
        return min(max(self.level + (change if self.rises else -change), 0.0), 1.0)


class Fading:
    """Follows the labels from frame to frame; what is chosen or pointed at is there at once."""

    def __init__(self) -> None:
        self.clock: Callable[[], float] = time.perf_counter
        self.is_running = False
        """Whether another frame is due, because a label is not yet as it will be."""
        self._fades: dict[int, _Fade] | None = None

    def forget(self) -> None:
        """Show the next labels at once, because another map is shown."""
        self._fades, self.is_running = None, False

    def follow(
        self, labels: Sequence[PlacedLabel], camera: Camera, places_of: Callable[[Indices], Points]
    ) -> list[PlacedLabel]:
        """The labels of a frame with their opacities, and behind them those that are going away, where they are now.

        The names of categories come and go with the zoom, and stay as they are.
        """
        now, old = self.clock(), self._fades
        names = [label for label in labels if label.style is Style.NAME]
        placed = {label.row: label for label in labels if label.style is not Style.NAME}
        rows = [*placed, *(row for row in old or () if row not in placed)]
        if not rows:  # no word has room
            self._fades, self.is_running = {}, False
            return names
        spots = camera.to_screen(places_of(np.array(rows, dtype=np.int64)).reshape(len(rows), -1)).tolist()
        fades: dict[int, _Fade] = {}
        for row, (x, y) in zip(rows, spots, strict=True):
            before = None if old is None else old.get(row)
            label = placed.get(row)
            if label is not None:
                level = 1.0 if old is None or label.style is Style.CHOSEN else before.opacity(now) if before else 0.0
                keeps = before is not None and before.rises and label.style is not Style.CHOSEN
                start = (before.level, before.since) if before is not None and keeps else (level, now)
                fades[row] = _Fade(label, x, y, *start, rises=True)
            elif before is not None and x == x and before.opacity(now) > 0.0:  # and not behind the eye
                moved = replace(before.label, rect=before.label.rect.translated(x - before.x, y - before.y))
                start = (before.opacity(now), now) if before.rises else (before.level, before.since)
                fades[row] = _Fade(moved, x, y, *start, rises=False)
        self._fades = fades
        levels = [fade.opacity(now) for fade in fades.values()]
        self.is_running = any(level != float(fade.rises) for level, fade in zip(levels, fades.values(), strict=True))
        looks = zip(levels, fades.values(), strict=True)
        words = [fade.label if level == 1.0 else replace(fade.label, opacity=level) for level, fade in looks]
        return names + words
