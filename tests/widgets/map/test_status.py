"""The line under the map tells the truth about it."""

from dataclasses import replace

import numpy as np

from explorer.projection.projection import Projection
from widgets.map.status import describe_map


def projection(n, n_words, method="umap", options=None, figures=None):
    return Projection(method, np.zeros((n, 2), np.float32), np.arange(n), n_words, options or {}, figures or {})


def test_it_tells_words_method_metric_parameters_and_quality():
    shown = projection(
        *(10_000, 400_000, "umap"),
        {"metric": "cosine", "n_neighbors": 15, "min_dist": 0.1, "random_state": 1},
        {
            **{"trustworthiness": 0.9412, "continuity": 0.953, "neighbour recall": 0.31, "stress": 0.42},
            **{"sample": 1000.0, "graph recall": 0.96},
        },
    )
    assert describe_map(shown) == (
        "10,000 of 400,000 words · UMAP · cosine · 15 neighbours · minimum distance 0.1"
        " · trustworthiness 0.94 · continuity 0.95 · neighbour recall 0.31 · stress 0.42 (sample of 1,000)"
        " · graph recall 0.96"
    )


def test_every_word_is_said_plainly():
    shown = projection(400_000, 400_000, "pca", figures={"explained variance": 0.1337})
    assert describe_map(shown) == "400,000 words · PCA · explained variance 0.13"
    assert describe_map(shown, unit="document") == "400,000 documents · PCA · explained variance 0.13"


def test_which_words_were_chosen_is_said_where_a_number_does_not_say_it():
    shown = replace(projection(5, 10, "axes"), words="beginning with “un”")
    assert describe_map(shown) == "5 of 10 words, beginning with “un” · Axes"


def test_the_sample_belongs_to_what_was_measured_on_it():
    figures = {"explained variance": 0.4, "trustworthiness": 0.8, "sample": 500}
    assert describe_map(projection(5, 5, "pca", figures=figures)).endswith(
        "trustworthiness 0.80 (sample of 500) · explained variance 0.40"
    )


def test_what_a_map_was_supervised_by_and_what_was_not_found_is_told():
    shown = projection(9, 9, "umap", {"target": "topic"}, {"spectral start": 0.0})
    assert describe_map(shown).endswith("UMAP · supervised by topic · no spectral start was found")


def test_nothing_is_left_out_silently_while_the_map_moves():
    assert describe_map(projection(50_000, 50_000, "live"), 20_000) == (
        "50,000 words, 20,000 drawn while the map moves · PCA (live)"
    )
    assert "drawn" not in describe_map(projection(50, 50), 50)


def test_t_sne_tells_its_perplexity():
    assert "t-SNE · L2 · perplexity 30" in describe_map(
        projection(9, 9, "tsne", {"metric": "euclidean", "perplexity": 30.0})
    )
