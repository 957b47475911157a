"""The command `project`: word vectors to places on a map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.analysis.clusters import FEWEST, MOST, find_clusters
from explorer.analysis.map_plans import plan_map, reductions
from explorer.analysis.placing_rest import place_rest
from explorer.commands.application import app
from explorer.commands.arguments import (
    Columns,
    EquallyBy,
    Filter,
    Method,
    PlaceRest,
    Vectors,
    Words,
)
from explorer.coordinate_files import coordinates, save_coordinates, writer_for
from explorer.embedding import Embedding
from explorer.flags import chosen_of_method, with_flags_of_methods
from explorer.formats.registry import read_vectors
from explorer.projection.estimate import told_bytes, told_seconds
from explorer.projection.methods import METHODS
from explorer.projection.methods import project as project_words
from explorer.projection.projection import Projection
from explorer.projection.words import WordChoice
from explorer.task import Task
from explorer.terminal import check_folder, shown_task, tell
from explorer.word_columns import with_columns
from explorer.wording import counted

WORTH_TELLING = 5.0  # seconds from which on it is told beforehand how long it will take


@app.command()
@with_flags_of_methods(METHODS)
def project(
    vectors: Vectors,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The table of the places: word, x, y. In .csv, .tsv or .parquet.")
    ],
    method: Method = "umap",
    words: Words = None,
    filter_text: Filter = "",
    equally_by: EquallyBy = "",
    columns: Columns = None,
    rest: PlaceRest = False,
    clusters: Annotated[
        int | None,
        typer.Option(min=FEWEST, max=MOST, help="Part the words into so many groups by their vectors; write which."),
    ] = None,
    components: Annotated[bool, typer.Option("--components", help="Write the ten components of PCA too.")] = False,
    **values: Any,
) -> None:
    """Place the words on a map; write the places as a table.

    Axes that mean something: --method axes --x "man -> woman" --y "/ing$/" --polar. What is known of each word, such as
    its count, is written beside its place.
    """
    check_folder(output)
    writer_for(output)
    choice = WordChoice(filter=filter_text, column=equally_by, n=words)
    with shown_task() as task:
        embedding, projection = read_and_project(vectors, method, choice, values, task.part(0, 0.95), rest, columns)
        found = None if clusters is None else find_clusters(embedding, clusters, task=task.part(0.95, 0.99))
        save_coordinates(output, coordinates(embedding, projection, components, found), task)
    tell(*embedding.notices, *told_figures(projection), f"{told(projection, embedding.unit)} written to {output}")


def read_and_project(
    path: Path,
    method: str,
    choice: WordChoice,
    values: dict[str, Any],
    task: Task,
    rest: bool = False,
    columns: Path | None = None,
) -> tuple[Embedding, Projection]:
    """Read vectors and project the chosen words, with the values given for the method's parameters; ``rest`` places all
    others too, and ``columns`` is a table of what is known of the words.

    How long it will take is told before it starts, if it takes long.

    Raises
    ------
    typer.BadParameter : a value was given for a parameter that the method does not have.
    ExplorerError      : no word is chosen, an axis cannot be read, or the map does not fit into the memory.
    """
    options = chosen_of_method(method, METHODS, values)
    embedding = read_vectors(path, task.part(0, 0.1))
    if columns is not None:
        embedding = with_columns(embedding, columns, task)
    plan = plan_map(embedding, method, options, choice, task=task.part(0.1, 0.14))
    cost = plan.foreseen.estimate
    if cost.seconds >= WORTH_TELLING:
        told = f"{told_seconds(cost.seconds)} and {told_bytes(cost.n_bytes)} of memory"
        tell(f"{METHODS[method].label} of {counted(plan.foreseen.n, embedding.unit)} will take {told}.")
    indices, words = plan.indices, plan.words
    projecting, placing = task.part(0.14, 0.7 if rest else 1), task.part(0.7, 1)
    projection = project_words(embedding, method, plan.options, None, projecting, None, indices, words)
    tell(*reductions(plan.options, projection))
    if rest:
        projection = place_rest(embedding, projection, placing)
    return embedding, projection


def told(projection: Projection, unit: str) -> str:
    """What a map is of: "10,000 of 400,000 words by UMAP"."""
    share = counted(projection.n_words, unit)
    share = share if projection.is_complete else f"{len(projection):,} of {share}"
    which = "" if not projection.words else f" ({projection.words})"
    return f"{share}{which} by {METHODS[projection.method].label}"


def told_figures(projection: Projection) -> list[str]:
    """What was measured of a map, a line; nothing if nothing was."""
    figures = dict(projection.figures)
    sample = figures.pop("sample", None)
    told = ", ".join(f"{name} {value:.3g}" for name, value in figures.items() if not name[-1].isdigit())
    return [f"{told} (sample of {sample:,.0f})" if sample else told] if told else []
