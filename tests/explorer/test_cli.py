import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explorer.cli import app
from explorer.commands import neighbors, project, train
from explorer.embedding import Embedding
from explorer.formats.registry import FORMATS, read_vectors, sniff, write_vectors
from explorer.options import described
from explorer.projection.methods import METHODS
from explorer.samples import data_folder
from explorer.task import Cancelled
from explorer.training.trainers import TRAINERS

TEXT = data_folder() / "three-sentences.txt"
SMALL = ("--dim", "4", "--min-count", "1", "--epochs", "5", "--workers", "1")


@pytest.fixture
def lexiscope(capfdbinary):
    """Runs a command and gives its exit code, what it printed and what it told beside."""

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            app([str(each) for each in arguments], prog_name="lexiscope")
        sys.stdout.flush()
        printed, told = capfdbinary.readouterr()
        return end.value.code, printed.decode(), told.decode()

    return run


@pytest.fixture
def vectors(tmp_path, small_embedding):
    path = tmp_path / "groups.vec"
    write_vectors(small_embedding, path, "word2vec-text")
    return path


def test_what_does_not_suit_the_text_is_told_once_and_before_the_result(lexiscope, tmp_path):
    _, _, said = lexiscope("train", TEXT, "--min-count", "1", "--epochs", "1", "-o", tmp_path / "v.vec")
    first, last = said.splitlines()
    assert first == "100 dimensions for 8 words are more than the words can fill; 4 or fewer (dim) would do."
    assert last.startswith("8 words of 100 dimensions written")


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "key"), [("v.vec", "word2vec-text"), ("v.w2v", "word2vec-text"), ("v.bin", "word2vec-binary")]
)
def test_training_writes_the_format_that_the_ending_tells(lexiscope, tmp_path, name, key):
    code, printed, told = lexiscope("train", TEXT, *SMALL, "--output", tmp_path / name)
    assert (code, printed) == (0, "")
    assert "8 words of 4 dimensions" in told
    assert sniff(tmp_path / name).key == key
    assert set(read_vectors(tmp_path / name).index_to_key) == {
        "the",
        "cat",
        "is",
        "fluffy",
        "dog",
        "and",
        "are",
        "friends",
    }


def test_the_ending_txt_is_glove_text(lexiscope, tmp_path):
    lexiscope("train", TEXT, *SMALL, "-o", tmp_path / "v.txt")
    assert (tmp_path / "v.txt").read_text().startswith("the ")  # word2vec text would begin with a header


@pytest.mark.parametrize("key", [each.key for each in FORMATS])
def test_a_format_that_is_named_goes_before_the_ending(lexiscope, tmp_path, key):
    assert lexiscope("train", TEXT, *SMALL, "--format", key, "-o", tmp_path / "v")[0] == 0
    assert read_vectors(tmp_path / "v", format_key=key).dim == 4


def test_an_ending_that_tells_no_format_is_a_mistake_in_usage(lexiscope, tmp_path):
    code, _, told = lexiscope("train", TEXT, *SMALL, "-o", tmp_path / "v.docx")
    assert code == 2
    assert "--format" in told
    assert not (tmp_path / "v.docx").exists()


def test_the_same_seed_gives_the_same_file_and_another_seed_another(lexiscope, tmp_path):
    for name, seed in (("a.vec", 3), ("b.vec", 3), ("c.vec", 4)):
        lexiscope("train", TEXT, *SMALL, "--seed", seed, "-o", tmp_path / name)
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.vec", "b.vec", "c.vec"))
    assert a == b != c


def test_several_texts_are_one_corpus_and_case_can_be_kept(lexiscope, tmp_path):
    (tmp_path / "one.txt").write_text("Whales swim.")
    (tmp_path / "two.txt").write_text("whales dive.")
    lexiscope("train", tmp_path / "one.txt", tmp_path / "two.txt", *SMALL, "--no-lower", "-o", tmp_path / "v.vec")
    assert set(read_vectors(tmp_path / "v.vec").index_to_key) == {"Whales", "whales", "swim", "dive"}


