"""Words as chips: typed with completion, pasted as a list, put into another order, and taken out again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QCompleter, QFrame, QHBoxLayout, QLineEdit, QListView, QToolButton, QWidget
from superqt import QFlowLayout

from explorer.embedding import Embedding, same_vocabulary
from widgets.parts.completion import LookedUp, WordFinder, find_words, look_up_all
from widgets.parts.labels import label
from widgets.theme import Theme, ThemeSwitch, icon
from widgets.workbench import Workbench

SEPARATORS = re.compile(r"[\t\n\r,;]+")
ICON = 12
KEYS = "Delete takes it out, Ctrl+Left and Ctrl+Right move it, Enter goes to it."


class WordChip(QFrame):
    """One word.

    Signals
    -------
    removed()  : the user took it out.
    asked()    : the user went to the word.
    moved(int) : the user moved it by so many places.
    dropped(QPoint) : the user dragged it to this place on the screen.
    """

    removed = Signal()
    asked = Signal()
    moved = Signal(int)
    dropped = Signal(QPoint)

    def __init__(self, word: str, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = word
        self._pressed: QPoint | None = None
        self.setProperty("role", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(word)
        self.setAccessibleDescription(KEYS)
        self.setToolTip("Click to go there, drag to put it elsewhere.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.remove = QToolButton()
        self.remove.setAccessibleName(f"Take out {word}")
        self.remove.setToolTip(f"Take out “{word}”")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 1, 1, 1)
        row.setSpacing(1)
        row.addWidget(label(word))
        row.addWidget(self.remove)
        theme.changed.connect(self._dress)
        self._dress(theme.theme)

    def _dress(self, theme: Theme) -> None:
        self.remove.setIcon(icon("x", theme.muted, ICON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        elif step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        place = event.globalPosition().toPoint()
        if (place - pressed).manhattanLength() >= QApplication.startDragDistance():
            self.dropped.emit(place)
        else:
            self.asked.emit()


class WordLine(QLineEdit):
    """The line that words are typed into; a list that is pasted keeps its lines.

    Signals
    -------
    words_typed(list) : the texts between the separators, or the whole line.
    """

    words_typed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.returnPressed.connect(lambda: self.words_typed.emit(words_of(self.text())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if len(words_of(text)) > 1:
                self.words_typed.emit(words_of(text))
                return
        super().keyPressEvent(event)


class WordChips(QWidget):
    """The chips and the line after them.

    Signals
    -------
    words_changed(object)  : the user added, moved or took out words: their indices in the new order, as a tuple.
    word_asked(int)        : the user went to a word.
    told(str)              : which of the words that were typed are not in the vocabulary, "" if all are.
    """

    words_changed = Signal(object)
    word_asked = Signal(int)
    told = Signal(str)

    def __init__(self, workbench: Workbench, name: str = "Words to compare", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._embedding: Embedding | None = None
        self._finder: WordFinder | None = None
        self._indices: tuple[int, ...] = ()
        self.chips: list[WordChip] = []
        self.line = WordLine()
        self.line.setAccessibleName(name)
        self.line.setToolTip("Type a word, several with commas or blanks between them, or paste a list.")
        self.line.setPlaceholderText("Add words …")
        self.line.setFixedWidth(150)
        self._texts = QStringListModel(self)
        completer = QCompleter(self._texts, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        popup.setObjectName("completions")
        popup.setAccessibleName("Words that fit")
        completer.setPopup(popup)
        completer.activated.connect(self._on_completed)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._offer)
        self.line.words_typed.connect(self._on_words_typed)
        self._flow = QFlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setHorizontalSpacing(6)
        self._flow.setVerticalSpacing(6)
        self._flow.addWidget(self.line)

    def show_words(self, embedding: Embedding | None, indices: Sequence[int]) -> None:
        """Show other words of an embedding."""
        if not same_vocabulary(self._embedding, embedding):
            self._finder = None
            self._texts.setStringList([])
            self.line.clear()
            self.told.emit("")
        if embedding is not None and (self._embedding is None or self._finder is None):
            job = self._workbench.jobs.start(
                "Preparing words", find_words, embedding, group=f"chips {id(self)}", quiet=True
            )
            job.succeeded.connect(self._on_finder_ready)
        self._embedding, self._indices = embedding, tuple(indices)
        words = [embedding.index_to_key[index] for index in indices] if embedding else []
        if words != [chip.word for chip in self.chips]:
            self._show_chips(words)

    def _show_chips(self, words: Sequence[str]) -> None:
        focused = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.line)
        self.chips = [WordChip(word, self._workbench.theme, self) for word in words]
        for place, chip in enumerate(self.chips):
            chip.removed.connect(lambda place=place: self._take_out(place))
            chip.asked.connect(lambda place=place: self.word_asked.emit(self._indices[place]))
            chip.moved.connect(lambda by, place=place: self._move(place, place + by))
            chip.dropped.connect(lambda at, place=place: self._on_dropped(place, at))
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.line)
        if focused is not None:
            near = self.chips[min(focused, len(self.chips) - 1)] if self.chips else self.line
            near.setFocus(Qt.FocusReason.OtherFocusReason)
        self._flow.invalidate()  # it does not do so itself when the line is added behind chips that show already
        self.updateGeometry()

    def _take_out(self, place: int) -> None:
        self.words_changed.emit(self._indices[:place] + self._indices[place + 1 :])

    def _move(self, place: int, to: int) -> None:
        to = min(max(to, 0), len(self._indices) - 1)
        rest = self._indices[:place] + self._indices[place + 1 :]
        if to != place:
            self.chips[to].setFocus(Qt.FocusReason.OtherFocusReason)
            self.words_changed.emit((*rest[:to], self._indices[place], *rest[to:]))

    def _on_dropped(self, place: int, at: QPoint) -> None:
        where = self.mapFromGlobal(at)
        before = [chip for chip in self.chips if _stands_before(chip, where)]
        self._move(place, len(before) - (1 if self.chips[place] in before else 0))

    def _offer(self, text: str) -> None:
        if not text.strip():
            self.told.emit("")
        if self._finder is not None and self._embedding is not None:
            found = self._finder.complete(re.split(r"[,;]", text)[-1].strip())
            self._texts.setStringList([self._embedding.index_to_key[index] for index in found])

    def _on_finder_ready(self, finder: WordFinder) -> None:
        if self._embedding is not None and finder.index_to_key is self._embedding.index_to_key:
            self._finder = finder

    def _on_completed(self, word: str) -> None:
        self._on_words_typed([word])

    def _on_words_typed(self, words: list[str]) -> None:
        if self._embedding is None or not words:
            return
        job = self._workbench.jobs.start("Looking for words", look_up_all, self._embedding, words, quiet=True)
        job.succeeded.connect(self._on_looked_up)

    def _on_looked_up(self, found: LookedUp) -> None:
        new = tuple(dict.fromkeys((*self._indices, *found.indices)))
        self.line.setText(" ".join(found.unknown))
        if new != self._indices:
            self.words_changed.emit(new)
        self.told.emit(found.problem)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


def words_of(text: str) -> list[str]:
    """The words of a list: between commas, semicolons, tabs or lines, or all of it if there are none."""
    return [part.strip() for part in SEPARATORS.split(text) if part.strip()]


def _stands_before(chip: WordChip, where: QPoint) -> bool:
    """Whether a chip stands in a row above a place, or in its row and left of it."""
    rect = chip.geometry()
    return rect.bottom() < where.y() or (rect.top() <= where.y() and rect.center().x() < where.x())
