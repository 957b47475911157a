"""What is seen of a training while it runs: how far it is, its loss, and now and then the vectors on a map."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from explorer.embedding import Embedding
from explorer.projection.live import LiveAxes
from explorer.projection.projection import Projection
from explorer.task import Task

INTERVAL = 0.2  # seconds between two snapshots at least: whoever draws them has other work to do for each as well
REPORTS = 0.1  # seconds between two reports of the progress at least
SHARE = 0.1  # of the time of one worker, snapshots may take that much


@dataclass(frozen=True, eq=False)
class TrainingSnapshot:
    """The model as it is at one moment of its training.

    embedding:         a copy of the vectors; ``index_to_key`` is the same object in all snapshots and in the result
    projection:        where the words stand at this moment, method "live"
    words_done:        how many words of the text were read so far, all epochs together
    words_total:       how many will have been read at the end
    words_per_second:  words read, on average since the training began
    epoch:             which pass over the text this is, from 1
    loss_curve:        for each stretch of the training: the words read at its end, and the mean loss of a word trained
                       on in it (which were in the vocabulary and not skipped by downsampling)
    unit:              what is counted, if it is not words: GloVe learns from "word pairs"
    """

    embedding: Embedding
    projection: Projection
    words_done: int
    words_total: int
    words_per_second: float
    epoch: int
    loss_curve: tuple[tuple[int, float], ...]
    unit: str = "words"


class LossCurve:
    """The mean loss over a growing number of words, in at most 200 stretches of equal length, ``shortest`` or more."""

    MOST = 200

    def __init__(self, shortest: int = 1) -> None:
        self._stretches: list[tuple[int, float, int]] = []  # words read at its end, sum of the loss, words trained on
        self._length = shortest
        self._words = 0
        self._loss, self._trained, self._begin = 0.0, 0, 0

    def add(self, words: int, loss: float, trained: int) -> None:
        """Add a job in which so many words were read, and so many trained on at this loss, summed up."""
        self._words += words
        self._loss += loss
        self._trained += trained
        if self._trained and self._words - self._begin >= self._length:
            self._stretches.append((self._words, self._loss, self._trained))
            self._loss, self._trained, self._begin = 0.0, 0, self._words
        if len(self._stretches) > self.MOST:
            pairs = zip(self._stretches[::2], self._stretches[1::2], strict=False)
            merged = [(later[0], first[1] + later[1], first[2] + later[2]) for first, later in pairs]
            last = self._stretches[2 * len(merged) :]
            self._length = 2 * max(self._length, merged[0][0] // 2)
            self._stretches = merged + last

    def points(self) -> tuple[tuple[int, float], ...]:
        """Words read at the end of each stretch, and the mean loss of a word trained on in it."""
        return tuple((words, loss / trained) for words, loss, trained in self._stretches)


class TrainingWatch:
    """Follows a training from within its workers; safe to be called by several threads.

    Train within `one_blas_thread`: a snapshot on several would take the cores from the workers.

    take:      copies the vectors as they are
    n_tokens:  words in one pass over the text, or of what ``unit`` names
    enough:    set from outside to end the training early and keep what was learned; None if nobody will
    stretch:   over so many words, at least, the loss is averaged
    """

    def __init__(
        self,
        take: Callable[[], Embedding],
        n_tokens: int,
        epochs: int,
        task: Task,
        enough: threading.Event | None = None,
        unit: str = "words",
        stretch: int = 1,
    ) -> None:
        self._take, self._task, self._enough = take, task, enough or threading.Event()
        self._n_tokens, self._epochs, self.unit = n_tokens, epochs, unit
        self._axes = LiveAxes()
        self._curve = LossCurve(stretch)
        self._lock = threading.Lock()
        self._showing = threading.Lock()
        self._shower: threading.Thread | None = None
        self._began = time.monotonic()
        self._next_snapshot = self._next_report = self._began
        self.words_done = 0
        self.error: BaseException | None = None

    @property
    def words_total(self) -> int:
        """How many words will have been read at the end."""
        return self._n_tokens * self._epochs

    @property
    def is_over(self) -> bool:
        """Whether to end now: by cancel, because it is enough, or because something failed."""
        return self._task.cancelled or self._enough.is_set() or self.error is not None

    def fail(self, error: BaseException) -> None:
        """End the training because of an error, which is kept for whoever waits for the workers; the first counts."""
        with self._lock:
            self.error = self.error or error

    def add(self, words: int, loss: float, trained: int) -> None:
        """A job was done; see `LossCurve.add`. Shows a snapshot if it is time for one."""
        with self._lock:
            self.words_done += words
            self._curve.add(words, loss, trained)
            now = time.monotonic()
            if now >= self._next_report or self.words_done >= self.words_total:
                self._next_report = now + REPORTS
                self._task.report(self.words_done, self.words_total, self._message())
        if now >= self._next_snapshot and self._showing.acquire(blocking=False):
            # A worker that showed it by itself would wait for the interpreter's lock a dozen times, and not learn.
            self._shower = threading.Thread(target=self._show_present, name="snapshot", daemon=True)
            self._shower.start()

    def _show_present(self) -> None:
        try:
            began = time.thread_time()  # the time spent waiting for the workers is not lost to them
            self._show(self._take())
            cost = time.thread_time() - began
            self._next_snapshot = time.monotonic() + max(INTERVAL, cost / SHARE)
        except BaseException as error:
            self.fail(error)
        finally:
            self._showing.release()

    def settle(self) -> None:
        """Wait until the snapshot that is being shown was handed over; raise what went wrong, if anything did."""
        if self._shower is not None:
            self._shower.join()
        if self.error is not None:
            raise self.error

    def show(self, embedding: Embedding) -> None:
        """Hand over a snapshot of these vectors, after the one that is being shown."""
        with self._showing:
            self._show(embedding)

    def _show(self, embedding: Embedding) -> None:
        projection = self._axes.place(embedding.vectors)
        with self._lock:
            elapsed = max(time.monotonic() - self._began, 1e-9)
            snapshot = TrainingSnapshot(
                embedding=embedding,
                projection=projection,
                words_done=self.words_done,
                words_total=self.words_total,
                words_per_second=self.words_done / elapsed,
                epoch=self._epoch,
                loss_curve=self._curve.points(),
                unit=self.unit,
            )
        self._task.partial(snapshot)

    @property
    def _epoch(self) -> int:
        return min(self.words_done // self._n_tokens + 1, self._epochs)

    def _message(self) -> str:
        return f"Epoch {self._epoch:,} of {self._epochs:,} · {self.words_done:,} of {self.words_total:,} {self.unit}"


def ended_early(watch: TrainingWatch) -> tuple[str, ...]:
    """What is to be said of a training that did not come to its end."""
    if watch.words_done >= watch.words_total:
        return ()
    return (f"The training was ended after {watch.words_done:,} of {watch.words_total:,} {watch.unit}.",)
