"""One way of making a map, measured in a process of its own: `python -m tests.benchmarks.one_map` is run by others.

It prints JSON: seconds from the start of the process to the end of the first run ("cold"), of each later run ("warm"),
their processor time ("cpu"), the peak of the memory in MB ("peak"), and the seconds to the first frame ("frame").
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
FOLDER = Path(__file__).parents[2] / "build" / "bench"


def measured(maker: str, vectors: NDArray[np.float32], runs: int = 1, **options: Any) -> tuple[dict[str, Any], Points]:
    """What `main` prints, and the points of the last run; ``runs`` are the warm ones, after the cold one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    source, result = FOLDER / "vectors.npy", FOLDER / "points.npy"
    np.save(source, vectors)
    command = [sys.executable, "-m", "tests.benchmarks.one_map", maker, str(source), str(result), str(runs)]
    started = time.time()
    found = subprocess.run(
        [*command, json.dumps(options), str(started)], check=True, capture_output=True, text=True, cwd=FOLDER.parents[1]
    )
    return json.loads(found.stdout.splitlines()[-1]), np.load(result)


def main(maker: str, source: str, result: str, runs: str, options: str, started: str) -> None:
    """Make the map once, and then as often as told."""
    warnings.simplefilter("ignore")
    vectors = np.load(source)
    make, frames = MAKERS[maker], []
    told: dict[str, Any] = {"warm": [], "cpu": []}
    for run in range(int(runs) + 1):
        wall, processor = time.perf_counter(), time.process_time()
        points = make(vectors, json.loads(options), lambda: frames.append(time.perf_counter()))
        if run == 0:
            told["cold"] = time.time() - float(started)
            told["cold cpu"] = time.process_time()
            told["frame"] = frames[0] - wall if frames else None
        else:
            told["warm"].append(time.perf_counter() - wall)
            told["cpu"].append(time.process_time() - processor)
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    np.save(result, points)
    print(json.dumps(told), flush=True)
    os._exit(0)  # some libraries take their time to end


def _ours(method: str) -> Callable[..., Points]:
    def make(vectors: NDArray[np.float32], options: dict[str, Any], framed: Callable[[], object]) -> Points:
        from explorer.projection.methods import METHODS
        from explorer.task import Task

        chosen = METHODS[method]
        task = Task(on_partial=lambda _: framed())
        return chosen.project(vectors, chosen.options(**options), task).points

    return make


def _umap_learn(vectors: NDArray[np.float32], options: dict[str, Any], framed: object) -> Points:
    from umap import UMAP

    seeded = {"n_jobs": 1} if "random_state" in options else {}  # what it says itself otherwise
    return np.asarray(UMAP(**({"metric": "cosine"} | options | seeded)).fit_transform(vectors), np.float32)


def _sklearn_tsne(vectors: NDArray[np.float32], options: dict[str, Any], framed: object) -> Points:
    from sklearn.manifold import TSNE

    return np.asarray(TSNE(**({"metric": "cosine", "n_jobs": -1} | options)).fit_transform(vectors), np.float32)


def _sklearn_pca(vectors: NDArray[np.float32], options: dict[str, Any], framed: object) -> Points:
    from sklearn.decomposition import PCA

    return np.asarray(PCA(**({"n_components": 2} | options)).fit_transform(vectors), np.float32)


MAKERS: dict[str, Callable[..., Points]] = {
    "umap": _ours("umap"),
    "tsne": _ours("tsne"),
    "pca": _ours("pca"),
    "umap-learn": _umap_learn,
    "scikit-learn t-SNE": _sklearn_tsne,
    "scikit-learn PCA": _sklearn_pca,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
