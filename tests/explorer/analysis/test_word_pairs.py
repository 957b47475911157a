from pathlib import Path

import numpy as np
import pytest

from explorer.analysis.evaluation import read_test
from explorer.analysis.word_pairs import WordPairs, evaluate_word_pairs
from explorer.embedding import Embedding
from explorer.samples import open_sample
from explorer.task import Cancelled, Task


@pytest.fixture(scope="module")
def glove():
    return open_sample("glove-10k")


def file_of_gensim(name):
    from gensim.test.utils import datapath

    return Path(datapath(name))


@pytest.mark.parametrize("n_words", [10_000, 3_000])
def test_the_correlations_are_those_of_gensim(glove, n_words):
    from gensim.models import KeyedVectors

    model = KeyedVectors(glove.dim)
    model.add_vectors(list(glove.index_to_key), glove.vectors)
    path = file_of_gensim("wordsim353.tsv")
    pearson, spearman, unknown = model.evaluate_word_pairs(str(path), restrict_vocab=n_words)
    (found,) = evaluate_word_pairs(glove, [read_test(path)], n_words)
    assert found.spearman == pytest.approx(spearman.statistic, abs=1e-6)
    assert found.pearson == pytest.approx(pearson.statistic, abs=1e-6)
    assert found.n_unknown / (found.n_asked + found.n_unknown) == pytest.approx(unknown / 100)
    assert found.n_asked > 50


@pytest.mark.parametrize(
    "text",
    [
        "# people\nking\tqueen\t8.58\nsea\tsun\t3\n",
        "Word 1,Word 2,Human (mean)\nking,queen,8.58\nsea,sun,3\n",
        '"king";"queen";"8.58"\r\n"sea";"sun";3\r\n',
        "king queen N 8.58 1.2\nsea sun N 3 0.1\nand so on\n",
    ],
)
def test_pairs_are_read_as_people_write_them(tmp_path, text):
    path = tmp_path / "judged.txt"
    path.write_text(text, encoding="utf-8")
    assert read_test(path) == WordPairs("judged", (("king", "queen", 8.58), ("sea", "sun", 3.0)))


def test_all_of_simlex_is_read():
    assert len(read_test(file_of_gensim("simlex999.txt")).pairs) == 999


def test_what_cannot_be_compared_is_left_out_and_counted():
    words = ("a", "B", "c", "nothing", "b")
    vectors = np.array([[1, 0], [1, 1], [0, 1], [0, 0], [-1, 0]], np.float32)
    pairs = (("A", "b", 2.0), ("a", "c", 1.0), ("b", "C", 3.0), ("a", "nothing", 1.0), ("a", "unknown", 1.0))
    (found,) = evaluate_word_pairs(Embedding("five", words, vectors), [WordPairs("judged", pairs)])
    assert (found.n_asked, found.n_unknown) == (3, 2)
    assert found.spearman == pytest.approx(np.sqrt(3) / 2)  # ranks 2.5, 1, 2.5 and 2, 1, 3


@pytest.mark.parametrize("pairs", [(), (("a", "c", 1.0),), (("a", "c", 1.0), ("c", "a", 2.0)), (("x", "y", 1.0),) * 3])
def test_where_nothing_differs_there_is_no_correlation(pairs):
    embedding = Embedding("two", ("a", "c"), np.array([[1, 0], [0.3, 1]], np.float32))
    (found,) = evaluate_word_pairs(embedding, [WordPairs("judged", pairs)])
    assert found.spearman is None
    assert found.pearson is None


def test_it_can_be_cancelled(glove):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        evaluate_word_pairs(glove, [WordPairs("judged", (("a", "b", 1.0),))], task=task)
