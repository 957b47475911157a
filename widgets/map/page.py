"""The map as one page of HTML that needs nothing else: it can be dragged, zoomed, pointed at and searched.

What the page does is in `page.js`, hand-written and without a library. Its policy forbids every request and every other
script, so that it is safe to hand on; words stand in it as data, in which no sign can end a script.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from explorer.saving import atomic_write
from explorer.task import Task
from explorer.wording import standing, worded
from widgets.map.axes import REACH
from widgets.map.camera import EYE, Camera
from widgets.map.coloring import rgb_of
from widgets.map.density import PEAKS
from widgets.map.drawing import Drawing
from widgets.map.labels import WORDS_GIVE_WAY
from widgets.map.picture import fitted
from widgets.map.points import FAINTEST, PLAIN_LEVEL, SMALLEST, SOLID, radii_of
from widgets.map.regions import CLOSE, WHOLE
from widgets.theme import Theme

HERE = Path(__file__).parent
COLORS = (
    "map",
    "text",
    "label",
    "halo",
    "muted",
    "faint",
    "faded",
    "raised",
    "hairline",
    "accent",
    "accent_soft",
    "selected",
)


def write_page(drawing: Drawing, path: Path, task: Task = Task()) -> None:
    """Write a map as a page; some 25 bytes a word with the word itself: the 400,000 words of GloVe are 10 MB.

    It begins with what is seen, and holds every word that has a place.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    with atomic_write(path) as file:
        for piece in _pieces(drawing, task):
            task.check()
            file.write(piece.encode("utf-8", "backslashreplace"))  # half a sign, as JSON writes it


def _pieces(drawing: Drawing, task: Task) -> Iterator[str]:
    script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    title = html.escape(drawing.scene.embedding.name)
    yield f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width">\n<meta name="generator" content="Lexiscope">\n'
    yield f"<style>{style}</style>\n</head>\n<body>\n"
    unit = drawing.scene.embedding.unit
    search = worded("Search for a word", unit)
    yield (
        f'<canvas id="map" tabindex="0" role="img" aria-label="{worded("Map of words", unit)}"></canvas>\n'
        f'<header><input id="search" type="search" placeholder="{search} ( / )" aria-label="{search}" '
        'autocomplete="off" spellcheck="false"><ul id="found" hidden></ul></header>\n'
        '<aside id="legend" hidden></aside>\n<div id="card" hidden></div>\n<footer id="caption"></footer>\n'
    )
    scene, numbers = drawing.scene, drawing.scene.points.numbers
    task.check()
    index_to_key = scene.embedding.index_to_key
    words = [index_to_key[index] for index in scene.projection.indices.tolist()]
    colors = scene.discs.colors[numbers]
    palette, shades = np.unique(colors & np.uint32(0xFFFFFF), return_inverse=True)
    yield _data("facts", "application/json", _json(_facts(drawing, palette)))
    yield _data("words", "application/json", _json(words))
    for name, values in {
        "places": scene.projection.points.astype("<f4"),
        "crowding": (colors >> 24).astype(np.uint8),
        "colors": shades.astype(np.uint8 if len(palette) <= 256 else "<u2"),
        "levels": scene.discs.levels[numbers],
    }.items():
        task.check()
        yield _data(name, "text/plain", base64.b64encode(np.ascontiguousarray(values).data).decode("ascii"))
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _facts(drawing: Drawing, palette: NDArray[np.uint32]) -> dict[str, Any]:
    """Everything about the map that is no list of words."""
    scene, camera, projection = drawing.scene, drawing.camera, drawing.scene.projection
    counts, legend = scene.embedding.counts, scene.legend if drawing.legend else None
    radii = radii_of(len(projection), 1.0, 1.0)
    return {
        "dims": projection.points.shape[1],
        "caption": drawing.words if drawing.caption else "",
        "theme": {name: getattr(scene.theme, name) for name in COLORS},
        "view": _view(camera),
        "fit": _view(fitted(scene, camera.width, camera.height, solid=not camera.is_flat)),
        "eye": EYE,
        "axes": projection.axes,
        "corners": [corner.tolist() for corner in scene.inner_corners],
        "reach": REACH,
        "palette": palette.tolist(),
        "legend": None
        if legend is None
        else {
            "title": legend.title,
            "entries": [{"label": entry.label, "color": entry.color} for entry in legend.entries],
            "ramp": legend.ramp,
            "low": legend.low,
            "high": legend.high,
        },
        "names": [{"texts": each.texts, "row": each.row, "color": rgb_of(each.color)} for each in scene.regions],
        "name_zooms": [WHOLE, CLOSE],
        "give_way": WORDS_GIVE_WAY * scene.named_share,
        "selected": scene.selected_rows.tolist(),
        "word": -1 if scene.word_row is None else scene.word_row,
        "links": [[link.row, link.strength] for link in scene.links],
        "sides": [[*side.rows, side.is_strong] for side in scene.sides],
        "standing": standing(scene.embedding.unit),
        "ranks": None if projection.is_complete else (projection.indices + 1).tolist(),
        "counts": None if counts is None else counts[projection.indices].tolist(),
        "label_density": drawing.label_density,
        "layers": {"density": drawing.layers.density, "contours": drawing.layers.contours},
        "peak": _peak(scene.theme),
        "radii": radii.tolist(),
        "base": float(radii[0]) / SMALLEST,
        "plain": PLAIN_LEVEL,
        "density": scene.discs.density,
        "solid": SOLID,
        "faintest": FAINTEST,
    }


def _view(camera: Camera) -> dict[str, Any]:
    """A camera as the page knows it, which has its middle in the middle of the screen."""
    middle = np.array([camera.x, camera.y, camera.z]) + camera.matrix[0] * (camera.shift / camera.scale)
    return {
        "middle": middle.tolist(),
        "matrix": camera.matrix.ravel().tolist(),
        "scale": camera.scale,
        "zoom": camera.zoom,
        "lens": camera.lens,
        "width": camera.width,
        "height": camera.height,
    }


def _peak(theme: Theme) -> list[float]:
    color, share = PEAKS[theme.name]
    shade = QColor(color)
    return [shade.red(), shade.green(), shade.blue(), share]


def _json(value: object) -> str:
    """JSON in which no sign means anything to HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _data(name: str, kind: str, content: str) -> str:
    return f'<script type="{kind}" id="{name}">{content}</script>\n'


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
