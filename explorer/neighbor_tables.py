"""The nearest words of words and expressions, asked for and printed by the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogies import answer
from explorer.analysis.expressions import looks_like_an_expression, parse_for
from explorer.csv_text import csv_text
from explorer.embedding import Embedding, Indices
from explorer.errors import UnknownWord, UnreadableFile
from explorer.neighbors.exact import nearest
from explorer.neighbors.metrics import METRICS
from explorer.task import Task


@dataclass(frozen=True, eq=False)
class Found:
    """The words nearest to a word or an expression.

    asked:     the word as it stands in the vocabulary, or the expression as it was typed
    metric:    a key of `METRICS`
    reading:   a key of `READINGS` for an expression, "" for a word
    quantity:  what the values are: "cosine similarity"
    indices, values:  (k,) each, best first
    """

    asked: str
    metric: str
    reading: str
    quantity: str
    indices: Indices
    values: NDArray[np.float64]


def read_queries(path: Path) -> list[str]:
    """The words or expressions of a text file, one a line; empty lines do not count.

    Raises
    ------
    UnreadableFile : it cannot be read, is no UTF-8 text, or holds no words.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UnreadableFile(path, f"{(error.strerror or str(error)).lower()}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "it is no text in UTF-8. Save it as such.") from error
    queries = [line.strip() for line in lines if line.strip()]
    if not queries:
        raise UnreadableFile(path, "it holds no words. Write one a line.")
    return queries


def find(embedding: Embedding, queries: Sequence[str], topn: int, metric: str, reading: str, task: Task) -> list[Found]:
    """The neighbours of each word or expression; all of them are understood before the first is looked for.

    Raises
    ------
    UnknownWord   : a word is not in the vocabulary.
    BadExpression : an expression cannot be read.
    """
    meant = [_meant(embedding, query) for query in queries]
    found = []
    for done, (query, what) in enumerate(zip(queries, meant, strict=True)):
        task.step(done, len(queries), query)
        if isinstance(what, int):
            near = nearest(embedding, what, topn, metric, task)
            word = embedding.index_to_key[what]
            found.append(Found(word, metric, "", METRICS[metric].quantity, near.indices, near.values))
        else:
            led = answer(embedding, what, topn, reading, metric, task=task)
            metric_used = metric if reading == "distance" else "cosine"
            found.append(Found(query, metric_used, reading, led.quantity, led.indices, led.values))
    return found


def _meant(embedding: Embedding, query: str) -> int | tuple[tuple[int, float], ...]:
    """The index of a word, or the terms of an expression."""
    try:
        return embedding.index_of(query)
    except UnknownWord:
        if not looks_like_an_expression(query):
            raise
    _, terms = parse_for(embedding, query)
    return terms


def as_table(embedding: Embedding, found: Sequence[Found]) -> str:
    """For people: a heading and a list for each."""
    from rich.cells import cell_len

    lines = []
    for each in found:
        names = [printable(embedding.index_to_key[index]) for index in each.indices]
        width = max(map(cell_len, names), default=0)
        lines += ["", f"{printable(each.asked)}: {each.quantity}"]
        for rank, (name, value) in enumerate(zip(names, each.values, strict=True), 1):
            lines.append(f"{rank:>5}  {name}{' ' * (width - cell_len(name))}  {value:>10.4f}")
    return "\n".join(lines[1:]) + "\n"


def as_csv(embedding: Embedding, found: Sequence[Found]) -> str:
    """For spreadsheets; the heading of the values is what they are, or "value" if they differ in that."""
    quantities = {each.quantity for each in found}
    rows = [
        (each.asked, rank, embedding.index_to_key[index], float(value))
        for each in found
        for rank, (index, value) in enumerate(zip(each.indices, each.values, strict=True), 1)
    ]
    heading = quantities.pop() if len(quantities) == 1 else "value"
    return csv_text(("word", "rank", "neighbour", heading), rows)


def as_json(embedding: Embedding, found: Sequence[Found]) -> str:
    """For programs."""
    answers = [
        {
            "word": each.asked,
            "metric": each.metric,
            **({"reading": each.reading} if each.reading else {}),
            "quantity": each.quantity,
            "neighbors": [
                {"word": embedding.index_to_key[index], "value": float(value)}
                for index, value in zip(each.indices, each.values, strict=True)
            ],
        }
        for each in found
    ]
    return json.dumps(answers, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def printable(text: str) -> str:
    """The text without what would steer a terminal; a file may hold anything."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
