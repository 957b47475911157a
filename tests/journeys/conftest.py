"""A user before the real window: drops, clicks, types and looks; every journey is told in these words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

PATIENCE = 60_000  # milliseconds after which something is taken not to happen


class User:
    """Somebody at the window, who knows it only by what it shows."""

    def __init__(self, window, workbench, qtbot):
        self.window, self.bench, self.qtbot = window, workbench, qtbot

    # What the user does

    def drops(self, *paths: Path) -> None:
        """Drop files on the middle of the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        middle, copy = QPoint(self.window.width() // 2, self.window.height() // 2), Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(middle, copy, mime, buttons, keys))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(middle), copy, mime, buttons, keys))

    def clicks(self, widget, at: QPoint | None = None, keys=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, keys, at or widget.rect().center())

    def clicks_card(self, key: str) -> None:
        self.clicks(self.window.start_page.cards[key])

    def presses(self, keys: str) -> None:
        """Press a shortcut as the menus show it, by the command behind it."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()  # a dialog may have had the keyboard
        self.qtbot.keySequence(self.window, keys)

    def searches(self, text: str) -> None:
        box = self.window.search_box
        box.setFocus()
        box.selectAll()
        self.qtbot.keyClicks(box, text)
        self.qtbot.keyClick(box, Qt.Key.Key_Return)

    def clicks_word(self, word: str) -> None:
        """Click the point of a word on the map."""
        self.clicks(self.map, self.place_of(word))

    def clicks_neighbor(self, row: int) -> None:
        table = self.window.word_panel.page.table
        rect = table.visualRect(table.model().index(row, 0))
        self.clicks(table.viewport(), rect.center())

    def undoes(self) -> None:
        self.presses("Ctrl+Z")

    # What the user sees

    @property
    def map(self):
        return self.window.map_tab.view

    @property
    def state(self):
        return self.bench.state

    @property
    def message(self) -> str:
        return self.window.message_bar.text

    @property
    def word(self) -> str | None:
        """The word whose panel is shown."""
        return self.window.word_panel.page.title.text() if self.state.word is not None else None

    @property
    def neighbors(self) -> list[str]:
        model = self.window.word_panel.page.table.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def place_of(self, word: str) -> QPoint:
        scene, camera = self.map.scene, self.map.camera
        row = scene.row_of(self.state.embedding.index_of(word))
        assert row is not None, f"{word} is not on the map"
        ((x, y),) = camera.to_screen(scene.projection.points[[row]])
        return QPoint(round(x), round(y))

    def waits_until(self, condition, patience: int = PATIENCE) -> None:
        self.qtbot.waitUntil(condition, timeout=patience)

    def waits_for_map(self) -> None:
        self.waits_until(lambda: self.state.projection is not None)

    def waits_for_quiet(self) -> None:
        """Wait until nothing runs any more."""
        self.waits_until(lambda: not self.bench.jobs.running)


@pytest.fixture
def user(qtbot, qapp):
    """A user before a window that was just opened; maps stay PCA, since UMAP takes its time."""
    from widgets.app import close, make_window

    window, workbench = make_window(qapp)
    workbench.settings.refine_with_umap = False
    workbench.settings.morph = False
    window.map_tab.set_morph(False)
    window.show()
    qtbot.waitExposed(window)
    yield User(window, workbench, qtbot)
    window.close()
    close(window, workbench)
    workbench.theme.deleteLater()
    qapp.processEvents()
