"""The command `cooccurrence`: texts to counts of words near each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from explorer.commands.application import app
from explorer.commands.arguments import Corpora
from explorer.corpus.cooccurrence_files import writer_of
from explorer.corpus.cooccurrences import DIRECTIONS, CooccurrenceOptions, survey_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.flags import chosen, with_flags
from explorer.terminal import check_folder, shown_task, tell

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    DirectionName = str
    WeightingName = str
else:
    DirectionName = Literal[tuple(DIRECTIONS)]
    WeightingName = Literal[tuple(WEIGHTINGS)]


@app.command()
@with_flags(CooccurrenceOptions, TokenOptions)
def cooccurrence(
    corpus: Corpora,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where they go: .npz (a sparse matrix) or .csv (word, word, value).")
    ],
    direction: Annotated[
        DirectionName, typer.Option(help="Where the second word stands, seen from the first.")
    ] = "both",
    weighting: Annotated[WeightingName, typer.Option(help="What is made of the counts.")] = "counts",
    **values: Any,
) -> None:
    """Count how often words stand near each other, and write it down.

    An .npz file is read by scipy.sparse.load_npz; the words of its rows and columns are within it as "words".
    """
    check_folder(output)
    write = writer_of(output)
    with shown_task() as task:
        texts = open_corpus(corpus, task)
        found = survey_cooccurrences(
            texts, chosen(CooccurrenceOptions, values), chosen(TokenOptions, values), task.part(0, 0.8)
        )
        matrix = found.matrix(direction, weighting)
        write(output, found.index_to_key, matrix, task.part(0.8, 1))
    tell(f"{matrix.nnz:,} pairs of {len(found):,} words written to {output}")
