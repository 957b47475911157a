"""What the Co-occurrence tab tells in words."""

from __future__ import annotations

from explorer.analysis.cooccurrence_table import CooccurrenceTable
from explorer.corpus.weighting import WEIGHTINGS
from widgets.parts.line_finder import LineQuestion
from widgets.parts.numbers import grouped


def question_of(table: CooccurrenceTable, row: int, column: int, most: int) -> LineQuestion:
    """The question for the lines in which the words of a cell meet, as they were counted."""
    counted = table.counted
    return LineQuestion(
        counted.corpus,
        counted.tokens,
        (table.words[row], table.words[column]),
        counted.cooccurrences.window,
        table.options.direction,
        counted.min_count,
        most,
    )


def times_of(table: CooccurrenceTable, row: int, column: int) -> str:
    """How often two words meet: "3 times within 5 words"."""
    count, found = float(table.counts[row, column]), table.counted.cooccurrences
    window = "next to each other" if found.window == 1 else f"within {found.window} words"
    if found.distance_weighting:
        return f"weighed count {amount(count)} {window}"
    from_both = ""
    if count and row == column and table.options.direction == "both":
        count, from_both = count / 2, ", counted from both sides"
    times = "never" if not count else "once" if count == 1 else f"{amount(count)} times"
    return f"{times} {window}{from_both}"


def amount(count: float) -> str:
    """A count, which is a whole number unless it was weighed by distance."""
    return grouped(round(count)) if count == round(count) else f"{count:,.2f}"


def quantity_of(table: CooccurrenceTable) -> str:
    """What the values are."""
    weighting = WEIGHTINGS[table.options.weighting]
    if weighting.key == "counts" and table.counted.cooccurrences.distance_weighting:
        return "count weighed by distance"
    return weighting.quantity


def describe(table: CooccurrenceTable) -> str:
    """The truth about a table: how many words of how many, how they were counted, and what was left out."""
    counted, found = table.counted, table.counted.cooccurrences
    side = {"both": "both sides", "left": "left side", "right": "right side"}[table.options.direction]
    facts = [
        f"{grouped(len(table.words))} of {grouped(len(found))} words",
        f"window {found.window}, {side}",
        "1/distance" if found.distance_weighting else "each pair counts 1",
    ]
    if counted.min_count > 1:
        facts.append(f"words rarer than {counted.min_count} left out")
    if table.n_more:
        facts.append(f"{grouped(table.n_more)} rarer ones of the chosen words not shown")
    if table.unknown:
        more = f" and {len(table.unknown) - 3} more" if len(table.unknown) > 3 else ""
        facts.append(f"not counted: {', '.join(table.unknown[:3])}{more}")
    return " · ".join(facts)
