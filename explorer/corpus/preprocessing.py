"""From lines to sentences to tokens, by a chain of steps that the user chooses."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from weakref import WeakKeyDictionary

from explorer.corpus.chain.apart import beside
from explorer.corpus.chain.base_forms import base_form_step
from explorer.corpus.chain.chain import Chain, WordStep
from explorer.corpus.chain.numbers import NUMBER, number_step
from explorer.corpus.chain.pattern import Pattern
from explorer.corpus.chain.phrases import Phrases, learn_phrases, load_gensim
from explorer.corpus.chain.segmenting import jieba_segment
from explorer.corpus.chain.sentence_ends import split_sentences
from explorer.corpus.chain.splitting import Blanks, Places, Splitting, UnicodeWords, with_one_spelling
from explorer.corpus.chain.stop_words import stop_list, stop_word_step
from explorer.corpus.chain.subwords import Pieces, alphabet_of, learn_here, learn_pieces
from explorer.corpus.paragraphs import paragraphs
from explorer.corpus.reading import Corpus, read_lines
from explorer.corpus.token_options import TokenOptions
from explorer.task import Task

__all__ = [
    "LONGEST_SENTENCE",
    "TokenOptions",
    "chain_and_rest",
    "chain_of",
    "chunks_of",
    "sentence_texts",
    "sentences",
    "split_sentences",
    "texts_of",
    "token_places",
    "tokenise",
    "with_one_spelling",
]

LONGEST_SENTENCE = 10_000  # gensim silently drops what is behind the 10,000th token
LEARNING = 0.5  # of the progress is behind when what the chain learns is learned
MOST_KNOWN = 4  # chains with something learned that are kept of each corpus


def sentences(corpus: Corpus, options: TokenOptions = TokenOptions(), task: Task = Task()) -> Iterator[list[str]]:
    """The tokens of each sentence of a corpus, never empty, streamed.

    Lines that a text editor has wrapped are joined to their paragraph again, others stand for themselves; a paragraph
    is split where sentences end. A sentence of more than 10,000 tokens comes in chunks of that many. What the options
    want learned, phrases and word pieces, is learned first, once for a corpus and these options.

    Raises
    ------
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : the options cannot be had, such as lemmas of a language that has none.
    Cancelled : between two blocks of 1 MiB.

    Example: the text "The cat is fluffy. It purrs." gives ``["the", "cat", "is", "fluffy"]``, ``["it", "purrs"]``.
    """
    chain, rest = chain_and_rest(corpus, options, task)
    for tokens in chain.read(sentence_texts(corpus, options, rest), rest):
        yield from chunks_of(tokens)


def chunks_of(tokens: list[str]) -> Iterator[list[str]]:
    """A sentence in chunks of at most 10,000 tokens, which for nearly all is one."""
    return (tokens[start : start + LONGEST_SENTENCE] for start in range(0, len(tokens), LONGEST_SENTENCE))


def sentence_texts(corpus: Corpus, options: TokenOptions = TokenOptions(), task: Task = Task()) -> Iterator[str]:
    """The sentences of a corpus as they are written, streamed; raises as `sentences` does."""
    return texts_of(read_lines(corpus, task), options)


def texts_of(lines: Iterable[str], options: TokenOptions = TokenOptions()) -> Iterator[str]:
    """The sentences of some lines as they are written, streamed; for a part of a corpus, such as a document."""
    if options.sentence_split == "lines":
        yield from lines
    elif options.sentence_split == "paragraphs":
        yield from paragraphs(lines)
    else:
        for paragraph in paragraphs(lines):
            yield from split_sentences(paragraph)


@lru_cache(maxsize=4)
def plain_chain(options: TokenOptions = TokenOptions()) -> Chain:
    """The chain without what has to be learned from a text.

    Raises
    ------
    BadOption      : no regular expression, or one that finds nothing; nothing is known of the language.
    MissingLibrary : an optional library is not installed.
    """
    return _chain(options)


def prepare(options: TokenOptions, task: Task = Task()) -> None:
    """Read the dictionaries and libraries that the chain needs, some of which take seconds the first time.

    Raises
    ------
    BadOption, MissingLibrary : as `plain_chain`.
    Cancelled : at once.
    """
    if options.base in ("lemma", "spacy"):
        step = base_form_step(options.base, options.language)
        if step is not None and (options.base, options.language) not in _prepared:
            task.step(0.0, 1.0, "Reading the dictionary")
            beside(lambda: step("words"), task)
            _prepared.add((options.base, options.language))
    if options.phrases:
        beside(load_gensim, task)


def chain_of(corpus: Corpus, options: TokenOptions = TokenOptions(), task: Task = Task()) -> Chain:
    """The chain for a corpus; phrases and word pieces are learned in a reading each, the first time.

    Raises
    ------
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : as `plain_chain`; or there are more characters than word pieces.
    Cancelled : between two blocks of 1 MiB, or while another thread is learning.
    """
    prepare(options, task)
    known = known_chain(corpus, options)
    if known is not None:
        return known
    while not _lock.acquire(timeout=0.1):
        task.check()
    try:
        chains = _known.setdefault(corpus, {})
        if options not in chains:
            chains[options] = _learned(corpus, options, task)
            while len(chains) > MOST_KNOWN:
                del chains[next(iter(chains))]
        return chains[options]
    finally:
        _lock.release()


def chain_and_rest(corpus: Corpus, options: TokenOptions, task: Task) -> tuple[Chain, Task]:
    """The chain of a corpus, as by `chain_of`, and what is left of the task: all, if there was nothing to learn."""
    if known_chain(corpus, options) is not None:
        return chain_of(corpus, options, task), task
    return chain_of(corpus, options, task.part(0.0, LEARNING)), task.part(LEARNING, 1.0)


def known_chain(corpus: Corpus, options: TokenOptions) -> Chain | None:
    """The chain for a corpus, if nothing has to be learned for it any more; raises as `plain_chain` does."""
    if not options.has_learned_steps:
        return plain_chain(options)
    return _known.get(corpus, {}).get(options)


def learned_from(texts: list[str], options: TokenOptions) -> Chain:
    """The chain with whatever it learns learned from a few sentences; for looking at, at once.

    Raises
    ------
    BadOption, MissingLibrary : as `plain_chain`. A number of pieces that is less than that of the characters is none of
        these here: the words then stay as their characters.
    """
    chain = plain_chain(options)
    phrases = pieces = None
    if options.phrases:
        readings = (chain.read(texts) for _ in range(options.n_phrase_passes))
        phrases = learn_phrases(readings, options.phrase_min_count, options.phrase_threshold)
    if options.pieces != "none":
        counts = _counts(_chain(options, phrases).read(texts))
        pieces = learn_here(counts, options.pieces, max(options.n_pieces, len(alphabet_of(counts, options.pieces))))
    return _chain(options, phrases, pieces)


def tokenise(text: str, options: TokenOptions = TokenOptions()) -> list[str]:
    """The tokens of a text, in their order, without what would have to be learned.

    Example: ``tokenise("It’s 3.14 — _truly_!")`` is ``["it's", "3.14", "truly"]``.
    """
    return next(plain_chain(options).read([text]))


def token_places(text: str, options: TokenOptions = TokenOptions()) -> Places:
    """Where each token of a text begins and ends, for a text that is `with_one_spelling`; in the order of `tokenise`.

    Example: ``token_places("It’s 3.14")`` is ``[(0, 4), (5, 9)]``.
    """
    return next(plain_chain(options).places([text]))


_known: WeakKeyDictionary[Corpus, dict[TokenOptions, Chain]] = WeakKeyDictionary()
_lock = threading.Lock()
_prepared: set[tuple[str, str]] = set()  # kinds and languages of lemmas that have been asked for


def _learned(corpus: Corpus, options: TokenOptions, task: Task) -> Chain:
    plain = plain_chain(options)
    phrases = pieces = None
    n_passes = options.n_phrase_passes + int(options.pieces != "none")
    if options.phrases:
        parts = [task.part(number / n_passes, (number + 1) / n_passes) for number in range(options.n_phrase_passes)]
        readings = (plain.read(sentence_texts(corpus, options, part), part) for part in parts)
        phrases = learn_phrases(readings, options.phrase_min_count, options.phrase_threshold)
        task.check()
    if options.pieces != "none":
        part = task.part(1.0 - 1.0 / n_passes, 1.0)
        texts = sentence_texts(corpus, options, part)
        counts = _counts(_chain(options, phrases).read(texts, part))
        task.step(1.0, 1.0, f"Learning {options.n_pieces:,} word pieces")
        pieces = learn_pieces(counts, options.pieces, options.n_pieces, task)
    return _chain(options, phrases, pieces)


def _counts(found: Iterator[list[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for tokens in found:
        counts.update(tokens)
    del counts[NUMBER]
    return counts


def _chain(options: TokenOptions, phrases: Phrases | None = None, pieces: Pieces | None = None) -> Chain:
    words = stop_list(options.language, options.stop_words, options.stop_also, options.stop_not)
    steps: dict[str, WordStep | None] = {
        "numbers": number_step(options.numbers),
        "stop_words": stop_word_step(words),
        "base": base_form_step(options.base, options.language),
    }
    taken = [(key, step) for key, step in steps.items() if step is not None]
    return Chain(_splitting(options), options.lower, taken, phrases, pieces)


def _splitting(options: TokenOptions) -> Splitting:
    keeps_signs = options.punctuation == "keep"
    if options.tokens == "pattern":
        return Pattern(options.pattern, keeps_signs)
    if options.tokens == "spaces":
        return Blanks(keeps_signs)
    segment = jieba_segment() if options.chinese == "jieba" else None
    return UnicodeWords(keeps_signs, options.chinese == "kana", segment)
