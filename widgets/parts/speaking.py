"""The texts of a panel speak of words, or of documents while the embedding that is shown holds these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from explorer.session.state import State
from explorer.wording import WORD, worded
from widgets.parts.labels import ElidedLabel
from widgets.parts.word_model import WordModel
from widgets.workbench import Workbench

_OF_ALL = ("toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle")
_WITH_TEXT = (QLabel, QAbstractButton, QAction)  # the text of a line is the user's


def speak_of_entries(panel: QWidget, workbench: Workbench) -> None:
    """Let what a panel says by now, on itself and within it, follow what the entries of the embedding are.

    A text that is another one by then, since the panel tells something of what is shown, is left to the panel.

    Example: ``speak_of_entries(self, workbench)`` at the end of ``__init__`` makes "Search for a word", written
    there, "Search for a document" while those are shown.
    """
    _Speaking(panel, workbench)


@dataclass
class _Text:
    """A text of a widget: how it is read and written, what it was of words, and what was said last."""

    of: QObject
    read: Callable[[], str]
    write: Callable[[str], object]
    of_words: str
    said: str

    def say(self, unit: str) -> None:
        if shiboken6.isValid(self.of) and self.read() == self.said:
            self.said = worded(self.of_words, unit)
            self.write(self.said)


class _Speaking(QObject):
    """Lives with its panel."""

    def __init__(self, panel: QWidget, workbench: Workbench) -> None:
        super().__init__(panel)
        self._unit = WORD
        kinds: tuple[type[QObject], ...] = (QWidget, QAction, WordModel)
        parts = [panel, *(part for kind in kinds for part in panel.findChildren(kind))]
        self._texts = [text for each in parts for text in _texts_of(each)]
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        self._on_embedding_changed(workbench.state)

    def _on_embedding_changed(self, state: State) -> None:
        if state.unit != self._unit:
            self._unit = state.unit
            for text in self._texts:
                text.say(self._unit)


def _texts_of(widget: QObject) -> Iterator[_Text]:
    names = ("text", *_OF_ALL) if isinstance(widget, _WITH_TEXT) else _OF_ALL
    for name in names:
        read = getattr(widget, name, None)
        write = getattr(widget, f"set{name[0].upper()}{name[1:]}", None)
        if read is not None and write is not None and read():
            yield _Text(widget, read, write, read(), read())
    if isinstance(widget, ElidedLabel) and widget.about():
        yield _Text(widget, widget.about, widget.set_about, widget.about(), widget.about())
    if isinstance(widget, WordModel):
        yield _Text(widget, lambda: widget.heading, widget.set_heading, widget.heading, widget.heading)
    if isinstance(widget, QComboBox):
        for item in range(widget.count()):
            yield _item(widget, item)


def _item(box: QComboBox, item: int) -> _Text:
    text = box.itemText(item)
    return _Text(box, lambda: box.itemText(item), lambda said: box.setItemText(item, said), text, text)
