import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.neighbors import scan
from explorer.neighbors.codes import code_of, codes_of, l1_codes_of, prepare_codes
from explorer.neighbors.exact import nearest
from explorer.task import Cancelled, Task


def embedding_of(vectors):
    return Embedding("words", tuple(map(str, range(len(vectors)))), np.array(vectors, dtype=np.float32))


def some_vectors(n=500, dim=40, seed=0):
    return np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)


def unpacked(codes, dim):
    return np.concatenate((codes.codes & 15, codes.codes >> 4), axis=1)[:, :dim].astype(np.int64)


def coded_rows(codes, dim):
    """The rows as the codes tell of them, without their rests."""
    return codes.mean + (unpacked(codes, dim) - 7.5) * codes.of_products[:, :1].astype(np.float64)


VECTORS = [
    pytest.param(some_vectors(), id="ordinary"),
    pytest.param(some_vectors() + np.float32(100), id="far from the origin"),
    pytest.param(some_vectors() ** 9, id="a few large entries"),
    pytest.param(some_vectors(50, 5000), id="many dimensions"),
    pytest.param(some_vectors(50, 1), id="one dimension"),
    pytest.param(np.sign(some_vectors()), id="all entries at the ends"),
    pytest.param(some_vectors() * (np.arange(500) % 2)[:, None], id="zero rows"),
    pytest.param(some_vectors() * np.logspace(-6, 6, 500)[:, None], id="lengths from tiny to huge"),
    pytest.param(np.ones((20, 7)), id="all rows equal"),
]


def queries_about(vectors):
    yield from (vectors[1], vectors[1] - vectors[2] / 3, 50 * vectors[3], np.ones(vectors.shape[1]), 0 * vectors[0])


@pytest.mark.parametrize("vectors", VECTORS)
def test_products_of_the_codes_are_off_by_no_more_than_their_bounds(vectors, request):
    embedding = embedding_of(vectors)
    prepare_codes(embedding)
    codes, dim = codes_of(embedding), embedding.dim
    exact, (units, rests, norms, _) = embedding.vectors.astype(np.float64), codes.of_products.astype(np.float64).T
    for query in queries_about(exact):
        coded = code_of(query, codes)
        products = 2 * unpacked(codes, dim) @ coded.code.reshape(-1)[:dim].astype(np.int64) - coded.offset
        assert np.abs(products).max(initial=0) < 2**31
        bounds = rests * coded.per_rest + norms * coded.per_norm + coded.always
        found = products * units * coded.unit + coded.centre
        assert (np.abs(found - exact @ query) <= bounds + 1e-12 * norms * np.linalg.norm(query)).all()
        if "a few large entries" not in request.node.name:
            sizes = np.linalg.norm(exact - codes.mean, axis=1) + 1e-3 * (norms + np.linalg.norm(codes.mean))
            assert (bounds <= 0.2 * sizes * np.linalg.norm(query) + 1e-25).all()


@pytest.mark.parametrize("vectors", VECTORS)
def test_distances_of_the_codes_are_off_by_no_more_than_their_bounds(vectors):
    embedding = embedding_of(vectors)
    prepare_codes(embedding)
    codes, dim = codes_of(embedding), embedding.dim
    assert (codes.units[codes.levels] == codes.of_products[:, 0]).all()
    exact = embedding.vectors.astype(np.float64)
    assert (np.abs(exact - coded_rows(codes, dim)).sum(axis=1) <= codes.rests).all()
    for query in queries_about(exact):
        coded = l1_codes_of(query, codes)
        of_query = coded.codes.reshape(len(codes.units), -1)[codes.levels][:, :dim].astype(np.int64)
        steps = np.abs(16 * unpacked(codes, dim) - of_query).sum(axis=1)
        found = steps * coded.steps[codes.levels] + coded.beyond[codes.levels]
        true = np.abs(exact - query).sum(axis=1)
        assert (np.abs(found - true) <= codes.rests + coded.rounded[codes.levels] + 1e-12 * true).all()
        assert (coded.rounded <= coded.steps * dim * 0.5 * (1 + 1e-5)).all()


@pytest.mark.parametrize("origin", [0, 1])
def test_the_codes_rule_most_ordinary_vectors_out_so_that_these_are_not_read(origin):
    random = np.random.default_rng(0)
    vectors = random.normal(size=(40, 50))[random.integers(0, 40, 20_000)] + random.normal(size=(20_000, 50)) + origin
    embedding = embedding_of(vectors)
    prepare_codes(embedding)
    codes, query = codes_of(embedding), embedding.vectors[3].astype(np.float64)
    bait = embedding_of(np.tile(vectors[3], (20_000, 1)))  # found, wherever it is read; too few to raise the bound
    own, rows, upper = np.empty(20_001, np.float32), np.empty(20_000, np.int32), np.empty(20_000, np.float32)
    for metric, make in (("cosine", scan._code_scan), ("l2", scan._code_scan), ("l1", scan._l1_code_scan)):
        tenth = nearest(embedding, 3, 10, metric).values[-1]
        square = np.linalg.norm(query) ** 2
        bound = {"cosine": tenth, "l2": square - tenth**2, "l1": -tenth}[metric]
        look = make(bait, codes, query, metric, np.zeros(0, np.int64))
        assert 10 <= look(slice(0, 20_000), np.float32(bound), own, rows, upper) < 1000


def test_a_cancelled_preparation_leaves_no_codes():
    embedding = embedding_of(some_vectors())
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        prepare_codes(embedding, task)
    assert codes_of(embedding) is None
