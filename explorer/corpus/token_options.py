"""How a text is taken apart into tokens: the parameters of each step of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.corpus.chain import base_forms, numbers, subwords
from explorer.corpus.chain.languages import LANGUAGES
from explorer.options import check_options, option

SENTENCES = {"ends": "At their ends", "lines": "One a line", "paragraphs": "Paragraphs whole"}
TOKENS = {"words": "Words", "spaces": "Between blanks", "pattern": "By a pattern"}
CHINESE = {"characters": "By character", "kana": "By character, kana too", "jieba": "By jieba"}
LENGTHS = {"two": "Two words", "four": "Up to four words"}
SIGNS = {"drop": "Left out", "keep": "Kept as words"}


@dataclass(frozen=True)
class TokenOptions:
    """How a text is taken apart into tokens, in the order of the steps."""

    sentence_split: str = option(
        "ends",
        "Sentences",
        "Where sentences part: at the ends that a reader sees, at the end of each line, or only between paragraphs. "
        "Words of different sentences are no neighbours.",
        choices=SENTENCES,
    )
    tokens: str = option(
        "words",
        "Words are found",
        "As words and numbers of any script, as what stands between blanks (for texts that are taken apart already), "
        "or by a regular expression of your own.",
        choices=TOKENS,
    )
    pattern: str = option(
        r"\w+(?:'\w+)?",
        "Pattern",
        "A regular expression, of which each match is a word; used if words are found by a pattern.",
    )
    chinese: str = option(
        "characters",
        "Chinese, Japanese",
        "They are written without blanks: each Chinese character is a word, or each of kana and hangul, too, or jieba "
        "finds the words of Chinese, if it is installed.",
        choices=CHINESE,
    )
    lower: bool = option(True, "Lower case", "Take “The” and “the” as one word; capitals then say nothing.")
    numbers: str = option(
        "keep",
        "Numbers",
        f"Keep 1851 and 3.14 as words, leave them out, or put {numbers.NUMBER} in the place of each.",
        choices=numbers.CHOICES,
    )
    punctuation: str = option(
        "drop", "Punctuation", "Leave commas, points and the like out, or take each as a word.", choices=SIGNS
    )
    language: str = option(
        "en",
        "Language",
        "The language of the text, by which stop words, stems and lemmas go.",
        choices={code: each.name for code, each in LANGUAGES.items()},
    )
    stop_words: bool = option(
        False, "Leave stop words out", "Leave the most common words of the language out, such as “the” and “of”."
    )
    stop_also: str = option("", "Leave out also", "More words to leave out, parted by blanks or commas.")
    stop_not: str = option("", "But keep", "Words of the list to keep all the same, parted by blanks or commas.")
    base: str = option(
        "none",
        "Base forms",
        "Take “whale” and “whales” as one word: stems cut endings off by rules, lemmas are looked up in a dictionary.",
        choices=base_forms.CHOICES,
    )
    phrases: bool = option(
        False, "Join phrases", "Make one word of words that stand together more often than by chance: “new_york”."
    )
    phrase_length: str = option(
        "two",
        "Phrase length",
        "Two words; or up to four, for which the text is read once more, so that “new_york” meets “times”.",
        choices=LENGTHS,
    )
    phrase_min_count: int = option(
        5,
        "Phrase minimum count",
        "A phrase has to stand so often in the text. Usually 5.",
        minimum=1,
        maximum=1_000_000,
    )
    phrase_threshold: float = option(
        10.0,
        "Phrase threshold",
        "How much more often than by chance; higher values join fewer words. Usually 10; 1 joins many.",
        minimum=0.0,
        maximum=1e9,
        step=0.5,
    )
    pieces: str = option(
        "none",
        "Word pieces",
        "Take words apart into pieces that are learned from the text, so that “lower” and “lowest” share “low”: BPE "
        "joins the pieces that meet most often, WordPiece takes the longest piece that fits.",
        choices=subwords.CHOICES,
    )
    n_pieces: int = option(
        8000,
        "Number of pieces",
        "How many different pieces there are at most. Usually 1,000 for a book to 30,000 for a large text.",
        minimum=30,
        maximum=1_000_000,
        step=500,
    )

    def __post_init__(self) -> None:
        check_options(self)

    @property
    def has_language(self) -> bool:
        """Whether it matters in which language the text is."""
        return self.stop_words or self.base != "none"

    @property
    def n_phrase_passes(self) -> int:
        """How often the text is read to learn phrases; each reading may double their length."""
        return (2 if self.phrase_length == "four" else 1) if self.phrases else 0

    @property
    def has_learned_steps(self) -> bool:
        """Whether something has to be learned from the whole text before it can be taken apart."""
        return self.phrases or self.pieces != "none"


@dataclass(frozen=True)
class Step:
    """A step of the chain as it is shown.

    key:     how it is called in the code
    label:   its name in the window
    fields:  its parameters
    """

    key: str
    label: str
    fields: tuple[str, ...]


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        each.key: each
        for each in (
            Step("sentences", "Sentences", ("sentence_split",)),
            Step("tokens", "Words", ("tokens", "pattern", "chinese", "punctuation")),
            Step("lower", "Lower case", ("lower",)),
            Step("numbers", "Numbers", ("numbers",)),
            Step("stop_words", "Stop words", ("stop_words", "stop_also", "stop_not")),
            Step("base", "Base forms", ("base",)),
            Step("phrases", "Phrases", ("phrases", "phrase_length", "phrase_min_count", "phrase_threshold")),
            Step("pieces", "Word pieces", ("pieces", "n_pieces")),
        )
    }
)
"""The steps by key, in the order in which they are done."""


def told(options: TokenOptions) -> str:
    """How a text is taken apart, in a line: "Words · lower case · English stop words left out · Snowball stems"."""
    language = LANGUAGES[options.language].name
    parts = {"words": "Words", "spaces": "What stands between blanks", "pattern": f"Matches of {options.pattern}"}
    told = [parts[options.tokens]]
    if options.sentence_split != "ends":
        told.append({"lines": "a sentence a line", "paragraphs": "paragraphs as sentences"}[options.sentence_split])
    told.append("lower case" if options.lower else "capitals kept")
    if options.numbers != "keep":
        told.append({"drop": "numbers left out", "one": "one word for numbers"}[options.numbers])
    if options.punctuation == "keep":
        told.append("punctuation kept")
    if options.stop_words:
        told.append(f"{language} stop words left out")
    if options.stop_also.strip():
        told.append("words of your own left out")
    if options.base != "none":
        told.append(f"{language} {_small(base_forms.CHOICES[options.base])}")
    if options.phrases:
        told.append("phrases joined" if options.phrase_length == "two" else "phrases of up to four words joined")
    if options.pieces != "none":
        told.append(f"{options.n_pieces:,} {subwords.CHOICES[options.pieces]} pieces")
    return " · ".join(told)


def _small(label: str) -> str:
    return label if label.startswith(("Snowball", "Porter")) else label[0].lower() + label[1:]
