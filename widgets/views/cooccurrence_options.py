"""What the Co-occurrence tab shows, as the user set it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from explorer.analysis.cooccurrence_table import MOST_WORDS, ORDERS, TableOptions
from explorer.corpus.cooccurrences import DIRECTIONS
from explorer.corpus.weighting import WEIGHTINGS
from explorer.errors import ExplorerError
from explorer.options import check_options, option
from explorer.session.state import State

SETTINGS_KEY = "cooccurrence"
WORDS: Mapping[str, str] = MappingProxyType(
    {"frequent": "Most frequent", "selected": "Selected", "compared": "Compared", "typed": "Typed"}
)
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class ViewOptions:
    """How words are counted, which ones are shown, and how."""

    weighting: str = option(
        "counts", "Measure", "What the cells show.", choices={key: each.label for key, each in WEIGHTINGS.items()}
    )
    distance_weighting: bool = option(
        False, "Weigh by distance", "Words d words apart add 1/d, as in GloVe; otherwise each pair adds 1."
    )
    window: int = option(
        5,
        "Window",
        "Words at most so many words apart meet. Small windows (2) show grammar, large ones (10) topics.",
        minimum=1,
        maximum=100,
    )
    direction: str = option(
        "both",
        "Direction",
        "On which side of the row's word the column's word stands.",
        choices=dict(DIRECTIONS),
    )
    words: str = option("frequent", "Words", "Which words are the rows and columns.", choices=dict(WORDS))
    n_words: int = option(
        60, "Number of words", "So many of the most frequent words are shown.", minimum=2, maximum=MOST_WORDS
    )
    leaves_out: bool = option(
        False, "Leave out the first", "Leave out the most frequent words, which stand beside every other."
    )
    leave_out: int = option(
        100, "Words left out", "So many of the most frequent words are left out.", minimum=1, maximum=100_000, step=50
    )
    order: str = option("frequency", "Order", "In what order the words stand.", choices=dict(ORDERS))
    typed: str = ""

    def __post_init__(self) -> None:
        check_options(self)

    def table_options(self, state: State) -> TableOptions:
        """What is asked for in a state."""
        leave_out = self.leave_out if self.leaves_out else 0
        return TableOptions(
            self.chosen_words(state), self.n_words, leave_out, self.weighting, self.direction, self.order
        )

    def chosen_words(self, state: State) -> tuple[str, ...] | None:
        """The words that are selected, compared or typed; None for the most frequent ones."""
        if self.words == "frequent":
            return None
        if self.words == "typed":
            return tuple(word for word in _BETWEEN.split(self.typed) if word)
        indices = state.selection if self.words == "selected" else state.compared
        return tuple(state.embedding.index_to_key[index] for index in indices) if state.embedding else ()


def remembered(settings: Mapping[str, Mapping[str, Any]]) -> ViewOptions:
    """The options as they were last set, each that still fits."""
    known: dict[str, Any] = asdict(ViewOptions())
    for name, value in settings.get(SETTINGS_KEY, {}).items():
        if type(value) is type(known.get(name)):
            with suppress(ExplorerError):
                ViewOptions(**(known | {name: value}))
                known[name] = value
    return ViewOptions(**known)
