"""Joining the lines that an editor has wrapped to paragraphs, without joining lines that stand for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

MOST_LINES = 200  # a run of lines without an empty one is judged in blocks of that many
NARROWEST, WIDEST = 30, 200  # nobody wraps narrower, where a list of words would look wrapped, or wider


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """The paragraphs of a text, never blank, streamed.

    An empty line ends a paragraph. Whether the line breaks within it mean anything is told by their look: an editor
    breaks a line only where the next word would not fit, so if that is so at nearly every break, the lines belong
    together. Otherwise, as in a file of one sentence a line, each is a paragraph of its own.
    """
    block: list[str] = []
    for line in lines:
        if line and not line.isspace():
            block.append(line)
        if block and (len(block) == MOST_LINES or not line or line.isspace()):
            yield from _joined(block)
            block = []
        elif len(block) == 1 and len(line) > WIDEST:
            yield line  # a paragraph of its own, which is not kept until the next
            block = []
    yield from _joined(block)


def _joined(block: Sequence[str]) -> Iterator[str]:
    if len(block) > 1 and is_wrapped(block):
        yield " ".join(line.strip() for line in block)
    else:
        yield from block


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether nearly all of these lines end where the first word of the next would not have fitted.

    The width is not known; it is taken to be that of the longest line.
    """
    lines = [line.rstrip() for line in lines]
    width = max(map(len, lines))
    if not NARROWEST <= width <= WIDEST:
        return False
    full = 0
    for line, following in pairwise(lines):
        full += len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
    return full >= 0.9 * (len(lines) - 1)
