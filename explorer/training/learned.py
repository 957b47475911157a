"""What a training gives: vectors, and the model behind them, from which it can go on."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Protocol

from explorer.embedding import Embedding
from explorer.options import check_options, option
from explorer.task import Task
from explorer.training.shared_options import epochs_option


@dataclass(frozen=True)
class FurtherOptions:
    """How a training goes on."""

    epochs: int = epochs_option(5, "How often everything is gone through once more.")
    rate: float = option(
        0.0,
        "Learning rate",
        "How far a single step goes at first; 0 takes the rate that the training began with. Less changes less.",
        minimum=0.0,
        maximum=1.0,
        step=0.005,
        least="as before",
    )

    def __post_init__(self) -> None:
        check_options(self)


class Model(Protocol):
    """What a trainer has learned, with all that is needed to go on; what it holds does not change any more."""

    @property
    def options(self) -> Any:
        """With which it was trained."""

    @property
    def n_bytes(self) -> int:
        """How much memory it keeps, beside the vectors of its embedding."""

    def train_further(
        self, further: FurtherOptions, task: Task = Task(), enough: threading.Event | None = None
    ) -> Learned:
        """Go through the same corpus again, with the same words; this model stays as it is.

        With one worker, the same model, options and corpus give the same vectors. Snapshots, progress, and the ways to
        stop are those of a training; the words are the same tuple as before.

        Raises
        ------
        UnreadableFile : a file of the corpus has gone or has changed.
        Cancelled : within a fraction of a second.
        """


@dataclass(frozen=True, eq=False)
class Learned:
    """What a training gave.

    embedding:  the words
    documents:  the documents, if the trainer learns vectors of these as well
    model:      from which the training can go on, or None if there is nothing more to learn
    """

    embedding: Embedding
    documents: Embedding | None = None
    model: Model | None = None
