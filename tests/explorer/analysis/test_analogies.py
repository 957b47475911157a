import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.analogies import READINGS, answer, odd_one_out, place_of
from explorer.analysis.expressions import parse_for
from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.samples import open_sample
from explorer.task import Cancelled, Task


@pytest.fixture(scope="module")
def glove():
    return open_sample("glove-10k")


@pytest.fixture(scope="module")
def gensims(glove):
    return as_gensim(glove)


def as_gensim(embedding):
    vectors = KeyedVectors(embedding.dim)
    vectors.add_vectors(list(embedding.index_to_key), np.array(embedding.vectors))
    return vectors


def asked(embedding, text, **options):
    _, terms = parse_for(embedding, text)
    found = answer(embedding, terms, **options)
    return [embedding.index_to_key[index] for index in found.indices], found


ANALOGIES = [
    ("king - man + woman", ["king", "woman"], ["man"]),
    ("paris - france + germany", ["paris", "germany"], ["france"]),
    ("bigger - big + small", ["bigger", "small"], ["big"]),
    ("dog + cat", ["dog", "cat"], []),
]


@pytest.mark.parametrize(("text", "positive", "negative"), ANALOGIES)
def test_3cosadd_answers_as_gensims_most_similar(glove, gensims, text, positive, negative):
    words, found = asked(glove, text)
    theirs = gensims.most_similar(positive=positive, negative=negative, topn=10)
    assert words == [word for word, _ in theirs]
    np.testing.assert_allclose(found.values, [value for _, value in theirs], atol=1e-5)


@pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`:DeprecationWarning")  # by gensim itself
@pytest.mark.parametrize(("text", "positive", "negative"), ANALOGIES)
def test_3cosmul_answers_as_gensims_most_similar_cosmul(glove, gensims, text, positive, negative):
    words, found = asked(glove, text, reading="mul")
    theirs = gensims.most_similar_cosmul(positive=positive, negative=negative, topn=10)
    assert words == [word for word, _ in theirs]
    np.testing.assert_allclose(found.values, [value for _, value in theirs], rtol=1e-4)


def test_weights_are_gensims_weights(glove, gensims):
    words, _ = asked(glove, "2 king - 0.5 man + woman")
    theirs = gensims.most_similar(positive=[("king", 2.0), ("woman", 1.0)], negative=[("man", -0.5)], topn=10)
    assert words == [word for word, _ in theirs]


def test_the_best_known_analogy_comes_out(glove):
    for reading in ("add", "mul"):
        assert asked(glove, "king - man + woman", reading=reading)[0][0] == "queen"


@pytest.mark.parametrize("metric", ["cosine", "l2", "l1", "dot"])
def test_by_distance_the_words_nearest_to_the_sum_of_the_vectors_as_they_are_answer(glove, metric):
    words, found = asked(glove, "king - man + woman", reading="distance", metric=metric, leave_out_terms=False)
    rows = glove.vectors.astype(np.float64)
    king, man, woman = (rows[glove.index_of(word)] for word in ("king", "man", "woman"))
    place = king - man + woman
    scores = {
        "cosine": rows @ place / np.linalg.norm(rows, axis=1) / np.linalg.norm(place),
        "l2": -np.linalg.norm(rows - place, axis=1),
        "l1": -np.abs(rows - place).sum(axis=1),
        "dot": rows @ place,
    }[metric]
    order = np.argsort(-scores, kind="stable")[:10]
    assert words == [glove.index_to_key[index] for index in order]
    np.testing.assert_allclose(np.abs(found.values), np.abs(scores[order]))


@pytest.mark.parametrize("reading", ["add", "mul", "distance"])
def test_the_words_of_the_expression_are_left_out_unless_asked_for(glove, reading):
    assert "king" not in asked(glove, "king - man + woman", reading=reading)[0]
    assert "king" in asked(glove, "king - man + woman", reading=reading, leave_out_terms=False)[0]


def test_fewer_words_than_asked_for_are_all_there_are(small_embedding):
    for reading in ("add", "mul", "distance"):
        found = answer(small_embedding, [(0, 1.0), (1, -1.0)], topn=1000, reading=reading)
        assert sorted(found.indices) == list(range(2, 60))
        assert np.isfinite(found.values).all()


@given(st.integers(0, 10_000))
def test_equal_scores_are_ranked_by_index_and_zero_vectors_come_last(seed):
    random = np.random.default_rng(seed)
    vectors = random.integers(-1, 2, size=(12, 3)).astype(np.float32)
    vectors[0] = (1, 0, 1)
    vectors[7] = 0
    embedding = Embedding("few", tuple("abcdefghijkl"), vectors)
    for reading in ("add", "mul"):
        found = answer(embedding, [(0, 1.0)], topn=12, reading=reading)
        scores = dict(zip(found.indices.tolist(), found.values.tolist(), strict=True))
        zeros = [index for index in range(1, 12) if not vectors[index].any()]
        assert sorted(found.indices[len(found) - len(zeros) :]) == zeros
        rest = found.indices[: len(found) - len(zeros)].tolist()
        assert rest == sorted(rest, key=lambda index: (-round(scores[index], 9), index))


def test_vectors_that_cancel_are_a_sentence():
    embedding = Embedding("same", ("a", "b", "c"), np.array([[1, 2], [1, 2], [3, 1]], dtype=np.float32))
    with pytest.raises(ExplorerError, match="cancel to zero"):
        answer(embedding, [(0, 1.0), (1, -1.0)])
    found = answer(embedding, [(0, 1.0), (1, -1.0)], reading="distance", metric="l2")
    assert found.indices.tolist() == [2]


def test_a_zero_vector_has_no_direction_to_add():
    embedding = Embedding("zero", ("a", "b", "c"), np.array([[0, 0], [1, 2], [3, 1]], dtype=np.float32))
    for reading in ("add", "mul"):
        with pytest.raises(ExplorerError, match="“a” is zero"):
            answer(embedding, [(0, 1.0), (1, -1.0)], reading=reading)


def test_bad_options_are_refused(small_embedding):
    for options in (
        {"reading": "sub"},
        {"reading": "distance", "metric": "l3"},
        {"topn": 0},
        {"topn": 0, "reading": "mul"},
    ):
        with pytest.raises(BadOption):
            answer(small_embedding, [(0, 1.0)], **options)


def test_a_cancelled_answer_stops(small_embedding):
    task = Task()
    task.cancel()
    for reading in ("add", "mul"):
        with pytest.raises(Cancelled):
            answer(small_embedding, [(0, 1.0)], reading=reading, task=task)


def test_the_place_of_an_expression_is_the_weighted_sum(small_embedding):
    vectors = small_embedding.vectors.astype(np.float64)
    np.testing.assert_allclose(place_of(small_embedding, [(3, 2.0), (5, -0.5)]), 2 * vectors[3] - 0.5 * vectors[5])


@pytest.mark.parametrize(
    "words", [["breakfast", "lunch", "dinner", "car"], ["king", "queen", "prince", "london"], ["red", "blue", "monday"]]
)
def test_the_word_that_does_not_match_is_gensims(glove, gensims, words):
    order, cosines = odd_one_out(glove, [glove.index_of(word) for word in words])
    assert glove.index_to_key[order[0]] == gensims.doesnt_match(words)
    assert (np.diff(cosines) >= 0).all()


def test_two_words_do_not_tell_which_does_not_match(small_embedding):
    with pytest.raises(ExplorerError, match="three words"):
        odd_one_out(small_embedding, [0, 1])


@pytest.mark.parametrize("reading", list(READINGS))
def test_where_no_word_is_left_there_is_no_answer(reading):
    embedding = Embedding("two", ("a", "b"), np.array([[1, 0], [1, 1]], np.float32))
    with pytest.raises(ExplorerError, match="names every word there is"):
        answer(embedding, [(0, 1.0), (1, 1.0)], 1, reading)
    assert len(answer(embedding, [(0, 1.0), (1, 1.0)], 1, reading, leave_out_terms=False)) == 1
