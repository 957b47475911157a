"""The nearest words of one word and of a thousand, and analogies, against gensim, numpy, scipy and faiss.

Whatever is exact is compared with the others' answers too; of what is not, the recall stands beside the time.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogy_questions import evaluate_analogies, questions_in
from explorer.embedding import Embedding
from explorer.neighbors.approximate import build_index, nearly_nearest_many
from explorer.neighbors.codes import codes_of
from explorer.neighbors.exact import nearest, warm
from explorer.neighbors.index_options import HnswOptions, IvfOptions, kind_of
from explorer.neighbors.many import nearest_many
from explorer.neighbors.space import Space, in_space
from tests.benchmarks.measuring import Row, in_turn, seconds
from tests.benchmarks.real_data import glove_6b_50d

TOPN = 10
WORD = "king"
MANY = 1000
RUNS = 9  # of what takes milliseconds
FEW_RUNS = 3  # of what takes seconds
EVERY = 100  # of the analogies that gensim is asked; it takes ten minutes for all
GRAPH = HnswOptions(n_links=32, build_width=40, search_width=256)  # the real vectors only: it takes a minute to build
LISTS = IvfOptions(n_probes=64)

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


def rows() -> Iterator[Row]:
    """GloVe 6B 50d as it is, and mapped into 300 dimensions with some noise, which keeps its clusters."""
    words, vectors = glove_6b_50d()
    yield from _rows_of(words, np.ascontiguousarray(vectors))
    yield from _analogies(words, np.ascontiguousarray(vectors))
    yield from _rows_of(words, _in_300_dimensions(vectors))


def _in_300_dimensions(vectors: Floats) -> Floats:
    random = np.random.default_rng(0)
    wide = vectors @ random.normal(size=(vectors.shape[1], 300)).astype(np.float32)
    wide += random.normal(scale=0.3 * wide.std(), size=wide.shape).astype(np.float32)
    return wide


def _rows_of(words: list[str], vectors: Floats) -> Iterator[Row]:
    embedding = Embedding("GloVe 6B", tuple(words), vectors)
    before = Embedding("before it is prepared", tuple(words), vectors)
    index = embedding.index_of(WORD)
    work = f"{len(embedding):,} x {embedding.dim}"
    warm_s = seconds(lambda: warm(embedding))
    first_s = seconds(lambda: nearest(embedding, index, TOPN, "cosine"))
    ours = {metric: _one(embedding, index, metric) for metric in ("cosine", "l1")}
    peers = [
        ("10 neighbours by cosine", "cosine", "gensim most_similar", _gensim(words, vectors), 3.0),
        ("10 neighbours by cosine", "cosine", "numpy product and argpartition", _numpy(vectors, index), 2.0),
        ("10 neighbours by L1", "l1", "scipy cdist", _scipy(vectors, index), 50.0),
        ("10 neighbours by L1", "l1", "faiss IndexFlat", _faiss_l1(vectors, index), 1.3),
    ]
    for name, metric, peer, theirs, goal in peers:
        agreement = {"same answer": _shared(ours[metric](), theirs())}  # and both are warm
        ours_s, peer_s = in_turn(ours[metric], theirs, RUNS)
        yield Row(name, work, ours_s, peer, peer_s, f">= {goal:g} x", RUNS, agreement)
    later_s = min(seconds(ours["cosine"]) for _ in range(RUNS))
    yield Row("the first query", work, first_s, "a later one", later_s, "as quick, about 1 x", 1)
    codes = codes_of(embedding)
    assert codes is not None
    memory = {"MB beside the vectors": codes.n_bytes / 2**20, "MB of the vectors": vectors.nbytes / 2**20}
    yield Row("preparing, in a job", work, warm_s, goal="in the background", runs=1, quality=memory)
    nearest(before, index, TOPN, "cosine")  # the norms
    blas_s, peer_s = in_turn(_one(before, index, "cosine"), _numpy(vectors, index), RUNS)
    yield Row("before it is prepared", work, blas_s, "numpy product and argpartition", peer_s, "from BLAS", RUNS)
    yield from _many(embedding, work)
    space = Space(without_top=True, unit=True)
    moved_s = seconds(lambda: in_space(embedding, space))
    yield Row("all but the top", work, moved_s, "numpy in float64", seconds(lambda: _moved(vectors)), "a job", 1)


def _many(embedding: Embedding, work: str) -> Iterator[Row]:
    """A thousand words at once, exactly and by an index; faiss Flat gives the true neighbours of both."""
    words = np.random.default_rng(0).permutation(len(embedding))[:MANY]
    frequent = np.random.default_rng(0).permutation(min(20_000, len(embedding)))[:MANY]
    flat = _faiss_flat(embedding.vectors)
    exact, theirs = lambda: nearest_many(embedding, words, TOPN), lambda: flat(words)
    found, true = exact().indices, theirs()
    quality = {"recall": _recall(found, true)}
    ours_s, peer_s = in_turn(exact, theirs, FEW_RUNS)
    yield Row(f"{MANY:,} words, exactly", work, ours_s, "faiss IndexFlat", peer_s, ">= 1 x", FEW_RUNS, quality)
    right = {"any": (words, found), "frequent": (frequent, nearest_many(embedding, frequent, TOPN).indices)}
    for options in (GRAPH, LISTS) if embedding.dim == 50 else (LISTS,):
        index = build_index(embedding, options)
        for which, (asked, near) in right.items():
            nearly = lambda asked=asked: nearly_nearest_many(embedding, index, asked, TOPN)  # noqa: B023, E731
            quality = {
                "recall@10": _recall(nearly().indices, near),
                "built in s": round(index.seconds, 1),
                "MB": round(index.n_bytes / 2**20),
            }
            ours_s, peer_s = in_turn(nearly, lambda asked=asked: flat(asked), FEW_RUNS)
            name = f"{MANY:,} {which}, {kind_of(options).label}"
            yield Row(name, work, ours_s, "faiss IndexFlat", peer_s, ">= 7 x at recall .99", FEW_RUNS, quality)


def _analogies(words: list[str], vectors: Floats) -> Iterator[Row]:
    """All questions for us; a hundredth of them, times a hundred, for gensim, and the counts of both on those."""
    from gensim.models import KeyedVectors
    from gensim.test.utils import datapath

    path, n = Path(datapath("questions-words.txt")), len(words)
    embedding = Embedding("GloVe 6B", tuple(words), vectors)
    model = KeyedVectors(vectors.shape[1])
    model.add_vectors(words, vectors)
    model.fill_norms()
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "some.txt"
        lines = path.read_text(encoding="utf-8").splitlines()
        some.write_text("\n".join(line for at, line in enumerate(lines) if line.startswith(":") or at % EVERY == 0))
        few = questions_in(some.read_text(encoding="utf-8").splitlines(), some.stem)
        ours = evaluate_analogies(embedding, few, n)
        started = time.perf_counter()
        theirs = model.evaluate_word_analogies(str(some), restrict_vocab=n)[1]
        asked = len(theirs[-1]["correct"]) + len(theirs[-1]["incorrect"])
        peer_s = (time.perf_counter() - started) / asked
    same = [(each.n_correct, each.n_asked) for each in ours] == [
        (len(each["correct"]), len(each["correct"]) + len(each["incorrect"])) for each in theirs
    ]
    started = time.perf_counter()
    total = evaluate_analogies(embedding, questions_in(lines, path.stem), n)[-1]
    ours_s = time.perf_counter() - started
    quality = {"same counts": float(same), "accuracy": round(total.accuracy, 4), "asked": total.n_asked}
    peer = f"gensim evaluate_word_analogies, from {asked} questions"
    work = f"{n:,} x {vectors.shape[1]}, all questions"
    yield Row("analogies of Google", work, ours_s, peer, peer_s * total.n_asked, ">= 10 x", 1, quality)


def _one(embedding: Embedding, index: int, metric: str) -> Callable[[], Indices]:
    return lambda: nearest(embedding, index, TOPN, metric).indices


def _shared(ours: Indices, theirs: Indices) -> float:
    return float(np.isin(ours, theirs).mean())


def _recall(found: Indices, true: Indices) -> float:
    return round(sum(len(np.intersect1d(one, other)) for one, other in zip(found, true, strict=True)) / true.size, 4)


def _gensim(words: list[str], vectors: Floats) -> Callable[[], Indices]:
    from gensim.models import KeyedVectors

    model = KeyedVectors(vectors.shape[1])
    model.add_vectors(words, vectors)
    model.fill_norms()  # the first query would pay for it

    def query() -> Indices:
        return np.array([model.key_to_index[word] for word, _ in model.most_similar(WORD, topn=TOPN)])

    return query


def _numpy(vectors: Floats, index: int) -> Callable[[], Indices]:
    norms = np.linalg.norm(vectors, axis=1)

    def query() -> Indices:
        cosines = vectors @ vectors[index] / norms
        cosines[index] = -np.inf
        best = np.argpartition(cosines, -TOPN)[-TOPN:]
        return best[np.argsort(-cosines[best])]

    return query


def _scipy(vectors: Floats, index: int) -> Callable[[], Indices]:
    from scipy.spatial.distance import cdist

    def query() -> Indices:
        distances = cdist(vectors[index : index + 1], vectors, "cityblock")[0]
        return np.argsort(distances, kind="stable")[1 : TOPN + 1]

    return query


def _faiss_l1(vectors: Floats, index: int) -> Callable[[], Indices]:
    import faiss

    flat = faiss.IndexFlat(vectors.shape[1], faiss.METRIC_L1)
    flat.add(vectors)

    def query() -> Indices:
        return flat.search(vectors[index : index + 1], TOPN + 1)[1][0, 1:]

    return query


def _faiss_flat(vectors: Floats) -> Callable[[Indices], Indices]:
    """The nearest others by cosine; the word itself, which comes first but for its doubles, is left out."""
    import faiss

    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(unit)

    def query(words: Indices) -> Indices:
        found = flat.search(unit[words], TOPN + 1)[1]
        is_other = found != words[:, None]
        is_other[is_other.all(axis=1), -1] = False
        return found[is_other].reshape(len(words), TOPN)

    return query


def _moved(vectors: Floats) -> Floats:
    """All but the top, and unit length, by numpy in float64."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    n_top = max(1, round(vectors.shape[1] / 100))
    top = np.linalg.eigh(centred.T @ centred)[1].T[::-1][:n_top]
    centred -= centred @ top.T @ top
    return (centred / np.linalg.norm(centred, axis=1, keepdims=True)).astype(np.float32)
