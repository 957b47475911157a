"""The documents of a corpus as gensim reads them, for models that learn vectors of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.corpus.chain.chain import Chain
from explorer.corpus.documents import Document, read_documents
from explorer.corpus.finding import distinct_names
from explorer.corpus.kinds.registry import KINDS
from explorer.corpus.paragraphs import paragraphs
from explorer.corpus.preprocessing import LONGEST_SENTENCE, TokenOptions, chain_and_rest, texts_of
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.token_lines import as_lines
from explorer.corpus.vocabulary import Survey, survey_of
from explorer.embedding import Embedding
from explorer.errors import EmptyCorpus
from explorer.task import Task
from explorer.training.options import Doc2VecOptions

if TYPE_CHECKING:
    from explorer.training.observed_models import ObservedModel

LONGEST_BEGINNING = 60
"""Letters of a paragraph or sentence that are kept as its text."""
ONE_DOCUMENT = (
    "There is only one document in this corpus, and nothing to tell it from. Choose several files, or let doc2vec take "
    "paragraphs or sentences for documents (documents)."
)


def check_documents(corpus: Corpus, options: Any) -> None:
    """Refuse, before anything is read, to learn vectors of documents where there is but one.

    Raises
    ------
    EmptyCorpus : the options are those of doc2vec, which is to take files for documents, and there is one text only.
    """
    is_for_files = isinstance(options, Doc2VecOptions) and options.documents == "document"
    if is_for_files and len(corpus.parts) == 1 and not KINDS[corpus.parts[0].kind].is_table:
        raise EmptyCorpus(ONE_DOCUMENT)


@dataclass
class Documents:
    """What is known of the documents, in the order of the corpus; those without a word are none.

    called:    how each is called, which may be as another is
    lengths:   how many tokens each has
    metadata:  column to the value of each, "" where there is none
    """

    called: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    metadata: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.called)

    @property
    def names(self) -> list[str]:
        """A different name for each: one that was there before gets a number."""
        return list(distinct_names(self.called))

    def add(self, name: str, length: int, metadata: Mapping[str, str]) -> None:
        """Add a document."""
        n_before = len(self)
        self.called.append(name)
        self.lengths.append(length)
        for column in (*self.metadata, *(each for each in metadata if each not in self.metadata)):
            self.metadata.setdefault(column, [""] * n_before).append(metadata.get(column, ""))


class DocumentText:
    """The documents of a corpus with their numbers for names, in a temporary file; see `explorer.training.texts.Text`.

    unit:  what is taken for a document: a key of `explorer.training.options.DOCUMENTS`
    """

    def __init__(self, corpus: Corpus, tokens: TokenOptions, unit: str) -> None:
        self._corpus, self._tokens, self._unit = corpus, tokens, unit
        self._file = TokenFile(corpus, tokens, self._chunks)
        self.documents = Documents()
        self.n_sentences = 0

    def __enter__(self) -> DocumentText:
        self._file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def survey(self, task: Task = Task()) -> Survey:
        """Read the corpus, keep its tokens, and count the words.

        Raises
        ------
        EmptyCorpus : there is no word.
        UnreadableFile : a file has gone or has changed.
        Cancelled : between two blocks of 1 MiB.
        """
        counts: Counter[str] = Counter()
        self.documents, self.n_sentences = Documents(), 0
        for document, metadata, sentences in self._read(task):
            length = 0
            for chunk in _chunks_of(self._counted(sentences)):
                counts.update(chunk)
                length += len(chunk)
                self._file.append(as_lines([[str(len(self.documents)), *chunk]]))
            if length:
                self.documents.add(document, length, metadata)
        return survey_of(self._corpus, self._tokens, len(self.documents), counts)

    def _counted(self, sentences: Iterable[list[str]]) -> Iterator[list[str]]:
        for tokens in sentences:
            self.n_sentences += bool(tokens)
            yield tokens

    @property
    def n_documents(self) -> int:
        """How many documents there are."""
        return len(self.documents)

    def examples(self, longest: int) -> Iterator[Any]:
        """What gensim learns from; a long document comes in pieces of one number."""
        from explorer.training.observed_models import TaggedDocument

        for number, *tokens in self._file:
            for start in range(0, len(tokens), longest):
                yield TaggedDocument(tokens[start : start + longest], [int(number)])

    def n_examples(self, longest: int) -> int:
        """How many of them there are."""
        return sum(-(-length // longest) for length in self.documents.lengths)

    def pieces(self, n_tokens: int, epochs: int) -> None:
        """None, as gensim takes each line of a file for a document of its own."""

    def embedding(self, words: Embedding, model: ObservedModel) -> Embedding:
        """The documents as an embedding: their names for words, their lengths for counts."""
        known = self.documents
        return Embedding(
            name=f"{words.name}, documents",
            index_to_key=tuple(known.names),
            vectors=model.dv.vectors,
            counts=np.array(known.lengths, np.int64),
            metadata=MappingProxyType({column: tuple(values) for column, values in known.metadata.items()}),
            origin=f"{words.origin}, documents",
            preprocessing=words.preprocessing,
            unit="document",
        )

    def _chunks(self, corpus: Corpus, tokens: TokenOptions) -> Iterator[list[str]]:
        """What is in the file, read from the corpus again."""
        number = 0
        for _, _, sentences in self._read(Task()):
            is_empty = True
            for chunk in _chunks_of(sentences):
                is_empty = False
                yield [str(number), *chunk]
            number += not is_empty

    def _read(self, task: Task) -> Iterator[tuple[str, Mapping[str, str], Iterator[list[str]]]]:
        """The name, the metadata and the sentences of each document."""
        chain, rest = chain_and_rest(self._corpus, self._tokens, task)
        for document in read_documents(self._corpus, rest):
            if self._unit == "document":
                yield document.name, document.metadata, chain.read(texts_of(document.lines, self._tokens), task)
            else:
                yield from self._parts_of(document, chain, task)

    def _parts_of(
        self, document: Document, chain: Chain, task: Task
    ) -> Iterator[tuple[str, Mapping[str, str], Iterator[list[str]]]]:
        """The paragraphs or sentences of a document, numbered, with their beginning."""
        is_paragraph = self._unit == "paragraph"
        texts = paragraphs(document.lines) if is_paragraph else texts_of(document.lines, self._tokens)
        for number, text in enumerate(texts, 1):
            beginning = text.strip()
            if len(beginning) > LONGEST_BEGINNING:
                beginning = beginning[: LONGEST_BEGINNING + 1].rsplit(maxsplit=1)[0] + "…"
            metadata = {**document.metadata, "document": document.name, "text": beginning}
            own = texts_of([text], self._tokens) if is_paragraph else iter([text])
            yield f"{document.name} {number}", metadata, chain.read(own, task)


def _chunks_of(sentences: Iterator[list[str]]) -> Iterator[list[str]]:
    """The tokens of a document in chunks of as many as gensim takes at once, never empty."""
    chunk: list[str] = []
    for tokens in sentences:
        chunk += tokens
        while len(chunk) >= LONGEST_SENTENCE:
            yield chunk[:LONGEST_SENTENCE]
            chunk = chunk[LONGEST_SENTENCE:]
    if chunk:
        yield chunk
