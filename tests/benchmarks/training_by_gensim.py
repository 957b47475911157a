"""Rows of the area "training": word2vec with the live map on, against gensim alone, and how good its vectors are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean, median, stdev

from explorer.corpus.reading import Corpus, open_corpus
from explorer.corpus.token_options import TokenOptions
from explorer.embedding import Embedding
from explorer.samples import open_sample
from explorer.task import Task
from explorer.training import snapshots
from explorer.training.options import Word2VecOptions
from explorer.training.trainers import train
from tests.benchmarks.measuring import Row, in_turn, seconds

SPEED = Word2VecOptions(method="skipgram", dim=100, epochs=1, workers=2)
QUALITY = Word2VecOptions(method="skipgram", dim=100, epochs=3, workers=2)
TOKENISED = TokenOptions(sentence_split="lines", tokens="spaces", punctuation="keep", lower=False)
"""For a file of tokens, as gensim reads it."""
SEEDS, RUNS = (1, 2, 3), 3


def gensim_rows(folder: Path) -> Iterator[Row]:
    """``folder`` holds State of the Union twice as tokens, "corpus.txt", and once, "once.txt"."""
    twice, once = open_corpus([folder / "corpus.txt"]), open_corpus([folder / "once.txt"])
    yield from _speed(twice)
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
    shown: list[int] = []  # of each snapshot, how far the training was; the window keeps few of them, too
    sides: dict[str, list[float]] = {"map": [], "no map": [], "gensim": []}

    def with_map() -> None:
        shown.clear()
        train(corpus, SPEED, TOKENISED, Task(on_partial=lambda snapshot: shown.append(snapshot.words_done)))

    for _ in range(RUNS):
        sides["map"].append(seconds(with_map))
        sides["gensim"].append(seconds(lambda: _alone(path, SPEED)))
        sides["no map"].append(seconds(lambda: _without_map(corpus)))
    ours, without, theirs = (median(sides[side]) for side in ("map", "no map", "gensim"))
    work = f"{corpus.n_bytes / 1e6:.0f} MB of tokens, skip-gram, dim {SPEED.dim}, {SPEED.epochs} epoch"
    yield Row("word2vec, map on", work, ours, "gensim, corpus_file", theirs, goal=">= 1 x", runs=RUNS)
    quality = {"cost in %": 100 * (ours / without - 1), "frames a second": len(shown) / ours}
    goal = "costs < 10 %, >= 5 frames a second"
    yield Row("the live map", "the same training", ours, "without a map", without, goal, RUNS, quality)


def _without_map(corpus: Corpus) -> None:
    usual = snapshots.INTERVAL
    snapshots.INTERVAL = 1e9
    try:
        train(corpus, SPEED, TOKENISED)
    finally:
        snapshots.INTERVAL = usual


def _similarities(corpus: Corpus) -> Row:
    """Spearman's correlation with WordSim-353, over three seeds each."""
    (path,) = corpus.paths
    found: dict[str, list[float]] = {"ours": [], "gensim's": []}

    def ours() -> None:
        for seed in SEEDS:
            found["ours"].append(_spearman(train(corpus, replace(QUALITY, seed=seed), TOKENISED)))

    def theirs() -> None:
        for seed in SEEDS:
            found["gensim's"].append(_spearman(_alone(path, replace(QUALITY, seed=seed))))

    ours_s, theirs_s = in_turn(ours, theirs, runs=1)
    quality = {f"{who} Spearman": mean(values) for who, values in found.items()}
    quality |= {f"{who} deviation": stdev(values) for who, values in found.items()}
    work = f"WordSim-353, {len(SEEDS)} seeds, {QUALITY.epochs} epochs of {open_sample('state-of-the-union').name}"
    return Row("word similarity", work, ours_s, "gensim alone", theirs_s, goal="the same", runs=1, quality=quality)


def _spearman(vectors) -> float:
    from gensim.models import KeyedVectors
    from gensim.test.utils import datapath

    if isinstance(vectors, Embedding):
        keyed = KeyedVectors(vectors.dim)
        keyed.add_vectors(list(vectors.index_to_key), vectors.vectors.copy())
        vectors = keyed
    _, (correlation, _), _ = vectors.evaluate_word_pairs(datapath("wordsim353.tsv"))
    return float(correlation)
