"""From lines to sentences to tokens, for any language that puts spaces between its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from explorer.corpus.paragraphs import paragraphs
from explorer.corpus.reading import Corpus, read_lines
from explorer.options import check_options, option
from explorer.task import Task

LONGEST_SENTENCE = 10_000  # gensim silently drops what is behind the 10,000th token
LONGEST_TOKEN = 100  # what is longer is no word of any language: encoded data, a ruled line


@dataclass(frozen=True)
class TokenOptions:
    """How a text is taken apart into tokens."""

    lower: bool = option(True, "Lower case", "Take “The” and “the” as one word; capitals then say nothing.")
    numbers: bool = option(True, "Keep numbers", "Take 1851 and 3.14 as words; otherwise they are left out.")

    def __post_init__(self) -> None:
        check_options(self)


def sentences(corpus: Corpus, options: TokenOptions = TokenOptions(), task: Task = Task()) -> Iterator[list[str]]:
    """The tokens of each sentence of a corpus, never empty, streamed.

    Lines that a text editor has wrapped are joined to their paragraph again, others stand for themselves; a paragraph
    is split where sentences end. A sentence of more than 10,000 tokens comes in chunks of that many.

    Raises
    ------
    UnreadableFile : a file has gone or has changed.
    Cancelled : between two blocks of 1 MiB.

    Example: the text "The cat is fluffy. It purrs." gives ``["the", "cat", "is", "fluffy"]``, ``["it", "purrs"]``.
    """
    for paragraph in paragraphs(read_lines(corpus, task)):
        for sentence in split_sentences(paragraph):
            tokens = tokenise(sentence, options)
            for start in range(0, len(tokens), LONGEST_SENTENCE):
                yield tokens[start : start + LONGEST_SENTENCE]


def tokenise(text: str, options: TokenOptions = TokenOptions()) -> list[str]:
    """The words and numbers of a text, in their order.

    A word is a run of Unicode letters, marks and digits. A single apostrophe, hyphen or underscore between two of them
    belongs to the word ("don't", "whale-ship", "new_york"), everything else parts words, so that Gutenberg's
    "_emphasis_" and "dash--dash" come out clean. A number keeps the points and commas between its digits ("3.14",
    "1,000"). Each Chinese character is a word by itself, since nothing marks where such words end. Typographic
    apostrophes and hyphens become "'" and "-", soft hyphens go, and letters are composed (Unicode NFC), so that a word
    has one spelling. Runs of more than 100 characters are left out.

    Example: ``tokenise("It’s 3.14 — _truly_!")`` is ``["it's", "3.14", "truly"]``.
    """
    if not text.isascii():
        text = with_one_spelling(text).translate(_ONE_SPELLING)
    if options.lower:
        text = text.lower()
    tokens: Sequence[str] = _token_pattern().findall(text)
    return [token for token in tokens if _is_kept(token, options)]


def with_one_spelling(text: str) -> str:
    """The text with composed letters (Unicode NFC) and without soft hyphens; it looks as before."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).replace("\u00ad", "")


def token_places(text: str, options: TokenOptions = TokenOptions()) -> list[tuple[int, int]]:
    """Where each token of a text begins and ends, for a text that is `with_one_spelling`; in the order of `tokenise`.

    Example: ``token_places("It’s 3.14")`` is ``[(0, 4), (5, 9)]``.
    """
    matches = _token_pattern().finditer(text.translate(_ONE_SPELLING))
    return [match.span() for match in matches if _is_kept(match[0].lower() if options.lower else match[0], options)]


def split_sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, at a cost of some that end with an abbreviation it does not know.

    A sentence ends with ".", "!", "?" or "…", with the quotes and brackets that close behind it, if a blank follows and
    the next letter is no small one, unless the point belongs to a known abbreviation or an initial; or with the full
    stop of a script that has its own.
    """
    start = 0
    for match in _END.finditer(paragraph):
        if match["point"] == "." and _is_abbreviation(paragraph, match.start()):
            continue
        if match["blank"] and _goes_on_small(paragraph, match.end()):
            continue
        yield paragraph[start : match.end()]
        start = match.end()
    if start < len(paragraph):
        yield paragraph[start:]


_ONE_SPELLING = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "\u00ad": None})
_END = re.compile(
    r"""(?P<point> [.!?…]+ ) ["'”’»›)\]]* (?P<blank> \s+ )   # with the quotes and brackets that close
    | [。！？｡।॥؟۔።]+ ["'”’»」』）]*""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_OPENING = "\"'“‘«‹([„_*-–—"
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st mt rev hon gen col capt lt sgt messrs mme mlle jr sr esq vs cf viz al eg ie vol no fig pp ed
    eds jan feb aug sept oct nov dec co inc ltd
    """.split()  # noqa: SIM905
)


def _is_kept(token: str, options: TokenOptions) -> bool:
    return len(token) <= LONGEST_TOKEN and (options.numbers or not (token[0].isdigit() and _is_number(token)))


def _is_abbreviation(paragraph: str, point: int) -> bool:
    before = _WORD_BEFORE.search(paragraph, max(0, point - 10), point)
    if before is None:
        return False
    word = before[0]
    return (len(word) == 1 and word.isupper() and word != "I") or word.lower() in _ABBREVIATIONS


def _goes_on_small(paragraph: str, place: int) -> bool:
    while place < len(paragraph) and paragraph[place] in _OPENING:
        place += 1
    return place < len(paragraph) and paragraph[place].islower()


def _is_number(token: str) -> bool:
    return all(character.isdigit() or character in ".,-" for character in token)


@cache
def _token_pattern() -> re.Pattern[str]:
    r"""The pattern of a token; ``\w`` alone would break Hindi and Arabic words at their vowel signs."""
    chinese = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    letter = rf"[^\W_{chinese}]"  # a digit, too
    run = rf"{letter}+(?:[{_marks()}]+{letter}*)*"
    joiner = "['\\-_\u200c\u200d]"  # the last two shape letters in Persian and Indian scripts
    number = rf"\d+(?:[.,]\d+)+(?!{letter})"
    return re.compile(rf"[{chinese}]|{number}|{run}(?:{joiner}{run})*")


def _marks() -> str:
    """The combining marks of Unicode as ranges of a character class."""
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)).startswith("M")]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
