"""Reading corpora: how long it takes, in how much memory, and how soon a concordance answers.

The text of 1 GB is State of the Union, again and again; ``CORPUS_COPIES`` takes another number of copies than 100.
"""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from explorer.corpus.concordance import concordance_of
from explorer.corpus.documents import read_documents
from explorer.corpus.reading import Corpus, open_corpus
from explorer.samples import open_sample
from tests.benchmarks.measuring import Row, seconds

COPIES = int(os.environ.get("CORPUS_COPIES", "100"))
WORDS = ("the", "government", "peace", "slavery")
# In a process of its own, whose peak of memory is that of the work; the words are counted, as before any training.
ALONE = """
import resource, sys, time
from explorer.corpus.reading import open_corpus, read_lines
from explorer.corpus.vocabulary import survey_corpus
start = time.perf_counter()
corpus = open_corpus([sys.argv[1]])
if sys.argv[2] == "read":
    for _ in read_lines(corpus): pass
else:
    survey_corpus(corpus)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def rows() -> Iterator[Row]:
    """A large text, a large table, and the concordance of 20 MB."""
    speeches = "\n\n".join("\n".join(document.lines) for document in read_documents(_speeches()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, table, text = folder / "large.txt", folder / "table.csv", folder / "20 MB.txt"
        with large.open("w", encoding="utf-8") as file:
            for _ in range(COPIES):
                file.write(f"{speeches}\n\n")
        size = f"{large.stat().st_size / 1e9:.2f} GB of text"
        yield _alone("open and read", size, large, "read")
        yield _alone("count the words", size, large, "survey")
        _write_table(table, speeches)
        taken = seconds(lambda: [list(document.lines) for document in read_documents(open_corpus([table]))])
        yield Row("open and read", f"{table.stat().st_size / 1e6:.0f} MB of CSV", taken, runs=1)
        text.write_text(speeches * 2, encoding="utf-8")
        yield from _concordance(text)


def _speeches() -> Corpus:
    corpus = open_sample("state-of-the-union")
    assert isinstance(corpus, Corpus)
    return corpus


def _alone(name: str, work: str, path: Path, what: str) -> Row:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(path), what], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    taken, peak = map(float, done.stdout.split())
    return Row(name, work, taken, goal="< 2,000 MB", runs=1, quality={"peak MB": peak})


def _write_table(path: Path, speeches: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("number", "half", "text"))
        texts = [text for text in speeches.split("\n") if text]
        writer.writerows((number, number % 2, text) for number, text in enumerate(texts * 5))


def _concordance(path: Path) -> Iterator[Row]:
    corpus = open_corpus([path])
    yield Row("concordance", "index of 21.5 MB", seconds(lambda: concordance_of(corpus)), runs=1)
    made = concordance_of(corpus)
    for word in WORDS:
        taken = statistics.median(seconds(lambda word=word: made.lines(word)) for _ in range(9))  # type: ignore[misc]
        yield Row("concordance", f"lines of “{word}”", taken, goal="< 0.05 s", runs=9)
