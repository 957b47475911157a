"""What is asked about a word, and what is known of it without asking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.embedding import Embedding, same_vocabulary
from explorer.neighbors.approach import Approach
from explorer.session.state import State
from widgets.parts.numbers import measured


@dataclass(frozen=True)
class Question:
    """Which neighbours are asked for."""

    embedding: Embedding
    index: int
    metric: str
    topn: int
    approach: Approach

    @classmethod
    def of(cls, state: State) -> Question | None:
        """The question that a state asks; None without a current word."""
        if state.embedding is None or state.word is None:
            return None
        return cls(state.embedding, state.word, state.metric, state.topn, state.approach)

    def differs_only_in_vectors(self, other: Question | None) -> bool:
        """Whether the other asked the same about an earlier or later state of the same model."""
        return (
            other is not None
            and same_vocabulary(self.embedding, other.embedding)
            and (self.index, self.metric, self.topn, self.approach)
            == (other.index, other.metric, other.topn, other.approach)
        )


def facts_of(embedding: Embedding, index: int) -> str:
    """What is known of a word: "rank 412 · 318 occurrences · norm 4.810", broken only between the facts.

    The count of a document is its length: "document 6 · 3,400 words · norm 5.776".
    """
    facts = [told.replace(" ", "\u00a0") for told in embedding.standing(index)]
    facts.append(f"norm\u00a0{measured(float(np.linalg.norm(embedding.vectors[index].astype(np.float64))))}")
    return " · ".join(facts)
