"""Words that stand together more often than by chance, joined to one token: "new_york"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

DELIMITER = "_"
MOST_PAIRS = 4_000_000
"""So many words and pairs are counted at once; beyond, the rarest are dropped, so that memory ends somewhere."""


@dataclass(frozen=True, eq=False)
class Phrases:
    """Pairs of words that are joined, as gensim has learned them."""

    frozen: Any

    def __len__(self) -> int:
        return len(self.frozen.phrasegrams)

    def join(self, tokens: list[str]) -> list[str]:
        """The tokens with each phrase as one.

        Example: ``phrases.join(["in", "new", "york"])`` is ``["in", "new_york"]``.
        """
        return list(self.frozen[tokens]) if len(tokens) > 1 else tokens

    def spans(self, tokens: list[str]) -> list[tuple[int, int]]:
        """For each of the joined tokens, the first of the tokens that make it up and the one behind the last."""
        spans: list[tuple[int, int]] = []
        place = 0
        for joined in self.join(tokens):
            length = 1 if joined == tokens[place] else 2
            spans.append((place, place + length))
            place += length
        return spans


def load_gensim() -> None:
    """Import what learns phrases, which takes a second the first time."""
    import gensim.models.phrases  # noqa: F401


def learn_phrases(sentences: Iterable[list[str]], min_count: int, threshold: float) -> Phrases:
    """Learn phrases in one pass: pairs that stand side by side ``min_count`` times and score above the threshold.

    The score is (count(a, b) - min_count) * number of words / (count(a) * count(b)), which is gensim's default.

    Source: Mikolov, Sutskever, Chen, Corrado & Dean (2013), Distributed Representations of Words and Phrases.
    """
    from gensim.models.phrases import FrozenPhrases
    from gensim.models.phrases import Phrases as Learned

    learned = Learned(
        _told(sentences), min_count=min_count, threshold=threshold, delimiter=DELIMITER, max_vocab_size=MOST_PAIRS
    )
    return Phrases(FrozenPhrases(learned))


def _told(sentences: Iterable[list[str]]) -> Iterator[list[str]]:
    """A generator, which gensim tells from a single sentence, unlike other iterables."""
    yield from sentences