def test_the_neighbours_in_csv_are_those_of_numpy_to_the_last_bit(lexiscope, vectors, small_embedding):
    code, printed, _ = lexiscope("neighbors", vectors, "animal3", "--metric", "l2", "--topn", 5, "--format", "csv")
    rows = list(csv.reader(io.StringIO(printed, newline="")))
    wide = small_embedding.vectors.astype(np.float64)
    index = small_embedding.index_of("animal3")
    distances = np.linalg.norm(wide - wide[index], axis=1)
    nearest = [int(each) for each in np.argsort(distances, kind="stable") if each != index][:5]
    assert code == 0
    assert rows[0] == ["word", "rank", "neighbour", "L2 distance"]
    assert [row[2] for row in rows[1:]] == [small_embedding.index_to_key[each] for each in nearest]
    assert [row[1] for row in rows[1:]] == list("12345")
    assert np.allclose([float(row[3]) for row in rows[1:]], distances[nearest], rtol=1e-12)


def test_the_neighbours_in_json_can_be_read_by_a_program(lexiscope, vectors):
    _, printed, _ = lexiscope("neighbors", vectors, "animal3", "colour2", "--topn", 2, "--format", "json")
    first, second = json.loads(printed)
    assert (first["word"], second["word"]) == ("animal3", "colour2")
    assert first["metric"] == "cosine"
    values = [each["value"] for each in first["neighbors"]]
    assert len(values) == 2
    assert values == sorted(values, reverse=True)


def test_the_neighbours_in_a_table_stand_below_each_other(lexiscope, tmp_path):
    rows = np.array([[1, 0], [1, 0.1], [1, 0.2], [1, 0.3]], dtype=np.float32)
    write_vectors(Embedding("words", ("king", "女王", "Å", "prince"), rows), tmp_path / "w.vec", "word2vec-text")
    code, printed, _ = lexiscope("neighbors", tmp_path / "w.vec", "king")
    heading, *lines = printed.splitlines()
    assert code == 0
    assert heading == "king: cosine similarity"
    assert [line.split() for line in lines] == [
        ["1", "女王", "0.9950"],
        ["2", "Å", "0.9806"],
        ["3", "prince", "0.9578"],
    ]
    from rich.cells import cell_len

    assert len({cell_len(line) for line in lines}) == 1


def test_a_word_that_would_steer_the_terminal_is_made_harmless(lexiscope, tmp_path):
    rows = np.eye(2, dtype=np.float32)
    write_vectors(Embedding("words", ("king", "\x1b[2Jgone"), rows), tmp_path / "w.bin", "word2vec-binary")
    _, printed, _ = lexiscope("neighbors", tmp_path / "w.bin", "king")
    assert "\x1b" not in printed
    assert "gone" in printed


def test_a_word_that_a_spreadsheet_would_run_is_made_harmless_in_csv(lexiscope, tmp_path):
    rows = np.eye(2, dtype=np.float32)
    write_vectors(Embedding("words", ("king", "=1+1"), rows), tmp_path / "w.vec", "word2vec-text")
    _, printed, _ = lexiscope("neighbors", tmp_path / "w.vec", "king", "--format", "csv")
    assert "'=1+1" in printed


@pytest.mark.parametrize("method", METHODS)
def test_a_projection_writes_a_finite_place_for_each_word_in_its_order(
    lexiscope, vectors, small_embedding, tmp_path, method
):
    code, printed, told = lexiscope("project", vectors, "--method", method, "-o", tmp_path / "points.csv")
    [heading, *rows] = csv.reader((tmp_path / "points.csv").read_text(encoding="utf-8").splitlines())
    assert (code, printed) == (0, "")
    assert f"60 words by {METHODS[method].label}" in told
    assert heading == ["word", "x", "y"]
    assert [row[0] for row in rows] == list(small_embedding.index_to_key)
    assert np.isfinite(np.array([row[1:] for row in rows], dtype=float)).all()


def test_only_so_many_words_are_placed_as_are_asked_for_and_it_is_told(lexiscope, vectors, tmp_path):
    _, _, told = lexiscope("project", vectors, "--method", "pca", "--words", 20, "-o", tmp_path / "points.csv")
    assert len((tmp_path / "points.csv").read_text().splitlines()) == 21
    assert "20 of 60 words by PCA" in told


