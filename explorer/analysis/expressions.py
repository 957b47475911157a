"""Expressions of words, such as ``king - man + woman``: from what was typed to a weight for each word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from explorer.analysis.expression_parser import BadExpression, Known, Parser
from explorer.embedding import Embedding
from explorer.errors import UnknownWord

LEAST = 1e-12  # what rounding leaves of weights that cancel
_LOOKS = re.compile(r"^[\d.]+\s+\S|[()\"“„«]|(^|\s)[-+*/−×÷–]|[-+*/−×÷–](\s|$)|\S[-+*/−×÷]\S")

Term = TypeVar("Term", str, int, int | str)


class UnknownTerm(UnknownWord):
    """A word of an expression is not in the vocabulary; it stands ``length`` characters long at ``position``."""

    def __init__(self, unknown: UnknownWord, position: int, length: int) -> None:
        super().__init__(unknown.word, unknown.suggestions)
        self.position = position
        self.length = length


@dataclass(frozen=True)
class Expression:
    """What an expression comes to.

    text:     as it was typed
    terms:    (word, weight) in the order of the text, no word twice, none of weight 0
    places:   where in the text each of them stands first
    """

    text: str
    terms: tuple[tuple[str, float], ...]
    places: tuple[int, ...]

    @property
    def is_analogy(self) -> bool:
        """Whether it asks "a is to b as c is to what": two words are added, one is taken away, all alike."""
        return sorted(weight for _, weight in self.terms) == [-1.0, 1.0, 1.0]


def looks_like_an_expression(text: str) -> bool:
    """Whether a text that is no word was meant as an expression, for its operators, factors, brackets or quotes."""
    return bool(_LOOKS.search(text.strip())) and any(letter.isalnum() for letter in text)


def parse(text: str, known: Known = lambda word: False) -> Expression:
    """Read an expression.

    known: whether a word is in the vocabulary, which tells ``mother-in-law`` from ``king-man+woman``

    Raises
    ------
    BadExpression : with the place at which it stops making sense, or if it cancels to nothing.

    Example: ``parse("2 king - avg(man, boy)").terms -> (("king", 2.0), ("man", -0.5), ("boy", -0.5))``
    """
    parser = Parser(text, known)
    terms = _nonzero(parser.read())
    return Expression(text, terms, tuple(parser.places[word] for word, _ in terms))


def parse_for(embedding: Embedding, text: str) -> tuple[Expression, tuple[tuple[int, float], ...]]:
    """Read an expression with the words of an embedding; returns it and its terms as (index, weight).

    Words that differ only in their case from one of the vocabulary are that one.

    Raises
    ------
    BadExpression : it cannot be read, or cancels to nothing.
    UnknownTerm   : a word is not in the vocabulary, with its place and near spellings.
    """
    expression = parse(text, lambda word: _is_known(embedding, word))
    return expression, _meant(expression, lambda word, place: _index_of(embedding, word, place))


def parse_with_made(embedding: Embedding, text: str) -> tuple[Expression, tuple[tuple[int | str, float], ...]]:
    """As `parse_for`, but a word that is not in the vocabulary stands for itself if its vector can be made.

    Raises
    ------
    BadExpression, UnknownTerm : as `parse_for` does.

    Example: after fastText has learned from Moby-Dick, "whaleboatman - boat" has the terms ("whaleboatman", 1.0) and
    (the index of boat, -1.0).
    """

    def term_of(word: str, place: int) -> int | str:
        is_made = not _is_known(embedding, word) and can_be_made(embedding, word)
        return word if is_made else _index_of(embedding, word, place)

    expression = parse(text, lambda word: _is_known(embedding, word))
    return expression, _meant(expression, term_of)


def can_be_made(embedding: Embedding, word: str) -> bool:
    """Whether the embedding makes a vector of a word that is not in its vocabulary."""
    return embedding.vector_of is not None and embedding.vector_of(word) is not None


def _index_of(embedding: Embedding, word: str, place: int) -> int:
    try:
        return embedding.index_of(word)
    except UnknownWord as unknown:
        raise UnknownTerm(unknown, place, len(word)) from None


def _meant(expression: Expression, term_of: Callable[[str, int], Term]) -> tuple[tuple[Term, float], ...]:
    """What its words and their places stand for, each once."""
    weights: dict[Term, float] = {}
    for (word, weight), place in zip(expression.terms, expression.places, strict=True):
        term = term_of(word, place)
        weights[term] = weights.get(term, 0.0) + weight
    return _nonzero(weights)


def _nonzero(weights: dict[Term, float]) -> tuple[tuple[Term, float], ...]:
    """The terms that are left once what cancels, up to rounding, has gone."""
    terms = tuple((term, weight) for term, weight in weights.items() if abs(weight) > LEAST)
    if not terms:
        raise BadExpression("The words cancel each other, so nothing is left to look for", 0)
    return terms


def _is_known(embedding: Embedding, word: str) -> bool:
    return any(each in embedding.key_to_index for each in (word, word.lower(), word.capitalize(), word.upper()))
