"""What the axes of the map in sight mean: the components of PCA, and the words at both ends of each axis."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.projection.ends import AxisEnds, ends_of
from explorer.projection.pca import scree_of
from explorer.projection.projection import Projection
from explorer.session.state import State
from explorer.wording import worded
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.numbers import grouped
from widgets.parts.picture_saving import offer_picture
from widgets.parts.quiet_buttons import unfold_button
from widgets.parts.scree import Scree
from widgets.workbench import Workbench

MOST_WORDS = 20_000
"""So many of the most frequent words are looked at for the ends of an axis; among more, those of nobody stand there."""


class ShownAxes(QWidget):
    """A scree chart with a choice of components for a map by PCA, and for each axis that means something its ends.

    Signals
    -------
    components_chosen(tuple) : these components are to be the axes, counted from 1.
    """

    components_chosen = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._projection: Projection | None = None
        self.scree = Scree(workbench.theme)
        offer_picture(workbench, self.scree)
        self.scree.component_clicked.connect(self._on_component_clicked)
        self.pickers = {axis: self._picker(axis) for axis in "xyz"}
        self.unfold = unfold_button("", "The words furthest out on each axis of the map")
        self.unfold.toggled.connect(self._on_unfolded)
        self.ends = QWidget()
        self._grid = QGridLayout(self.ends)
        self._lay_out()
        workbench.changes.projection_changed.connect(self._on_projection_changed)
        workbench.changes.embedding_changed.connect(self._on_projection_changed)
        workbench.theme.changed.connect(lambda _: self._find_ends())
        self._on_unfolded(False)
        self._on_projection_changed(workbench.state)

    def _picker(self, axis: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"Component of the {axis} axis")
        box.setToolTip(f"Which component is the {axis} axis of the map; it changes at once.")
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.activated.connect(lambda: self._on_picked(axis))
        calm_wheel(box)
        return box

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.scree)
        self._picking = QWidget()
        row = QHBoxLayout(self._picking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for axis, box in self.pickers.items():
            heading = label(axis.upper(), "muted")
            heading.setBuddy(box)
            row.addWidget(heading)
            row.addWidget(box, 1)
        column.addWidget(self._picking)
        column.addWidget(self.unfold)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        column.addWidget(self.ends)

    # The components of PCA ----------------------------------------------------------------------------------------

    def _on_projection_changed(self, state: State) -> None:
        before, self._projection = self._projection, state.projection
        shown = self._projection
        has_axes = shown is not None and any(shown.axes)
        self.setVisible(has_axes)
        if shown is None or not has_axes:
            return
        shares, axes = scree_of(shown), self._components(shown)
        is_pca = shown.components is not None and bool(shares)
        self.scree.setVisible(is_pca)
        self._picking.setVisible(is_pca)
        if is_pca:
            self.scree.show_shares(shares, axes)
            self._fill_pickers(shares, axes)
        if before is None or before.method != shown.method:
            self.unfold.setChecked(not is_pca)  # the chart says enough of PCA; chosen axes are about their words
        self._find_ends()

    def _components(self, shown: Projection) -> tuple[int, ...]:
        options = shown.options
        return tuple(int(str(options.get(axis, 0))) for axis in "xyz"[: shown.n_dims]) if shown.method == "pca" else ()

    def _fill_pickers(self, shares: tuple[float, ...], axes: tuple[int, ...]) -> None:
        for place, (axis, box) in enumerate(self.pickers.items()):
            box.clear()
            if axis == "z":
                box.addItem("–", 0)
            for number, share in enumerate(shares, start=1):
                box.addItem(str(number), number)
                told = f"{100 * share:.1f}% of the variance"
                box.setItemData(box.count() - 1, told, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(box.findData(axes[place] if place < len(axes) else 0), 0))

    def _on_picked(self, picked: str) -> None:
        """An axis that takes the component of another gives it its own."""
        assert self._projection is not None
        before = dict(zip("xyz", self._components(self._projection), strict=False))
        chosen = int(self.pickers[picked].currentData())
        axes = before | {picked: chosen}
        for other, component in before.items():
            if other != picked and component == chosen:
                free = (each for each in range(1, len(before) + 2) if each not in axes.values())
                axes[other] = before.get(picked) or next(free)
        shown = tuple(component for component in axes.values() if component)
        if shown != tuple(before.values()):
            self.components_chosen.emit(shown)

    def _on_component_clicked(self, component: int) -> None:
        box = self.pickers["x"]
        box.setCurrentIndex(box.findData(component))
        self._on_picked("x")

    # The words at the ends ----------------------------------------------------------------------------------------

    def _on_unfolded(self, unfolded: bool) -> None:
        self.unfold.setText("Hide the ends of the axes" if unfolded else "Ends of the axes")
        self.ends.setVisible(unfolded)
        self._find_ends()

    def _find_ends(self) -> None:
        shown = self._projection
        if shown is None or not any(shown.axes) or not self.unfold.isChecked():
            return
        job = self._workbench.jobs.start(
            "Ends of the axes", ends_of, shown, n_words=MOST_WORDS, group="ends of the axes", quiet=True
        )
        job.succeeded.connect(lambda ends: self._show_ends(shown, ends))

    def _show_ends(self, projection: Projection, ends: tuple[AxisEnds, ...]) -> None:
        embedding = self._workbench.state.embedding
        if projection is not self._workbench.state.projection or embedding is None:
            return
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        color, unit = self._workbench.theme.theme.text, embedding.unit
        if len(projection) > MOST_WORDS:
            told = label(worded(f"Of the {grouped(MOST_WORDS)} most frequent words", unit), "muted", wrap=True)
            self._grid.addWidget(told, 2 * len(ends), 0, 1, 2)
        for place, each in enumerate(ends):
            heading = ElidedLabel(each.label, "muted")
            heading.setContentsMargins(0, 4 if place else 0, 0, 0)
            self._grid.addWidget(heading, 2 * place, 0, 1, 2)
            for column, (indices, side) in enumerate(((each.low, "low"), (each.high, "high"))):
                links = "<br>".join(
                    f'<a href="{index}" style="color: {color}; text-decoration: none">'
                    f"{escape(embedding.index_to_key[index][:24])}</a>"
                    for index in indices.tolist()
                )
                words = _links(links, f"{worded('Words', unit)} at the {side} end of {each.label}", unit)
                words.setAlignment(Qt.AlignmentFlag.AlignLeft if side == "low" else Qt.AlignmentFlag.AlignRight)
                words.linkActivated.connect(self._on_word_clicked)
                self._grid.addWidget(words, 2 * place + 1, column)
        self.updateGeometry()

    def _on_word_clicked(self, link: str) -> None:
        state, index = self._workbench.state, int(link)
        if state.embedding is not None:
            text = f"Go to {state.embedding.index_to_key[index]}"
            self._workbench.store.change(text, word=index, selection=(index,))


def _links(text: str, name: str, unit: str) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    made.setAccessibleName(name)
    made.setToolTip(worded("Click a word to go to it", unit))
    return made
