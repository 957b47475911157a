"""Opening: what a file is, what is asked when that is not clear, and what is remembered of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QRadioButton, QWidget

from explorer.corpus.judging import TextChoice
from explorer.corpus.reading import read_lines
from explorer.formats.registry import write_vectors
from tests.conftest import three_groups
from tests.made_texts import REVIEWS, csv_of
from widgets import opening as room
from widgets.dialogs.choose_encoding import ChooseEncodingDialog
from widgets.dialogs.choose_reading import ChooseReadingDialog
from widgets.dialogs.choose_text import ChooseTextDialog
from widgets.opening import Opening
from widgets.panels.embeddings import EmbeddingsPanel

TABLE = "\n".join(f"row{number} {number}.25 {number}.5" for number in range(30))  # vectors, or a text with a table


@pytest.fixture
def opening(qtbot, workbench):
    window = QWidget()
    qtbot.addWidget(window)
    made = Opening(workbench, window)
    made.messages = []
    made.said.connect(made.messages.append)
    made.refused.connect(lambda failure: made.messages.append(failure.sentence))
    made.corpora = []
    made.corpus_opened.connect(made.corpora.append)
    return made


@pytest.fixture
def opens(qtbot, workbench, opening):
    def open_and_wait(*paths):
        opening.open([Path(path) for path in paths])
        qtbot.waitUntil(lambda: not workbench.jobs.running)

    return open_and_wait


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    write_vectors(three_groups(), path, "glove-text")
    return path


@pytest.fixture
def speeches(tmp_path):
    """A folder of more texts than are remembered one by one, in folders of their own."""
    folder = tmp_path / "speeches"
    for number in range(25):
        (folder / f"president {number % 3}").mkdir(parents=True, exist_ok=True)
        (folder / f"president {number % 3}" / f"{number}.txt").write_text("My fellow citizens.", encoding="utf-8")
    return folder


@pytest.fixture
def answers(monkeypatch):
    """What the user answers when a file can be read in two ways; the questions that were asked."""

    def answer(kind):
        asked = []

        def open_(dialog):
            asked.append(dialog)
            QDialog.open(dialog)
            if kind is None:
                dialog.reject()
                return
            (button,) = [each for each in dialog.findChildren(QRadioButton) if each.text().startswith(kind)]
            button.setChecked(True)
            dialog.accept()

        monkeypatch.setattr(ChooseReadingDialog, "open", open_)
        return asked

    return answer


def test_vectors_are_shown_and_their_size_is_told(opens, opening, workbench, good):
    opens(good)
    assert workbench.state.embedding.name == "good"
    assert opening.messages == ["Opened good: 60 words × 8 dimensions."]
    assert workbench.settings.recent_files == [str(good)]


def test_notices_are_told_with_the_line(opens, opening, tmp_path, good):
    lines = good.read_text().splitlines()
    lines[9] = "ship" + " nan" * 8
    good.write_text("\n".join(lines) + "\n")
    opens(good)
    assert "1 row with NaN or infinite values was left out, line 10 of good.txt." in opening.messages[0]


def test_several_texts_are_one_corpus_that_waits_to_be_learned_from(opens, opening, workbench, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The cat is fluffy.", encoding="utf-8")
    opens(tmp_path / "a.txt", tmp_path / "b.txt")
    (corpus,) = workbench.state.corpora
    assert len(corpus.paths) == 2
    assert opening.corpora == [corpus]
    assert workbench.settings.recent_files == [f"{tmp_path / 'a.txt'}\n{tmp_path / 'b.txt'}"]


def test_a_folder_is_remembered_as_a_folder_and_opens_as_a_whole_again(opens, opening, workbench, qtbot, speeches):
    opens(speeches)
    assert workbench.settings.recent_files == [str(speeches)]
    opening.open_recent(workbench.settings.recent_files[0])
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert [len(corpus.paths) for corpus in workbench.state.corpora] == [25], "what is open is not opened again"
    assert opening.corpora == [workbench.state.corpora[0]] * 2, "but offered"
    assert opening.messages[-1] == "speeches is open already."


@pytest.mark.parametrize(
    ("kind", "n_embeddings", "n_corpora"), [("Word vectors", 1, 0), ("A text", 0, 1), (None, 0, 0)]
)
def test_a_table_that_may_be_a_text_is_opened_as_the_user_says(
    opens, workbench, tmp_path, answers, kind, n_embeddings, n_corpora
):
    asked = answers(kind)
    (tmp_path / "table.txt").write_text(TABLE, encoding="utf-8")
    opens(tmp_path / "table.txt")
    assert len(asked) == 1
    assert (len(workbench.state.embeddings), len(workbench.state.corpora)) == (n_embeddings, n_corpora)


def test_of_many_files_that_cannot_be_opened_one_is_named_and_the_others_counted(opens, opening, workbench, tmp_path):
    before = workbench.state
    for number in range(3):
        (tmp_path / f"empty{number}.txt").write_bytes(b"")
    opens(*sorted(tmp_path.glob("empty*")))
    assert opening.messages == ["empty0.txt: it is empty. Choose another file. (2 more could not be opened either.)"]
    assert workbench.state is before


def test_a_file_that_is_open_is_shown_instead_of_opened_again_unless_it_changed(opens, opening, workbench, good):
    opens(good)
    first = workbench.state.embedding
    opening.open_sample("glove-10k")
    opens(good)
    assert workbench.state.color_by == "column:part of speech", "as the card of the sample shows it"
    assert workbench.state.embedding is first
    assert opening.messages[-1] == "good is open already."
    opening.open_sample("glove-10k")
    assert len(workbench.state.embeddings) == 2
    good.write_text(good.read_text() + good.read_text().split("\n")[0].replace(" ", "x ", 1) + "\n")
    opens(good)
    assert len(workbench.state.embeddings) == 3
    workbench.store.undo()
    opens(good)
    assert len(workbench.state.embeddings) == 3, "what was closed is opened anew"


def test_the_column_of_a_table_is_asked_for_without_holding_up_the_window(opens, opening, workbench, qtbot, tmp_path):
    for name in ("reviews.csv", "more.csv"):
        (tmp_path / name).write_bytes(csv_of(REVIEWS))
    opens(tmp_path / "reviews.csv", tmp_path / "more.csv")
    (dialog,) = opening.parent().findChildren(ChooseTextDialog)
    assert dialog.isVisible()
    assert workbench.state.corpora == ()
    dialog.names.setCurrentText("stars")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(workbench.state.corpora))
    (corpus,) = workbench.state.corpora
    assert corpus.choice == TextChoice(text_column="review", name_column="stars")
    assert [part.kind for part in corpus.parts] == ["csv", "csv"]


def test_a_recent_table_opens_as_it_was_read_last_unless_its_column_is_gone(opens, opening, workbench, qtbot, tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_bytes(csv_of(REVIEWS))
    opens(path)
    (dialog,) = opening.parent().findChildren(ChooseTextDialog)
    dialog.names.setCurrentText("stars")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(workbench.settings.recent_files))
    (read,) = workbench.state.corpora
    workbench.store.change("Close", corpora=())
    opening.open_recent(str(path))
    qtbot.waitUntil(lambda: bool(workbench.state.corpora))
    assert workbench.state.corpora[0].choice == read.choice
    path.write_bytes(path.read_bytes().replace(b"stars", b"points"))
    opening.open_recent(str(path))
    shown = opening.parent().findChildren
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shown(ChooseTextDialog)))
    shown(ChooseTextDialog)[-1].reject()
    assert len(workbench.state.corpora) == 1


def test_a_text_whose_encoding_was_guessed_wrong_is_read_in_another(opens, opening, workbench, qtbot, tmp_path):
    (tmp_path / "letter.txt").write_bytes("Größe und Übermut.\n".encode("cp437") * 3)
    opens(tmp_path / "letter.txt")
    (guessed,) = workbench.state.corpora
    panel = EmbeddingsPanel(workbench)
    qtbot.addWidget(panel)
    panel.encoding_requested.connect(opening.ask_encoding)
    assert any("Read in another encoding" in text for text, _ in panel.corpus_rows[guessed]._actions)
    panel.encoding_requested.emit(guessed)
    (dialog,) = opening.parent().findChildren(ChooseEncodingDialog)
    assert dialog.chosen == guessed.encodings[0]
    assert "Größe" not in dialog.preview.toPlainText()
    dialog.encodings.setCurrentIndex(next(n for n in range(30) if "cp437" in dialog.encodings.itemText(n)))
    assert dialog.preview.toPlainText().startswith("Größe und Übermut.")
    dialog.accept()
    qtbot.waitUntil(lambda: workbench.state.corpora[0] is not guessed)
    (corpus,) = workbench.state.corpora
    assert next(read_lines(corpus)) == "Größe und Übermut."
    assert opening.messages[-1] == "Read letter as cp437."
    assert not any("encoding" in text for text, _ in panel.corpus_rows[corpus]._actions), "now it is no guess"


def test_a_recent_file_that_is_gone_says_so(opening, opens, workbench, qtbot, tmp_path):
    opening.open_recent(str(tmp_path / "gone.txt"))
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert opening.messages == ["gone.txt: there is no such file. Was it moved or renamed?"]


def test_a_shipped_corpus_is_open_and_named_with_its_sample(opening, workbench, qtbot):
    opened = []
    opening.sample_opened.connect(lambda sample, corpus: opened.append((sample.key, corpus)))
    opening.open_sample("three-sentences")
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [("three-sentences", workbench.state.corpora[0])]
    assert opening.corpora == [], "the training of a sample needs no dialog"
    assert workbench.settings.recent_files == []


def test_the_dialog_begins_in_the_folder_of_the_last_file(opening, workbench, monkeypatch, good):
    asked = []
    monkeypatch.setattr(room.QFileDialog, "getOpenFileNames", lambda *about: (asked.append(about[2]), ([], ""))[1])
    opening.ask()
    workbench.settings.remember_file(str(good))
    opening.ask()
    assert asked == ["", str(good.parent)]
    assert not workbench.jobs.running
