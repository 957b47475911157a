"""How neighbours are sought: switches of the space, and the exact search or an index with its parameters."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.errors import ExplorerError
from explorer.neighbors.approach import Approach
from explorer.neighbors.index_options import INDEXES, IndexOptions, kind_of
from explorer.neighbors.space import Space
from explorer.options import remembered
from explorer.session.state import State
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import label
from widgets.parts.option_form import OptionForm
from widgets.parts.quiet_buttons import unfold_button
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

EXACT = "exact"
EXACT_SENTENCE = "Compares with every word: nothing is missing."


class ApproachForm(QWidget):
    """Shows the approach of the state and changes it, one step of undo a change; folded away until it is asked for.

    A switch of the space takes effect at once. An index is built when its button is pressed, with the parameters that
    stand there; they are kept for the next time.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.unfold = unfold_button(
            "Space and index", "Centre the vectors, take them to length 1, or search by an index."
        )
        self.space: OptionForm[Space] = OptionForm(Space)
        self.space.changed.connect(self._on_space_edited)
        self.kinds = Segmented(
            {EXACT: "Exact", **{key: kind.label for key, kind in INDEXES.items()}},
            "Search",
            {EXACT: EXACT_SENTENCE, **{key: kind.sentence for key, kind in INDEXES.items()}},
        )
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.forms: dict[str, OptionForm[IndexOptions]] = {}
        for key, kind in INDEXES.items():
            self.forms[key] = OptionForm(kind.options)
            self.forms[key].set_options(remembered(kind.options, workbench.settings.options.get(f"index {key}", {})))
            self.forms[key].changed.connect(self._show_button)
        self.build = QPushButton("Build and search by it")
        self.build.setToolTip(
            "Some answers may be missing; how many is measured on your vectors and stands beside them."
        )
        self.build.clicked.connect(self._on_build)
        self.about = label(role="muted", wrap=True)
        self._folded = QWidget()
        self._shown: IndexOptions | None = None
        self._lay_out()
        self._show_kind(EXACT)
        self.unfold.toggled.connect(self._folded.setVisible)
        workbench.changes.question_changed.connect(self.show_approach)
        self.show_approach(workbench.state)

    def show_approach(self, state: State) -> None:
        """Show the approach of a state."""
        approach = state.approach
        self.space.set_options(approach.space)
        self.space.control("n_top").setEnabled(approach.space.without_top)
        if approach.index == self._shown:  # what was chosen but not built yet stays
            self._show_button()
            return
        self._shown = approach.index
        if approach.index is None:
            self._show_kind(EXACT)
        else:
            kind = kind_of(approach.index)
            self.forms[kind.key].set_options(approach.index)
            self._show_kind(kind.key)

    def _show_kind(self, key: str) -> None:
        self.kinds.choose(key)
        for each, form in self.forms.items():
            form.setVisible(each == key)
        self.about.setText(EXACT_SENTENCE if key == EXACT else INDEXES[key].sentence)
        self._show_button()

    def _show_button(self) -> None:
        key = self.kinds.current
        self.build.setVisible(key != EXACT and self._chosen_index() != self._workbench.state.approach.index)

    def _chosen_index(self) -> IndexOptions | None:
        try:
            return self.forms[self.kinds.current].options()
        except ExplorerError:
            return None

    def _on_space_edited(self) -> None:
        space = self.space.options()
        told = space.told(self._dim()) or "as loaded"
        state = self._workbench.state
        self._change(f"Compare {state.unit}s {told}", replace(state.approach, space=space))

    def _on_kind_chosen(self, key: str) -> None:
        self._show_kind(key)
        approach = self._workbench.state.approach
        if key == EXACT and approach.index is not None:
            self._change("Search exactly", replace(approach, index=None))

    def _on_build(self) -> None:
        key, index = self.kinds.current, self._chosen_index()
        if index is not None:
            self._workbench.settings.options[f"index {key}"] = dict(vars(index))
            keep_settings(self._workbench)
            approach = replace(self._workbench.state.approach, index=index)
            self._change(f"Search by {INDEXES[key].label}", approach)

    def _change(self, label: str, approach: Approach) -> None:
        self._workbench.store.change(label, approach=approach)

    def _dim(self) -> int:
        embedding = self._workbench.state.embedding
        return embedding.dim if embedding is not None else 1

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        folded = QVBoxLayout(self._folded)
        folded.setContentsMargins(0, 0, 0, 6)
        folded.setSpacing(6)
        for each in (self.space, self.kinds, self.about, *self.forms.values(), self.build):
            folded.addWidget(each)
        self._folded.hide()
        column.addWidget(self.unfold)
        column.addWidget(self._folded)
