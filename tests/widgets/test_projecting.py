"""Projections in the window: which one runs when, and whose map is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.projection.axes import AxesOptions
from explorer.projection.pca import project_pca
from explorer.projection.projection import Projection
from explorer.projection.words import WordChoice
from explorer.session.settings import load_settings
from explorer.task import Cancelled, Task
from tests.conftest import three_groups
from widgets import projecting as room
from widgets.panels.projection import ProjectionPanel
from widgets.projecting import FEWEST_TO_REFINE, Projecting


def places(vectors, method):
    points = np.ascontiguousarray(vectors[:, :2])
    return Projection(method, points, np.arange(len(points)), len(points))


@pytest.fixture
def asked(monkeypatch):
    """The methods that were asked for, in their order; none of them is really run."""
    methods = []

    def recorded(vectors, method, options, n_words, start=None, task=Task()):
        methods.append(method)
        return places(vectors, method)

    monkeypatch.setattr(room, "run_projection", recorded)
    return methods


@pytest.fixture
def projecting(qtbot, workbench, asked):
    panel = ProjectionPanel(workbench)
    qtbot.addWidget(panel)
    made = Projecting(workbench, panel)
    made.panel = panel
    return made


def opens(bench, embedding):
    bench.store.change("Open", embeddings=(*bench.state.embeddings, embedding), embedding=embedding)


def quiet(qtbot, bench):
    qtbot.waitUntil(lambda: not bench.jobs.running, timeout=60_000)  # libraries may have to be loaded


def test_what_is_opened_gets_a_map_by_pca_and_then_by_umap(qtbot, workbench, projecting, asked, small_embedding):
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    assert asked == ["pca", "umap"]
    assert workbench.state.projection.method == "umap"
    assert workbench.store.undo_label == "Open", "a map that came by itself is no step of undo"


def test_whoever_does_not_want_umap_keeps_pca(qtbot, workbench, projecting, asked, small_embedding):
    workbench.settings.refine_with_umap = False
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    assert asked == ["pca"]


def test_a_few_words_are_not_refined(qtbot, workbench, projecting, asked):
    opens(workbench, three_groups(n_words=FEWEST_TO_REFINE - 1))
    quiet(qtbot, workbench)
    assert asked == ["pca"]


def test_each_map_is_kept_and_undone_together_with_the_map(qtbot, workbench, projecting, asked, small_embedding):
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    projecting.run("tsne")
    quiet(qtbot, workbench)
    assert [each.projection.method for each in workbench.state.maps] == ["pca", "umap", "tsne"]
    workbench.store.undo()
    assert [each.projection.method for each in workbench.state.maps] == ["pca", "umap"]


def test_what_cannot_be_planned_is_told_in_the_panel_and_nothing_is_run(
    qtbot, workbench, projecting, asked, small_embedding
):
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    projecting.run("axes", AxesOptions(x="nosuchword"))
    quiet(qtbot, workbench)
    assert "“nosuchword” is not in the vocabulary" in projecting.panel.problem.text()
    projecting.run("pca", None, WordChoice(filter="animal"))
    quiet(qtbot, workbench)
    assert projecting.panel.problem.text() == ""
    assert asked == ["pca", "umap", "pca"]
    shown = workbench.state.projection
    assert (shown.words, shown.indices.tolist()) == ("beginning with “animal”", list(range(0, 60, 3)))


def test_frames_are_of_the_chosen_words_and_undo_leads_to_the_map_before_them(
    qtbot, workbench, projecting, monkeypatch, small_embedding
):
    workbench.settings.refine_with_umap = False
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    before, frames = workbench.state.projection, []
    workbench.changes.projection_changed.connect(lambda state: frames.append(state.projection))

    def with_frames(vectors, method, options, n_words, start=None, task=Task()):
        task.partial(places(vectors + 1, method))
        return places(vectors, method)

    monkeypatch.setattr(room, "run_projection", with_frames)
    workbench.store.change("Select", selection=(2, 5, 7))
    projecting.isolate()
    quiet(qtbot, workbench)
    assert [each.indices.tolist() for each in (frames[0], frames[-1])] == [[2, 5, 7]] * 2
    assert workbench.store.undo_label == "Isolate 3 words"
    workbench.store.undo()
    assert workbench.state.projection is before


def test_a_map_that_is_stopped_keeps_its_last_frame_and_can_be_undone(
    qtbot, workbench, projecting, monkeypatch, small_embedding
):
    workbench.settings.refine_with_umap = False
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    before = workbench.state.projection

    def stopped(vectors, method, options, n_words, start=None, task=Task()):
        task.partial(places(vectors + 1, method))
        raise Cancelled

    monkeypatch.setattr(room, "run_projection", stopped)
    projecting.run("umap")
    quiet(qtbot, workbench)
    assert workbench.state.projection.method == "umap"
    assert workbench.store.undo_label == "Stop UMAP"
    workbench.store.undo()
    assert workbench.state.projection is before


def test_how_long_a_run_took_corrects_what_is_foreseen_of_the_next(
    qtbot, workbench, projecting, asked, monkeypatch, small_embedding
):
    monkeypatch.setattr(room, "learned", lambda pace, method, foreseen, seconds: {**pace, method: 2.0})
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    assert workbench.settings.pace["umap"] == 2.0
    assert workbench.settings.pace["machine"] > 0
    kept, _ = load_settings(workbench.settings_path)
    assert kept.pace["umap"] == 2.0


def test_the_map_of_another_model_starts_where_its_words_stood_before(qtbot, workbench, projecting, monkeypatch):
    starts = []

    def recorded(vectors, method, options, n_words, start=None, task=Task()):
        starts.append((method, start))
        return places(vectors * 3, method)

    monkeypatch.setattr(room, "run_projection", recorded)
    first = three_groups()
    opens(workbench, first)
    quiet(qtbot, workbench)
    words = (*first.index_to_key[30:], *(f"new{each}" for each in range(30)))
    other = replace(first, name="other", index_to_key=words, vectors=np.roll(first.vectors, -30, axis=0), counts=None)
    stood = workbench.state.projection.points
    opens(workbench, other)
    quiet(qtbot, workbench)
    method, start = starts[-1]
    assert method == "umap"
    np.testing.assert_array_equal(start[:30], stood[30:])
    assert start.shape == (60, 2)


def test_a_projection_that_was_asked_for_can_be_undone(qtbot, workbench, projecting, asked, small_embedding):
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    projecting.run("tsne")
    quiet(qtbot, workbench)
    assert workbench.state.projection.method == "tsne"
    workbench.store.undo()
    assert workbench.state.projection.method == "umap"


def test_a_map_that_is_ready_while_another_embedding_is_shown_is_found_on_return(
    qtbot, workbench, projecting, asked, small_embedding
):
    other = three_groups(seed=3)
    for embedding in (other, small_embedding):
        opens(workbench, embedding)
        quiet(qtbot, workbench)
    projecting.run("tsne")
    workbench.store.change("Show the other", embedding=other)
    quiet(qtbot, workbench)
    assert workbench.state.projection.method == "umap", "the map of the other embedding is its own"
    workbench.store.change("Return", embedding=small_embedding)
    assert workbench.state.projection.method == "tsne"


def test_a_first_map_is_not_drawn_of_what_is_not_shown(workbench, projecting, asked, small_embedding):
    projecting.first_map(small_embedding)
    assert not workbench.jobs.running
    assert not projecting.refine(small_embedding)


def test_without_an_embedding_nothing_is_projected(workbench, projecting):
    projecting.run("pca")
    projecting.stop()
    assert not workbench.jobs.running


@pytest.fixture
def by_pca(qtbot, workbench, small_embedding):
    """Projections that are really run, by PCA, with a map of all words shown."""
    workbench.settings.refine_with_umap = False
    panel = ProjectionPanel(workbench)
    qtbot.addWidget(panel)
    projecting = Projecting(workbench, panel)
    opens(workbench, small_embedding)
    quiet(qtbot, workbench)
    panel.choose_method("pca")
    return projecting


def test_selected_words_are_projected_alone_and_then_all_are_shown_again(qtbot, workbench, by_pca, small_embedding):
    everything = workbench.state.projection
    chosen = tuple(range(3, 40, 2))
    workbench.store.change("Select", selection=chosen)
    by_pca.isolate()
    quiet(qtbot, workbench)
    alone = workbench.state.projection
    assert alone.indices.tolist() == list(chosen)
    assert (len(alone), alone.n_words) == (len(chosen), 60)
    expected = project_pca(small_embedding.vectors[list(chosen)]).points
    assert alone.points == pytest.approx(expected, abs=1e-5), "a map of their own, not a part of the other"
    assert workbench.store.undo_label == f"Isolate {len(chosen)} words"
    by_pca.isolate()
    assert workbench.state.projection is everything
    assert workbench.state.selection == chosen
    workbench.store.undo()
    assert workbench.state.projection is alone


def test_within_isolated_words_some_can_be_isolated_again(qtbot, workbench, by_pca):
    workbench.store.change("Select", selection=tuple(range(30)))
    by_pca.isolate()
    quiet(qtbot, workbench)
    first = workbench.state.projection
    workbench.store.change("Select", selection=tuple(range(5, 20)))
    by_pca.isolate()
    quiet(qtbot, workbench)
    assert workbench.state.projection.indices.tolist() == list(range(5, 20))
    workbench.store.change("Clear", selection=())
    by_pca.isolate()
    assert workbench.state.projection is first


def test_without_words_to_tell_apart_nothing_is_isolated(qtbot, workbench, by_pca):
    everything = workbench.state.projection
    for selection in ((), (4,), tuple(range(60))):
        workbench.store.change("Select", selection=selection)
        by_pca.isolate()
        quiet(qtbot, workbench)
        assert workbench.state.projection is everything


def test_other_components_are_shown_at_once_and_then_measured(qtbot, workbench, by_pca, small_embedding):
    before = workbench.state.projection
    by_pca.choose_components((3, 1))
    now = workbench.state.projection
    np.testing.assert_array_equal(now.points, before.components[:, [2, 0]])
    assert [each.projection for each in workbench.state.maps] == [now], "it is the same map, seen otherwise"
    assert "trustworthiness" not in now.figures, "what was measured was another view"
    quiet(qtbot, workbench)
    assert 0 < workbench.state.projection.figures["trustworthiness"] <= 1
    assert workbench.state.maps[0].projection is workbench.state.projection
    workbench.store.undo()
    assert workbench.state.projection is before


def test_going_into_space_keeps_the_method_the_parameters_and_the_words(qtbot, workbench, by_pca):
    by_pca.go_into_space()
    assert workbench.state.projection.points.shape == (60, 3)
    assert not workbench.jobs.running or workbench.state.projection.options["z"] == 3, "PCA has the third axis already"
    quiet(qtbot, workbench)
    by_pca.run("axes", AxesOptions(x="animal0 -> colour0"), WordChoice(filter="number"))
    quiet(qtbot, workbench)
    by_pca.go_into_space()
    quiet(qtbot, workbench)
    shown = workbench.state.projection
    assert (shown.method, shown.points.shape, shown.options["x"]) == ("axes", (20, 3), "animal0 -> colour0")
    assert shown.words == "beginning with “number”"


def test_the_words_that_a_map_leaves_out_are_placed_into_it_on_request(qtbot, workbench, by_pca):
    panel = by_pca.parent()
    assert panel.rest.isHidden()
    by_pca.run("pca", None, WordChoice(n=20))
    quiet(qtbot, workbench)
    few = workbench.state.projection
    assert panel.rest.text() == "Place the other 40 words"
    assert not panel.rest.isHidden()
    panel.rest.click()
    quiet(qtbot, workbench)
    whole = workbench.state.projection
    np.testing.assert_array_equal(whole.points[:20], few.points)
    assert (len(whole), workbench.store.undo_label) == (60, "Place the other 40 words")
    assert panel.rest.isHidden()
    assert [each.projection for each in workbench.state.maps[1:]] == [few, whole]


def test_what_others_find_out_about_the_map_in_sight_is_kept_with_it(qtbot, workbench, by_pca):
    doubted = replace(workbench.state.projection, errors=np.zeros(60, np.float32))
    workbench.store.amend(projection=doubted)
    assert [each.projection for each in workbench.state.maps] == [doubted]
