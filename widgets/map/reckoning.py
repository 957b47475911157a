"""The map draws an expression: the parallelogram of an analogy, or lines to the word that it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from explorer.analysis.analogies import answer
from explorer.analysis.expressions import parse_with_made
from explorer.embedding import Embedding
from explorer.neighbors.space import AS_LOADED, Space, in_space
from explorer.session.state import State
from explorer.task import Task
from widgets.map.following import Following
from widgets.map.scene import Scene, Side
from widgets.map.view import MapView
from widgets.workbench import Workbench

Terms = tuple[tuple[int | str, float], ...]
MOST_TERMS = 12  # lines of longer expressions would only cross each other

_Question = tuple[Embedding, str, str, str, bool, Space]


class Reckoning(QObject):
    """Finds the word that the expression of the state leads to, and has lines drawn to it."""

    def __init__(self, workbench: Workbench, view: MapView, following: Following) -> None:
        super().__init__(view)
        self._workbench = workbench
        self._view = view
        self._asked: _Question | None = None
        self._found: tuple[Terms, int] | None = None
        changes = workbench.changes
        for signal in (changes.expression_changed, changes.word_changed, changes.question_changed):
            signal.connect(self._follow)
        following.followed.connect(lambda: self._follow(workbench.state))

    def _follow(self, state: State) -> None:
        scene = self._view.scene
        if scene is None or scene.embedding is not state.embedding:
            return
        if not state.expression or state.word is not None:
            self._asked = self._found = None
            self._show(())
            return
        metric = state.metric if state.reading == "distance" else "cosine"
        space = state.approach.space
        question = (scene.embedding, state.expression, state.reading, metric, state.leaves_out_terms, space)
        if question == self._asked:
            self._draw()
            return
        self._asked, self._found = question, None
        job = self._workbench.jobs.start(state.expression, lead, *question, group="map expression", quiet=True)
        job.succeeded.connect(lambda found: self._on_found(question, found))
        job.failed.connect(lambda _: self._show(()))  # the word panel tells why

    def _on_found(self, question: _Question, found: tuple[Terms, int]) -> None:
        if question == self._asked:
            self._found = found
            self._draw()

    def _draw(self) -> None:
        scene = self._view.scene
        if scene is not None and self._found is not None and self._asked and scene.embedding is self._asked[0]:
            self._show(sides_of(scene, *self._found))

    def _show(self, sides: tuple[Side, ...]) -> None:
        scene = self._view.scene
        if scene is not None and scene.sides != sides:
            self._view.show_scene(replace(scene, sides=sides))


def lead(
    embedding: Embedding,
    text: str,
    reading: str,
    metric: str,
    leaves_out_terms: bool,
    space: Space = AS_LOADED,
    task: Task = Task(),
) -> tuple[Terms, int]:
    """The terms of an expression, and the index of the word that it leads to in a space.

    Raises
    ------
    ExplorerError : it cannot be read, or cancels to zero.
    """
    _, terms = parse_with_made(embedding, text)
    moved = in_space(embedding, space, task)
    return terms, int(answer(moved, terms, 1, reading, metric, leaves_out_terms, task).indices[0])


def sides_of(scene: Scene, terms: Terms, found: int) -> tuple[Side, ...]:
    """Of a - b + c = d the sides b a and c d, and fainter b c and a d; of others a line from each word to d.

    Words without a place have no lines, nor have those that are made from their parts.
    """
    added = [index for index, weight in terms if weight > 0]
    taken = [index for index, weight in terms if weight < 0]
    is_analogy = (len(added), len(taken)) == (2, 1) and {abs(weight) for _, weight in terms} == {1.0}
    if is_analogy:
        (a, c), (b,) = added, taken
        return _sides(scene, found, ((b, a, True), (c, found, True), (b, c, False), (a, found, False)))
    return _sides(scene, found, [(index, found, weight > 0) for index, weight in terms[:MOST_TERMS] if index != found])


def _sides(scene: Scene, found: int, pairs: Sequence[tuple[int | str, int | str, bool]]) -> tuple[Side, ...]:
    def row_of(term: int | str) -> int | None:
        return scene.row_of(term) if isinstance(term, int) else None

    made = ((row_of(one), row_of(other), is_strong, other == found) for one, other, is_strong in pairs)
    return tuple(
        Side((one, other), strong, is_answer)
        for one, other, strong, is_answer in made
        if one is not None and other is not None
    )
