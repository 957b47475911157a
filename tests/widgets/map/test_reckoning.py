from dataclasses import replace

import numpy as np
import pytest

from explorer.analysis.analogies import answer
from explorer.projection.projection import Projection
from widgets.map.drawing import image_of_drawing

ANALOGY, TERMS = "animal0 - colour0 + colour1", ((0, 1.0), (1, -1.0), (4, 1.0))


@pytest.fixture
def ask(shown, workbench, qtbot):
    def run(text, indices):
        workbench.store.change(f"Ask {text}", expression=text, word=None, selection=tuple(sorted(indices)))
        idle(workbench, qtbot)

    return run


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def sides(tab):
    return {side.rows: side.is_strong for side in tab.view.scene.sides}


def led_to(embedding, terms, **options):
    return int(answer(embedding, terms, 1, **options).indices[0])


def test_an_analogy_is_drawn_as_a_parallelogram(shown, ask, small_embedding):
    ask(ANALOGY, (0, 1, 4))
    found = led_to(small_embedding, TERMS)
    assert sides(shown) == {(1, 0): True, (4, found): True, (1, 4): False, (0, found): False}
    assert found in shown.view.scene.marked_rows


def test_other_expressions_have_a_line_from_each_word(shown, ask, small_embedding):
    ask("2 animal0 - colour1", (0, 4))
    found = led_to(small_embedding, ((0, 2.0), (4, -1.0)))
    assert sides(shown) == {(0, found): True, (4, found): False}


def test_the_lines_are_seen(shown, ask, workbench, qtbot):
    ask(ANALOGY, (0, 1, 4))
    with_lines = image_of_drawing(shown.view.drawing())
    start, end = shown.view.scene.sides[0].rows
    points = shown.view.scene.projection.points[[start, end]]
    x, y = shown.view.camera.to_screen(points.mean(axis=0, keepdims=True))[0]
    workbench.store.change("Close the expression", expression="")
    idle(workbench, qtbot)
    without = image_of_drawing(shown.view.drawing())
    around = [(round(x) + dx, round(y) + dy) for dx in range(-3, 4) for dy in range(-3, 4)]
    assert any(with_lines.pixel(*at) != without.pixel(*at) for at in around)


def test_they_follow_the_reading_and_go_with_a_word(shown, ask, workbench, qtbot, small_embedding):
    ask(ANALOGY, (0, 1, 4))
    workbench.store.change("Distance", reading="distance", metric="l1", leaves_out_terms=False)
    idle(workbench, qtbot)
    found = led_to(small_embedding, TERMS, reading="distance", metric="l1", leave_out_terms=False)
    assert (4, found) in sides(shown) or found == 4
    workbench.store.change("Go to animal1", word=3, selection=(3,))
    idle(workbench, qtbot)
    assert sides(shown) == {}
    workbench.store.undo()
    idle(workbench, qtbot)
    assert len(sides(shown)) == 4


def test_a_map_made_anew_and_later_vectors_have_them_too(shown, ask, workbench, qtbot, projection, small_embedding):
    ask(ANALOGY, (0, 1, 4))
    before = sides(shown)
    moved = replace(projection, points=np.ascontiguousarray(projection.points[:, ::-1]))
    workbench.store.amend(projection=moved)
    idle(workbench, qtbot)
    assert sides(shown) == before
    later = replace(small_embedding, vectors=-small_embedding.vectors[::-1])
    workbench.store.swap_embedding(small_embedding, later)
    idle(workbench, qtbot)
    found = led_to(later, TERMS)
    assert (4, found) in sides(shown)


def test_words_without_a_place_have_no_lines(tab, workbench, qtbot, small_embedding, projection):
    few = replace(projection, points=projection.points[:3], indices=np.arange(3))
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, projection=few)
    workbench.store.change("Ask", expression=ANALOGY, selection=(0, 1, 4))
    idle(workbench, qtbot)
    assert set(sides(tab)) <= {(1, 0), (0, 2)}


def test_what_has_no_answer_has_no_lines(shown, workbench, qtbot):
    workbench.store.change("Ask", expression="animal0 - animal0")
    idle(workbench, qtbot)
    assert sides(shown) == {}


def seen_of(tab, rows):
    places = tab.view.camera.to_screen(tab.view.scene.projection.points[rows])
    return places, np.ptp(places, axis=0)


@pytest.mark.parametrize("dims", [2, 3])
def test_the_map_zooms_to_an_expression_until_its_words_fill_it(shown, ask, workbench, qtbot, small_embedding, dims):
    random = np.random.default_rng(3)
    places = random.normal(size=(60, dims)).astype(np.float32)
    ask(ANALOGY, (0, 1, 4))
    found = led_to(small_embedding, TERMS)
    places[[0, 1, 4, found]] = [0.5] * dims + 0.01 * random.normal(size=(4, dims))  # flat and small, as UMAP may
    workbench.store.change("Project", projection=Projection("umap", places, np.arange(60), 60))
    idle(workbench, qtbot)
    rows = np.unique([0, 1, 4, found])
    assert seen_of(shown, rows)[1].max() < 40
    workbench.commands.run("map.zoom_selected")
    shown.view.travel.finish()
    on_screen, extent = seen_of(shown, rows)
    assert extent.max() > 0.4 * min(shown.view.width(), shown.view.height())
    assert all(shown.view.rect().contains(round(x), round(y)) for x, y in on_screen.tolist())
    workbench.commands.run("map.fit")
    assert seen_of(shown, rows)[1].max() < 40, "and back"


def test_of_words_without_a_place_it_is_said_that_there_is_nothing_to_zoom_to(shown, workbench, qtbot):
    told = []
    shown.said.connect(told.append)
    points = np.random.default_rng(1).normal(size=(40, 2)).astype(np.float32)
    workbench.store.change("Project", projection=Projection("pca", points, np.arange(40), 60), selection=(50, 51))
    idle(workbench, qtbot)
    workbench.commands.run("map.zoom_selected")
    assert told == ["None of the selected words has a place on this map."]
