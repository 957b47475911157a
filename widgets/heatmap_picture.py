"""A heatmap as a file, drawn without a display: what the commands `compare` and `cooccurrence` share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from explorer.errors import UnwritableFile
from widgets.picture_command import start_qt

PICTURES = (".png", ".svg", ".pdf")
LARGEST = 16_000  # of a side in device pixels


def check_ending(path: Path) -> None:
    """Take only a name that tells the kind of picture.

    Raises
    ------
    typer.BadParameter : it does not.
    """
    if path.suffix.lower() not in PICTURES:
        raise typer.BadParameter(f"The ending of “{path.name}” tells no picture. End it in .png, .svg or .pdf.")


def draw_heatmap(
    path: Path,
    words: Sequence[str],
    values: NDArray[np.float64],
    title: str,
    *,
    limits: tuple[float, float] | None = None,
    diverging: bool = False,
    tree: NDArray[np.float64] | None = None,
    theme_name: str = "light",
    scale: int = 2,
) -> None:
    """Draw words by words, (n, n), and write it as the name of the file tells.

    limits:     the values of the first and the last colour; without them, those of the table
    diverging:  whether the colours meet at zero
    tree:       lines of a dendrogram over the rows, (m, 4, 2)
    scale:      device pixels a pixel, for a PNG

    Raises
    ------
    UnwritableFile : the picture would be too large, or the file cannot be written.
    """
    start_qt()
    from widgets.parts.heat_colors import limits_of
    from widgets.parts.heatmap_drawing import draw
    from widgets.parts.heatmap_layout import Matrix, lay_out, natural_size
    from widgets.parts.numbers import measured, shortened
    from widgets.parts.pictures import image_of, pdf_of, svg_of, write_picture
    from widgets.theme import THEMES

    low, high = limits or limits_of(values, diverging)
    names = tuple(words)
    matrix = Matrix(values, names, names, diverging, low, high, True, measured, tree, lambda value: shortened(value, 2))
    theme, size = THEMES[theme_name], natural_size(matrix)
    suffix = path.suffix.lower()
    if suffix == ".png" and max(size.width(), size.height()) * scale > LARGEST:
        raise UnwritableFile(path, "the picture would be too large. Take a smaller --scale or fewer words.")

    def paint(painter: object) -> None:
        draw(painter, matrix, lay_out(matrix, size.toSizeF()), theme)  # type: ignore[arg-type]

    write = {".svg": svg_of, ".pdf": pdf_of}.get(suffix)
    write_picture(
        write(paint, size, title, theme.window) if write else image_of(paint, size, scale, theme.window), path
    )
