"""Keeping the tables of the tabs: for the clipboard, or as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from explorer.csv_text import Cell, save_csv, tab_text
from explorer.task import Task
from widgets.parts.numbers import grouped
from widgets.parts.save_place import ask_save_place
from widgets.workbench import Workbench

Float64s = NDArray[np.float64]


def copy_matrix(rows: Sequence[str], columns: Sequence[str], values: Float64s) -> None:
    """Copy a table with its labels to the clipboard, six digits a value; missing values stay empty."""
    lines = [[word, *map(_short, row)] for word, row in zip(rows, values.tolist(), strict=True)]
    QGuiApplication.clipboard().setText(tab_text([["", *columns], *lines]))


def copy_rows(headings: Sequence[str], columns: Sequence[Sequence[Cell]]) -> None:
    """Copy columns under their headings to the clipboard, six digits a value."""
    lines = [[cell if isinstance(cell, str) else _short(cell) for cell in row] for row in zip(*columns, strict=True)]
    QGuiApplication.clipboard().setText(tab_text([headings, *lines]))


def export_matrix(
    workbench: Workbench,
    window: QWidget,
    name: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Float64s,
    path: Path | None = None,
) -> None:
    """Save a table with its labels as CSV, numbers in full; without a path the user is asked for one."""
    path = path or ask_save_place(workbench, window, "Export table", name, "CSV", ".csv")
    if path is not None:
        said = f"Saved {path.name}, {grouped(len(rows))} × {grouped(len(columns))} values."
        workbench.jobs.start(f"Saving {path.name}", save_matrix, path, tuple(rows), tuple(columns), values, said=said)


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


def save_matrix(path: Path, rows: Sequence[str], columns: Sequence[str], values: Float64s, task: Task = Task()) -> Path:
    """Write a table with its labels as CSV; missing values stay empty.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    lines: list[list[Cell]] = []
    for word, row in zip(rows, values.tolist(), strict=True):
        task.check()
        lines.append([word, *("" if np.isnan(value) else _plain(value) for value in row)])
    return save_csv(path, ("", *columns), lines, task)


def _short(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.6g}"


def _plain(value: float) -> float | int:
    """Counts without the point that they do not need."""
    return int(value) if value.is_integer() else value
