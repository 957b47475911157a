from dataclasses import replace

import numpy as np
import pytest

from explorer.projection.methods import METHODS
from explorer.projection.pca import PcaOptions, along_components, project_pca
from explorer.projection.projection import Projection
from explorer.session.kept_maps import exchange, keep, made_alike, name_of, rename

VECTORS = np.random.default_rng(0).normal(size=(20, 5)).astype(np.float32)


def a_map(method="umap", n=4, n_words=4, n_dims=2, words="", axes=(), **options):
    usual = vars(METHODS[method].options()) if method in METHODS else {}
    shown = {name: value for name, value in usual.items() if name not in ("directions", "columns")}
    return Projection(
        method, np.zeros((n, n_dims), np.float32), np.arange(n), n_words, shown | options, words=words, axes=axes
    )


@pytest.mark.parametrize(
    ("projection", "name"),
    [
        (a_map(), "UMAP · 15 neighbours"),
        (a_map(n_neighbors=30, min_dist=0.25, metric="manhattan"), "UMAP · 30 neighbours · minimum distance 0.25 · L1"),
        (a_map("tsne", perplexity=5.0), "t-SNE · perplexity 5"),
        (a_map("pca", center=False, x=3), "PCA · components 3 × 2 · not centre"),
        (a_map("pca", n_dims=3, n_components=3), "PCA · components 1 × 2 × 3 · 3-D"),
        (a_map("axes", axes=("man → woman", "king"), polar=True), "man → woman × king · polar view"),
        (a_map("as-is", axes=("Dimension 1", "")), "Dimension 1 × –"),
        (a_map(n_words=9000, words="beginning with “un”"), "UMAP · 15 neighbours · 4 of 9,000 · beginning with “un”"),
        (a_map(words="2 laid out, 2 placed beside them"), "UMAP · 15 neighbours · 2 laid out, 2 placed beside them"),
    ],
)
def test_a_map_is_named_by_what_tells_it_from_others(projection, name):
    assert name_of(projection).startswith(name)


def test_maps_are_kept_in_the_order_in_which_they_were_made():
    first, second = a_map(), a_map("tsne")
    assert [each.projection for each in keep(keep((), first), second)] == [first, second]


def test_a_map_made_in_the_same_way_takes_the_place_and_the_name_of_the_one_before():
    maps = keep(keep((), a_map()), a_map("tsne"))
    maps = rename(maps, maps[0], "  the   best ")
    again = a_map()
    assert made_alike(maps[0].projection, again)
    assert not made_alike(again, a_map(n=3))
    maps = keep(maps, again)
    assert [each.name for each in maps] == ["the best", "t-SNE · perplexity 30"]
    assert maps[0].projection is again
    assert keep(maps, again) is maps


def test_the_map_of_a_model_that_still_learns_is_not_kept():
    assert keep((), a_map("live")) == ()


def test_other_axes_of_the_same_map_stay_in_its_place_and_name_it_anew():
    old = project_pca(VECTORS)
    maps = keep(keep((), old), a_map())
    maps = exchange(maps, old, along_components(old, (2, 4)))
    assert [each.name for each in maps] == ["PCA · components 2 × 4", "UMAP · 15 neighbours"]
    assert made_alike(maps[0].projection, project_pca(VECTORS, PcaOptions(x=2, y=4)))


def test_no_two_maps_have_the_same_name():
    maps = keep(keep((), a_map()), a_map(random_state=2))
    assert [each.name for each in maps] == ["UMAP · 15 neighbours", "UMAP · 15 neighbours (2)"]
    maps = rename(maps, maps[1], "UMAP · 15 neighbours")
    assert maps[1].name == "UMAP · 15 neighbours (2)"
    maps = rename(rename(maps, maps[1], "mine"), maps[0], "mine")
    assert [each.name for each in maps] == ["mine (2)", "mine"]


def test_an_empty_name_gives_back_the_one_that_tells_how_it_was_made():
    maps = keep((), a_map())
    maps = rename(rename(maps, maps[0], "x"), replace(maps[0]), "y")
    maps = rename(maps, maps[0], " ")
    assert maps[0].name == "UMAP · 15 neighbours"
