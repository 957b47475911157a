"""Which words of a corpus are learned, and the embedding that they make."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.corpus.vocabulary import Survey
from explorer.embedding import Embedding, Vectors
from explorer.errors import EmptyCorpus


def words_to_learn(name: str, survey: Survey, min_count: int) -> dict[str, int]:
    """The words that occur at least ``min_count`` times and their counts, falling.

    Raises
    ------
    EmptyCorpus : nothing can be learned from the corpus of this name: fewer than two words are frequent enough, with
        the ``min_count`` that would do; or no word has a neighbour in its sentence.
    """
    first = next(iter(survey.counts))
    if len(survey.counts) == 1:
        raise EmptyCorpus(f"{name}: there is only one word in this text, “{first}”. Choose a longer text.")
    if survey.n_tokens == survey.n_sentences:
        raise EmptyCorpus(
            f"{name}: each sentence is a single word, so that no word has neighbours to learn from. "
            "Choose a text with whole sentences."
        )
    n_words = survey.n_words(min_count)
    if n_words < 2:
        would_do = list(survey.counts.values())[1]
        how_many = "no word occurs" if n_words == 0 else f"only one word, “{first}”, occurs"
        raise EmptyCorpus(
            f"{name}: {how_many} {min_count:,} times or more. "
            f"Set the minimum count (min_count) to {would_do:,}{' or less' if would_do > 1 else ''}."
        )
    return {word: count for word, count in survey.counts.items() if count >= min_count}


def embedding_of(
    corpus: Corpus,
    words: dict[str, int],
    vectors: Vectors,
    method: str,
    tokens: TokenOptions,
    notices: tuple[str, ...] = (),
) -> Embedding:
    """The vectors of these words with their counts, named for the corpus and the method: "moby-dick · skip-gram"."""
    return Embedding(
        name=f"{corpus.name} · {method}",
        index_to_key=tuple(words),
        vectors=vectors,
        counts=np.fromiter(words.values(), np.int64, len(words)),
        origin=f"{method} on {corpus.paths[0].name if len(corpus.paths) == 1 else corpus.name}",
        notices=notices,
        preprocessing=asdict(tokens),
    )
