"""The story of a step in letters: which phase it is in, and its formulas with the numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.training.inspector.explanation import Explanation
from explorer.training.inspector.step import Phase
from widgets.inspector.canvas import LETTERS
from widgets.inspector.telling import PHASES, equation
from widgets.theme import Theme, ThemeSwitch

_SHOWN = (Phase.FORWARD, Phase.ERROR, Phase.BACKWARD, Phase.UPDATE)


class FormulaLine(QWidget):
    """The four phases, the present one lit, and below them the formulas of the present phase."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._phase = Phase.READY
        self._explanations: tuple[Explanation, ...] = ()
        self._sentence = ""
        self._magnify = 1.0
        self.phases = QLabel()
        self.text = QLabel()
        for each, name in ((self.phases, "Phase of the step"), (self.text, "Formulas of the phase")):
            each.setTextFormat(Qt.TextFormat.RichText)
            each.setAccessibleName(name)
            each.setWordWrap(True)
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 14, 5)
        column.setSpacing(3)
        column.addWidget(self.phases)
        column.addWidget(self.text, 1)
        theme.changed.connect(self._on_theme_changed)
        self.set_magnify(1.0)

    def set_magnify(self, magnify: float) -> None:
        """Write larger."""
        self._magnify = magnify
        lines = 4 if magnify == 1.0 else 5  # larger letters break long formulas
        self.setFixedHeight(round((LETTERS + 1) * magnify * 1.3 * lines + 18))
        self._show()

    def show_phase(self, phase: Phase, explanations: Sequence[Explanation], sentence: str = "") -> None:
        """Show a phase and its formulas; without any, a sentence."""
        self._phase, self._explanations, self._sentence = phase, tuple(explanations), sentence
        self._show()

    def _show(self) -> None:
        theme: Theme = self._theme.theme
        size = round((LETTERS + 1) * self._magnify)
        chips = []
        for phase in _SHOWN:
            lit = phase == self._phase
            color = theme.accent if lit else theme.faint
            chips.append(f'<span style="color:{color};font-weight:{600 if lit else 400}">{PHASES[phase][0]}</span>')
        arrow = f'<span style="color:{theme.faint}">&nbsp; \u203a &nbsp;</span>'
        about = self._sentence or PHASES[self._phase][1]
        self.phases.setText(
            f'<span style="font-size:{size}px">{arrow.join(chips)}'
            f'<span style="color:{theme.muted}">&nbsp;&nbsp;&nbsp;{escape(about)}</span></span>'
        )
        lines = []
        for each in self._explanations:
            formula, filled = equation(each)
            lines.append(f'<span style="color:{theme.muted}">{formula}</span>&nbsp; {filled}')
        self.text.setText(f'<div style="font-size:{size}px">{"<br>".join(lines)}</div>')

    def _on_theme_changed(self, _: Theme) -> None:
        self._show()
