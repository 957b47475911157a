"""The bar above: what the colours mean, how large the letters are, and what can be saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QWidget
from superqt import QFlowLayout

from explorer.training.inspector.axes import FITTED_ON
from widgets.inspector.legend import Legend
from widgets.parts.beside import beside
from widgets.parts.labels import label
from widgets.parts.segmented import Segmented
from widgets.theme import ThemeSwitch

SCALES = {"fixed": "Fixed", "data": "Data"}
_ABOUT_SCALES = {
    "fixed": "The same colours for the same values, so that steps can be compared.",
    "data": "The largest weight has the full colour, so that small weights are told apart.",
}
_ABOUT_AXES = {
    "both": "PCA lays the axes through input and output vectors.",
    "input": "PCA lays the axes through the input vectors alone.",
}


class Looks(QWidget):
    """How things are drawn.

    Signals
    -------
    scale_chosen(str)       : "fixed" or "data".
    axes_chosen(str)        : which vectors PCA takes, "both" or "input".
    trails_switched(bool), presentation_switched(bool) : whether trails are drawn, whether all is larger.
    """

    scale_chosen = Signal(str)
    axes_chosen = Signal(str)
    trails_switched = Signal(bool)
    presentation_switched = Signal(bool)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = Legend(theme)
        self.scale = Segmented(SCALES, "Scale of the colours", _ABOUT_SCALES)
        self.scale.setFixedWidth(112)
        self.axes = Segmented({"both": "Both", "input": "Inputs"}, "PCA of", _ABOUT_AXES)
        self.axes.setFixedWidth(112)
        self.axes.setAccessibleDescription(" or ".join(FITTED_ON.values()))
        self.trails = QCheckBox("Trails")
        self.trails.setToolTip("Draw where the vectors came from")
        self.presentation = QCheckBox("Presentation size")
        self.presentation.setToolTip("Larger letters and lines, to be read from the back of a room (S)")
        self.export = QPushButton("Export")
        self.export.setToolTip("Save panels as pictures, the vectors as a table, the run as an animated picture")
        self.export.setAccessibleName("Export from the Inspector")
        self.menu = QMenu(self.export)
        self.export.setMenu(self.menu)
        choices = QWidget()
        flow = QFlowLayout(choices)  # in a narrow window they go on below each other
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setHorizontalSpacing(14)
        flow.setVerticalSpacing(6)
        for group in (
            beside(10, self.legend, label("Colours", "muted"), self.scale),
            beside(10, label("PCA of", "muted"), self.axes),
            beside(10, self.trails, self.presentation),
        ):
            flow.addWidget(group)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(choices, 1)
        row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        self.scale.chosen.connect(self.scale_chosen)
        self.axes.chosen.connect(self.axes_chosen)
        self.trails.toggled.connect(self.trails_switched)
        self.presentation.toggled.connect(self.presentation_switched)

    def toggle_size(self) -> None:
        """Change between the usual and the presentation size."""
        self.presentation.toggle()
