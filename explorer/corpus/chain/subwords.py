"""Word pieces, learned on a corpus: byte pair encoding and WordPiece, through the library tokenizers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explorer.corpus.chain.apart import Apart
from explorer.errors import BadOption
from explorer.task import Task

CHOICES = {"none": "Whole words", "bpe": "BPE", "wordpiece": "WordPiece"}
END = "</w>"
"""What ends the last piece of a word in BPE: "low" + "er</w>"."""
CONTINUED = "##"
"""What begins all pieces but the first in WordPiece: "low" + "##er"."""

_UNKNOWN = "[UNK]"
_TOGETHER = 1000  # times a word is handed over at once


@dataclass(frozen=True)
class Pieces:
    """The pieces that words are made of.

    kind:    "bpe" or "wordpiece"
    pieces:  all of them, in the order in which they were found: single characters first
    merges:  the pairs that were joined, in their order, as BPE applies them; none for WordPiece
    """

    kind: str
    pieces: tuple[str, ...]
    merges: tuple[tuple[str, str], ...]

    @cached_property
    def parts_of(self) -> Callable[[str], tuple[str, ...]]:
        """The pieces of a word: BPE joins in the order of the merges, WordPiece takes the longest piece each time.

        Example: after "low", "lower" and "newest", ``pieces.parts_of("lowest")`` may be ``("low", "est</w>")``.
        """
        from tokenizers.models import BPE, WordPiece

        numbers = {piece: number for number, piece in enumerate(self.pieces)}
        if self.kind == "bpe":
            model: Any = BPE(numbers, list(self.merges), end_of_word_suffix=END)
        else:
            numbers.setdefault(_UNKNOWN, len(numbers))
            model = WordPiece(numbers, unk_token=_UNKNOWN, continuing_subword_prefix=CONTINUED)
        known = {piece.removesuffix(END).removeprefix(CONTINUED) for piece in self.pieces}

        def parts_of(word: str) -> tuple[str, ...]:
            if not known.issuperset(word) or (self.kind == "bpe" and word[-1] + END not in numbers):
                return (word,)  # with a character, or one at the end, that was not learned from
            parts = tuple(str(token.value) for token in model.tokenize(word))
            return (word,) if _UNKNOWN in parts else parts

        return parts_of


def alphabet_of(counts: Mapping[str, int], kind: str) -> list[str]:
    """The pieces that learning begins with: each character, then each as it ends or continues a word; sorted."""
    characters = sorted({character for word in counts for character in word})
    if kind == "bpe":
        return characters + sorted({word[-1] + END for word in counts})
    return characters + sorted({CONTINUED + character for word in counts for character in word[1:]})


def learn_pieces(counts: Mapping[str, int], kind: str, n_pieces: int, task: Task = Task()) -> Pieces:
    """Learn at most ``n_pieces`` pieces from words and how often they stand in a text.

    It is done in a process of its own, since the library does not listen while it learns. The same words give the same
    pieces, in whatever order they come: the library numbers them as its hash table yields them, which decides between
    pairs of one count, so it is given their alphabet in a fixed order. A pair has to be there twice to be joined.

    Raises
    ------
    BadOption : there are more characters than pieces.
    Cancelled : at once.

    Sources: Sennrich, Haddow & Birch (2016), Neural Machine Translation of Rare Words with Subword Units; Schuster &
    Nakajima (2012), Japanese and Korean Voice Search. As in its authors' later program, WordPiece's pieces are found by
    the counts of pairs, and differ from BPE's in how a word is taken apart.

    Example: ``learn_pieces({"low": 5, "lower": 2, "newest": 6, "widest": 3}, "bpe", 30).merges[:2]`` is
    ``(("e", "s"), ("es", "t</w>"))``.
    """
    check_alphabet(counts, kind, n_pieces)
    with Apart() as apart:
        found: Pieces = apart.call(learn_here, dict(counts), kind, n_pieces, task=task)
    return found


def check_alphabet(counts: Mapping[str, int], kind: str, n_pieces: int) -> None:
    """Raise `BadOption` if there are more characters than pieces."""
    n_characters = len(alphabet_of(counts, kind))
    if n_characters > n_pieces:
        raise BadOption(
            f"The words are made of {n_characters:,} characters (counted apart "
            f"{'at the end of' if kind == 'bpe' else 'within'} a word), which {n_pieces:,} pieces cannot hold. "
            f"Set the number of pieces to {_rounded_up(n_characters):,} or more."
        )


def learn_here(counts: dict[str, int], kind: str, n_pieces: int) -> Pieces:
    """As `learn_pieces`, in this process, without a way to stop it."""
    from tokenizers import Tokenizer
    from tokenizers.models import BPE
    from tokenizers.pre_tokenizers import WhitespaceSplit
    from tokenizers.trainers import BpeTrainer

    affix: dict[str, Any] = {"end_of_word_suffix": END} if kind == "bpe" else {"continuing_subword_prefix": CONTINUED}
    tokenizer = Tokenizer(BPE(**affix))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    trainer = BpeTrainer(
        vocab_size=n_pieces,
        min_frequency=2,
        show_progress=False,
        special_tokens=alphabet_of(counts, kind),
        **affix,
    )
    tokenizer.train_from_iterator(_repeated(counts), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    pieces = tuple(sorted(model["vocab"], key=model["vocab"].get))
    merges = tuple((first, second) for first, second in model["merges"]) if kind == "bpe" else ()
    return Pieces(kind, pieces, merges)


def _repeated(counts: Mapping[str, int]) -> Iterator[str]:
    for word, count in counts.items():
        for done in range(0, count, _TOGETHER):
            yield " ".join([word] * min(_TOGETHER, count - done))


def _rounded_up(number: int) -> int:
    """To two digits: 1,234 is 1,300."""
    unit: int = 10 ** max(0, len(str(number)) - 2)
    return int(-(-number // unit) * unit)
