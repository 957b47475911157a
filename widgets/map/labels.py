"""The words on the map: which are written, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.axes import taken_by_axes
from widgets.map.camera import Camera
from widgets.map.legend import legend_rect
from widgets.map.lettering import HEIGHT, Lettering, Style
from widgets.map.picking import first_seen
from widgets.map.points import radii_of
from widgets.map.regions import name_opacity, place_names
from widgets.map.scene import Scene
from widgets.theme import Theme

MOST_FORCED = 40
"""More selected words than that are not all written: they go before the others, where there is room."""
MOST_MEASURED = 200
"""Words that are measured in one frame; the others wait for the next, so that no frame takes long."""
WORDS_GIVE_WAY = 0.7
"""While the names of categories are written, words have less of their density by this share."""
KEPT_ROOM = 0.75
"""A label that was shown stays until it has less than this share of the room that a new one needs."""


@dataclass(frozen=True)
class PlacedLabel:
    """A word on the screen: its row, its text, the rectangle that it fills, and on which side of its point it is.

    opacity: less than one while it appears or disappears

    The name of a category has the row of the word that it stands at.
    """

    row: int
    text: str
    style: Style
    rect: QRectF
    side: int
    opacity: float = 1.0


def room_around(density: float) -> tuple[float, float]:
    """The pixels kept free beside and above a label: wide for few labels, narrow for as many as have room."""
    area = 12_000 * (1 - density) / max(density, 1e-3)
    return 3 + 0.35 * area**0.5, 1 + 0.24 * area**0.5


class LabelWriter:
    """Chooses the labels of each frame and draws them.

    Labels of the last frame go before others of the same kind, so that they do not flicker while the map moves.
    """

    def __init__(self) -> None:
        self.lettering = Lettering()
        self.is_complete = True
        """Whether the last arrangement had the time to look at every word that it would choose from."""
        self._shown: dict[int, int] = {}  # row -> side

    def forget_shown(self) -> None:
        """Let the next frame choose afresh, because another map is shown."""
        self._shown.clear()

    def arrange(
        self,
        scene: Scene,
        camera: Camera,
        density: float,
        hovered: int | None = None,
        places_of: Callable[[Indices], Points] | None = None,
        candidates: Indices | None = None,
        covered: Sequence[QRectF] = (),
        most_measured: int | None = None,
    ) -> list[PlacedLabel]:
        """The labels of a frame, none over another, in the order of priority.

        Chosen and hovered words come first and are written wherever they do not cover each other; then the words on the
        screen by falling frequency, with room around them as ``density`` (0 to 1) asks. While the whole map is in view
        the names of its regions go before those words, and leave them little room.

        places_of:   where rows stand at this moment, while they move
        candidates:  the rows to choose from, if it is not all; rising
        covered:     where something else lies over the map, besides the legend
        most_measured:  so many words may be measured now; see `is_complete`
        """
        from widgets.map.label_kernels import place_labels

        places_of = places_of or scene.places_of
        clarity = name_opacity(camera.zoom) if density > 0 and scene.regions else 0.0
        density *= 1.0 - WORDS_GIVE_WAY * clarity * scene.named_share
        forced = _forced_rows(scene, hovered)
        others = self._candidates(scene, camera, density, candidates, places_of) if density > 0 else forced[:0]
        others = self._measured(scene, others[~np.isin(others, forced)], most_measured)
        is_shown = np.isin(others, np.fromiter(self._shown, np.int64, len(self._shown)))
        rows = np.concatenate([forced, others[is_shown], others[~is_shown]])
        n_forced, n_kept = len(forced), len(forced) + int(is_shown.sum())
        styles = _styles(scene, forced, hovered)
        widths = self._widths(scene, rows, styles)
        spots = np.nan_to_num(camera.to_screen(places_of(rows)), nan=-1e6)  # behind the eye: far off the screen
        gaps = radii_of(scene.discs.n_points, camera.zoom, 1.0)[scene.discs.levels[scene.points.numbers[rows]]] + 3.0
        gaps[:n_forced] += 3.0  # for the ring
        sides = np.zeros(len(rows), np.int64)
        sides[:n_kept] = [self._shown.get(row, 0) for row in rows[:n_kept].tolist()]
        needs = np.repeat([0.0, KEPT_ROOM, 1.0], [n_forced, n_kept - n_forced, len(rows) - n_kept])
        legend = [] if scene.legend is None else [legend_rect(scene.legend, camera.width)]
        taken = _cells_of(spots[:n_forced], [*covered, *legend, *taken_by_axes(scene, camera)], camera)
        size = camera.width, camera.height
        room = room_around(density)

        def place(which: slice) -> None:
            of_words = (values[which] for values in (spots, widths, gaps, sides, needs))
            spot, width, gap, side, need = map(np.ascontiguousarray, of_words)
            place_labels(spot, width, HEIGHT, gap, *room, *size, side, taken, need)
            sides[which] = side

        place(slice(n_forced))
        names = self._names(scene, camera, clarity, places_of, taken) if clarity > 0.0 else []
        place(slice(n_forced, None))
        stands_out = _is_selected(scene, rows)
        placed = []
        for at in np.flatnonzero(sides >= 0).tolist():
            row, side = int(rows[at]), int(sides[at])
            style = styles[at] if at < n_forced else Style.PLAIN if stands_out[at] else Style.FADED
            text, rect = self.lettering.text(scene.word_of(row), style), _rect(spots[at], widths[at], gaps[at], side)
            placed.append(PlacedLabel(row, text, style, rect, side))
        self._shown = {label.row: label.side for label in placed}
        return names + placed

    def _names(
        self,
        scene: Scene,
        camera: Camera,
        opacity: float,
        places_of: Callable[[Indices], Points],
        taken: NDArray[np.uint8],
    ) -> list[PlacedLabel]:
        """The names of the categories that do not step back, where they have room; ``taken`` is marked."""
        regions = [region for region in scene.regions if scene.shows_color(region.color)]
        rows = np.array([region.row for region in regions], dtype=np.int64)
        spots = np.nan_to_num(camera.to_screen(places_of(rows)), nan=-1e6)
        placed = place_names(
            regions,
            spots,
            lambda text: self.lettering.width(text, Style.NAME),
            HEIGHT,
            taken,
            (camera.width, camera.height),
        )
        return [
            PlacedLabel(region.row, self.lettering.text(text, Style.NAME), Style.NAME, rect, 0, opacity)
            for region, text, rect in placed
        ]

    def draw(self, painter: QPainter, labels: Sequence[PlacedLabel], theme: Theme, ratio: float) -> None:
        """Draw labels, the most important over the others; ``ratio`` is how many device pixels a pixel has."""
        letters = [(each.text, each.style, each.rect.topLeft(), each.opacity) for each in labels]
        self.lettering.draw(painter, letters, theme, ratio)

    def _widths(self, scene: Scene, rows: Indices, styles: Sequence[Style]) -> NDArray[np.float64]:
        """The widths of the labels; those at the head have styles of their own."""
        n = len(styles)
        own = [self.lettering.width(scene.word_of(row), style) for row, style in zip(rows[:n], styles, strict=True)]
        plain = self.lettering.widths(scene.embedding, scene.projection.indices[rows[n:]])
        return np.concatenate([np.array(own, dtype=np.float64), plain])

    def _measured(self, scene: Scene, rows: Indices, most: int | None) -> Indices:
        """Those of the rows whose words are measured, after measuring at most so many."""
        widths = self.lettering.widths(scene.embedding, scene.projection.indices[rows], most)
        self.is_complete = not np.isnan(widths).any()
        return rows[~np.isnan(widths)]

    def _candidates(
        self,
        scene: Scene,
        camera: Camera,
        density: float,
        candidates: Indices | None,
        places_of: Callable[[Indices], Points],
    ) -> Indices:
        """The rows of the most frequent words on the screen, the words before signs and numbers."""
        most = int(300 + 1500 * density)
        places = scene.projection.points if candidates is None else places_of(candidates)
        found = first_seen(places, camera, most)
        rows = found if candidates is None else candidates[found]
        are_words = self.lettering.are_words(scene.embedding, scene.projection.indices[rows])
        ranked: Indices = np.concatenate([rows[are_words], rows[~are_words]]).astype(np.int64)
        if not scene.is_faded or candidates is not None:
            return ranked
        chosen = _selected_on_screen(scene, camera, most // 2)
        return np.concatenate([chosen, ranked[~np.isin(ranked, chosen)]])


def _forced_rows(scene: Scene, hovered: int | None) -> Indices:
    first = [row for row in (hovered, scene.word_row, scene.answer_row) if row is not None]
    selected = scene.selected_rows if len(scene.selected_rows) <= MOST_FORCED else scene.selected_rows[:0]
    rows = [*first, *selected.tolist(), *scene.link_rows.tolist()]
    return np.array(list(dict.fromkeys(rows)), dtype=np.int64)


def _selected_on_screen(scene: Scene, camera: Camera, most: int) -> Indices:
    """The rows of the most frequent selected words on the screen."""
    if scene.selected is None:
        return np.empty(0, np.int64)
    return scene.selected.rows[first_seen(scene.selected.places, camera, most)]


def _is_selected(scene: Scene, rows: Indices) -> NDArray[np.bool_]:
    """Which rows do not step back."""
    if scene.selected is None:
        return np.ones(len(rows), np.bool_)
    selected = scene.selected.rows
    if not len(selected):
        return np.zeros(len(rows), np.bool_)
    places = np.minimum(np.searchsorted(selected, rows), len(selected) - 1)
    return selected[places] == rows


def _styles(scene: Scene, forced: Indices, hovered: int | None) -> list[Style]:
    strong = (hovered, scene.word_row, scene.answer_row)
    return [Style.CHOSEN if row in strong else Style.NEIGHBOR for row in forced.tolist()]


def _cells_of(spots: NDArray[np.float64], covered: Sequence[QRectF], camera: Camera) -> NDArray[np.uint8]:
    """The screen in cells of 4 pixels; those of chosen points, and those that are covered, are taken."""
    taken = np.zeros((int(camera.height / 4) + 2, int(camera.width / 4) + 2), np.uint8)
    for x, y in spots:
        if 0 <= x < camera.width and 0 <= y < camera.height:
            taken[int(max(y - 2, 0) / 4) : int((y + 2) / 4) + 1, int(max(x - 2, 0) / 4) : int((x + 2) / 4) + 1] = 1
    for rect in covered:
        columns = slice(max(int(rect.left() / 4), 0), max(int(rect.right() / 4) + 1, 0))
        taken[max(int(rect.top() / 4), 0) : max(int(rect.bottom() / 4) + 1, 0), columns] = 1
    return taken


def _rect(spot: NDArray[np.float64], width: float, gap: float, side: int) -> QRectF:
    x, y = float(spot[0]), float(spot[1])
    corners = (
        (x + gap, y - HEIGHT / 2),
        (x - gap - width, y - HEIGHT / 2),
        (x - width / 2, y - gap - HEIGHT),
        (x - width / 2, y + gap),
    )
    return QRectF(*corners[side], width, HEIGHT)
