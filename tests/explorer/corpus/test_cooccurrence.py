"""Counting word pairs, checked against the original GloVe's output and a plain count of every pair."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus import cooccurrence
from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.errors import BadOption, EmptyCorpus
from explorer.task import Cancelled, Task

REFERENCE = Path(__file__).parents[2] / "reference"
WORDS = ("a", "b", "c", "d")
RECORD = np.dtype([("word1", "<i4"), ("word2", "<i4"), ("value", "<f8")])
DOCUMENTS = st.lists(st.lists(st.sampled_from((*WORDS, "other")), max_size=12), max_size=8)


def every_pair(documents, window, symmetric, distance_weighting):
    """Each pair of words looked at by itself."""
    counts = defaultdict(float)
    for document in documents:
        kept = [word for word in document if word in WORDS]
        for i, first in enumerate(kept):
            for j in range(i + 1, min(i + window + 1, len(kept))):
                weight = 1 / (j - i) if distance_weighting else 1.0
                counts[first, kept[j]] += weight
                if symmetric:
                    counts[kept[j], first] += weight
    return np.array([[counts[row, column] for column in WORDS] for row in WORDS])


def counted(documents, **options):
    try:
        return count_cooccurrences(documents, WORDS, **options).toarray()
    except EmptyCorpus:
        return np.zeros((4, 4))


def test_the_worked_example_of_the_documentation():
    assert count_cooccurrences([["a", "b", "a"]], ("a", "b"), window=2).toarray().tolist() == [[1, 2], [2, 0]]


@pytest.mark.parametrize(("name", "symmetric"), [("symmetric", True), ("left", False)])
def test_the_entries_are_those_of_the_original_program(name, symmetric):
    documents = [line.split() for line in (REFERENCE / "glove-tokens.txt").read_text("utf-8").splitlines()]
    words = [line.split()[0] for line in (REFERENCE / "glove-vocab.txt").read_text("utf-8").splitlines()]
    theirs = np.fromfile(REFERENCE / f"glove-cooccur-{name}.bin", RECORD)
    ours = count_cooccurrences(documents, words, window=5, symmetric=symmetric)
    expected = np.zeros((len(words), len(words)))
    expected[theirs["word1"] - 1, theirs["word2"] - 1] = theirs["value"]
    assert ours.nnz == len(theirs)
    np.testing.assert_allclose(ours.toarray(), expected, rtol=1e-12)


@given(DOCUMENTS, st.integers(1, 6), st.booleans(), st.booleans())
def test_every_pair_within_the_window_is_counted_and_no_other(documents, window, symmetric, distance_weighting):
    options = {"window": window, "symmetric": symmetric, "distance_weighting": distance_weighting}
    np.testing.assert_allclose(counted(documents, **options), every_pair(documents, **options), rtol=1e-12)


@given(DOCUMENTS)
def test_symmetric_counts_are_the_same_from_either_side(documents):
    counts = counted(documents, window=5)
    assert np.array_equal(counts, counts.T)


def test_pairs_do_not_reach_into_the_next_document():
    counts = count_cooccurrences([["a", "b"], ["c", "d"]], WORDS, window=10).toarray()
    assert counts[1, 2] == 0
    assert counts[0, 1] == counts[2, 3] == 1


def test_words_outside_the_vocabulary_do_not_keep_others_apart():
    assert count_cooccurrences([["a", "x", "y", "b"]], WORDS, window=1)[0, 1] == 1


def test_a_text_in_blocks_is_counted_like_one_in_a_piece(monkeypatch):
    random = np.random.default_rng(0)
    documents = [list(random.choice(WORDS, 20)) for _ in range(200)]
    whole = count_cooccurrences(documents, WORDS)
    monkeypatch.setattr(cooccurrence, "BLOCK", 300)
    in_blocks = count_cooccurrences(documents, WORDS)
    np.testing.assert_allclose(in_blocks.toarray(), whole.toarray(), rtol=1e-12)


def test_the_result_does_not_depend_on_the_workers(monkeypatch):
    monkeypatch.setattr(cooccurrence, "PAIRS", 100)  # so that there is work for several
    random = np.random.default_rng(0)
    words = [f"word{i}" for i in range(50)]
    documents = [list(random.choice(words, 30)) for _ in range(100)]
    one, three = (count_cooccurrences(documents, words, workers=workers) for workers in (1, 3))
    assert np.array_equal(one.toarray(), three.toarray())


def test_rows_are_sorted_and_hold_no_zeros():
    counts = count_cooccurrences([list("dcbaabcd"), list("bdca")], WORDS)
    assert counts.has_canonical_format
    assert counts.dtype == np.float64
    assert (counts.data > 0).all()


def test_documents_are_streamed():
    """An iterator that can be read only once, and is never asked for its length."""
    assert count_cooccurrences((list("ab") for _ in range(10)), WORDS)[0, 1] == 10


def test_progress_rises_to_the_end():
    told = []
    task = Task(lambda fraction, message: told.append(fraction))
    count_cooccurrences([list("abcd")] * 50, WORDS, n_tokens=200, task=task)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_cancelled_task_stops_the_reading():
    task = Task()

    def documents():
        for number in range(1_000_000):
            if number == 1500:
                task.cancel()
            assert number <= 2000
            yield list("abcd")

    with pytest.raises(Cancelled):
        count_cooccurrences(documents(), WORDS, task=task)


def test_cancel_is_heard_between_two_groups_of_words(monkeypatch):
    monkeypatch.setattr(cooccurrence, "PAIRS", 10)
    told = []

    def cancel(fraction, message):
        told.append(fraction)
        task.cancel()

    task = Task(cancel)
    with pytest.raises(Cancelled):
        count_cooccurrences([list("abcd")] * 50, WORDS, task=task)
    assert len(told) == 1


@pytest.mark.parametrize("documents", [[], [[]], [["a"], ["b"]], [["x", "y"]]])
def test_a_text_without_a_pair_is_refused_in_a_sentence(documents):
    with pytest.raises(EmptyCorpus, match="No two words of the vocabulary are near each other"):
        count_cooccurrences(documents, WORDS)


@pytest.mark.parametrize("window", [0, 1001])
def test_a_window_out_of_range_is_refused(window):
    with pytest.raises(BadOption, match=rf"Window \(window\) is {window}; it must be from 1 to 1,000\."):
        count_cooccurrences([["a", "b"]], WORDS, window=window)
