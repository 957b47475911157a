"""Drawing very many discs on all cores: each draws what reaches into its own rows of the canvas."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.cores import in_parts
from explorer.task import Task

SLICE = 100_000  # discs between two looks at whether the task was cancelled
FEWEST = 100_000  # fewer are drawn sooner than a thread starts on a busy machine
SAMPLE = 2000  # discs that tell where the rows are to be parted


def draw_in_bands(
    canvas: NDArray[np.int64], arrays: tuple[Any, ...], n: int, look: tuple[Any, ...], task: Task = Task()
) -> int:
    """Draw discs as `disc_kernels.draw_discs` does, the same in every pixel; returns about how many were inside.

    Every core goes through all of them, which takes a tenth of the time, and draws those in its band of rows; one that
    reaches into two bands is drawn in both, each part by itself. No order has to be made, and none is changed. Few are
    drawn by one core alone.

    arrays:  places, colors, levels, fades, numbers
    n:       how many of them, the first ones
    look:    scale, across, down, and the rest of what `draw_discs` takes
    """
    from widgets.map.disc_kernels import draw_discs

    places, numbers = arrays[0], arrays[4]
    scale, across, down = look[:3]
    rows = [(0, len(canvas))]
    if n >= FEWEST:
        some = numbers[:n][:: max(n // SAMPLE, 1)] if len(numbers) else np.arange(0, n, max(n // SAMPLE, 1))
        rows = _parted(down - places[some, 1] * scale, len(canvas), os.cpu_count() or 1)

    def draw(first: int, last: int) -> int:
        inside = 0
        for top, bottom in rows[first:last]:
            for start in range(0, n, SLICE):
                task.check()
                where = (start, min(start + SLICE, n), scale, across, down - top)
                inside += draw_discs(*(canvas[top:bottom], *arrays, *where, *look[3:]))
        return inside

    return sum(in_parts(draw, len(rows), at_least=1))


def _parted(y: NDArray[np.float64], height: int, n_parts: int) -> list[tuple[int, int]]:
    """Rows of a canvas in so many bands, so that about as many of the places lie in each."""
    seen = y[(y >= 0) & (y < height)]
    if not len(seen):
        return [(0, height)]
    cuts = np.quantile(seen, np.linspace(0, 1, n_parts + 1)[1:-1])
    limits = [0, *np.unique(np.clip(np.rint(cuts), 1, height - 1).astype(int)).tolist(), height]
    return [(top, bottom) for top, bottom in pairwise(limits) if bottom > top]
