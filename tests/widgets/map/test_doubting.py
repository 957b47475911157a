from dataclasses import replace

import numpy as np
import pytest

from explorer.projection.errors import map_errors
from explorer.session.kept_maps import keep
from widgets.map.doubting import Doubting


@pytest.fixture
def ready(projection):
    """A map whose quality was measured, as that of every map that is finished."""
    return replace(projection, figures={"sample": 60.0})


@pytest.fixture
def doubting(workbench, small_embedding, ready):
    workbench.store.change(
        "Open", embeddings=(small_embedding,), embedding=small_embedding, projection=ready, maps=keep((), ready)
    )
    return Doubting(workbench)


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def test_the_errors_are_found_when_the_colours_are_to_tell_them(doubting, workbench, qtbot, small_embedding, ready):
    idle(workbench, qtbot)
    assert workbench.state.projection is ready
    workbench.store.change("Colour: Map error", color_by="error")
    idle(workbench, qtbot)
    found = workbench.state.projection
    np.testing.assert_array_equal(found.errors, map_errors(small_embedding.vectors, ready, "l2"))
    assert found.points is ready.points
    assert [kept.projection for kept in workbench.state.maps] == [found]
    workbench.store.undo()
    assert workbench.state.color_by == "none"


def test_a_map_on_the_way_is_not_doubted_and_the_next_that_is_ready_is(doubting, workbench, qtbot, ready, projection):
    workbench.store.change("Colour: Map error", color_by="error")
    idle(workbench, qtbot)
    workbench.store.amend(projection=projection)
    assert not workbench.jobs.running
    workbench.store.amend(projection=replace(ready, method="umap", options={"metric": "cosine"}))
    idle(workbench, qtbot)
    assert workbench.state.projection.errors is not None
