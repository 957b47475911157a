from pathlib import Path

import pytest

from explorer.analysis.analogy_questions import Questions, evaluate_analogies
from explorer.analysis.evaluation import EvaluationOptions, evaluate, evaluate_files, is_test, read_test
from explorer.analysis.word_pairs import WordPairs, evaluate_word_pairs
from explorer.errors import BadOption, UnreadableFile
from explorer.neighbors.space import Space, in_space
from tests.conftest import three_groups

QUESTIONS = ": groups\nanimal0 animal1 colour0 colour1\nanimal0 animal1 number0 number1\nanimal0 x y z\n"
PAIRS = "animal0\tanimal1\t9\nanimal0\tcolour1\t1\nnumber1\tnumber2\t8\nnumber1\tcolour1\t3\n"


@pytest.fixture
def files(tmp_path):
    questions, pairs = tmp_path / "questions.txt", tmp_path / "pairs.tsv"
    questions.write_text(QUESTIONS)
    pairs.write_text(PAIRS)
    return questions, pairs


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (QUESTIONS, list),
        ("man king woman queen\n", list),
        (PAIRS, WordPairs),
        ("a b 1 2\nc d 3 4\n", WordPairs),  # four on a line, but numbers among them
        (": numbers\none two first second\n", list),
    ],
)
def test_the_lines_tell_what_is_asked(tmp_path, text, kind):
    path = tmp_path / "test"
    path.write_text(text)
    assert isinstance(read_test(path), kind)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *((QUESTIONS, True), (PAIRS, True), ("king,queen,8.5", True), ("Word 1,Word 2,Mean\nking,queen,8\n", True)),
        *(("king 0.1 0.2 0.3\nqueen 0.3 0.1 0.2\n", False), ("Call me Ishmael.\nSome years ago\n", False)),
        *(("", False), ("\x00\x01", False)),
    ],
)
def test_a_test_is_told_from_texts_and_vectors(tmp_path, text, is_one):
    path = tmp_path / "dropped"
    path.write_text(text)
    assert is_test(path) is is_one
    assert not is_test(tmp_path)
    assert not is_test(tmp_path / "nowhere")


@pytest.mark.parametrize("text", [QUESTIONS, PAIRS])
def test_a_file_is_read_once(tmp_path, text, monkeypatch):
    path, n_read = tmp_path / "test.txt", []
    path.write_text(text)
    monkeypatch.setattr(Path, "read_text", lambda each, **_: n_read.append(each) or text)
    read_test(path)
    assert n_read == [path]


@pytest.mark.parametrize("text", ["", "Call me Ishmael.\n", ": only a heading\n"])
def test_a_file_that_asks_nothing_is_told_in_a_sentence(tmp_path, text):
    path = tmp_path / "text.txt"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=r"text.txt.*neither analogies \(four words a line\) nor judged pairs"):
        read_test(path)


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path):
    (tmp_path / "latin.txt").write_bytes(b"\xff\xfe\x00")
    for name, problem in (("missing.txt", "no such file"), ("latin.txt", "no text in UTF-8")):
        with pytest.raises(UnreadableFile, match=problem):
            read_test(tmp_path / name)


def test_files_of_both_kinds_are_asked_together_in_the_space_that_was_chosen(files):
    embedding, space = three_groups(), Space(center=True, unit=True)
    found = evaluate_files(embedding, files, space=space)
    moved = in_space(embedding, space)
    sections, pairs = read_test(files[0]), read_test(files[1])
    assert list(found.analogies) == evaluate_analogies(moved, sections)
    assert list(found.pairs) == evaluate_word_pairs(moved, [pairs])
    assert (found.space, found.n_words) == ("centred, unit length", len(embedding))
    assert [score.name for score in found.analogies] == ["groups", "Total"]


def test_only_some_words_are_known_if_that_is_asked(files):
    found = evaluate_files(three_groups(), files, EvaluationOptions(words=4))
    assert found.n_words == 4
    assert [score.n_asked for score in found.analogies] == [0, 0]
    assert found.pairs[0].n_asked == 1
    assert found.pairs[0].spearman is None
    with pytest.raises(BadOption):
        EvaluationOptions(words=-1)


def test_without_analogies_there_is_no_score():
    found = evaluate(three_groups(), [WordPairs("judged", (("animal0", "animal1", 1.0),))])
    assert found.analogies == ()
    assert evaluate(three_groups(), [[Questions("none", ())]]).analogies[-1].accuracy == 0.0
