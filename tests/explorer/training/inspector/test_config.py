"""The configuration as it is typed."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import BadOption
from explorer.options import described
from explorer.training.inspector.config import format_config, parse_config
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.setup import GrammarSource, make_setup


def test_the_configuration_begins_as_in_wevi():
    assert format_config(InspectorOptions()) == '{"hidden_size": 5, "random_state": 1, "learning_rate": 0.2}'


def test_what_is_not_given_has_its_default():
    assert parse_config("{}").options == InspectorOptions()
    assert parse_config('{"hidden_size": 3}').options == InspectorOptions(hidden_size=3)


OPTIONS = st.builds(
    InspectorOptions,
    hidden_size=st.integers(1, 200),
    random_state=st.integers(0, 65_535),
    learning_rate=st.floats(0, 10),
    objective=st.sampled_from(["softmax", "negative", "hierarchical"]),
    negative=st.integers(1, 20),
    shuffle=st.booleans(),
    decay_steps=st.integers(0, 1_000_000),
)


@settings(deadline=None, max_examples=50)
@given(OPTIONS)
def test_a_configuration_can_be_read_back(options):
    parsed = parse_config(format_config(options))
    assert (parsed.options, parsed.problems) == (options, ())


def test_glove_has_a_configuration_of_its_own():
    options = GloveOptions(window=4, by_distance=False, x_max=2.5)
    assert parse_config(format_config(options), GloveOptions).options == options
    assert '"window": 4' in format_config(options)


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ('{"hidden_size": 0}', "0", "Hidden size (hidden_size) is 0; it must be from 1 to 200."),
        ('{"hidden_size": 201, "shuffle": true}', "201", "from 1 to 200"),
        ('{"hidden_size": 2.5}', "2.5", "must be a whole number from 1 to 200"),
        ('{"random_state": -1}', "-1", "from 0 to 65,535"),
        ('{"learning_rate": "fast"}', '"fast"', "must be a number from 0 to 10"),
        ('{"learning_rate": NaN}', "NaN", "from 0 to 10"),
        ('{"learning_rate": 1e400}', "1e400", "from 0 to 10"),
        ('{"learning_rate": true}', "true", "must be a number"),
        ('{"rule": "mine"}', '"mine"', "one of paper, wevi"),
        ('{"objective": []}', "[]", "one of softmax, negative, hierarchical"),
        ('{"shuffle": 1}', "1", "true or false"),
        ('{ "negative" :\n 21 }', "21", "from 1 to 20"),
    ],
)
def test_a_value_that_cannot_be_is_marked_and_told_its_range(text, marked, says):
    parsed = parse_config(text)
    (problem,) = parsed.problems
    assert parsed.options is None
    assert text[problem.start : problem.end] == marked
    assert says in problem.sentence


def test_every_bad_value_is_marked_not_only_the_first():
    assert len(parse_config('{"hidden_size": 0, "random_state": "x", "learning_rate": 0.1}').problems) == 2


def test_more_hidden_units_than_words_are_marked_once_the_words_are_known():
    text = '{"hidden_size": 9}'
    (problem,) = parse_config(text, n_words=8).problems
    assert text[problem.start : problem.end] == "9"
    assert "from 1 to 8" in problem.sentence
    assert parse_config(text, n_words=9).problems == ()


def test_a_run_with_more_hidden_units_than_words_is_refused():
    with pytest.raises(BadOption, match="from 1 to 3, the number of different words"):
        make_setup(GrammarSource("a|b, b|c"), InspectorOptions(hidden_size=4))


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"hidden_size": }', "hidden_size: 5", '{"a": 1,}', "[" * 100_000, '{"negative": ' + "9" * 5000 + "}"],
)
def test_what_is_no_json_is_marked_where_it_goes_wrong(text):
    (problem,) = parse_config(text).problems
    assert not problem.warning
    assert "The configuration" in problem.sentence
    assert 0 <= problem.start <= problem.end <= len(text)


@pytest.mark.parametrize("text", ["5", "[1]", "null", '"x"'])
def test_what_is_json_but_no_object_is_told_so(text):
    assert "in braces" in parse_config(text).problems[0].sentence


def test_an_unknown_key_is_pointed_out_and_skipped():
    text = '{"hiden_size": 3, "learning_rate": 0.5}'
    parsed = parse_config(text)
    (problem,) = parsed.problems
    assert parsed.options == InspectorOptions(learning_rate=0.5)
    assert problem.warning
    assert text[problem.start : problem.end] == '"hiden_size"'
    assert "did you mean hidden_size?" in problem.sentence


def test_of_a_key_that_is_given_twice_the_last_holds_as_in_json():
    assert parse_config('{"hidden_size": 3, "hidden_size": 4}').options.hidden_size == 4


def test_the_rule_of_wevi_goes_with_the_full_softmax_only():
    text = '{"rule": "wevi", "objective": "negative"}'
    parsed = parse_config(text)
    assert parsed.options is None
    assert "full softmax only" in parsed.problems[0].sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from([each.name for each in fields(InspectorOptions)] + ["x"]), JSON), st.booleans())
def test_any_object_is_taken_or_marked_within_the_text(values, spread):
    text = json.dumps(values, indent=3 if spread else None)
    parsed = parse_config(text)
    assert (parsed.options is None) == any(not problem.warning for problem in parsed.problems)
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(text)


@pytest.mark.parametrize("kind", [InspectorOptions, GloveOptions])
def test_every_parameter_is_explained(kind):
    for each in fields(kind):
        assert described(kind)[each.name].sentence.endswith(".")
