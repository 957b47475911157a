"""Steps through the merges of byte pair encoding on words that are typed in."""

from __future__ import annotations

import re
from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QPushButton, QSlider, QVBoxLayout, QWidget

from explorer.corpus.chain.merges import Merge, learned_merges, merges_within, split_characters
from explorer.corpus.chain.subwords import END, Pieces
from explorer.wording import counted
from widgets.dialogs.merge_drawing import MergeDrawing
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.picture_saving import offer_picture
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

EXAMPLE = "lower, lowest, newer, newest"
MOST_WORDS, MOST_MERGES = 40, 200
_WORD = re.compile(r"([^\s,;:]+)(?::(\d{1,6}))?")


class MergesDialog(QDialog):
    """BPE merge by merge: a list of the merges, and the words with their pieces after the chosen one.

    The merges are learned from the words themselves, which may have counts ("low:5"), or are those that were learned
    from the corpus, as far as the words use them.

    pieces: what was learned from the corpus, or None if nothing was
    """

    def __init__(self, workbench: Workbench, pieces: Pieces | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = pieces if pieces is not None and pieces.kind == "bpe" else None
        self._merges: list[Merge] = []
        self.setWindowTitle("Merges of BPE")
        self.words = QLineEdit(EXAMPLE)
        self.words.setAccessibleName("Words")
        self.words.setToolTip(
            "Words, parted by blanks or commas; “low:5” is a word that stands five times in the text."
        )
        self.source = Segmented(
            {"words": "From these words", "corpus": "From the corpus"},
            "Learned",
            {
                "words": "The merges that BPE learns from these words alone.",
                "corpus": "The merges that were learned from the whole corpus and that these words use.",
            },
        )
        self.source.setMinimumWidth(260)
        self.source.button("corpus").setEnabled(self._pieces is not None)
        if self._pieces is None:
            self.source.button("corpus").setToolTip("Choose BPE, and let the words be counted, to see its merges here.")
        else:
            self.source.choose("corpus")
        self.list = QListWidget()
        self.list.setAccessibleName("Merges")
        self.list.setToolTip("The pairs that are joined, one after the other; choose one to see the words after it.")
        self.list.setFixedWidth(200)
        self.drawing = MergeDrawing(workbench.theme)
        offer_picture(workbench, self.drawing)
        self.sentence = label("", wrap=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Merge")
        self.back, self.on = QPushButton("Back"), QPushButton("Next merge")
        self.back.setToolTip("Undo the merge that is shown.")
        self.on.setToolTip("Join the pair that stands side by side most often (Enter).")
        self._lay_out()
        self.words.textChanged.connect(self._on_words_changed)
        self.source.chosen.connect(self._on_words_changed)
        self.list.currentRowChanged.connect(self.slider.setValue)
        self.slider.valueChanged.connect(self._on_place_changed)
        self.back.clicked.connect(lambda: self.slider.setValue(self.slider.value() - 1))
        self.on.clicked.connect(lambda: self.slider.setValue(self.slider.value() + 1))
        self._on_words_changed()

    @property
    def merge(self) -> Merge | None:
        """The merge that is shown, or None before the first."""
        place = self.slider.value()
        return self._merges[place - 1] if place else None

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Merges of byte pair encoding", "title"))
        column.addWidget(
            label(
                "Each word begins as its letters. The pair of pieces that stands side by side most often becomes one "
                "piece, and so on. A dot marks the end of a word.",
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.source)
        column.addLayout(row)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self.list)
        middle.addWidget(self.drawing, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.slider, 1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        column.addLayout(row)
        self.on.setProperty("role", "primary")
        self.on.setDefault(True)
        self.resize(760, 540)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on.click()
        else:
            super().keyPressEvent(event)

    def _on_words_changed(self) -> None:
        counts = counts_in(self.words.text())
        if self.source.current == "corpus" and self._pieces is not None:
            self._merges = merges_within(list(counts), self._pieces.merges)
        else:
            self._merges = learned_merges(counts, MOST_MERGES)
        self._letters = {word: split_characters(word) for word in counts}
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItem("letters")
        width = max((len(str(each.number)) for each in self._merges), default=0)
        self.list.addItems([_line(each, width) for each in self._merges])
        self.list.blockSignals(False)
        self.slider.setRange(0, len(self._merges))
        self.slider.setValue(0)
        self._on_place_changed(0)

    def _on_place_changed(self, place: int) -> None:
        self.list.setCurrentRow(place)
        self.back.setEnabled(place > 0)
        self.on.setEnabled(place < len(self._merges))
        merge = self.merge
        self.drawing.show_words(self._letters if merge is None else merge.words, "" if merge is None else merge.piece)
        self.sentence.setText(self._told(merge))
        self.slider.setAccessibleDescription(self.sentence.text())

    def _told(self, merge: Merge | None) -> str:
        if not self._letters:
            return "Type some words above."
        if merge is None:
            n = len(self._merges)
            return f"{counted(n, 'merge')} to go." if n else "No pair stands there twice."
        first, second = map(shown, merge.pair)
        if not merge.count:
            return f"Merge {grouped(merge.number)} of the corpus: {first} + {second} becomes {shown(merge.piece)}."
        rivals = ", ".join(f"{shown(a)} + {shown(b)} ({grouped(count)})" for (a, b), count in merge.rivals)
        behind = f" Behind it: {rivals}." if rivals else ""
        times = f"{grouped(merge.count)} times"
        return f"{first} + {second} stand side by side {times} and become {shown(merge.piece)}.{behind}"


def _line(merge: Merge, width: int) -> str:
    """A line of the list, with the number as wide as the widest of them."""
    number = str(merge.number).rjust(width, "\N{FIGURE SPACE}")
    return f"{number}   {shown(merge.pair[0])} + {shown(merge.pair[1])}"


def counts_in(text: str) -> Counter[str]:
    """The words that were typed in, with their counts: "low:5 low" is six times "low"."""
    counts: Counter[str] = Counter()
    for word, count in _WORD.findall(text):
        if len(counts) < MOST_WORDS or word in counts:
            counts[word] += int(count or 1)
    return Counter({word: count for word, count in counts.items() if count})


def shown(piece: str) -> str:
    """A piece as people read it: "est·" instead of "est</w>"."""
    return piece.removesuffix(END) + "·" if piece.endswith(END) else piece
