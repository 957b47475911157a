"""The grammar of expressions of words, and the parser that reads them from left to right.

Grammar (spaces do not count, except that a hyphen within a known word belongs to it)::

    sum     = product (("+" | "-") product)*
    product = factor (("*" | "/")? factor)*        at most one factor is not a number, and none is divided by
    factor  = number | word | "(" sum ")" | ("avg" | "mean") "(" sum ("," sum)* ")" | ("+" | "-") factor
    word    = what stands in double quotes, or letters up to a space, a bracket, a comma or an operator

A number that stands where only a word makes sense is taken as one: ``1990 - 1980 + 1970``. A minus, a times and a
division sign as they are printed are the same as - * and /, and so is a dash where a sign can stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from explorer.errors import ExplorerError

OPERATORS = "+-*/"
PRINTED = {"−": "-", "×": "*", "÷": "/", "–": "-"}  # in texts from which an expression is copied
PARTING = OPERATORS + "−×÷"  # words without spaces between; a dash belongs to its word
QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
AVERAGES = ("avg", "mean")
DEEPEST = 60  # brackets within brackets
_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)(?=$|[\s()*/+,-]|[^\W\d])")
_RUN = re.compile(r"[^\s(),\"“”„«»]+")

Known = Callable[[str], bool]
Weights = dict[str, float]


class BadExpression(ExplorerError):
    """An expression cannot be read; ``position`` is the place of the character that is meant, from 0."""

    def __init__(self, problem: str, position: int) -> None:
        self.position = position
        super().__init__(f"{problem} (character {position + 1}).")


@dataclass(frozen=True)
class _Number:
    """A number that has not met its word; ``text`` is what a word of these figures would be, if it stands alone."""

    value: float
    text: str | None
    position: int


class Parser:
    """Reads one expression; ``places`` then tells where each word stands first."""

    def __init__(self, text: str, known: Known) -> None:
        self._text, self._known = text, known
        self.places: dict[str, int] = {}
        self._at = 0
        self._depth = 0

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._text)

    @property
    def _here(self) -> str:
        """The character at this place, and of a sign the one that is typed for it."""
        character = self._text[self._at]
        return PRINTED.get(character, character)

    def read(self) -> Weights:
        """The whole of the text."""
        if not self._text.strip():
            raise BadExpression("Type words with + and - between them, such as king - man + woman", 0)
        weights = self.sum()
        if not self.is_at_end:
            raise self.unexpected()
        return weights

    def skip_spaces(self) -> None:
        while not self.is_at_end and self._text[self._at].isspace():
            self._at += 1

    def sum(self) -> Weights:
        total = self._as_words(self._product())
        while (sign := self._take("+-")) is not None:
            for word, weight in self._as_words(self._product()).items():
                total[word] = total.get(word, 0.0) + (weight if sign == "+" else -weight)
        return total

    def unexpected(self) -> BadExpression:
        """What to say of the character that makes no sense here."""
        if self.is_at_end:
            return BadExpression(f"After “{self._text.strip()}” a word is missing", len(self._text))
        character = self._here
        if character == ")":
            problem = "This bracket closes nothing" if not self._depth else "Before this bracket a word is missing"
            return BadExpression(problem, self._at)
        if character == ",":
            return BadExpression("A comma belongs into avg(…), between its words", self._at)
        if character in OPERATORS:
            return BadExpression(f"Before “{self._text[self._at]}” a word is missing", self._at)
        return BadExpression(f"Before “{self._text[self._at :].split()[0]}” a + or - is missing", self._at)

    def _product(self) -> Weights | _Number:
        product = self._factor()
        while True:
            if (operator := self._take("*/")) is None and not (isinstance(product, _Number) and self._is_factor()):
                return product
            position = self._at
            product = self._times(product, operator, self._factor(), position)

    def _times(
        self, left: Weights | _Number, operator: str | None, right: Weights | _Number, position: int
    ) -> Weights | _Number:
        if operator == "/":
            if not isinstance(right, _Number):
                raise BadExpression("Words can be divided by numbers only", position)
            if right.value == 0:
                raise BadExpression("Nothing can be divided by 0", position)
            right = _Number(1 / right.value, None, position)
        if isinstance(left, _Number) and isinstance(right, _Number):
            return _Number(left.value * right.value, None, left.position)
        if isinstance(left, _Number) and not isinstance(right, _Number):
            return {word: left.value * weight for word, weight in right.items()}
        if isinstance(right, _Number) and not isinstance(left, _Number):
            return {word: weight * right.value for word, weight in left.items()}
        raise BadExpression("Words can be multiplied by numbers only", position)

    def _factor(self) -> Weights | _Number:
        self.skip_spaces()
        if self._depth > DEEPEST:
            raise BadExpression(f"There are more than {DEEPEST} brackets or signs within each other", self._at)
        if (sign := self._take("+-")) is not None:
            return self._signed(sign)
        if self._take("(") is not None:
            return self._within(self._at - 1, self.sum)
        if self.is_at_end or self._here in "),*/":
            raise self.unexpected()
        for name in AVERAGES:
            if re.compile(rf"{name}\s*\(", re.IGNORECASE).match(self._text, self._at):
                self._at = self._text.index("(", self._at) + 1
                return self._within(self._at - 1, self._average)
        if self._text[self._at] in QUOTES:
            return self._placed(self._quoted)
        if (number := _NUMBER.match(self._text, self._at)) and not self._begins_known_word(number[0]):
            self._at = number.end()
            self.skip_spaces()
            return _Number(float(number[0]), number[0], number.start())
        return self._placed(self._word)

    def _placed(self, read: Callable[[], str]) -> Weights:
        """A word of weight 1, and where it stands."""
        place = self._at
        word = read()
        self.places.setdefault(word, place)
        return {word: 1.0}

    def _signed(self, sign: str) -> Weights | _Number:
        self._depth += 1
        factor = self._factor()
        self._depth -= 1
        if sign == "+":
            return factor
        if isinstance(factor, _Number):
            return _Number(-factor.value, None, factor.position)
        return {word: -weight for word, weight in factor.items()}

    def _within(self, opened: int, read: Callable[[], Weights]) -> Weights:
        self._depth += 1
        weights = read()
        if self._take(")") is None:
            raise BadExpression("This bracket is never closed", opened) if self.is_at_end else self.unexpected()
        self._depth -= 1
        return weights

    def _average(self) -> Weights:
        parts = [self.sum()]
        while self._take(",") is not None:
            parts.append(self.sum())
        total: Weights = {}
        for part in parts:
            for word, weight in part.items():
                total[word] = total.get(word, 0.0) + weight / len(parts)
        return total

    def _as_words(self, product: Weights | _Number) -> Weights:
        if not isinstance(product, _Number):
            return dict(product)
        if product.text is not None:  # a year, say
            self.places.setdefault(product.text, product.position)
            return {product.text: 1.0}
        raise BadExpression("A number needs a word to be multiplied with", product.position)

    def _is_factor(self) -> bool:
        """Whether another factor follows a number directly, as in "2 king"."""
        return not self.is_at_end and self._here not in "),+-*/"

    def _quoted(self) -> str:
        opened, closing = self._at, QUOTES[self._text[self._at]]
        end = self._text.find(closing, opened + 1)
        if end < 0:
            raise BadExpression("This quotation mark is never closed", opened)
        self._at = end + 1
        word = self._text[opened + 1 : end].strip()
        if not word:
            raise BadExpression("There is no word in these quotation marks", opened)
        self.skip_spaces()
        return word

    def _candidates(self) -> list[str]:
        """What can be the word that begins here, longest first: up to the space, or to an operator before it."""
        run = _RUN.match(self._text, self._at)
        if run is None:
            raise self.unexpected()
        ends = [place for place, letter in enumerate(run[0]) if place and letter in PARTING]
        return [run[0], *(run[0][:end] for end in reversed(ends))]

    def _begins_known_word(self, number: str) -> bool:
        """Whether a number is the beginning of a word, such as 1990s."""
        return any(len(each) > len(number) and self._known(each) for each in self._candidates())

    def _word(self) -> str:
        """The longest known word that begins here, or what is most likely meant to be one."""
        candidates = self._candidates()
        word = next((each for each in candidates if self._known(each)), None)
        if word is None:  # "mother-in-lau" is a word with a slip, "kign+man" is two
            word = re.split(r"(?<=.)[+*/−×÷]", candidates[0], maxsplit=1)[0].rstrip("-") or candidates[0]
        self._at += len(word)
        self.skip_spaces()
        return word

    def _take(self, characters: str) -> str | None:
        """The next character, if it is one of these; None otherwise."""
        self.skip_spaces()
        if self.is_at_end or self._here not in characters:
            return None
        character = self._here
        self._at += 1
        self.skip_spaces()
        return character
