"""word2vec, fastText and doc2vec through gensim: seeded, watched while they learn, and stopped within a moment."""

from __future__ import annotations

import copy
import logging
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.blas import one_blas_thread
from explorer.corpus.chain.apart import beside, load_beside
from explorer.corpus.chain.phrases import load_gensim
from explorer.corpus.preprocessing import LONGEST_SENTENCE, TokenOptions
from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.errors import BadOption, EmptyCorpus
from explorer.task import Task
from explorer.training.advice import advice
from explorer.training.document_text import ONE_DOCUMENT, DocumentText, check_documents
from explorer.training.learned import FurtherOptions, Learned
from explorer.training.options import METHODS, Doc2VecOptions, FastTextOptions, GensimOptions, Word2VecOptions
from explorer.training.piecewise import can_learn_pieces, train_in_pieces
from explorer.training.snapshots import TrainingWatch, ended_early
from explorer.training.texts import SentenceText, Text
from explorer.training.words import embedding_of, words_to_learn

if TYPE_CHECKING:
    from explorer.training.observed_models import ObservedModel

MULTIPLICATIONS = 60_000_000  # of a job at most, which are some hundredths of a second; gensim's usual job has as many
KERNELS = "explorer.corpus.token_kernels", "explorer.training.word2vec_kernels"
READING = 0.05  # of the progress belongs to reading and counting the corpus
PARTS = 20  # of a word that fastText learns from, roughly


