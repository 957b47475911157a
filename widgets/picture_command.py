"""The command `lexiscope picture`: the map as a file, drawn without a display."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from explorer.analysis.clusters import DEFAULT, FEWEST, MOST, find_clusters
from explorer.cli import app
from explorer.commands.arguments import Filter, Method, Vectors, Words
from explorer.commands.project import read_and_project, told
from explorer.flags import with_flags_of_methods
from explorer.projection.methods import METHODS
from explorer.projection.words import WordChoice
from explorer.terminal import check_folder, shown_task, tell

__all__ = ["app"]

SMALLEST, LARGEST = 100, 8192  # of a side, before it is scaled
ENDINGS = (".png", ".svg", ".pdf", ".html", ".htm", "")  # without one it is a PNG, to a pipe for example


@app.command()
@with_flags_of_methods(METHODS)
def picture(
    vectors: Vectors,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file: .png, .svg, .pdf or .html.")],
    method: Method = "umap",
    words: Words = None,
    filter_text: Filter = "",
    size: Annotated[str, typer.Option(help="Width and height in pixels.", metavar="WIDTHxHEIGHT")] = "1280x800",
    scale: Annotated[int, typer.Option(min=1, max=8, help="PNG: so many times the size, points and letters too.")] = 2,
    theme: Annotated[Literal["dark", "light"], typer.Option(help="The colours.")] = "dark",
    color: Annotated[
        Literal["none", "cluster", "frequency", "norm"], typer.Option(help="What the colour of a point tells.")
    ] = "none",
    clusters: Annotated[
        int, typer.Option(min=FEWEST, max=MOST, help="--color cluster: into how many groups the words are parted.")
    ] = DEFAULT,
    density: Annotated[
        Literal["none", "below", "instead"],
        typer.Option(help="Show how crowded the words are in each place: below the points, or instead of them."),
    ] = "none",
    contours: Annotated[bool, typer.Option("--contours", help="Draw lines of equal density.")] = False,
    label_density: Annotated[
        float, typer.Option(min=0, max=1, help="How many words are written: 0 none, 1 as many as have room.")
    ] = 0.5,
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the background out.")] = False,
    caption: Annotated[bool, typer.Option("--caption", help="Write below the map what it shows.")] = False,
    legend: Annotated[bool, typer.Option(help="Tell what the colours mean, if they mean something.")] = True,
    **values: Any,
) -> None:
    """Draw the words on a map; write it as a picture or as a page, by the ending of the file.

    In .svg and .pdf words stay text, and up to 50,000 points stay discs; .html is a page on which the map can be
    dragged, zoomed and searched, with nothing from the network.
    """
    extent = _size(size)
    if output.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(
            f"The ending of “{output.name}” tells no kind of picture. End it in .png, .svg, .pdf or .html."
        )
    check_folder(output)
    with shown_task() as task:
        embedding, projection = read_and_project(
            vectors, method, WordChoice(filter=filter_text, n=words), values, task.part(0, 0.9)
        )
        found = find_clusters(embedding, clusters, task=task.part(0.9, 0.95)) if color == "cluster" else None
        task.step(95, 100, "Drawing")
        start_qt()
        from widgets.map.drawing import make_drawing
        from widgets.map.layers import Layers
        from widgets.map.writing import write_drawing
        from widgets.theme import THEMES

        drawing = make_drawing(
            embedding,
            projection,
            size=extent,
            theme=THEMES[theme],
            color_by=color,
            clusters=found,
            label_density=label_density,
            layers=Layers(density, contours),
            legend=legend,
            caption=caption,
        )
        write_drawing(drawing, output, scale, transparent, task.part(0.95, 1))
    tell(*embedding.notices, f"{told(projection, embedding.unit)} drawn to {output}")


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
