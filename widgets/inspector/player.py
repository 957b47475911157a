"""One training, walked in time: phase by phase, sample by sample, forwards and back."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.training.inspector.glove import GloveSetup
from explorer.training.inspector.history import History
from explorer.training.inspector.run import Run, next_half, next_phase
from explorer.training.inspector.step import Phase
from widgets.inspector.standing import Standing
from widgets.workbench import Workbench

TICK = 16  # milliseconds between two pictures
BURST_TICKS = 24  # a run of many samples is shown in so many pictures, under a second
BUDGET = 0.010  # seconds of computing between two pictures
STORY = {Phase.FORWARD: 900, Phase.ERROR: 1, Phase.BACKWARD: 600, Phase.UPDATE: 450}  # milliseconds


class Player(Standing):
    """Moves a run: by a phase, by many samples, or on and on; and back.

    Signals
    -------
    playing_changed(bool) : it began to play, or stopped.
    """

    playing_changed = Signal(bool)

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(workbench, parent)
        self.pace = "phase"  # what one press of Next does: "phase", "half" or "sample"
        self.speed = 10.0  # samples a second while playing
        self._mode = ""  # "story", "burst", "play" or ""
        self._goal: int | None = None  # the step at which a run of many samples ends
        self._burst = 1  # how many of them lie between two pictures
        self._due = 0.0
        self._last_tick = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_playing(self) -> bool:
        """Whether it plays on until it is paused."""
        return self._mode == "play"

    @property
    def is_running(self) -> bool:
        """Whether samples are being learned from by themselves."""
        return self._mode in ("play", "burst")

    def next(self) -> None:
        """Go on by a phase, half a step or a whole sample."""
        self.stop()
        if self.run is None or self.history is None or not self.can_learn:
            return
        if self.is_counting:
            self._count(1)
            return
        if self.pace == "sample":
            self._enter(next_sample(self.run, self.history))
        else:
            self._enter((next_half if self.pace == "half" else next_phase)(self.run, self.history))

    def run_samples(self, n: int) -> None:
        """Learn from so many samples, with a picture now and then; a sample that is half told is begun again."""
        self.stop()
        if self.run is None or not self.can_learn:
            return
        self._finish_counting()
        self._goal, self._burst = self.position + n, -(-n // BURST_TICKS)
        self._start("burst")

    def play(self) -> None:
        """Go on until `stop`."""
        if self.can_learn and self._mode != "play":
            self.stop()
            self._due = 0.0
            self._start("play")
            self.playing_changed.emit(True)

    def stop(self) -> None:
        """Stand still: end playing, a run of samples or a story that is being told."""
        mode, self._mode = self._mode, ""
        self._timer.stop()
        if mode == "story":
            self._reveal = 1.0
            self._show()
        elif mode:
            self._goal = None
            self._keep("")
            if mode == "play":
                self.playing_changed.emit(False)
            self.position_changed.emit()
            self._show()

    def halt(self) -> None:
        """Stand still at once and keep nothing of where it was."""
        was_playing, self._mode = self.is_playing, ""
        self._timer.stop()
        if was_playing:
            self.playing_changed.emit(False)

    def step_back(self) -> None:
        """Take back what is told of the present sample, or the last update; one step of undo."""
        self.stop()
        if self.run is None:
            return
        if Phase.FORWARD <= self.phase < Phase.UPDATE:
            self._stand_at(self.position)
        elif self.position > 0:
            self._stand_at(self.position - 1)
        elif self.counted:
            self.counted -= 1
            self._show()
            return
        else:
            return
        self._keep("Step back")

    def go_to(self, step: int) -> None:
        """Show the weights after so many steps; for a slider that is being drawn, hence no step of undo."""
        self.stop()
        if self.history is not None and step != self.position:
            self._stand_at(min(max(step, 0), self.history.latest))
            self._keep("")

    def rewind(self) -> None:
        """Back to the weights before the first sample; one step of undo."""
        self.stop()
        if self.run is not None:
            self.counted = 0
            self._stand_at(0)
            self._keep("Restart the Inspector")

    # Within ---------------------------------------------------------------------------------------------------------

    def _enter(self, run: Run) -> None:
        """Come to another phase, and tell it."""
        self.run = run
        self._load_step()
        self._keep("")
        self._reveal = 1.0
        if self._workbench.settings.morph:
            self._reveal = 0.0
            self._start("story")
        self.position_changed.emit()
        self._show()

    def _advance(self, n: int) -> None:
        """Learn from up to n samples, as many as fit between two pictures."""
        run, history = self.run, self.history
        if run is None or history is None:
            return
        begun, position = time.perf_counter(), self.position
        goal = position + n
        budget = BUDGET if self._mode == "play" else 2 * BUDGET
        while position < goal and time.perf_counter() - begun < budget:
            position = min(position + 4, goal)
            history.advance(max(position, history.latest))
        self.run = replace(run, moment=history.at(position - 1), phase=Phase.UPDATE)
        self._reveal = 1.0
        self._load_step()

    def _count(self, n: int) -> None:
        setup = self.setup
        if isinstance(setup, GloveSetup):
            self.counted = min(self.counted + n, len(setup.counting))
            self.position_changed.emit()
            self._show()

    def _finish_counting(self) -> None:
        setup = self.setup
        if isinstance(setup, GloveSetup):
            self.counted = len(setup.counting)

    def _start(self, mode: str) -> None:
        self._mode = mode
        self._last_tick = time.perf_counter()
        self._timer.start()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        passed, self._last_tick = now - self._last_tick, now
        if self._mode == "story":
            self._reveal = min(1.0, self._reveal + passed * 1000 / STORY[self.phase])
            if self._reveal >= 1.0:
                self.stop()
            else:
                self._show()
        elif self._mode == "burst" and self._goal is not None:
            left = self._goal - self.position
            if left <= 0:
                self.stop()
                return
            self._advance(min(self._burst, left))
            self._moved()
        elif self._mode == "play":
            self._play(passed)

    def _play(self, passed: float) -> None:
        self._due += passed * self.speed
        n = int(self._due)
        if n:
            self._due = min(self._due - n, 1.0)
            if self.is_counting:
                self._count(n)
            else:
                self._advance(n)
                self._moved()

    def _moved(self) -> None:
        self.position_changed.emit()
        self._show()


def next_sample(run: Run, history: History) -> Run:
    """The run when the present sample, or the next one, was learned from."""
    run = next_phase(run, history)
    return replace(run, phase=Phase.UPDATE)
