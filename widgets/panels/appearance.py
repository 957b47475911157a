"""How the points of the map look: colours, sizes, labels, and whether they glide."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSlider, QSpinBox, QWidget

from explorer.analysis.clusters import FEWEST, MOST
from explorer.embedding import Embedding, same_columns
from explorer.session.state import State
from explorer.wording import worded
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import label
from widgets.parts.option_form import CONTROL_WIDTH, prepare_spin
from widgets.parts.scroll_column import ScrollColumn
from widgets.parts.speaking import speak_of_entries
from widgets.workbench import Workbench

COLOR_RULES = {
    "none": "One colour",
    "cluster": "Cluster",
    "frequency": "Frequency",
    "norm": "Norm",
    "similarity": "Similarity to the word",
    "error": "Map error",
}
DENSITIES = {"none": "Points", "instead": "Density", "below": "Both"}
SIZE_RULES = {"none": "All the same", "frequency": "Frequency", "norm": "Norm"}
COLUMN = "column:"


class AppearancePanel(ScrollColumn):
    """The rule for colours and sizes, which is part of the state, and the settings of labels and motion.

    Signals
    -------
    label_density_changed(float) : how many words are written on the map, 0 to 1.
    layers_changed(str, bool)    : where the density goes, a key of `DENSITIES`, and whether there are contours.
    morph_changed(bool)          : whether points glide to their new places.
    """

    label_density_changed = Signal(float)
    layers_changed = Signal(str, bool)
    morph_changed = Signal(bool)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._embedding: Embedding | None = None
        self.color_by = self._choice("Colour", "What the colour of a point tells.", self._on_color_chosen)
        self.n_clusters = self._number_of_clusters()
        self.size_by = self._choice("Size", "What the size of a point tells.", self._on_size_chosen)
        self.density = self._choice(
            "Show",
            "A point for each word, how crowded the words are in each place, or both; what is selected stays points.",
            self._on_layers_chosen,
        )
        _fill(self.density, DENSITIES)
        self.labels = self._density_slider()
        self.contours = QCheckBox("Contours")
        self.contours.setToolTip("Lines of equal density: at each there are twice as many words as at the one outside.")
        self.contours.toggled.connect(self._on_layers_chosen)
        self.morph = QCheckBox("Glide to new places")
        self.morph.setToolTip("When the projection changes, each point moves from its old place to the new one.")
        self.morph.setChecked(workbench.settings.morph)
        self.morph.toggled.connect(self._on_morph_toggled)
        self._show_layers()
        self._lay_out()
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.coloring_changed.connect(self._on_coloring_changed)
        self._on_embedding_changed(workbench.state)
        self._on_coloring_changed(workbench.state)
        speak_of_entries(self, workbench)

    def show_settings(self) -> None:
        """Show the settings as they are now, after they were changed elsewhere."""
        self.labels.setValue(round(self._workbench.settings.label_density * 100))
        self.morph.setChecked(self._workbench.settings.morph)
        self._show_layers()

    def _choice(self, name: str, sentence: str, slot: object) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(CONTROL_WIDTH + 32)
        box.setAccessibleName(name)
        box.setToolTip(sentence)
        box.activated.connect(slot)
        calm_wheel(box)
        return box

    def _number_of_clusters(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(FEWEST, MOST)
        box.setFixedWidth(CONTROL_WIDTH + 32)
        prepare_spin(box)
        box.setAccessibleName("Clusters")
        box.setToolTip("Into how many groups the words are parted by their vectors, each named by words of it.")
        box.setValue(self._workbench.state.n_clusters)
        box.valueChanged.connect(self._on_number_chosen)
        return box

    def _density_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setFixedWidth(CONTROL_WIDTH + 32)
        slider.setAccessibleName("Labels")
        slider.setToolTip("How many words are written on the map: none at the left, as many as have room at the right.")
        slider.setValue(round(self._workbench.settings.label_density * 100))
        slider.valueChanged.connect(self._on_density_changed)
        slider.sliderReleased.connect(self._save)
        calm_wheel(slider)
        return slider

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, (text, control) in enumerate(
            (
                ("Show", self.density),
                ("Colour", self.color_by),
                ("Clusters", self.n_clusters),
                ("Size", self.size_by),
                ("Labels", self.labels),
            )
        ):
            name = label(text, "muted")
            name.setBuddy(control)
            name.setToolTip(control.toolTip())
            grid.addWidget(name, row, 0)
            grid.addWidget(control, row, 1)
            if control is self.n_clusters:
                self._of_clusters = (name, control)
        self.column.addLayout(grid)
        self.column.addWidget(self.contours)
        self.column.addWidget(self.morph)
        self.column.addStretch(1)

    def _on_embedding_changed(self, state: State) -> None:
        before, self._embedding = self._embedding, state.embedding
        if same_columns(before, state.embedding):
            return
        columns = {} if state.embedding is None else {f"{COLUMN}{name}": name for name in state.embedding.metadata}
        _fill(self.color_by, {rule: worded(text, state.unit) for rule, text in COLOR_RULES.items()} | columns)
        _fill(self.size_by, {rule: worded(text, state.unit) for rule, text in SIZE_RULES.items()})
        self.color_by.setEnabled(state.embedding is not None)
        self.size_by.setEnabled(state.embedding is not None)
        self._on_coloring_changed(state)

    def _on_coloring_changed(self, state: State) -> None:
        for box, rule in ((self.color_by, state.color_by), (self.size_by, state.size_by)):
            box.setCurrentIndex(max(box.findData(rule), 0))
        with QSignalBlocker(self.n_clusters):
            self.n_clusters.setValue(state.n_clusters)
        for widget in self._of_clusters:
            widget.setVisible(state.color_by == "cluster" and state.embedding is not None)

    def _on_color_chosen(self) -> None:
        rule, text = self.color_by.currentData(), self.color_by.currentText()
        self._workbench.store.change(f"Colour: {text}", color_by=rule)

    def _on_number_chosen(self, n: int) -> None:
        self._workbench.store.change(f"{n} clusters", n_clusters=n)

    def _on_size_chosen(self) -> None:
        rule, text = self.size_by.currentData(), self.size_by.currentText()
        self._workbench.store.change(f"Size: {text}", size_by=rule)

    def _on_density_changed(self, percent: int) -> None:
        self._workbench.settings.label_density = percent / 100
        self.label_density_changed.emit(percent / 100)
        if not self.labels.isSliderDown():
            self._save()

    def _show_layers(self) -> None:
        settings = self._workbench.settings
        density, contours = settings.density, settings.contours  # the second box would overwrite both
        self.density.setCurrentIndex(max(self.density.findData(density), 0))
        self.contours.setChecked(contours)

    def _on_layers_chosen(self) -> None:
        settings = self._workbench.settings
        chosen = self.density.currentData(), self.contours.isChecked()
        if chosen != (settings.density, settings.contours):
            settings.density, settings.contours = chosen
            self.layers_changed.emit(*chosen)
            self._save()

    def _on_morph_toggled(self, on: bool) -> None:
        self._workbench.settings.morph = on
        self.morph_changed.emit(on)
        self._save()

    def _save(self) -> None:
        keep_settings(self._workbench)


def _fill(box: QComboBox, rules: dict[str, str]) -> None:
    box.clear()
    for key, text in rules.items():
        box.addItem(text, key)
