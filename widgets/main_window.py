"""The window: it puts the rooms together and knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QTabWidget, QWidget

from explorer.corpus.reading import Corpus
from explorer.neighbors.exact import warm
from explorer.session.state import State
from widgets.actions import Actions
from widgets.dialogs.report import ReportDialog
from widgets.docks import LEFT, RIGHT, Docks, unpacked
from widgets.drop_hint import DropHint
from widgets.inspector.panel import InspectorTab
from widgets.jobs import Failure
from widgets.map.tab import MapTab
from widgets.menus import Menus
from widgets.message_bar import MessageBar
from widgets.opening import Opening
from widgets.palette import Palette
from widgets.panels.appearance import AppearancePanel
from widgets.panels.embeddings import EmbeddingsPanel
from widgets.panels.projection import ProjectionPanel
from widgets.panels.training import TrainingPanel
from widgets.panels.word import WordPanel
from widgets.parts.search_box import SearchBox
from widgets.parts.speaking import speak_of_entries
from widgets.projecting import Projecting
from widgets.saving import Saving
from widgets.start_page import StartPage
from widgets.training import Training
from widgets.views.compare import CompareTab
from widgets.views.cooccurrence import CooccurrenceTab
from widgets.views.evaluate import EvaluateTab
from widgets.vocabulary.tab import VocabularyTab
from widgets.word_columns import WordColumns
from widgets.workbench import Workbench

WIDE_WINDOW, WIDE_SEARCH, NARROW_SEARCH = 1400, 280, 190  # pixels: the tabs come first


class MainWindow(QMainWindow):
    """Docks at the sides, tabs in the centre, the last message at the bottom.

    Anything can be dropped anywhere on it. While nothing is open the centre shows the start page and the
    docks are away.

    Signals
    -------
    closing() : the user closed the window; jobs are cancelled after this.
    """

    closing = Signal()

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self.setWindowTitle("Lexiscope")
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.actions_of_window = Actions(self, workbench)  # first, so that theirs come first in the menus
        self._make_rooms()
        self._make_centre()
        self.docks = self._make_docks()
        self.projecting = Projecting(workbench, self.projection_panel)
        self.training = Training(workbench, self.training_panel, self.projecting)
        self.opening = Opening(workbench, self)
        self.word_columns = WordColumns(workbench, self)
        self.saving = Saving(workbench, self.map_tab, self)
        self.palette_of_commands = Palette(workbench, self)
        self.menus = Menus(self, workbench, self.docks)
        self._drop_hint = DropHint(workbench.theme, self)
        self._connect()
        self._restore()
        self._on_embeddings_changed(workbench.state)

    def _make_rooms(self) -> None:
        bench = self._workbench
        self.start_page = StartPage(bench)
        self.map_tab = MapTab(bench)
        self.inspector_tab = InspectorTab(bench)
        self.vocabulary_tab = VocabularyTab(bench)
        self.cooccurrence_tab = CooccurrenceTab(bench)
        self.compare_tab = CompareTab(bench)
        self.evaluate_tab = EvaluateTab(bench)
        self.search_box = SearchBox(bench)
        self.embeddings_panel = EmbeddingsPanel(bench)
        self.projection_panel = ProjectionPanel(bench)
        self.appearance_panel = AppearancePanel(bench)
        self.training_panel = TrainingPanel(bench)
        self.word_panel = WordPanel(bench)
        self.message_bar = MessageBar(bench)

    def _make_centre(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("Views")
        self.tabs.addTab(self.map_tab, "Map")
        self.tabs.addTab(self.inspector_tab, "Inspector")
        self.tabs.addTab(self.vocabulary_tab, "Vocabulary")
        self.tabs.addTab(self.cooccurrence_tab, "Co-occurrence")
        self.tabs.addTab(self.compare_tab, "Compare")
        self.tabs.addTab(self.evaluate_tab, "Evaluate")
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 4, 12, 4)
        row.addWidget(self.search_box)
        self.tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        self._centre = QStackedWidget()
        self._centre.setObjectName("centre")
        self._centre.addWidget(self.start_page)
        self._centre.addWidget(self.tabs)
        self.setCentralWidget(self._centre)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.message_bar, 1)

    def _make_docks(self) -> Docks:
        docks = Docks(self, self._workbench.theme)
        docks.add("embeddings", "Embeddings", self.embeddings_panel, LEFT, height=205)
        docks.add("projection", "Projection", self.projection_panel, LEFT, height=380)
        docks.add("appearance", "Appearance", self.appearance_panel, LEFT, height=235)
        docks.add("training", "Training", self.training_panel, LEFT, height=480, shares_with="appearance")
        speak_of_entries(docks.add("word", "Word", self.word_panel, RIGHT, height=480), self._workbench)
        return docks

    def _connect(self) -> None:
        bench = self._workbench
        bench.changes.embeddings_changed.connect(self._on_embeddings_changed)
        bench.changes.embedding_changed.connect(self._on_embedding_changed)
        self.start_page.sample_chosen.connect(self.opening.open_sample)
        self.start_page.recent_chosen.connect(self.opening.open_recent)
        self.opening.said.connect(self.message_bar.say)
        self.word_columns.said.connect(self.message_bar.say)
        self.opening.refused.connect(self.message_bar.say_failed)
        self.opening.corpus_opened.connect(self.ask_training)
        self.opening.sample_opened.connect(lambda sample, corpus: self.training.start(corpus, sample.word2vec))
        self.map_tab.wanted.connect(lambda: self.tabs.setCurrentWidget(self.map_tab))
        self.vocabulary_tab.wanted.connect(lambda: self.tabs.setCurrentWidget(self.vocabulary_tab))
        self.vocabulary_tab.words_requested.connect(self.actions_of_window.ask_words)
        self.cooccurrence_tab.learned.residual_finder.model_of = self.training.model_of
        self.cooccurrence_tab.wanted.connect(lambda: self.tabs.setCurrentWidget(self.cooccurrence_tab))
        self.compare_tab.wanted.connect(lambda: self.tabs.setCurrentWidget(self.compare_tab))
        self.evaluate_tab.wanted.connect(lambda: self.tabs.setCurrentWidget(self.evaluate_tab))
        self.embeddings_panel.train_requested.connect(self.ask_training)
        self.embeddings_panel.encoding_requested.connect(self.opening.ask_encoding)
        self.training.started.connect(lambda: self.docks.show("training"))
        self.training.started.connect(lambda: self.map_tab.view.travel.spare_cores(True))
        self.training.ended.connect(lambda: self.map_tab.view.travel.spare_cores(False))
        self.training.said.connect(self.message_bar.say)
        self.menus.recent.triggered.connect(self._on_recent_chosen)
        self.appearance_panel.label_density_changed.connect(self.map_tab.set_label_density)
        self.appearance_panel.layers_changed.connect(self.map_tab.set_layers)
        self.map_tab.isolate_requested.connect(self.projecting.isolate)
        self.map_tab.space_requested.connect(self.projecting.go_into_space)
        self.map_tab.said.connect(self.message_bar.say)
        self.appearance_panel.morph_changed.connect(self.map_tab.set_morph)
        self.search_box.word_chosen.connect(self._on_word_chosen)
        self.search_box.expression_chosen.connect(self.word_panel.ask_expression)
        self.search_box.words_chosen.connect(self.word_panel.select_words)
        self.search_box.failed.connect(self.message_bar.say)
        self.search_box.mended.connect(self.message_bar.take_back)
        self.message_bar.details_requested.connect(self.show_details)

    def ask_training(self, corpus: Corpus) -> None:
        """Let the user choose the parameters of a training on a corpus."""
        self.actions_of_window.ask_training(corpus)

    def show_inspector(self) -> None:
        """Show the Inspector, also while nothing is open."""
        self._centre.setCurrentWidget(self.tabs)
        self.tabs.setCurrentWidget(self.inspector_tab)

    def inspect_words(self) -> None:
        """Show the selected words of the model in the Inspector, or its most frequent ones."""
        self.show_inspector()
        self.inspector_tab.inspect_words()

    def show_start_page(self) -> None:
        """Go back to the first page, which is there as long as nothing is open."""
        self.start_page.show_recent()
        self._centre.setCurrentWidget(self.start_page)

    def open(self, paths: Sequence[Path]) -> None:
        """Open files or folders that were named on the command line."""
        self.opening.open(paths)

    def show_details(self, failure: Failure) -> None:
        """Show the traceback of an error that was not foreseen."""
        ReportDialog(failure.sentence, failure.details, self).show()

    def _on_word_chosen(self, index: int) -> None:
        self.word_panel.go_to(index)
        self.map_tab.center_on(index)

    def _on_recent_chosen(self, action: QAction) -> None:
        if entry := action.data():
            self.opening.open_recent(entry)

    def _on_embeddings_changed(self, state: State) -> None:
        if state.embeddings or state.corpora:
            if self._centre.currentWidget() is not self.tabs or self.docks.are_away:
                self._centre.setCurrentWidget(self.tabs)
                self.tabs.setCurrentWidget(self.map_tab)
                self.docks.bring_back()
                self.map_tab.view.setFocus()  # else the search box would get it, and Ctrl+Z would undo typing
        else:
            self.show_start_page()
            self.docks.put_away()

    def _on_embedding_changed(self, state: State) -> None:
        self.setWindowTitle(f"{state.embedding.name} – Lexiscope" if state.embedding else "Lexiscope")
        if state.embedding is not None:  # so that the first question is answered as quickly as the rest
            self._workbench.jobs.start("Preparing", warm, state.embedding, group="warm-neighbors", quiet=True)

    # Dropping -----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_paths(event):
            event.acceptProposedAction()
            self._drop_hint.show_over(self.rect())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        if paths := _local_paths(event):
            event.acceptProposedAction()
            is_test = self.tabs.currentWidget() is self.evaluate_tab and self.evaluate_tab.takes(paths)
            if not is_test:
                self.opening.open(paths)

    # Opening and closing --------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        settings = self._workbench.settings
        if (geometry := unpacked(settings.window_geometry)) is not None:
            self.restoreGeometry(geometry)
        if settings.window_layout:
            self.docks.unpack(settings.window_layout)
        else:
            self.docks.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search_box.setFixedWidth(WIDE_SEARCH if event.size().width() >= WIDE_WINDOW else NARROW_SEARCH)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._workbench.commands.refresh(self._workbench.state)

    def closeEvent(self, event: QCloseEvent) -> None:
        settings = self._workbench.settings
        settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        settings.window_layout = self.docks.packed()
        self.closing.emit()
        super().closeEvent(event)


def _local_paths(event: QDropEvent) -> list[Path]:
    """The files and folders of this machine that are dragged; links to the web are none."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
