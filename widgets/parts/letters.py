"""The font of what is painted by hand."""

from __future__ import annotations

from PySide6.QtGui import QFont


def letters(pixels: float, bold: bool = False) -> QFont:
    """The font of the window in another size, with figures of their own widths.

    The window's own font has tabular figures; in a PDF those are glyphs without a letter, which nobody can search.
    """
    font = QFont("Inter")
    font.setPixelSize(round(pixels))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 0)
    return font
