"""Every control of every panel and dialog can be found, named and understood without seeing it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from explorer.corpus.reading import Corpus
from explorer.corpus.table_heads import TableHead
from explorer.corpus.token_options import TokenOptions
from explorer.projection.methods import METHODS
from tests.conftest import three_groups
from widgets.dialogs.choose_encoding import ChooseEncodingDialog
from widgets.dialogs.choose_reading import ChooseReadingDialog
from widgets.dialogs.choose_text import ChooseTextDialog
from widgets.dialogs.merges import MergesDialog
from widgets.dialogs.preferences import PreferencesDialog
from widgets.dialogs.report import ReportDialog
from widgets.dialogs.save_picture import SavePictureDialog
from widgets.dialogs.stop_list import StopListDialog
from widgets.dialogs.words import WordsDialog
from widgets.inspector.panel import InspectorTab
from widgets.panels.appearance import AppearancePanel
from widgets.panels.embeddings import EmbeddingsPanel
from widgets.panels.projection import ProjectionPanel
from widgets.panels.training import TrainingPanel
from widgets.panels.word import WordPanel
from widgets.parts.search_box import SearchBox
from widgets.views.compare import CompareTab
from widgets.views.compare_groups import GroupsPage
from widgets.views.cooccurrence import CooccurrenceTab
from widgets.vocabulary.tab import VocabularyTab

INNER = ("qt_scrollarea_viewport", "qt_tableview_cornerbutton")
READINGS = (("vectors", "Word vectors", "A word and its numbers."), ("corpus", "A text", "Lines of words."))
CORPUS = Corpus("speeches", (Path("a.txt"),), 1000, ("utf-8",))
TABLE = TableHead(Path("a.csv"), ("id", "text"), ("text",), ({"id": "1", "text": "Call me Ishmael."},))


def projection_with_all_methods(bench):
    panel = ProjectionPanel(bench)
    for method in METHODS:
        panel.choose_method(method)
    return panel


def compare_with_a_pair(bench):
    tab = CompareTab(bench)
    tab.pair.show()
    return tab


ROOMS = {
    "embeddings": EmbeddingsPanel,
    "projection": projection_with_all_methods,
    "appearance": AppearancePanel,
    "training": TrainingPanel,
    "word": WordPanel,
    "search": SearchBox,
    "inspector": lambda bench: InspectorTab(bench).view,
    "co-occurrence": CooccurrenceTab,
    "compare": compare_with_a_pair,
    "vocabulary": VocabularyTab,
    "words": lambda bench: WordsDialog(bench, CORPUS, TokenOptions(stop_words=True, pieces="bpe")),
    "merges": MergesDialog,
    "stop words": lambda _: StopListDialog(TokenOptions()),
    "groups": GroupsPage,
    "preferences": PreferencesDialog,
    "report": lambda _: ReportDialog("It failed.", "Traceback"),
    "save picture": lambda _: SavePictureDialog(QSize(800, 600), Path("/tmp")),
    "choose encoding": lambda _: ChooseEncodingDialog("a.txt", "cp1252", [b"Gr\xf6\xdfe"]),
    "choose text": lambda bench: ChooseTextDialog(bench.theme, TABLE),
    "choose reading": lambda _: ChooseReadingDialog(Path("odd.txt"), READINGS, ["the 0.1"]),
}


@pytest.fixture(params=ROOMS.values(), ids=ROOMS)
def room(request, workbench, qtbot):
    made = request.param(workbench)
    qtbot.addWidget(made)
    embedding = three_groups()
    corpus = Corpus("speeches", (Path("a.txt"),), 1000, ("utf-8",))
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding, corpora=(corpus,), word=1)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    return made


def controls(room):
    """Whatever takes the keyboard or a click, without the parts that Qt makes controls of."""
    return [each for each in (room, *room.findChildren(QWidget)) if is_control(each, room)]


def is_control(widget, room):
    is_inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QLineEdit)
    is_frame = isinstance(widget, QHeaderView | QScrollArea) or widget.objectName() in INNER
    takes_part = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
    return takes_part and widget.window() is room.window() and not (is_inner or is_frame)


def name_of(control):
    text = control.text() if isinstance(control, QAbstractButton | QLabel) else ""
    return control.accessibleName() or text


def test_every_control_has_a_name(room):
    found = controls(room)
    assert found
    assert [each for each in found if not name_of(each)] == []


def test_every_control_explains_itself_unless_its_text_says_it_all(room):
    plain = {"Open", "Cancel", "Close", "Save", "Copy", "Browse…"}
    silent = [
        name_of(each)
        for each in controls(room)
        if not isinstance(each, QLabel)
        and not (each.toolTip() or each.accessibleDescription())
        and name_of(each) not in plain
    ]
    assert silent == []


def test_no_two_controls_in_sight_share_a_name(room):
    names = [name_of(each) for each in controls(room) if each.isVisibleTo(room)]
    assert sorted(names) == sorted(set(names))
