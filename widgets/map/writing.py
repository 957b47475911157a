"""Writing a map to a file: PNG in strips of any size, SVG and PDF in vectors, a page of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from explorer.saving import atomic_write
from explorer.task import Task
from widgets.map.drawing import Drawing, draw_vectors, image_of_piece, layer_of
from widgets.map.page import write_page
from widgets.parts.pictures import pdf_of, svg_of, write_picture
from widgets.parts.png import write_png

STRIP_PIXELS = 6_000_000
"""A picture is drawn in strips of so many pixels, so that the largest needs no more memory than a small one."""
MOST_ACROSS = 16_384  # of an image that Qt draws on


def write_drawing(drawing: Drawing, path: Path, scale: int, transparent: bool, task: Task = Task()) -> None:
    """Write the map as SVG, PDF, HTML or, of ``scale`` pixels for each of the screen, PNG: what the file's ending says.

    SVG and PDF hold up to 50,000 points as discs, more as one picture; lines, words and the legend are never pictures.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    ending, title = path.suffix.lower(), drawing.scene.embedding.name
    if ending in (".html", ".htm"):
        write_page(drawing, path, task)
    elif ending in (".svg", ".pdf"):
        ground = None if transparent else drawing.scene.theme.map
        pack = svg_of if ending == ".svg" else pdf_of
        packed = pack(partial(draw_vectors, drawing=drawing, task=task), drawing.size, title, ground)
        write_picture(packed, path, task)
    else:
        task.check()
        size = drawing.size * scale
        with atomic_write(path) as file:
            write_png(file, size.width(), size.height(), _strips(drawing, scale, transparent, task), transparent)


def _strips(drawing: Drawing, scale: int, transparent: bool, task: Task) -> Iterator[list[QImage]]:
    """The picture from the top to the bottom, each strip as images from the left to the right."""
    size, layer = drawing.size * scale, layer_of(drawing, 1 / scale, task)
    height = max(STRIP_PIXELS // size.width(), 1)
    for top in range(0, size.height(), height):
        task.step(top, size.height(), "Drawing")
        yield [
            image_of_piece(drawing, layer, scale, transparent, piece, task)
            for left in range(0, size.width(), MOST_ACROSS)
            if not (piece := QRect(left, top, MOST_ACROSS, height).intersected(QRect(0, 0, *size.toTuple()))).isEmpty()
        ]
