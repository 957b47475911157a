"""What the Compare tab shows while there are no two words to compare."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from explorer.session.state import State
from explorer.wording import worded
from widgets.parts.empty_page import EmptyPage
from widgets.parts.numbers import grouped
from widgets.views.compare_words import N_NEAREST

OPEN = "Open word vectors, or train a model on a text, to compare its words."
CHOOSE = (
    "Choose two words or more to see how near they are to each other, and why.\n"
    "Type them above, or select them on the map."
)
ONE_MORE = "Choose one more word to compare it with."


class EmptyComparison(EmptyPage):
    """Says what is missing, and offers the words that the user has at hand.

    Signals
    -------
    asked(str) : the user pressed the button: "open", "selection" or "neighbors".
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__({}, parent)
        self._offer = ""
        self.button.clicked.connect(lambda: self.asked.emit(self._offer))

    def show_state(self, state: State) -> None:
        """Show what is missing in a state."""
        if state.embedding is None:
            self._offer, button, sentence = "open", "Open…", OPEN
        elif len(state.selection) > 1:
            self._offer, sentence = "selection", ONE_MORE if state.compared else CHOOSE
            button = f"Compare the {grouped(len(state.selection))} selected {state.unit}s"
        elif (word := _word_at_hand(state)) is not None:
            self._offer, sentence = "neighbors", ONE_MORE if state.compared else CHOOSE
            button = f"Compare {state.embedding.index_to_key[word]} and the {N_NEAREST} {state.unit}s nearest to it"
        else:
            self._offer, button, sentence = "", "", CHOOSE
        self.say(worded(sentence, state.unit), button)


def _word_at_hand(state: State) -> int | None:
    """The word whose neighbours are offered: the one chosen so far, or the current one."""
    return state.compared[0] if state.compared else state.word
