"""Word vectors are dropped on the window, looked at, asked and compared."""

import numpy as np
import pytest

from explorer.formats.registry import write_vectors
from tests.conftest import three_groups


@pytest.fixture
def glove_file(tmp_path):
    path = tmp_path / "three-groups.txt"
    write_vectors(three_groups(), path, "glove-text")
    return path


@pytest.fixture
def at_the_map(user, glove_file):
    user.drops(glove_file)
    user.waits_for_map()
    user.waits_for_quiet()
    return user


def test_a_dropped_file_becomes_a_map_of_all_its_words(at_the_map):
    user = at_the_map
    assert user.state.embedding.name == "three-groups"
    assert len(user.state.projection) == 60
    assert "Opened three-groups" in user.message
    assert "60" in user.window.map_tab.status.text()


def test_a_click_on_a_point_asks_for_its_neighbours(at_the_map):
    user = at_the_map
    user.clicks_word("animal0")
    user.waits_until(lambda: len(user.neighbors) == user.state.topn)
    assert user.word == "animal0"
    assert user.neighbors == expected(user.state.embedding, "animal0", "cosine")[: user.state.topn]


@pytest.mark.parametrize("metric", ["cosine", "l2", "l1", "dot"])
def test_each_metric_gives_the_neighbours_that_numpy_gives(at_the_map, metric):
    user = at_the_map
    user.clicks_word("colour3")
    user.clicks(user.window.word_panel.page.metrics.button(metric))
    user.waits_for_quiet()
    assert user.neighbors == expected(user.state.embedding, "colour3", metric)[: user.state.topn]


def test_neighbours_lead_from_word_to_word_and_back(at_the_map):
    user = at_the_map
    user.searches("number2")
    user.waits_until(lambda: user.word == "number2" and bool(user.neighbors))
    nearest = user.neighbors[0]
    user.clicks_neighbor(0)
    user.waits_until(lambda: user.word == nearest)
    user.presses("Alt+Left")
    user.waits_until(lambda: user.word == "number2")
    user.presses("Alt+Right")
    user.waits_until(lambda: user.word == nearest)


def test_what_was_selected_can_be_undone_and_done_again(at_the_map):
    user = at_the_map
    user.searches("animal5")
    user.waits_until(lambda: user.word == "animal5")
    user.searches("colour5")
    user.waits_until(lambda: user.word == "colour5")
    user.presses("Ctrl+Z")
    assert user.word == "animal5"
    user.presses("Ctrl+Z")
    assert user.word is None
    user.presses("Ctrl+Shift+Z")
    assert user.word == "animal5"


def test_an_unknown_word_gets_a_sentence_with_near_spellings(at_the_map):
    user = at_the_map
    user.searches("animel3")
    user.waits_until(lambda: "is not in the vocabulary" in user.message)
    assert "animal3" in user.message


def test_another_method_is_a_step_that_can_be_undone(at_the_map):
    user = at_the_map
    first = user.state.projection
    user.window.projection_panel.choose_method("pca")
    user.clicks(user.window.projection_panel.run)
    user.waits_until(lambda: user.state.projection is not first)
    user.presses("Ctrl+Z")
    assert user.state.projection is first


def test_closing_the_last_embedding_returns_to_the_start_page(at_the_map):
    user = at_the_map
    user.presses("Ctrl+W")
    user.waits_until(lambda: user.window.start_page.isVisible())
    assert user.state.embedding is None
    user.presses("Ctrl+Z")
    user.waits_until(lambda: not user.window.start_page.isVisible())
    assert user.state.embedding.name == "three-groups"


def expected(embedding, word, metric):
    """The neighbours by numpy in float64, best first."""
    vectors = embedding.vectors.astype(np.float64)
    index = embedding.index_to_key.index(word)
    query = vectors[index]
    if metric == "cosine":
        worse = -(vectors @ query) / np.linalg.norm(vectors, axis=1)
    elif metric == "dot":
        worse = -(vectors @ query)
    else:
        worse = np.linalg.norm(vectors - query, ord=2 if metric == "l2" else 1, axis=1)
    order = np.argsort(worse, kind="stable")
    return [embedding.index_to_key[each] for each in order if each != index]
