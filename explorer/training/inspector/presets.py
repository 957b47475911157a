"""The training data that wevi comes with; the first is the one it opens with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """Samples under a name.

    key:    for files and the command line
    title:  as the user reads it
    text:   the samples, in wevi's grammar
    """

    key: str
    title: str
    text: str


PRESETS = (
    Preset(
        "fruit-and-juice",
        "Fruit and juice",
        "eat|apple, eat|orange, eat|rice, drink|juice, drink|milk, drink|water, orange|juice, apple|juice, rice|milk, "
        "milk|drink, water|drink, juice|drink",
    ),
    Preset(
        "fruit-and-juice-cbow",
        "Fruit and juice (CBOW)",
        "drink^juice|apple, eat^apple|orange, drink^juice|rice, drink^milk|juice, drink^rice|milk, drink^milk|water, "
        "orange^apple|juice, apple^drink|juice, rice^drink|milk, milk^water|drink, water^juice|drink, "
        "juice^water|drink",
    ),
    Preset(
        "fruit-and-juice-skip-gram",
        "Fruit and juice (Skip-gram)",
        "apple|drink^juice, orange|eat^apple, rice|drink^juice, juice|drink^milk, milk|drink^rice, water|drink^milk, "
        "juice|orange^apple, juice|apple^drink, milk|rice^drink, drink|milk^water, drink|water^juice, "
        "drink|juice^water",
    ),
    Preset("self-loop", "Self loop (5-point)", "A|A, B|B, C|C, D|D, E|E"),
    Preset("directed-loop", "Directed loop (5-point)", "A|B, B|C, C|D, D|E, E|A"),
    Preset(
        "undirected-loop",
        "Undirected loop (5-point)",
        "A|B, B|C, C|D, D|E, E|A, B|A, C|B, D|C, E|D, A|E",
    ),
    Preset(  # wevi spells "kindom"; its author's readers have proposed this correction
        "king-and-queen",
        "King and queen",
        "king|kingdom, queen|kingdom, king|palace, queen|palace, king|royal, queen|royal, king|George, queen|Mary, "
        "man|rice, woman|rice, man|farmer, woman|farmer, man|house, woman|house, man|George, woman|Mary",
    ),
    Preset(
        "king-and-queen-symbol",
        "King and queen (symbol)",
        "king|a, queen|a, king|b, queen|b, king|c, queen|c, king|x, queen|y, man|d, woman|d, man|e, woman|e, man|f, "
        "woman|f, man|x, woman|y",
    ),
)
