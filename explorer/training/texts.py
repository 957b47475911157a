"""What gensim is fed with: a corpus, kept as tokens in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.embedding import Embedding
from explorer.task import Task

if TYPE_CHECKING:
    from explorer.training.observed_models import ObservedModel


class Text(Protocol):
    """A corpus as gensim reads it; to be used in a ``with``."""

    n_sentences: int
    """How many sentences there are, once it was surveyed."""

    @property
    def n_documents(self) -> int:
        """How many documents get a vector."""

    def __enter__(self) -> Text: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def survey(self, task: Task = Task()) -> Survey:
        """Read the corpus, keep its tokens, and count the words; first of all."""

    def examples(self, longest: int) -> Iterator[Any]:
        """What gensim learns from, each of at most so many tokens."""

    def n_examples(self, longest: int) -> int:
        """How many of them there are, by which gensim slows down."""

    def pieces(self, n_tokens: int, epochs: int) -> Iterator[bytes] | None:
        """The sentences of all epochs as lines in UTF-8, about so many tokens at once; None if there are no such."""

    def embedding(self, words: Embedding, model: ObservedModel) -> Embedding | None:
        """The vectors that were learned beside those of the words."""


class SentenceText:
    """The sentences of a corpus."""

    n_documents = 0

    def __init__(self, corpus: Corpus, tokens: TokenOptions) -> None:
        self._corpus, self._tokens = corpus, tokens
        self._file = TokenFile(corpus, tokens)
        self.n_sentences = self._n_tokens = 0

    def __enter__(self) -> SentenceText:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def survey(self, task: Task = Task()) -> Survey:
        """See `Text`."""
        survey = survey_corpus(self._corpus, self._tokens, task, self._file.append)
        self.n_sentences, self._n_tokens = survey.n_sentences, survey.n_tokens
        return survey

    def examples(self, longest: int) -> Iterator[list[str]]:
        """See `Text`."""
        for tokens in self._file:
            for start in range(0, len(tokens), longest):
                yield tokens[start : start + longest]

    def n_examples(self, longest: int) -> int:
        """How many sentences; the few that come in pieces are not worth counting twice."""
        return self.n_sentences

    def pieces(self, n_tokens: int, epochs: int) -> Iterator[bytes] | None:
        """See `Text`; there are none if the disk had no room for them."""
        n_bytes = self._file.n_bytes
        if not n_bytes:
            return None
        size = max(1, n_tokens * n_bytes // self._n_tokens)
        return chain.from_iterable(self._file.pieces(size) for _ in range(epochs))

    def embedding(self, words: Embedding, model: ObservedModel) -> None:
        """Nothing beside the words."""
