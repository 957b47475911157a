"""Counting co-occurrences and learning GloVe vectors, against the original programs where they are built.

``GLOVE_BUILD`` names the folder of Stanford's programs `cooccur` and `glove`; without it, ours are measured alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import sentences
from explorer.corpus.vocabulary import survey_corpus
from explorer.samples import open_sample
from explorer.task import Task
from explorer.training.glove import Cells, GloveModel, cells_of
from explorer.training.glove_options import GloveOptions
from explorer.training.snapshots import TrainingWatch
from tests.benchmarks.measuring import Row, in_turn, seconds

WINDOW, MIN_COUNT = 10, 2
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


def _prepare(folder: Path) -> tuple[str, ...]:
    corpus = open_sample("state-of-the-union")
    survey = survey_corpus(corpus)
    words = {word: count for word, count in survey.counts.items() if count >= MIN_COUNT}
    with (folder / "corpus.txt").open("w", encoding="utf-8") as file:
        file.writelines(" ".join(tokens) + "\n" for tokens in sentences(corpus))
    (folder / "vocab.txt").write_text("".join(f"{word} {count}\n" for word, count in words.items()), encoding="utf-8")
    return tuple(words)


def _count(folder: Path, words: tuple[str, ...]):
    with (folder / "corpus.txt").open(encoding="utf-8") as file:
        return count_cooccurrences((line.split() for line in file), words, WINDOW)


def _counting(folder: Path, words: tuple[str, ...], build: Path | None) -> Row:
    name, goal = "co-occurrences", ">= 3 x"
    counts = _count(folder, words)
    work = f"11 MB, window {WINDOW}, {len(words):,} words"
    if build is None:
        return Row(name, work, seconds(lambda: _count(folder, words)), goal=goal, runs=1)

    def original() -> None:
        command = [build / "cooccur", "-window-size", str(WINDOW), "-vocab-file", "vocab.txt", "-verbose", "0"]
        with (folder / "corpus.txt").open("rb") as text, (folder / "counts.bin").open("wb") as out:
            subprocess.run(command, cwd=folder, stdin=text, stdout=out, stderr=subprocess.DEVNULL, check=True)

    ours, theirs = in_turn(lambda: _count(folder, words), original)
    size = (folder / "counts.bin").stat().st_size // RECORD.itemsize
    records = np.fromfile(folder / "counts.bin", RECORD, count=size)
    known = (records["word1"] > 0) & (records["word1"] <= len(words))  # an empty overflow file adds some that are not
    entries = records[known]["value"]
    same = len(entries) == counts.nnz and np.allclose(entries, counts.data, rtol=1e-9)
    return Row(name, work, ours, "the original cooccur", theirs, goal=goal, quality={"same entries": float(same)})


def _learn(model: GloveModel, cells: Cells, epochs: int) -> float:
    """Learn for some epochs; the mean cost of a pair in the last."""
    shown = []
    watch = TrainingWatch(lambda: None, len(cells), epochs, Task(), _Never(), stretch=len(cells))  # type: ignore[arg-type]
    watch.show = shown.append  # type: ignore[method-assign]
    model.train(cells, watch)
    return watch._curve.points()[-1][1]


class _Never:
    def is_set(self) -> bool:
        return False


def _learning(folder: Path, words: tuple[str, ...], build: Path | None) -> Row:
    name, goal = "GloVe, one iteration", ">= 5 x, cost within 2 %"
    options = replace(OPTIONS, epochs=1)
    cells = cells_of(_count(folder, words), options)
    work = f"{len(cells):,} cells, dim {options.dim}, {options.workers} threads"
    model = GloveModel(len(words), options)
    if build is None:
        return Row(name, work, seconds(lambda: _learn(model, cells, 1)), goal=goal, runs=1)
    shuffled = np.empty(len(cells), RECORD)
    shuffled["word1"], shuffled["word2"] = cells.rows + 1, cells.columns + 1
    shuffled["value"] = np.exp(cells.logarithms, dtype=np.float64)
    np.random.default_rng(1).shuffle(shuffled)
    shuffled.tofile(folder / "shuffled.bin")

    def original(epochs: int) -> float:
        command = [build / "glove", "-input-file", "shuffled.bin", "-vocab-file", "vocab.txt", "-save-file", "vectors"]
        command += ["-gradsq-file", "gradsq", "-x-max", str(options.x_max), "-iter", str(epochs)]
        command += ["-threads", str(options.workers), "-vector-size", str(options.dim)]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr
        return float(re.findall(r"cost: ([0-9.]+)", told)[-1])

    # What the original spends on reading and writing is left out: one run of three iterations less one of one.
    ours, once = in_turn(lambda: _learn(model, cells, 1), lambda: original(1), runs=3)
    theirs = (seconds(lambda: original(3)) - once) / 2
    cost, peer_cost = _learn(GloveModel(len(words), replace(options, epochs=EPOCHS)), cells, EPOCHS), original(EPOCHS)
    quality = {f"cost after {EPOCHS}": cost, "the original's": peer_cost}
    return Row(name, work, ours, "the original glove", theirs, goal=goal, runs=3, quality=quality)
