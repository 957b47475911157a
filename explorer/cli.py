"""The command line of the core: train, cooccurrence, neighbors and project, without a window and without Qt."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from explorer.analysis.analogies import READINGS
from explorer.corpus.cooccurrence_files import writer_of
from explorer.corpus.cooccurrences import DIRECTIONS, CooccurrenceOptions, survey_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.csv_text import save_csv
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.flags import chosen, chosen_of_method, with_flags, with_flags_of_methods
from explorer.formats.registry import FORMATS, format_of_ending, read_vectors, write_vectors
from explorer.neighbor_tables import as_csv, as_json, as_table, find, printable, read_queries
from explorer.neighbors.metrics import METRICS
from explorer.projection.methods import METHODS
from explorer.projection.methods import project as project_words
from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task
from explorer.terminal import check_folder, print_result, shown_task, tell
from explorer.training.trainers import TRAINERS
from explorer.training.trainers import train as train_on

INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended

METHOD_OPTIONS = {key: method.options for key, method in METHODS.items()}
METHOD_LABELS = {key: method.label for key, method in METHODS.items()}
TRAINER_OPTIONS = {key: trainer.options for key, trainer in TRAINERS.items()}
TRAINER_LABELS = {key: trainer.label for key, trainer in TRAINERS.items()}

if TYPE_CHECKING:  # to a checker these are texts; typer offers and checks the choices
    MethodName = str
    TrainerName = str
    MetricName = str
    ReadingName = str
    FormatName = str
    DirectionName = str
    WeightingName = str
else:
    MethodName = Literal[tuple(METHODS)]
    TrainerName = Literal[tuple(TRAINERS)]
    MetricName = Literal[tuple(METRICS)]
    ReadingName = Literal[tuple(READINGS)]
    FormatName = Literal[tuple(each.key for each in FORMATS)]
    DirectionName = Literal[tuple(DIRECTIONS)]
    WeightingName = Literal[tuple(WEIGHTINGS)]

Vectors = Annotated[
    Path, typer.Argument(metavar="VECTORS", help="A file of word vectors: word2vec text or binary, or GloVe text.")
]
Corpora = Annotated[list[Path], typer.Argument(metavar="CORPUS", help="Text files, or folders of them.")]
Method = Annotated[MethodName, typer.Option("--method", help="How to get from the vectors to a map.")]
Words = Annotated[int | None, typer.Option("--words", min=1, help="Only so many words, the first of the file.")]


class _Sentences(TyperGroup):
    """Ends a command that cannot go on by one sentence instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command and turn what went wrong into what is told and how the program ends."""
        try:
            return super().invoke(ctx)
        except ExplorerError as error:
            sentence = str(error)
        except MemoryError:
            sentence = "There is not enough memory for this. Take fewer words (--words) or a smaller file."
        except (KeyboardInterrupt, Cancelled):
            raise typer.Exit(INTERRUPTED) from None
        typer.echo(printable(sentence), err=True)
        raise typer.Exit(1)


app = typer.Typer(
    name="lexiscope",
    cls=_Sentences,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    subcommand_metavar="[FILES... | COMMAND ...]",
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Lexiscope {version('lexiscope')}")
        raise typer.Exit


@app.callback()
def lexiscope(
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Explore word embeddings on a map.

    Without a command a window opens on FILES: texts or folders of texts to train on, or files of word vectors.
    A file that has the name of a command is opened as ./train.
    """


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
    tell(*embedding.notices, f"{_size(embedding)} written to {output}")


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


def _size(embedding: Embedding) -> str:
    return f"{len(embedding):,} words of {embedding.dim} dimensions"


def _format_of_ending(path: Path) -> str:
    found = format_of_ending(path)
    if found is None:
        raise typer.BadParameter(
            f"The ending of “{path.name}” tells no format. End it in .vec, .w2v, .bin or .txt, or name one by --format."
        )
    return found.key
