import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette

from widgets.theme import DARK, HERE, LIGHT, THEMES, ThemeSwitch, icon, palette_of, stylesheet_of


@pytest.fixture
def switch(qapp):
    made = ThemeSwitch(qapp, "dark")
    yield made
    made.deleteLater()


def luminance(color):
    """Relative luminance, WCAG 2.2."""
    rgb = QColor(color).getRgbF()[:3]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("text", "panel"),
        ("text", "raised"),
        ("text", "hover"),
        ("text", "accent_soft"),
        ("muted", "panel"),
        ("muted", "window"),
        ("on_accent", "accent"),
        ("danger", "panel"),
        ("label", "map"),
    ],
)
def test_whatever_is_to_be_read_has_the_contrast_of_wcag_aa(theme, letters, ground):
    assert contrast(getattr(theme, letters), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_points_and_categories_stand_out_from_the_map(theme):
    for color in (theme.point, *theme.categories):
        assert contrast(color, theme.map) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_ramp_goes_evenly_in_one_direction_of_lightness(theme):
    lightness = [luminance(color) for color in theme.ramp]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_stylesheet_is_filled_in_completely_and_every_icon_in_it_exists(theme):
    sheet = stylesheet_of(theme)
    assert "@" not in sheet
    for path in re.findall(r"url\((.*?)\)", sheet):
        assert (HERE / path).exists(), path


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_palette_has_the_colours_of_the_theme(theme):
    palette = palette_of(theme)
    assert palette.color(QPalette.ColorRole.Window).name() == theme.panel.lower()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == theme.faint.lower()


def test_choosing_a_theme_dresses_the_program_and_tells_once(switch, qapp):
    told = []
    switch.changed.connect(told.append)
    switch.choose("light")
    switch.choose("light")
    assert told == [LIGHT]
    assert switch.choice == "light"
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.panel.lower()
    assert LIGHT.accent in qapp.styleSheet()
    switch.choose("dark")
    assert told == [LIGHT, DARK]


def test_the_system_is_followed_only_while_the_user_wants_that(switch, qapp):
    follow = {Qt.ColorScheme.Light: LIGHT}.get(qapp.styleHints().colorScheme(), DARK)
    switch.choose("light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert switch.theme is LIGHT
    switch.choose("system")
    assert switch.theme is follow


def test_numbers_are_drawn_in_tabular_figures(switch, qapp):
    assert QFontInfo(qapp.font()).family() == "Inter"
    metrics = QFontMetricsF(qapp.font())
    assert len({round(metrics.horizontalAdvance(digit * 20), 3) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_an_icon_is_crisp_at_every_scale_and_has_its_colour(qapp, ratio):
    image = icon("search", "#ff0000").pixmap(QSize(16, 16), ratio).toImage()
    assert image.width() == 16 * ratio
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert {pixel.name() for pixel in pixels if pixel.alpha() == 255} == {"#ff0000"}


def test_every_icon_of_the_folder_can_be_drawn(qapp):
    for path in (HERE / "icons").glob("*.svg"):
        assert not icon(path.stem, "#123456").isNull()
