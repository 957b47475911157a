import numpy as np
import pytest

from explorer.analysis import map_plans
from explorer.analysis.map_plans import foresee, plan_map, reductions
from explorer.errors import ExplorerError, UnknownWord
from explorer.projection.axes import AxesOptions
from explorer.projection.estimate import MACHINE
from explorer.projection.methods import project
from explorer.projection.umap import UmapOptions
from explorer.projection.words import WordChoice


def test_a_plan_holds_the_chosen_words_and_what_the_options_name(small_embedding):
    options = AxesOptions(x="animal0 -> colour0")
    plan = plan_map(small_embedding, "axes", options, WordChoice(filter="num"), pace={MACHINE: 1.0})
    assert plan.words == "beginning with “num”"
    assert [small_embedding.index_to_key[index] for index in plan.indices[:2]] == ["number0", "number1"]
    assert plan.options.directions[0].label == "animal0 → colour0"
    np.testing.assert_array_equal(plan.vectors, small_embedding.vectors[2::3])
    assert plan.foreseen.n == 20


def test_of_all_words_nothing_is_copied(small_embedding):
    plan = plan_map(small_embedding, "pca")
    assert plan.indices is None
    assert plan.vectors is small_embedding.vectors
    assert plan.words == ""


def test_what_an_axis_names_is_not_looked_up_only_to_foresee_the_cost(small_embedding):
    options = AxesOptions(x="nosuchword")
    slow = foresee(small_embedding, "axes", options, WordChoice(n=10), pace={MACHINE: 10.0})
    quick = foresee(small_embedding, "axes", options, WordChoice(n=10), pace={MACHINE: 1.0})
    assert (slow.n, slow.machine) == (10, 10.0)
    assert slow.estimate.seconds == pytest.approx(10 * quick.estimate.seconds)
    with pytest.raises(UnknownWord):
        plan_map(small_embedding, "axes", options)


def test_the_speed_of_the_machine_is_found_out_if_it_is_not_known(small_embedding, monkeypatch):
    monkeypatch.setattr(map_plans, "machine_pace", lambda: 4.0)
    assert foresee(small_embedding, "umap").machine == 4.0


def test_a_map_that_does_not_fit_is_not_begun(small_embedding, monkeypatch):
    monkeypatch.setattr("explorer.projection.estimate.free_bytes", lambda: 1000)
    with pytest.raises(ExplorerError, match="A map of 60 words needs about"):
        plan_map(small_embedding, "umap")


def test_what_was_made_otherwise_than_it_was_asked_for_is_told(small_embedding):
    options = UmapOptions(n_epochs=5, n_neighbors=30)
    few = project(small_embedding, "umap", options, n_words=7)
    assert reductions(options, few) == ("Neighbours is 7 here instead of 30, as these words allow no more.",)
    assert reductions(options, project(small_embedding, "umap", options)) == ()
