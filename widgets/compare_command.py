"""The command `lexiscope compare`: all pairs of some words as a table or a heatmap, drawn without a display."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer

from explorer.analysis.clustering import ORDERS, cluster, order_words
from explorer.analysis.comparison import as_distances, pairwise, told_of_undefined
from explorer.commands.arguments import MetricName, Vectors
from explorer.csv_text import Cell, csv_text, save_csv
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.flags import chosen, with_flags
from explorer.formats.registry import read_vectors
from explorer.neighbor_tables import printable, read_queries
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space, in_space
from explorer.task import Task
from explorer.terminal import check_folder, shown_task, tell
from explorer.wording import counted, worded
from widgets.heatmap_picture import PICTURES, draw_heatmap
from widgets.picture_command import app

if TYPE_CHECKING:
    from numpy.typing import NDArray

    OrderName = str
else:
    OrderName = Literal[tuple(ORDERS)]

__all__ = ["app"]

MOST = 2000  # words: a table of four million values


@app.command()
@with_flags(Space)
def compare(
    vectors: Vectors,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD", help="The words to compare.")] = None,
    words_from: Annotated[
        Path | None, typer.Option("--words-from", help="A text file of more words, one a line.")
    ] = None,
    metric: Annotated[MetricName, typer.Option(help="By what they are compared.")] = "cosine",
    order: Annotated[OrderName, typer.Option(help="In which order they stand.")] = "chosen",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .csv, .png, .svg or .pdf file; without it the table is printed."),
    ] = None,
    theme: Annotated[Literal["dark", "light"], typer.Option(help="The colours of the picture.")] = "light",
    scale: Annotated[int, typer.Option(min=1, max=4, help="So many times the size, for a PNG.")] = 2,
    **values: Any,
) -> None:
    """Compare all pairs of words; print the table, or write it as CSV or as a heatmap.

    They are compared in the space of the vectors as they are, unless a flag says otherwise.
    """
    space: Space = chosen(Space, values)
    queries = [*(words or ()), *(read_queries(words_from) if words_from else ())]
    if not 2 <= len(set(queries)) <= MOST:
        raise typer.BadParameter(f"Name two words or more, up to {MOST:,}, or a file of them by --words-from.")
    suffix = "" if output is None else output.suffix.lower()
    if output is not None:
        if suffix not in (".csv", *PICTURES):
            raise typer.BadParameter(
                f"The ending of “{output.name}” tells no format. End it in .csv, .png, .svg or .pdf."
            )
        check_folder(output)
    with shown_task() as task:
        embedding = read_vectors(vectors, task.part(0, 0.6))
        indices = tuple(dict.fromkeys(embedding.index_of(word) for word in queries))
        if len(indices) < 2:
            only = embedding.index_to_key[indices[0]]
            raise ExplorerError(f"All of these are “{only}”. Name another {embedding.unit}.")
        moved = in_space(embedding, space, task.part(0.6, 0.8))
        ordered, table, tree = _compared(moved, indices, metric, order, task.part(0.8, 0.9))
        names = [embedding.index_to_key[index] for index in ordered]
        how = ", ".join(filter(None, (METRICS[metric].quantity, space.told(embedding.dim))))
        if output is None:
            typer.echo(_printed(names, table).encode("utf-8", errors="replace"), nl=False)
        elif suffix == ".csv":
            save_csv(output, ("", *names), _rows(names, table), task)
        else:
            draw_heatmap(
                output,
                names,
                table,
                f"{worded('Words', embedding.unit)} by {how}",
                limits=(-1.0, 1.0) if metric == "cosine" else None,
                diverging=METRICS[metric].is_similarity,
                tree=tree,
                theme_name=theme,
                scale=scale,
            )
    if undefined := told_of_undefined(names, table):
        tell(undefined)
    told = f"{counted(len(names), embedding.unit)} by {how}" + (f" written to {output}" if output is not None else "")
    tell(*embedding.notices, *(() if output is None and space.is_as_loaded else (told,)))


def _compared(
    embedding: Embedding, indices: tuple[int, ...], metric: str, order: str, task: Task
) -> tuple[list[int], NDArray[np.float64], NDArray[np.float64] | None]:
    """(the words in order, their values, the lines of the dendrogram or None)."""
    values = pairwise(embedding, indices, metric, task)
    tree = None
    if order == "cluster":
        clustering = cluster(as_distances(values, metric))
        places, tree = clustering.order, clustering.lines
    else:
        places = order_words(embedding, np.array(indices, dtype=np.int64), order)
    return [indices[place] for place in places], values[np.ix_(places, places)], tree


def _rows(names: list[str], values: NDArray[np.float64]) -> list[list[Cell]]:
    """The table as rows; a value that is not defined stays empty."""
    return [
        [name, *("" if np.isnan(value) else value for value in row)]
        for name, row in zip(names, values.tolist(), strict=True)
    ]


def _printed(names: list[str], values: NDArray[np.float64]) -> str:
    """The table for people on a terminal, for programs elsewhere: CSV with all digits."""
    import sys

    if not sys.stdout.isatty():
        return csv_text(("", *names), _rows(names, values))
    from rich.cells import cell_len

    shown = [printable(name) for name in names]
    width = max(map(cell_len, shown))
    column = max(width, 8)
    lines = [" " * width + "".join("  " + " " * (column - cell_len(name)) + name for name in shown)]
    for name, row in zip(shown, values.tolist(), strict=True):
        cells = ("" if np.isnan(value) else f"{value:.4f}" for value in row)
        lines.append(name + " " * (width - cell_len(name)) + "".join(f"  {cell:>{column}}" for cell in cells))
    return "\n".join(lines) + "\n"
