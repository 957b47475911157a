import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.expressions import UnknownTerm, looks_like_an_expression, parse, parse_for, parse_with_made
from explorer.embedding import Embedding

WORDS = {"king", "man", "woman", "mother-in-law", "1990s", "and/or"}


def terms(text):
    return dict(parse(text, WORDS.__contains__).terms)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("king", {"king": 1}),
        ("king - man + woman", {"king": 1, "man": -1, "woman": 1}),
        ("king-man+woman", {"king": 1, "man": -1, "woman": 1}),
        ("- man + king", {"man": -1, "king": 1}),
        ("2 * king", {"king": 2}),
        ("king * 0.5", {"king": 0.5}),
        ("2 king / 4", {"king": 0.5}),
        ("2king", {"king": 2}),
        ("2 (king - man)", {"king": 2, "man": -2}),
        ("king - (man - woman)", {"king": 1, "man": -1, "woman": 1}),
        ("king - -man", {"king": 1, "man": 1}),
        ("king + king", {"king": 2}),
        ("avg(king, man, woman, king)", {"king": 0.5, "man": 0.25, "woman": 0.25}),
        ("2 mean(king, man - woman)", {"king": 1, "man": 1, "woman": -1}),
        ("AVG (king)", {"king": 1}),
        ('"new york" - “los angeles”', {"new york": 1, "los angeles": -1}),
        ("mother-in-law - man", {"mother-in-law": 1, "man": -1}),
        ("mother-in-law-man", {"mother-in-law": 1, "man": -1}),
        ("and/or", {"and/or": 1}),
        ("king/2", {"king": 0.5}),
        ("1990 - 1980 + 1970", {"1990": 1, "1980": -1, "1970": 1}),
        ("1990s - man", {"1990s": 1, "man": -1}),
        ("avg", {"avg": 1}),
        ("王 - 男 + 女", {"王": 1, "男": -1, "女": 1}),
        ("king − man + woman", {"king": 1, "man": -1, "woman": 1}),
        ("king−man+woman", {"king": 1, "man": -1, "woman": 1}),
        ("king – man", {"king": 1, "man": -1}),
        ("2 × king ÷ 4 – man", {"king": 0.5, "man": -1}),
        ("king–man", {"king–man": 1}),
    ],
)
def test_an_expression_means_a_weight_for_each_word(text, meant):
    assert terms(text) == meant


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("king -", 6),
        ("king + + ", 9),
        ("king * man", 7),
        ("king / man", 7),
        ("king / 0", 7),
        ("* king", 0),
        ("king man", 5),
        ("king)", 4),
        ("(king", 0),
        ("avg(king, ", 10),
        ("avg(king,)", 9),
        ("king, man", 4),
        ("()", 1),
        ('king - "man', 7),
        ('""', 0),
        ("2 * 3 + king", 0),
        ("king + (2 * 3)", 8),
    ],
)
def test_what_cannot_be_read_points_at_its_character(text, position):
    with pytest.raises(BadExpression) as problem:
        parse(text, WORDS.__contains__)
    assert problem.value.position == position
    assert str(problem.value).endswith(f"(character {position + 1}).")


@pytest.mark.parametrize(
    "text",
    [
        "king - king",
        "avg(king, man, boy) - king/3 - man/3 - 0.1 boy - 0.7 boy / 3",
        "0 king",
        "3 (king - man) / 3 + man - king",
    ],
)
def test_an_expression_that_cancels_is_a_sentence(text):
    with pytest.raises(BadExpression, match="cancel"):
        parse(text)


def test_brackets_a_thousand_deep_are_refused():
    with pytest.raises(BadExpression, match="within each other"):
        parse("(" * 1000 + "king" + ")" * 1000)
    with pytest.raises(BadExpression, match="within each other"):
        parse("-" * 1000 + "king")


@given(st.text(alphabet='ab12.+-*/()," “”\u3000avg'))
def test_any_text_is_read_or_refused_with_a_place_within_it(text):
    try:
        expression = parse(text, {"a", "b", "a-b"}.__contains__)
    except BadExpression as problem:
        assert 0 <= problem.position <= len(text)
    else:
        assert expression.terms
        assert all(word and math.isfinite(weight) for word, weight in expression.terms)
        assert all(
            text.startswith(word, place) or text[place] in '"“'
            for (word, _), place in zip(expression.terms, expression.places, strict=True)
        )


def embedding_of(*words):
    import numpy as np

    return Embedding("words", words, np.eye(len(words), dtype=np.float32))


def test_words_are_found_whatever_their_case():
    _, found = parse_for(embedding_of("paris", "France", "Berlin"), "Paris - france + berlin - 2 Paris")
    assert found == ((0, -1.0), (1, -1.0), (2, 1.0))


def test_an_unknown_word_has_its_place_and_near_spellings():
    embedding = embedding_of("king", "woman", "man")
    with pytest.raises(UnknownTerm) as problem:
        parse_for(embedding, "king - man + womann")
    assert (problem.value.word, problem.value.position, problem.value.length) == ("womann", 13, 6)
    assert problem.value.suggestions[0] == "woman"


def test_spellings_of_one_word_can_cancel_too():
    with pytest.raises(BadExpression, match="cancel"):
        parse_for(embedding_of("king", "man"), "king - King")


@pytest.mark.parametrize(
    "text",
    ["king - man", "king-man", "-king", "avg(a, b)", '"new york"', "2 * king", "king +", "king − man", "king – man"],
)
def test_operators_brackets_and_quotes_make_an_expression(text):
    assert looks_like_an_expression(text)


@pytest.mark.parametrize("text", ["king", "new york", "don't", "u.s.", "/", "2000", "1990–95"])
def test_plain_words_do_not(text):
    assert not looks_like_an_expression(text)


def test_an_analogy_is_two_words_added_and_one_taken_away():
    assert parse("king - man + woman").is_analogy
    assert not parse("king - man").is_analogy
    assert not parse("2 king - man + woman").is_analogy


def test_a_word_that_can_be_made_from_its_parts_stands_for_itself():
    made = {"kingly": np.ones(2, np.float32)}
    embedding = Embedding("three", ("king", "man", "woman"), np.eye(3, 2, dtype=np.float32), vector_of=made.get)
    assert parse_with_made(embedding, "2 kingly - Man")[1] == (("kingly", 2.0), (1, -1.0))
    with pytest.raises(UnknownTerm) as unknown:
        parse_with_made(embedding, "kingly + queenly")
    assert unknown.value.position == 9
    with pytest.raises(UnknownTerm):
        parse_for(embedding, "kingly - man")
