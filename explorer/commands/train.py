"""The command `train`: texts to vectors of words, and of documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from explorer.commands.application import app
from explorer.commands.arguments import Corpora
from explorer.corpus.judging import TextChoice
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.csv_text import save_csv
from explorer.embedding import Embedding
from explorer.errors import BadOption
from explorer.flags import chosen, chosen_of_method, with_flags, with_flags_of_methods
from explorer.formats.registry import FORMATS, format_of_ending, write_vectors
from explorer.option_files import read_options, save_options
from explorer.options import option
from explorer.task import Task
from explorer.terminal import check_folder, shown_task, tell
from explorer.training.trainers import TRAINERS, learn
from explorer.wording import counted

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    TrainerName = str
    FormatName = str
else:
    TrainerName = Literal[tuple(TRAINERS)]
    FormatName = Literal[tuple(each.key for each in FORMATS)]


@dataclass(frozen=True)
class _Method:
    """What a file of options may say beside the parameters."""

    method: str = option("skipgram", "Method", "How to get from the texts to vectors.")


@app.command()
@with_flags(TokenOptions, TextChoice)
@with_flags_of_methods(TRAINERS, omit=["method"])
def train(
    context: typer.Context,
    corpus: Corpora,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where the vectors go: .vec, .w2v, .bin or .txt (GloVe text).")
    ],
    method: Annotated[TrainerName, typer.Option("--method", help="How to get from the texts to vectors.")] = "skipgram",
    file_format: Annotated[
        FormatName | None, typer.Option("--format", help="The format of the file, if its ending does not tell it.")
    ] = None,
    options: Annotated[
        Path | None,
        typer.Option("--options", help="A TOML file of parameters, such as dim = 50; what is given as a flag wins."),
    ] = None,
    save_options_to: Annotated[
        Path | None, typer.Option("--save-options", help="Write all parameters of this training as such a file.")
    ] = None,
    **values: Any,
) -> None:
    """Train on texts by word2vec, fastText, doc2vec, GloVe or PPMI, and write the vectors.

    With doc2vec, the vectors of the documents go to a second file beside that of the words, such as
    speeches-documents.vec beside speeches.vec, and what is known of them to a CSV file of that name.

    A file holds whole words only. What fastText knows of their parts is not in it, so that words which the texts lack
    can be asked in the window alone, as long as what it has learned there is open.
    """
    key = file_format or _format_of_ending(output)
    check_folder(output)
    if options is not None:
        method, values = _with_file(context, options, method, values)
    chosen_options = TRAINERS[method].adopt(chosen_of_method(method, TRAINERS, values))
    tokens, reading = chosen(TokenOptions, values), chosen(TextChoice, values)
    if save_options_to is not None:
        save_options(save_options_to, chosen_options, tokens, reading, method=method)
    with shown_task() as task:
        texts = open_corpus(corpus, task, choice=reading)
        task.tell(*texts.notices)
        learned = learn(texts, chosen_options, tokens, task.part(0, 0.95))
        write_vectors(learned.embedding, output, key, task.part(0.95, 1 if learned.documents is None else 0.98))
        written = [f"{_size(learned.embedding)} written to {output}"]
        if learned.documents is not None:
            written.append(_write_documents(learned.documents, output, key, task.part(0.98, 1)))
    tell(*learned.embedding.notices, *written)


def _with_file(context: typer.Context, path: Path, method: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The method and the values of the parameters, those of a file where no flag was given."""
    named = read_options(path, _Method, TextChoice, TokenOptions, *(each.options for each in TRAINERS.values()))

    def is_given(name: str) -> bool:
        source = context.get_parameter_source(name)
        return source is not None and source.name == "COMMANDLINE"

    if not is_given("method"):
        method = named.get("method", method)
        if method not in TRAINERS:
            raise BadOption(f"{path.name}: method is “{method}”; it must be one of {', '.join(TRAINERS)}.")
    return method, values | {name: value for name, value in named.items() if name in values and not is_given(name)}


def _write_documents(documents: Embedding, output: Path, key: str, task: Task) -> str:
    """Write the vectors of documents beside those of the words, and their columns; what was written, as it is told."""
    path = output.with_name(f"{output.stem}-documents{output.suffix}")
    in_one_piece = tuple("_".join(name.split()) for name in documents.index_to_key)  # as not every format has blanks
    write_vectors(replace(documents, index_to_key=in_one_piece), path, key, task)
    if not documents.metadata:
        return f"{_size(documents)} written to {path}"
    table = path.with_suffix(".csv")
    rows = list(zip(in_one_piece, *documents.metadata.values(), strict=True))
    names = [f"{name}_" if name == documents.unit else name for name in documents.metadata]
    save_csv(table, (documents.unit, *names), rows, task)
    return f"{_size(documents)} written to {path}, what is known of them to {table.name}"


def _size(embedding: Embedding) -> str:
    return f"{counted(len(embedding), embedding.unit)} of {counted(embedding.dim, 'dimension')}"


def _format_of_ending(path: Path) -> str:
    found = format_of_ending(path)
    if found is None:
        raise typer.BadParameter(
            f"The ending of “{path.name}” tells no format. End it in .vec, .w2v, .bin or .txt, or name one by --format."
        )
    return found.key
