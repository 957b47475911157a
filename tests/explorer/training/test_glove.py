"""GloVe's arithmetic, checked against the paper's formulas in float64, and what its trainer does with the counts."""

import tempfile

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import Survey
from explorer.errors import BadOption, ExplorerError
from explorer.task import Cancelled, Task
from explorer.training import glove, glove_cells
from explorer.training.glove import GloveVectors
from explorer.training.glove_cells import cells_of
from explorer.training.glove_kernels import adagrad
from explorer.training.glove_options import GloveOptions, suggest_glove
from explorer.training.trainers import train

OPTIONS = GloveOptions(dim=7, x_max=5.0, workers=1)


def some_counts(n=20, seed=0):
    random = np.random.default_rng(seed)
    dense = random.poisson(1.5, (n, n)) * random.random((n, n))
    return csr_matrix(dense + dense.T)


def by_the_paper(cells, words, contexts, eta):
    """One pass over the cells in float64: equation 8 of the paper, and AdaGrad with sums that begin at 1."""
    words, contexts = words.astype(np.float64), contexts.astype(np.float64)
    cost = 0.0
    for i, j, logarithm, weight in zip(cells.rows, cells.columns, cells.logarithms, cells.weights, strict=True):
        w, c = words[i, 0].copy(), contexts[j, 0].copy()
        difference = w[:-1] @ c[:-1] + w[-1] + c[-1] - logarithm
        cost += 0.5 * weight * difference**2
        step = eta * weight * difference
        of_w, of_c = step * np.append(c[:-1], 1), step * np.append(w[:-1], 1)
        words[i, 0] -= of_w / np.sqrt(words[i, 1])
        contexts[j, 0] -= of_c / np.sqrt(contexts[j, 1])
        words[i, 1] += of_w**2
        contexts[j, 1] += of_c**2
    return words, contexts, cost


@pytest.mark.parametrize("dim", [1, 2, 7, 16, 33])
def test_the_kernel_does_what_the_paper_says(dim):
    cells = cells_of(some_counts(), OPTIONS)
    random = np.random.default_rng(3)
    words, contexts = (np.ones((20, 2, dim + 1), np.float32) for _ in range(2))
    words[:, 0], contexts[:, 0] = random.normal(size=(2, 20, dim + 1)) / 2
    expected = by_the_paper(cells, words, contexts, 0.05)
    cost = adagrad(cells.rows, cells.columns, cells.logarithms, cells.weights, words, contexts, np.float32(0.05))
    np.testing.assert_allclose(words, expected[0], rtol=2e-3, atol=2e-4)
    np.testing.assert_allclose(contexts, expected[1], rtol=2e-3, atol=2e-4)
    assert cost == pytest.approx(expected[2], rel=1e-3)


def test_every_entry_of_the_matrix_is_learned_from_once_an_epoch():
    counts = some_counts()
    cells = cells_of(counts, OPTIONS)
    seen = csr_matrix((np.exp(cells.logarithms, dtype=np.float64), (cells.rows, cells.columns)), counts.shape)
    np.testing.assert_allclose(seen.toarray(), counts.toarray(), rtol=1e-5)
    covered = np.concatenate([np.arange(len(cells))[job] for job in cells.jobs()])
    assert covered.tolist() == list(range(len(cells)))


def test_weights_follow_the_paper():
    counts = csr_matrix([[0.0, 1.25], [5.0, 20.0]])
    cells = cells_of(counts, GloveOptions(x_max=5.0, alpha=0.75))
    found = {
        round(float(np.exp(value)), 2): weight for value, weight in zip(cells.logarithms, cells.weights, strict=True)
    }
    assert found == {1.25: pytest.approx(0.25**0.75), 5.0: pytest.approx(1), 20.0: pytest.approx(1)}


