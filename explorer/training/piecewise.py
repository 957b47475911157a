"""Learning on several cores: each worker learns the next piece of the text without the interpreter's lock."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.corpus.preprocessing import LONGEST_SENTENCE
from explorer.corpus.token_lines import WordTable
from explorer.errors import UnwritableFile, reason_of
from explorer.training.snapshots import TrainingWatch

if TYPE_CHECKING:
    from explorer.training.observed_models import ObservedModel

STEPS = 1 << 24
"""In so many steps the learning rate falls to its end; single precision tells no more apart."""

LearnPiece = Callable[[bytes, int], tuple[int, int, float]]
"""Learns some lines at the rate of a step: how many tokens there were, how many were trained on, and their loss."""

_NO_END = 1 << 62  # of sentences and words, after which gensim would stop


def can_learn_pieces(model: ObservedModel) -> bool:
    """Whether gensim learns pieces: on Windows it finds no files whose folder has letters beyond ASCII."""
    return os.name != "nt" or tempfile.gettempdir().isascii() or _steps_of(model) is not None


def train_in_pieces(
    model: ObservedModel, pieces: Iterator[bytes], n_tokens: int, rate: float, watch: TrainingWatch
) -> None:
    """Train a model on some lines of tokens.

    Of sentences, gensim looks up each word under the interpreter's lock, and its workers and whoever draws the map wait
    for each other. So words are looked up here for its own inner steps, or it reads files. Its own way with files takes
    an epoch at once, in which nothing could be told or ended.

    pieces:    all that is to be learned, every epoch anew: lines in UTF-8, tokens parted by single spaces
    n_tokens:  in all of them
    rate:      the learning rate at first; it falls evenly with the tokens, to the least that the model has

    What goes wrong in a worker is told to the watch.
    """
    usual, model.epochs = model.epochs, STEPS  # gensim lowers the rate from epoch to epoch
    model.alpha, model.compute_loss = rate, model.tells_loss
    steps = _steps_of(model)
    worker_of = _by_files(model) if steps is None else _by_numbers(model, steps)
    numbered = _with_steps(pieces, n_tokens)
    one_at_a_time = threading.Lock()

    def learn(path: Path) -> None:
        try:
            learn_piece = worker_of(path)
            while not watch.is_over:
                with one_at_a_time:
                    step, piece = next(numbered, (0, b""))
                if not piece:
                    return
                n_read, trained, loss = learn_piece(piece, step)
                watch.add(n_read, loss, trained if model.tells_loss else 0)
        except OSError as error:
            watch.fail(_no_room(error))
        except BaseException as error:
            watch.fail(error)

    try:
        with tempfile.TemporaryDirectory(prefix="lexiscope-") as folder, ThreadPoolExecutor(model.workers) as pool:
            for worker in range(model.workers):
                pool.submit(learn, Path(folder) / str(worker))
    except OSError as error:
        watch.fail(_no_room(error))
    model.epochs = usual
    model._clear_post_train()


def _no_room(error: OSError) -> UnwritableFile:
    reason = f"{reason_of(error)}. Make room for temporary files and train again."
    return UnwritableFile(error.filename or tempfile.gettempdir(), reason)


def _with_steps(pieces: Iterator[bytes], n_tokens: int) -> Iterator[tuple[int, bytes]]:
    """Each piece and how far the training is before it."""
    n_read = 0
    for piece in pieces:
        yield min(STEPS * n_read // n_tokens, STEPS - 1), piece
        n_read += piece.count(b" ") + piece.count(b"\n")


def _steps_of(model: ObservedModel) -> tuple[int, int] | None:
    """The addresses of gensim's steps that take words as numbers, one of them 0; None if there are none for a model."""
    if model.learns_parts or model.hs:
        return None
    from explorer.training.gensim_steps import address_of

    at = address_of("w2v_fast_sentence_sg_neg" if model.sg else "w2v_fast_sentence_cbow_neg")
    if not at:
        return None
    return (at, 0) if model.sg else (0, at)


def _by_numbers(model: ObservedModel, steps: tuple[int, int]) -> Callable[[Path], LearnPiece]:
    """Words are looked up in a table of ours, for gensim's steps that take numbers."""
    from explorer.training.word2vec_kernels import learn_lines

    words = WordTable(model.wv.index_to_key)
    keeps = model.wv.expandos["sample_int"] if model.sample else np.empty(0, np.uint32)

    def worker(path: Path) -> LearnPiece:
        memory, loss = np.zeros((2, model.vector_size), np.float32), np.zeros(1, np.float32)

        def learn(piece: bytes, step: int) -> tuple[int, int, float]:
            lines, loss[0] = words.number(piece), 0.0
            rate = model.alpha - (model.alpha - model.min_alpha) * step / STEPS
            trained = learn_lines(
                *steps, lines.tokens, lines.ends, keeps, model.window, model.negative, model.cum_table,
                model.wv.vectors, model.syn1neg, rate, memory, _random(model), model.wv.vectors_lockf,
                model.cbow_mean, loss,
            )  # fmt: skip
            return lines.n_read, trained, float(loss[0])

        return learn

    return worker


def _random(model: ObservedModel) -> np.uint64:
    """The state that gensim starts its random numbers from for each job."""
    high, low = (int(model.random.randint(0, 1 << 24)) for _ in range(2))
    return np.uint64((high << 24) + low)


def _by_files(model: ObservedModel) -> Callable[[Path], LearnPiece]:
    """Each piece becomes files that gensim reads, of 10,000 words at most: of more, it leaves some out."""
    from gensim.models.word2vec_corpusfile import CythonVocab

    vocabulary: Any = CythonVocab(model.wv, hs=model.hs, fasttext=model.learns_parts)

    def worker(path: Path) -> LearnPiece:
        memory = model._get_thread_working_mem()

        def learn(piece: bytes, step: int) -> tuple[int, int, float]:
            model.running_training_loss = 0.0  # which gensim goes on adding to
            n_trained = n_read = 0
            for lines in _in_batches(piece, LONGEST_SENTENCE):
                path.write_bytes(lines)
                _, trained, read = model._do_train_epoch(
                    str(path), 0, 0, vocabulary, memory, step, total_examples=_NO_END, total_words=_NO_END
                )
                n_trained, n_read = n_trained + trained, n_read + read
            return n_read, n_trained, model.running_training_loss

        return learn

    return worker


def _in_batches(piece: bytes, most: int) -> Iterator[bytes]:
    """Some lines, none of which has more tokens than ``most``, in parts that have no more either."""
    first, n_tokens, lines = 0, 0, piece.splitlines(keepends=True)
    for number, line in enumerate(lines):
        length = line.count(b" ") + 1
        if n_tokens + length > most:
            yield b"".join(lines[first:number])
            first, n_tokens = number, 0
        n_tokens += length
    yield b"".join(lines[first:])
