"""Write what umap-learn finds, `umap-learn.json`: for the tests, which need not wait for it to compile.

Run it as ``python -m tests.reference.make_umap_learn_file``; it takes a minute or two.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np

from explorer.projection.projection import Projection
from explorer.projection.quality import measure_quality
from explorer.samples import open_sample

HERE = Path(__file__).parent
N_WORDS = 1000
SEEDS = (1, 2, 3)
METRICS = {"cosine": "cosine", "euclidean": "l2", "manhattan": "l1"}
CURVES = [(0.1, 1.0), (0.0, 1.0), (0.5, 1.0), (1.0, 1.0), (0.1, 0.5), (0.25, 2.0)]
N_TIED, K_TIED = 40, 6
LABELS = [word % 4 - 1 for word in range(N_TIED)]  # three categories, and words without one


def main() -> None:
    """Lay out the first words of the GloVe sample, and tie a few of them."""
    warnings.simplefilter("ignore")
    from umap import UMAP
    from umap.umap_ import (
        discrete_metric_simplicial_set_intersection,
        find_ab_params,
        fuzzy_simplicial_set,
    )

    vectors = np.ascontiguousarray(open_sample("glove-10k").vectors[:N_WORDS])
    quality = {}
    for metric, ours in METRICS.items():
        quality[metric] = []
        for seed in SEEDS:
            points = UMAP(metric=metric, random_state=seed, n_jobs=1).fit_transform(vectors)
            projection = Projection("umap", points, np.arange(N_WORDS), N_WORDS)
            quality[metric].append(dict(measure_quality(vectors, projection, ours, n_sample=N_WORDS)))
    few = vectors[:N_TIED]
    ties, _, _ = fuzzy_simplicial_set(few, K_TIED, np.random.RandomState(0), "euclidean")
    supervised = discrete_metric_simplicial_set_intersection(ties.copy(), np.array(LABELS))
    found = {
        "words": N_WORDS,
        "quality": quality,
        "curves": [[*each, *map(float, find_ab_params(each[1], each[0]))] for each in CURVES],
        "ties": {"words": N_TIED, "n_neighbors": K_TIED, "strengths": np.round(ties.toarray(), 6).tolist()},
        "supervised": {"labels": LABELS, "strengths": np.round(supervised.toarray(), 6).tolist()},
    }
    (HERE / "umap-learn.json").write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
