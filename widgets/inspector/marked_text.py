"""A text box that marks what is wrong at the very characters, and says it below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QVBoxLayout, QWidget

from explorer.training.inspector.problems import Problem
from widgets.parts.labels import label
from widgets.theme import ThemeSwitch

PAUSE = 150  # milliseconds after the last key until the text is read
SHOWN_PROBLEMS = 2


class MarkedText(QWidget):
    """Reads the text while it is typed; ``read`` tells what is wrong with it.

    Signals
    -------
    edited() : the user changed the text and it was read; `set_text` does not emit it.
    """

    edited = Signal()

    def __init__(
        self,
        theme: ThemeSwitch,
        name: str,
        about: str,
        read: Callable[[str], Sequence[Problem]],
        rows: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._read = theme, read
        self.problems: tuple[Problem, ...] = ()
        self.box = _Box(self)
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(about)
        self.box.setPlaceholderText(about)
        self.box.setTabChangesFocus(True)
        height = rows * self.box.fontMetrics().lineSpacing() + 10
        self.box.setStyleSheet(f"min-height: {height}px; max-height: {height}px; padding: 2px 4px;")
        self.said = label(wrap=True)
        self.said.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._on_pause)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.said)
        self.box.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._mark)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.box.toPlainText()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it; warnings are no hindrance."""
        if self._timer.isActive():
            self.check()
        return not any(not problem.warning for problem in self.problems)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.box.blockSignals(True)
        self.box.setPlainText(text)
        self.box.blockSignals(False)
        self.check()

    def check(self) -> None:
        """Read the text now and mark what is wrong."""
        self._timer.stop()
        self.problems = tuple(self._read(self.text))
        self._mark()

    def problem_at(self, place: int) -> Problem | None:
        """The problem that a character belongs to."""
        return next((each for each in self.problems if each.start <= place < max(each.end, each.start + 1)), None)

    def _on_text_changed(self) -> None:
        self._timer.start()

    def _on_pause(self) -> None:
        self.check()
        self.edited.emit()

    def _mark(self) -> None:
        self.box.setExtraSelections([self._selection(problem) for problem in self.problems])
        sentences = [problem.sentence for problem in self.problems[:SHOWN_PROBLEMS]]
        if len(self.problems) > SHOWN_PROBLEMS:
            sentences.append(f"and {len(self.problems) - SHOWN_PROBLEMS} more.")
        self.said.setText("\n".join(sentences))
        self.said.setVisible(bool(sentences))
        worst = "muted" if all(problem.warning for problem in self.problems) else "danger"
        if self.said.property("role") != worst:
            self.said.setProperty("role", worst)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)

    def _selection(self, problem: Problem) -> QTextEdit.ExtraSelection:
        theme = self._theme.theme
        color = QColor(theme.muted if problem.warning else theme.danger)
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(color)
        ground = QColor(color)
        ground.setAlphaF(0.22)
        style.setBackground(ground)
        selection = QTextEdit.ExtraSelection()
        last = len(self.text)
        selection.cursor = QTextCursor(self.box.document())
        selection.cursor.setPosition(min(problem.start, max(last - 1, 0)))
        end = min(max(problem.end, problem.start + 1), last)
        selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.format = style
        return selection


class _Box(QPlainTextEdit):
    """The box itself; a marked place explains itself in a tooltip."""

    def __init__(self, owner: MarkedText) -> None:
        super().__init__(owner)
        self._owner = owner

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(event.pos()).position()
            problem = self._owner.problem_at(place)
            QToolTip.showText(event.globalPos(), problem.sentence if problem else "", self)
            return True
        return super().event(event)
