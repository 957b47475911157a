"""The rules for colours and sizes, and the legends that explain them."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.analysis.clusters import MOST, Clusters
from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task
from tests.conftest import three_groups
from widgets.map.coloring import color_points, ramp_table
from widgets.map.points import PLAIN_LEVEL
from widgets.map.rules import Rules
from widgets.theme import DARK, LIGHT, THEMES


def projection_of(embedding, indices=None):
    indices = np.arange(len(embedding)) if indices is None else np.asarray(indices)
    return Projection("pca", embedding.vectors[indices, :2].copy(), indices, len(embedding))


def colored(embedding, color_by="none", size_by="none", theme=DARK, indices=None, word=None):
    return color_points(embedding, projection_of(embedding, indices), Rules(color_by, size_by, theme, word))


def with_column(values):
    n = len(values)
    vectors = np.random.default_rng(0).normal(size=(n, 3)).astype(np.float32)
    return Embedding("e", tuple(f"w{i}" for i in range(n)), vectors, metadata={"sense": tuple(values)})


def rgb(color):
    return int(color[1:], 16)


def brightness(colors):
    return (colors >> 16 & 0xFF) * 0.3 + (colors >> 8 & 0xFF) * 0.6 + (colors & 0xFF) * 0.1


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_without_a_rule_every_point_is_alike_and_there_is_no_legend(small_embedding, theme):
    coloring = colored(small_embedding, theme=theme)
    assert set(coloring.colors.tolist()) == {rgb(theme.point)}
    assert set(coloring.levels.tolist()) == {PLAIN_LEVEL}
    assert coloring.legend is None


def test_frequency_runs_along_the_ramp_and_the_legend_tells_its_ends(small_embedding):
    coloring = colored(small_embedding, color_by="frequency", size_by="frequency")
    assert (np.diff(brightness(coloring.colors)) <= 0).all(), "the first word is the most frequent"
    assert coloring.colors[0] == rgb(DARK.ramp[-1])
    assert (coloring.legend.low, coloring.legend.high) == ("10", "600")
    assert coloring.levels[0] == 15
    assert (np.diff(coloring.levels.astype(int)) <= 0).all()


def test_without_counts_the_rank_stands_for_the_frequency(small_embedding):
    embedding = Embedding("e", small_embedding.index_to_key, small_embedding.vectors)
    coloring = colored(embedding, color_by="frequency", size_by="frequency")
    assert (np.diff(coloring.levels.astype(int)) <= 0).all()
    assert (coloring.legend.low, coloring.legend.high) == ("rare", "frequent")


def test_norm_colours_by_the_length_of_the_vector(small_embedding):
    coloring = colored(small_embedding, color_by="norm", size_by="norm")
    order = np.argsort(np.linalg.norm(small_embedding.vectors.astype(np.float64), axis=1))
    assert (np.diff(brightness(coloring.colors[order])) >= -1).all()
    assert coloring.levels[order[-1]] == 15


@pytest.mark.parametrize("indices", [None, range(0, 60, 2)], ids=["all words", "some words"])
def test_similarity_is_the_cosine_with_the_current_word(small_embedding, indices):
    coloring = colored(small_embedding, color_by="similarity", indices=indices, word=4)
    rows = np.arange(60) if indices is None else np.array(indices)
    vectors = small_embedding.vectors.astype(np.float64)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    order = np.argsort((unit @ unit[4])[rows])
    assert (np.diff(brightness(coloring.colors[order])) >= -1).all()
    assert coloring.legend.title == f"Similarity to {small_embedding.index_to_key[4]}"
    assert coloring.legend.high == "1.000"


def test_similarity_without_a_word_is_one_colour(small_embedding):
    assert set(colored(small_embedding, color_by="similarity").colors.tolist()) == {rgb(DARK.point)}


def test_categories_have_their_own_colours_most_frequent_first():
    embedding = with_column(["noun"] * 5 + ["verb"] * 3 + [""] * 2 + ["adverb"])
    coloring = colored(embedding, color_by="column:sense", theme=LIGHT)
    labels = [(entry.label, entry.color) for entry in coloring.legend.entries]
    assert labels == [
        *zip(["noun", "verb", "adverb"], LIGHT.categories, strict=False),
        ("none", LIGHT.faded),
    ]
    assert coloring.colors.tolist() == [rgb(LIGHT.categories[0])] * 5 + [rgb(LIGHT.categories[1])] * 3 + [
        rgb(LIGHT.faded)
    ] * 2 + [rgb(LIGHT.categories[2])]


def test_more_than_ten_categories_share_the_colour_of_the_others():
    values = [f"sense {i}" for i in range(14) for _ in range(20 - i)]
    coloring = colored(with_column(values), color_by="column:sense")
    assert [entry.label for entry in coloring.legend.entries] == [f"sense {i}" for i in range(10)] + ["4 others"]
    assert set(coloring.colors[[values.index(f"sense {i}") for i in range(10, 14)]].tolist()) == {rgb(DARK.faint)}


def test_a_column_of_many_numbers_is_a_ramp_and_words_without_one_step_back():
    values = [str(i / 4) for i in range(40)] + [""]
    coloring = colored(with_column(values), color_by="column:sense")
    assert coloring.legend.ramp == DARK.ramp
    assert (coloring.legend.low, coloring.legend.high) == ("0.000", "9.750")
    assert (np.diff(brightness(coloring.colors[:40])) >= 0).all()
    assert coloring.colors[40] == rgb(DARK.faded)


def test_a_column_that_is_not_there_is_one_colour(small_embedding):
    coloring = colored(small_embedding, color_by="column:nothing")
    assert coloring.legend is None
    assert set(coloring.colors.tolist()) == {rgb(DARK.point)}


def test_colours_belong_to_the_words_that_have_a_place():
    embedding = three_groups()
    every, some = (colored(embedding, color_by="column:group", indices=rows) for rows in (None, [1, 5, 30]))
    assert some.colors.tolist() == every.colors[[1, 5, 30]].tolist()


def test_equal_values_stand_in_the_middle_of_the_scale():
    embedding = Embedding("e", ("a", "b"), np.ones((2, 3), np.float32))
    coloring = colored(embedding, color_by="norm", size_by="norm")
    assert len(set(coloring.colors.tolist())) == 1
    assert set(coloring.levels.tolist()) == {8}


def test_a_ramp_goes_through_its_stops():
    table = ramp_table(("#000000", "#0000FF", "#00FFFF"))
    assert table[0] == 0
    assert table[-1] == 0x00FFFF
    assert abs(int(table[127]) - 0x0000FF) <= 0x0200
    assert len(table) == 256


def test_colouring_stops_when_the_task_is_cancelled(small_embedding):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        color_points(small_embedding, projection_of(small_embedding), Rules("norm", "norm", DARK), task)


def test_the_error_of_the_map_runs_along_the_ramp_once_it_is_known(small_embedding):
    projection = projection_of(small_embedding)
    unknown = color_points(small_embedding, projection, Rules("error", "none", DARK))
    assert (set(unknown.colors.tolist()), unknown.legend) == ({rgb(DARK.point)}, None)
    errors = np.linspace(0, 1, len(small_embedding)).astype(np.float32)
    known = color_points(small_embedding, replace(projection, errors=errors), Rules("error", "none", DARK))
    assert known.legend.title == "Map error"
    assert (float(known.legend.low), float(known.legend.high)) == (0, 1)
    assert known.colors[0] == rgb(DARK.ramp[0])
    assert known.colors[-1] == rgb(DARK.ramp[-1])


def test_no_two_categories_have_the_same_colour_even_if_the_user_wants_so():
    embedding = with_column(["a"] * 5 + ["b"] * 4 + ["c"] * 3 + [""])
    own = {"column:sense": {"a": DARK.faded, "b": DARK.categories[2], "nobody": "#123456"}}
    projection = projection_of(embedding, None)
    coloring = color_points(embedding, projection, Rules("column:sense", "none", DARK, category_colors=own))
    colors = [entry.color for entry in coloring.legend.entries]
    assert colors[1] == DARK.categories[2]
    assert len(set(colors)) == 4
    for color, wanted in zip(colors, [DARK.faded, DARK.categories[2], DARK.categories[2], DARK.faded], strict=True):
        assert abs(rgb(color) - rgb(wanted)) <= 2, "nobody sees the difference"
    assert [entry.is_category for entry in coloring.legend.entries] == [True, True, True, False]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_as_many_clusters_as_may_be_asked_for_have_a_colour_each(theme):
    numbers = np.arange(-1, MOST, dtype=np.int16)
    embedding = with_column(["x"] * len(numbers))
    names = tuple(f"cluster {i}" for i in range(MOST))
    clusters = Clusters(numbers, names, np.zeros((MOST, 2), np.float32), MOST, 1.0)
    coloring = color_points(
        embedding, projection_of(embedding, None), Rules("cluster", "none", theme, clusters=clusters)
    )
    assert len(set(coloring.colors.tolist())) == MOST + 1
    assert [entry.label for entry in coloring.legend.entries] == [*names, "none"]
    assert [rgb(entry.color) for entry in coloring.legend.entries] == [*coloring.colors[1:], coloring.colors[0]]
