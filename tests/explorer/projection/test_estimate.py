import pytest

from explorer.errors import ExplorerError
from explorer.projection.estimate import (
    MACHINE,
    Estimate,
    check_memory,
    estimate,
    free_bytes,
    learned,
    machine_pace,
    told_bytes,
    told_seconds,
)
from explorer.projection.methods import METHODS
from explorer.projection.tsne import TsneOptions
from explorer.projection.umap import UmapOptions


@pytest.mark.parametrize("method", METHODS)
def test_of_every_method_time_and_memory_are_foreseen_and_grow_with_the_words_and_the_dimensions(method):
    few, many, wide = (estimate(method, *size) for size in ((1000, 50), (400_000, 50), (400_000, 300)))
    assert 0 < few.seconds < many.seconds < wide.seconds
    assert 0 < few.n_bytes < many.n_bytes < wide.n_bytes
    assert estimate(method, 1, 1).seconds > 0


def test_more_neighbours_epochs_and_steps_cost_more():
    usual = estimate("umap", 20_000, 50).seconds
    assert estimate("umap", 20_000, 50, UmapOptions(n_neighbors=60)).seconds > 1.5 * usual
    assert estimate("umap", 20_000, 50, UmapOptions(n_epochs=1000)).seconds > 2 * usual
    assert estimate("tsne", 20_000, 50, TsneOptions(n_iter=2000)).seconds > 1.5 * estimate("tsne", 20_000, 50).seconds


@pytest.mark.parametrize("n", [1000, 10_000, 50_000, 400_000])
def test_t_sne_in_space_costs_more_than_on_a_flat_map(n):
    flat, deep = (estimate("tsne", n, 50, TsneOptions(n_components=n_dims)) for n_dims in (2, 3))
    assert flat.seconds < deep.seconds < 4 * flat.seconds
    assert flat.n_bytes <= deep.n_bytes


def test_a_slow_machine_and_slow_runs_before_it_lengthen_what_is_foreseen():
    usual = estimate("umap", 20_000, 50).seconds
    assert estimate("umap", 20_000, 50, pace={MACHINE: 2.0, "umap": 1.5}).seconds == pytest.approx(3 * usual)
    assert estimate("umap", 20_000, 50, pace={"tsne": 4.0}).seconds == usual


def test_what_was_foreseen_and_what_came_to_be_meet_halfway():
    pace = {MACHINE: 1.0}
    for _ in range(20):
        foreseen = Estimate(10.0 * pace.get("umap", 1.0), 0)
        pace = learned(pace, "umap", foreseen, took=35.0)
    assert pace == {MACHINE: 1.0, "umap": pytest.approx(3.5, rel=1e-3)}
    once = learned({}, "umap", Estimate(10.0, 0), took=40.0)
    assert once["umap"] == pytest.approx(2.0)


def test_short_runs_and_accidents_are_no_measure():
    assert learned({}, "pca", Estimate(0.1, 0), took=5.0) == {}
    assert learned({}, "pca", Estimate(5.0, 0), took=0.1) == {}
    assert learned({}, "umap", Estimate(1.0, 0), took=1e6)["umap"] < 6


def test_a_map_that_does_not_fit_is_refused_with_what_it_needs_and_what_would_fit():
    check_memory(Estimate(1, 100), n=10, free=100)
    with pytest.raises(ExplorerError, match=r"400,000 words needs about 6\.0 GB of memory, and 2\.0 GB are free"):
        check_memory(Estimate(1, 6_000_000_000), n=400_000, free=2_000_000_000)
    with pytest.raises(ExplorerError, match="Take fewer words, about 100,000, or"):
        check_memory(Estimate(1, 6_000_000_000), n=400_000, free=2_000_000_000)
    assert free_bytes() > 0


def test_the_speed_of_this_machine_is_found():
    assert 1 / 30 <= machine_pace() <= 30


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.2, "a moment"),
        (3.4, "about 3 s"),
        (43, "about 45 s"),
        (56, "about 1 min"),
        (724, "about 12 min"),
        (2000, "about 35 min"),
        (10_000, "about 3 h"),
        (400_000, "about 110 h"),
    ],
)
def test_a_time_is_told_no_more_exactly_than_it_is_known(seconds, told):
    assert told_seconds(seconds) == told


@pytest.mark.parametrize(("n", "told"), [(10, "1 MB"), (343e6, "340 MB"), (1.94e9, "1.9 GB"), (48e6, "50 MB")])
def test_an_amount_of_memory_is_told_roughly(n, told):
    assert told_bytes(int(n)) == told


def test_both_are_told_together():
    assert Estimate(724, 1_900_000_000).told() == "about 12 min · 1.9 GB"
