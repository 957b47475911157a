"""Groups of words: how alike they are within and between, whether that is chance, and the association test (WEAT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from explorer.analysis.comparison import pairwise
from explorer.analysis.groups import Association, Separation, associate, separate
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space, in_space
from explorer.session.state import State
from explorer.task import Task
from explorer.wording import worded
from widgets.jobs import Failure
from widgets.parts.heatmap import Heatmap
from widgets.parts.labels import label
from widgets.parts.numbers import grouped, measured, shortened
from widgets.parts.picture_saving import offer_picture
from widgets.parts.word_chips import WordChips
from widgets.workbench import Workbench

NAMES = ("Group 1", "Group 2", "Attributes 1", "Attributes 2")
HINT = (
    "Give two groups of words, such as flowers and weapons, to see whether they are apart. With two groups of"
    " attributes, such as pleasant and unpleasant words, it is tested whether the groups lean to one each."
)

Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Grouped:
    """The answer: ``association`` is None without attributes; ``problem`` says why there is none."""

    embedding: Embedding
    indices: tuple[int, ...]
    values: NDArray[np.float64]
    metric: str
    space: Space
    separation: Separation | None
    association: Association | None
    problem: str


def compare_groups(embedding: Embedding, groups: Groups, metric: str, space: Space, task: Task = Task()) -> Grouped:
    """All pairs of the words of all groups in a space, and the tests that can be made of them.

    Raises
    ------
    As `space.in_space` does.
    """
    moved = in_space(embedding, space, task.part(0, 0.3))
    first, second, *attributes = groups
    indices = tuple(dict.fromkeys(index for group in groups for index in group))
    values = pairwise(moved, indices, metric, task.part(0.3, 0.4))
    separation = association = None
    problem = ""
    try:
        if first and second:
            separation = separate(moved, first, second, metric, task=task.part(0.4, 0.7))
            if any(attributes):
                pair = (attributes[0], attributes[1])
                association = associate(moved, (first, second), pair, task=task.part(0.7, 1))
    except ExplorerError as error:
        problem = str(error)
    return Grouped(embedding, indices, values, metric, space, separation, association, problem)


class GroupsPage(QWidget):
    """Shows and changes the groups of the state.

    Signals
    -------
    word_asked(int) : the user went to a word.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: tuple[Embedding, Groups, str, Space] | None = None
        self._problem = ""
        self._unknown = [""] * len(NAMES)
        self.chips = [WordChips(workbench, f"Words to add to {name.lower()}") for name in NAMES]
        self.told = label(HINT, wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.heatmap = Heatmap(workbench.theme, "Words of the groups")
        offer_picture(workbench, self.heatmap)
        self.heatmap.hide()
        for place, chips in enumerate(self.chips):
            chips.words_changed.connect(lambda words, place=place: self._change(place, words))
            chips.word_asked.connect(self.word_asked)
            chips.told.connect(lambda sentence, place=place: self._on_told(place, sentence))
        self._lay_out()
        changes = workbench.changes
        for signal in (changes.embedding_changed, changes.groups_changed, changes.question_changed):
            signal.connect(self.show_state)
        self.show_state(workbench.state)

    def show_state(self, state: State) -> None:
        """Show the groups of a state, and compare them if that can be seen."""
        groups = groups_of(state)
        for chips, words in zip(self.chips, groups, strict=True):
            chips.show_words(state.embedding, words)
        if state.embedding is None or not (groups[0] and groups[1]):
            self._asked = None
            self.told.setText(HINT)
            self.heatmap.hide()
            self._tell("")
            return
        question = (state.embedding, groups, state.metric, state.approach.space)
        if self.isVisible() and self._asked != question:
            self._asked = question
            job = self._workbench.jobs.start("Comparing groups", compare_groups, *question, group="groups", quiet=True)
            job.succeeded.connect(self._on_found)
            job.failed.connect(self._on_failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_state(self._workbench.state)

    def _change(self, place: int, words: Sequence[int]) -> None:
        groups = list(groups_of(self._workbench.state))
        groups[place] = tuple(words)
        self._workbench.store.change(f"Change {NAMES[place].lower()}", groups=tuple(groups))

    def _on_found(self, found: Grouped) -> None:
        words = [found.embedding.index_to_key[index] for index in found.indices]
        self.heatmap.set_matrix(
            *(found.values, words, words),
            diverging=METRICS[found.metric].is_similarity,
            limits=(-1.0, 1.0) if found.metric == "cosine" else None,
            texts=True,
            shorter=lambda value: shortened(value, 2),
        )
        self.heatmap.show()
        self.told.setText(told(found))
        self._tell(found.problem)

    def _on_failed(self, failure: Failure) -> None:
        self._asked = None
        self.told.setText(HINT)
        self.heatmap.hide()
        self._tell(failure.sentence)

    def _on_told(self, place: int, sentence: str) -> None:
        self._unknown[place] = sentence
        self._tell(self._problem)

    def _tell(self, problem: str) -> None:
        """Say what stands against a comparison, and which words are unknown until they are mended."""
        self._problem = problem
        named = (f"{name}: {told}" for name, told in zip(NAMES, self._unknown, strict=True) if told)
        self.problem.setText("\n".join((*([problem] if problem else ()), *named)))
        self.problem.setVisible(bool(self.problem.text()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        rows = QGridLayout()
        rows.setHorizontalSpacing(10)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(1, 1)
        for row, (name, chips) in enumerate(zip(NAMES, self.chips, strict=True)):
            heading = label(name, "muted")
            heading.setFixedHeight(28)
            rows.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(chips, row, 1)
        column.addLayout(rows)
        column.addWidget(self.problem)
        column.addWidget(self.told)
        column.addWidget(self.heatmap, 1)
        column.addStretch(0)


def groups_of(state: State) -> Groups:
    """The four groups of a state; those that are not there are empty."""
    return (*state.groups, (), (), (), ())[: len(NAMES)]


def told(found: Grouped) -> str:
    """What was found, in sentences."""
    space = found.space.told(found.embedding.dim)
    lines = [f"Vectors {space}."] if space else []
    if (apart := found.separation) is not None:
        one, other = map(measured, apart.within)
        lines.append(
            f"Mean {METRICS[found.metric].quantity}: {one} within group 1, {other} within group 2,"
            f" {measured(apart.between)} between them. {_chance(apart)} set them apart as much."
        )
    if (leaning := found.association) is not None:
        lines.append(
            f"Association (WEAT): effect size {measured(leaning.effect_size)}, positive if group 1 leans to"
            f" attributes 1 and group 2 to attributes 2. {_chance(leaning)} lean as much."
        )
    return worded("\n".join(lines), found.embedding.unit)


def _chance(test: Separation | Association) -> str:
    """How many splits: "2.86% of all 70 ways to split the words (p = 0.029)"."""
    splits = f"all {grouped(test.n_splits)}" if test.is_exact else f"{grouped(test.n_splits)} random"
    return f"{test.p_value:.2%} of {splits} ways to split the words (p = {test.p_value:.2g})"
