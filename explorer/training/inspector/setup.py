"""All that a run of the Inspector is decided by: the samples, the options and the weights it begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.errors import BadOption, ExplorerError
from explorer.options import check_options, option
from explorer.training.inspector.huffman import HuffmanTree, build_tree
from explorer.training.inspector.moment import Floats, Ints, Moment, first_moment
from explorer.training.inspector.options import MOST_WORDS, OBJECTIVES, InspectorOptions
from explorer.training.inspector.problems import Problem, refuse
from explorer.training.inspector.samples import Sample, parse_samples, sorted_vocabulary
from explorer.training.inspector.schedule import Rates, changed_rates, place_of, rate_of
from explorer.training.inspector.text_samples import LARGEST_WINDOW, TEXT_METHODS, samples_from_text


@dataclass(frozen=True)
class GrammarSource:
    """Samples written by hand, in wevi's grammar."""

    text: str


@dataclass(frozen=True)
class TextSource:
    """Running text that a window slides over; raises `BadOption`."""

    text: str
    window: int = option(
        2,
        "Window",
        "So many words to either side, within the sentence, are the context of a word. Usually 2 to 5.",
        minimum=1,
        maximum=LARGEST_WINDOW,
    )
    method: str = option(
        "skipgram",
        "Method",
        "Skip-gram predicts the words around a word; CBOW predicts a word from those around it.",
        choices=TEXT_METHODS,
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class WordsSource:
    """Chosen words of a trained embedding.

    name:   that of the embedding
    words:  the chosen ones, in the order in which they were chosen; they are the vocabulary
    text:   samples over these words, in wevi's grammar, or "": then the words can be excited, but nothing is learned
    """

    name: str
    words: tuple[str, ...]
    text: str = ""


Source = GrammarSource | TextSource | WordsSource
DEFAULTS = InspectorOptions()

_MOST_ENCODED = 1_000  # samples kept as numbers, so that a pass over a few does not make them anew


@dataclass(frozen=True, eq=False)
class Encoded:
    """A sample as numbers.

    x:        (V,) float64, how often each word is among the inputs (by wevi's rule at most once)
    C:        the sum of x, the paper's C
    inputs:   the words with x > 0, rising
    targets:  (T,) the target words in their order (by wevi's rule each once)
    t:        (V,) float64, what the full softmax should say: the share of each word in the targets; by wevi's rule 1
    """

    x: Floats
    C: float
    inputs: Ints
    targets: Ints
    t: Floats


@dataclass(frozen=True, eq=False)
class Setup:
    """What a run is made of; with a `Moment` it determines every later step.

    source:      what the samples were made from
    options:     how it learns; ``rates`` has the learning rates that hold
    vocabulary:  the words; a word's place is its row in W
    counts:      (V,) int64, how often each word was counted: for the Huffman tree and for drawing negative samples
    samples:     in the order of the text
    start:       the weights before the first step
    rates:       from which step on which learning rate holds
    notices:     what the user should know of it, a sentence each
    """

    source: Source
    options: InspectorOptions
    vocabulary: tuple[str, ...]
    counts: Ints
    samples: tuple[Sample, ...]
    start: Moment
    rates: Rates
    notices: tuple[str, ...] = ()

    @property
    def n_words(self) -> int:
        """V, how many words there are."""
        return len(self.vocabulary)

    @property
    def hidden_size(self) -> int:
        """H, how many hidden units there are."""
        return int(self.start.W.shape[1])

    @cached_property
    def index(self) -> dict[str, int]:
        """Word to row."""
        return {word: row for row, word in enumerate(self.vocabulary)}

    @cached_property
    def tree(self) -> HuffmanTree:
        """The Huffman tree of the words; at least two are needed."""
        return build_tree(self.counts)

    def encoded(self, sample_index: int) -> Encoded:
        """A sample as numbers."""
        if sample_index not in self._encodings:
            if len(self._encodings) >= _MOST_ENCODED:
                self._encodings.clear()
            self._encodings[sample_index] = self._encode(self.samples[sample_index])
        return self._encodings[sample_index]

    @property
    def n_places(self) -> int:
        """How many steps a pass over the samples takes."""
        return len(self.samples)

    def sample_of(self, step: int) -> int:
        """Which sample a step takes.

        Raises
        ------
        ExplorerError : there are no samples.
        """
        if not self.samples:
            raise ExplorerError("There are no samples to learn from: write some over the chosen words, input|target.")
        return place_of(step, len(self.samples), self.options.random_state, self.options.shuffle)

    def pass_of(self, step: int) -> int:
        """How many passes over the samples were finished before a step."""
        return step // max(len(self.samples), 1)

    def rate(self, step: int) -> float:
        """The learning rate of a step."""
        return rate_of(step, self.rates, self.options.decay_steps)

    def output_name(self, row: int) -> str:
        """What a row of W′ belongs to: a word, or the inner node "n1" (the root) and so on."""
        if self.options.objective == "hierarchical":
            return f"n{self.tree.root - row + 1}"
        return self.vocabulary[row]

    @cached_property
    def _encodings(self) -> dict[int, Encoded]:
        return {}

    def _encode(self, sample: Sample) -> Encoded:
        inputs = [self.index[word] for word in sample.inputs]
        targets = [self.index[word] for word in sample.targets]
        wevi = self.options.rule == "wevi"
        if wevi:
            inputs, targets = list(dict.fromkeys(inputs)), list(dict.fromkeys(targets))
        x = np.bincount(inputs, minlength=self.n_words).astype(np.float64)
        t = np.bincount(targets, minlength=self.n_words) / (1 if wevi else len(targets))
        for each in (x, t):
            each.flags.writeable = False
        return Encoded(x, float(x.sum()), np.flatnonzero(x), np.array(targets, np.int64), t)


def make_setup(source: GrammarSource | TextSource, options: InspectorOptions = DEFAULTS) -> Setup:
    """A run from samples or from running text.

    Raises
    ------
    BadText : the text is malformed or has too many different words; ``problems`` says where.
    BadOption : there are more hidden units than words, or too few words for the output layer.

    Example: ``make_setup(GrammarSource("eat|apple, drink|water")).vocabulary`` is
    ``("apple", "drink", "eat", "water")``.
    """
    if isinstance(source, TextSource):
        from_text = samples_from_text(source.text, source.window, source.method)
        samples, problems = from_text.samples, from_text.problems
        counted = Counter(token.word for token in from_text.tokens)
    else:
        parsed = parse_samples(source.text)
        samples, problems = parsed.samples, parsed.problems
        counted = Counter(word for sample in samples for word in sample.inputs + sample.targets)
    refuse((*problems, *too_many_words(samples, source.text)))
    vocabulary = sorted_vocabulary(samples)
    check_sizes(options, len(vocabulary))
    return Setup(
        source,
        options,
        vocabulary,
        np.array([counted[word] for word in vocabulary], np.int64),
        samples,
        first_moment(
            len(vocabulary), options.hidden_size, options.random_state, n_output_rows(options, len(vocabulary))
        ),
        ((0, options.learning_rate),),
    )


def with_learning_rate(setup: Setup, step: int, rate: float) -> Setup:
    """The same run with another learning rate from a step on; weights and place stay, as wevi's button does it.

    Raises
    ------
    BadOption : the rate is out of its range.
    """
    check_options(replace(setup.options, learning_rate=rate))
    return replace(setup, rates=changed_rates(setup.rates, step, rate))


def n_output_rows(options: InspectorOptions, n_words: int) -> int:
    """How many rows W′ has: one a word, or one an inner node of the Huffman tree."""
    return n_words - 1 if options.objective == "hierarchical" else n_words


def check_sizes(options: InspectorOptions, n_words: int, hidden_size_is_free: bool = True) -> None:
    """Check what depends on the number of words.

    Raises
    ------
    BadOption : with what would do.
    """
    if n_words < 2 and options.objective != "softmax":
        raise BadOption(f"{OBJECTIVES[options.objective]} (objective) needs two different words or more.")
    if hidden_size_is_free and options.hidden_size > n_words:
        raise BadOption(
            f"Hidden size (hidden_size) is {options.hidden_size}; it must be from 1 to {n_words}, "
            "the number of different words."
        )


def too_many_words(samples: Sequence[Sample], text: str) -> tuple[Problem, ...]:
    """The problem that a text has more different words than can be drawn, if it has; it marks where they become so."""
    seen: set[str] = set()
    begins = None
    for sample in samples:
        seen.update(sample.inputs + sample.targets)
        if begins is None and len(seen) > MOST_WORDS:
            begins = sample.start
    if begins is None:
        return ()
    sentence = (
        f"There are {len(seen):,} different words; more than {MOST_WORDS} neurons in a column cannot be told apart. "
        "Shorten the text."
    )
    return (Problem(sentence, begins, len(text)),)
