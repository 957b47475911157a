"""Words that stand together more often than by chance, joined to one token: "new_york"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

DELIMITER = "_"
_BETWEEN = "\x1f"  # while they are learned: gensim tells the words of a phrase by it, and words may have a DELIMITER
MOST_PAIRS = 4_000_000
"""So many words and pairs are counted at once; beyond, the rarest are dropped, so that memory ends somewhere."""


@dataclass(frozen=True, eq=False)
class Phrases:
    """Pairs of words that are joined, as gensim has learned them.

    passes: what is joined first, and what then, when a joined pair is a word like any other
    """

    passes: tuple[Any, ...] = ()

    def __len__(self) -> int:
        return sum(len(each.phrasegrams) for each in self.passes)

    def join(self, tokens: list[str]) -> list[str]:
        """The tokens with each phrase as one.

        Example: ``phrases.join(["in", "new", "york"])`` is ``["in", "new_york"]``.
        """
        for each in self.passes:
            if len(tokens) > 1:
                tokens = [token.replace(_BETWEEN, DELIMITER) for token in each[tokens]]
        return tokens

    def spans(self, tokens: list[str]) -> list[tuple[int, int]]:
        """For each of the joined tokens, the first of the tokens that make it up and the one behind the last."""
        spans = [(place, place + 1) for place in range(len(tokens))]
        for each in self.passes:
            joined = Phrases((each,)).join(tokens)
            place, wider = 0, []
            for token in joined:
                length = 1 if token == tokens[place] else 2
                wider.append((spans[place][0], spans[place + length - 1][1]))
                place += length
            tokens, spans = joined, wider
        return spans


def load_gensim() -> None:
    """Import what learns phrases, which takes a second the first time."""
    import gensim.models.phrases  # noqa: F401


def learn_phrases(readings: Iterable[Iterable[list[str]]], min_count: int, threshold: float) -> Phrases:
    """Learn phrases: pairs that stand side by side ``min_count`` times and score above the threshold.

    readings: the sentences, once for each pass; from the second on, what was joined may be joined to its neighbour

    The score is (count(a, b) - min_count) * number of words / (count(a) * count(b)), which is gensim's default.

    Source: Mikolov, Sutskever, Chen, Corrado & Dean (2013), Distributed Representations of Words and Phrases.
    """
    from gensim.models.phrases import FrozenPhrases
    from gensim.models.phrases import Phrases as Learned

    phrases = Phrases()
    for sentences in readings:
        learned = Learned(
            _joined(phrases, sentences),
            min_count=min_count,
            threshold=threshold,
            delimiter=_BETWEEN,
            max_vocab_size=MOST_PAIRS,
        )
        phrases = Phrases((*phrases.passes, FrozenPhrases(learned)))
    return phrases


def _joined(phrases: Phrases, sentences: Iterable[list[str]]) -> Iterator[list[str]]:
    """A generator, which gensim tells from a single sentence, unlike other iterables."""
    for tokens in sentences:
        yield phrases.join(tokens)
