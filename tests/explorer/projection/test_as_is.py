import numpy as np
import pytest

from explorer.errors import BadOption
from explorer.projection.as_is import AsIsOptions, Coordinate, coordinate_of, project_as_is

VECTORS = np.arange(24, dtype=np.float32).reshape(4, 6)


def test_the_first_dimensions_are_shown_as_they_are_and_named():
    projection = project_as_is(VECTORS)
    np.testing.assert_array_equal(projection.points, VECTORS[:, :2])
    assert projection.axes == ("Dimension 1", "Dimension 2")


def test_any_dimensions_can_be_the_axes():
    projection = project_as_is(VECTORS, AsIsOptions(n_components=3, x="6", y="2", z="1"))
    np.testing.assert_array_equal(projection.points, VECTORS[:, [5, 1, 0]])


@pytest.mark.parametrize("text", ["0", "7", "-1", "1.5", "²", "year"])
def test_what_is_no_dimension_is_told_with_how_many_there_are(text):
    with pytest.raises(BadOption, match=rf"“{text}” is neither a column .* from 1 to 6"):
        project_as_is(VECTORS, AsIsOptions(x=text))


def test_what_the_vectors_lack_is_0_where_nothing_was_asked_for():
    projection = project_as_is(VECTORS[:, :1].copy(), AsIsOptions(n_components=3))
    np.testing.assert_array_equal(projection.points[:, 1:], 0)
    assert projection.axes == ("Dimension 1", "", "")


def test_a_column_of_numbers_can_be_an_axis_beside_a_dimension():
    year = Coordinate("year", np.array([1990.0, 1980.5, 2000.0, 1.0]))
    projection = project_as_is(VECTORS, AsIsOptions(x="year", y="3", columns=(year, None)))
    np.testing.assert_array_equal(projection.points, np.column_stack([year.values, VECTORS[:, 2]]))
    assert projection.axes == ("year", "Dimension 3")


def test_words_without_a_number_are_told():
    column, words = ("1", "", "1e999", "4"), ("a", "b", "c", "d")
    assert coordinate_of("year", column, words, np.array([0, 3])).values.tolist() == [1, 4]
    with pytest.raises(BadOption, match="“year” holds no number for 2 of 4 words, such as “b”"):
        coordinate_of("year", column, words, None)
