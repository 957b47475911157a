"""The two directions in which the vectors of a run are drawn: principal axes, found once and then kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.training.inspector.moment import Floats, Moment

FITTED_ON = {"both": "Input and output vectors", "input": "Input vectors"}
"""What the axes are found from, and how that is called."""


@dataclass(frozen=True, eq=False)
class PrincipalAxes:
    """Axes through the mean of some vectors, along which they differ most.

    mean:       (H,) float64
    axes:       (2, H) float64, of length 1 and at right angles; with one hidden unit the second is zero
    explained:  (2,) float64, the share of the variance along each, 0 to 1; zeros if all vectors are the same
    """

    mean: Floats
    axes: Floats
    explained: Floats

    def places(self, vectors: Floats) -> Floats:
        """(n, 2): where vectors stand along the axes, measured from the mean."""
        places: Floats = (vectors - self.mean) @ self.axes.T
        return places

    @property
    def origin(self) -> Floats:
        """(2,): where the zero vector is drawn."""
        place: Floats = -self.axes @ self.mean
        return place

    @property
    def units(self) -> Floats:
        """(H, 2): which way the vectors go, as drawn, when a hidden unit grows."""
        return self.axes.T


def principal_axes(moment: Moment, on: str = "both") -> PrincipalAxes:
    """The principal axes of the vectors of a moment: centred, orthonormal, the largest entry of each positive.

    on:  "both" takes input and output vectors together, "input" the input vectors alone

    (wevi's "PCA" takes the scores of the two first words as directions, which are neither orthogonal nor principal.)

    Source: Pearson (1901), On lines and planes of closest fit to systems of points in space.
    """
    vectors = moment.W if on == "input" else np.vstack([moment.W, moment.W_out])
    hidden_size = vectors.shape[1]
    if not np.isfinite(vectors).all():  # a run that has diverged is still drawn, along its first two hidden units
        return PrincipalAxes(np.zeros(hidden_size), np.eye(2, hidden_size), np.zeros(2))
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    scale = float(np.abs(centred).max()) or 1.0  # squares of very large weights would overflow
    variances, columns = np.linalg.eigh((centred / scale).T @ (centred / scale))
    n = min(2, hidden_size)
    axes, explained = np.zeros((2, hidden_size)), np.zeros(2)
    axes[:n] = columns[:, ::-1].T[:n]
    signs = np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])
    axes *= np.where(signs < 0, -1.0, 1.0)[:, None]
    total = float(variances.sum())
    if total > 0:
        explained[:n] = np.maximum(variances[::-1][:n], 0.0) / total
    return PrincipalAxes(mean, axes, explained)
