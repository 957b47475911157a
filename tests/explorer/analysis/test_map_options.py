import numpy as np
import pytest

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.map_options import direction_of, settled
from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError, UnknownWord
from explorer.projection.as_is import AsIsOptions
from explorer.projection.axes import AxesOptions
from explorer.projection.methods import project
from explorer.projection.pca import PcaOptions

WORDS = ("king", "queen", "man", "woman", "under", "unable", "zero")
VECTORS = np.random.default_rng(2).normal(size=(7, 5)).astype(np.float32)
VECTORS[6] = 0
METADATA = {"X": tuple("1234567"), "y": tuple("7654321"), "kind": ("",) * 7}


@pytest.fixture(scope="module")
def embedding():
    return Embedding("words", WORDS, VECTORS, metadata=METADATA)


def units(*words):
    rows = VECTORS[[WORDS.index(word) for word in words]].astype(float)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def vector_of(embedding, text, **rest):
    return direction_of(embedding, text, **rest).vector


@pytest.mark.parametrize("arrow", [" -> ", "->", " → "])
def test_an_arrow_leads_from_one_to_another(embedding, arrow):
    man, woman = units("man", "woman")
    direction = direction_of(embedding, f"man{arrow}Woman")
    np.testing.assert_allclose(direction.vector, woman - man)
    assert direction.label == "man → Woman"
    np.testing.assert_allclose(
        vector_of(embedding, "man -> woman", unit_length=False), VECTORS[3].astype(float) - VECTORS[2]
    )


def test_both_ends_can_be_expressions(embedding):
    king, queen, man, woman = units("king", "queen", "man", "woman")
    found = vector_of(embedding, "avg(king, man) -> 2 queen - woman")
    np.testing.assert_allclose(found, 2 * queen - woman - (king + man) / 2)


def test_an_expression_alone_is_a_direction(embedding):
    king, man = units("king", "man")
    np.testing.assert_allclose(vector_of(embedding, " king - man "), king - man)


def test_a_search_and_the_selection_stand_for_the_middle_of_their_words(embedding):
    np.testing.assert_allclose(vector_of(embedding, "/^un/"), units("under", "unable").mean(axis=0))
    king, queen, man = units("king", "queen", "man")
    np.testing.assert_allclose(vector_of(embedding, "man -> [selection]", selection=[0, 1]), (king + queen) / 2 - man)
    with pytest.raises(ExplorerError, match="No words are selected"):
        direction_of(embedding, "[Selection]")


def test_the_label_names_the_selected_words_since_others_may_be_selected_soon(embedding):
    assert direction_of(embedding, "man -> [Selection]", selection=(0, 1)).label == "man → king, queen"
    assert direction_of(embedding, "pca([selection])", selection=range(5)).label == "pca(king, queen, man …)"


def test_a_group_has_main_axes(embedding):
    rows = units("king", "queen", "man", "woman")
    _, _, rows_of_axes = np.linalg.svd(rows - rows.mean(axis=0))
    for number, text in enumerate(("pca(king, queen, man, woman)", "pca2( king,queen,man,woman )")):
        found = vector_of(embedding, text)
        np.testing.assert_allclose(abs(found @ rows_of_axes[number]), 1, atol=1e-6)
    found = vector_of(embedding, "pca([selection])", selection=[0, 1, 2, 3])
    np.testing.assert_allclose(abs(found @ rows_of_axes[0]), 1, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("man -> wman", UnknownWord, "“wman” is not in the vocabulary"),
        ("pca(king, quen)", UnknownWord, "“quen” is not in the vocabulary"),
        ("man -> man", ExplorerError, "“man -> man” cancels to zero"),
        ("2 man - man -> man", ExplorerError, "cancels to zero"),
        ("king - king", BadExpression, "cannot be read: the words cancel each other"),
        ("king -", BadExpression, "axis “king -” cannot be read"),
        ("a -> b -> c", ExplorerError, "2 arrows"),
        ("man ->", ExplorerError, "lacks words on one side"),
        ("pca(king)", ExplorerError, "needs 2 words or more, and it has 1"),
        ("pca4(king, man, queen)", ExplorerError, "Component 4 of a group needs 5 words"),
        ("pca(king, king)", ExplorerError, "cancels to zero"),
        ("/zzz/", ExplorerError, "No word is found holding /zzz/"),
        ("zero -> man", ExplorerError, "vector of “zero” is zero"),
    ],
)
def test_what_leads_nowhere_is_told_in_a_sentence(embedding, text, kind, sentence):
    with pytest.raises(kind, match=sentence.replace("(", r"\(")):
        direction_of(embedding, text)


def test_an_arrow_in_quotes_is_a_word():
    odd = Embedding("words", ("->", "a"), np.eye(2, dtype=np.float32))
    np.testing.assert_allclose(vector_of(odd, '"->" -> a'), [-1, 1])


def test_words_of_an_axis_need_no_place_on_the_map(embedding):
    options = settled(embedding, AxesOptions(x="man -> woman"))
    few = project(embedding, "axes", options, indices=np.array([1, 5]), words="two")
    everyone = project(embedding, "axes", AxesOptions(x="man -> woman", center=False, directions=options.directions))
    man, woman = units("man", "woman")
    step = (woman - man) / np.linalg.norm(woman - man)
    np.testing.assert_allclose(everyone.points[:6, 0], units(*WORDS[:6]) @ step, atol=1e-6)
    assert (few.indices.tolist(), few.words, few.n_words) == ([1, 5], "two", 7)
    assert dict(few.options)["x"] == "man -> woman"
    assert "directions" not in few.options


def test_the_files_own_coordinates_are_taken_if_nothing_else_is_asked_for(embedding):
    own = project(embedding, "as-is", settled(embedding, AsIsOptions()))
    assert own.points.tolist() == [[i, 8 - i] for i in range(1, 8)]
    assert own.axes == ("X", "y")
    some = settled(embedding, AsIsOptions(x="y", y="2"), indices=np.array([0, 6]))
    assert project(embedding, "as-is", some, indices=np.array([0, 6])).points[:, 0].tolist() == [7, 1]
    flat = project(embedding, "as-is", settled(embedding, AsIsOptions(n_components=3)))
    np.testing.assert_array_equal(flat.points, VECTORS[:, :3])
    with pytest.raises(BadOption, match="“kind” holds no number for 7 of 7 words"):
        settled(embedding, AsIsOptions(x="kind"))


def test_options_that_name_no_words_stay_as_they_are(embedding):
    options = PcaOptions()
    assert settled(embedding, options) is options
