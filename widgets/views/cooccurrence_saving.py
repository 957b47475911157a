"""Keeping the tables of the Co-occurrence tab as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from explorer.csv_text import Cell, save_csv
from explorer.task import Task
from widgets.parts.numbers import grouped
from widgets.parts.save_place import ask_save_place
from widgets.workbench import Workbench


def export_square(
    workbench: Workbench,
    window: QWidget,
    name: str,
    words: Sequence[str],
    values: NDArray[np.float64],
    path: Path | None = None,
) -> None:
    """Save a table of words by words as CSV; without a path the user is asked for one. Missing values stay empty."""
    path = path or ask_save_place(workbench, window, "Export table", name, "CSV", ".csv")
    if path is not None:
        said = f"Saved {path.name}, {grouped(len(words))} × {grouped(len(words))} values."
        workbench.jobs.start(f"Saving {path.name}", _save_square, path, tuple(words), values, said=said)


def export_rows(
    workbench: Workbench,
    window: QWidget,
    name: str,
    headings: Sequence[str],
    columns: Sequence[Sequence[Cell]],
    path: Path | None = None,
) -> None:
    """Save columns as CSV; without a path the user is asked for one."""
    path = path or ask_save_place(workbench, window, "Export table", name, "CSV", ".csv")
    if path is not None:
        rows = list(zip(*columns, strict=True))
        said = f"Saved {path.name}, {grouped(len(rows))} rows."
        workbench.jobs.start(f"Saving {path.name}", save_csv, path, tuple(headings), rows, said=said)


def _save_square(path: Path, words: Sequence[str], values: NDArray[np.float64], task: Task = Task()) -> Path:
    rows: list[list[Cell]] = []
    for word, row in zip(words, values.tolist(), strict=True):
        task.check()
        rows.append([word, *("" if np.isnan(value) else _plain(value) for value in row)])
    return save_csv(path, ("", *words), rows, task)


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
