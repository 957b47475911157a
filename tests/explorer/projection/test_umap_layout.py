import os

import numpy as np
import pytest

from explorer.neighbors.graph import neighbor_graph
from explorer.projection import umap_layout
from explorer.projection.umap_graph import curve_parameters, fuzzy_set, ties_of
from explorer.projection.umap_layout import laid_out
from explorer.task import Cancelled, Task


@pytest.fixture(scope="module")
def ties():
    vectors = np.random.default_rng(0).normal(size=(600, 6)).astype(np.float32)
    return ties_of(fuzzy_set(*neighbor_graph(vectors, 9, "l2")), 30)


def run(ties, seed=1, n_epochs=30, task=None, show=lambda layout: None):
    places = np.random.default_rng(3).normal(size=(600, 2)).astype(np.float32)
    return laid_out(places, ties, curve_parameters(0.1, 1.0), n_epochs, seed, task or Task(), show)


@pytest.mark.parametrize("n_threads", [2, 3, 7])
@pytest.mark.parametrize("rows_a_turn", [600, 90])
def test_any_number_of_threads_gives_the_same_map_to_the_bit(ties, monkeypatch, n_threads, rows_a_turn):
    monkeypatch.setattr(umap_layout, "_ROWS_A_TURN", rows_a_turn)
    alone = run(ties)
    monkeypatch.setattr(umap_layout, "_FEWEST_ROWS", 1)
    monkeypatch.setattr(umap_layout, "_MOST_THREADS", n_threads)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    np.testing.assert_array_equal(run(ties), alone)


def test_words_of_a_later_turn_are_moved_by_where_the_earlier_ones_have_come_to(ties, monkeypatch):
    at_once = run(ties, n_epochs=1)
    monkeypatch.setattr(umap_layout, "_ROWS_A_TURN", 300)
    in_turns = run(ties, n_epochs=1)
    np.testing.assert_array_equal(in_turns[:300], at_once[:300])
    assert (in_turns[300:] != at_once[300:]).any(axis=1).mean() > 0.5


def test_another_seed_gives_another_map(ties):
    assert not np.array_equal(run(ties, seed=1), run(ties, seed=2))


def test_tied_words_come_together_and_others_go_apart(ties):
    layout = run(ties).astype(np.float64)
    heads = np.repeat(np.arange(600), np.diff(ties.ends))
    strong = ties.shares > 0.8
    tied = np.linalg.norm(layout[heads[strong]] - layout[ties.others[strong]], axis=1)
    random = np.random.default_rng(0)
    any_two = np.linalg.norm(layout[random.permutation(600)] - layout[random.permutation(600)], axis=1)
    assert np.median(tied) < 0.25 * np.median(any_two)


def test_the_layout_is_shown_at_each_epoch_and_moves_less_and_less(ties):
    shown = []
    last = run(ties, show=lambda layout: shown.append(layout.copy()))
    assert len(shown) == 30
    moves = [np.abs(after - before).mean() for before, after in zip(shown, [*shown[1:], last], strict=True)]
    assert moves[-1] < 0.1 * moves[0]


def test_a_cancelled_task_stops_it_at_its_next_epoch(ties):
    shown = []
    task = Task(lambda _, message: task.cancel() if message == "UMAP: epoch 7 of 30" else None)
    with pytest.raises(Cancelled):
        run(ties, task=task, show=shown.append)
    assert len(shown) == 8


def test_words_in_one_place_and_far_away_get_finite_places(ties):
    for places in (np.zeros((600, 2)), np.full((600, 2), 1e18), np.eye(600, 2) * 1e15):
        layout = laid_out(places.astype(np.float32), ties, (1.577, 0.895), 20, 1, Task(), lambda layout: None)
        assert np.isfinite(layout).all()
