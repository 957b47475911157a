"""The preferences: one page, searchable, and everything takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QSlider, QVBoxLayout, QWidget

from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import label
from widgets.parts.scroll_column import ScrollColumn
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

THEMES = {"system": "As the system", "dark": "Dark", "light": "Light"}
THEME_SENTENCES = {
    "system": "Dark or light as the desktop is, also when it changes.",
    "dark": "Light letters on a dark ground.",
    "light": "Dark letters on a light ground.",
}
RENDERERS = {"auto": "Automatic", "gl": "Graphics card", "cpu": "Processor"}
RENDERER_SENTENCES = {
    "auto": "The graphics card if there is a real one, or else the processor.",
    "gl": "OpenGL, whatever the driver; if it fails, the processor goes on.",
    "cpu": "Never OpenGL.",
}


class PreferencesDialog(QDialog):
    """Changes the settings of the workbench and saves them after each change.

    Signals
    -------
    settings_changed(str) : this field of the settings has another value.
    """

    settings_changed = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._rows: list[tuple[QWidget, str]] = []
        self.setWindowTitle("Preferences")
        self.resize(480, 560)
        settings = workbench.settings
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the preferences")
        self.search.setAccessibleName("Search the preferences")
        self.search.setAccessibleDescription("Only the preferences that have all the words stay in sight.")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self._page = ScrollColumn(margin=2, spacing=16)
        self.theme = Segmented(THEMES, "Theme", THEME_SENTENCES)
        self.theme.choose(settings.theme)
        self.theme.chosen.connect(self._on_theme_chosen)
        self.morph = self._check("Points glide to their new places", "morph")
        self.refine = self._check("Refine the map with UMAP", "refine_with_umap")
        self.density = self._slider()
        self.renderer = Segmented(RENDERERS, "Drawing of the map", RENDERER_SENTENCES)
        self.renderer.choose(settings.renderer)
        self.renderer.chosen.connect(lambda choice: self._set("renderer", choice))
        self._add("Theme", "The colours of the window; “As the system” follows the desktop.", self.theme)
        self._add("", "When the projection changes, each point moves from its old place to the new one.", self.morph)
        self._add("", "A map of moderate size starts as PCA, at once, and goes on to UMAP by itself.", self.refine)
        self._add(
            "Labels on the map",
            "How many words are written: none at the left, as many as have room at the right.",
            self.density,
        )
        self._add(
            "Drawing of the map",
            "What draws the points; the environment variable LEXISCOPE_RENDERER (auto, gl, cpu) goes before this.",
            self.renderer,
        )
        self.nothing = label("No preference has this word.", "muted")
        self.nothing.hide()
        self._page.column.addWidget(self.nothing)
        self._page.column.addStretch(1)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(16)
        column.addWidget(self.search)
        column.addWidget(self._page, 1)
        row = QHBoxLayout()
        row.addWidget(label("Changes take effect at once.", "muted"), 1)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)

    def _add(self, name: str, sentence: str, control: QWidget) -> None:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        if name:
            column.addWidget(label(name))
            control.setAccessibleName(name)
        control.setAccessibleDescription(sentence)
        column.addWidget(control)
        about = label(sentence, "muted", wrap=True)
        about.setContentsMargins(23 if isinstance(control, QCheckBox) else 0, 0, 0, 0)
        column.addWidget(about)
        text = control.text() if isinstance(control, QCheckBox) else ""
        choices = " ".join(
            (THEMES if control is self.theme else RENDERERS if control is self.renderer else {}).values()
        )
        self._rows.append((row, f"{name} {text} {sentence} {choices}".casefold()))
        self._page.column.addWidget(row)

    def _check(self, text: str, field: str) -> QCheckBox:
        check = QCheckBox(text)
        check.setChecked(getattr(self._workbench.settings, field))
        check.toggled.connect(lambda on: self._set(field, on))
        return check

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setValue(round(self._workbench.settings.label_density * 100))
        slider.valueChanged.connect(lambda percent: self._set("label_density", percent / 100))
        calm_wheel(slider)
        return slider

    def _on_theme_chosen(self, choice: str) -> None:
        self._workbench.theme.choose(choice)
        self._set("theme", choice)

    def _set(self, field: str, value: object) -> None:
        setattr(self._workbench.settings, field, value)
        self.settings_changed.emit(field)
        keep_settings(self._workbench)

    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        for row, searchable in self._rows:
            row.setVisible(all(word in searchable for word in words))
        self.nothing.setVisible(all(row.isHidden() for row, _ in self._rows))
