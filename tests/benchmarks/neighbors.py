"""One query for the 10 nearest neighbours, exact, against gensim, numpy, scipy and faiss; answers are compared too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest, warm
from tests.benchmarks.measuring import Row, in_turn
from tests.benchmarks.real_data import glove_6b_50d

TOPN = 10
WORD = "king"


def rows() -> Iterator[Row]:
    """GloVe 6B 50d as it is, and mapped into 300 dimensions with some noise, which keeps its clusters."""
    words, vectors = glove_6b_50d()
    yield from _rows_of(words, np.ascontiguousarray(vectors))
    yield from _rows_of(words, _in_300_dimensions(vectors))


def _in_300_dimensions(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    random = np.random.default_rng(0)
    wide = vectors @ random.normal(size=(vectors.shape[1], 300)).astype(np.float32)
    wide += random.normal(scale=0.3 * wide.std(), size=wide.shape).astype(np.float32)
    return wide


def _rows_of(words: list[str], vectors: NDArray[np.float32]) -> Iterator[Row]:
    embedding = Embedding("GloVe 6B", tuple(words), vectors)
    warm(embedding)
    index = embedding.index_of(WORD)
    work = f"{len(embedding):,} x {embedding.dim}"
    cosine = lambda: nearest(embedding, index, TOPN, "cosine")  # noqa: E731
    l1 = lambda: nearest(embedding, index, TOPN, "l1")  # noqa: E731
    peers = [
        ("10 neighbours by cosine", cosine, "gensim most_similar", _gensim(words, vectors), 3.0),
        ("10 neighbours by cosine", cosine, "numpy product and argpartition", _numpy(vectors, index), 2.0),
        ("10 neighbours by L1", l1, "scipy cdist", _scipy(vectors, index), 50.0),
        ("10 neighbours by L1", l1, "faiss IndexFlat", _faiss(vectors, index), 1.3),
    ]
    for name, ours, peer, theirs, goal in peers:
        agreement = {"same answer": _agreement(ours().indices, theirs())}  # and both are warm
        ours_s, peer_s = in_turn(ours, theirs)
        yield Row(name, work, ours_s, peer, peer_s, goal=f">= {goal:g} x", quality=agreement)


def _agreement(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> float:
    return float(np.isin(ours, theirs).mean())


def _gensim(words: list[str], vectors: NDArray[np.float32]):
    from gensim.models import KeyedVectors

    model = KeyedVectors(vectors.shape[1])
    model.add_vectors(words, vectors)
    model.fill_norms()  # the first query would pay for it

    def query() -> NDArray[np.int64]:
        return np.array([model.key_to_index[word] for word, _ in model.most_similar(WORD, topn=TOPN)])

    return query


def _numpy(vectors: NDArray[np.float32], index: int):
    norms = np.linalg.norm(vectors, axis=1)

    def query() -> NDArray[np.int64]:
        cosines = vectors @ vectors[index] / norms
        cosines[index] = -np.inf
        best = np.argpartition(cosines, -TOPN)[-TOPN:]
        return best[np.argsort(-cosines[best])]

    return query


def _scipy(vectors: NDArray[np.float32], index: int):
    from scipy.spatial.distance import cdist

    def query() -> NDArray[np.int64]:
        distances = cdist(vectors[index : index + 1], vectors, "cityblock")[0]
        return np.argsort(distances, kind="stable")[1 : TOPN + 1]

    return query


def _faiss(vectors: NDArray[np.float32], index: int):
    import faiss

    flat = faiss.IndexFlat(vectors.shape[1], faiss.METRIC_L1)
    flat.add(vectors)

    def query() -> NDArray[np.int64]:
        return flat.search(vectors[index : index + 1], TOPN + 1)[1][0, 1:]

    return query
