"""The command `lexiscope picture`: the map as a PNG, drawn without a display."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from explorer.cli import app
from explorer.commands.arguments import METHOD_LABELS, METHOD_OPTIONS, Filter, Method, Vectors, Words
from explorer.commands.project import read_and_project, told
from explorer.flags import with_flags_of_methods
from explorer.projection.words import WordChoice
from explorer.terminal import check_folder, shown_task, tell

__all__ = ["app"]

SMALLEST, LARGEST = 100, 8192  # of a side, before it is scaled
MOST = 16_384  # of a side, scaled


@app.command()
@with_flags_of_methods(METHOD_OPTIONS, METHOD_LABELS)
def picture(
    vectors: Vectors,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file.")],
    method: Method = "umap",
    words: Words = None,
    filter_text: Filter = "",
    size: Annotated[str, typer.Option(help="Width and height in pixels.", metavar="WIDTHxHEIGHT")] = "1280x800",
    scale: Annotated[int, typer.Option(min=1, max=4, help="So many times the size, points and letters too.")] = 2,
    theme: Annotated[Literal["dark", "light"], typer.Option(help="The colours.")] = "dark",
    color: Annotated[
        Literal["none", "frequency", "norm"], typer.Option(help="What the colour of a point tells.")
    ] = "none",
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the background out.")] = False,
    caption: Annotated[bool, typer.Option("--caption", help="Write below the map what it shows.")] = False,
    **values: Any,
) -> None:
    """Draw the words on a map; write it as PNG."""
    width, height = _size(size)
    if max(width, height) * scale > MOST:
        raise typer.BadParameter(f"--size {size} times --scale {scale} is more than {MOST:,} pixels; take less.")
    check_folder(output)
    with shown_task() as task:
        embedding, projection = read_and_project(
            vectors, method, WordChoice(filter=filter_text, n=words), values, task.part(0, 0.9)
        )
        task.step(95, 100, "Drawing")
        start_qt()
        from widgets.map.picture import draw_map
        from widgets.parts.pictures import write_picture
        from widgets.theme import THEMES

        image = draw_map(
            embedding,
            projection,
            size=(width, height),
            scale=scale,
            theme=THEMES[theme],
            color_by=color,
            transparent=transparent,
            caption=caption,
        )
        write_picture(image, output)
    tell(*embedding.notices, f"{told(projection)} drawn to {output}")


def _size(text: str) -> tuple[int, int]:
    """Width and height as they were typed."""
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text.strip())
    if not found or not all(SMALLEST <= int(each) <= LARGEST for each in found.groups()):
        raise typer.BadParameter(
            f"--size is {text}; it must be two numbers from {SMALLEST} to {LARGEST}, such as 1280x800."
        )
    return int(found[1]), int(found[2])


def start_qt() -> None:
    """Qt without a display, in the program's own letters; it lasts until the program ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from widgets.theme import load_fonts

    if QApplication.instance() is None:
        load_fonts(QApplication(["lexiscope"]))