def test_cells_are_shuffled_by_the_seed():
    one, again, other = (cells_of(some_counts(), GloveOptions(seed=seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.rows, again.rows)
    assert not np.array_equal(one.rows, other.rows)
    assert (np.diff(one.rows.astype(int)) < 0).any()


def test_words_and_contexts_start_from_different_draws():
    model = GloveVectors(50, OPTIONS)
    assert not np.array_equal(model.words, model.contexts)
    assert abs(model.words[:, 0]).max() <= 0.5 / 8


def test_the_vectors_are_the_sum_of_both_without_the_biases():
    model = GloveVectors(5, OPTIONS)
    assert np.array_equal(model.vectors(), model.words[:, 0, :7] + model.contexts[:, 0, :7])


def test_a_learning_rate_that_is_too_large_is_told(tmp_path, monkeypatch):
    path = tmp_path / "text.txt"
    path.write_text("a b c. " * 20, encoding="utf-8")
    monkeypatch.setattr(glove, "_drawn", lambda random, n, dim: np.full((n, 2, dim + 1), 1e30, np.float32))
    with pytest.raises(BadOption, match=r"grown beyond all bounds; choose a smaller learning rate \(eta\)"):
        train(open_corpus([path]), GloveOptions(dim=7, min_count=1, epochs=20))


@pytest.mark.parametrize(("n_tokens", "x_max", "epochs"), [(15, 1, 500), (210_000, 10, 25), (10**9, 100, 25)])
def test_the_weights_and_epochs_fit_the_size_of_the_text(n_tokens, x_max, epochs):
    suggested = suggest_glove(Survey(1000, n_tokens, {f"word{i}": 10 for i in range(200)}))
    assert (suggested.x_max, suggested.epochs) == (x_max, epochs)


def test_what_does_not_depend_on_the_size_is_left_alone():
    own = GloveOptions(window=4, eta=0.1, seed=9, symmetric=False)
    suggested = suggest_glove(Survey(10, 100, {"a": 50, "b": 50}), own, min_count=3)
    assert (suggested.window, suggested.eta, suggested.seed, suggested.symmetric) == (4, 0.1, 9, False)
    assert suggested.min_count == 3


# Beyond memory ------------------------------------------------------------------------------------------------------


@pytest.fixture
def text(tmp_path):
    random = np.random.default_rng(0)
    path = tmp_path / "text.txt"
    path.write_text(
        "\n\n".join(" ".join(random.choice(list("abcdefghijklmnop"), 30)) for _ in range(100)), encoding="utf-8"
    )
    return open_corpus([path])


@pytest.fixture
def little_memory(monkeypatch):
    """As little as would not be offered, so that a small text needs several files."""
    monkeypatch.setattr(glove, "BYTES_OF_A_CELL", 10**6)
    monkeypatch.setattr(glove_cells, "BYTES_OF_A_CELL", 10**4)


def test_counts_beyond_memory_are_learned_from_as_those_in_memory_are(text, little_memory):
    options = GloveOptions(dim=8, min_count=1, x_max=10, workers=1, memory_gb=0.001)
    with glove._counted(text, options, TokenOptions(), Task()) as (words, stored):
        chunks = list(stored.chunks())
        assert len(chunks) > 3
        assert sum(map(len, chunks)) == len(stored)
        again = list(stored.chunks())
        assert all(np.array_equal(one.rows, two.rows) for one, two in zip(chunks, again, strict=True))
        found = [np.concatenate([getattr(each, name) for each in chunks]) for name in ("rows", "columns")]
        values = [np.concatenate([getattr(each, name) for each in chunks]) for name in ("logarithms", "weights")]
    with glove._counted(text, GloveOptions(dim=8, min_count=1, x_max=10), TokenOptions(), Task()) as (same, cells):
        assert same == words
        order, expected = np.lexsort(found), np.lexsort([cells.rows, cells.columns])
        for ours, theirs in zip((*found, *values), vars(cells).values(), strict=False):
            np.testing.assert_allclose(ours[order], theirs[expected], rtol=1e-6, atol=1e-7)
    assert not np.array_equal(found[0], np.sort(found[0]))


def test_nothing_stays_on_the_disk_however_a_training_ends(text, little_memory, monkeypatch, tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    options = GloveOptions(dim=8, min_count=1, epochs=3, memory_gb=0.001)
    seen = []

    def look(snapshot):
        seen.extend(folder.rglob("cells-*"))

    train(text, options, task=Task(on_partial=look))
    assert seen
    task = Task(on_partial=lambda _: task.cancel())
    with pytest.raises(Cancelled):
        train(text, options, task=task)
    with pytest.raises(ZeroDivisionError):
        train(text, options, task=Task(on_partial=lambda _: 1 / 0))
    assert list(folder.iterdir()) == []


def test_the_same_seed_gives_the_same_vectors_beyond_memory_too(text, little_memory):
    options = GloveOptions(dim=8, min_count=1, epochs=3, memory_gb=0.001, workers=1)
    assert np.array_equal(train(text, options).vectors, train(text, options).vectors)


def test_a_full_disk_is_told(text, little_memory, monkeypatch):
    def full(path, cells):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(glove_cells.Path, "open", full)
    with pytest.raises(ExplorerError, match=r"no room .* \(memory_gb\)"):
        train(text, GloveOptions(dim=8, min_count=1, memory_gb=0.001))
