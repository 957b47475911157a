import csv
import io
import json
import sys
from dataclasses import replace

import pytest

from explorer.analysis.analogies import answer
from explorer.cli import app
from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.registry import write_vectors
from explorer.neighbor_tables import as_csv, as_table, find, read_queries
from explorer.neighbors.exact import nearest
from explorer.neighbors.space import Space, in_space
from tests.conftest import three_groups


@pytest.fixture
def neighbors(capfdbinary, tmp_path, small_embedding):
    """Runs `lexiscope neighbors` on the small embedding; gives its exit code, what it printed and what it told."""
    path = tmp_path / "groups.vec"
    write_vectors(small_embedding, path, "word2vec-text")

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            app(["neighbors", str(path), *map(str, arguments)], prog_name="lexiscope")
        sys.stdout.flush()
        printed, told = capfdbinary.readouterr()
        return end.value.code, printed.decode(), told.decode()

    return run


def words_of(printed):
    return [each["word"] for each in json.loads(printed)[0]["neighbors"]]


@pytest.mark.parametrize(("flags", "reading"), [((), "add"), (("--analogy", "mul"), "mul")])
def test_an_expression_is_answered_as_in_the_window(neighbors, small_embedding, flags, reading):
    code, printed, _ = neighbors("animal0 - colour0 + colour1", *flags, "--topn", 4, "--format", "json")
    terms = [
        (small_embedding.index_of(word), weight) for word, weight in (("animal0", 1), ("colour0", -1), ("colour1", 1))
    ]
    expected = answer(small_embedding, terms, topn=4, reading=reading)
    assert code == 0
    assert words_of(printed) == [small_embedding.index_to_key[index] for index in expected.indices]
    assert json.loads(printed)[0]["reading"] == reading


def test_the_sum_of_the_vectors_as_they_are_can_be_asked_about_by_any_metric(neighbors, small_embedding):
    _, printed, _ = neighbors("animal0 - animal1", "--analogy", "distance", "--metric", "l1", "--format", "csv")
    assert next(csv.reader(io.StringIO(printed))) == ["word", "rank", "neighbour", "L1 distance"]


def test_words_and_expressions_can_be_mixed_and_their_values_have_no_common_name(neighbors):
    _, printed, _ = neighbors("animal0", "2 animal0 + colour1", "--analogy", "mul", "--topn", 1, "--format", "csv")
    heading, *rows = csv.reader(io.StringIO(printed))
    assert heading == ["word", "rank", "neighbour", "value"]
    assert [row[0] for row in rows] == ["animal0", "2 animal0 + colour1"]


def test_a_mistake_in_an_expression_points_at_its_character(neighbors):
    code, printed, told = neighbors("animal0 - + ")
    assert (code, printed) == (1, "")
    assert "“animal0 - + ”: After “animal0 - +” a word is missing (character 13)." in told
    code, _, told = neighbors("animal0 - animol1")
    assert code == 1
    assert "“animol1” is not in the vocabulary. Did you mean animal1" in told


def test_of_several_expressions_the_one_that_means_nothing_is_named(neighbors):
    for problem, said in (("animal0 - animal0", "cancel"), ("odd(animal0, animal1)", "three words or more")):
        code, _, told = neighbors("animal1", "2 animal0", problem)
        assert code == 1
        assert told.startswith(f"“{problem}”: ")
        assert said in told


def test_huge_distances_keep_the_columns():
    import numpy as np

    words = Embedding("words", ("a", "b", "far"), np.array([[1, 0], [2, 0], [1e30, 0]], dtype=np.float32))
    lines = as_table(words, find(words, ["a"], 2, "l2", "add")).splitlines()
    assert lines[1:] == ["    1  b        1.0000", "    2  far   1.000e+30"]


def test_an_empty_word_asks_for_nothing(neighbors):
    code, _, told = neighbors("", " ")
    assert code == 2
    assert "Name a word or an expression" in told


def test_words_come_from_a_file_too(neighbors, tmp_path):
    (tmp_path / "words.txt").write_text("\ufeffanimal1\r\n\n  colour2 + colour3 \n", encoding="utf-8")
    _, printed, _ = neighbors("number1", "--words-from", tmp_path / "words.txt", "--topn", 1, "--format", "json")
    assert [each["word"] for each in json.loads(printed)] == ["number1", "animal1", "colour2 + colour3"]


