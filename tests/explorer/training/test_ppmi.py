"""PPMI vectors and their SVD, checked against numpy's."""

import re
import threading

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import Survey
from explorer.corpus.weighting import weighted
from explorer.task import Cancelled, Task
from explorer.training.ppmi import PpmiOptions, singular_vectors, suggest_ppmi
from explorer.training.trainers import train

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "three.txt").write_text(THREE, encoding="utf-8")
    return open_corpus([tmp_path / "three.txt"])


def a_matrix(n=120):
    random = np.random.default_rng(5)
    low = random.random((n, 6)) @ random.random((6, n))
    return csr_matrix(low * (random.random((n, n)) < 0.3)).astype(np.float32)


def nth(iterations, n):
    for _ in range(n):
        found = next(iterations)
    return found


def test_the_singular_vectors_are_those_of_a_full_svd():
    matrix = a_matrix()
    left, values, _ = np.linalg.svd(matrix.toarray().astype(np.float64))
    ours, our_values = nth(singular_vectors(matrix, 4), 60)
    np.testing.assert_allclose(our_values, values[:4], rtol=1e-4)
    np.testing.assert_allclose(np.abs(np.sum(ours * left[:, :4], axis=0)), 1, atol=2e-3)


def test_iterations_come_nearer_to_the_best_there_is():
    matrix = csr_matrix(random_array((300, 300), density=0.1, rng=np.random.default_rng(0), format="csr"))
    matrix = matrix.astype(np.float32)
    iterations = singular_vectors(matrix, 10)
    kept = [float(np.square(values).sum()) for _, values in (next(iterations) for _ in range(5))]
    best = np.square(np.linalg.svd(matrix.toarray(), compute_uv=False)[:10]).sum()
    assert kept == sorted(kept)
    assert kept[-1] == pytest.approx(best, rel=0.02)


def test_without_a_reduction_a_word_is_described_by_its_ppmi_with_the_most_frequent_words(corpus):
    options = PpmiOptions(reduction="none", dim=3, window=2, min_count=1, smoothing=1.0)
    embedding = train(corpus, options)
    expected = weighted(count_cooccurrences(sentences(corpus), embedding.index_to_key, 2), "ppmi").toarray()
    np.testing.assert_allclose(embedding.vectors, expected[:, :3], rtol=1e-6)
    assert embedding.name == "three · PPMI"


def test_all_dimensions_together_are_the_matrix_itself(corpus):
    """With as many dimensions as words and the values as they are, products of vectors are those of its rows."""
    options = PpmiOptions(dim=8, window=2, min_count=1, power=1.0, epochs=3)
    embedding = train(corpus, options)
    matrix = weighted(count_cooccurrences(sentences(corpus), embedding.index_to_key, 2), "ppmi", 0.75).toarray()
    np.testing.assert_allclose(embedding.vectors @ embedding.vectors.T, matrix @ matrix.T, atol=1e-4)


def test_more_dimensions_than_words_are_told(corpus):
    embedding = train(corpus, PpmiOptions(dim=100, min_count=2))
    assert embedding.vectors.shape == (5, 5)
    assert embedding.notices == ("There are only 5 words, so the vectors have 5 dimensions.",)


def test_enough_keeps_what_the_iterations_have_found(corpus):
    enough = threading.Event()
    task = Task(on_partial=lambda snapshot: enough.set())
    embedding = train(corpus, PpmiOptions(dim=4, min_count=1, epochs=1000), task=task, enough=enough)
    assert re.match(r"The SVD was ended after \d{1,3} of 1,000 iterations\.", embedding.notices[0])
    assert embedding.vectors.any()


def test_cancel_is_heard_within_an_iteration():
    task = Task()
    iterations = singular_vectors(a_matrix(), 40, task=task)
    next(iterations)
    task.cancel()
    with pytest.raises(Cancelled):
        next(iterations)


def test_the_dimensions_fit_the_size_of_the_text():
    suggested = suggest_ppmi(Survey(9000, 200_000, {f"word{i}": 10 for i in range(2000)}), PpmiOptions(window=3))
    assert (suggested.dim, suggested.min_count, suggested.window) == (30, 5, 3)
