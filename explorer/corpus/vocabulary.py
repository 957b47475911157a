"""Counting the words of a corpus, and what the counts suggest."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.chain.apart import load_beside
from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import Corpus
from explorer.corpus.token_lines import as_lines
from explorer.corpus.word_counter import WordCounter
from explorer.errors import EmptyCorpus
from explorer.task import Task

_FEW_WORDS = 50
_AT_ONCE = 100  # sentences, which are counted together
_KERNELS, _LONG = "explorer.corpus.token_kernels", 20_000_000  # bytes of a text that takes seconds to read


@dataclass(frozen=True, eq=False)
class Survey:
    """What a corpus holds.

    n_sentences:  how many sentences, chunks of overlong ones included
    n_tokens:     how many tokens
    counts:       word to how often it stands in the corpus, in the order of falling count; words of one count in the
                  order in which they first occur
    """

    n_sentences: int
    n_tokens: int
    counts: Mapping[str, int]

    @cached_property
    def _falling(self) -> NDArray[np.int64]:
        return np.fromiter(self.counts.values(), np.int64, len(self.counts))

    def n_words(self, min_count: int = 1) -> int:
        """How many distinct words occur at least ``min_count`` times."""
        return int(np.searchsorted(-self._falling, -min_count, side="right"))

    def suggested_min_count(self, usual: int = 5) -> int:
        """The largest count up to the usual one that leaves 50 words to learn; 1 for a text of a few sentences."""
        return next((count for count in range(usual, 1, -1) if self.n_words(count) >= _FEW_WORDS), 1)


def survey_corpus(
    corpus: Corpus,
    options: TokenOptions = TokenOptions(),
    task: Task = Task(),
    listener: Callable[[bytes], object] | None = None,
) -> Survey:
    """Count the sentences, tokens and words of a corpus; ``listener`` is handed them on the way.

    What the listener gets are some sentences at a time as lines in UTF-8, tokens parted by spaces.
    Memory grows with the number of distinct words only. Progress is counted in bytes.

    Raises
    ------
    EmptyCorpus : there is not a single word, or none is left by the stop words and the other steps.
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : the text cannot be taken apart as the options want it.
    Cancelled : between two blocks of 1 MiB.
    """
    counter = WordCounter() if _has_kernels(corpus, task) else None
    counts: Counter[str] = Counter()
    n_sentences = 0
    every = sentences(corpus, options, task)
    while some := list(islice(every, _AT_ONCE)):
        n_sentences += len(some)
        lines = as_lines(some)
        if counter is None:
            counts.update(chain.from_iterable(some))
        else:
            counter.add(lines)
        if listener is not None:
            listener(lines)
    return survey_of(corpus, options, n_sentences, counts if counter is None else counter.counts())


def _has_kernels(corpus: Corpus, task: Task) -> bool:
    """Whether the kernels that count are there, or worth loading: a long text gives that time back."""
    if _KERNELS not in sys.modules and corpus.n_bytes > _LONG:
        load_beside(task, _KERNELS)
    return _KERNELS in sys.modules


def survey_of(corpus: Corpus, options: TokenOptions, n_sentences: int, counts: Mapping[str, int]) -> Survey:
    """The survey of a corpus whose words were counted, in the order in which they first occur.

    Raises
    ------
    EmptyCorpus : as `survey_corpus` does.
    """
    if not counts:
        raise EmptyCorpus(nothing_left(corpus, options))
    falling = dict(sorted(counts.items(), key=lambda each: -each[1]))  # stable: ties stay in their order
    return Survey(n_sentences, sum(falling.values()), MappingProxyType(falling))


def nothing_left(corpus: Corpus, options: TokenOptions) -> str:
    """Why no word is left of a corpus, in a sentence."""
    if options == TokenOptions() or next(sentences(corpus), None) is None:
        return f"{corpus.name}: there is no word in this text. Choose another text."
    steps = {
        "the stop words": options.stop_words or options.stop_also,
        "the numbers": options.numbers == "drop",
        "what the pattern does not find": options.tokens == "pattern",
    }
    left_out = [name for name, is_on in steps.items() if is_on]
    if not left_out:
        return f"{corpus.name}: no word is left of this text by the way it is taken apart. Choose another way."
    return f"{corpus.name}: no word is left of this text without {' and '.join(left_out)}. Leave fewer words out."
