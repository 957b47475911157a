"""The command `project`: word vectors to places on a map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.commands.application import app
from explorer.commands.arguments import METHOD_LABELS, METHOD_OPTIONS, Method, Vectors, Words
from explorer.csv_text import save_csv
from explorer.embedding import Embedding
from explorer.flags import chosen_of_method, with_flags_of_methods
from explorer.formats.registry import read_vectors
from explorer.projection.methods import project as project_words
from explorer.projection.projection import Projection
from explorer.task import Task
from explorer.terminal import check_folder, shown_task, tell


@app.command()
@with_flags_of_methods(METHOD_OPTIONS, METHOD_LABELS)
def project(
    vectors: Vectors,
    output: Annotated[Path, typer.Option("--output", "-o", help="The CSV file of the places: word, x, y.")],
    method: Method = "umap",
    words: Words = None,
    **values: Any,
) -> None:
    """Place the words on a map; write the places as CSV."""
    check_folder(output)
    with shown_task() as task:
        embedding, projection = read_and_project(vectors, method, words, values, task.part(0, 0.95))
        names = (embedding.index_to_key[index] for index in projection.indices)
        rows = [(name, x, y) for name, (x, y) in zip(names, projection.points, strict=True)]
        save_csv(output, ("word", "x", "y"), rows, task)
    tell(*embedding.notices, f"{told(projection)} written to {output}")


def read_and_project(
    path: Path, method: str, n_words: int | None, values: dict[str, Any], task: Task
) -> tuple[Embedding, Projection]:
    """Read vectors and project the first ``n_words`` of them, with the values given for the method's parameters.

    Raises
    ------
    typer.BadParameter : a value was given for a parameter that the method does not have.
    """
    options = chosen_of_method(method, METHOD_OPTIONS, METHOD_LABELS, values)
    embedding = read_vectors(path, task.part(0, 0.1))
    return embedding, project_words(embedding, method, options, n_words, task.part(0.1, 1))


def told(projection: Projection) -> str:
    """What a map is of: "10,000 of 400,000 words by UMAP"."""
    share = f"{len(projection):,}" if projection.is_complete else f"{len(projection):,} of {projection.n_words:,}"
    return f"{share} words by {METHOD_LABELS[projection.method]}"
