"""gensim's word2vec, watched from within its worker threads; imports gensim, so import it where it is used."""

from __future__ import annotations

import threading
from typing import Any

from gensim.models import Word2Vec

from explorer.training.snapshots import TrainingWatch


class ObservedWord2Vec(Word2Vec):  # type: ignore[misc]
    """Learns exactly what `gensim.models.Word2Vec` learns, and tells a `TrainingWatch` of each job that is done.

    A job is what a worker is handed at once: some sentences, 10,000 tokens as a rule.
    """

    watch: TrainingWatch | None = None

    def __init__(self, **options: Any) -> None:
        self._of_thread = threading.local()
        super().__init__(**options)

    # gensim adds up the loss of the whole training in one float32: after some ten million words, what a word adds is
    # rounded away; and each worker writes back its own sum over that of the others. So every worker has a sum of its
    # own here, which starts at 0 with each job and is added up outside in double precision.
    @property
    def running_training_loss(self) -> float:
        return getattr(self._of_thread, "loss", 0.0)

    @running_training_loss.setter
    def running_training_loss(self, loss: float) -> None:
        self._of_thread.loss = loss

    def _train_epoch(self, *args: Any, **options: Any) -> tuple[int, int, int]:
        """Train for an epoch; the epochs that are left when the training is over start no threads any more."""
        if self.watch is not None and self.watch.is_over:
            return 0, 0, 0
        words_and_jobs: tuple[int, int, int] = super()._train_epoch(*args, **options)
        return words_and_jobs

    def _do_train_job(self, sentences: list[list[str]], alpha: float, inits: Any) -> tuple[int, int]:
        """Train on a job; nothing may be raised here, or `train` would wait for the dead worker for ever."""
        n_tokens = sum(map(len, sentences))
        if self.watch is None or self.watch.is_over:  # what is still in the queue is thrown away
            return 0, n_tokens
        try:
            self.running_training_loss = 0.0
            trained, _ = super()._do_train_job(sentences, alpha, inits)
            self.watch.add(n_tokens, self.running_training_loss, trained)
        except BaseException as error:
            self.watch.fail(error)
            return 0, n_tokens
        return trained, n_tokens
