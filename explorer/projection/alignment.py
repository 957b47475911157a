"""Turning one map so that it lies on another, so that the eye can follow the words from one to the other."""

from __future__ import annotations

import numpy as np

from explorer.projection.projection import Points


def aligned(points: Points, onto: Points, scaling: bool = True) -> Points:
    """``points`` shifted, rotated, reflected and scaled to lie as near as can be to ``onto``, row by row.

    points, onto:  (n, 2), the same words in the same order
    scaling:       whether the size changes, to that of ``onto``; shapes never do

    The result is (n, 2) float32. The size is the root of the mean square distance from the centre, not the factor of
    the least squares, which shrinks a map the more it differs. What cannot be told is left as it is, such as the turn
    of points that all coincide.

    Source: Schönemann (1966), A generalized solution of the orthogonal Procrustes problem.
    """
    if points.shape != onto.shape:
        raise ValueError(f"cannot align points of {points.shape} onto {onto.shape}")
    a, b = points.astype(np.float64), onto.astype(np.float64)
    middle = b.mean(axis=0)
    a -= a.mean(axis=0)
    b -= middle
    U, sizes, Vt = np.linalg.svd(a.T @ b)
    if sizes[0] > 0:
        a @= U @ Vt
    a_size, b_size = np.sqrt(np.square(a).sum()), np.sqrt(np.square(b).sum())
    if scaling and a_size > 0 and b_size > 0:
        a *= b_size / a_size
    return np.asarray(a + middle, dtype=np.float32)
