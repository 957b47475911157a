import numpy as np
import pytest

from explorer.projection.quality import measure_quality
from explorer.projection.umap import UmapOptions, project_umap
from explorer.task import Cancelled, Task


def some_vectors(n=80, dim=6, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(4, dim))[np.arange(n) % 4] * 3 + random.normal(size=(n, dim))).astype(np.float32)


def test_the_reference_lays_the_same_words_out_as_well_and_tells_its_epochs():
    vectors = some_vectors()
    seen = []
    options = UmapOptions(n_neighbors=8, n_epochs=50, engine="umap-learn")
    theirs = project_umap(vectors, options, Task(lambda _, message: seen.append(message)))
    ours = project_umap(vectors, UmapOptions(n_neighbors=8, n_epochs=50))
    assert seen[-1] == "UMAP: epoch 50 of 50"
    assert theirs.options["engine"] == "umap-learn"
    assert not np.array_equal(theirs.points, ours.points)
    quality = [measure_quality(vectors, each)["trustworthiness"] for each in (ours, theirs)]
    assert quality[0] == pytest.approx(quality[1], abs=0.03)

    task = Task(lambda _, message: task.cancel() if message == "UMAP: epoch 0 of 50" else None)
    with pytest.raises(Cancelled):
        project_umap(vectors, options, task)