def test_a_file_of_words_that_cannot_be_read_is_a_sentence(tmp_path):
    (tmp_path / "empty.txt").write_text(" \n\n")
    (tmp_path / "latin.txt").write_bytes("näher".encode("latin-1"))
    told = {"empty.txt": "no words", "latin.txt": "UTF-8", "none.txt": "no such file. Was it", "": "a folder. Choose"}
    for name, problem in told.items():
        with pytest.raises(UnreadableFile, match=problem):
            read_queries(tmp_path / name)


def test_a_word_that_looks_like_an_expression_is_the_word(capfdbinary, tmp_path):
    import numpy as np

    words = Embedding("words", ("state-of-the-art", "art", "state"), np.eye(3, dtype=np.float32) + 1)
    write_vectors(words, tmp_path / "w.vec", "word2vec-text")
    with pytest.raises(SystemExit):
        app(["neighbors", str(tmp_path / "w.vec"), "state-of-the-art", "--format", "json"], prog_name="lexiscope")
    sys.stdout.flush()
    assert json.loads(capfdbinary.readouterr()[0])[0]["word"] == "state-of-the-art"


def test_the_space_is_chosen_by_flags_and_told_beside_the_answers(neighbors, small_embedding):
    code, printed, _ = neighbors("animal0", "--center", "--unit", "--metric", "l2", "--format", "json")
    assert code == 0
    moved = in_space(small_embedding, Space(center=True, unit=True))
    expected = nearest(moved, 0, 10, "l2").indices
    assert words_of(printed) == [small_embedding.index_to_key[index] for index in expected]
    assert json.loads(printed)[0]["how"] == "centred, unit length"
    _, printed, _ = neighbors("animal0", "--without-top", "--n-top", 2)
    assert printed.splitlines()[0] == "animal0: cosine similarity (centred, without 2 top components)"


def test_many_words_get_the_answers_that_each_gets_alone(neighbors, small_embedding):
    _, printed, _ = neighbors(*small_embedding.index_to_key, "--topn", 3, "--metric", "l2", "--format", "csv")
    rows = list(csv.reader(io.StringIO(printed)))[1:]
    expected = [nearest(small_embedding, index, 3, "l2").indices for index in range(60)]
    assert [row[2] for row in rows] == [small_embedding.index_to_key[each] for found in expected for each in found]


def test_the_odd_word_of_a_list_comes_first(neighbors):
    code, printed, _ = neighbors("odd(animal0, animal1, colour2, animal3)", "--format", "json")
    assert code == 0
    assert words_of(printed)[0] == "colour2"
    assert json.loads(printed)[0]["quantity"] == "cosine with the mean, the odd one first"


def test_an_index_is_used_when_it_is_asked_for_and_its_recall_is_told(capfdbinary, tmp_path):
    many = three_groups(1200)
    write_vectors(many, tmp_path / "many.vec", "word2vec-text")
    with pytest.raises(SystemExit) as end:
        app(
            [
                "neighbors",
                str(tmp_path / "many.vec"),
                "animal0",
                "--index",
                "ivf",
                "--n-probes",
                "200",
                "--format",
                "csv",
            ]
        )
    printed, told = (each.decode() for each in capfdbinary.readouterr())
    assert end.value.code == 0
    expected = nearest(many, 0, 10).indices
    assert [row[2] for row in csv.reader(io.StringIO(printed))][1:] == [many.index_to_key[each] for each in expected]
    assert "IVF · recall@10 1.000 on 200 words · built in " in told


def test_a_parameter_of_an_index_needs_the_index(neighbors):
    code, _, told = neighbors("animal0", "--n-probes", 3)
    assert code == 2
    assert "name one by" in " ".join(told.split())
    code, _, told = neighbors("animal0", "--index", "hnsw", "--n-probes", 3)
    assert code == 2
    code, _, told = neighbors("animal0", "--index", "hnsw")
    assert code == 1
    assert "An index is worth it from 1,000 words on" in told


def test_of_documents_the_table_is_headed_by_them(small_embedding):
    documents = replace(small_embedding, unit="document")
    table = as_csv(documents, find(documents, ["animal0"], 3, "cosine", "add"))
    assert next(csv.reader(io.StringIO(table))) == ["document", "rank", "neighbour", "cosine similarity"]
