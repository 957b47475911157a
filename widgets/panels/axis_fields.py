"""Lines in which the axes of a map are typed, full width, since expressions are long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from explorer.analysis.map_options import SELECTION
from explorer.options import described
from widgets.parts.labels import label
from widgets.parts.term_completer import WordsOffered
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

NAMES = ("x", "y", "z")
HINTS: Mapping[str, tuple[str, ...]] = {
    "axes": ("man -> woman", "Largest spread left", "Largest spread left"),
    "as-is": ("First, or the file's x", "Second, or the file's y", "Third, or the file's z"),
}
GROUPS = (
    ("Middle of the selected words", SELECTION),
    ("Main axis of the selected words", f"pca({SELECTION})"),
    ("Second axis of the selected words", f"pca2({SELECTION})"),
)


class AxisFields(QWidget):
    """X, Y and on a map in space Z, of a method whose options have fields of these names.

    Signals
    -------
    changed() : the user typed or chose something.
    entered() : Enter was pressed.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, workbench: Workbench, method: str, kind: type[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: list[QAction] = []
        self.fields: dict[str, QLineEdit] = {}
        self._labels = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, hint) in enumerate(zip(NAMES, HINTS[method], strict=True)):
            each = described(kind)[name]
            field = self.fields[name] = QLineEdit()
            field.setMaxLength(400)
            field.setPlaceholderText(hint)
            field.setAccessibleName(each.label)
            field.setAccessibleDescription(each.sentence)
            field.setToolTip(f"<p>{each.sentence.replace('<', '&lt;').replace('>', '&gt;')}</p>")
            field.textEdited.connect(lambda _: self.changed.emit())
            field.returnPressed.connect(self.entered)
            heading = self._labels[name] = label(name.upper(), "muted")
            heading.setFixedWidth(QFontMetrics(heading.font()).horizontalAdvance("X") + 4)
            heading.setBuddy(field)
            grid.addWidget(heading, row, 0)
            grid.addWidget(field, row, 1)
            if method == "axes":
                self._offer_groups(field)
                WordsOffered(workbench, field)
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)
        self.show_dimensions(2)

    def show_dimensions(self, n: int) -> None:
        """Show as many lines as the map has axes."""
        for name in NAMES[2:]:
            self.fields[name].setVisible(n > 2)
            self._labels[name].setVisible(n > 2)

    def set_options(self, options: Any) -> None:
        """Show what is typed for the axes in these options."""
        for name, field in self.fields.items():
            field.setText(getattr(options, name))
        self.show_dimensions(options.n_components)

    def options_with(self, options: Any) -> Any:
        """The options with what is typed here."""
        return replace(options, **{name: field.text().strip() for name, field in self.fields.items()})

    def _offer_groups(self, field: QLineEdit) -> None:
        menu = QMenu(field)
        for text, group in GROUPS:
            menu.addAction(text, self._putting(field, group))
        action = field.addAction(icon("chevron-down", "#808080"), QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip("Take the selected words for this axis")
        action.triggered.connect(lambda: menu.popup(field.mapToGlobal(field.rect().bottomLeft())))
        self._actions.append(action)

    def _putting(self, field: QLineEdit, text: str) -> Callable[[], None]:
        def put() -> None:
            """After an arrow it is the other end; else it is the whole axis."""
            typed = field.text().rstrip()
            field.setText(f"{typed} {text}" if typed.endswith(("->", "→")) else text)
            self.changed.emit()

        return put

    def _dress(self, theme: Theme) -> None:
        for action in self._actions:
            action.setIcon(icon("chevron-down", theme.muted))
