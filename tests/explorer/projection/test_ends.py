import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.projection.ends import ends_of
from explorer.projection.projection import Projection


@settings(max_examples=40)
@given(arrays(np.float32, st.tuples(st.integers(0, 30), st.just(2)), elements=st.integers(-4, 4).map(np.float32)))
def test_the_ends_are_the_outermost_words_and_of_equal_ones_the_more_frequent(points):
    indices = np.arange(len(points)) * 3
    ends = ends_of(Projection("axes", points, indices, 1000, axes=("one", "other")), topn=4)
    most = min(4, len(points) // 2)
    assert [each.label for each in ends] == ["one", "other"]
    for each, places in zip(ends, points.T, strict=True):
        np.testing.assert_array_equal(each.low, indices[np.argsort(places, kind="stable")[:most]])
        np.testing.assert_array_equal(each.high, indices[np.argsort(-places, kind="stable")[:most]])


def test_axes_that_mean_nothing_have_no_ends():
    points = np.zeros((4, 2), np.float32)
    assert ends_of(Projection("umap", points, np.arange(4), 4)) == ()
    assert [each.label for each in ends_of(Projection("as-is", points, np.arange(4), 4, axes=("x", "")))] == ["x"]


def test_of_many_words_the_most_frequent_can_be_looked_at_alone():
    points = np.array([[5, 0], [4, 0], [9, 0], [1, 0]], np.float32)
    (ends,) = ends_of(Projection("axes", points, np.arange(4), 4, axes=("one", "")), topn=1, n_words=2)
    assert (ends.low.tolist(), ends.high.tolist()) == ([1], [0])
