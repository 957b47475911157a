"""Maps by UMAP, t-SNE and PCA against umap-learn and scikit-learn; the quality of both maps stands beside each time.

Each side runs in a process of its own, so that its first map there is a cold one. What takes under half an hour runs by
itself; ``LONG=1 make bench AREA=projection`` adds what takes an hour more: 400,000 words, also by umap-learn, and three
seeds of 50,000.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.neighbors.approximate_graph import approximate_graph, graph_recall
from explorer.projection.placing import place
from explorer.projection.projection import Projection
from explorer.projection.quality import measure_quality
from explorer.projection.umap import UmapOptions, project_umap
from tests.benchmarks.measuring import Row, seconds
from tests.benchmarks.one_map import measured
from tests.benchmarks.real_data import french_300d, glove_6b_50d, moby_dick_50d

Vectors = NDArray[np.float32]
Points = NDArray[np.float32]

SEEDS = (1, 2, 3)
WIDE = 100
IS_LONG = bool(os.environ.get("LONG"))


def rows() -> Iterator[Row]:
    """From the quickest to the slowest: the peers take most of the time."""
    _, vectors = glove_6b_50d()
    wide = _in_dimensions(vectors[:50_000], WIDE)
    yield _graph(vectors[:50_000])
    yield _placing(vectors[:10_000])
    for n in (10_000, 50_000, 100_000, *((400_000,) if IS_LONG else ())):
        yield _growth(vectors[:n])
    yield from _against(
        "PCA", "pca", "scikit-learn PCA", _in_dimensions(vectors, 300), ">= 1 x", warm=5, n_components=3
    )
    for n in (10_000, 50_000):
        yield from _against("UMAP", "umap", "umap-learn", wide[:n], ">= 3 x cold, >= 1.5 x warm", warm=1)
    yield from _against("t-SNE", "tsne", "scikit-learn t-SNE", wide[:10_000], ">= 3 x", n_iter=1000, max_iter=1000)
    for name, each in (("Moby-Dick", moby_dick_50d()), ("GloVe", vectors[:10_000]), ("French", french_300d())):
        yield _three_seeds(name, each)
    if IS_LONG:
        yield _three_seeds("GloVe", vectors[:50_000])
        yield from _against("UMAP", "umap", "umap-learn", vectors, "equal quality")


def _in_dimensions(vectors: Vectors, dim: int) -> Vectors:
    """GloVe's words in more dimensions, with some noise, which keeps their clusters."""
    random = np.random.default_rng(0)
    wide = vectors @ random.normal(size=(vectors.shape[1], dim)).astype(np.float32)
    wide += random.normal(scale=0.3 * wide.std(), size=wide.shape).astype(np.float32)
    return wide


def _against(
    name: str, ours: str, peer: str, vectors: Vectors, goal: str, warm: int = 0, **options: Any
) -> Iterator[Row]:
    """A cold row, and a warm one if there are warm runs: both sides as they come, on all cores that they want."""
    own = {key: value for key, value in options.items() if key != "max_iter"}
    theirs = {key: value for key, value in options.items() if key != "n_iter"}
    measured(ours, vectors[:500], **own)  # what numba keeps on the disk is there afterwards
    (a, our_map), (b, their_map) = measured(ours, vectors, warm, **own), measured(peer, vectors, warm, **theirs)
    quality = {}
    for side, map_, found in (("", our_map, a), ("peer's ", their_map, b)):
        if name != "PCA":
            quality |= _quality(vectors, map_, side)
        quality |= {f"{side}cpu s": round(found["cold cpu"], 1), f"{side}peak MB": round(found["peak"])}
    if a["frame"] is not None:
        quality["first frame s"] = round(a["frame"], 2)
    yield Row(f"{name}, cold process", _size(vectors), a["cold"], peer, b["cold"], goal, 1, quality)
    if warm:
        quality = {
            "cpu s": round(statistics.median(a["cpu"]), 1),
            "peer's cpu s": round(statistics.median(b["cpu"]), 1),
        }
        ours_s, peer_s = statistics.median(a["warm"]), statistics.median(b["warm"])
        yield Row(f"{name}, warm", _size(vectors), ours_s, peer, peer_s, goal, warm, quality)


