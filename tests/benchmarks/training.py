"""Counting co-occurrences and learning vectors, against the original programs and gensim alone.

``GLOVE_BUILD`` names the folder of Stanford's programs `cooccur` and `glove`; without it, ours are measured alone.
``LONG=1`` adds the peak memory on 1 GB of text (some ten minutes, and 2 GB of room for temporary files).
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import sentences
from explorer.corpus.vocabulary import survey_corpus
from explorer.samples import open_sample
from explorer.task import Task
from explorer.training.glove import GloveVectors
from explorer.training.glove_cells import Cells, cells_of
from explorer.training.glove_options import GloveOptions
from explorer.training.snapshots import TrainingWatch
from tests.benchmarks import training_by_gensim, training_memory
from tests.benchmarks.measuring import Row, in_turn, seconds

WINDOW, MIN_COUNT = 10, 2
TIMES = 2  # State of the Union has 10.8 MB; twice are what was promised for
OPTIONS = GloveOptions(dim=100, epochs=1, x_max=10.0, workers=2)
EPOCHS = 15  # after which the costs are compared
RECORD = np.dtype([("word1", "<i4"), ("word2", "<i4"), ("value", "<f8")])


def rows() -> Iterator[Row]:
    """State of the Union, tokenised to a file that both sides read."""
    build = Path(os.environ["GLOVE_BUILD"]) if "GLOVE_BUILD" in os.environ else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = _prepare(folder)
        yield _counting(folder, words, build)
        yield _learning(folder, words, build)
        yield from training_by_gensim.gensim_rows(folder)
        yield from training_memory.memory_rows(folder)


@dataclass(frozen=True)
class _Lines:
    """A file of tokens, as the program keeps one of its own."""

    path: Path

    def pieces(self, size: int) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(size):
                yield piece + file.readline()


def _prepare(folder: Path) -> tuple[str, ...]:
    corpus = open_sample("state-of-the-union")
    survey = survey_corpus(corpus)
    words = {word: count for word, count in survey.counts.items() if count >= MIN_COUNT}
    with (folder / "once.txt").open("w", encoding="utf-8") as file:
        file.writelines(" ".join(tokens) + "\n" for tokens in sentences(corpus))
    (folder / "corpus.txt").write_bytes((folder / "once.txt").read_bytes() * TIMES)
    (folder / "vocab.txt").write_text("".join(f"{word} {count}\n" for word, count in words.items()), encoding="utf-8")
    return tuple(words)


def _counting(folder: Path, words: tuple[str, ...], build: Path | None) -> Row:
    name, goal = "co-occurrences", ">= 3 x"
    lines = _Lines(folder / "corpus.txt")
    counts = count_cooccurrences(lines, words, WINDOW)
    work = f"{lines.path.stat().st_size / 1e6:.0f} MB, window {WINDOW}, {len(words):,} words"
    if build is None:
        return Row(name, work, seconds(lambda: count_cooccurrences(lines, words, WINDOW)), goal=goal, runs=1)

    def original() -> None:
        command = [build / "cooccur", "-window-size", str(WINDOW), "-vocab-file", "vocab.txt", "-verbose", "0"]
        with lines.path.open("rb") as text, (folder / "counts.bin").open("wb") as out:
            subprocess.run(command, cwd=folder, stdin=text, stdout=out, stderr=subprocess.DEVNULL, check=True)

    ours, theirs = in_turn(lambda: count_cooccurrences(lines, words, WINDOW), original)
    size = (folder / "counts.bin").stat().st_size // RECORD.itemsize
    records = np.fromfile(folder / "counts.bin", RECORD, count=size)
    known = (records["word1"] > 0) & (records["word1"] <= len(words))  # an empty overflow file adds some that are not
    entries = records[known]["value"]
    same = len(entries) == counts.nnz and np.allclose(entries, counts.data, rtol=1e-9)
    return Row(name, work, ours, "the original cooccur", theirs, goal=goal, quality={"same entries": float(same)})


def _learn(model: GloveVectors, cells: Cells, epochs: int) -> float:
    """Learn for some epochs; the mean cost of a pair in the last."""
    shown = []
    watch = TrainingWatch(lambda: None, len(cells), epochs, Task(), _Never(), stretch=len(cells))  # type: ignore[arg-type]
    watch._show = shown.append  # type: ignore[method-assign]
    model.train(cells, epochs, OPTIONS.eta, watch)
    return watch._curve.points()[-1][1]


class _Never:
    def is_set(self) -> bool:
        return False


def _learning(folder: Path, words: tuple[str, ...], build: Path | None) -> Row:
    name, goal = "GloVe, one iteration", ">= 5 x, cost within 2 %"
    cells = cells_of(count_cooccurrences(_Lines(folder / "once.txt"), words, WINDOW), OPTIONS)
    work = f"{len(cells):,} cells, dim {OPTIONS.dim}, {OPTIONS.workers} threads"
    model = GloveVectors(len(words), OPTIONS)
    if build is None:
        return Row(name, work, seconds(lambda: _learn(model, cells, 1)), goal=goal, runs=1)
    shuffled = np.empty(len(cells), RECORD)
    shuffled["word1"], shuffled["word2"] = cells.rows + 1, cells.columns + 1
    shuffled["value"] = np.exp(cells.logarithms, dtype=np.float64)
    np.random.default_rng(1).shuffle(shuffled)
    shuffled.tofile(folder / "shuffled.bin")

    def original(epochs: int) -> float:
        command = [build / "glove", "-input-file", "shuffled.bin", "-vocab-file", "vocab.txt", "-save-file", "vectors"]
        command += ["-gradsq-file", "gradsq", "-x-max", str(OPTIONS.x_max), "-iter", str(epochs)]
        command += ["-threads", str(OPTIONS.workers), "-vector-size", str(OPTIONS.dim)]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr
        return float(re.findall(r"cost: ([0-9.]+)", told)[-1])

    # What the original spends on reading and writing is left out: one run of three iterations less one of one.
    ours, once = in_turn(lambda: _learn(model, cells, 1), lambda: original(1), runs=3)
    theirs = (seconds(lambda: original(3)) - once) / 2
    fresh = GloveVectors(len(words), replace(OPTIONS, epochs=EPOCHS))
    quality = {f"cost after {EPOCHS}": _learn(fresh, cells, EPOCHS), "the original's": original(EPOCHS)}
    return Row(name, work, ours, "the original glove", theirs, goal=goal, runs=3, quality=quality)
