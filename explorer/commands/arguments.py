"""Arguments and choices that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from explorer.neighbors.metrics import METRICS
from explorer.projection.methods import METHODS

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    MethodName = str
    MetricName = str
else:
    MethodName = Literal[tuple(METHODS)]
    MetricName = Literal[tuple(METRICS)]

Vectors = Annotated[
    Path, typer.Argument(metavar="VECTORS", help="A file of word vectors: word2vec text or binary, or GloVe text.")
]
Corpora = Annotated[
    list[Path],
    typer.Argument(
        metavar="CORPUS",
        help="Texts, web pages, PDF, Word documents, tables of texts (CSV, JSON Lines, Parquet), folders, archives.",
    ),
]
Method = Annotated[MethodName, typer.Option("--method", help="How to get from the vectors to a map.")]
Words = Annotated[int | None, typer.Option("--words", min=1, help="Only so many words, the first of the file.")]
Filter = Annotated[
    str,
    typer.Option(
        "--filter",
        metavar="TEXT",
        help="Only words that begin so; /LETTERS/ for those that hold a regular expression; COLUMN: VALUE for those "
        "with this value.",
    ),
]
EquallyBy = Annotated[
    str,
    typer.Option(metavar="COLUMN", help="Of the number of words, equally many of each value of this column."),
]
PlaceRest = Annotated[
    bool,
    typer.Option("--place-rest", help="Place all other words too, into the finished map, beside their neighbours."),
]
Columns = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="TABLE",
        help="A table (CSV or tab-separated) of what is known of the words, which stand in its first column: for "
        "--filter, --equally-by, --target and axes as they are.",
    ),
]
