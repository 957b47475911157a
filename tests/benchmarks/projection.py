"""Maps by UMAP, t-SNE and PCA against umap-learn and scikit-learn; the quality of both maps stands beside each time."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.projection.pca import project_pca
from explorer.projection.projection import Projection
from explorer.projection.quality import measure_quality
from explorer.projection.tsne import TsneOptions, project_tsne
from explorer.projection.umap import UmapOptions, project_umap
from tests.benchmarks.measuring import Row, in_turn, seconds
from tests.benchmarks.real_data import french_300d, glove_6b_50d, moby_dick_50d

Vectors = NDArray[np.float32]
Points = NDArray[np.float32]

SEEDS = (1, 2, 3)
WIDE = 100
COLD = """
import sys, numpy as np
vectors = np.load(sys.argv[1])
if sys.argv[2] == "ours":
    from explorer.projection.umap import UmapOptions, project_umap
    project_umap(vectors, UmapOptions(metric="cosine"))
else:
    from umap import UMAP
    UMAP(metric="cosine").fit_transform(vectors)
"""


def rows() -> Iterator[Row]:
    """From the quickest to the slowest: the peers take most of the time."""
    _, vectors = glove_6b_50d()
    wide = _in_100_dimensions(vectors[:50_000])
    yield _pca(vectors)
    for n, runs in ((10_000, 3), (50_000, 1)):
        yield _warm(np.ascontiguousarray(wide[:n]), runs)
    for name, each in (
        ("GloVe", np.ascontiguousarray(vectors[:10_000])),
        ("French", french_300d()),
        ("Moby-Dick", moby_dick_50d()),
    ):
        yield _three_seeds(name, each)
    yield _tsne(np.ascontiguousarray(wide[:10_000]))
    yield _cold(wide[:10_000])


def _in_100_dimensions(vectors: Vectors) -> Vectors:
    """GloVe's words in more dimensions, with some noise, which keeps their clusters."""
    random = np.random.default_rng(0)
    wide = vectors @ random.normal(size=(vectors.shape[1], WIDE)).astype(np.float32)
    wide += random.normal(scale=0.3 * wide.std(), size=wide.shape).astype(np.float32)
    return wide


def _cold(vectors: Vectors) -> Row:
    """A new process each time, its start and imports included; what numba keeps on disk is there after the first."""
    from tests.benchmarks.real_data import FOLDER

    path = FOLDER / "words_for_a_cold_start.npy"
    np.save(path, vectors)

    def run(side: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", COLD, str(path), side], check=True, capture_output=True)

    run("ours")()
    ours_s, peer_s = in_turn(run("ours"), run("umap-learn"), runs=1)
    return Row("UMAP, cold process", _size(vectors), ours_s, "umap-learn", peer_s, ">= 3 x", runs=1)


def _warm(vectors: Vectors, runs: int) -> Row:
    """umap-learn as it comes, without a seed, so that it may use all cores."""
    from umap import UMAP

    maps: dict[str, Points] = {}

    def ours() -> None:
        maps["ours"] = project_umap(vectors, UmapOptions()).points

    def theirs() -> None:
        maps["umap-learn"] = UMAP(metric="cosine").fit_transform(vectors)

    project_umap(vectors[:500], UmapOptions(n_epochs=5))
    UMAP(metric="cosine", n_epochs=5).fit_transform(vectors[:5000])
    ours_s, peer_s = in_turn(ours, theirs, runs)
    quality = _compared(vectors, "cosine", maps["ours"], maps["umap-learn"])
    return Row("UMAP, warm", _size(vectors), ours_s, "umap-learn", peer_s, ">= 1.5 x, equal quality", runs, quality)


def _three_seeds(name: str, vectors: Vectors) -> Row:
    """The mean quality over three seeds; umap-learn with a seed runs on one core, so the times say less."""
    from umap import UMAP

    ours_s, peer_s, found = [], [], []
    for seed in SEEDS:
        maps: dict[str, Points] = {}

        def ours(seed: int = seed, maps: dict[str, Points] = maps) -> None:
            maps["ours"] = project_umap(vectors, UmapOptions(random_state=seed)).points

        def theirs(seed: int = seed, maps: dict[str, Points] = maps) -> None:
            maps["umap-learn"] = UMAP(metric="cosine", random_state=seed, n_jobs=1).fit_transform(vectors)

        ours_s.append(seconds(ours))
        peer_s.append(seconds(theirs))
        found.append(_compared(vectors, "cosine", maps["ours"], maps["umap-learn"]))
    quality = {figure: round(statistics.mean(each[figure] for each in found), 4) for figure in found[0]}
    work = f"{name}, {_size(vectors)}, seeds 1 to 3"
    goal = "quality not below by more than 0.005"
    return Row(
        "UMAP, seeded", work, statistics.median(ours_s), "umap-learn", statistics.median(peer_s), goal, 3, quality
    )


def _tsne(vectors: Vectors) -> Row:
    from sklearn.manifold import TSNE

    maps: dict[str, Points] = {}

    def ours() -> None:
        maps["ours"] = project_tsne(vectors, TsneOptions(n_iter=1000)).points

    def theirs() -> None:
        maps["scikit-learn"] = TSNE(metric="cosine", max_iter=1000, n_jobs=-1).fit_transform(vectors)

    ours_s, peer_s = in_turn(ours, theirs, runs=1)
    quality = _compared(vectors, "cosine", maps["ours"], maps["scikit-learn"])
    return Row("t-SNE", _size(vectors), ours_s, "scikit-learn", peer_s, ">= 3 x", 1, quality)


def _pca(vectors: Vectors) -> Row:
    from sklearn.decomposition import PCA

    wide = np.empty((len(vectors), 300), np.float32)
    turn = np.random.default_rng(0).normal(size=(vectors.shape[1], 300)).astype(np.float32)
    np.matmul(vectors, turn, out=wide)
    ours = lambda: project_pca(wide)  # noqa: E731
    theirs = lambda: PCA(2).fit_transform(wide)  # noqa: E731
    expected = PCA(2).fit(wide)
    quality = {
        "explained": round(ours().figures["explained variance"], 4),
        "explained by scikit-learn": round(float(expected.explained_variance_ratio_.sum()), 4),
    }
    ours_s, peer_s = in_turn(ours, theirs, runs=3)
    return Row("PCA to 2", _size(wide), ours_s, "scikit-learn", peer_s, ">= 1 x", 3, quality)


def _compared(vectors: Vectors, metric: str, ours: Points, theirs: Points) -> dict[str, float]:
    """The trustworthiness and the neighbour recall of both maps at k = 15, on the same 2,000 words."""
    found = {}
    for side, points in (("", ours), ("peer's ", theirs)):
        projection = Projection("umap", np.array(points, np.float32), np.arange(len(points)), len(points))
        measured = measure_quality(vectors, projection, metric, n_sample=2000)
        for figure in ("trustworthiness", "neighbour recall"):
            found[side + figure] = round(measured[figure], 4)
    return found


def _size(vectors: Vectors) -> str:
    return f"{len(vectors):,} x {vectors.shape[1]}"
