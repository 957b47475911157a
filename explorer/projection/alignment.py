"""Turning one map so that it lies on another, so that the eye can follow the words from one to the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.projection.projection import Points

Float64s = NDArray[np.float64]


def aligned(points: Points, onto: Points, scaling: bool = True, shared: Indices | None = None) -> Points:
    """``points`` shifted, rotated, reflected and scaled to lie as near as can be to ``onto``, row by row.

    points, onto:  (n, 2) or (n, 3), the same words in the same order; what ``onto`` lacks in depth is 0
    scaling:       whether the size changes, to that of ``onto``; shapes never do
    shared:        the rows of ``points`` that the rows of ``onto`` are about, if these are not all

    The result has the shape of ``points``, float32. The size is the root of the mean square distance from the centre,
    not the factor of the least squares, which shrinks a map the more it differs. What cannot be told is left as it is,
    such as the turn of points that all coincide.

    Source: Schönemann (1966), A generalized solution of the orthogonal Procrustes problem.
    """
    a = points.astype(np.float64)
    known = a if shared is None else a[shared]
    if len(known) != len(onto):
        raise ValueError(f"cannot align {len(known)} points onto {len(onto)}")
    b = in_dimensions(onto, points.shape[1]).astype(np.float64)
    centre, middle = known.mean(axis=0), b.mean(axis=0)
    known = known - centre
    b -= middle
    a -= centre
    turn = best_turn(known, b)
    if turn is not None:
        a @= turn
    a_size, b_size = size_of(known), size_of(b)
    if scaling and a_size > 0 and b_size > 0:
        a *= b_size / a_size
    return np.asarray(a + middle, dtype=np.float32)


def best_turn(a: Float64s, b: Float64s, handedness: int = 0) -> Float64s | None:
    """The orthogonal matrix by which centred points ``a`` come nearest to ``b``; None if none is better than others.

    handedness:  1 for turns only, -1 for turns of the mirror image, 0 for whichever is nearer
    """
    U, sizes, Vt = np.linalg.svd(a.T @ b)
    if sizes[0] <= 0:
        return None
    if handedness and np.sign(np.linalg.det(U @ Vt)) != handedness:
        Vt[-1] *= -1
    return np.asarray(U @ Vt)


def size_of(points: NDArray[Any]) -> float:
    """The root of the sum of squares of centred points."""
    return float(np.sqrt(np.square(points).sum()))


def in_dimensions(points: Points, n_dims: int) -> Points:
    """Points of a flat map in space, at depth 0, or points in space as they look from the front."""
    missing = n_dims - points.shape[1]
    return points[:, :n_dims] if missing <= 0 else np.pad(points, ((0, 0), (0, missing)))
