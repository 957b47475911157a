import itertools

import numpy as np
import pytest

from explorer.projection import gliding
from explorer.projection.alignment import aligned
from explorer.projection.gliding import Frames, Gliding


def some_points(n=60, seed=0):
    return (np.random.default_rng(seed).normal(size=(n, 2)) * [3, 1] + [7, -2]).astype(np.float32)


def turned(points, angle, mirrored=False):
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (points @ rotation * ([1, -1] if mirrored else [1, 1])).astype(np.float32)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("angle", [0.0, 0.3, 2.0, -3.0])
def test_the_start_is_laid_onto_the_map_that_is_shown(angle, mirrored):
    onto = some_points()
    places = turned(onto, angle, mirrored) * np.float32(0.01)
    glide = Gliding(places, onto)
    np.testing.assert_allclose(glide.frame(places), onto, atol=1e-4)
    np.testing.assert_allclose(glide.last(places), onto, atol=1e-4)


def test_in_the_end_the_map_lies_as_alignment_lays_it():
    onto, layout = some_points(), some_points(seed=1) + some_points()
    np.testing.assert_allclose(Gliding(onto, onto).last(layout), aligned(layout, onto), atol=1e-4)


def test_a_layout_that_suddenly_turns_is_shown_turning_little_by_little():
    onto = some_points()
    glide = Gliding(onto, onto)
    frames = [glide.frame(turned(onto, 2.5)) for _ in range(20)]
    errors = [np.abs(frame - onto).mean() for frame in frames]
    assert errors == sorted(errors, reverse=True)
    assert errors[1] > 0.4 * errors[0]
    assert errors[-1] < 1e-3


def test_all_frames_have_the_size_and_the_middle_of_the_map_before():
    onto = some_points()
    glide = Gliding(onto, onto)
    for seed in range(5):
        frame = glide.frame(some_points(seed=seed) * np.float32(10) + np.float32(40))
        np.testing.assert_allclose(frame.mean(axis=0), onto.mean(axis=0), atol=1e-3)
        assert frame.var(axis=0).sum() == pytest.approx(onto.var(axis=0).sum(), rel=1e-3)


@pytest.mark.parametrize("mirrored", [1, -1])
def test_a_layout_in_space_glides_too_and_ends_as_alignment_lays_it(mirrored):
    random = np.random.default_rng(0)
    onto = (random.normal(size=(60, 3)) * [3, 2, 1]).astype(np.float32)
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    places = (onto @ turn * [mirrored, 1, 1]).astype(np.float32)
    glide = Gliding(places, onto)
    np.testing.assert_allclose(glide.frame(places), onto, atol=1e-4)
    after = (random.normal(size=(60, 3)) * 0.3 + places @ turn).astype(np.float32)
    frames = [glide.frame(after) for _ in range(20)]
    errors = [np.abs(frame - glide.last(after)).mean() for frame in frames]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 100 * errors[-1]


def test_a_layout_in_space_glides_onto_a_flat_map():
    onto = some_points()
    places = np.column_stack([onto, np.random.default_rng(0).normal(size=len(onto))]).astype(np.float32)
    frame = Gliding(places, onto).frame(places)
    assert np.corrcoef(frame[:, 0], onto[:, 0])[0, 1] > 0.95


def test_points_that_all_coincide_stay_finite():
    onto = some_points()
    glide = Gliding(np.zeros_like(onto), onto)
    assert np.isfinite(glide.frame(np.zeros_like(onto))).all()
    assert np.isfinite(Gliding(onto, np.zeros_like(onto)).last(onto)).all()


def test_frames_come_ten_a_second_at_most_and_the_first_after_the_first_epoch(monkeypatch):
    clock = iter(np.arange(100, 1000, 0.03))  # each epoch takes 30 ms
    monkeypatch.setattr(gliding.time, "monotonic", lambda: next(clock))
    shown = []
    frames = Frames(60, shown.append)
    for epoch in range(60):
        frames(some_points(seed=epoch))
        assert (len(shown) == 0) == (epoch == 0)
    assert len(shown) == 15


def test_a_layout_that_trembles_is_shown_steady_and_ends_where_it_ends(monkeypatch):
    monkeypatch.setattr(gliding, "SECONDS_BETWEEN_FRAMES", 0)
    n_epochs = 200
    layouts = [some_points() + some_points(seed=1 + each) * np.float32(1 - each / n_epochs) for each in range(n_epochs)]
    shown = []
    frames = Frames(n_epochs, lambda layout: shown.append(layout.copy()))
    for layout in layouts:
        frames(layout)

    def trembling(states):
        return np.mean([np.abs(after - before).mean() for before, after in itertools.pairwise(states)])

    assert trembling(shown[:100]) < 0.2 * trembling(layouts[:100])
    assert np.abs(shown[-1] - layouts[-1]).mean() < 0.03