def test_a_parameter_of_the_method_reaches_it(lexiscope, vectors, tmp_path):
    for name, flag in (("a.csv", "--center"), ("b.csv", "--no-center")):
        assert lexiscope("project", vectors, "--method", "pca", flag, "-o", tmp_path / name)[0] == 0
    assert (tmp_path / "a.csv").read_bytes() != (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("method", TRAINERS)
def test_every_trainer_can_be_chosen(lexiscope, tmp_path, method):
    small = ("--dim", "4", "--min-count", "1", "--epochs", "2")
    small += ("--documents", "sentence") if method == "doc2vec" else ()
    code, printed, said = lexiscope("train", TEXT, "--method", method, *small, "-o", tmp_path / "v.vec")
    assert (code, printed) == (0, "")
    assert "8 words of 4 dimensions" in said


def test_a_parameter_that_trainers_share_by_name_is_told_for_each(lexiscope):
    printed = flat(lexiscope("train", "--help")[1])
    assert (
        "Skip-gram, CBOW, fastText, doc2vec: How far a single step goes at first; it falls evenly to nearly zero."
        in printed
    )
    assert "GloVe: How quickly the weight of rarer pairs falls (alpha)" in printed


def test_doc2vec_writes_the_documents_beside_the_words(lexiscope, tmp_path):
    arguments = ("--method", "doc2vec", "--documents", "sentence", "--dim", "4", "--min-count", "1", "--epochs", "2")
    _, _, said = lexiscope("train", TEXT, *arguments, "-o", tmp_path / "v.vec")
    documents = read_vectors(tmp_path / "v-documents.vec")
    assert documents.index_to_key == ("three-sentences_1", "three-sentences_2", "three-sentences_3")
    assert "3 documents of 4 dimensions written to" in said
    [heading, first, *_] = csv.reader((tmp_path / "v-documents.csv").read_text(encoding="utf-8").splitlines())
    assert heading == ["document", "document_", "text"]
    assert first == ["three-sentences_1", "three-sentences", "The cat is fluffy."]


def test_a_training_can_be_repeated_by_its_file_of_options(lexiscope, tmp_path):
    small = ("--method", "cbow", "--dim", "4", "--min-count", "1", "--workers", "1", "--no-lower")
    file = tmp_path / "options.toml"
    assert lexiscope("train", TEXT, *small, "--save-options", file, "-o", tmp_path / "a.vec")[0] == 0
    assert lexiscope("train", TEXT, "--options", file, "-o", tmp_path / "b.vec")[0] == 0
    assert (tmp_path / "a.vec").read_bytes() == (tmp_path / "b.vec").read_bytes()
    assert "The" in read_vectors(tmp_path / "a.vec").index_to_key


def test_a_flag_wins_over_the_file_of_options(lexiscope, tmp_path):
    file = tmp_path / "options.toml"
    file.write_text('method = "glove"\ndim = 4\nmin_count = 1\nepochs = 1\n', encoding="utf-8")
    _, _, said = lexiscope("train", TEXT, "--options", file, "--dim", "3", "--lower", "-o", tmp_path / "a.vec")
    assert "8 words of 3 dimensions" in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("min-cuont = 2", "options.toml: there is no parameter “min-cuont”. Did you mean min_count"),
        ("dim = 'four'", "options.toml: dim is 'four'; it must be a whole number."),
        ("method = 'word3vec'", "options.toml: method is “word3vec”; it must be one of skipgram,"),
        ("epochs = 0", "Epochs (epochs) is 0; it must be from 1 to 10,000."),
        ("dim = ", "options.toml: this is no TOML: invalid value"),
    ],
)
def test_what_a_file_of_options_cannot_mean_is_told(lexiscope, tmp_path, line, sentence):
    (tmp_path / "options.toml").write_text(line, encoding="utf-8")
    code, printed, said = lexiscope("train", TEXT, "--options", tmp_path / "options.toml", "-o", tmp_path / "v.vec")
    assert (code, printed) == (1, "")
    assert sentence in flat(said)
    assert not (tmp_path / "v.vec").exists()


def test_a_parameter_of_another_trainer_is_a_mistake_in_usage(lexiscope, tmp_path):
    code, _, told = lexiscope("train", TEXT, "--method", "glove", "--negative", 5, "-o", tmp_path / "v.vec")
    assert code == 2
    assert "--negative is a parameter of Skip-gram, not of GloVe" in flat(told)


