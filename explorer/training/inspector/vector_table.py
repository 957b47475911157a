"""The history of the vectors as a table, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.csv_text import Cell
from explorer.task import Task
from explorer.training.inspector.history import AnySetup, History
from explorer.training.inspector.moment import Floats


def vector_headings(setup: AnySetup) -> list[str]:
    """The headings of `vector_rows`."""
    return ["step", "matrix", "word", *(f"h{unit + 1}" for unit in range(setup.hidden_size))]


def vector_rows(history: History, upto: int, every: int = 1, task: Task = Task()) -> Iterator[list[Cell]]:
    """The vectors after steps 0, ``every``, twice that ... and ``upto``: a row for each word and matrix.

    Written by `explorer.csv_text.save_csv`, the numbers can be read back the same to the bit.

    Example: ``save_csv(path, vector_headings(setup), list(vector_rows(history, 500, every=10)))``.
    """
    steps = [*range(0, upto, every), upto]
    for done, step in enumerate(steps):
        task.step(done, len(steps), f"Step {step:,}")
        moment = history.at(step)
        yield from _rows(step, "input", history.setup.vocabulary, moment.W)
        yield from _rows(step, "output", _output_names(history.setup, len(moment.W_out)), moment.W_out)


def _output_names(setup: AnySetup, n: int) -> list[str]:
    return [setup.output_name(row) for row in range(n)]


def _rows(step: int, matrix: str, names: tuple[str, ...] | list[str], vectors: Floats) -> Iterator[list[Cell]]:
    for name, vector in zip(names, vectors.tolist(), strict=True):
        yield [step, matrix, name, *vector]
