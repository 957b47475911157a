"""The command `neighbors`: the nearest words of words and expressions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from explorer.analysis.analogies import READINGS
from explorer.commands.application import app
from explorer.commands.arguments import MetricName, Vectors
from explorer.formats.registry import read_vectors
from explorer.neighbor_tables import as_csv, as_json, as_table, find, read_queries
from explorer.terminal import print_result, shown_task, tell

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    ReadingName = str
else:
    ReadingName = Literal[tuple(READINGS)]


@app.command()
def neighbors(
    vectors: Vectors,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD", help='The words whose neighbours are wanted, or expressions: "king - man + woman".'
        ),
    ] = None,
    words_from: Annotated[
        Path | None, typer.Option("--words-from", help="A text file of more words or expressions, one a line.")
    ] = None,
    metric: Annotated[MetricName, typer.Option(help="What near means.")] = "cosine",
    analogy: Annotated[
        ReadingName,
        typer.Option(help="How an expression is answered: by 3CosAdd, 3CosMul, or the metric and the sum as it is."),
    ] = "add",
    topn: Annotated[int, typer.Option(min=1, help="How many neighbours of each word.")] = 10,
    file_format: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print.")] = "table",
) -> None:
    """Print the nearest neighbours of words, or the answers to expressions.

    They are sought exactly, in the whole vocabulary and in the space of the vectors as they are.
    """
    queries = [*(words or ()), *(read_queries(words_from) if words_from else ())]
    if not queries:
        raise typer.BadParameter("Name a word or an expression, or a file of them by --words-from.")
    with shown_task() as task:
        embedding = read_vectors(vectors, task.part(0, 0.5))
        found = find(embedding, queries, topn, metric, analogy, task.part(0.5, 1))
    tell(*embedding.notices)
    write = {"table": as_table, "csv": as_csv, "json": as_json}[file_format]
    print_result(write(embedding, found))
