"""The buttons beside a list of lines: all of them, copied, saved."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.corpus.concordance import Lines
from widgets.parts.line_finder import MOST_SHOWN, LineFinder, LineQuestion
from widgets.parts.line_list import LineList
from widgets.parts.numbers import grouped
from widgets.parts.quiet_buttons import quiet_button
from widgets.parts.table_buttons import ICON, small_button
from widgets.theme import Theme, icon
from widgets.workbench import Workbench


class LineButtons(QWidget):
    """Copy and Export for a `LineList`, enabled while it has lines; and while only some are listed, the way to all."""

    def __init__(self, lines: LineList, finder: LineFinder, workbench: Workbench) -> None:
        super().__init__()
        self._lines = lines
        name = lines.accessibleName().lower()
        self.all = quiet_button("Show all", "List all lines, not only some that lie evenly spread over the corpus.")
        self.all.clicked.connect(finder.ask_for_all)
        self.all.hide()
        self.copy = small_button(f"Copy the {name}", "Copy the chosen lines, or all that are listed (Ctrl+C)")
        self.copy.clicked.connect(lines.copy)
        self.export = small_button(f"Export the {name}", "Save the lines that are listed as a CSV file…")
        self.export.clicked.connect(lambda: lines.export())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for each in (self.all, self.copy, self.export):
            row.addWidget(each)
        workbench.theme.changed.connect(self._dress)
        lines.lines.modelReset.connect(self._on_lines_changed)
        finder.found.connect(self._on_found)
        self._dress(workbench.theme.theme)
        self._on_lines_changed()

    def _dress(self, theme: Theme) -> None:
        self.copy.setIcon(icon("copy", theme.muted, ICON))
        self.export.setIcon(icon("download", theme.muted, ICON))

    def _on_lines_changed(self) -> None:
        has_lines = self._lines.lines.rowCount() > 0
        for button in (self.copy, self.export):
            button.setEnabled(has_lines)
        if not has_lines:
            self.all.hide()

    def _on_found(self, _: LineQuestion, found: Lines) -> None:
        can_show = min(found.n_lines, MOST_SHOWN)
        self.all.setText("Show all" if can_show == found.n_lines else f"Show {grouped(can_show)}")
        self.all.setVisible(len(found.lines) < can_show)
