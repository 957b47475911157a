"""Rows of the area "training": the peak memory of a training on long texts, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Row

MB = 1_000_000
SIZES = (100 * MB, 1000 * MB) if "LONG" in os.environ else (100 * MB,)
"""By what a text is repeated: the vocabulary then stays as it is, as it nearly does in a long text."""
PEAKS = {100 * MB: 1.0, 1000 * MB: 2.0}
CODE = """
import resource, sys, time
from explorer.corpus.reading import open_corpus
from explorer.training.glove_options import GloveOptions
from explorer.training.options import Word2VecOptions
from explorer.training.trainers import train
options = {"word2vec": Word2VecOptions(method="cbow", dim=50, epochs=1), "glove": GloveOptions(dim=50, epochs=1)}
start = time.perf_counter()
train(open_corpus([sys.argv[1]]), options[sys.argv[2]])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory_rows(folder: Path) -> Iterator[Row]:
    """``folder`` holds State of the Union as tokens, "once.txt"."""
    once = (folder / "once.txt").read_bytes()
    for size in SIZES:
        path = folder / "long.txt"
        with path.open("wb") as file:
            for _ in range(-(-size // len(once))):
                file.write(once)
        for method in ("word2vec", "glove") if size == SIZES[0] else ("word2vec",):
            yield _row(path, method, size)
        path.unlink()


def _row(path: Path, method: str, size: int) -> Row:
    command = [sys.executable, "-c", CODE, str(path), method]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    peak = float(told[1]) / 1e6
    work = f"{size // MB:,} MB, {method}"
    goal = f"peak < {PEAKS[size]:g} GB"
    return Row("memory of a training", work, float(told[0]), goal=goal, runs=1, quality={"peak GB": round(peak, 2)})
