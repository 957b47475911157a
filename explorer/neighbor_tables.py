"""The nearest words of words and expressions, asked for and printed by the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogies import answer, odd_one_out
from explorer.analysis.expressions import looks_like_an_expression, parse_for
from explorer.analysis.word_queries import AskedWords, words_asked_for
from explorer.csv_text import csv_text
from explorer.embedding import Embedding, Indices
from explorer.errors import ExplorerError, UnknownWord, UnreadableFile
from explorer.neighbors.approach import EXACT, Approach
from explorer.neighbors.approximate import build_index, measure_recall, nearly_nearest_many, told
from explorer.neighbors.exact import Neighbors
from explorer.neighbors.many import nearest_many
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import in_space
from explorer.opening import text_lines
from explorer.task import Task

HUGE = 1e6  # from here on a number is written in powers of ten, so that columns stay columns


@dataclass(frozen=True, eq=False)
class Found:
    """The words nearest to a word or an expression.

    asked:     the word as it stands in the vocabulary, or the expression as it was typed
    metric:    a key of `METRICS`
    reading:   a key of `READINGS` for an expression, "" for a word
    quantity:  what the values are: "cosine similarity"
    indices, values:  (k,) each, best first
    how:       what differs from the exact search in the space as loaded: "centred", "HNSW · recall@10 0.98 ..."
    """

    asked: str
    metric: str
    reading: str
    quantity: str
    indices: Indices
    values: NDArray[np.float64]
    how: str = ""


def read_queries(path: Path) -> list[str]:
    """The words or expressions of a text file, one a line; empty lines do not count.

    Raises
    ------
    UnreadableFile : it cannot be read, is no UTF-8 text, or holds no words.
    """
    queries = [line.strip() for line in text_lines(path) if line.strip()]
    if not queries:
        raise UnreadableFile(path, "it holds no words. Write one a line.")
    return queries


def find(
    embedding: Embedding,
    queries: Sequence[str],
    topn: int,
    metric: str,
    reading: str,
    approach: Approach = EXACT,
    task: Task = Task(),
) -> list[Found]:
    """The neighbours of each word, and the answer to each expression; all are understood before the first is sought.

    Words are asked all at once. An index is asked about words only: expressions are answered exactly.

    Raises
    ------
    UnknownWord   : a word is not in the vocabulary.
    ExplorerError : a vector is zero and the metric is cosine; or an expression, which is named, cannot be read or
                    cancels to zero.
    """
    meant = []
    for query in queries:
        with _naming(query):
            meant.append(_meant(embedding, query))
    moved = in_space(embedding, approach.space, task.part(0.0, 0.1))
    space = approach.space.told(embedding.dim)
    words = [what for what in meant if isinstance(what, int)]
    near, by_index = _neighbors(moved, words, topn, metric, approach, task.part(0.1, 0.9))
    part, found = task.part(0.9, 1.0), []
    for done, (query, what) in enumerate(zip(queries, meant, strict=True)):
        part.step(done, len(queries), query)
        if isinstance(what, int):
            how = " · ".join(each for each in (space, by_index) if each)
            of, word = next(near), embedding.index_to_key[what]
            found.append(Found(word, metric, "", METRICS[metric].quantity, of.indices, of.values, how))
        elif isinstance(what, AskedWords):
            with _naming(query):
                order, cosines = odd_one_out(moved, what.indices)
            found.append(
                Found(query, "cosine", "odd", "cosine with the mean, the odd one first", order, cosines, space)
            )
        else:
            with _naming(query):
                led = answer(moved, what, topn, reading, metric, task=task)
            metric_used = metric if reading == "distance" else "cosine"
            found.append(Found(query, metric_used, reading, led.quantity, led.indices, led.values, space))
    return found


def _neighbors(
    embedding: Embedding, words: list[int], topn: int, metric: str, approach: Approach, task: Task
) -> tuple[Iterator[Neighbors], str]:
    """The neighbours of each word in turn, and what is to be said of the index that found them."""
    if approach.index is None or not words:
        many, said = nearest_many(embedding, words, topn, metric, task), ""
    else:
        index = build_index(embedding, approach.index, metric, task.part(0.0, 0.8))
        said = told(index, measure_recall(embedding, index, metric, task=task.part(0.8, 0.9)))
        many = nearly_nearest_many(embedding, index, words, topn, metric, task.part(0.9, 1.0))
    return (many.of(place) for place in range(len(words))), said


@contextmanager
def _naming(query: str) -> Iterator[None]:
    """Say of an error which of many expressions it is about; an unknown word is named already."""
    try:
        yield
    except UnknownWord:
        raise
    except ExplorerError as error:
        raise ExplorerError(f"“{query}”: {error}") from error


def _meant(embedding: Embedding, query: str) -> int | tuple[tuple[int, float], ...] | AskedWords:
    """The index of a word, the terms of an expression, or the words of which the odd one is wanted."""
    try:
        return embedding.index_of(query)
    except UnknownWord:
        asked = words_asked_for(embedding, query) if query.lstrip().lower().startswith("odd") else None
        if asked is not None:
            return asked
        if not looks_like_an_expression(query):
            raise
    _, terms = parse_for(embedding, query)
    return terms


def as_table(embedding: Embedding, found: Sequence[Found]) -> str:
    """For people: a heading and a list for each."""
    lines = []
    for each in found:
        names = equally_wide([embedding.index_to_key[index] for index in each.indices])
        lines += ["", f"{printable(each.asked)}: {each.quantity}{f' ({each.how})' if each.how else ''}"]
        for rank, (name, value) in enumerate(zip(names, each.values, strict=True), 1):
            shown = f"{value:.4f}" if abs(value) < HUGE else f"{value:.3e}"
            lines.append(f"{rank:>5}  {name}  {shown:>10}")
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
    return csv_text((embedding.unit, "rank", "neighbour", heading), rows)


def as_json(embedding: Embedding, found: Sequence[Found]) -> str:
    """For programs."""
    answers = [
        {
            "word": each.asked,
            "metric": each.metric,
            **({"reading": each.reading} if each.reading else {}),
            "quantity": each.quantity,
            **({"how": each.how} if each.how else {}),
            "neighbors": [
                {"word": embedding.index_to_key[index], "value": float(value)}
                for index, value in zip(each.indices, each.values, strict=True)
            ],
        }
        for each in found
    ]
    return json.dumps(answers, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def equally_wide(texts: Sequence[str]) -> list[str]:
    """The texts as they are `printable`, with blanks behind them up to the width of the widest."""
    from rich.cells import cell_len

    shown = [printable(text) for text in texts]
    width = max(map(cell_len, shown), default=0)
    return [text + " " * (width - cell_len(text)) for text in shown]


def printable(text: str) -> str:
    """The text without what would steer a terminal; a file may hold anything."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
