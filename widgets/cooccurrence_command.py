"""The command `lexiscope cooccurrence`: texts to counts of words near each other, as a file or as a heatmap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from explorer.analysis.cooccurrence_table import MOST_WORDS, ORDERS, Counted, TableOptions, make_table
from explorer.commands.arguments import Corpora
from explorer.corpus.cooccurrence_files import writer_of
from explorer.corpus.cooccurrences import DIRECTIONS, CooccurrenceOptions, survey_cooccurrences
from explorer.corpus.judging import TextChoice
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.flags import chosen, with_flags
from explorer.terminal import check_folder, shown_task, tell
from explorer.wording import counted
from widgets.heatmap_picture import check_ending, draw_heatmap
from widgets.picture_command import app

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    DirectionName = str
    WeightingName = str
    OrderName = str
else:
    DirectionName = Literal[tuple(DIRECTIONS)]
    WeightingName = Literal[tuple(WEIGHTINGS)]
    OrderName = Literal[tuple(ORDERS)]

__all__ = ["app"]


@app.command()
@with_flags(CooccurrenceOptions, TokenOptions, TextChoice)
def cooccurrence(
    corpus: Corpora,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where they go: .npz (a sparse matrix) or .csv (word, word, value)."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Where a heatmap of some words goes: .png, .svg or .pdf.")
    ] = None,
    direction: Annotated[
        DirectionName, typer.Option(help="Where the second word stands, seen from the first.")
    ] = "both",
    weighting: Annotated[WeightingName, typer.Option(help="What is made of the counts.")] = "counts",
    word: Annotated[
        list[str] | None, typer.Option("--word", help="A word of the heatmap, once for each; else the most frequent.")
    ] = None,
    top: Annotated[
        int, typer.Option(min=2, max=MOST_WORDS, help="So many of the most frequent words in the heatmap.")
    ] = 60,
    order: Annotated[OrderName, typer.Option(help="In which order they stand in it.")] = "frequency",
    theme: Annotated[Literal["dark", "light"], typer.Option(help="The colours of the heatmap.")] = "light",
    scale: Annotated[int, typer.Option(min=1, max=8, help="So many times the size, for a PNG.")] = 2,
    **values: Any,
) -> None:
    """Count how often words stand near each other; write it down, or draw it as a heatmap.

    An .npz file is read by scipy.sparse.load_npz; the words of its rows and columns are within it as "words".
    """
    if output is None and picture is None:
        raise typer.BadParameter("Say where the counts go by --output, or their picture by --picture.")
    if picture is not None:
        check_ending(picture)
        check_folder(picture)
    if output is not None:
        check_folder(output)
    write = None if output is None else writer_of(output)
    options, tokens = chosen(CooccurrenceOptions, values), chosen(TokenOptions, values)
    told: list[str] = []
    with shown_task() as task:
        texts = open_corpus(corpus, task, choice=chosen(TextChoice, values))
        found = survey_cooccurrences(texts, options, tokens, task.part(0, 0.8))
        table = None
        if picture is not None:  # what cannot be drawn is told before anything is written
            wanted = TableOptions(tuple(word) if word else None, top, 0, weighting, direction, order)
            table = make_table(Counted(texts, tokens, options.min_count, found), wanted, task=task.part(0.8, 0.9))
        if output is not None and write is not None:
            matrix = found.matrix(direction, weighting)
            write(output, found.index_to_key, matrix, task.part(0.9, 1))
            told.append(f"{counted(matrix.nnz, 'pair')} of {counted(len(found), 'word')} written to {output}")
        if picture is not None and table is not None:
            title = f"{texts.name}, {WEIGHTINGS[weighting].label.lower()}"
            draw_heatmap(picture, table.words, table.values, title, tree=table.tree, theme_name=theme, scale=scale)
            told += [f"“{each}” is too rare to be drawn." for each in table.unknown]
            told.append(f"{counted(len(table.words), 'word')} drawn to {picture}")
    tell(*texts.notices, *told)