def _growth(vectors: Vectors) -> Row:
    found, map_ = measured("umap", np.ascontiguousarray(vectors))
    quality = _quality(vectors, map_) | {
        "cpu s": round(found["cold cpu"], 1),
        "peak MB": round(found["peak"]),
        "first frame s": round(found["frame"], 2),
    }
    return Row("UMAP of GloVe", _size(vectors), found["cold"], goal="400,000 in minutes", runs=1, quality=quality)


def _three_seeds(name: str, vectors: Vectors) -> Row:
    """The mean quality over three seeds; umap-learn with a seed runs on one core, so the times say less."""
    times: dict[str, list[float]] = {"": [], "peer's ": []}
    qualities = []
    vectors = np.ascontiguousarray(vectors)
    for seed in SEEDS:
        quality = {}
        for side, maker in (("", "umap"), ("peer's ", "umap-learn")):
            found, map_ = measured(maker, vectors, random_state=seed)
            times[side].append(found["cold"])
            quality |= _quality(vectors, map_, side)
        qualities.append(quality)
    mean = {figure: round(statistics.mean(each[figure] for each in qualities), 4) for figure in qualities[0]}
    work, goal = f"{name}, {_size(vectors)}, seeds 1 to 3", "quality not below by more than 0.005"
    ours_s, peer_s = statistics.median(times[""]), statistics.median(times["peer's "])
    return Row("UMAP, seeded, cold", work, ours_s, "umap-learn", peer_s, goal, 3, mean)


def _graph(vectors: Vectors) -> Row:
    """Fifteen neighbours of each word by our lists and by those of faiss, with about the same recall."""
    import faiss

    vectors = np.ascontiguousarray(vectors)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    found = {}

    def ours() -> None:
        found["ours"] = approximate_graph(vectors, 15)[0]

    def theirs() -> None:
        index = faiss.index_factory(
            vectors.shape[1], f"IVF{int(np.sqrt(len(vectors)))},Flat", faiss.METRIC_INNER_PRODUCT
        )
        index.train(unit)
        index.add(unit)
        index.nprobe = 16
        near = index.search(unit, 16)[1]
        is_other = near != np.arange(len(near))[:, None]
        is_other[is_other.all(axis=1), -1] = False
        found["faiss"] = near[is_other].reshape(len(near), 15)

    ours()
    ours_s, peer_s = seconds(ours), seconds(theirs)
    recall = {side + "recall": round(graph_recall(vectors, found[key], "cosine"), 3) for side, key in SIDES}
    return Row("neighbour graph, k 15", _size(vectors), ours_s, "faiss IVF", peer_s, ">= 1 x", 1, recall)


SIDES = (("", "ours"), ("peer's ", "faiss"))


def _placing(vectors: Vectors) -> Row:
    """A tenth of the words placed into a map of the others, and the neighbours that they have in a map of all."""
    from explorer.projection.errors import map_errors

    vectors = np.ascontiguousarray(vectors)
    n = len(vectors)
    held = np.sort(np.random.default_rng(0).permutation(n)[: n // 10])
    kept = np.setdiff1d(np.arange(n), held)
    whole = project_umap(vectors, UmapOptions())
    part = project_umap(vectors[kept], UmapOptions(), n_words=n)
    part = Projection("umap", part.points.copy(), kept, n, part.options, unit=part.unit)
    joined = {}
    ours_s = seconds(lambda: joined.update(map=place(vectors, part, held)))
    recall = {
        "neighbour recall": round(1 - float(map_errors(vectors, joined["map"])[held].mean()), 4),
        "in a map of all": round(1 - float(map_errors(vectors, whole)[held].mean()), 4),
    }
    return Row("UMAP, placing a tenth", _size(vectors), ours_s, goal="near that of all", runs=1, quality=recall)


def _quality(vectors: Vectors, points: Points, side: str = "") -> dict[str, float]:
    """The trustworthiness and the neighbour recall at k = 15, of 2,000 words at most."""
    projection = Projection("umap", np.array(points, np.float32), np.arange(len(points)), len(points))
    n_sample = 2000 if len(points) <= 50_000 else None
    found = measure_quality(vectors, projection, "cosine", n_sample=n_sample)
    return {side + figure: round(found[figure], 4) for figure in ("trustworthiness", "neighbour recall")}


def _size(vectors: Vectors) -> str:
    return f"{len(vectors):,} x {vectors.shape[1]}"
