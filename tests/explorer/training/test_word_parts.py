"""Words that a text does not have are made from the parts that fastText has learned from it."""

import numpy as np
import pytest

from explorer.analysis.analogies import answer
from explorer.analysis.expressions import parse_with_made
from explorer.corpus.reading import open_corpus
from explorer.neighbors.exact import nearest_to
from explorer.training.gensim_models import learn_by_gensim
from explorer.training.options import FastTextOptions, Word2VecOptions

TEXT = "The whaleboat and the whaler met the sailors. The whaleman saw a sailboat and the whaleboat sailing.\n" * 5
SMALL = {"dim": 8, "min_count": 1, "epochs": 2, "workers": 1}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "whales.txt"
    path.write_text(TEXT, encoding="utf-8")
    return open_corpus([path])


@pytest.fixture(scope="module")
def learned(corpus):
    return learn_by_gensim(corpus, FastTextOptions(bucket=5000, **SMALL))


def test_the_vector_of_a_word_that_is_not_there_is_gensims(learned):
    wanted = learned.model.model.wv.get_vector("whaleboatman")
    np.testing.assert_allclose(learned.embedding.vector_of("whaleboatman"), wanted, rtol=1e-5, atol=1e-8)


def test_capitals_do_not_count_where_the_text_was_read_without(learned):
    made = learned.embedding.vector_of
    assert np.array_equal(made("Whaleboatman"), made("whaleboatman"))


def test_a_word_of_which_no_part_was_learned_is_not_made_from_chance(learned):
    assert learned.embedding.vector_of("кит") is None
    assert learned.embedding.vector_of("") is None


@pytest.mark.parametrize("options", [Word2VecOptions(**SMALL), FastTextOptions(max_n=0, **SMALL)])
def test_nothing_is_made_where_no_parts_are_learned(corpus, options):
    assert learn_by_gensim(corpus, options).embedding.vector_of is None


def test_a_made_word_is_asked_like_any_other(learned):
    embedding = learned.embedding
    _, terms = parse_with_made(embedding, "whaleboatman")
    assert terms == (("whaleboatman", 1.0),)
    led = answer(embedding, terms, topn=3)
    assert led.indices.tolist() == nearest_to(embedding, embedding.vector_of("whaleboatman"), 3).indices.tolist()
