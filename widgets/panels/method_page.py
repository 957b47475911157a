"""The parameters of one method of projection, as the panel shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.options import remembered
from explorer.projection.methods import METHODS
from widgets.panels.axis_fields import HINTS, NAMES, AxisFields
from widgets.parts.option_form import OptionForm
from widgets.parts.speaking import speak_of_entries
from widgets.workbench import Workbench

BASIC = {
    "umap": ("n_neighbors", "min_dist", "metric"),
    "tsne": ("perplexity", "metric"),
    "pca": ("n_components", "center", "unit_variance"),
    "axes": ("n_components", "unit_length"),
}
"""The parameters that are always in sight; the others of the method unfold. All of a method that is not named."""


class MethodPage(QWidget):
    """The parameters of one method: its axes, if they are typed, and a form of the others."""

    def __init__(self, workbench: Workbench, method: str) -> None:
        super().__init__()
        kind = METHODS[method].options
        hidden = NAMES if method in HINTS or method == "pca" else ()
        self.fields = AxisFields(workbench, method, kind) if method in HINTS else None
        self.form: OptionForm[Any] = OptionForm(kind, basic=BASIC.get(method), hidden=hidden)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if self.fields is not None:
            column.addWidget(self.fields)
        column.addWidget(self.form)
        options = remembered(kind, workbench.settings.options.get(method, {}))
        self.form.set_options(options)
        if self.fields is not None:
            self.fields.set_options(options)
        speak_of_entries(self, workbench)

    def options(self) -> Any:
        """What is set here; raises `BadOption`."""
        options = self.form.options()
        return options if self.fields is None else self.fields.options_with(options)

    def show_components(self, shown: tuple[int, ...]) -> None:
        """Take these components of PCA for the axes."""
        free = next(each for each in range(1, len(shown) + 2) if each not in shown)
        axes = dict(zip(NAMES, (*shown, free), strict=False))
        self.form.set_options(replace(self.form.options(), **axes, n_components=len(shown)))
