"""The looks of the window: one table of colours, dark and light, and the stylesheet made from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Theme:
    """The colours of the window, as #rrggbb.

    window, panel, raised:  backgrounds: behind everything, of the side panels, of what can be typed in or pressed
    hairline:               lines between things
    text, muted, faint:     letters: to be read, beside them, and disabled
    accent, on_accent:      the one strong colour, and letters on it; accent_soft is its background for what is chosen
    danger:                 what went wrong
    map, label, halo:       background of the map, its words, and the rim that keeps them legible
    point, faded:           a point without a colour of its own, and one that steps back behind a selection
    selected:               ring and label of what is selected
    categories:             colours of categories, told apart by colour-blind people too (after Okabe & Ito, 2008)
    ramp:                   stops of the scale for numbers, low to high, even in lightness
    negative, zero, positive:  stops of the scale for values around zero, such as a vector's barcode
    """

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    hairline: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    danger: str
    map: str
    label: str
    halo: str
    point: str
    faded: str
    selected: str
    bar: str
    categories: tuple[str, ...]
    ramp: tuple[str, ...]
    negative: str
    zero: str
    positive: str


DARK = Theme(
    name="dark",
    window="#15171C",
    panel="#1B1E25",
    raised="#232730",
    hover="#2B303B",
    hairline="#2D323D",
    text="#E9EBEF",
    muted="#9AA1AE",
    faint="#5D6471",
    accent="#6AA5FF",
    accent_hover="#86B6FF",
    on_accent="#0C1526",
    accent_soft="#223454",
    danger="#FF8A80",
    map="#111318",
    label="#EEF0F4",
    halo="#111318",
    point="#7FA6DC",
    faded="#3A404C",
    selected="#FFFFFF",
    bar="#2C4064",
    categories=(
        "#56B4E9", "#E69F00", "#2FC79E", "#F2E35A", "#D987B5", "#F0764A", "#93A2FF", "#A5D65F", "#C9A27A", "#B9BEC8",
    ),
    ramp=("#2C4A73", "#3C78A8", "#4FA8BF", "#86CFAE", "#D6E79A", "#FFF3B8"),
    negative="#5BA6E0",
    zero="#262A33",
    positive="#F2766B",
)  # fmt: skip

LIGHT = Theme(
    name="light",
    window="#FBFBFA",
    panel="#F3F4F1",
    raised="#FFFFFF",
    hover="#EAECE8",
    hairline="#DCDED9",
    text="#1A1D21",
    muted="#61666E",
    faint="#A6AAA8",
    accent="#2C6BDD",
    accent_hover="#1F5BC8",
    on_accent="#FFFFFF",
    accent_soft="#DDE8FC",
    danger="#B3261E",
    map="#FBFBFA",
    label="#1A1D21",
    halo="#FBFBFA",
    point="#4C78B5",
    faded="#D5D8D6",
    selected="#0B1B33",
    bar="#C6D6F3",
    categories=(
        "#1F86C1", "#B87900", "#0B8A66", "#A39100", "#B45589", "#C4481C", "#5563D1", "#5F9420", "#8F6B43", "#70757F",
    ),
    ramp=("#C9D9A0", "#8CC3A5", "#4F9FB0", "#2F7399", "#234C7C", "#1B2A5A"),
    negative="#2E7EBD",
    zero="#ECEDEA",
    positive="#CF4436",
)  # fmt: skip

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


_WORN = "lexiscope.theme"  # the name of the theme that the application is dressed in


class ThemeSwitch(QObject):
    """Holds the theme in force, dresses the application in it, and says when it changes.

    Signals
    -------
    changed(Theme) : the theme is another one; whatever is drawn by hand must be drawn again.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        if application.property(_WORN) is None:
            application.setStyle("Fusion")
            load_fonts(application)
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.theme = self._chosen()
        self._dress()

    @property
    def choice(self) -> str:
        """What the user chose: "system", "dark" or "light"."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Take the choice of the user: "system", "dark" or "light"."""
        self._choice = choice
        self._on_system_changed()

    def _chosen(self) -> Theme:
        if self._choice in THEMES:
            return THEMES[self._choice]
        light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK

    def _on_system_changed(self) -> None:
        theme = self._chosen()
        if theme is not self.theme:
            self.theme = theme
            self._dress()
            self.changed.emit(theme)

    def _dress(self) -> None:
        if self._application.property(_WORN) == self.theme.name:  # a stylesheet is read and applied in 0.3 s
            return
        self._application.setProperty(_WORN, self.theme.name)
        self._application.setPalette(palette_of(self.theme))
        self._application.setStyleSheet(stylesheet_of(self.theme))


def load_fonts(application: QApplication) -> None:
    """Use Inter, which ships with the program, in tabular figures so that numbers in columns stand below each other."""
    for path in sorted((HERE / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))
    font = QFont("Inter")
    font.setPixelSize(13)
    font.setFeature(QFont.Tag("tnum"), 1)
    application.setFont(font)


def palette_of(theme: Theme) -> QPalette:
    """The palette of a theme, for what Qt draws without the stylesheet."""
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
    }
    palette = QPalette()
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


def stylesheet_of(theme: Theme) -> str:
    """The stylesheet of a theme: ``@name`` in `style.qss` stands for the theme's colour of that name."""
    text = (HERE / "style.qss").read_text(encoding="utf-8")
    names = sorted((name for name, value in vars(theme).items() if isinstance(value, str)), key=len, reverse=True)
    for name in names:
        text = text.replace(f"@{name}", getattr(theme, name))
    return text.replace("@icons", (HERE / "icons").as_posix())


@lru_cache(maxsize=256)
def icon(name: str, color: str, size: int = 16) -> QIcon:
    """An icon of ``icons/`` in a colour, crisp at 1 to 3 device pixels a pixel."""
    svg = (HERE / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    drawn = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        drawn.addPixmap(pixmap)
    return drawn
