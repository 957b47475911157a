"""The past of a run: any step can be returned to, to the last bit, though only some moments are kept."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict

import numpy as np

from explorer.task import Task
from explorer.training.inspector.glove import GloveSetup, GloveStep, take_glove_step
from explorer.training.inspector.moment import Floats, Moment
from explorer.training.inspector.setup import Setup
from explorer.training.inspector.step import Step
from explorer.training.inspector.stepping import take_step

AnySetup = Setup | GloveSetup
AnyStep = Step | GloveStep

RING = 1_000
"""So many of the latest moments asked for are kept as they are, if they do not take too much room."""

RING_BYTES = 32 * 2**20
CHECKPOINT_BYTES = 64 * 2**20

_FIRST_INTERVAL = 32  # steps between two checkpoints at first: a few milliseconds to go over again
_MOST_CHECKPOINTS = 1024


def next_step(setup: AnySetup, moment: Moment) -> AnyStep:
    """The step that comes after a moment, of word2vec or of GloVe."""
    return take_glove_step(setup, moment) if isinstance(setup, GloveSetup) else take_step(setup, moment)


class History:
    """The moments of a run from its first step to its latest.

    A step depends on the setup, the moment before it and its number alone. So a moment every 32 steps is enough to find
    all others, and when there are too many of these checkpoints, every other one goes and the interval doubles: memory
    stays bounded and every step stays within reach. The last 1,000 moments are kept beside them.

    Not safe to use from two threads at once.

    Example: ``history = History(setup); history.advance(500); history.at(123)``.
    """

    def __init__(self, setup: AnySetup, moment: Moment | None = None) -> None:
        self.setup = setup
        self._interval = _FIRST_INTERVAL
        self._checkpoints: dict[int, Moment] = {0: setup.start}
        self._ring: OrderedDict[int, Moment] = OrderedDict()
        self._ring_size = max(1, min(RING, RING_BYTES // setup.start.n_bytes))
        self._losses = array("d")
        self._anchors = {0}  # checkpoints that are never dropped
        self.latest = 0
        if moment is not None and moment.step > 0:
            self._anchors.add(moment.step)
            self._checkpoints[moment.step] = moment
            self._losses.extend([float("nan")] * moment.step)  # of what came before, only the result is known
            self.latest = moment.step

    def advance(self, to: int, task: Task = Task()) -> Moment:
        """Take steps until so many are taken, and give the moment then; the progress is told every 100 steps.

        Raises
        ------
        Cancelled : between two steps; what was taken until then is kept.
        ExplorerError : there are no samples.
        """
        begun, moment = self.latest, self.at(min(self.latest, to))
        while moment.step < to:
            if moment.step % 100 == 0:
                task.step(moment.step - begun, to - begun, f"Step {moment.step:,} of {to:,}")
            moment = self._take(moment).after
        return moment

    def at(self, step: int) -> Moment:
        """The moment after so many steps, from 0 to the latest."""
        if not 0 <= step <= self.latest:
            raise IndexError(f"step {step} is not among 0 to {self.latest}")
        if step in self._ring:
            return self._ring[step]
        moment = self._checkpoint_before(step)
        while moment.step < step:
            moment = self._take(moment).after
        return moment

    def step(self, number: int) -> AnyStep:
        """The step of that number, with every quantity of it; it is taken if it comes next.

        ``history.step(n).before`` is ``history.at(n)``.
        """
        return self._take(self.at(number))

    def losses(self) -> Floats:
        """(latest,) float64: the loss of each step; NaN of steps taken before a saved run was opened."""
        return np.array(self._losses, np.float64)

    def pass_losses(self, upto: int | None = None) -> Floats:
        """The mean loss of each pass over the samples that is finished after so many steps; NaN if it is not known."""
        n = self.setup.n_places
        whole = (self.latest if upto is None else min(upto, self.latest)) // n if n else 0
        means: Floats = self.losses()[: whole * n].reshape(whole, n).mean(axis=1) if whole else np.empty(0)
        return means

    def fork(self, setup: AnySetup, step: int) -> History:
        """A history that shares the past up to a step and goes on by another setup, such as another learning rate."""
        forked = History(setup)
        forked._interval = self._interval
        forked._checkpoints = {at: moment for at, moment in self._checkpoints.items() if at <= step}
        forked._checkpoints[step] = self.at(step)
        forked._anchors = {at for at in self._anchors if at <= step}
        forked._ring = OrderedDict((at, moment) for at, moment in self._ring.items() if at <= step)
        forked._losses = self._losses[:step]
        forked.latest = step
        return forked

    def _take(self, moment: Moment) -> AnyStep:
        taken = next_step(self.setup, moment)
        if moment.step == len(self._losses):
            self._losses.append(taken.loss)
        elif np.isnan(self._losses[moment.step]):
            self._losses[moment.step] = taken.loss
        self.latest = max(self.latest, taken.after.step)
        self._keep(taken.after)
        return taken

    def _keep(self, moment: Moment) -> None:
        self._ring[moment.step] = moment
        self._ring.move_to_end(moment.step)
        if len(self._ring) > self._ring_size:
            self._ring.popitem(last=False)
        if moment.step % self._interval == 0:
            self._checkpoints.setdefault(moment.step, moment)
            most = max(2, min(_MOST_CHECKPOINTS, CHECKPOINT_BYTES // moment.n_bytes))
            if len(self._checkpoints) > most:
                self._interval *= 2
                self._checkpoints = {
                    at: kept
                    for at, kept in self._checkpoints.items()
                    if at % self._interval == 0 or at in self._anchors
                }

    def _checkpoint_before(self, step: int) -> Moment:
        kept = sorted(self._checkpoints)
        return self._checkpoints[kept[bisect_right(kept, step) - 1]]
