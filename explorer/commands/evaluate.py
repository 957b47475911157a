"""The command `evaluate`: analogies and judged pairs of words, by files that people share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from explorer.analysis.evaluation import EvaluationOptions, evaluate, read_test
from explorer.commands.application import app
from explorer.commands.arguments import Vectors
from explorer.evaluation_tables import as_csv, as_json, as_table
from explorer.flags import chosen, with_flags
from explorer.formats.registry import read_vectors
from explorer.neighbors.space import Space
from explorer.terminal import print_result, shown_task, tell


@app.command("evaluate")
@with_flags(EvaluationOptions, Space)
def evaluate_vectors(
    vectors: Vectors,
    tests: Annotated[
        list[Path],
        typer.Argument(
            metavar="TEST",
            help="Files of analogies, four words a line, such as questions-words.txt; or of judged pairs, two words and"
            " a number a line, such as WordSim-353.",
        ),
    ],
    file_format: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print.")] = "table",
    **values: Any,
) -> None:
    """Print how many analogies word vectors answer, and how far they agree with judged pairs of words.

    Analogies are answered by 3CosAdd; the cosines of pairs are correlated with the judgements. Case does not count, and
    questions with a word that is not known are left out and counted: as gensim does.
    """
    with shown_task() as task:
        read = [read_test(path) for path in tests]  # first, since a mistake in them shows at once
        embedding = read_vectors(vectors, task.part(0, 0.4))
        found = evaluate(embedding, read, chosen(EvaluationOptions, values), chosen(Space, values), task.part(0.4, 1))
    tell(*embedding.notices, *([found.space] if found.space else []))
    write = {"table": as_table, "csv": as_csv, "json": as_json}[file_format]
    print_result(write(found))
