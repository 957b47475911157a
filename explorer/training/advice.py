"""What the counts of a corpus say of the parameters of a training, in sentences with their numbers."""

from __future__ import annotations

from typing import Any

from explorer.corpus.token_options import TokenOptions
from explorer.corpus.vocabulary import Survey
from explorer.training.options import suggest_dim

FEW_WORDS = 5_000
"""With more words than that, it is no loss that rarer ones are left out."""

VERY_FEW = 50
"""With fewer words than that, even those that occur once are better than nothing."""

_TIMES = ("no times", "once", "twice")


def advice(survey: Survey, options: Any, tokens: TokenOptions = TokenOptions()) -> tuple[str, ...]:
    """Sentences about the dimension, the minimum count and the word pieces, as far as there is something to say.

    They are for before the training: the dialog shows them, and every trainer tells them once it has counted the words.

    options: those of a trainer, of which ``min_count`` and ``dim`` are looked at

    Example: "Only 400 words occur 5 times or more; a minimum count (min_count) of 2 would give 1,300."
    """
    found = [
        _of_size(survey.n_words(options.min_count), options.dim),
        _of_min_count(survey, options.min_count),
        _of_dim(survey, options.min_count, options.dim),
        _of_pieces(survey, tokens),
    ]
    return tuple(sentence for sentence in found if sentence)


def _of_size(n_words: int, dim: int) -> str:
    """Whether there are more dimensions than words."""
    if n_words < 2 or dim <= n_words:
        return ""
    return (
        f"{dim:,} dimensions for {n_words:,} words are more than the words can fill; "
        f"{max(2, n_words // 2):,} or fewer (dim) would do."
    )


def _of_min_count(survey: Survey, min_count: int) -> str:
    """The largest lower minimum count that would at least double the words, if they are few."""
    n_words = survey.n_words(min_count)
    if not 0 < n_words < FEW_WORDS:
        return ""
    least = 1 if n_words < VERY_FEW else 2  # of a word that occurs once next to nothing is known
    lower = range(min_count - 1, least - 1, -1)
    better = next((count for count in lower if survey.n_words(count) >= 2 * n_words), None)
    if better is None:
        return ""
    times = _TIMES[min_count] if min_count < len(_TIMES) else f"{min_count:,} times"
    occur = "word occurs" if n_words == 1 else "words occur"
    return (
        f"Only {n_words:,} {occur} {times} or more; a minimum count (min_count) of {better:,} would give "
        f"{survey.n_words(better):,}."
    )


def _of_dim(survey: Survey, min_count: int, dim: int) -> str:
    """Whether there are many more dimensions than the sentences have evidence for."""
    n_words = survey.n_words(min_count)
    suits = suggest_dim(survey.n_sentences, n_words)
    if n_words < 2 or dim < 2 * suits or dim > n_words:  # more than the words is said by `_of_size`
        return ""
    return f"{dim:,} dimensions are many for {survey.n_sentences:,} sentences; {suits:,} suit them (dim)."


def _of_pieces(survey: Survey, tokens: TokenOptions) -> str:
    """Whether the text has given fewer pieces than were wanted."""
    if tokens.pieces == "none" or len(survey.counts) > 0.8 * tokens.n_pieces:
        return ""
    return f"The text is made of {len(survey.counts):,} pieces; {tokens.n_pieces:,} were asked for."
