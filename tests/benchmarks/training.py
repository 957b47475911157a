"""Counting co-occurrences and learning vectors, against the original programs and gensim alone.

``GLOVE_BUILD`` names the folder of Stanford's programs `cooccur` and `glove`; without it, ours are measured alone.
``LONG=1`` takes the text four times instead of twice, and adds the peak memory on 1 GB of it (2 GB of room for
temporary files; an hour).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import sentences
from explorer.corpus.vocabulary import survey_corpus
from explorer.samples import open_sample
from tests.benchmarks import training_by_gensim, training_by_glove, training_memory
from tests.benchmarks.measuring import Row, in_turn, seconds
from tests.benchmarks.training_by_glove import RECORD, WINDOW

MIN_COUNT = 2
TIMES = 4 if "LONG" in os.environ else 2  # State of the Union has 10.8 MB; twice are what was promised for


def rows() -> Iterator[Row]:
    """State of the Union, tokenised to a file that both sides read."""
    build = Path(os.environ["GLOVE_BUILD"]) if "GLOVE_BUILD" in os.environ else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = _prepare(folder)
        yield _counting(folder, words, build)
        yield from training_by_glove.glove_rows(folder, words, _Lines(folder / "once.txt"), build)
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
