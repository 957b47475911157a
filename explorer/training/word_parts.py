"""The vectors of words that a text does not have, made from the parts that fastText has learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.embedding import Vectors


@dataclass(frozen=True, eq=False)
class WordParts:
    """The parts of words, from ``min_n`` to ``max_n`` letters long, which share their vectors by a hash.

    vectors:  (n_buckets, dim) float32
    words:    those whose parts were learned
    lower:    whether the text was read in small letters
    """

    vectors: Vectors
    words: Sequence[str]
    min_n: int
    max_n: int
    lower: bool

    def vector_of(self, word: str) -> Vectors | None:
        """(dim,) float32: the mean of the parts of a word, as fastText makes it.

        It is None if no word of the text has any of them: there is a vector for each, but by chance.

        Source: Bojanowski, Grave, Joulin & Mikolov (2017), Enriching Word Vectors with Subword Information.
        """
        from gensim.models.fasttext import ft_ngram_hashes
        from gensim.models.fasttext_inner import compute_ngrams

        word = word.lower() if self.lower else word
        if not any(part in self._all_words for part in compute_ngrams(word, self.min_n, self.max_n)):
            return None
        mean: Vectors = self.vectors[ft_ngram_hashes(word, self.min_n, self.max_n, len(self.vectors))].mean(axis=0)
        return mean

    @cached_property
    def _all_words(self) -> str:
        """The words with their ends marked as fastText marks them, to be searched for a part."""
        return "\n".join(f"<{word}>" for word in self.words)
