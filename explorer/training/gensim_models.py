"""Training word2vec through gensim: seeded, watched while it learns, and stopped within a moment."""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.preprocessing import LONGEST_SENTENCE, TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.embedding import Embedding
from explorer.errors import BadOption
from explorer.task import Task
from explorer.training.options import METHODS, Word2VecOptions, suggest_dim, suggest_epochs, suggest_options
from explorer.training.snapshots import TrainingSnapshot, TrainingWatch
from explorer.training.words import embedding_of, words_to_learn

if TYPE_CHECKING:
    from explorer.training.observed_word2vec import ObservedWord2Vec

__all__ = [
    "TrainingSnapshot",
    "Word2VecOptions",
    "suggest_dim",
    "suggest_epochs",
    "suggest_options",
    "train_word2vec",
    "words_to_learn",
]

MULTIPLICATIONS = 60_000_000  # of a job at most, which are some hundredths of a second; gensim's usual job has as many
READING = 0.05  # of the progress belongs to reading and counting the corpus


def train_word2vec(
    corpus: Corpus,
    options: Word2VecOptions = Word2VecOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Embedding:
    """Learn a vector for each word of a corpus that occurs at least ``min_count`` times.

    Vectors are (n_words, dim) float32 in the order of falling count, with the counts. With one worker, the same
    corpus, options and seed give the same vectors, equal to those of `gensim.models.Word2Vec` on these sentences with
    this order of the words. Up to eight `TrainingSnapshot` a second go to ``task.partial``, the last of them with the
    embedding that is returned. Setting ``enough`` from another thread ends the training and keeps what was learned.

    Raises
    ------
    EmptyCorpus : fewer than two words are frequent enough, with the ``min_count`` that would do; or no word has a
        neighbour in its sentence.
    BadOption : the learning rate is so large that the vectors have grown beyond all bounds.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.

    Example: ``train_word2vec(open_corpus(["moby-dick.txt"]), Word2VecOptions(dim=50, epochs=20))``
    """
    enough = enough or threading.Event()
    with TokenFile(corpus, tokens) as token_file:
        survey = survey_corpus(corpus, tokens, task.part(0.0, READING), token_file.append)
        words = words_to_learn(corpus.name, survey, options.min_count)
        task.step(READING, 1.0, f"Preparing {len(words):,} words")
        model = _untrained(words, survey, options)
        task.check()
        bare = embedding_of(corpus, words, model.wv.vectors.copy(), _method(options))
        watch = TrainingWatch(
            lambda: replace(bare, vectors=model.wv.vectors.copy()),
            survey.n_tokens,
            options.epochs,
            task.part(READING, 1.0),
            enough,
        )
        _train(model, token_file, survey, options, watch)
    task.check()
    return _finished(bare, model, watch)


def _untrained(words: dict[str, int], survey: Survey, options: Word2VecOptions) -> ObservedWord2Vec:
    from explorer.training.observed_word2vec import ObservedWord2Vec

    # gensim tells what it does on its logger, and what it warns of there is handled here.
    logging.getLogger("gensim").addHandler(logging.NullHandler())
    model = ObservedWord2Vec(
        vector_size=options.dim,
        sg=int(options.method == "skipgram"),
        window=options.window,
        min_count=options.min_count,
        negative=options.negative,
        sample=options.sample,
        alpha=options.alpha,
        seed=options.seed,
        workers=options.workers,
        epochs=options.epochs,
        batch_words=_batch_words(options),
        hashfxn=_stable_hash,
        sorted_vocab=0,  # they are, and gensim's sort does not keep the order of words of one count
    )
    model.build_vocab_from_freq(words, corpus_count=survey.n_sentences)
    return model


def _train(
    model: ObservedWord2Vec, token_file: TokenFile, survey: Survey, options: Word2VecOptions, watch: TrainingWatch
) -> None:
    model.watch = watch
    model.train(
        _UntilOver(token_file, watch, model.batch_words),
        total_examples=survey.n_sentences,
        epochs=options.epochs,
        compute_loss=True,
    )
    if watch.error is not None:
        raise watch.error


def _finished(bare: Embedding, model: ObservedWord2Vec, watch: TrainingWatch) -> Embedding:
    vectors = model.wv.vectors
    if not np.isfinite(vectors).all():
        raise BadOption("The vectors have grown beyond all bounds; choose a smaller learning rate (alpha).")
    notices = bare.notices
    if watch.words_done < watch.words_total:
        notices = (*notices, f"The training was ended after {watch.words_done:,} of {watch.words_total:,} words.")
    embedding = replace(bare, vectors=vectors, notices=notices)
    watch.show(embedding)
    return embedding


class _UntilOver:
    """The sentences for gensim, which iterates over them once an epoch; they end early when the training is over.

    Nothing may be raised in here: gensim iterates in a thread of its own, and `train` would wait for ever.
    """

    def __init__(self, token_file: TokenFile, watch: TrainingWatch, batch_words: int) -> None:
        self._token_file, self._watch, self._batch_words = token_file, watch, batch_words

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for tokens in self._token_file:
                if self._watch.is_over:
                    return
                for start in range(0, len(tokens), self._batch_words):
                    yield tokens[start : start + self._batch_words]
        except Exception as error:
            self._watch.fail(error)


def _batch_words(options: Word2VecOptions) -> int:
    """How many words a worker is handed at once: gensim's 10,000, or fewer if they would take more than a moment.

    A worker can be stopped only between two jobs, and the work for a word grows with each of these.
    """
    pairs = 2 * options.window if options.method == "skipgram" else 2
    multiplications = pairs * (options.negative + 1) * options.dim
    return max(50, min(LONGEST_SENTENCE, MULTIPLICATIONS // multiplications))


def _stable_hash(text: str) -> int:
    """A hash that is the same in every process, unlike Python's."""
    return zlib.crc32(text.encode("utf-8"))


def _method(options: Word2VecOptions) -> str:
    return "CBOW" if options.method == "cbow" else METHODS[options.method].lower()
