"""Differences of codes, summed by one instruction or by a loop: the same sums as numpy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from explorer.neighbors.byte_differences import _by_loop, steps_between

BYTES = st.integers(1, 10).flatmap(lambda n: st.binary(min_size=32 * n, max_size=32 * n))


def by_numpy(codes, low, high):
    codes, low, high = (each.astype(np.int64) for each in (codes, low, high))
    return int(np.abs((codes << 4) % 256 - low).sum() + np.abs((codes & 240) - high).sum())


@settings(deadline=None)
@given(BYTES, st.randoms(use_true_random=False))
def test_the_sum_is_that_of_numpy(codes, random):
    codes = np.frombuffer(codes, np.uint8).copy()
    low, high = (np.array([16 * random.randrange(16) for _ in codes], np.uint8) for _ in range(2))
    assert steps_between(codes, low, high) == by_numpy(codes, low, high)


@pytest.mark.parametrize("n", [32, 256, 1024])
def test_also_on_processors_without_the_instruction_however_long_and_far(n):
    codes, far = np.zeros(n, np.uint8), np.full(n, 240, np.uint8)
    loop = njit(_by_loop)
    for given_ in ((codes, far, far), (np.full(n, 255, np.uint8), codes, codes), (far, codes, far)):
        assert loop(*given_) == steps_between(*given_) == by_numpy(*given_)
