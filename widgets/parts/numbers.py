"""How numbers are written everywhere in the window."""

from __future__ import annotations

LARGE = 1e7  # from there on a number of decimals is longer than any cell


def grouped(number: int) -> str:
    """A whole number in groups of three: 400,000."""
    return f"{number:,}"


def measured(value: float) -> str:
    """A similarity, distance or norm: three decimals, fewer where the number is long, powers of ten where it is longer.

    Example: 0.8124 -> 0.812; 1234.5678 -> 1,234.6; -2.5e30 -> −2.50e30
    """
    if abs(value) >= LARGE:
        return f"{value:.2e}".replace("-", "\u2212").replace("e+", "e")
    digits = 3 if abs(value) < 100 else 1
    return f"{value:,.{digits}f}".replace("-", "\u2212")


def lasting(seconds: float) -> str:
    """A time as people say it: "0.4 s", "12 s", "3 min 5 s"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def sized(n_bytes: int) -> str:
    """The size of a file: "1.2 MB"."""
    if n_bytes < 1000:
        return f"{n_bytes} byte{'' if n_bytes == 1 else 's'}"
    size = float(n_bytes)
    for unit in ("kB", "MB"):
        size /= 1000
        if size < 999.95:  # what would be written as 1000.0 has a larger unit
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} GB"


def shortened(value: float, digits: int) -> str:
    """A number in a narrow cell: so many decimals, fewer where it is long.

    Example: -0.8124, 2 -> −0.81; 123.4 -> 123
    """
    if abs(value) >= LARGE:
        return measured(value)
    return f"{value:,.{digits if abs(value) < 100 else 0}f}".replace("-", "\u2212")
