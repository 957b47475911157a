"""What is told of GloVe's cells is what its own kernel reckons with."""

import numpy as np
import pytest

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.training import glove_residuals
from explorer.training.glove import learn_glove
from explorer.training.glove_kernels import adagrad
from explorer.training.glove_options import GloveOptions
from explorer.training.glove_residuals import residuals_of


@pytest.fixture(scope="module", params=[True, False], ids=["symmetric", "left"])
def model(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "animals.txt"
    path.write_text("The cat sat on the mat. The dog sat on the cat. A bird sang to the dog and the cat.\n" * 3)
    options = GloveOptions(dim=4, min_count=2, epochs=3, window=4, workers=1, symmetric=request.param)
    return learn_glove(open_corpus([path]), options, TokenOptions()).model


def test_the_cost_of_all_cells_is_that_of_the_kernel(model):
    words = model.embedding.index_to_key
    found = residuals_of(model, words)
    rows, columns = (each.astype(np.int32) for each in np.nonzero(found.counts))
    counts = found.counts[rows, columns]
    weights = np.minimum((counts / model.options.x_max) ** model.options.alpha, 1)
    cost = 0.5 * float(weights @ found.values[rows, columns] ** 2)
    both = model.both.copy()
    logarithms, weights = np.log(counts).astype(np.float32), weights.astype(np.float32)
    at_rest = adagrad(rows, columns, logarithms, weights, both.words, both.contexts, np.float32(0))
    assert cost == pytest.approx(at_rest, rel=1e-4)


def test_an_overlong_sentence_is_parted_as_for_the_training(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("cat " * 9_999 + "dog mouse " + "cat " * 100, encoding="utf-8")
    options = GloveOptions(dim=2, min_count=1, epochs=1, window=1, workers=1)
    found = residuals_of(learn_glove(open_corpus([path]), options).model, ["cat", "dog", "mouse"])
    assert found.counts[1].tolist() == [1, 0, 0]  # the mouse is the first token of the next chunk


def test_a_word_stands_before_or_behind_another(model):
    found = residuals_of(model, ["bird", "the", "sang"])
    if model.options.symmetric:
        np.testing.assert_array_equal(found.counts, found.counts.T)
    assert found.counts[0, 2] > 0 or found.counts[2, 0] > 0


def test_what_has_no_residual_is_told_as_missing(model):
    found = residuals_of(model, ["unicorn", "cat", "sat"])
    assert np.isnan(found.fitted[0]).all() and np.isnan(found.values[0]).all()
    assert np.isfinite(found.fitted[1:, 1:]).all()
    assert (np.isnan(found.values[1:, 1:]) == (found.counts[1:, 1:] == 0)).all()
    assert found.mean_square >= 0
    assert np.isnan(residuals_of(model, ["unicorn"]).mean_square)


def test_the_corpus_is_counted_once(model, monkeypatch):
    residuals_of(model, ["cat", "sat"])
    monkeypatch.setattr(glove_residuals, "count_cooccurrences", None)
    residuals_of(model, ["cat", "dog"])
