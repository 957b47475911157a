"""gensim's models, watched from within their worker threads; imports gensim, so import it where it is used."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from gensim.models import Doc2Vec, FastText, Word2Vec
from gensim.models.doc2vec import TaggedDocument

from explorer.embedding import Vectors
from explorer.training.snapshots import TrainingWatch
from explorer.training.word_parts import WordParts

__all__ = ["ObservedDoc2Vec", "ObservedFastText", "ObservedModel", "ObservedWord2Vec", "TaggedDocument"]


class _Observed:
    """Learns exactly what the gensim class behind it learns, and tells a `TrainingWatch` of each job that is done.

    A job is what a worker is handed at once: some sentences, 10,000 tokens as a rule.
    """

    watch: TrainingWatch | None = None
    tells_loss = False
    learns_parts = False

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

    def vectors_now(self) -> Vectors:
        """A copy of the vectors of the words as they are at this moment, (n_words, dim) float32."""
        vectors: Vectors = self.wv.vectors.copy()  # type: ignore[attr-defined]
        return vectors

    def word_parts(self, lower: bool) -> WordParts | None:
        """The parts of words, if they are learned; they share the memory of the model. ``lower``: see `WordParts`."""
        return None

    def arrays(self) -> Sequence[tuple[Any, str]]:
        """What is learned: the objects that hold an array, and its name there."""
        hidden = "syn1" if self.hs else "syn1neg"  # type: ignore[attr-defined]
        return (self.wv, "vectors"), (self, hidden)  # type: ignore[attr-defined]

    def _train_epoch(self, *args: Any, **options: Any) -> tuple[int, int, int]:
        """Train for an epoch; the epochs that are left when the training is over start no threads any more."""
        if self.watch is not None and self.watch.is_over:
            return 0, 0, 0
        words_and_jobs: tuple[int, int, int] = super()._train_epoch(*args, **options)  # type: ignore[misc]
        return words_and_jobs

    def _do_train_job(self, sentences: list[Any], alpha: float, inits: Any) -> tuple[int, int]:
        """Train on a job; nothing may be raised here, or `train` would wait for the dead worker for ever."""
        n_tokens: int = self._raw_word_count(sentences)  # type: ignore[attr-defined]
        if self.watch is None or self.watch.is_over:  # what is still in the queue is thrown away
            return 0, n_tokens
        try:
            self.running_training_loss = 0.0
            trained, _ = super()._do_train_job(sentences, alpha, inits)  # type: ignore[misc]
            self.watch.add(n_tokens, self.running_training_loss, trained if self.tells_loss else 0)
        except BaseException as error:
            self.watch.fail(error)
            return 0, n_tokens
        return trained, n_tokens


class ObservedWord2Vec(_Observed, Word2Vec):  # type: ignore[misc]
    """`gensim.models.Word2Vec`, the only one of gensim's models that tells its loss."""

    tells_loss = True


class ObservedFastText(_Observed, FastText):  # type: ignore[misc]
    """`gensim.models.FastText`, whose vectors of words are means over the word and its parts."""

    learns_parts = True

    def vectors_now(self) -> Vectors:
        """A copy of the vectors as `adjust_vectors` of gensim makes them, which takes a hundred times as long."""
        whole: Vectors = self.wv.vectors_vocab
        if self.wv.bucket == 0:
            return whole.copy()
        from explorer.training.subword_kernels import sums_of_parts

        starts, parts = self._parts_of_words()
        vectors = np.empty_like(whole)
        sums_of_parts(whole, self.wv.vectors_ngrams, starts, parts, vectors)
        return vectors

    def arrays(self) -> Sequence[tuple[Any, str]]:
        """What is learned: the objects that hold an array, and its name there."""
        return (self.wv, "vectors_vocab"), (self.wv, "vectors_ngrams"), super().arrays()[1]

    def word_parts(self, lower: bool) -> WordParts | None:
        """The parts of words, unless none are learned; they share the memory of the model."""
        if self.wv.bucket == 0 or self.wv.max_n < self.wv.min_n:
            return None
        return WordParts(self.wv.vectors_ngrams, self.wv.index_to_key, self.wv.min_n, self.wv.max_n, lower)

    def _parts_of_words(self) -> tuple[Any, Any]:
        """Where the parts of each word begin, (n_words + 1,) int64, and their buckets in a row, int64."""
        if not hasattr(self, "_parts"):
            buckets = self.wv.buckets_word
            starts = np.concatenate([[0], np.cumsum([len(each) for each in buckets])])
            self._parts = starts.astype(np.int64), np.concatenate(buckets).astype(np.int64)
        return self._parts

    def _clear_post_train(self) -> None:
        self.wv.norms = None
        self.wv.vectors = self.vectors_now()


class ObservedDoc2Vec(_Observed, Doc2Vec):  # type: ignore[misc]
    """`gensim.models.Doc2Vec` on documents that are called by their numbers."""

    def build_vocab_of(self, words: dict[str, int], n_documents: int, n_examples: int) -> None:
        """Prepare the vectors of these words and of so many documents, without a look at the documents themselves."""
        self.dv.index_to_key = list(range(n_documents))
        self.build_vocab_from_freq(words, corpus_count=n_examples)

    def arrays(self) -> Sequence[tuple[Any, str]]:
        """What is learned: the objects that hold an array, and its name there."""
        return (*super().arrays(), (self.dv, "vectors"))


ObservedModel = ObservedWord2Vec | ObservedFastText | ObservedDoc2Vec
