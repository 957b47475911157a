"""The window over a text: what is in it, and where it is drawn."""

import pytest

from explorer.training.inspector.glove import make_glove_setup
from explorer.training.inspector.options import GloveOptions
from explorer.training.inspector.setup import GrammarSource, TextSource, make_setup
from explorer.training.inspector.text_samples import FOX, samples_from_text
from widgets.inspector.frame import Spot
from widgets.inspector.moments import frame_of_moment
from widgets.inspector.sliding import SlidingWindow, tokens_behind


@pytest.fixture
def setup():
    return make_setup(TextSource(FOX))


@pytest.fixture
def sliding(qtbot, workbench, setup):
    sliding = SlidingWindow(workbench.theme)
    qtbot.addWidget(sliding)
    sliding.resize(900, 64)
    sliding.set_text(tokens_behind(setup), setup.vocabulary)
    sliding.show_frame(frame_of_moment(setup, setup.start))
    sliding.show()
    sliding.grab()
    return sliding


def test_the_window_is_told_to_those_who_do_not_see_it(sliding, setup):
    sliding.set_window(setup.samples[3].window)
    assert sliding.accessibleDescription() == "fox: quick, brown, jumps, over"


def test_the_words_stand_in_the_order_of_the_text(sliding):
    lefts = [box.left() for _, box in sorted(sliding.boxes().items())]
    assert lefts == sorted(lefts)
    assert len(lefts) == 9


def test_pointing_at_a_word_means_its_input(sliding, setup):
    boxes = sliding.boxes()
    assert sliding.spot_at(boxes[3].center()) == Spot("input", setup.index["fox"])
    assert sliding.spot_at(boxes[0].topLeft() - boxes[0].bottomRight()) is None


def test_in_a_long_text_the_centre_word_stays_in_sight(sliding):
    text = " ".join(f"word{i}" for i in range(120))
    found = samples_from_text(text)
    sliding.set_text(found.tokens, tuple(sorted({token.word for token in found.tokens})))
    for sample in found.samples[::17]:
        sliding.set_window(sample.window)
        box = sliding.boxes()[sample.window.center]
        assert box.left() >= 0
        assert box.right() <= sliding.width()


def test_a_pair_that_is_counted_is_framed_with_what_lies_between(sliding):
    glove = make_glove_setup("the cat is fluffy", GloveOptions(hidden_size=2))
    sliding.set_text(tokens_behind(glove), glove.vocabulary)
    counted = next(each for each in glove.counting if each.distance == 2)
    sliding.set_counted(counted)
    assert sliding.shown.center == counted.center
    assert {sliding.shown.first, sliding.shown.last - 1} == {counted.center, counted.context}
    sliding.set_counted(None)
    assert sliding.shown is None


def test_samples_written_by_hand_have_no_text():
    assert tokens_behind(make_setup(GrammarSource("a|b, b|c, c|d, d|e, e|a"))) == ()
