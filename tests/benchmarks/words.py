"""Taking texts apart: how long each step of the chain takes on 10.8 MB, and how soon its preview answers."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace

from explorer.corpus.preprocessing import plain_chain, sentences
from explorer.corpus.preview import preview
from explorer.corpus.reading import Corpus, open_corpus
from explorer.corpus.token_options import TokenOptions
from explorer.samples import open_sample
from tests.benchmarks.measuring import Row, seconds

STEPS = {
    "words": TokenOptions(),
    "numbers, stop words": TokenOptions(numbers="one", stop_words=True),
    "Snowball stems": TokenOptions(base="snowball"),
    "lemmas": TokenOptions(base="lemma"),
    "a pattern": TokenOptions(tokens="pattern"),
    "phrases": TokenOptions(phrases=True),
    "8,000 BPE pieces": TokenOptions(pieces="bpe"),
    "8,000 WordPiece pieces": TokenOptions(pieces="wordpiece"),
}


def rows() -> Iterator[Row]:
    """The plain chain, each further step, and the preview of a change."""
    corpus = open_sample("state-of-the-union")
    assert isinstance(corpus, Corpus)
    work = f"{corpus.n_bytes / 1e6:.1f} MB"
    for name, options in STEPS.items():
        yield Row(name, work, seconds(lambda options=options: _exhaust(sentences(_anew(corpus), options))), runs=1)
    for name, options in STEPS.items():
        preview(corpus, options)  # what is imported and read once is not the change
        taken = [_seconds_of_preview(corpus, options, stop) for stop in ("a", "b", "c", "d", "e")]
        yield Row("preview of a change", name, statistics.median(taken), goal="< 0.1 s")


def _seconds_of_preview(corpus: Corpus, options: TokenOptions, stop: str) -> float:
    plain_chain.cache_clear()
    return seconds(lambda: preview(corpus, replace(options, stop_also=stop)))


def _anew(corpus: Corpus) -> Corpus:
    """The same files as another corpus, of which nothing is learned yet."""
    plain_chain.cache_clear()
    return open_corpus(corpus.paths)


def _exhaust(found: Iterator[object]) -> None:
    for _ in found:
        pass