def test_a_parameter_of_another_method_is_a_mistake_in_usage(lexiscope, vectors, tmp_path):
    code, _, told = lexiscope("project", vectors, "--method", "pca", "--perplexity", 5, "-o", tmp_path / "p.csv")
    assert code == 2
    assert "--perplexity is a parameter of t-SNE, not of PCA" in flat(told)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        *(("train", trainer.options) for trainer in TRAINERS.values()),
        *(("project", method.options) for method in METHODS.values()),
    ],
)
def test_every_parameter_is_explained_by_its_own_description(lexiscope, command, options):
    code, printed, _ = lexiscope(command, "--help")
    assert code == 0
    fixed = {name for trainer in TRAINERS.values() for name in trainer.fixed if trainer.options is options}
    for name, option in described(options).items():
        if name in fixed:  # the choice of the trainer says it
            continue
        assert f"--{name.replace('_', '-')}" in printed
        assert flat(option.sentence) in flat(printed)


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", TEXT, "--dim", "0", "-o", "v.vec"],
        ["train", TEXT, "--dim", "many", "-o", "v.vec"],
        ["train", TEXT, "--method", "word3vec", "-o", "v.vec"],
        ["train", TEXT, "--x-max", "5", "-o", "v.vec"],
        ["train", TEXT],
        ["train"],
        ["neighbors", TEXT],
        ["neighbors", TEXT, "cat", "--metric", "nearly"],
        ["neighbors", TEXT, "cat", "--topn", "0"],
        ["neighbors", TEXT, "cat", "--format", "xml"],
        ["project", TEXT, "--method", "magic", "-o", "p.csv"],
        ["project", TEXT, "--words", "0", "-o", "p.csv"],
        ["project", TEXT, "--foo", "-o", "p.csv"],
        ["evaluate"],
        ["--foo"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(str(TEXT), "TEXT"),
)
def test_a_mistake_in_usage_is_2_and_points_to_the_help(lexiscope, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    code, printed, told = lexiscope(*arguments)
    assert (code, printed) == (2, "")
    assert "Error: " in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def spoilt(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("word.txt", b"whale"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("rare.txt", b"Each word of this is rare."),
    ],
)
def test_a_text_that_cannot_be_trained_on_is_1_and_one_sentence(lexiscope, tmp_path, name, content):
    code, printed, told = lexiscope("train", spoilt(tmp_path, name, content), "-o", tmp_path / "v.vec")
    assert (code, printed) == (1, "")
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told
    assert not (tmp_path / "v.vec").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.vec", b"", "empty.vec"),
        ("ragged.vec", b"3 2\na 1 2\nb 1\nc 1 2\n", "line 3"),
        ("text.vec", b"These are sentences, not vectors.\n", "text.vec"),
    ],
)
@pytest.mark.parametrize("command", [["neighbors", "a"], ["project"]], ids=lambda command: command[0])
def test_a_file_that_holds_no_vectors_is_1_and_one_sentence(lexiscope, tmp_path, command, name, content, said):
    verb, *words = command
    output = ["-o", tmp_path / "p.csv"] if verb == "project" else []
    code, printed, told = lexiscope(verb, spoilt(tmp_path, name, content), *words, *output)
    assert (code, printed) == (1, "")
    assert said in told
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told


def test_an_unknown_word_is_1_and_comes_with_near_spellings(lexiscope, vectors):
    code, printed, told = lexiscope("neighbors", vectors, "animal1", "animol2")
    assert (code, printed) == (1, "")  # nothing is printed of the words before it
    assert "“animol2” is not in the vocabulary. Did you mean animal2" in told


@pytest.mark.parametrize("command", [["train", TEXT, *SMALL], ["project"]], ids=lambda command: command[0])
def test_a_result_that_has_nowhere_to_go_is_told_before_the_work(lexiscope, tmp_path, monkeypatch, vectors, command):
    def never(*_, **__):
        raise AssertionError("the work began")

    monkeypatch.setattr(train, "open_corpus", never)
    monkeypatch.setattr(project, "read_vectors", never)
    output = tmp_path / "missing" / "v.vec"
    code, _, told = lexiscope(*command, *([vectors] if command == ["project"] else []), "-o", output)
    assert code == 1
    assert "v.vec was not written" in told


