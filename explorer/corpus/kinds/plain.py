"""Plain text: a file is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from explorer.corpus.kinds.document import LONGEST_LINE, Source


def lines(source: Source) -> Iterator[str]:
    """The lines of a text; one of more than a million characters comes in pieces, parted at a blank if there is one."""
    for line in lines_of(source.text()):
        source.step(None)
        yield line


def lines_of(file: TextIO) -> Iterator[str]:
    """The lines of a file without their ends, those that are too long in pieces."""
    rest = ""
    while piece := file.readline(LONGEST_LINE):
        if piece.endswith("\n"):
            yield rest + piece[:-1]
            rest = ""
            continue
        piece = rest + piece
        blank = max(piece.rfind(" "), piece.rfind("\t"))
        cut = blank + 1 or len(piece)
        if len(piece) < LONGEST_LINE:  # the end of the file, without a newline
            cut = len(piece)
        yield piece[:cut]
        rest = piece[cut:]
    if rest:
        yield rest
