"""What a map will be of and what it will cost, found out before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.analysis.map_before import places_before
from explorer.analysis.map_options import settled
from explorer.embedding import Embedding, Indices, Vectors
from explorer.options import described
from explorer.projection.estimate import MACHINE, Estimate, check_memory, estimate, machine_pace
from explorer.projection.methods import method_of
from explorer.projection.projection import Points, Projection
from explorer.projection.words import WordChoice, choose_words
from explorer.task import Task

EVERYTHING = WordChoice()
NOTHING_KNOWN: Mapping[str, float] = {}


@dataclass(frozen=True, eq=False)
class Foreseen:
    """How many words would get a place, what that costs, and how quick the machine was found to be."""

    n: int
    estimate: Estimate
    machine: float


@dataclass(frozen=True, eq=False)
class MapPlan:
    """All that `explorer.projection.methods.project` needs.

    options:   those of the method, with what they name looked up
    indices:   the words that get a place, rising; None for all
    words:     what is told of that choice
    foreseen:  what it will cost
    start:     where the words are to start, if not where they stand; see `map_before.places_before`
    """

    embedding: Embedding
    method: str
    options: Any
    indices: Indices | None
    words: str
    foreseen: Foreseen
    start: Points | None = None

    @property
    def vectors(self) -> Vectors:
        """(n, dim): those of the words that get a place."""
        return self.embedding.vectors if self.indices is None else self.embedding.vectors[self.indices]


def foresee(
    embedding: Embedding,
    method: str,
    options: Any = None,
    choice: WordChoice = EVERYTHING,
    selection: Sequence[int] = (),
    pace: Mapping[str, float] = NOTHING_KNOWN,
    task: Task = Task(),
) -> Foreseen:
    """What a map would cost, with what is typed for its axes not looked up yet.

    pace: what is known of the speed of this machine, which is found out if it is not; see `estimate.estimate`

    Raises
    ------
    BadOption     : there is no such method, or the choice of words cannot be read.
    ExplorerError : no word is chosen.
    """
    indices = choose_words(embedding, choice, selection, task)
    return _foreseen(embedding, method, options, indices, pace)


def plan_map(
    embedding: Embedding,
    method: str,
    options: Any = None,
    choice: WordChoice = EVERYTHING,
    selection: Sequence[int] = (),
    pace: Mapping[str, float] = NOTHING_KNOWN,
    indices: Indices | None = None,
    before: tuple[Embedding, Projection] | None = None,
    task: Task = Task(),
) -> MapPlan:
    """Everything that a map needs, looked up, chosen and found to fit into the memory.

    indices: the words that get a place, rising, if they are chosen already
    before:  an embedding and a map of it, from which the new map is to be followed

    Raises
    ------
    What `foresee`, `map_options.settled` and `estimate.check_memory` raise.
    """
    options = method_of(method).options() if options is None else options
    if indices is None:
        indices = choose_words(embedding, choice, selection, task.part(0.0, 0.5))
    foreseen = _foreseen(embedding, method, options, indices, pace)
    check_memory(foreseen.estimate, foreseen.n)
    options = settled(embedding, options, selection, indices, task.part(0.5, 0.6))
    start = None if before is None else places_before(embedding, *before, indices, task.part(0.6, 1.0))
    return MapPlan(embedding, method, options, indices, choice.told(), foreseen, start)


def reductions(options: Any, projection: Projection) -> tuple[str, ...]:
    """What a map was made with other than was asked for, a sentence each, such as fewer neighbours than 15 of 7 words.

    Example: "Neighbours is 7 here instead of 15, as these words allow no more."
    """
    told = []
    for name, each in described(options).items():
        asked, made = getattr(options, name), projection.options.get(name)
        if made is not None and made != asked:
            old, new = ((each.choices or {}).get(value, value) for value in (asked, made))
            shown = [f"{value:g}" if isinstance(value, float) else str(value) for value in (new, old)]
            told.append(f"{each.label} is {shown[0]} here instead of {shown[1]}, as these words allow no more.")
    return tuple(told)


def _foreseen(
    embedding: Embedding, method: str, options: Any, indices: Indices | None, pace: Mapping[str, float]
) -> Foreseen:
    n = len(embedding) if indices is None else len(indices)
    machine = pace.get(MACHINE) or machine_pace()
    return Foreseen(n, estimate(method, n, embedding.dim, options, {**pace, MACHINE: machine}), machine)