@pytest.mark.parametrize("end", [KeyboardInterrupt, Cancelled])
def test_ctrl_c_ends_a_command_quietly(lexiscope, tmp_path, monkeypatch, end):
    seen = []

    def interrupted(corpus, options, tokens, task):
        seen.append(task)
        raise end

    monkeypatch.setattr(train, "learn", interrupted)
    code, printed, told = lexiscope("train", TEXT, "-o", tmp_path / "v.vec")
    assert (code, printed, told) == (130, "", "")
    assert end is Cancelled or seen[0].cancelled


def test_too_little_memory_is_told_in_a_sentence(lexiscope, vectors, tmp_path, monkeypatch):
    def greedy(*_):
        raise MemoryError

    monkeypatch.setattr(project, "project_words", greedy)
    code, _, told = lexiscope("project", vectors, "-o", tmp_path / "p.csv")
    assert code == 1
    assert "not enough memory" in told


def test_what_a_reader_left_out_is_told_beside_the_result(lexiscope, vectors, small_embedding, monkeypatch):
    noticed = replace(small_embedding, notices=("Two words were left out.",))
    monkeypatch.setattr(neighbors, "read_vectors", lambda *_: noticed)
    code, printed, told = lexiscope("neighbors", vectors, "animal1", "--format", "json")
    assert code == 0
    assert json.loads(printed)
    assert told == "Two words were left out.\n"


def test_a_terminal_shows_how_far_the_work_is(vectors, tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(SystemExit) as end:
        app(["project", str(vectors), "--method", "pca", "-o", str(tmp_path / "p.csv")])
    assert end.value.code == 0
    assert "100%" in terminal.getvalue()


def test_the_version_is_that_of_the_package(lexiscope):
    from importlib.metadata import version

    assert lexiscope("--version")[:2] == (0, f"Lexiscope {version('lexiscope')}\n")


def test_without_a_picture_nothing_of_qt_is_loaded(tmp_path):
    code = f"""
import sys
from widgets.command_line import main
text, vectors, points = {str(TEXT)!r}, {str(tmp_path / "v.vec")!r}, {str(tmp_path / "p.csv")!r}
assert main(["--help"]) == 0
assert main(["train", text, "--dim", "3", "--min-count", "1", "-o", vectors]) == 0
assert main(["neighbors", vectors, "cat"]) == 0
assert main(["project", vectors, "--method", "pca", "-o", points]) == 0
assert not [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph")]
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_result_that_cannot_be_printed_is_told_in_a_sentence(vectors):
    code = "import sys; from widgets.command_line import main; sys.exit(main())"
    arguments = [sys.executable, "-c", code, "neighbors", str(vectors), "animal0"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == ("The result could not be printed: no space left on device. Print it to another place.\n")


def test_a_reader_that_has_enough_ends_the_command_without_a_word(vectors):
    code = "import sys; from widgets.command_line import main; sys.exit(main())"
    arguments = [sys.executable, "-c", code, "neighbors", str(vectors), "animal0"]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(arguments, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert ended.stderr == ""


def test_the_steps_of_the_chain_are_flags(lexiscope, tmp_path):
    steps = ("--stop-words", "--stop-also", "friends", "--base", "snowball")
    code, _, _ = lexiscope("train", TEXT, *SMALL, *steps, "-o", tmp_path / "v.vec")
    assert code == 0
    assert set(read_vectors(tmp_path / "v.vec").index_to_key) == {"cat", "dog", "fluffi"}


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (("--base", "lemma", "--language", "ta"), "no lemmatiser for Tamil. Take Snowball stems instead"),
        (("--tokens", "pattern", "--pattern", "(a"), "no regular expression"),
        (("--stop-words", "--stop-also", "cat dog fluffy friends"), "no word is left of this text without the stop"),
        (("--chinese", "jieba"), "pip install jieba"),
    ],
)
def test_steps_that_cannot_be_done_are_told_before_anything_is_learned(lexiscope, tmp_path, steps, sentence):
    code, _, told = lexiscope("train", TEXT, *SMALL, *steps, "-o", tmp_path / "v.vec")
    assert code == 1
    assert sentence in flat(told)
    assert list(tmp_path.iterdir()) == []
