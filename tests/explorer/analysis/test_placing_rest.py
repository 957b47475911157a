import numpy as np
import pytest

from explorer.analysis.map_options import settled
from explorer.analysis.placing_rest import place_rest
from explorer.errors import ExplorerError
from explorer.projection.as_is import AsIsOptions
from explorer.projection.axes import AxesOptions
from explorer.projection.methods import METHODS, project
from explorer.projection.projection import Projection

SOME = np.arange(0, 60, 2)


def part(embedding, method, options):
    return project(embedding, method, settled(embedding, options), indices=SOME, words="some")


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("axes", AxesOptions(x="animal0 -> colour0", n_components=3)),
        ("axes", AxesOptions(x="animal0 -> colour0", polar=True, center=False)),
        ("as-is", AsIsOptions(x="3", y="1")),
        ("pca", METHODS["pca"].options(x=2, y=1)),
        ("umap", METHODS["umap"].options(n_epochs=20)),
    ],
    ids=["axes", "polar", "as it is", "PCA", "UMAP"],
)
def test_words_that_are_placed_stay_and_all_others_join_them(small_embedding, method, options):
    before = part(small_embedding, method, options)
    after = place_rest(small_embedding, before)
    assert after.is_complete
    assert after.words == "30 laid out, 30 placed beside them"
    np.testing.assert_array_equal(after.points[SOME], before.points)
    assert np.isfinite(after.points).all()
    assert after.figures["sample"] == 60
    assert place_rest(small_embedding, after) is after


def test_along_an_axis_the_others_stand_where_it_has_them(small_embedding):
    options = AxesOptions(x="animal0 -> colour0", y="number0", center=False)
    after = place_rest(small_embedding, part(small_embedding, "axes", options))
    everything = project(small_embedding, "axes", settled(small_embedding, options))
    np.testing.assert_allclose(after.points, everything.points, atol=1e-6)


def test_an_axis_through_words_that_were_selected_then_cannot_be_found_again(small_embedding):
    options = settled(small_embedding, AxesOptions(x="[selection]"), selection=(1, 2))
    before = project(small_embedding, "axes", options, indices=SOME)
    with pytest.raises(ExplorerError, match="words that were selected when it was made"):
        place_rest(small_embedding, before)


def test_two_dots_are_no_map_to_place_words_into(small_embedding):
    one = Projection("umap", np.zeros((1, 2), np.float32), np.arange(1), 60, METHODS["umap"].options().__dict__)
    with pytest.raises(ExplorerError, match="fewer than two words"):
        place_rest(small_embedding, one)
