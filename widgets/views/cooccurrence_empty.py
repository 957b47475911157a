"""What is said in the place of a table: what would fill it, or why there is none."""

from __future__ import annotations

OPEN = "Open a corpus to see how often its words stand near each other."
SELECT = "Select two words or more on the map, or choose other words above."
COMPARE = "Choose two words or more in the Compare tab, or choose other words above."
TYPE = "Type two words or more above, with blanks between them."
OPEN_BUTTON, COUNT_BUTTON = "Open a corpus", "Count its words"
BUTTONS = {
    OPEN_BUTTON: "Choose a text, or several that belong together.",
    COUNT_BUTTON: "Read the corpus through once and count which words stand near each other.",
}
TOO_FEW = {"selected": SELECT, "compared": COMPARE, "typed": TYPE}
