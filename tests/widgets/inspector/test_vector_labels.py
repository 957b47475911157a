"""Words beside their dots can be read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.inspector.vector_labels import label_boxes, place_labels

AREA = (400.0, 300.0)


def scattered(n, seed):
    random = np.random.default_rng(seed)
    places = random.uniform((20, 20), (380, 280), size=(n, 2))
    sizes = np.stack([random.uniform(15, 60, n), np.full(n, 14.0)], axis=1)
    return places, label_boxes(places, 8.0, sizes)


def overlap(one, other):
    return min(one[2], other[2]) - max(one[0], other[0]) > 1e-9 and min(one[3], other[3]) - max(one[1], other[1]) > 1e-9


@given(st.integers(1, 60), st.integers(0, 1000))
def test_no_label_covers_another(n, seed):
    places, boxes = scattered(n, seed)
    choices = place_labels(places, boxes, [], False, AREA)
    shown = [boxes[dot, choice] for dot, choice in enumerate(choices) if choice >= 0]
    assert len(shown) > 0
    assert not any(overlap(shown[i], shown[j]) for i in range(len(shown)) for j in range(i))


@given(st.integers(2, 60), st.integers(0, 1000))
def test_what_is_urgent_is_written_in_any_case(n, seed):
    places = np.repeat(scattered(1, seed)[0], n, axis=0)  # all in one place
    urgent = [n - 1, 0]
    choices = place_labels(places, label_boxes(places, 8.0, np.full((n, 2), 20.0)), urgent, False, AREA)
    assert (choices[urgent] >= 0).all()


def test_few_words_are_all_written():
    places = np.full((5, 2), 150.0)
    choices = place_labels(places, label_boxes(places, 8.0, np.full((5, 2), 90.0)), [], True, AREA)
    assert (choices >= 0).all()


def test_a_label_at_the_edge_turns_inwards():
    places = np.array([[395.0, 150.0], [5.0, 150.0]])
    boxes = label_boxes(places, 8.0, np.full((2, 2), 40.0))
    choices = place_labels(places, boxes, [], False, AREA)
    assert boxes[0, choices[0], 2] <= AREA[0]
    assert boxes[1, choices[1], 0] >= 0


def test_a_label_covers_no_other_dot_if_there_is_a_free_side():
    places = np.array([[200.0, 150.0], [230.0, 140.0]])
    boxes = label_boxes(places, 8.0, np.full((2, 2), 30.0))
    left, top, right, bottom = boxes[0, place_labels(places, boxes, [], False, AREA)[0]]
    assert not (left < 230 < right and top < 140 < bottom)
