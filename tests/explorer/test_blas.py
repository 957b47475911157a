import numpy as np
import pytest
import scipy.linalg  # noqa: F401, which brings a BLAS of its own
from threadpoolctl import threadpool_info

from explorer.blas import one_blas_thread


def n_threads():
    np.ones((2, 2)) @ np.ones((2, 2))
    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]


def test_inside_there_is_one_thread_and_afterwards_as_many_as_before():
    before = n_threads()
    with one_blas_thread():
        assert set(n_threads()) == {1}
    assert n_threads() == before


def test_who_leaves_first_does_not_give_the_threads_back_while_another_is_inside():
    before = n_threads()
    first, second = one_blas_thread(), one_blas_thread()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert set(n_threads()) == {1}
    second.__exit__(None, None, None)
    assert n_threads() == before


def test_an_error_gives_the_threads_back():
    before = n_threads()
    with pytest.raises(ZeroDivisionError), one_blas_thread():
        raise ZeroDivisionError
    assert n_threads() == before
