"""In which lines of a corpus a word stands, and where two words meet."""

import gc
import threading
from collections import Counter
from itertools import pairwise
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus import concordance, occurrences
from explorer.corpus.concordance import Line, concordance_of, known_concordance
from explorer.corpus.preprocessing import TokenOptions, sentences, token_places, tokenise, with_one_spelling
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.errors import EmptyCorpus, ExplorerError, UnreadableFile
from explorer.samples import data_folder
from explorer.task import Cancelled, Task
from tests.made_texts import one_of_each

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus_of(tmp_path):
    def write(text, name="text.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return write


@pytest.fixture(scope="module")
def moby_dick():
    return open_corpus([data_folder() / "moby-dick.txt"])


def marked(line):
    return [line.text[start:end] for start, end in line.marks]


def texts(found):
    return [line.text for line in found.lines]


def test_a_word_is_found_in_each_of_its_sentences_and_marked_wherever_it_stands(corpus_of):
    found = concordance_of(corpus_of(THREE)).lines("the")
    assert found.n_lines == 3
    assert found.lines[0] == Line("The cat is fluffy.", ((0, 3),))
    assert marked(found.lines[2]) == ["The", "the"]


def test_a_word_that_does_not_stand_in_the_corpus_has_no_lines(corpus_of):
    made = concordance_of(corpus_of(THREE))
    assert made.lines("whale").lines == ()
    assert made.count("whale") == 0
    assert made.meetings("cat", "whale", 5).n_lines == 0
    assert made.meetings("whale", "cat", 5).n_lines == 0


def test_the_text_is_shown_as_it_is_written_with_its_typographic_signs(corpus_of):
    text = "“It’s a co\u00adoperative Cafe\u0301—truly,”\n he said."
    found = concordance_of(corpus_of(text)).lines("it's")
    assert texts(found) == ["“It’s a cooperative Café—truly,” he said."]
    assert marked(found.lines[0]) == ["It’s"]
    assert marked(concordance_of(corpus_of(text)).lines("café").lines[0]) == ["Café"]


def test_lines_that_an_editor_has_wrapped_are_one_sentence(corpus_of):
    wrapped = "Some years ago, never mind how long precisely, having little or\nno money in my purse, I thought I would"
    text = f"{wrapped}\nsail about a little and see the watery part of the world."
    assert len(texts(concordance_of(corpus_of(text)).lines("purse"))) == 1


def test_capitals_tell_words_apart_if_the_tokens_keep_them(corpus_of):
    corpus = corpus_of("The Turkey is big. A turkey is fat.")
    assert concordance_of(corpus).lines("turkey").n_lines == 2
    assert texts(concordance_of(corpus, TokenOptions(lower=False)).lines("Turkey")) == ["The Turkey is big."]


@pytest.mark.parametrize(
    ("direction", "window", "lines"), [("both", 3, 1), ("right", 3, 1), ("left", 3, 0), ("both", 2, 0)]
)
def test_two_words_meet_within_the_window_and_on_the_side_that_is_asked_for(corpus_of, direction, window, lines):
    found = concordance_of(corpus_of(THREE)).meetings("cat", "dog", window, direction)
    assert found.n_lines == lines
    if lines:
        assert marked(found.lines[0]) == ["cat", "dog"]


def test_words_meet_within_a_sentence_only(corpus_of):
    assert concordance_of(corpus_of(THREE)).meetings("fluffy", "dog", 10, "right").n_lines == 0


def test_a_word_meets_itself(corpus_of):
    found = concordance_of(corpus_of(THREE)).meetings("the", "the", 3)
    assert [marked(line) for line in found.lines] == [["The", "the"]]


def test_rare_words_do_not_count_as_distance_when_they_are_taken_out(corpus_of):
    made = concordance_of(corpus_of("cat one two three dog. Cat dog."))
    assert made.meetings("cat", "dog", 1, min_count=1).n_lines == 1
    assert made.meetings("cat", "dog", 1, min_count=2).n_lines == 2


WORDS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12), min_size=1, max_size=8)


