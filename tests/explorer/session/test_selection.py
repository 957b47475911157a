import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.session.selection import indices_of, selection_of


@given(st.lists(st.integers(0, 2**40)), st.lists(st.integers(0, 2**40)))
def test_a_selection_and_its_indices_say_the_same(one, other):
    first, second = selection_of(np.array(one, np.int64)), tuple(other)
    assert first == tuple(one)
    for selection in (first, second, first, second):
        assert indices_of(selection).tolist() == list(selection)
        assert indices_of(selection).dtype == np.int64


def test_the_indices_of_the_last_selection_are_made_once():
    indices = np.arange(5)
    assert indices_of(selection_of(indices)) is indices
    selection = (3, 4)
    assert indices_of(selection) is indices_of(selection)
