"""Tables as JSON: an object a line (JSON Lines), or a list of objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from explorer.corpus.kinds.document import Head, Source, reading
from explorer.corpus.kinds.tables import LONGEST_ROW, Row

_BLOCK = 1 << 16
_LIST = re.compile(r"\s*\[\s*\{\s*\"")
_BETWEEN = re.compile(r"[\s,]*")


def sniff(head: Head) -> bool:
    """Whether the first lines are objects of JSON, or a list of them begins."""
    if _LIST.match(head.text):
        return True
    if not head.text.lstrip().startswith("{"):
        return False
    lines = [line for line in head.text.split("\n") if line.strip()][:3]
    if len(lines) > 1 and not head.whole and head.text.count("\n") < 3:
        lines.pop()  # which may be cut off
    return bool(lines) and all(isinstance(_parsed(line), dict) for line in lines)


def rows(source: Source) -> Iterator[Row]:
    """The objects; a line that is none is damaged."""
    with reading(source.name, "table"):
        text = source.text()
        start = text.read(_BLOCK)
        if _LIST.match(start):
            yield from _of_list(source, text, start)
        else:
            yield from _of_lines(source, text, start)


def _of_lines(source: Source, text: TextIO, start: str) -> Iterator[Row]:
    number, rest, block = 0, "", start
    while block:
        pieces = (rest + block).split("\n")
        rest = pieces.pop()
        for line in pieces:
            number += 1
            if line.strip():
                yield Row(_values(_parsed(line)), number)
        if len(rest) > LONGEST_ROW:
            raise source.bad(f"this line has more than {LONGEST_ROW:,} characters.", number + 1)
        block = text.read(_BLOCK)
    if rest.strip():
        yield Row(_values(_parsed(rest)), number + 1)


def _of_list(source: Source, text: TextIO, buffer: str) -> Iterator[Row]:
    decoder, number = json.JSONDecoder(), 0
    place = buffer.index("[") + 1
    while True:
        between = _BETWEEN.match(buffer, place)
        place = between.end() if between else place
        if buffer[place : place + 1] == "]":
            return
        try:
            value, place = decoder.raw_decode(buffer, place)
            number += 1
            yield Row(_values(value), number)
        except (ValueError, RecursionError) as error:
            # Most likely the object is not read to its end; twice as much is read each time, so that it stays quick.
            more = text.read(max(_BLOCK, len(buffer) - place))
            if not more or len(buffer) - place > LONGEST_ROW:
                raise source.bad("the list that begins in this file is damaged or cut short.", number + 1) from error
            buffer, place = buffer[place:] + more, 0


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _values(parsed: Any) -> dict[str, str]:
    """What an object holds as text; lists and objects within it are left out."""
    if not isinstance(parsed, dict):
        return {}
    return {name: _as_text(value) for name, value in parsed.items() if not isinstance(value, dict | list)}


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)
