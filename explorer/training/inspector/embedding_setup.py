"""Chosen words of a trained embedding as a network that can be looked into and taught further."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.training.inspector.moment import Floats, Ints, Moment
from explorer.training.inspector.options import MOST_CHOSEN, InspectorOptions
from explorer.training.inspector.problems import Problem, refuse
from explorer.training.inspector.samples import Sample, parse_samples
from explorer.training.inspector.setup import DEFAULTS, Setup, WordsSource, check_sizes, n_output_rows

Numbers = NDArray[np.floating]


def set_up_embedding(
    embedding: Embedding,
    words: Sequence[str],
    options: InspectorOptions = DEFAULTS,
    text: str = "",
    output_vectors: Numbers | None = None,
) -> Setup:
    """A run that begins with the vectors of some words, which are the whole vocabulary of it.

    words:   2 to 40 of them, in the order in which they are drawn; repeats count once
    text:    samples over these words, in wevi's grammar; without any the words can be excited, but nothing is learned
    output_vectors:  (n_words of the embedding, dim), the rows of W′ that belong to its words, if they are known

    ``options.hidden_size`` plays no part: the vectors have the dimension they have. Without output vectors the input
    vectors stand in for them, so that the network answers with the words that are most similar by the dot product; of
    hierarchical softmax, the inner nodes are not known in any case and begin at zero, as in the original word2vec. The
    notices say so, and that the softmax goes over the chosen words only.

    Raises
    ------
    UnknownWord : a word is not in the vocabulary.
    ExplorerError : fewer than 2 or more than 40 words; the output vectors do not fit.
    BadText : a sample is malformed or has a word that was not chosen.
    """
    indices = list(dict.fromkeys(embedding.index_of(word) for word in words))
    if not 2 <= len(indices) <= MOST_CHOSEN:
        raise ExplorerError(f"{len(indices):,} words are chosen; choose from 2 to {MOST_CHOSEN} to look into.")
    if output_vectors is not None and output_vectors.shape != embedding.vectors.shape:
        raise ExplorerError(
            f"The output vectors of {embedding.name} have the shape {output_vectors.shape}, its input vectors "
            f"{embedding.vectors.shape}; open the two that belong together."
        )
    vocabulary = tuple(embedding.index_to_key[index] for index in indices)
    counts = np.ones(len(indices), np.int64) if embedding.counts is None else embedding.counts[indices]
    start = _first_moment(embedding, indices, options, output_vectors)
    source = WordsSource(embedding.name, vocabulary, text)
    notices = _notices(embedding, len(indices), options, output_vectors is not None)
    return words_setup(source, options, np.maximum(counts, 1), start, notices)


def words_setup(
    source: WordsSource, options: InspectorOptions, counts: Ints, start: Moment, notices: tuple[str, ...]
) -> Setup:
    """A run over chosen words from all that it needs; raises `BadText` and `BadOption`."""
    check_sizes(options, len(source.words), hidden_size_is_free=False)
    samples = samples_over(source.words, source.text)
    return Setup(source, options, source.words, counts, samples, start, ((0, options.learning_rate),), notices)


def samples_over(words: Sequence[str], text: str) -> tuple[Sample, ...]:
    """The samples of a text, all of whose words must be among those given; none for an empty text."""
    if not text.strip():
        return ()
    parsed = parse_samples(text)
    strangers = [
        Problem(
            f"“{word}” in sample {number:,} is not among the chosen words: choose it too, or leave it out.",
            sample.start,
            sample.end,
        )
        for number, sample in enumerate(parsed.samples, start=1)
        for word in dict.fromkeys(sample.inputs + sample.targets)
        if word not in words
    ]
    refuse((*parsed.problems, *strangers))
    return parsed.samples


def _first_moment(
    embedding: Embedding, indices: list[int], options: InspectorOptions, output_vectors: Numbers | None
) -> Moment:
    W: Floats = embedding.vectors[indices].astype(np.float64)
    if options.objective == "hierarchical":
        return Moment(0, W, np.zeros((n_output_rows(options, len(indices)), W.shape[1])))
    return Moment(0, W, W.copy() if output_vectors is None else output_vectors[indices].astype(np.float64))


def _notices(embedding: Embedding, n: int, options: InspectorOptions, has_output: bool) -> tuple[str, ...]:
    shown = (
        f"{n:,} of {len(embedding):,} words of {embedding.name} are shown; the output layer knows these words only, "
        "so that its probabilities are not those of the whole model."
    )
    if options.objective == "hierarchical":
        return shown, "The inner nodes of a Huffman tree over these words are not part of the model and begin at zero."
    if not has_output:
        return shown, "The model holds no output vectors; its input vectors stand in for them."
    return (shown,)
