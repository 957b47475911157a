from itertools import combinations

import numpy as np
import pytest
from scipy.stats import permutation_test

from explorer.analysis.comparison import pairwise
from explorer.analysis.groups import MOST_SPLITS, associate, separate
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.samples import open_sample
from explorer.task import Cancelled, Task
from tests.conftest import three_groups

ANIMALS, COLOURS = (0, 3, 6, 9), (1, 4, 7)


@pytest.fixture
def embedding():
    return three_groups()


@pytest.mark.parametrize("metric", ["cosine", "l2"])
def test_the_means_are_those_of_the_pairs(embedding, metric):
    found = separate(embedding, ANIMALS, COLOURS, metric)

    def mean(pairs):
        return np.mean([pairwise(embedding, pair, metric)[0, 1] for pair in pairs])

    assert found.within[0] == pytest.approx(mean(combinations(ANIMALS, 2)))
    assert found.within[1] == pytest.approx(mean(combinations(COLOURS, 2)))
    assert found.between == pytest.approx(mean([(one, other) for one in ANIMALS for other in COLOURS]))


@pytest.mark.parametrize("metric", ["cosine", "l2"])
def test_groups_that_are_apart_are_so_in_no_other_split(embedding, metric):
    found = separate(embedding, ANIMALS, COLOURS, metric)
    assert (found.n_splits, found.is_exact) == (35, True)
    assert found.p_value == pytest.approx(1 / 35)


def test_the_exact_share_of_splits_is_that_of_a_plain_count(embedding):
    first, second = (0, 1, 3), (4, 6, 7, 2)
    words = (*first, *second)
    table = pairwise(embedding, words)

    def apart(chosen):
        rest = [place for place in range(7) if place not in chosen]
        within = [table[pair] for group in (chosen, rest) for pair in combinations(group, 2)]
        return np.mean(within) - np.mean([table[a, b] for a in chosen for b in rest])

    all_splits = [apart(chosen) for chosen in combinations(range(7), 3)]
    expected = np.mean(np.array(all_splits) >= apart((0, 1, 2)) - 1e-12)
    assert separate(embedding, first, second).p_value == pytest.approx(expected)


def test_many_words_are_split_at_random_and_a_seed_gives_the_same_answer():
    embedding = three_groups()
    first, second = tuple(range(0, 30)), tuple(range(30, 60))
    found = separate(embedding, first, second, seed=5)
    assert (found.n_splits, found.is_exact) == (MOST_SPLITS, False)
    assert 0.05 < found.p_value < 1, "these groups mean nothing"
    assert separate(embedding, first, second, seed=5) == found
    assert separate(embedding, range(0, 60, 3), range(1, 60, 3)).p_value == pytest.approx(1 / MOST_SPLITS)


def test_the_association_test_is_that_of_the_paper(embedding):
    x, y, a, b = (0, 3, 6, 2), (1, 4, 7, 5), (9, 12), (10, 13, 16)
    unit = embedding.vectors / np.linalg.norm(embedding.vectors, axis=1, keepdims=True)

    def lean(word):
        return np.mean(unit[list(a)] @ unit[word]) - np.mean(unit[list(b)] @ unit[word])

    of_x, of_y = np.array([lean(word) for word in x]), np.array([lean(word) for word in y])
    found = associate(embedding, (x, y), (a, b))
    effect = (of_x.mean() - of_y.mean()) / np.concatenate([of_x, of_y]).std(ddof=1)
    assert found.effect_size == pytest.approx(effect, rel=1e-5)
    theirs = permutation_test(
        (of_x, of_y), lambda one, other: np.sum(one) - np.sum(other), alternative="greater", n_resamples=10_000,
        vectorized=False,
    )  # fmt: skip
    assert found.is_exact
    assert found.p_value == pytest.approx(theirs.pvalue)


def test_glove_associates_flowers_with_pleasant_and_weapons_with_unpleasant_words():
    glove = open_sample("glove-10k")

    def indices(text):
        return tuple(glove.index_of(word) for word in text.split())

    flowers, weapons = indices("flower rose garden tree"), indices("gun weapon bomb missile")
    pleasant, unpleasant = indices("love peace happy friend"), indices("death murder attack killed")
    found = associate(glove, (flowers, weapons), (pleasant, unpleasant))
    assert found.effect_size > 1
    assert found.p_value < 0.05
    assert associate(glove, (weapons, flowers), (pleasant, unpleasant)).effect_size == pytest.approx(-found.effect_size)


def test_groups_that_cannot_be_compared_are_a_sentence(embedding):
    zero = Embedding("zero", tuple("abcd"), np.array([[0, 0], [1, 2], [2, 1], [1, 1]], dtype=np.float32))
    for ask, problem in (
        (lambda: separate(embedding, (0,), (1, 2)), "2 words or more"),
        (lambda: separate(embedding, (0, 1), (1, 2)), "both groups"),
        (lambda: separate(zero, (0, 1), (2, 3)), "zero vector"),
        (lambda: associate(embedding, ((0, 1), (2, 3)), ((), (5,))), "no words"),
    ):
        with pytest.raises(ExplorerError, match=problem):
            ask()
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        separate(embedding, ANIMALS, COLOURS, task=task)
