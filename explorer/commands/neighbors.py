"""The command `neighbors`: the nearest words of words and expressions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from explorer.analysis.analogies import READINGS
from explorer.commands.application import app
from explorer.commands.arguments import MetricName, Vectors
from explorer.flags import chosen, chosen_of_method, with_flags, with_flags_of_methods
from explorer.formats.registry import read_vectors
from explorer.neighbor_tables import as_csv, as_json, as_table, find, read_queries
from explorer.neighbors.approach import Approach
from explorer.neighbors.index_options import INDEXES
from explorer.neighbors.space import Space
from explorer.options import described
from explorer.terminal import print_result, shown_task, tell

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    ReadingName = str
    IndexName = str
else:
    ReadingName = Literal[tuple(READINGS)]
    IndexName = Literal[tuple(INDEXES)]


@app.command()
@with_flags(Space)
@with_flags_of_methods(INDEXES)
def neighbors(
    vectors: Vectors,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD",
            help='The words whose neighbours are wanted, expressions: "king - man + woman", or "odd(a, b, c)" for the'
            " word that does not match.",
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
    index: Annotated[
        IndexName | None, typer.Option("--index", help="Find them nearly by an index; how nearly is told beside them.")
    ] = None,
    file_format: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print.")] = "table",
    **values: Any,
) -> None:
    """Print the nearest neighbours of words, or the answers to expressions.

    They are sought exactly, in the whole vocabulary and in the space of the vectors as they are, unless a flag says
    otherwise. Many words are asked at once, so that a file of thousands takes little longer than one of ten.
    """
    approach = _approach(index, values)
    queries = [*(word for word in words or () if word.strip()), *(read_queries(words_from) if words_from else ())]
    if not queries:
        raise typer.BadParameter("Name a word or an expression, or a file of them by --words-from.")
    with shown_task() as task:
        embedding = read_vectors(vectors, task.part(0, 0.5))
        found = find(embedding, queries, topn, metric, analogy, approach, task.part(0.5, 1))
    tell(*embedding.notices, *([] if file_format == "table" else dict.fromkeys(each.how for each in found if each.how)))
    write = {"table": as_table, "csv": as_csv, "json": as_json}[file_format]
    print_result(write(embedding, found))


def _approach(index: str | None, values: dict[str, Any]) -> Approach:
    """How to seek them; a parameter of an index that was not chosen is a mistake in usage."""
    space = chosen(Space, values)
    if index is not None:
        return Approach(space, chosen_of_method(index, INDEXES, values))
    names = {name for kind in INDEXES.values() for name in described(kind.options)}
    given = next((name for name in names if values.get(name) is not None), None)
    if given is not None:
        raise typer.BadParameter(f"--{given.replace('_', '-')} is a parameter of an index; name one by --index.")
    return Approach(space)
