"""What becomes of the first sentences of a corpus at each step, for looking at while the steps are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from explorer.corpus.chain.chain import Stage
from explorer.corpus.chain.languages import Language
from explorer.corpus.chain.splitting import UnicodeWords
from explorer.corpus.chain.stop_words import likely_language
from explorer.corpus.preprocessing import known_chain, learned_from, prepare, sentence_texts
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.task import Task

SHOWN = 8
"""So many sentences are shown."""

_READ = 100  # sentences from which phrases, pieces and the language are told
_LONGEST = 400  # characters of a sentence that are shown


@dataclass(frozen=True)
class Preview:
    """The first sentences of a corpus on their way to tokens.

    texts:     the sentences as they are written
    stages:    what there is of each after each step
    n_learned: from how many sentences phrases or word pieces were learned; 0 if from the whole text, or none were
    language:  what the text seems to be written in, or None
    """

    texts: tuple[str, ...]
    stages: tuple[tuple[Stage, ...], ...]
    n_learned: int
    language: Language | None


def preview(corpus: Corpus, options: TokenOptions = TokenOptions(), task: Task = Task()) -> Preview:
    """Take the first sentences apart, which takes some hundredths of a second.

    What would have to be learned from the whole corpus is learned from its first 100 sentences, unless that was done.

    Raises
    ------
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : the text cannot be taken apart as the options want it.
    Cancelled : while the user's regular expression is searched for.
    """
    prepare(options, task)
    texts = [" ".join(text.split()) for text in islice(sentence_texts(corpus, options, task), _READ)]
    texts = [text for text in texts if text]
    known = known_chain(corpus, options)
    chain = known or learned_from(texts, options)
    shown = [text[:_LONGEST] for text in texts[:SHOWN]]
    words = [word for tokens in UnicodeWords().split(texts) for word in tokens]
    return Preview(
        texts=tuple(shown),
        stages=tuple(tuple(stages) for stages in chain.trace(shown, task)),
        n_learned=len(texts) if known is None else 0,
        language=likely_language(words),
    )
