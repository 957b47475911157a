from pathlib import Path

import numpy as np
import pytest

from explorer.analysis.analogy_questions import Questions, evaluate_analogies
from explorer.analysis.evaluation import read_test
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.samples import open_sample
from explorer.task import Cancelled, Task


@pytest.fixture(scope="module")
def glove():
    return open_sample("glove-10k")


def file_of_gensim():
    from gensim.test.utils import datapath

    return Path(datapath("questions-words.txt"))


def counted_by_gensim(embedding, path, n_words):
    from gensim.models import KeyedVectors

    model = KeyedVectors(embedding.dim)
    model.add_vectors(list(embedding.index_to_key), embedding.vectors)
    sections = model.evaluate_word_analogies(str(path), restrict_vocab=n_words)[1]
    return [(len(each["correct"]), len(each["correct"]) + len(each["incorrect"])) for each in sections]


def some_questions(tmp_path, step):
    lines = file_of_gensim().read_text(encoding="utf-8").splitlines()
    path = tmp_path / "some.txt"
    path.write_text("\n".join(line for at, line in enumerate(lines) if line.startswith(":") or at % step == 0))
    return path


@pytest.mark.parametrize("n_words", [10_000, 4_000])
def test_the_counts_are_those_of_gensim(glove, tmp_path, n_words):
    path = some_questions(tmp_path, 60)
    scores = evaluate_analogies(glove, read_test(path), n_words)
    assert [(each.n_correct, each.n_asked) for each in scores] == counted_by_gensim(glove, path, n_words)
    assert scores[-1].name == "Total"
    assert scores[-1].n_asked > 40
    assert scores[-1].accuracy > 0.3


def test_case_does_not_count_and_the_words_of_the_question_are_no_answer(tmp_path):
    words = ("king", "King", "man", "woman", "queen", "Queen")
    vectors = np.array([[1, 1, 0], [1.1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [1, 0, 1.2]], np.float32)
    embedding = Embedding("words", words, vectors)
    path = tmp_path / "questions.txt"
    path.write_text(": family\nMan King woman QUEEN\nman woman king queen\nman king woman duke\n")
    questions = read_test(path)
    assert [section.name for section in questions] == ["family"]
    family, total = evaluate_analogies(embedding, questions)
    assert (family.n_correct, family.n_asked, family.n_unknown) == (2, 2, 1)
    assert (total.n_correct, total.n_asked, total.n_unknown) == (2, 2, 1)
    assert counted_by_gensim(embedding, path, 6) == [(2, 2), (2, 2)]


def test_all_google_questions_are_read():
    sections = read_test(file_of_gensim())
    assert len(sections) == 14
    assert sum(len(section.quadruples) for section in sections) == 19_544


def test_where_no_question_can_be_asked_nothing_is_right(glove):
    scores = evaluate_analogies(glove, [Questions("none", (("qqqq", "king", "man", "queen"),))])
    assert [(each.n_correct, each.n_asked, each.n_unknown, each.accuracy) for each in scores] == [(0, 0, 1, 0.0)] * 2
    with pytest.raises(ExplorerError, match="no analogies"):
        evaluate_analogies(glove, [])


def test_it_can_be_cancelled(glove):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        evaluate_analogies(glove, [Questions("one", (("man", "king", "woman", "queen"),))], task=task)
