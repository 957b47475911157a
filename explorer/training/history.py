"""What was seen of a training, kept so that it can be seen again, in a bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from explorer.projection.projection import Projection
from explorer.training.followed import Followed
from explorer.training.snapshots import TrainingSnapshot

MOST_FRAMES = 60
MOST_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of a training.

    projection:  where the words stood
    words_done:  how much had been read, or gone through, of ``words_total``
    epoch:       the pass over the text, from 1
    unit:        what is counted
    followed:    the words that were followed, with the nearest ones as they were seen last
    """

    projection: Projection
    words_done: int
    words_total: int
    epoch: int
    unit: str
    followed: Followed = ()


class History:
    """The frames of a training, evenly over its course.

    There are at most 60, and at most as many as 64 MB hold, but always the first and the last. When there are more,
    every second one goes, and from then on every second snapshot is kept only.

    Example:
    -------
    >>> history = History()
    >>> for snapshot in snapshots:
    ...     history.add(snapshot)
    >>> history.frames[0].epoch
    1
    """

    def __init__(self, most_frames: int = MOST_FRAMES, most_bytes: int = MOST_BYTES) -> None:
        self._most_frames, self._most_bytes = most_frames, most_bytes
        self._kept: list[Frame] = []
        self._last: Frame | None = None
        self._n_added, self._every = 0, 1

    @property
    def frames(self) -> Sequence[Frame]:
        """The frames, the last snapshot at their end."""
        if self._last is None or self._last in self._kept[-1:]:
            return tuple(self._kept)
        return (*self._kept, self._last)

    def add(self, snapshot: TrainingSnapshot, followed: Followed = ()) -> None:
        """Add the newest snapshot of the training; its vectors are not kept."""
        projection = snapshot.projection
        if self._kept and len(self._kept[0].projection) == len(projection):  # which words there are does not change
            projection = replace(projection, indices=self._kept[0].projection.indices)
        self._last = Frame(
            projection, snapshot.words_done, snapshot.words_total, snapshot.epoch, snapshot.unit, followed
        )
        if self._n_added % self._every == 0:
            self._kept.append(self._last)
            most = max(2, min(self._most_frames, self._most_bytes // max(projection.points.nbytes, 1)))
            if len(self._kept) >= most:  # with the last snapshot there would be one more
                del self._kept[1::2]
                self._every *= 2
        self._n_added += 1
