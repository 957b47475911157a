"""The table of trainers."""

import pytest

from explorer.options import described
from explorer.training.glove_options import GloveOptions
from explorer.training.options import Doc2VecOptions, FastTextOptions, Word2VecOptions
from explorer.training.ppmi import PpmiOptions
from explorer.training.trainers import TRAINERS, trainer_of


def test_options_tell_their_trainer():
    word2vec = [Word2VecOptions(), Word2VecOptions(method="cbow")]
    every = [*word2vec, FastTextOptions(), Doc2VecOptions(), GloveOptions(), PpmiOptions()]
    assert [trainer_of(options).key for options in every] == list(TRAINERS)


def test_options_of_nothing_are_refused():
    with pytest.raises(TypeError, match="No trainer takes str"):
        trainer_of("skipgram")


@pytest.mark.parametrize("trainer", TRAINERS.values(), ids=TRAINERS)
def test_what_is_in_sight_fitted_or_fixed_is_a_parameter(trainer):
    names = set(described(trainer.options))
    assert {*trainer.fitted, *trainer.basic, *trainer.fixed} <= names
    assert trainer_of(trainer.adopt(trainer.options())) is trainer


def test_trainers_that_share_their_memory_share_their_parameters():
    kinds = {}
    for trainer in TRAINERS.values():
        assert kinds.setdefault(trainer.family, trainer.options) is trainer.options
