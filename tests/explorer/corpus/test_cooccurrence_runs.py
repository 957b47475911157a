"""Counts that do not fit into memory are the same, entry for entry, and go again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus import cooccurrence_runs
from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.cooccurrence_runs import StoredCounts, count_within
from explorer.errors import EmptyCorpus, ExplorerError
from explorer.task import Cancelled, Task

VOCABULARY = tuple("abcdefgh")
TEXTS = st.lists(st.lists(st.sampled_from([*VOCABULARY, "?"]), max_size=12), min_size=2, max_size=40)


def some_documents(n=300, seed=0):
    random = np.random.default_rng(seed)
    return [list(random.choice([*VOCABULARY, "?"], size=20)) for _ in range(n)]


def stored(folder, documents, memory=1, **options):
    return count_within(memory, 60, folder, documents, VOCABULARY, 4, **options)


def whole(counts, n_cells):
    """The blocks of stored counts put together."""
    matrix = np.zeros((len(VOCABULARY), len(VOCABULARY)))
    for first, block in counts.blocks(n_cells):
        matrix[first : first + block.shape[0]] += block.toarray()
    return matrix


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.booleans(), st.booleans(), st.integers(1, 100))
def test_the_counts_are_those_that_are_made_in_memory(tmp_path_factory, documents, symmetric, weighted, n_cells):
    options = {"symmetric": symmetric, "distance_weighting": weighted}
    try:
        expected = count_cooccurrences(documents, VOCABULARY, 4, **options)
    except EmptyCorpus:
        return
    counts = stored(tmp_path_factory.mktemp("runs"), documents, **options)
    assert isinstance(counts, StoredCounts)
    np.testing.assert_allclose(whole(counts, n_cells), expected.toarray(), rtol=1e-12)
    entries = sum(block.nnz for _, block in counts.blocks(n_cells))
    assert entries == expected.nnz


def test_several_runs_are_merged(tmp_path, monkeypatch):
    documents = some_documents()
    monkeypatch.setattr(cooccurrence_runs, "BLOCK", 500)
    counts = stored(tmp_path, documents)
    assert len(list(tmp_path.glob("*-data.npy"))) > 4
    np.testing.assert_allclose(whole(counts, 10), count_cooccurrences(documents, VOCABULARY, 4).toarray(), rtol=1e-12)


def test_with_memory_enough_nothing_is_written(tmp_path):
    documents = some_documents()
    counts = stored(tmp_path, documents, memory=10**9)
    expected = count_cooccurrences(documents, VOCABULARY, 4)
    assert np.array_equal(counts.toarray(), expected.toarray())
    assert list(tmp_path.iterdir()) == []


def test_blocks_are_as_small_as_they_are_wanted(tmp_path):
    counts = stored(tmp_path, some_documents())
    assert max(block.nnz for _, block in counts.blocks(20)) <= 20
    assert [first for first, _ in counts.blocks(1)] == list(range(8))  # a row is not taken apart


def test_cancel_is_heard_between_two_blocks(tmp_path):
    counts, task = stored(tmp_path, some_documents()), Task()
    blocks = counts.blocks(1, task)
    next(blocks)
    task.cancel()
    with pytest.raises(Cancelled):
        next(blocks)


def test_a_full_disk_is_told_with_what_would_help(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cooccurrence_runs.np, "save", full)
    with pytest.raises(ExplorerError, match=r"no room for the counts of word pairs.*\(memory_gb\)"):
        stored(tmp_path, some_documents())


def test_without_a_pair_there_is_nothing_to_learn(tmp_path):
    with pytest.raises(EmptyCorpus, match="No two words"):
        stored(tmp_path, [["a"], ["b"]])
