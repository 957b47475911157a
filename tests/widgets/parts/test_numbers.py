import pytest

from widgets.parts.numbers import grouped, lasting, measured, shortened, sized


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (400_000, "400,000"), (-1234, "-1,234")])
def test_whole_numbers_are_grouped_in_threes(number, text):
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.8124, "0.812"),
        (-0.25, "−0.250"),
        (99.9994, "99.999"),
        (1234.5678, "1,234.6"),
        (-100.25, "−100.2"),
        (0, "0.000"),
        (-2.5e30, "−2.50e30"),
        (9_999_999, "9,999,999.0"),
    ],
)
def test_measures_have_three_decimals_and_fewer_where_they_are_long(value, text):
    assert measured(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (0.4, "0.4 s"), (9.97, "10 s"), (12.4, "12 s"), (59.7, "1 min 0 s"), (185, "3 min 5 s")],
)
def test_times_are_said_as_people_say_them(seconds, text):
    assert lasting(seconds) == text


def test_numbers_in_narrow_cells_have_few_decimals():
    assert shortened(-0.8153, 2) == "\u22120.82"
    assert shortened(1234.5, 1) == "1,234"


@pytest.mark.parametrize(
    ("n_bytes", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_234, "1.2 kB"),
        (999_960, "1.0 MB"),
        (5_100_000_000, "5.1 GB"),
    ],
)
def test_sizes_of_files(n_bytes, text):
    assert sized(n_bytes) == text
