"""The command `train`: texts to word vectors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from explorer.commands.application import app
from explorer.commands.arguments import Corpora
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.flags import chosen, chosen_of_method, with_flags, with_flags_of_methods
from explorer.formats.registry import FORMATS, format_of_ending, write_vectors
from explorer.terminal import check_folder, shown_task, tell
from explorer.training.trainers import TRAINERS
from explorer.training.trainers import train as train_on

TRAINER_OPTIONS = {key: trainer.options for key, trainer in TRAINERS.items()}
TRAINER_LABELS = {key: trainer.label for key, trainer in TRAINERS.items()}

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    TrainerName = str
    FormatName = str
else:
    TrainerName = Literal[tuple(TRAINERS)]
    FormatName = Literal[tuple(each.key for each in FORMATS)]


@app.command()
@with_flags(TokenOptions)
@with_flags_of_methods(TRAINER_OPTIONS, TRAINER_LABELS, omit=["method"])
def train(
    corpus: Corpora,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where the vectors go: .vec, .w2v, .bin or .txt (GloVe text).")
    ],
    method: Annotated[TrainerName, typer.Option("--method", help="How to get from the texts to vectors.")] = "skipgram",
    file_format: Annotated[
        FormatName | None, typer.Option("--format", help="The format of the file, if its ending does not tell it.")
    ] = None,
    **values: Any,
) -> None:
    """Train on texts by word2vec, GloVe or PPMI, and write the vectors."""
    key = file_format or _format_of_ending(output)
    check_folder(output)
    options = TRAINERS[method].adopt(chosen_of_method(method, TRAINER_OPTIONS, TRAINER_LABELS, values))
    with shown_task() as task:
        texts = open_corpus(corpus, task)
        embedding = train_on(texts, options, chosen(TokenOptions, values), task.part(0, 0.95))
        write_vectors(embedding, output, key, task.part(0.95, 1))
    tell(*embedding.notices, f"{len(embedding):,} words of {embedding.dim} dimensions written to {output}")


def _format_of_ending(path: Path) -> str:
    found = format_of_ending(path)
    if found is None:
        raise typer.BadParameter(
            f"The ending of “{path.name}” tells no format. End it in .vec, .w2v, .bin or .txt, or name one by --format."
        )
    return found.key
