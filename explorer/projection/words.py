"""Which words get a place on the map: all, the most frequent, those that a filter finds, or some of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.embedding import Embedding, Indices
from explorer.errors import BadOption, ExplorerError
from explorer.patterns import compiled, pattern_in
from explorer.task import Task
from explorer.wording import worded

_WORDS_A_STEP = 8192


@dataclass(frozen=True)
class WordChoice:
    """Which words are meant, each condition on top of those before it.

    selected:  only those that are selected
    filter:    only those that `matching` finds for this text; "" finds all
    column:    with ``n``: equally many of each value of this column, as far as there are so many
    n:         at most so many, the most frequent; None for all
    """

    selected: bool = False
    filter: str = ""
    column: str = ""
    n: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not (self.selected or self.filter.strip() or self.n is not None)

    def told(self) -> str:
        """What is chosen, where a number alone does not say it: "beginning with “un”"; "" for the most frequent."""
        parts = ["of the selection"] if self.selected else []
        if text := self.filter.strip():
            parts.append(_told_filter(text))
        if self.column and self.n is not None:
            parts.append(f"equally by “{self.column}”")
        return ", ".join(parts)


def choose_words(
    embedding: Embedding, choice: WordChoice, selection: Sequence[int] = (), task: Task = Task()
) -> Indices | None:
    """(n,) int64, rising: the indices of the chosen words; None for all of them.

    selection: indices of the selected words

    The words of an embedding are in the order of falling frequency, so that the first are the most frequent. Nothing
    is left to chance: of each value of a column its first words are taken.

    Raises
    ------
    BadOption     : the number is below 1, there is no such column, or the filter cannot be read.
    ExplorerError : no word is chosen.
    """
    if choice.n is not None and choice.n < 1:
        raise BadOption(f"The number of words is {choice.n}; it must be 1 or more.")
    if choice.selected:
        if not selection:
            sentence = "No words are selected. Select some on the map, or choose other words."
            raise ExplorerError(worded(sentence, embedding.unit))
        found = np.unique(np.asarray(selection, dtype=np.int64))
    else:
        found = np.arange(len(embedding), dtype=np.int64)
    if choice.filter.strip():
        found = matching(embedding, choice.filter, found, task)
    if choice.n is not None and choice.n < len(found):
        found = _equally(embedding, choice.column, choice.n, found) if choice.column else found[: choice.n]
    return None if len(found) == len(embedding) else found


def matching(embedding: Embedding, text: str, among: Indices | None = None, task: Task = Task()) -> Indices:
    """(n,) int64, rising: the words that a search finds, of all or ``among`` some.

    text: ``/un.*able/`` finds words that hold this regular expression, ``pos: NOUN`` those with this value in a column
          of that name, and anything else the words that begin so; the case of words does not count

    Raises
    ------
    BadOption     : the regular expression cannot be read.
    ExplorerError : nothing is found.
    """
    text = text.strip()
    indices = np.arange(len(embedding), dtype=np.int64) if among is None else among
    column, _, value = (part.strip() for part in text.partition(":"))
    if (pattern := pattern_in(text)) is not None:
        keeps = compiled(pattern).search
        words: Sequence[str] = embedding.index_to_key
    elif value and column in embedding.metadata:
        keeps = re.compile(rf"{re.escape(value)}\Z").match
        words = embedding.metadata[column]
    else:
        keeps = re.compile(re.escape(text), re.IGNORECASE).match
        words = embedding.index_to_key
    found = [index for index in _stepped(indices.tolist(), task) if keeps(words[index])]
    if not found:
        unit = embedding.unit
        raise ExplorerError(f"No {unit} is found {_told_filter(text)}. Change the filter, or choose other {unit}s.")
    return np.array(found, dtype=np.int64)


def _equally(embedding: Embedding, name: str, n: int, among: Indices) -> Indices:
    """The first words of each value of a column, equally many as far as they go, ``n`` together."""
    if name not in embedding.metadata:
        columns = ", ".join(embedding.metadata) or "none"
        raise BadOption(f"There is no column “{name}” to choose the words by; the columns are: {columns}.")
    column = embedding.metadata[name]
    turns: dict[str, int] = {}
    rounds = np.empty(len(among), dtype=np.int64)  # how many words of its value come before each word
    for place, index in enumerate(among.tolist()):
        rounds[place] = turns[column[index]] = turns.get(column[index], -1) + 1
    return np.sort(among[np.argsort(rounds, kind="stable")[:n]])


def _stepped(indices: list[int], task: Task) -> Iterator[int]:
    for place, index in enumerate(indices):
        if place % _WORDS_A_STEP == 0:
            task.step(place, len(indices), "choosing words")
        yield index


def _told_filter(text: str) -> str:
    if pattern_in(text) is not None:
        return f"holding {text}"
    return f"with “{text}”" if ":" in text.strip(":") else f"beginning with “{text}”"
