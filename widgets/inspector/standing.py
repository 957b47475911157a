"""Where a training stands: the run, what is shown of it, and how the state of the window keeps it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from explorer.session.state import State
from explorer.training.inspector.glove import GloveSetup, GloveStep, with_glove_learning_rate
from explorer.training.inspector.history import AnySetup, AnyStep, History
from explorer.training.inspector.moment import Moment
from explorer.training.inspector.run import Run, at_step, n_steps_done, start_run, with_new_axes, with_pin
from explorer.training.inspector.setup import with_learning_rate
from explorer.training.inspector.step import Phase, Step
from explorer.training.inspector.stepping import excite
from widgets.inspector.frame import Frame
from widgets.inspector.moments import frame_of_glove_step, frame_of_moment, frame_of_probe, frame_of_step
from widgets.workbench import Workbench

KEPT_HISTORIES = 8  # of earlier restarts, so that undoing one is quick


class Standing(QObject):
    """One run at one moment; every panel draws the frames that it sends.

    Signals
    -------
    run_replaced()         : other words, samples or options; everything is drawn anew.
    frame_changed(Frame)   : another moment, or another word pointed at.
    position_changed()     : the step or the phase is another one.
    axes_changed()         : the plane of the vectors is another one.
    """

    run_replaced = Signal()
    frame_changed = Signal(object)
    position_changed = Signal()
    axes_changed = Signal()

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.run: Run | None = None
        self.history: History | None = None
        self.counted = 0  # how many counting steps of GloVe are done
        self._histories: list[History] = []
        self._step: AnyStep | None = None
        self._reveal = 1.0  # how far the story of the phase was told
        self._probe: int | None = None
        self._kept: Run | None = None  # what the state was given last
        workbench.changes.inspector_changed.connect(self._on_state_changed)

    def take_up(self) -> bool:
        """Go on where the state of the window stands; False if it holds no run."""
        if (run := self._workbench.state.inspector) is None:
            return False
        self._on_state_changed(self._workbench.state)
        return self.run is run

    def halt(self) -> None:
        """Stand still at once; for what moves by itself."""

    def stop(self) -> None:
        """Stand still where it is; for what moves by itself."""

    # What is shown --------------------------------------------------------------------------------------------------

    @property
    def setup(self) -> AnySetup | None:
        """The words, samples and options."""
        return self.run.setup if self.run is not None else None

    @property
    def step(self) -> AnyStep | None:
        """The step that is being told; None before the first."""
        return self._step

    @property
    def phase(self) -> Phase:
        """How far the step has come."""
        return self.run.phase if self.run is not None else Phase.READY

    @property
    def position(self) -> int:
        """How many steps are done."""
        return n_steps_done(self.run) if self.run is not None else 0

    @property
    def moment(self) -> Moment | None:
        """The weights on the screen."""
        if self.run is None:
            return None
        return self._step.after if self._step is not None and self.phase == Phase.UPDATE else self.run.moment

    @property
    def can_learn(self) -> bool:
        """Whether there are samples; words of a model may come without."""
        return self.setup is not None and self.setup.n_places > 0

    @property
    def is_counting(self) -> bool:
        """Whether the counts of GloVe are still being counted."""
        setup = self.setup
        return isinstance(setup, GloveSetup) and self.counted < len(setup.counting) and self.position == 0

    def frame(self) -> Frame | None:
        """What the panels show now."""
        run = self.run
        if run is None:
            return None
        setup, step = run.setup, self._step
        if isinstance(setup, GloveSetup):
            if isinstance(step, GloveStep) and run.phase != Phase.READY:
                return frame_of_glove_step(setup, step, run.phase, self._reveal)
            return frame_of_moment(setup, run.moment)
        in_sample = isinstance(step, Step) and run.phase != Phase.READY
        shown = self.moment or run.moment
        if probes := self._probed(in_sample and run.phase != Phase.UPDATE):
            return frame_of_probe(setup, shown, excite(setup, shown, probes))
        if isinstance(step, Step) and in_sample:
            after = excite(setup, shown, step.inputs.tolist()) if run.phase == Phase.UPDATE else None
            return frame_of_step(setup, step, run.phase, self._reveal, after)
        return frame_of_moment(setup, run.moment)

    def _probed(self, in_sample: bool) -> list[int]:
        """The words whose inputs are 1 because the user points at them or pinned them."""
        pinned = list(self.run.pinned) if self.run is not None else []
        step = self._step
        if self._probe is not None:
            own = in_sample and isinstance(step, Step) and step.x[self._probe] > 0
            return [] if own else sorted({*pinned, self._probe})
        return [] if in_sample else pinned

    # Setting up and pointing ----------------------------------------------------------------------------------------

    def restart(self, setup: AnySetup, label: str) -> None:
        """Begin anew; one step of undo."""
        self.stop()
        self.counted = 0
        first = self.run is None
        self._adopt(start_run(setup))
        self._keep("" if first else label)

    def set_learning_rate(self, rate: float) -> None:
        """Learn on with another rate; weights and position stay."""
        if self.run is None or self.history is None:
            return
        self.stop()
        old, begins = self.run.setup, self.position
        setup: AnySetup
        if isinstance(old, GloveSetup):
            setup = with_glove_learning_rate(old, begins, rate)
        else:
            setup = with_learning_rate(old, begins, rate)
        self.history = self.history.fork(setup, begins)
        self._remember(self.history)
        self.run = at_step(replace(self.run, setup=setup), self.history, begins)
        self._load_step()
        self._keep(f"Learn at a rate of {rate:g}")
        self.position_changed.emit()
        self._show()

    def fit_axes(self, on: str) -> None:
        """Lay the plane through the vectors as they are now: of both layers, or of the inputs alone."""
        if self.run is not None and self.history is not None:
            self.run = with_new_axes(self.run, self.history, on)
            self._keep("Fit the axes")
            self.axes_changed.emit()
            self._show()

    def probe(self, word: int | None) -> None:
        """Excite the input of a word as long as the user points at it."""
        if word != self._probe:
            self._probe = word
            self._show()

    def toggle_pin(self, word: int) -> None:
        """Keep an input excited, or no longer; the words of the present sample cannot be pinned."""
        run, step = self.run, self._step
        if run is None or isinstance(run.setup, GloveSetup):
            return
        if Phase.FORWARD <= run.phase < Phase.UPDATE and isinstance(step, Step) and step.x[word] > 0:
            return
        self.run = with_pin(run, word)
        self._keep(f"{'Unpin' if word in run.pinned else 'Pin'} {run.setup.vocabulary[word]}")
        self._show()

    # Within ---------------------------------------------------------------------------------------------------------

    def _stand_at(self, step: int) -> None:
        """The weights after so many steps, with nothing of the next sample told."""
        if self.run is not None and self.history is not None:
            self.run = at_step(self.run, self.history, step)
            self._step = None
            self._reveal = 1.0
            self.position_changed.emit()
            self._show()

    def _load_step(self) -> None:
        """The step that belongs to the moment and the phase."""
        run, history = self.run, self.history
        if run is None or history is None or run.phase == Phase.READY:
            self._step = None
            return
        self._step = history.step(run.moment.step)

    def _show(self) -> None:
        frame = self.frame()
        if frame is not None:
            self.frame_changed.emit(frame)

    def _keep(self, label: str) -> None:
        """Put the run into the state: as a step of undo if it has a label, silently otherwise."""
        self._kept = self.run
        if label:
            self._workbench.store.change(label, inspector=self.run)
        else:
            self._workbench.store.amend(inspector=self.run)

    def _on_state_changed(self, state: State) -> None:
        run = state.inspector
        if run is None or run is self._kept:
            return
        self.halt()  # nothing is kept of what was going on: the user went to another moment
        self._kept = run
        self._adopt(run)

    def _adopt(self, run: Run) -> None:
        """Show a run that was begun or brought back."""
        before, self.run = self.run, run
        known = next((each for each in self._histories if each.setup is run.setup), None)
        self.history = known or History(run.setup, run.moment)
        self._remember(self.history)
        if run.moment.step > self.history.latest:
            self.history.advance(run.moment.step)
        if isinstance(run.setup, GloveSetup) and (run.moment.step > 0 or run.phase != Phase.READY):
            self.counted = len(run.setup.counting)
        self._reveal, self._probe = 1.0, None
        self._load_step()
        if before is None or before.setup is not run.setup:
            self.run_replaced.emit()
        if before is None or before.axes is not run.axes:
            self.axes_changed.emit()
        self.position_changed.emit()
        self._show()

    def _remember(self, history: History) -> None:
        self._histories = [history, *(each for each in self._histories if each is not history)][:KEPT_HISTORIES]
