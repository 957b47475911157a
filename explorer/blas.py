"""Linear algebra on one thread, for many small products: handing each to several threads costs more than it saves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_lock = threading.Lock()
_inside = 0
_limits: Any = None


@cache
def _controller() -> Any:
    """Of the libraries that are loaded; looking for them takes milliseconds, so it is done once."""
    import scipy.linalg  # noqa: F401, which brings a BLAS of its own
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside, the products of numpy run on one thread, in the whole process; it may be entered from several at once.

    Threads wait for each other at the end of every product. On a machine that is busy, each wait takes as long as the
    slowest of them is kept from running, and a PCA of 400,000 words takes eight seconds instead of half of one.

    Enter it once around products that recur, such as those of a training's snapshots: giving the threads back wakes
    them, and they then look out for work on the other cores for some 50 ms.
    """
    global _inside, _limits
    with _lock:
        if _inside == 0:
            _limits = _controller().limit(limits=1, user_api="blas")
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _limits.restore_original_limits()
