"""How large a picture of the map is saved, on what ground, and what is told on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.segmented import Segmented

ENDINGS = {".png": "PNG", ".svg": "SVG", ".pdf": "PDF", ".html": "Page for a browser"}
VECTORS = (".svg", ".pdf")
SCALES = {"1": "1×", "2": "2×", "4": "4×", "8": "8×"}
SENTENCES = {
    "1": "As large as on the screen.",
    "2": "Twice the width and height: crisp on a slide.",
    "4": "Four times the width and height: crisp in print.",
    "8": "Eight times the width and height: for a poster.",
}
BYTES_OF_WORD = 25  # on a page


@dataclass(frozen=True)
class PictureChoices:
    """What the user chose: the file, how many pixels a point of the screen becomes, the ground, and what is told."""

    path: Path
    scale: int = 2
    transparent: bool = False
    legend: bool = True
    caption: bool = False

    @property
    def is_vector(self) -> bool:
        """Whether it has no size in pixels, by the file's ending."""
        return self.path.suffix.lower() in VECTORS

    @property
    def is_page(self) -> bool:
        """Whether it is a page for a browser."""
        return self.path.suffix.lower() == ".html"


class SavePictureDialog(QDialog):
    """Asks for the size, the ground and the file of a picture; `choices` holds the answer after it was accepted.

    size:     of the map on the screen, in device-independent pixels
    folder:   where the file goes if the user names no other place
    name:     the suggested name of the file
    n_words:  how many words the map has, and ``has_legend``: whether its colours mean something
    """

    def __init__(
        self,
        size: QSize,
        folder: Path,
        name: str = "map.png",
        n_words: int = 0,
        has_legend: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save a picture of the map")
        self.setMinimumWidth(420)
        self._size, self._folder, self._name, self._n_words = size, folder, name, n_words
        self.scale = Segmented(SCALES, "Size", SENTENCES)
        self.scale.choose("2")
        self.scale.chosen.connect(self._show_size)
        self.pixels = label(role="muted", wrap=True)
        self.transparent = QCheckBox("Transparent background")
        self.transparent.setToolTip("Leave out the background, so that the picture can be laid over a page or a slide.")
        self.legend = QCheckBox("Legend")
        self.legend.setToolTip("Tell what the colours mean.")
        self.legend.setChecked(has_legend)
        self.legend.setEnabled(has_legend)
        self.caption = QCheckBox("Caption")
        self.caption.setToolTip("Write below the map its name, the number of words, the method and its parameters.")
        self.caption.toggled.connect(self._show_size)
        self.file = QLineEdit(str(folder / name))
        self.file.setAccessibleName("File")
        self.file.setAccessibleDescription(
            "Where it is saved, and by .png, .svg, .pdf or .html as what; without a folder it goes to the last one."
        )
        self.file.textChanged.connect(self._on_file_changed)
        self.replaces = label(role="muted", wrap=True)
        self._buttons = DecisionRow(self, "Save")
        self.save = self._buttons.go_on
        self._lay_out()
        self._show_size()
        self._on_file_changed()
        self.file.setFocus()

    @property
    def choices(self) -> PictureChoices:
        """What is chosen now; a name without one of the endings becomes a .png, one without a folder goes to ours."""
        path = self._path() or self._folder / self._name
        told = self.legend.isChecked(), self.caption.isChecked()
        return PictureChoices(path, int(self.scale.current), self.transparent.isChecked(), *told)

    def _path(self) -> Path | None:
        """The file that is meant; None as long as there is no name, or only that of a folder."""
        text = self.file.text().strip()
        try:
            path = self._folder / Path(text).expanduser()
        except RuntimeError:  # "~somebody" who has no home here
            path = self._folder / text
        if not text or not path.name or _is(path.is_dir):
            return None
        return path if path.suffix.lower() in ENDINGS else path.with_name(f"{path.name}.png")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label("Size", "heading"))
        column.addWidget(self.scale)
        column.addWidget(self.pixels)
        for box in (self.transparent, self.legend, self.caption):
            column.addWidget(box)
        column.addSpacing(6)
        column.addWidget(label("File", "heading"))
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        row.addWidget(browse)
        column.addLayout(row)
        column.addWidget(self.replaces)
        column.addSpacing(10)
        column.addStretch(1)
        column.addLayout(self._buttons)

    def _show_size(self) -> None:
        choices = self.choices
        self.scale.setEnabled(not (choices.is_vector or choices.is_page))
        self.transparent.setEnabled(not choices.is_page)
        if choices.is_vector:
            self.pixels.setText("Crisp at any size; words stay words that can be searched and edited.")
        elif choices.is_page:
            size = max(self._n_words * BYTES_OF_WORD / 1e6, 0.1)
            self.pixels.setText(f"The map to drag, zoom and search in any browser, in one file of about {size:.2g} MB.")
        else:
            width, height = (side * choices.scale for side in self._size.toTuple())
            below = " and the caption" if choices.caption else ""
            self.pixels.setText(f"{grouped(width)} × {grouped(height)} pixels{below}")

    def _on_file_changed(self) -> None:
        path = self._path()
        self._show_size()
        self.save.setEnabled(path is not None)
        if is_there := path is not None and _is(path.is_file):
            self.replaces.setText(f"{self.choices.path.name} is there already and will be replaced.")
        self.replaces.setVisible(is_there)

    def _on_browse(self) -> None:
        kinds = {f"{name} (*{ending})": ending for ending, name in ENDINGS.items()}
        now = next(kind for kind, ending in kinds.items() if ending == self.choices.path.suffix.lower())
        asked = self.file.text()
        chosen, kind = QFileDialog.getSaveFileName(self, "Save picture", asked, ";;".join(kinds), now)
        if chosen:
            ending = "" if Path(chosen).suffix.lower() in ENDINGS else kinds.get(kind, ".png")
            self.file.setText(chosen + ending)


def _is(test: Callable[[], bool]) -> bool:
    """What a test of a path says; of one that the system cannot even look at, no."""
    try:
        return test()
    except OSError:
        return False
