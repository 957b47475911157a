import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.neighbors import scan
from explorer.neighbors.codes import code_of, codes_of, prepare_codes
from explorer.neighbors.exact import nearest, warm
from explorer.task import Cancelled, Task


def embedding_of(vectors):
    return Embedding("words", tuple(map(str, range(len(vectors)))), np.array(vectors, dtype=np.float32))


def some_vectors(n=500, dim=40, seed=0):
    return np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)


@pytest.mark.parametrize(
    "vectors",
    [
        pytest.param(some_vectors(), id="ordinary"),
        pytest.param(some_vectors() + np.float32(100), id="far from the origin"),
        pytest.param(some_vectors() ** 9, id="a few large entries"),
        pytest.param(some_vectors(50, 5000), id="many dimensions"),
        pytest.param(some_vectors(50, 1), id="one dimension"),
        pytest.param(np.sign(some_vectors()), id="all entries at the ends"),
        pytest.param(some_vectors() * (np.arange(500) % 2)[:, None], id="zero rows"),
    ],
)
def test_products_of_the_codes_are_off_by_no_more_than_their_bounds(vectors):
    embedding = embedding_of(vectors)
    prepare_codes(embedding)
    codes = codes_of(embedding)
    exact, (units, rests, norms, _) = embedding.vectors.astype(np.float64), codes.of_products.astype(np.float64).T
    for query in (exact[1], exact[1] - exact[2] / 3, np.ones(embedding.dim), np.zeros(embedding.dim)):
        coded = code_of(query)
        products = codes.codes.astype(np.int64) @ coded.code.astype(np.int64)
        assert np.abs(products).max(initial=0) < 2**31
        bounds = rests * coded.per_rest + norms * coded.per_norm
        rounding = 2.0**-20 * norms * np.linalg.norm(query)  # of the unit in float32; the scan allows for it
        assert (np.abs(products * units * coded.unit - exact @ query) <= bounds + rounding).all()
        assert (bounds <= 0.06 * norms * np.linalg.norm(query) + 1e-30).all() or embedding.dim == 40


def test_the_rests_are_bounds_of_what_the_codes_leave_out_by_l1_too():
    embedding = embedding_of(some_vectors() ** 3)
    prepare_codes(embedding)
    codes = codes_of(embedding)
    left_out = embedding.vectors - codes.codes * codes.of_l1[:, :1].astype(np.float64)
    rounding = 2.0**-24 * np.abs(embedding.vectors).sum(axis=1)  # of the unit in float32; the scan allows for it
    assert (np.abs(left_out).sum(axis=1) <= codes.of_l1[:, 1] + rounding).all()


def test_the_codes_narrow_ordinary_vectors_down_to_a_few():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(40, 50))[random.integers(0, 40, 20_000)] + random.normal(size=(20_000, 50))
    embedding = embedding_of(vectors)
    warm(embedding)
    for metric in ("cosine", "l2", "l1", "dot"):
        rows = scan.candidates(embedding, embedding.vectors[3].astype(np.float64), 10, metric, np.array([3]))
        assert 10 <= len(rows) < 400


def test_where_the_codes_cannot_tell_the_rows_apart_the_vectors_themselves_are_read(monkeypatch):
    embedding = embedding_of(some_vectors(3000, 20) / 50 + np.float32(1))
    before = nearest(embedding, 5, 10, "l2")
    warm(embedding)
    read = []
    products = scan._products
    monkeypatch.setattr(scan, "_products", lambda *args: read.append(1) or products(*args))
    assert nearest(embedding, 5, 10, "l2").indices.tolist() == before.indices.tolist()
    assert read == [1]


def test_a_cancelled_preparation_leaves_no_codes():
    embedding = embedding_of(some_vectors())
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        prepare_codes(embedding, task)
    assert codes_of(embedding) is None