def learn_by_gensim(
    corpus: Corpus,
    options: GensimOptions = Word2VecOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Learned:
    """Learn a vector for each word of a corpus that occurs at least ``min_count`` times, and by doc2vec for documents.

    Vectors are (n_words, dim) float32 in the order of falling count, with the counts; those of documents are in the
    order of the corpus, with their lengths and metadata. With one worker, the same corpus, options and seed give the
    same vectors, equal to those of gensim's own class on these sentences with this order of the words. Up to five
    `TrainingSnapshot` a second go to ``task.partial``, the last of them with the embedding that is returned; fastText
    and doc2vec tell no loss, as gensim has none for them. Setting ``enough`` from another thread ends the training and
    keeps what was learned.

    Raises
    ------
    EmptyCorpus : fewer than two words are frequent enough, with the ``min_count`` that would do; or no word has a
        neighbour in its sentence; or there is only one document.
    BadOption : the learning rate is so large that the vectors have grown beyond all bounds.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.

    Example: ``learn_by_gensim(open_corpus(["moby-dick.txt"]), Word2VecOptions(dim=50, epochs=20)).embedding``
    """
    check_documents(corpus, options)
    with _text_of(corpus, options, tokens) as text:
        survey = text.survey(task.part(0.0, READING))
        words = words_to_learn(corpus.name, survey, options.min_count)
        task.tell(*advice(replace(survey, n_sentences=text.n_sentences), options, tokens))
        task.step(READING, 1.0, f"Preparing {len(words):,} words")
        beside(load_gensim, task)  # the first time, it takes as long as a cancel may
        if options.workers > 1 and isinstance(options, Word2VecOptions) and options.loss == "ns":
            load_beside(task, *KERNELS)
        model = _untrained(words, text, options)
        task.check()
        bare = embedding_of(corpus, words, model.vectors_now(), _method(options), tokens)
        first = GensimModel(corpus, options, tokens, survey.n_tokens, bare, model)
        return first.train_on(text, options.epochs, options.alpha, task.part(READING, 1.0), enough)


@dataclass(frozen=True, eq=False)
class GensimModel:
    """A model of gensim and what it was trained on; see `explorer.training.learned.Model`.

    embedding:  the words, without what is to be said of a single training; not the object that the training gives, so
                that who remembers the model by that one does not keep it alive by the model
    """

    corpus: Corpus
    options: GensimOptions
    tokens: TokenOptions
    n_tokens: int
    embedding: Embedding
    model: ObservedModel

    @property
    def n_bytes(self) -> int:
        """How much memory it keeps, beside the vectors of its embedding."""
        every = sum(getattr(owner, name).nbytes for owner, name in self.model.arrays())
        return int(every) - self.embedding.vectors.nbytes

    def train_further(
        self, further: FurtherOptions, task: Task = Task(), enough: threading.Event | None = None
    ) -> Learned:
        """Read the same corpus so many times more; see `explorer.training.learned.Model`."""
        with _text_of(self.corpus, self.options, self.tokens) as text:
            text.survey(task.part(0.0, READING))
            task.check()
            again = replace(self, model=_copied(self.model))
            rate = further.rate or self.options.alpha
            return again.train_on(text, further.epochs, rate, task.part(READING, 1.0), enough)

    def train_on(self, text: Text, epochs: int, rate: float, task: Task, enough: threading.Event | None) -> Learned:
        """Train the model, which changes: only for one that nobody else has yet."""
        model, bare = self.model, self.embedding
        watch = TrainingWatch(lambda: replace(bare, vectors=model.vectors_now()), self.n_tokens, epochs, task, enough)
        model.watch = watch
        with one_blas_thread():  # for the snapshots
            in_pieces = model.workers > 1 and can_learn_pieces(model)
            if in_pieces and (pieces := text.pieces(model.batch_words, epochs)):
                train_in_pieces(model, pieces, self.n_tokens * epochs, rate, watch)
            else:
                model.train(
                    _UntilOver(text, watch, model.batch_words),
                    total_examples=text.n_examples(model.batch_words),
                    epochs=epochs,
                    start_alpha=rate,
                    **({"compute_loss": True} if model.tells_loss else {}),
                )
            model.watch = None
            watch.settle()
        task.check()
        embedding = _finished(bare, model, self.tokens, watch)
        documents = text.embedding(embedding, model)
        return Learned(embedding, documents, replace(self, embedding=replace(bare, vectors=embedding.vectors)))


def _text_of(corpus: Corpus, options: GensimOptions, tokens: TokenOptions) -> Text:
    if isinstance(options, Doc2VecOptions):
        return DocumentText(corpus, tokens, options.documents)
    return SentenceText(corpus, tokens)


def _untrained(words: dict[str, int], text: Text, options: GensimOptions) -> ObservedModel:
    from explorer.training import observed_models as observed

    # gensim tells what it does on its logger, and what it warns of there is handled here.
    logging.getLogger("gensim").addHandler(logging.NullHandler())
    shared: dict[str, Any] = {
        "vector_size": options.dim,
        "window": options.window,
        "min_count": options.min_count,
        "hs": int(options.loss == "hs"),
        "negative": options.negative if options.loss == "ns" else 0,
        "sample": options.sample,
        "alpha": options.alpha,
        "seed": options.seed,
        "workers": options.workers,
        "epochs": options.epochs,
        "batch_words": _batch_words(options, len(words)),
        "hashfxn": _stable_hash,
        "sorted_vocab": 0,  # they are, and gensim's sort does not keep the order of words of one count
    }
    if isinstance(options, Doc2VecOptions):
        if text.n_documents < 2:
            raise EmptyCorpus(ONE_DOCUMENT)
        # The words that PV-DBOW does not learn by itself would stay where chance has put them.
        model = observed.ObservedDoc2Vec(dm=int(options.dm), dbow_words=int(not options.dm), **shared)
        model.build_vocab_of(words, text.n_documents, text.n_examples(model.batch_words))
        return model
    if isinstance(options, FastTextOptions):
        parts = {"min_n": options.min_n, "max_n": options.max_n, "bucket": options.bucket}
        model = observed.ObservedFastText(sg=int(options.sg), **parts, **shared)
    else:
        model = observed.ObservedWord2Vec(sg=int(options.method == "skipgram"), **shared)
    model.build_vocab_from_freq(words, corpus_count=text.n_examples(model.batch_words))
    return model


def _copied(model: ObservedModel) -> ObservedModel:
    """A model that learns on from where this one is, without changing it."""
    copied = copy.copy(model)
    copied._of_thread = threading.local()
    copied.random = copy.deepcopy(model.random)
    copied.min_alpha_yet_reached = float(model.alpha)
    owners = {id(model): copied}
    for name in ("wv", "dv"):
        if hasattr(model, name):
            setattr(copied, name, copy.copy(getattr(model, name)))
            owners[id(getattr(model, name))] = getattr(copied, name)
    for owner, name in model.arrays():
        setattr(owners[id(owner)], name, getattr(owner, name).copy())
    return copied


def _finished(bare: Embedding, model: ObservedModel, tokens: TokenOptions, watch: TrainingWatch) -> Embedding:
    vectors = model.wv.vectors
    if not np.isfinite(vectors).all():
        raise BadOption("The vectors have grown beyond all bounds; choose a smaller learning rate (alpha).")
    parts = model.word_parts(tokens.lower)
    vector_of = None if parts is None else parts.vector_of
    embedding = replace(bare, vectors=vectors, notices=(*bare.notices, *ended_early(watch)), vector_of=vector_of)
    watch.show(embedding)
    return embedding


class _UntilOver:
    """The examples for gensim, which iterates over them once an epoch; they end early when the training is over.

    Nothing may be raised in here: gensim iterates in a thread of its own, and `train` would wait for ever.
    """

    def __init__(self, text: Text, watch: TrainingWatch, batch_words: int) -> None:
        self._text, self._watch, self._batch_words = text, watch, batch_words

    def __iter__(self) -> Iterator[Any]:
        try:
            for example in self._text.examples(self._batch_words):
                if self._watch.is_over:
                    return
                yield example
        except Exception as error:
            self._watch.fail(error)


def _batch_words(options: GensimOptions, n_words: int) -> int:
    """How many words a worker is handed at once: gensim's 10,000, or fewer if they would take more than a moment.

    A worker can be stopped only between two jobs, and the work for a word grows with each of these.
    """
    skips = options.method == "skipgram" if isinstance(options, Word2VecOptions) else not getattr(options, "dm", False)
    pairs = 2 * options.window if skips else 2
    rows = options.negative + 1 if options.loss == "ns" else n_words.bit_length()
    parts = PARTS if isinstance(options, FastTextOptions) and options.max_n >= options.min_n else 0
    return max(50, min(LONGEST_SENTENCE, MULTIPLICATIONS // (pairs * (rows + parts) * options.dim)))


def _stable_hash(text: str) -> int:
    """A hash that is the same in every process, unlike Python's."""
    return zlib.crc32(text.encode("utf-8"))


def _method(options: GensimOptions) -> str:
    if isinstance(options, Word2VecOptions):
        return "CBOW" if options.method == "cbow" else METHODS[options.method].lower()
    return "fastText" if isinstance(options, FastTextOptions) else "doc2vec"
