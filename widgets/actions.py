"""The commands of the window itself; the rooms add their own."""

from __future__ import annotations

from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.session.state import State
from widgets.commands import Command
from widgets.dialogs.preferences import PreferencesDialog
from widgets.dialogs.train import TrainDialog
from widgets.dialogs.train_further import TrainFurtherDialog
from widgets.dialogs.words import WordsDialog
from widgets.parts.keep_settings import keep_settings
from widgets.workbench import Workbench

if TYPE_CHECKING:
    from widgets.main_window import MainWindow

ABOUT = (
    "<h3>Lexiscope {version}</h3><p>A desktop explorer for word and text embeddings: it trains or opens word vectors, "
    "draws their maps and answers which words are near, by which measure.</p><p>Free software under the MIT licence. "
    "The typeface is Inter, the icons are from Lucide; data/README.md names the sources of the samples.</p>"
)


def _has_embedding(state: State) -> bool:
    return state.embedding is not None


def _has_nothing_open(state: State) -> bool:
    return not (state.embeddings or state.corpora)


def _has_map(state: State) -> bool:
    return state.projection is not None


def _has_word(state: State) -> bool:
    return state.word is not None


class Actions(QObject):
    """Adds the commands of the menus File, Edit, View, Embedding and Help to the table."""

    def __init__(self, window: MainWindow, workbench: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self._workbench = workbench
        store, add = workbench.store, workbench.commands.add
        for command in (
            Command("file.open", "Open…", "File", lambda: window.opening.ask(), "Ctrl+O"),
            Command("file.open_folder", "Open a folder…", "File", lambda: window.opening.ask_folder(), "Ctrl+Shift+O"),
            Command(
                "file.save_vectors", "Save vectors…", "File", lambda: window.saving.ask_vectors(), "Ctrl+S",
                _has_embedding, separator=True,
            ),
            Command(
                "file.save_picture", "Save picture…", "File", lambda: window.saving.ask_picture(), "Ctrl+Shift+S",
                _has_map,
            ),
            Command(
                "file.save_coordinates", "Save coordinates…", "File", lambda: window.saving.ask_coordinates(),
                enabled=_has_map,
            ),
            Command(
                "file.save_neighbors", "Save neighbours…", "File", lambda: window.word_panel.page.table.export(),
                enabled=_has_word,
            ),
            Command("file.quit", "Quit", "File", window.close, "Ctrl+Q", separator=True),
            Command("edit.undo", "Undo", "Edit", store.undo, "Ctrl+Z", lambda _: store.undo_label is not None),
            Command("edit.redo", "Redo", "Edit", store.redo, "Ctrl+Shift+Z", lambda _: store.redo_label is not None),
            Command("edit.preferences", "Preferences…", "Edit", self.ask_preferences, "Ctrl+,", separator=True),
            Command("view.palette", "All commands…", "View", lambda: window.palette_of_commands.open(), "Ctrl+K"),
            Command("view.inspector", "Open the Inspector", "View", lambda: window.show_inspector(), "Ctrl+I"),
            Command(
                "view.start_page", "Start page", "View", lambda: window.show_start_page(), enabled=_has_nothing_open
            ),
            Command("view.theme", "Switch between dark and light", "View", self.switch_theme, "Ctrl+Shift+L"),
            Command("view.reset", "Reset layout", "View", lambda: window.docks.reset()),
            Command("embedding.train", "Train…", "Embedding", self.train, "Ctrl+T"),
            Command(
                "embedding.train_further", "Train further…", "Embedding", self.ask_to_go_on,
                enabled=lambda state: state.embedding is not None and bool(window.training.model_of(state.embedding)),
            ),
            Command(
                "embedding.project", "Run the projection", "Embedding", lambda: window.projection_panel.run.click(),
                "Ctrl+R", _has_embedding,
            ),
            Command(
                "embedding.columns", "Add columns from a table…", "Embedding", lambda: window.word_columns.ask(),
                enabled=_has_embedding,
            ),
            Command(
                "embedding.place_rest", "Place the words that the map leaves out", "Embedding",
                lambda: window.projecting.place_rest(),
                enabled=lambda state: state.projection is not None and not state.projection.is_complete,
            ),
            Command(
                "embedding.inspect", "Inspect the selected words", "Embedding", lambda: window.inspect_words(),
                enabled=_has_embedding,
            ),
            Command(
                "embedding.close", "Close", "Embedding", self.close_embedding, "Ctrl+W", _has_embedding, separator=True
            ),
            Command("help.about", "About Lexiscope", "Help", self.show_about),
        ):  # fmt: skip
            add(command)

    def train(self) -> None:
        """Train on the corpus that was opened last, or let the user choose texts first."""
        corpora = self._workbench.state.corpora
        if corpora:
            self._window.ask_training(corpora[-1])
        else:
            self._window.opening.ask()

    def close_embedding(self) -> None:
        """Close the embedding that is shown."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self._window.embeddings_panel.close_embedding(embedding)

    def switch_theme(self) -> None:
        """From dark to light or back; from then on the system's choice is not followed."""
        self.choose_theme("light" if self._workbench.theme.theme.name == "dark" else "dark")

    def choose_theme(self, choice: str) -> None:
        """Dress the window in a theme and remember it."""
        self._workbench.theme.choose(choice)
        self._workbench.settings.theme = choice  # type: ignore[assignment]
        keep_settings(self._workbench)

    def ask_preferences(self) -> None:
        """Open the preferences; they take effect at once."""
        dialog = PreferencesDialog(self._workbench, self._window)
        dialog.settings_changed.connect(self._on_setting_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_training(self, corpus: Corpus) -> None:
        """Open the dialog that explains the parameters and starts a training."""
        dialog = TrainDialog(self._workbench, corpus, self._window)
        dialog.accepted.connect(lambda: self._window.training.start(corpus, *dialog.choices))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_to_go_on(self) -> None:
        """Open the dialog that asks how long the model that is shown is to learn on."""
        embedding = self._workbench.state.embedding
        if embedding is None or self._window.training.model_of(embedding) is None:
            return
        dialog = TrainFurtherDialog(self._workbench, embedding, self._window)
        dialog.accepted.connect(lambda: self._window.training.further(embedding, dialog.options))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_words(self, corpus: Corpus, tokens: TokenOptions) -> None:
        """Let the user choose how a corpus is taken apart into words, and show these in the Vocabulary tab."""
        dialog = WordsDialog(self._workbench, corpus, tokens, self._window)
        dialog.accepted.connect(lambda: self._on_words_chosen(corpus, dialog.options))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_words_chosen(self, corpus: Corpus, tokens: TokenOptions) -> None:
        self._workbench.settings.options["tokens"] = asdict(tokens)
        keep_settings(self._workbench)
        self._window.vocabulary_tab.take_apart(corpus, tokens)

    def show_about(self) -> None:
        """Say what this is, and whose work it stands on."""
        box = QMessageBox(self._window)
        box.setWindowTitle("About Lexiscope")
        box.setText(ABOUT.format(version=metadata.version("lexiscope")))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _on_setting_changed(self, field: str) -> None:
        settings = self._workbench.settings
        if field == "label_density":
            self._window.map_tab.set_label_density(settings.label_density)
        elif field == "morph":
            self._window.map_tab.set_morph(settings.morph)
        elif field == "renderer":
            self._window.map_tab.set_renderer(settings.renderer)
        self._window.appearance_panel.show_settings()
