"""Word pieces and the merges they come from, held against the library tokenizers and the paper."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from explorer.corpus.chain.merges import applied_merges, learned_merges, merges_within, split_characters
from explorer.corpus.chain.subwords import END, Pieces, alphabet_of, learn_here, learn_pieces
from explorer.errors import BadOption
from explorer.task import Cancelled, Task

SENNRICH = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
COUNTS = st.dictionaries(st.text("abcd", min_size=1, max_size=6), st.integers(1, 6), min_size=1, max_size=12)


def test_the_merges_are_those_of_the_paper():
    merges = learned_merges(SENNRICH, 4)
    assert [each.pair for each in merges] == [("e", "s"), ("es", "t</w>"), ("l", "o"), ("e", "w")]
    assert [each.count for each in merges] == [9, 9, 7, 6]
    assert merges[1].words["newest"] == ("n", "e", "w", "est</w>")
    assert merges[1].changed == ("newest", "widest")


def test_the_words_that_are_typed_in_are_joined_merge_by_merge_until_nothing_repeats():
    merges = learned_merges(Counter(["lower", "lowest", "newer", "newest"]), 100)
    assert merges[0].piece == "we"
    assert merges[0].words["lower"] == ("l", "o", "we", "r</w>")
    assert merges[-1].count >= 2
    assert all(one.count >= other.count for one, other in pairwise(merges))


@settings(deadline=None, max_examples=60)
@given(COUNTS)
def test_the_merges_are_those_that_the_library_learns(counts):
    pieces = learn_here(counts, "bpe", 500)
    assert tuple(each.pair for each in learned_merges(counts, 500)) == pieces.merges


@settings(deadline=None, max_examples=60)
@given(COUNTS, st.text("abcd", min_size=1, max_size=6))
def test_applying_the_merges_ends_with_the_pieces_that_the_library_finds(counts, word):
    pieces = learn_here(counts, "bpe", 500)
    if not set(split_characters(word)) <= set(pieces.pieces):
        assert pieces.parts_of(word) == (word,)  # with characters that were not learned from
        return
    steps = applied_merges(word, pieces.merges)
    assert (steps[-1][2] if steps else split_characters(word)) == pieces.parts_of(word)


def test_words_show_the_learned_merges_that_they_use_one_after_the_other():
    merges = learn_here(SENNRICH, "bpe", 100).merges
    steps = merges_within(["lowest", "low"], merges)
    assert [each.number for each in steps] == sorted(each.number for each in steps)
    assert all(merges[each.number - 1] == each.pair for each in steps)
    assert steps[-1].words == {"lowest": ("lo", "w", "est</w>"), "low": ("low</w>",)}
    assert steps[2].changed == ("lowest", "low")


def test_the_library_learns_the_same_where_no_two_pairs_are_as_frequent():
    """Plainly asked, as its manual does, without the order that makes it say the same each time."""
    counts = {"aab": 3, "ab": 5, "abc": 11, "bcd": 23}
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix=END))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(vocab_size=100, min_frequency=2, show_progress=False, end_of_word_suffix=END)
    tokenizer.train_from_iterator([" ".join([word] * count) for word, count in counts.items()], trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    assert [list(pair) for pair in learn_here(counts, "bpe", 100).merges] == merges


@pytest.mark.parametrize("kind", ["bpe", "wordpiece"])
def test_the_same_words_give_the_same_pieces_in_whatever_order_they_come(kind):
    counts = {first + second: 3 for first in "abcdefgh" for second in "ijklmnop"}  # nothing but ties
    backwards = dict(reversed(counts.items()))
    found = {learn_here(each, kind, 60) for each in (counts, backwards) * 4}
    assert len(found) == 1


def test_learning_in_a_process_of_its_own_gives_the_same_and_can_be_cancelled():
    assert learn_pieces(SENNRICH, "wordpiece", 30) == learn_here(SENNRICH, "wordpiece", 30)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        learn_pieces(SENNRICH, "bpe", 30, task)


def test_wordpiece_takes_the_longest_piece_each_time():
    pieces = Pieces("wordpiece", ("l", "low", "lowe", "##o", "##e", "##r", "##er", "##w"), ())
    assert pieces.parts_of("lower") == ("lowe", "##r")
    assert pieces.parts_of("low") == ("low",)
    assert pieces.parts_of("lowx") == ("lowx",)  # with a character that was not learned from


def test_a_vocabulary_smaller_than_the_alphabet_is_refused_with_one_that_would_do():
    assert alphabet_of({"ab": 1, "b": 1}, "bpe") == ["a", "b", "b</w>"]
    with pytest.raises(BadOption, match="Set the number of pieces to 13 or more"):
        learn_pieces(SENNRICH, "bpe", 5)
