from dataclasses import dataclass, replace

import pytest

from explorer.errors import BadOption
from explorer.options import Option, check_options, described, option, remembered


@dataclass(frozen=True)
class Tea:
    minutes: int = option(3, "Minutes", "How long it draws.", minimum=1, maximum=10, step=1)
    degrees: float = option(80.0, "Heat", "How hot the water is.", minimum=0)
    kind: str = option("green", "Kind", "Which leaves.", choices={"green": "Green", "black": "Black"})
    sugar: bool = option(False, "Sugar", "Whether it is sweet.")
    note: str = ""


def test_the_defaults_are_in_their_ranges():
    check_options(Tea())


def test_options_are_described_in_the_order_of_their_fields_and_plain_fields_are_not():
    assert list(described(Tea)) == ["minutes", "degrees", "kind", "sugar"]
    assert described(Tea())["minutes"] == Option("Minutes", "How long it draws.", 1, 10, 1)


@pytest.mark.parametrize("minutes", [1, 10])
def test_both_ends_of_a_range_belong_to_it(minutes):
    check_options(Tea(minutes=minutes))


@pytest.mark.parametrize("minutes", [0, 11, -(10**30), float("inf"), float("nan")])
def test_a_value_out_of_its_range_is_named_with_its_range(minutes):
    with pytest.raises(BadOption, match=r"^Minutes \(minutes\) is .*; it must be from 1 to 10\.$"):
        check_options(Tea(minutes=minutes))


def test_a_range_may_be_open_above_but_never_holds_what_is_not_a_number():
    check_options(Tea(degrees=1e300))
    for degrees in (-0.1, float("nan")):
        with pytest.raises(BadOption, match="0 or more"):
            check_options(Tea(degrees=degrees))


def test_a_choice_that_is_not_offered_is_refused_with_those_that_are():
    with pytest.raises(BadOption, match=r"Kind .* is red; it must be one of green, black"):
        check_options(replace(Tea(), kind="red"))


@pytest.mark.parametrize(
    ("minimum", "maximum", "span"),
    [
        (1, 100, "from 1 to 100"),
        (0.0001, 2**31 - 1, "from 0.0001 to 2,147,483,647"),
        (0.5, None, "0.5 or more"),
        (None, 2, "2 or less"),
        (None, None, "any number"),
    ],
)
def test_every_kind_of_range_can_be_read_aloud(minimum, maximum, span):
    assert Option("x", "y", minimum, maximum).span == span


def test_options_come_back_as_they_were_last_set():
    assert remembered(Tea, {"minutes": 7, "sugar": True}) == Tea(minutes=7, sugar=True)


@pytest.mark.parametrize("kept", [{"minutes": "many"}, {"minutes": 0}, {"cups": 3}, {"minutes": 2.5}, {"kind": "blue"}])
def test_remembered_options_that_no_longer_fit_are_the_usual_ones(kept):
    assert remembered(Tea, kept) == Tea()
