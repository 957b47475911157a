"""The ways to get from a corpus to vectors, in one table for the dialog, the command line and the tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.vocabulary import Survey
from explorer.embedding import Embedding
from explorer.task import Task
from explorer.training.gensim_models import learn_by_gensim
from explorer.training.glove import learn_glove
from explorer.training.glove_options import GloveOptions, suggest_glove
from explorer.training.learned import Learned
from explorer.training.options import Doc2VecOptions, FastTextOptions, Word2VecOptions, suggest_options
from explorer.training.ppmi import PpmiOptions, learn_ppmi, suggest_ppmi

Learn = Callable[[Corpus, Any, TokenOptions, Task, threading.Event | None], Learned]
Suggest = Callable[[Survey, Any, int | None], Any]


@dataclass(frozen=True)
class Trainer:
    """A way to learn vectors from a corpus.

    key:       how the command line calls it
    label:     how people know it, as a heading
    name:      the same within a line: "moby-dick · skip-gram"
    sentence:  what it does and for what it is good
    family:    the name by which its parameters are remembered
    options:   the dataclass of its parameters
    function:  learns: called with a corpus, options, token options, a task, and the event that ends it early
    suggest:   the options fitted to a survey of the corpus, with the minimum count that the user wants or None
    fitted:    the parameters that it fits
    basic:     the parameters that are in sight from the first
    fixed:     the parameters that make it this trainer among those that share the dataclass
    """

    key: str
    label: str
    name: str
    sentence: str
    family: str
    options: type
    function: Learn
    suggest: Suggest
    fitted: tuple[str, ...]
    basic: tuple[str, ...]
    fixed: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def adopt(self, options: Any) -> Any:
        """Options of its dataclass as this trainer has them."""
        return replace(options, **self.fixed)


_GENSIM: dict[str, Any] = {
    "function": learn_by_gensim,
    "suggest": suggest_options,
    "fitted": ("dim", "min_count", "epochs", "sample"),
}
_BASIC = ("dim", "window", "min_count", "epochs")
_WORD2VEC: dict[str, Any] = {"family": "word2vec", "options": Word2VecOptions, "basic": _BASIC, **_GENSIM}

TRAINERS: Mapping[str, Trainer] = MappingProxyType(
    {
        each.key: each
        for each in (
            Trainer(
                "skipgram",
                "Skip-gram",
                "skip-gram",
                "word2vec: predicts the words around a word. Good for rare words and small texts.",
                **_WORD2VEC,
                fixed=MappingProxyType({"method": "skipgram"}),
            ),
            Trainer(
                "cbow",
                "CBOW",
                "CBOW",
                "word2vec: predicts a word from those around it. Several times faster than skip-gram.",
                **_WORD2VEC,
                fixed=MappingProxyType({"method": "cbow"}),
            ),
            Trainer(
                "fasttext",
                "fastText",
                "fastText",
                "word2vec that learns the parts of words, too, so that the forms of a word come near each other.",
                family="fasttext",
                options=FastTextOptions,
                basic=("dim", "window", "min_count", "epochs", "min_n", "max_n"),
                **_GENSIM,
            ),
            Trainer(
                "doc2vec",
                "doc2vec",
                "doc2vec",
                "Learns a vector for each document beside those of the words. For a corpus of many texts.",
                family="doc2vec",
                options=Doc2VecOptions,
                basic=("documents", *_BASIC),
                **_GENSIM,
            ),
            Trainer(
                "glove",
                "GloVe",
                "GloVe",
                "Counts how often words meet, then finds vectors whose products tell these counts. For large texts.",
                "glove",
                GloveOptions,
                learn_glove,
                suggest_glove,
                ("dim", "min_count", "epochs", "x_max"),
                ("dim", "window", "min_count", "epochs", "x_max"),
            ),
            Trainer(
                "ppmi",
                "PPMI",
                "PPMI",
                "Counts how much more often than by chance words meet. Nothing is learned, which is quick and exact.",
                "ppmi",
                PpmiOptions,
                learn_ppmi,
                suggest_ppmi,
                ("dim", "min_count"),
                ("reduction", "dim", "window", "min_count"),
            ),
        )
    }
)
"""The trainers by key, in the order in which they are offered."""


def trainer_of(options: Any) -> Trainer:
    """The trainer that these options are for."""
    for trainer in TRAINERS.values():
        if type(options) is trainer.options and trainer.adopt(options) == options:
            return trainer
    raise TypeError(f"No trainer takes {type(options).__name__}.")


def learn(
    corpus: Corpus,
    options: Any,
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Learned:
    """Learn from a corpus by the trainer that the options are for; raises as that trainer does."""
    return trainer_of(options).function(corpus, options, tokens, task, enough)


def train(
    corpus: Corpus,
    options: Any,
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
    enough: threading.Event | None = None,
) -> Embedding:
    """The vectors of the words that `learn` learns."""
    return learn(corpus, options, tokens, task, enough).embedding
