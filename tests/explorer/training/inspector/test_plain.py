"""The state of the Inspector as plain JSON and back."""

import json
from dataclasses import replace

import numpy as np
import pytest

from explorer.csv_text import csv_text
from explorer.errors import ExplorerError
from explorer.training.inspector.embedding_setup import set_up_embedding
from explorer.training.inspector.glove import make_glove_setup
from explorer.training.inspector.history import History
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.plain import from_plain, to_plain
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.run import at_step, next_half, start_run, with_new_axes, with_pin
from explorer.training.inspector.setup import GrammarSource, TextSource, make_setup, with_learning_rate
from explorer.training.inspector.text_samples import FOX, THREE_SENTENCES
from explorer.training.inspector.vector_table import vector_headings, vector_rows


@pytest.fixture(params=["grammar", "text", "words", "glove"])
def setup(request, small_embedding):
    return {
        "grammar": lambda: make_setup(GrammarSource(PRESETS[0].text), InspectorOptions(shuffle=True, random_state=9)),
        "text": lambda: make_setup(TextSource(FOX, 3, "cbow"), InspectorOptions(objective="negative")),
        "words": lambda: set_up_embedding(
            small_embedding, ("animal1", "colour2", "number3"), InspectorOptions(objective="hierarchical"),
            "animal1|colour2, number3|animal1",
        ),
        "glove": lambda: make_glove_setup(THREE_SENTENCES, GloveOptions(window=3, x_max=2.0)),
    }[request.param]()  # fmt: skip


def there_and_back(run):
    return from_plain(json.loads(json.dumps(to_plain(run), allow_nan=False)))


def test_a_run_comes_back_from_json_the_same_to_the_bit(setup):
    history = History(setup)
    run = with_pin(with_new_axes(at_step(start_run(setup), history, 57), history, "input"), 2)
    run = next_half(run, history)
    back = there_and_back(run)
    assert back.moment.same_bits(run.moment)
    assert back.setup.start.same_bits(setup.start)
    assert (back.phase, back.pinned, back.fitted_on) == (run.phase, (2,), "input")
    assert (back.setup.vocabulary, back.setup.options, back.setup.notices) == (
        setup.vocabulary, setup.options, setup.notices)  # fmt: skip
    for name in ("mean", "axes", "explained"):
        assert getattr(back.axes, name).tobytes() == getattr(run.axes, name).tobytes()
    assert to_plain(back) == to_plain(run)


def test_a_run_that_came_back_goes_on_as_if_it_had_never_been_away(setup):
    history = History(setup)
    run = there_and_back(at_step(start_run(setup), history, 40))
    resumed = History(run.setup, run.moment)
    assert resumed.advance(90).same_bits(history.advance(90))
    assert resumed.at(13).same_bits(history.at(13))


def test_learning_rates_that_were_changed_on_the_way_come_back():
    setup = with_learning_rate(make_setup(GrammarSource(PRESETS[0].text)), 30, 0.05)
    back = there_and_back(start_run(setup)).setup
    assert back.rates == ((0, 0.2), (30, 0.05))


def test_weights_that_are_infinite_or_undefined_are_plain_json_too():
    run = start_run(make_setup(GrammarSource("a|b"), InspectorOptions(hidden_size=2)))
    W = np.array([[np.inf, -np.inf], [np.nan, 0.1]])  # noqa: N806
    back = there_and_back(replace(run, moment=replace(run.moment, W=W)))
    np.testing.assert_array_equal(back.moment.W, W)


@pytest.mark.parametrize(
    "broken",
    [None, [], {}, {"version": 1}, "text", {"version": 1, "setup": {"kind": "other"}}],
)
def test_what_is_no_state_is_refused_with_a_sentence(broken):
    with pytest.raises(ExplorerError, match=r"cannot be read .* start it anew"):
        from_plain(broken)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("moment", "W"), [[1.0]]),
        (("moment", "step"), -1),
        (("moment", "step"), None),
        (("setup", "source", "text"), "a|"),
        (("setup", "options", "hidden_size"), 0),
        (("setup", "options", "unknown"), 0),
        (("setup", "rates"), []),
        (("axes", "axes"), [[1.0, 2.0]]),
        (("phase",), "sideways"),
        (("fitted_on",), "nothing"),
        (("pinned",), [8]),
    ],
)
def test_a_state_that_was_tampered_with_is_refused_with_a_sentence(place, value):
    plain = to_plain(start_run(make_setup(GrammarSource(PRESETS[0].text))))
    inner = plain
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(ExplorerError, match="cannot be read"):
        from_plain(plain)


def test_a_state_of_a_later_version_says_so():
    plain = to_plain(start_run(make_setup(GrammarSource(PRESETS[0].text))))
    with pytest.raises(ExplorerError, match="later version"):
        from_plain({**plain, "version": 99})


def test_the_history_of_the_vectors_is_a_table_that_can_be_read_back_to_the_bit(setup):
    history = History(setup)
    history.advance(25)
    rows = list(vector_rows(history, 25, every=10))
    assert {row[0] for row in rows} == {0, 10, 20, 25}
    text = csv_text(vector_headings(setup), rows)
    read = [line.split(",") for line in text.split("\r\n")[1:-1]]
    last = [row for row in read if row[:2] == ["25", "input"]]
    assert [row[2] for row in last] == list(setup.vocabulary)
    assert np.array([row[3:] for row in last], np.float64).tobytes() == history.at(25).W.tobytes()
    assert len([row for row in read if row[:2] == ["25", "output"]]) == len(setup.start.W_out)
