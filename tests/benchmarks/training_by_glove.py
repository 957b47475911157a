"""Rows of the area "training": GloVe against the original, how quickly it learns and how good its vectors are."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.reading import Corpus, open_corpus
from explorer.corpus.token_lines import Lines
from explorer.task import Task
from explorer.training.glove import GloveVectors
from explorer.training.glove_cells import Cells, cells_of
from explorer.training.glove_options import GloveOptions
from explorer.training.snapshots import TrainingWatch
from tests.benchmarks.live_map import cost_of_map, with_map, without_map
from tests.benchmarks.measuring import RUNS, Row, in_turn, seconds
from tests.benchmarks.word_pairs import spearman

WINDOW = 10
OPTIONS = GloveOptions(dim=100, epochs=1, x_max=10.0, workers=2)
EPOCHS = 15  # after which the costs and the vectors are compared
SEEDS = (1, 2, 3)
RECORD = np.dtype([("word1", "<i4"), ("word2", "<i4"), ("value", "<f8")])


def glove_rows(folder: Path, words: tuple[str, ...], lines: Lines, build: Path | None) -> Iterator[Row]:
    """``folder`` holds the words with their counts, "vocab.txt"; ``build`` the original program."""
    cells = cells_of(count_cooccurrences(lines, words, WINDOW), OPTIONS)
    theirs = None if build is None else _Original(build / "glove", folder)
    yield _speed(cells, words, theirs)
    yield _similarities(cells, words, theirs)
    yield _live_map(open_corpus([folder / "once.txt"]))


@dataclass(frozen=True)
class _Original:
    program: Path
    folder: Path

    def shuffle(self, cells: Cells, seed: int) -> None:
        """Write the cells as the program reads them; its own random numbers begin the same each time."""
        shuffled = np.empty(len(cells), RECORD)
        shuffled["word1"], shuffled["word2"] = cells.rows + 1, cells.columns + 1
        shuffled["value"] = np.exp(cells.logarithms, dtype=np.float64)
        np.random.default_rng(seed).shuffle(shuffled)
        shuffled.tofile(self.folder / "shuffled.bin")

    def learn(self, epochs: int) -> float:
        """The mean cost of a pair in the last epoch."""
        command = [self.program, "-input-file", "shuffled.bin", "-vocab-file", "vocab.txt", "-save-file", "vectors"]
        command += ["-gradsq-file", "gradsq", "-x-max", str(OPTIONS.x_max), "-iter", str(epochs)]
        command += ["-threads", str(OPTIONS.workers), "-vector-size", str(OPTIONS.dim)]
        told = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stderr
        return float(re.findall(r"cost: ([0-9.]+)", told)[-1])

    def vectors(self, n: int) -> np.ndarray:
        """Those of the first ``n`` words, as they were written."""
        lines = (self.folder / "vectors.txt").read_text(encoding="utf-8").split("\n")[:n]
        return np.array([line.split(" ")[1:] for line in lines], dtype=np.float32)


class _Never:
    def is_set(self) -> bool:
        return False


def _learn(model: GloveVectors, cells: Cells, epochs: int) -> float:
    """Learn for some epochs; the mean cost of a pair in the last."""
    shown = []
    watch = TrainingWatch(lambda: None, len(cells), epochs, Task(), _Never(), stretch=len(cells))  # type: ignore[arg-type]
    watch._show = shown.append  # type: ignore[method-assign]
    model.train(cells, epochs, OPTIONS.eta, watch)
    return watch._curve.points()[-1][1]


def _speed(cells: Cells, words: tuple[str, ...], theirs: _Original | None) -> Row:
    name, goal = "GloVe, one iteration", ">= 5 x"
    work = f"{len(cells):,} cells, dim {OPTIONS.dim}, {OPTIONS.workers} threads"
    model = GloveVectors(len(words), OPTIONS)
    if theirs is None:
        return Row(name, work, seconds(lambda: _learn(model, cells, 1)), goal=goal, runs=1)
    theirs.shuffle(cells, 1)
    # What the original spends on reading and writing is left out: one run of three iterations less one of one.
    ours_s, once = in_turn(lambda: _learn(model, cells, 1), lambda: theirs.learn(1), runs=3)
    theirs_s = (seconds(lambda: theirs.learn(3)) - once) / 2
    return Row(name, work, ours_s, "the original glove", theirs_s, goal=goal, runs=3)


def _similarities(cells: Cells, words: tuple[str, ...], theirs: _Original | None) -> Row:
    """The cost, and Spearman's correlation with WordSim-353, over three seeds each."""
    found: dict[str, list[float]] = {"ours": [], "the original's": []}
    costs: dict[str, list[float]] = {"ours": [], "the original's": []}
    spent = {"ours": 0.0, "the original's": 0.0}
    for seed in SEEDS:
        model = GloveVectors(len(words), replace(OPTIONS, epochs=EPOCHS, seed=seed))
        spent["ours"] += seconds(lambda model=model: costs["ours"].append(_learn(model, cells, EPOCHS)))
        found["ours"].append(spearman(words, model.vectors()))
        if theirs is not None:
            theirs.shuffle(cells, seed)
            spent["the original's"] += seconds(lambda: costs["the original's"].append(theirs.learn(EPOCHS)))
            found["the original's"].append(spearman(words, theirs.vectors(len(words))))
    quality: dict[str, float] = {}
    for who in ("ours", "the original's") if theirs is not None else ("ours",):
        quality |= {f"{who} cost": mean(costs[who]), f"{who} Spearman": mean(found[who])}
        quality |= {f"{who} deviation": stdev(found[who])}
    work = f"WordSim-353, {len(SEEDS)} seeds, {EPOCHS} iterations"
    goal = "the same; cost within 2 %"
    peer_s = None if theirs is None else spent["the original's"]
    peer = "" if theirs is None else "the original glove"
    return Row("GloVe, word similarity", work, spent["ours"], peer, peer_s, goal, 1, quality)


def _live_map(corpus: Corpus) -> Row:
    options = replace(OPTIONS, epochs=EPOCHS)
    pairs = [(with_map(corpus, options), without_map(corpus, options)) for _ in range(RUNS)]
    watched, alone = zip(*pairs, strict=True)
    return cost_of_map("the live map, GloVe", [spent for spent, _ in watched], alone, [rate for _, rate in watched])
