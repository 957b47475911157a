"""Learning on several cores, where each worker hands the next piece of the text to gensim as a file."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from explorer.errors import UnwritableFile, reason_of
from explorer.training.snapshots import TrainingWatch

if TYPE_CHECKING:
    from explorer.training.observed_models import ObservedModel

STEPS = 1 << 24
"""In so many steps the learning rate falls to its end; single precision tells no more apart."""


def can_read_pieces() -> bool:
    """Whether gensim finds temporary files: on Windows it does not if their folder has letters beyond ASCII."""
    return os.name != "nt" or tempfile.gettempdir().isascii()


def train_in_pieces(
    model: ObservedModel, pieces: Iterator[bytes], n_tokens: int, rate: float, watch: TrainingWatch
) -> None:
    """Train a model on some lines of tokens; each piece is learned without the interpreter's lock.

    Of sentences, gensim looks up each word under that lock, and its workers and whoever draws the map wait for each
    other; of a file, it does not. Its own way with files takes an epoch at once, in which nothing could be told or
    ended.

    pieces:    all that is to be learned, every epoch anew: lines in UTF-8, tokens parted by single spaces
    n_tokens:  in all of them
    rate:      the learning rate at first; it falls evenly with the tokens, to the least that the model has

    What goes wrong in a worker is told to the watch.
    """
    from gensim.models.word2vec_corpusfile import CythonVocab

    usual, model.epochs = model.epochs, STEPS  # gensim lowers the rate from epoch to epoch
    model.alpha, model.compute_loss = rate, model.tells_loss
    vocabulary = CythonVocab(model.wv, hs=model.hs, fasttext=model.learns_parts)
    numbered = _with_steps(pieces, n_tokens)
    one_at_a_time = threading.Lock()

    def learn(path: str) -> None:
        memory = model._get_thread_working_mem()
        try:
            while not watch.is_over:
                with one_at_a_time:
                    step, piece = next(numbered, (0, b""))
                if not piece:
                    return
                with open(path, "wb") as file:  # noqa: PTH123
                    file.write(piece)
                model.train_piece(path, vocabulary, memory, step)
        except OSError as error:
            watch.fail(UnwritableFile(path, f"{reason_of(error)}. Make room for temporary files and train again."))
        except BaseException as error:
            watch.fail(error)

    with tempfile.TemporaryDirectory(prefix="lexiscope-") as folder, ThreadPoolExecutor(model.workers, "learn") as pool:
        for worker in range(model.workers):
            pool.submit(learn, os.path.join(folder, str(worker)))  # noqa: PTH118
    model.epochs = usual
    model._clear_post_train()


def _with_steps(pieces: Iterator[bytes], n_tokens: int) -> Iterator[tuple[int, bytes]]:
    """Each piece and how far the training is before it."""
    n_read = 0
    for piece in pieces:
        yield min(STEPS * n_read // n_tokens, STEPS - 1), piece
        n_read += piece.count(b" ") + piece.count(b"\n")
