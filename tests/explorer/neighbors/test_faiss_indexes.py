import numpy as np
import pytest

from explorer.errors import BadOption
from explorer.neighbors.faiss_indexes import build, bytes_of
from explorer.neighbors.index_options import HnswOptions, IvfOptions, LshOptions, PqOptions
from explorer.task import Task


def some_rows(n=1200, dim=12):
    return np.random.default_rng(0).normal(size=(n, dim)).astype(np.float32)


def test_parts_that_do_not_divide_the_dimensions_are_refused_with_those_that_do():
    with pytest.raises(BadOption, match="cannot be cut into 5 equal parts; take one of 1, 2, 3, 4, 6, 12"):
        build(some_rows(), PqOptions(n_parts=5), False, Task())
    assert build(some_rows(), PqOptions(n_parts=6), False, Task()).pq.M == 6
    assert build(some_rows(dim=7), PqOptions(), False, Task()).pq.M == 7


@pytest.mark.parametrize("options", [HnswOptions(n_links=8), IvfOptions(), PqOptions(), LshOptions(n_bits=64)])
def test_the_memory_is_about_what_faiss_writes_down(options):
    import faiss

    index = build(some_rows(), options, False, Task())
    written = faiss.serialize_index(index).nbytes
    assert index.ntotal == 1200
    assert 0.8 * written < bytes_of(index, options) < 1.2 * written


def test_the_same_rows_give_the_same_lists():
    import faiss

    one, other = (build(some_rows(), IvfOptions(n_lists=20), False, Task()) for _ in range(2))
    assert one.nlist == 20
    assert (faiss.serialize_index(one) == faiss.serialize_index(other)).all()