@settings(max_examples=60)
@given(WORDS, st.integers(1, 6), st.sampled_from(["left", "right", "both"]), st.integers(1, 4), st.integers(1, 3))
def test_the_meetings_are_those_that_a_plain_search_finds(
    tmp_path_factory, spoken, window, direction, min_count, block
):
    path = tmp_path_factory.mktemp("corpus") / "text.txt"
    path.write_text("".join(" ".join(words) + ".\n\n" for words in spoken), encoding="utf-8")
    counts = Counter(word for words in spoken for word in words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_BLOCK", block)
        patch.setattr(concordance, "_BLOCK", block)
        patch.setattr(occurrences, "_SPILL", block)
        found = concordance_of(open_corpus([path])).meetings(
            "a", "b", window, direction, min(min_count, *_least(counts))
        )
    expected = []
    for words in spoken:
        kept = [word for word in words if counts[word] >= min(min_count, *_least(counts))]
        gaps = [j - i for i, one in enumerate(kept) for j, other in enumerate(kept) if (one, other) == ("a", "b")]
        right, left = any(0 < gap <= window for gap in gaps), any(-window <= gap < 0 for gap in gaps)
        if (right and direction != "left") or (left and direction != "right"):
            expected.append(" ".join(words) + ".")
    assert texts(found) == expected


def _least(counts):
    """The words asked for are never taken out themselves."""
    return [counts[word] for word in "ab" if counts[word]] or [1]


@settings(max_examples=200)
@given(st.text(max_size=60), st.booleans(), st.sampled_from(["keep", "drop", "one"]))
def test_the_places_of_tokens_are_those_of_the_tokens(text, lower, numbers):
    options = TokenOptions(lower=lower, numbers=numbers)
    text = with_one_spelling(text)
    assert len(token_places(text, options)) == len(tokenise(text, options))


def test_every_occurrence_in_a_novel_is_found_as_a_count_of_its_tokens_finds_it(moby_dick):
    made = concordance_of(moby_dick)
    counts = Counter(token for tokens in sentences(moby_dick) for token in tokens)
    with_whale = sum("whale" in tokens for tokens in sentences(moby_dick))
    for word in ("the", "whale", "ishmael", "don't", "1851"):
        assert made.count(word) == counts[word]
    found = made.lines("whale", most=10_000)
    assert found.n_lines == len(found.lines) == with_whale
    assert {token.lower() for line in found.lines for token in marked(line)} == {"whale"}


def test_its_sentences_and_counts_are_those_of_the_corpus(moby_dick, monkeypatch):
    monkeypatch.setattr(concordance, "_SENTENCES", 1000)
    made = concordance_of(moby_dick)
    assert list(made.sentences()) == list(sentences(moby_dick))
    assert list(made.word_counts.items()) == list(survey_corpus(moby_dick).counts.items())


def test_too_many_lines_are_thinned_evenly_from_the_first_to_the_last(moby_dick):
    made = concordance_of(moby_dick)
    all_lines, some = made.lines("whale", most=10_000), made.lines("whale", most=7)
    assert some.n_lines == all_lines.n_lines
    assert len(some.lines) == 7
    assert (some.lines[0], some.lines[-1]) == (all_lines.lines[0], all_lines.lines[-1])
    places = [all_lines.lines.index(line) for line in some.lines]
    assert max(b - a for a, b in pairwise(places)) < len(all_lines.lines) / 3


def test_a_corpus_is_read_once_and_what_was_made_goes_with_it(corpus_of, tmp_path):
    corpus = corpus_of(THREE)
    assert known_concordance(corpus) is None
    made = concordance_of(corpus)
    (tmp_path / "text.txt").unlink()
    assert concordance_of(corpus) is made
    assert known_concordance(corpus) is made
    assert made.lines("cat").n_lines == 2
    gone = ref(made)
    del made, corpus
    gc.collect()
    assert gone() is None


def test_a_second_thread_waits_for_the_first_and_can_be_cancelled_meanwhile(corpus_of):
    corpus, task = corpus_of(THREE), Task()
    with concordance._lock:
        ended = threading.Event()

        def ask():
            with pytest.raises(Cancelled):
                concordance_of(corpus, task=task)
            ended.set()

        thread = threading.Thread(target=ask)
        thread.start()
        task.cancel()
        thread.join(10)
        assert ended.is_set()
    assert concordance_of(corpus).lines("cat").n_lines == 2


def test_a_cancelled_reading_leaves_nothing_half_made(moby_dick):
    corpus = open_corpus(moby_dick.paths)
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction > 0.2 else None)
    with pytest.raises(Cancelled):
        concordance_of(corpus, task=task)
    assert known_concordance(corpus) is None
    with pytest.raises(Cancelled):
        concordance_of(moby_dick).lines("the", task=task)


def test_bad_input_is_told_in_a_sentence(corpus_of, tmp_path, monkeypatch):
    with pytest.raises(EmptyCorpus, match="there is no word"):
        concordance_of(corpus_of("… — !"))
    gone = corpus_of(THREE)
    (tmp_path / "text.txt").unlink()
    with pytest.raises(UnreadableFile):
        concordance_of(gone)
    monkeypatch.setattr(occurrences, "MOST_TOKENS", 5)
    with pytest.raises(ExplorerError, match="more than 5 words"):
        concordance_of(corpus_of(THREE))


def test_a_full_disk_is_told_in_a_sentence(corpus_of, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    corpus = corpus_of(THREE)
    monkeypatch.setattr(occurrences.tempfile, "TemporaryFile", full)
    with pytest.raises(ExplorerError, match="Make room on the disk"):
        concordance_of(corpus)


def test_a_line_is_told_with_the_document_that_it_stands_in_for_every_kind(tmp_path):
    for key, content in one_of_each().items():
        (tmp_path / f"{key}.bin").write_bytes(content)
    (tmp_path / "none.bin").write_bytes(b"... --- ...")
    made = concordance_of(open_corpus([tmp_path]))
    assert {line.document for line in made.lines("ishmael").lines} == {"docx", "html", "markdown", "pdf", "text"}
    chapter = made.lines("11").lines
    assert [line.document for line in chapter] == ["csv 12", "json 12", "parquet 12"]
    assert [marked(line) for line in chapter] == [["11"]] * 3
    (last,) = made.lines("sea").lines
    assert (last.document, marked(last)) == ("text", ["sea"])


def test_where_there_is_one_document_it_is_not_named(corpus_of):
    assert {line.document for line in concordance_of(corpus_of(THREE)).lines("the").lines} == {""}


@settings(max_examples=20)
@given(st.lists(st.lists(st.sampled_from(["a b.", "c", "...", "", "a"]), max_size=4), min_size=2, max_size=5))
def test_every_sentence_is_in_the_document_that_holds_it(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("documents")
    for number, lines in enumerate(texts):
        (folder / f"{number}.txt").write_text("\n\n".join(["x" if number == 0 else "...", *lines]), encoding="utf-8")
    found = concordance_of(open_corpus([folder])).lines("a")
    expected = [str(number) for number, lines in enumerate(texts) for line in lines if line.startswith("a")]
    assert [line.document for line in found.lines] == expected
