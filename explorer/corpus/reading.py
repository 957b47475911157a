"""A corpus: text files that are read again and again, a line at a time, and never held in memory as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, eq=False)
class Corpus:
    """Text files that belong together, in the order in which they are read.

    name:       what the user calls it, such as "moby-dick"
    paths:      the files, each of them text
    n_bytes:    their size together
    encodings:  how each file is read, one a file, as Python names them: "utf-8-sig", "cp1252"
    notices:    what had to be guessed or was left out, a sentence each

    Two corpora are equal only if they are the same object.
    """

    name: str
    paths: tuple[Path, ...]
    n_bytes: int
    encodings: tuple[str, ...]
    notices: tuple[str, ...] = ()
