"""What the commands say on a terminal, how they show their progress, and how Ctrl-C stops them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from explorer.errors import ExplorerError, UnwritableFile, reason_of
from explorer.neighbor_tables import printable
from explorer.task import Task


@contextmanager
def shown_task() -> Iterator[Task]:
    """A task that shows its progress as a bar on a terminal, and nothing elsewhere; Ctrl-C cancels it."""
    if not sys.stderr.isatty():
        task = Task(on_told=_tell_all)
        with _cancelled_by_interrupt(task):
            yield task
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task("", total=1.0)
        task = Task(
            lambda fraction, message: bar.update(row, completed=fraction, description=printable(message)),
            on_told=_tell_all,
        )
        with _cancelled_by_interrupt(task):
            yield task
        bar.update(row, completed=1.0)


@contextmanager
def _cancelled_by_interrupt(task: Task) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        task.cancel()  # for threads that a library may have started
        raise


def tell(*sentences: str) -> None:
    """Say something beside the result, a line each."""
    for sentence in sentences:
        typer.echo(printable(sentence), err=True)


def _tell_all(sentences: tuple[str, ...]) -> None:
    tell(*sentences)


def print_result(text: str) -> None:
    """Print a result; whoever has read enough of it, such as ``head``, needs no word about that.

    Raises
    ------
    ExplorerError : it cannot be printed, for instance into a file on a full disk.
    """
    try:
        typer.echo(text.encode("utf-8", errors="replace"), nl=False)
    except BrokenPipeError:
        raise  # typer ends the program quietly
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python fails to print what is left once more at its end
        raise ExplorerError(
            f"The result could not be printed: {reason_of(error)}. Print it to another place."
        ) from error


def check_folder(path: Path) -> None:
    """Find out before the long work, not after it, that its result has nowhere to go."""
    if path.is_dir():
        raise UnwritableFile(path, "there is a folder of that name. Choose another name.")
    if not path.absolute().parent.is_dir():
        raise UnwritableFile(path, f"there is no folder {path.parent}. Make it first, or choose another.")
