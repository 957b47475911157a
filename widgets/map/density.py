"""How crowded a map is, as a picture: the mean colour of the words in each place, the brighter the more there are.

The places are blurred as far as they stand apart on average, which makes an estimate of their density of them
(a kernel estimate with a kernel as wide as the distance of neighbours), and toned by the logarithm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.points import TINT_SHARE, Colors
from widgets.theme import Theme

SLICE = 200_000  # places between two looks at whether the task was cancelled
LEAST_BLUR, MOST_BLUR = 1.1, 18.0  # pixels
CELL_OF_BLUR = 0.6  # a cell is this share of the blur, or steps would be seen
REACH = 3.0  # blurs: what is farther away adds nothing
PERCENTILE = 99.5
LEAST_RANGE, MOST_RANGE = 12.0, 400.0
PEAKS = {"dark": ("#FFFFFF", 0.42), "light": ("#10131A", 0.3)}


@dataclass(frozen=True)
class Frame:
    """The piece of a plane that is looked at, and how places get there.

    scale_x, scale_y, across, down:  a place (x, y) stands at the pixel (across + x scale_x, down + y scale_y)
    width, height:                   of the piece, in pixels
    """

    scale_x: float
    scale_y: float
    across: float
    down: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class Field:
    """Sums of colour and count on square cells, blurred.

    sums:       (rows, columns, 4) float32: red, green, blue and count, or (rows, columns, 1): the count alone; a margin
                around the frame is within
    left, top:  the pixel that the first cell begins at
    cell:       pixels on a side
    blur:       the deviation of the kernel, in pixels
    """

    sums: NDArray[np.float32]
    left: float
    top: float
    cell: float
    blur: float

    @property
    def counts(self) -> NDArray[np.float32]:
        """(rows, columns) float32: places on each cell."""
        counts: NDArray[np.float32] = self.sums[:, :, -1]
        return counts

    @property
    def crowded(self) -> float:
        """The count of a cell that is more crowded than nearly all that are not empty; 0 of an empty field."""
        step = max(1, math.isqrt(self.counts.size // 60_000))
        counts = self.counts[::step, ::step]
        there = counts[counts > 0.02 * (self.cell / self.blur) ** 2]  # a lone place leaves 0.16 in the middle
        return float(np.percentile(there, PERCENTILE)) if len(there) else 0.0


def blur_of(n_points: int, area: float) -> float:
    """How far ``n_points`` spread over an area of square pixels are blurred: as far as they stand apart on average."""
    return min(max(math.sqrt(area / max(n_points, 1)), LEAST_BLUR), MOST_BLUR)


def field_of(
    places: Points,
    colors: Colors,
    frame: Frame,
    blur: float,
    least_cell: float = 0.0,
    channels: int = 4,
    task: Task = Task(),
) -> Field:
    """The density of places as they stand in a frame.

    places:      (n, 2) float32; NaN and what is out of the frame adds nothing
    colors:      (n,) uint32, 0x..RRGGBB
    blur:        in pixels; ``least_cell`` makes cells larger than it needs, to be quicker
    channels:    4, or 1 for the counts alone

    Example: ``field_of(places, colors, Frame(1, 1, 0, 0, 800, 600), blur_of(len(places), 800 * 600))``
    """
    from widgets.map.density_kernels import add_places
    from widgets.map.density_kernels import blur as blur_field

    cell = max(blur * CELL_OF_BLUR, least_cell)
    margin = math.ceil(REACH * blur / cell) + 1
    # The cells stand still on the map, not on the screen, so that nothing shimmers while it is moved.
    left, top = (at % cell - (margin + 1) * cell for at in (frame.across, frame.down))
    columns, rows = (
        math.ceil((size - start) / cell) + margin for size, start in ((frame.width, left), (frame.height, top))
    )
    sums = np.zeros((rows, columns, channels), np.float32)
    look = frame.scale_x / cell, frame.scale_y / cell, (frame.across - left) / cell, (frame.down - top) / cell
    for start in range(0, len(places), SLICE):
        task.check()
        add_places(places, colors, start, min(start + SLICE, len(places)), *look, sums)
    task.check()
    blur_field(sums, _kernel(blur / cell), np.empty_like(sums))
    return Field(sums, left, top, cell, blur)


def _kernel(deviation: float) -> NDArray[np.float32]:
    reach = max(1, math.ceil(REACH * deviation))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    return (weights / weights.sum()).astype(np.float32)


def toned(
    field: Field,
    theme: Theme,
    strength: float = 1.0,
    tint: str | None = None,
    share: float = 1.0,
    blur: float | None = None,
) -> NDArray[np.uint32]:
    """The field as premultiplied 0xAARRGGBB, (rows, columns) uint32; transparent where nothing is.

    strength:  the opacity of what is most crowded
    tint:      a colour that all is mixed with, because it steps back
    share:     of the places that were added, and ``blur``: how far all would be blurred; the tone is that of all
    """
    from widgets.map.density_kernels import tone

    picture = np.zeros(field.counts.shape, np.uint32)
    crowded = field.crowded
    if crowded > 0:
        # So many places, of all, are under the kernel where it is most crowded.
        under = crowded / share * 2 * math.pi * ((blur or field.blur) / field.cell) ** 2
        range_ = min(max(under, LEAST_RANGE), MOST_RANGE)
        peak, over = _mixed(*PEAKS[theme.name]), _mixed(tint or "#000000", TINT_SHARE / 256 if tint else 0.0)
        tone(field.sums, crowded, range_, strength, peak, over, picture)
    return picture


def _mixed(color: str, share: float) -> NDArray[np.float64]:
    return np.array([*(int(color[at : at + 2], 16) for at in (1, 3, 5)), share], dtype=np.float64)
