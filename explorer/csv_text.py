"""Tables as text: CSV for files, tab-separated for the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from explorer.saving import atomic_write
from explorer.task import Task

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | np.float32


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV (RFC 4180, lines end in CR LF), numbers in full: what is read back is the same to the bit.

    A word that a spreadsheet would take for a formula gets a ' in front; numbers stay as they are.
    """
    return csv_lines([headings]) + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows of a table as `csv_text` writes them, for tables that are written a part at a time."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def tab_text(rows: Iterable[Sequence[str]]) -> str:
    """A table as lines of cells with tabs between them; a tab or line break within a cell becomes a space."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def save_csv(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Cell]], task: Task = Task()) -> Path:
    """Write a table as CSV in UTF-8, whole or not at all, and return the path.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    task.check()
    with atomic_write(path) as file:
        file.write(csv_text(headings, rows).encode("utf-8", errors="replace"))
    return path


def _harmless(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, np.float32):
        return f"{cell:.9g}"  # enough to tell it from its neighbours
    return float.__repr__(cell) if isinstance(cell, float) else str(cell)
