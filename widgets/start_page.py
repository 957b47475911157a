"""What the window shows while nothing is open: a place to drop things, the samples, and what was opened last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.samples import SAMPLES, Sample, card_picture
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.scroll_column import ScrollColumn
from widgets.theme import ThemeSwitch, icon
from widgets.workbench import Workbench

PAGE_WIDTH, PICTURE_HEIGHT, SHOWN_RECENT = 940, 128, 5


class StartPage(ScrollColumn):
    """The first page.

    Signals
    -------
    sample_chosen(str) : the key of the sample whose card was clicked.
    recent_chosen(str) : an entry of the recent files.
    """

    sample_chosen = Signal(str)
    recent_chosen = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=24, spacing=0)
        self.setObjectName("start_page")
        self._workbench = workbench
        page = QWidget()
        page.setMaximumWidth(PAGE_WIDTH)
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(14)
        self.column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(3)
        self._page.addWidget(DropZone(workbench))
        self._page.addSpacing(8)
        self._page.addWidget(label("Or look at a sample", "heading"))
        self.cards = self._add_cards()
        self._page.addLayout(self._inspector_row())
        self._page.addSpacing(8)
        self._recent_heading = label("Opened last", "heading")
        self._page.addWidget(self._recent_heading)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._page.addLayout(self._recent)
        self.show_recent()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() if self.isVisible() else QSize(0, 0)  # behind the tabs it claims no room

    def show_recent(self) -> None:
        """List the recent files as the settings hold them."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        entries = self._workbench.settings.recent_files[:SHOWN_RECENT]
        self._recent_heading.setVisible(bool(entries))
        for entry in entries:
            self._recent.addWidget(self._recent_button(entry), 0, Qt.AlignmentFlag.AlignLeft)

    def _inspector_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.inspector = QPushButton("Open the Inspector")
        self.inspector.setToolTip("Word2vec and GloVe taken apart: needs no file")
        self.inspector.clicked.connect(lambda: self._workbench.commands.run("view.inspector"))
        row.addWidget(self.inspector)
        row.addSpacing(6)
        row.addWidget(label("See how word vectors are learned: every neuron, weight and vector of one step.", "muted"))
        row.addStretch(1)
        return row

    def _recent_button(self, entry: str) -> QPushButton:
        button = QPushButton(recent_name(entry))
        button.setProperty("role", "quiet")
        button.setToolTip(entry.split("\n")[0])
        button.clicked.connect(lambda: self.recent_chosen.emit(entry))
        return button

    def _add_cards(self) -> dict[str, SampleCard]:
        grid = QGridLayout()
        grid.setSpacing(12)
        cards = {}
        for place, sample in enumerate(SAMPLES):
            card = SampleCard(sample, self._workbench.theme)
            card.chosen.connect(self.sample_chosen)
            grid.addWidget(card, 0, place)
            grid.setColumnStretch(place, 1)
            cards[sample.key] = card
        self._page.addLayout(grid)
        return cards


class DropZone(QFrame):
    """The place that invites to drop something; the whole window takes it, though."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = workbench.theme
        self._theme.changed.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 34, 24, 30)
        column.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(label("Drop a corpus or word vectors here", "title"), 0, middle)
        for about in (
            "Texts, web pages, PDF, Word, tables (CSV, JSON Lines, Parquet), folders, archives;",
            "word2vec and GloVe vectors. What it is, is told from the content.",
        ):
            column.addWidget(label(about, "muted"), 0, middle)
        column.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        for text, command, role in (
            ("Open…", "file.open", "primary"),
            ("Open a folder…", "file.open_folder", ""),
            ("Train…", "embedding.train", ""),
        ):
            button = QPushButton(text)
            button.setProperty("role", role)
            button.setMinimumWidth(120)
            button.clicked.connect(lambda _=False, command=command: workbench.commands.run(command))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._theme.theme.faint), 1.2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(self._theme.theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)


class SampleCard(QFrame):
    """A sample: the picture that it leads to, its title and a sentence; a click, Enter or Space opens it.

    Signals
    -------
    chosen(str) : the key of the sample.
    """

    chosen = Signal(str)

    def __init__(self, sample: Sample, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample = sample
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sample.title)
        self.setAccessibleDescription(sample.sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 12)
        column.setSpacing(4)
        column.addWidget(_Picture(sample.key, theme))
        texts = QVBoxLayout()
        texts.setContentsMargins(12, 6, 12, 0)
        texts.setSpacing(4)
        title = ElidedLabel(sample.title)
        title.setProperty("role", "strong")
        texts.addWidget(title)
        texts.addWidget(label(sample.sentence, "muted", wrap=True))
        texts.addStretch(1)
        column.addLayout(texts, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._sample.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._sample.key)
        else:
            super().keyPressEvent(event)


class _Picture(QWidget):
    """The upper part of a card: its picture, cut to fill the width, with the card's round corners."""

    def __init__(self, key: str, theme: ThemeSwitch) -> None:
        super().__init__()
        self._key, self._theme = key, theme
        self._pixmap = QPixmap()
        self.setFixedHeight(PICTURE_HEIGHT)
        theme.changed.connect(self._load)
        self._load()

    def _load(self) -> None:
        self._pixmap = QPixmap(str(card_picture(self._key, self._theme.theme.name)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, PICTURE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 20), 9, 9)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(self._theme.theme.map))
        if self._pixmap.isNull():
            symbol = icon("waypoints", self._theme.theme.faint, 32)
            symbol.paint(painter, self.rect())
            return
        ratio = self.devicePixelRatioF()
        cover = self._pixmap.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        cover.setDevicePixelRatio(ratio)
        size = cover.deviceIndependentSize()
        painter.drawPixmap(round((self.width() - size.width()) / 2), round((self.height() - size.height()) / 2), cover)


def recent_name(entry: str) -> str:
    """How an entry of the recent files is called in lists and menus."""
    paths = [Path(each) for each in entry.split("\n")]
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{paths[0].name}{more}  ·  {paths[0].parent.name or paths[0].parent}"
