"""The application that the commands belong to: how it names itself, and how it ends when one cannot go on."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from explorer.errors import ExplorerError
from explorer.neighbor_tables import printable
from explorer.task import Cancelled

INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended


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
