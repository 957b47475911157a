"""Other colours for categories: the user chooses them at the legend, and the settings keep them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from explorer.session.state import State
from widgets.map.view import MapView
from widgets.parts.keep_settings import keep_settings
from widgets.workbench import Workbench


class Recoloring(QObject):
    """Changes the colour of a category of the legend, as a step that can be undone."""

    def __init__(self, workbench: Workbench, view: MapView) -> None:
        super().__init__(view)
        self._workbench = workbench
        self._view = view
        view.color_asked.connect(self._ask)
        view.color_reset.connect(lambda label: self._change(label, None))

    def _ask(self, label: str) -> None:
        """Let the user choose a colour."""
        scene = self._view.scene
        entries = () if scene is None or scene.legend is None else scene.legend.entries
        now = next((entry.color for entry in entries if entry.label == label), None)
        if now is None:
            return
        dialog = QColorDialog(QColor(now), self._view.window())
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setOption(QColorDialog.ColorDialogOption.NoEyeDropperButton)
        dialog.setWindowTitle(f"Colour of {label}")
        dialog.colorSelected.connect(lambda color: self._change(label, color.name()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, label: str, color: str | None) -> None:
        """Give a category a colour, or with None the one that it had at first."""
        state = self._workbench.state
        of_rule = {name: own for name, own in state.category_colors.get(state.color_by, {}).items() if name != label}
        if color is not None:
            of_rule[label] = color
        colors = {rule: dict(own) for rule, own in state.category_colors.items() if rule != state.color_by}
        if of_rule:
            colors[state.color_by] = of_rule
        self._workbench.store.change(f"Colour of {label}", category_colors=colors)


class KeptColors(QObject):
    """Begins with the colours of the settings, and keeps there what becomes of them, also by undo."""

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        workbench.store.amend(category_colors=workbench.settings.category_colors)
        workbench.changes.coloring_changed.connect(self._on_coloring_changed)

    def _on_coloring_changed(self, state: State) -> None:
        kept = {rule: dict(own) for rule, own in state.category_colors.items()}
        if kept != self._workbench.settings.category_colors:
            self._workbench.settings.category_colors = kept
            keep_settings(self._workbench)
