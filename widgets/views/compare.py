"""The Compare tab: all pairs of chosen words as a heatmap, their vectors, and pairs looked at closely."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.embedding import Embedding
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space
from explorer.session.state import State
from widgets.jobs import Failure
from widgets.parts.heatmap import Heatmap
from widgets.parts.labels import ElidedLabel
from widgets.parts.numbers import measured, shortened
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.parts.speaking import speak_of_entries
from widgets.views.compare_choices import CompareChoices
from widgets.views.compare_empty import EmptyComparison
from widgets.views.compare_groups import GroupsPage
from widgets.views.compare_pair import PairPane
from widgets.views.compare_table import Compared, about, compare_words
from widgets.views.compare_words import ComparedWords
from widgets.views.table_saving import copy_matrix, export_matrix
from widgets.workbench import Workbench


class CompareTab(QWidget):
    """Follows the compared words of the state; works only while it can be seen.

    Signals
    -------
    wanted() : a command asked for it to be shown.
    """

    wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_tab")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workbench = workbench
        self._asked: tuple[Embedding, tuple[int, ...], str, str, Space] | None = None
        self._compared: Compared | None = None
        self._has_failed = False
        self.words = ComparedWords(workbench)
        self.choices = CompareChoices(workbench)
        self.heatmap = Heatmap(workbench.theme, "Compared words")
        offer_picture(workbench, self.heatmap, lambda: self._name)
        self.pair = PairPane(workbench)
        self.pair.hide()
        self.empty = EmptyComparison()
        self.groups = GroupsPage(workbench)
        self.groups.word_asked.connect(self._go_to)
        self.status = ElidedLabel(role="muted")
        self.status.setAccessibleName("About the comparison")
        self._lay_out()
        self._connect()
        self._on_compared_changed(workbench.state)
        speak_of_entries(self, workbench)

    def _go_to(self, index: int) -> None:
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self._workbench.store.change(f"Go to {embedding.index_to_key[index]}", word=index, selection=(index,))

    # The state ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        changes, choices = self._workbench.changes, self.choices
        changes.embedding_changed.connect(self._on_compared_changed)
        changes.compared_changed.connect(self._on_compared_changed)
        changes.question_changed.connect(self._on_compared_changed)
        changes.selection_changed.connect(self._on_selection_changed)
        changes.word_changed.connect(self._on_selection_changed)
        self._workbench.theme.changed.connect(lambda _: self._show_matrix())
        self.words.reordered.connect(lambda: self.choices.choose_order("chosen"))
        self.words.word_asked.connect(self._go_to)
        self.words.wanted.connect(self.wanted)
        choices.view_chosen.connect(self._on_view_chosen)
        choices.metric_chosen.connect(
            lambda key: self._workbench.store.change(f"Compare by {METRICS[key].label}", metric=key)
        )
        choices.order_chosen.connect(lambda _: self._ask(self._workbench.state))
        choices.copy.clicked.connect(self.copy)
        choices.export.clicked.connect(lambda: self._export())
        choices.picture.clicked.connect(self._save_picture)
        self.heatmap.cell_clicked.connect(self._on_cell_clicked)
        self.heatmap.row_clicked.connect(lambda row: self._go_to(self._shown.indices[row]))
        self.heatmap.column_clicked.connect(self._on_column_clicked)
        self.pair.word_asked.connect(self._go_to)
        self.pair.dimension_asked.connect(self._on_dimension_asked)
        self.pair.closed.connect(self._close_pair)
        self.empty.asked.connect(self._on_empty_asked)

    def _on_compared_changed(self, state: State) -> None:
        self.choices.metrics.choose(state.metric)
        self._on_selection_changed(state)
        has_table = state.embedding is not None and len(state.compared) > 1
        self._show_view(state)
        if not has_table:
            self._asked = self._compared = None
            self.heatmap.clear()
            self._close_pair()
        elif self.isVisible():
            self._ask(state)

    def _show_view(self, state: State) -> None:
        """Show the page of the view that was chosen, or what would fill it."""
        has_table = state.embedding is not None and len(state.compared) > 1
        is_groups = self.choices.views.current == "groups" and state.embedding is not None
        self._stack.setCurrentIndex(2 if is_groups else 1 if has_table else 0)
        self.words.setVisible(not is_groups)
        self.choices.setVisible(state.embedding is not None)
        self.choices.show_what_matters(has_table)
        self.status.setVisible(has_table and not is_groups)
        if is_groups:
            self.groups.show_state(state)

    def _on_view_chosen(self, view: str) -> None:
        self._show_view(self._workbench.state)
        self._show_matrix()

    def _on_selection_changed(self, state: State) -> None:
        self.words.show_state(state)
        self.empty.show_state(state)
        known = state.embedding is not None and state.word is not None
        self.heatmap.mark(state.embedding.index_to_key[state.word] if known else None)  # type: ignore[union-attr, index]

    def _on_empty_asked(self, what: str) -> None:
        if what == "open":
            self._workbench.commands.run("file.open")
        elif what == "selection":
            self.words.add(self._workbench.state.selection)
        else:
            self.words.add_neighbors()

    def _ask(self, state: State) -> None:
        if state.embedding is None or len(state.compared) < 2:
            return
        question = (state.embedding, state.compared, state.metric, self.choices.order, state.approach.space)
        if question == self._asked:
            return
        self._asked = question
        job = self._workbench.jobs.start("Comparing words", compare_words, *question, group="compare", quiet=True)
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)

    def _on_found(self, compared: Compared) -> None:
        self._compared = compared
        if self._has_failed:
            self.words.tell("")
        self._has_failed = False
        self._show_matrix()
        self.status.setText(about(compared))
        shown = self.pair.pair
        if shown is not None and set(shown) <= set(compared.indices) and not self.pair.isHidden():
            self.pair.show_pair(compared.embedding, *shown, compared.metric, compared.space)
        else:
            self._close_pair()

    def _on_failed(self, failure: Failure) -> None:
        self._asked = self._compared = None
        self._has_failed = True
        self.heatmap.clear()
        self._close_pair()
        self.status.clear()
        self.words.tell(failure.sentence)

    # The heatmap --------------------------------------------------------------------------------------------------

    @property
    def _shown(self) -> Compared:
        assert self._compared is not None
        return self._compared

    @property
    def _shows_pairs(self) -> bool:
        return self.choices.views.current == "pairs"

    def _show_matrix(self) -> None:
        compared = self._compared
        if compared is None or self.choices.views.current == "groups":
            return
        words = compared.words
        if self._shows_pairs:
            has_zero = METRICS[compared.metric].is_similarity
            limits = (-1.0, 1.0) if compared.metric == "cosine" else None
            self.heatmap.set_matrix(
                *(compared.values, words, words),
                diverging=has_zero, limits=limits, texts=True, tree=compared.tree,
                shorter=lambda value: shortened(value, 2),
            )  # fmt: skip
        else:
            columns = [str(dimension + 1) for dimension in range(compared.embedding.dim)]
            self.heatmap.set_matrix(
                compared.vectors,
                words,
                columns,
                diverging=True,
                texts=True,
                shorter=lambda value: shortened(value, 1),
                tree=compared.tree,
            )
        self.heatmap.describe = None if self._shows_pairs else self._dimension_text
        self._frame_pair()

    def _dimension_text(self, row: int, column: int) -> str:
        value = measured(float(self._shown.vectors[row, column]))
        return f"{self._shown.words[row]}, dimension {column + 1}: {value}"

    def _on_cell_clicked(self, row: int, column: int) -> None:
        compared = self._shown
        if not self._shows_pairs or row == column:
            self._go_to(compared.indices[row])
            return
        self.pair.show()
        one, other = compared.indices[row], compared.indices[column]
        self.pair.show_pair(compared.embedding, one, other, compared.metric, compared.space)

    def _on_column_clicked(self, column: int) -> None:
        if self._shows_pairs:
            self._go_to(self._shown.indices[column])

    def _on_dimension_asked(self, dimension: int) -> None:
        """Show a dimension of the pair among those of all words."""
        self.choices.views.choose("dimensions")
        self._show_matrix()
        if self.pair.pair is not None:
            self.heatmap.choose(self._shown.indices.index(self.pair.pair[0]), dimension)

    def _frame_pair(self) -> None:
        pair = self.pair.pair
        if pair is not None and self._shows_pairs and set(pair) <= set(self._shown.indices):
            self.heatmap.choose(*(self._shown.indices.index(index) for index in pair))

    def _close_pair(self) -> None:
        self.pair.forget()
        self.pair.hide()

    # Keeping it ---------------------------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        if self.choices.views.current == "groups":
            return f"groups of {self._workbench.state.unit}s"
        shown = self._shown
        what = METRICS[shown.metric].label if self._shows_pairs else "dimension"
        return ", ".join(filter(None, (*shown.words[:4], f"by {what}", shown.space.told(shown.embedding.dim))))

    @property
    def _seen_heatmap(self) -> Heatmap:
        return self.groups.heatmap if self.choices.views.current == "groups" else self.heatmap

    def copy(self) -> None:
        """Copy the table that is shown."""
        if (matrix := self._seen_heatmap.matrix) is not None:
            copy_matrix(matrix.rows, matrix.columns, matrix.values)

    def _export(self) -> None:
        if (matrix := self._seen_heatmap.matrix) is not None:
            export_matrix(self._workbench, self, self._name, matrix.rows, matrix.columns, matrix.values)

    def _save_picture(self) -> None:
        if self._seen_heatmap.matrix is not None:
            save_picture(self._workbench, self, self._name, self._seen_heatmap)

    # Qt and layout ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask(self._workbench.state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Escape and self.pair.isVisible():
            self._close_pair()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.choices)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.heatmap)
        splitter.addWidget(self.pair)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([560, 290])
        self._stack = QStackedWidget()
        for page in (self.empty, splitter, self.groups):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        self.status.setContentsMargins(0, 4, 0, 8)
        column.addWidget(self.status)
