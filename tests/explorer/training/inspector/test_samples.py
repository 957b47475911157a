"""The grammar of the training data, and where it is broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.problems import BadText
from explorer.training.inspector.samples import format_samples, parse_samples, sorted_vocabulary
from explorer.training.inspector.setup import GrammarSource, TextSource, make_setup

WORDS = st.text(st.characters(exclude_characters=",|^", exclude_categories=["Z", "C"]), min_size=1, max_size=5)
SIDES = st.lists(WORDS, min_size=1, max_size=3)


def sides(text):
    parsed = parse_samples(text)
    assert parsed.problems == ()
    return [(sample.inputs, sample.targets) for sample in parsed.samples]


def test_commas_part_samples_bars_part_sides_and_carets_join_words():
    assert sides("eat|apple,drink^juice|milk^water") == [
        (("eat",), ("apple",)),
        (("drink", "juice"), ("milk", "water")),
    ]


def test_blanks_and_line_breaks_around_samples_sides_and_words_do_not_count():
    assert sides("  a ^ b\t| c \n,\n d|e ") == [(("a", "b"), ("c",)), (("d",), ("e",))]


def test_a_word_may_hold_blanks():
    assert sides("New York|city") == [(("New York",), ("city",))]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=6))
def test_samples_come_back_as_they_were_written(written):
    text = ", ".join(f"{'^'.join(left)}|{'^'.join(right)}" for left, right in written)
    assert sides(text) == [(tuple(left), tuple(right)) for left, right in written]
    assert format_samples(parse_samples(text).samples) == text


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=6))
def test_every_sample_knows_its_place_in_the_text(written):
    text = " , ".join(f"{'^'.join(left)} | {'^'.join(right)}" for left, right in written)
    for sample, (left, right) in zip(parse_samples(text).samples, written, strict=True):
        assert text[sample.start : sample.end] == f"{'^'.join(left)} | {'^'.join(right)}"


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ("a|b, cd, e|f", "cd", "Sample 2 “cd” has no “|”"),
        ("a|b, c|d|e", "|e", "Sample 2 “c|d|e” has more than one “|”"),
        ("a|b,|c", "|c", "no input word"),
        ("a|b, c|", "c|", "no target word"),
        ("a^^b|c", "a^^b", "no word beside a “^”"),
        ("a|b^", "b^", "no word beside a “^”"),
        ("a|b,", ",", "Sample 2 is empty"),
        (", a|b", ",", "Sample 1 is empty"),
        ("a|b,, c|d", ",", "Sample 2 is empty"),
        ("  ", "  ", "There are no samples"),
        ("", "", "There are no samples"),
    ],
)
def test_a_malformed_sample_is_named_and_marked(text, marked, says):
    (problem,) = parse_samples(text).problems
    assert says in problem.sentence
    assert text[problem.start : problem.end] == marked


def test_each_malformed_sample_is_named_and_the_others_are_read():
    parsed = parse_samples("a, b|c, |, d|e")
    assert [(sample.inputs, sample.targets) for sample in parsed.samples] == [(("b",), ("c",)), (("d",), ("e",))]
    assert [problem.sentence.split(" “")[0] for problem in parsed.problems] == ["Sample 1", "Sample 3"]


@settings(deadline=None, max_examples=300)
@given(st.text("ab|^, \n", max_size=20))
def test_any_text_is_read_or_marked_within_its_length(text):
    parsed = parse_samples(text)
    assert parsed.samples or parsed.problems
    for problem in parsed.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.start < problem.end or not text
        assert not problem.warning


def test_nothing_is_set_up_until_the_text_is_right():
    with pytest.raises(BadText, match="Sample 2") as refused:
        make_setup(GrammarSource("a|b, c"))
    assert refused.value.problems[0].start == 5


def test_capitals_come_first_in_the_vocabulary():
    assert sorted_vocabulary(parse_samples("b|a, B|Z, é|a").samples) == ("B", "Z", "a", "b", "é")


def test_the_vocabulary_is_sorted_by_utf_16_as_javascript_does():
    assert sorted_vocabulary(parse_samples("\U0001f600|\uff5e").samples) == ("\U0001f600", "\uff5e")


def test_two_hundred_words_are_taken_and_more_are_refused_with_the_place():
    def text(n):
        return ", ".join(f"w{i:03}|w{i + 1:03}" for i in range(n - 1))

    assert make_setup(GrammarSource(text(200))).n_words == 200
    with pytest.raises(BadText, match=r"There are 201 different words; more than 200 .* Shorten") as refused:
        make_setup(GrammarSource(text(201)))
    (problem,) = refused.value.problems
    assert text(201)[problem.start :] == "w199|w200"


@pytest.mark.parametrize("source", [GrammarSource("a|b, " * 20_000 + "a|b"), TextSource("a b. " * 20_001)])
def test_a_text_that_is_too_long_is_refused_and_what_is_too_much_is_marked(source):
    with pytest.raises(BadText, match=r"takes 100,000. Shorten the text") as refused:
        make_setup(source)
    (problem,) = refused.value.problems
    assert (problem.start, problem.end) == (100_000, len(source.text))


def test_the_presets_are_those_of_wevi_in_its_order():
    assert [preset.title for preset in PRESETS] == [
        "Fruit and juice",
        "Fruit and juice (CBOW)",
        "Fruit and juice (Skip-gram)",
        "Self loop (5-point)",
        "Directed loop (5-point)",
        "Undirected loop (5-point)",
        "King and queen",
        "King and queen (symbol)",
    ]
    assert [len(sides(preset.text)) for preset in PRESETS] == [12, 12, 12, 5, 5, 10, 16, 16]
    cbow, skip_gram = sides(PRESETS[1].text), sides(PRESETS[2].text)
    assert [(right, left) for left, right in cbow] == skip_gram


def test_the_misspelt_word_of_wevi_is_corrected():
    assert "king|kingdom" in PRESETS[6].text
    assert "kindom" not in PRESETS[6].text
