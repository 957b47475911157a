import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest
from explorer.neighbors.hubness import kept_hubness, measure_hubness
from explorer.task import Cancelled, Task


def star(n=300, dim=200, seed=0):
    """Words in all directions, one of which lies in the middle and is near them all."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(n, dim)).astype(np.float32)
    vectors[5] = 0.01
    return Embedding("star", tuple(f"w{i}" for i in range(n)), vectors)


def test_a_word_in_the_middle_is_a_neighbour_of_all_and_a_hub():
    embedding = star()
    hubness = measure_hubness(embedding, "l2", at=10, n_sample=1000)
    assert hubness.sample == 300
    counted = np.zeros(300, int)
    for word in range(300):
        counted[nearest(embedding, word, 10, "l2").indices] += 1
    assert hubness.occurrences.tolist() == counted.tolist()
    assert hubness.occurrences[5] == 299
    assert list(hubness.hubs([1, 2, 5])) == [5]
    assert hubness.told(5) == "A hub: among the 10 nearest of 299 of 300 words drawn at random."


def test_a_sample_is_drawn_from_many_words_and_the_same_each_time():
    one, other = (measure_hubness(star(), n_sample=50) for _ in range(2))
    assert one.sample == 50
    assert one.occurrences.sum() == 500
    assert one.occurrences.tolist() == other.occurrences.tolist()


def test_it_is_kept_for_each_metric():
    embedding = star()
    assert kept_hubness(embedding, "cosine") is None
    found = measure_hubness(embedding, n_sample=20)
    assert kept_hubness(embedding, "cosine") is found
    assert kept_hubness(embedding, "l2") is None


def test_words_without_a_direction_are_not_asked():
    vectors = np.ones((4, 2), np.float32)
    vectors[0] = 0
    assert measure_hubness(Embedding("few", tuple("abcd"), vectors)).sample == 3


def test_it_can_be_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        measure_hubness(star(), task=task)
