"""Models of one corpus are told apart by their names."""

from dataclasses import replace

from explorer.training.glove_options import GloveOptions
from explorer.training.naming import distinct_name
from explorer.training.options import Word2VecOptions

NAME = "moby-dick · skip-gram"
USUAL = Word2VecOptions()


def test_a_name_that_nobody_has_stays():
    assert distinct_name(NAME, USUAL, [("moby-dick · CBOW", USUAL)]) == NAME


def test_the_name_tells_what_is_different():
    wide = replace(USUAL, window=10, sample=0.0)
    assert distinct_name(NAME, wide, [(NAME, USUAL)]) == f"{NAME}, window 10, downsampling 0"
    by_tree = replace(USUAL, loss="hs")
    assert distinct_name(NAME, by_tree, [(NAME, USUAL)]) == f"{NAME}, loss hierarchical softmax"
    other_side = GloveOptions(symmetric=False)
    assert distinct_name("a · GloVe", other_side, [("a · GloVe", GloveOptions())]) == "a · GloVe, both sides off"


def test_a_third_model_is_told_from_both():
    others = [(NAME, USUAL), (f"{NAME}, window 10", replace(USUAL, window=10))]
    assert distinct_name(NAME, replace(USUAL, dim=50), others) == f"{NAME}, dimensions 50, window 5"


def test_models_that_were_trained_alike_are_numbered():
    assert distinct_name(NAME, USUAL, [(NAME, USUAL)]) == f"{NAME} (2)"
    assert distinct_name(NAME, USUAL, [(NAME, None), (f"{NAME} (2)", None)]) == f"{NAME} (3)"
