"""How large letters can be where room is scarce."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF


def fitting(size: float, pitch: float, least: float = 7.0) -> float:
    """The size of letters for rows that lie ``pitch`` apart; 0 where there is no room for legible ones."""
    fits = min(size, pitch * 0.86)
    return fits if fits >= least else 0.0


def widest(texts: tuple[str, ...], font: QFont) -> float:
    """The width of the longest text."""
    metrics = QFontMetricsF(font)
    return max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
