"""Projections in the window: which one runs when, and whose map is shown."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.projection.projection import Projection
from explorer.task import Task
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
    return Projecting(workbench, panel)


def opens(bench, embedding):
    bench.store.change("Open", embeddings=(*bench.state.embeddings, embedding), embedding=embedding)


def quiet(qtbot, bench):
    qtbot.waitUntil(lambda: not bench.jobs.running)


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
