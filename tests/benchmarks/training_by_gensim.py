"""Rows of the area "training": word2vec with the live map on, against gensim alone, and how good its vectors are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean, median, stdev

from explorer.corpus.reading import Corpus, open_corpus
from explorer.samples import open_sample
from explorer.training.options import Word2VecOptions
from explorer.training.trainers import train
from tests.benchmarks.live_map import (
    TOKENISED,
    Spent,
    cost_of_map,
    ratio_of_processor_time,
    spent_on,
    with_map,
    without_map,
)
from tests.benchmarks.live_window import window_row
from tests.benchmarks.measuring import RUNS, Row, in_turn
from tests.benchmarks.word_pairs import spearman

SPEED = Word2VecOptions(method="skipgram", dim=100, epochs=1, workers=2)
"""With one epoch, what is done once, such as counting the words, weighs most."""
QUALITY = Word2VecOptions(method="skipgram", dim=100, epochs=3, workers=2)
SEEDS = (1, 2, 3)


def gensim_rows(folder: Path) -> Iterator[Row]:
    """``folder`` holds State of the Union twice as tokens, "corpus.txt", and once, "once.txt"."""
    twice, once = open_corpus([folder / "corpus.txt"]), open_corpus([folder / "once.txt"])
    yield from _speed(twice)
    yield window_row(folder / "once.txt")
    yield _similarities(once)


def _alone(path: Path, options: Word2VecOptions):
    """gensim without us, in its quickest mode."""
    from gensim.models import Word2Vec

    return Word2Vec(
        corpus_file=str(path),
        sg=1,
        vector_size=options.dim,
        window=options.window,
        min_count=options.min_count,
        negative=options.negative,
        sample=options.sample,
        alpha=options.alpha,
        epochs=options.epochs,
        seed=options.seed,
        workers=options.workers,
    ).wv


def _speed(corpus: Corpus) -> Iterator[Row]:
    """From the file to vectors: with the live map, without it, and by gensim alone, by turns."""
    (path,) = corpus.paths
    sides: dict[str, list[Spent]] = {"map": [], "no map": [], "gensim": []}
    rates: list[float] = []
    for _ in range(RUNS):
        spent, rate = with_map(corpus, SPEED)
        sides["map"].append(spent)
        rates.append(rate)
        sides["gensim"].append(spent_on(lambda: _alone(path, SPEED)))
        sides["no map"].append(without_map(corpus, SPEED))
    work = f"{corpus.n_bytes / 1e6:.0f} MB of tokens, skip-gram, dim {SPEED.dim}, {SPEED.epochs} epoch"
    ours, theirs = (median(each.seconds for each in sides[side]) for side in ("map", "gensim"))
    quality = {"processor time in %": 100 * ratio_of_processor_time(sides["map"], sides["gensim"])}
    yield Row("word2vec, map on", work, ours, "gensim, corpus_file", theirs, ">= 1 x", RUNS, quality)
    yield cost_of_map("the live map, word2vec", sides["map"], sides["no map"], rates)


def _similarities(corpus: Corpus) -> Row:
    """Spearman's correlation with WordSim-353, over three seeds each."""
    (path,) = corpus.paths
    found: dict[str, list[float]] = {"ours": [], "gensim's": []}

    def ours() -> None:
        for seed in SEEDS:
            learned = train(corpus, replace(QUALITY, seed=seed), TOKENISED)
            found["ours"].append(spearman(learned.index_to_key, learned.vectors))

    def theirs() -> None:
        for seed in SEEDS:
            learned = _alone(path, replace(QUALITY, seed=seed))
            found["gensim's"].append(spearman(learned.index_to_key, learned.vectors))

    ours_s, theirs_s = in_turn(ours, theirs, runs=1)
    quality = {f"{who} Spearman": mean(values) for who, values in found.items()}
    quality |= {f"{who} deviation": stdev(values) for who, values in found.items()}
    work = f"WordSim-353, {len(SEEDS)} seeds, {QUALITY.epochs} epochs of {open_sample('state-of-the-union').name}"
    return Row("word similarity", work, ours_s, "gensim alone", theirs_s, goal="the same", runs=1, quality=quality)
