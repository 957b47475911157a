"""What a test of word vectors came to, as text: a table for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import json

from explorer.analysis.evaluation import Evaluation
from explorer.csv_text import Cell, csv_text
from explorer.neighbor_tables import equally_wide


def as_table(evaluation: Evaluation) -> str:
    """For people: a line for each section and for each file of pairs."""
    lines: list[tuple[str, ...]] = []
    if evaluation.analogies:
        lines += [("analogies", "correct", "asked", "unknown", "accuracy")]
        for score in evaluation.analogies:
            accuracy = f"{score.accuracy:.1%}" if score.n_asked else ""
            lines += [(score.name, f"{score.n_correct:,}", f"{score.n_asked:,}", f"{score.n_unknown:,}", accuracy)]
    if evaluation.pairs:
        lines += [()] if lines else []
        lines += [("judged pairs", "Spearman", "Pearson", "compared", "unknown")]
        for each in evaluation.pairs:
            correlations = ("" if value is None else f"{value:.4f}" for value in (each.spearman, each.pearson))
            lines += [(each.name, *correlations, f"{each.n_asked:,}", f"{each.n_unknown:,}")]
    names = equally_wide([line[0] if line else "" for line in lines])
    return "".join(
        (name + "".join(f"{cell:>10}" for cell in line[1:])).rstrip() + "\n"
        for name, line in zip(names, lines, strict=True)
    )


def as_csv(evaluation: Evaluation) -> str:
    """For spreadsheets; what a test does not have stays empty."""
    rows: list[tuple[Cell, ...]] = []
    for score in evaluation.analogies:
        accuracy = score.accuracy if score.n_asked else ""
        rows.append(("analogies", score.name, score.n_correct, score.n_asked, score.n_unknown, accuracy, "", ""))
    for each in evaluation.pairs:
        correlations = ("" if value is None else value for value in (each.spearman, each.pearson))
        rows.append(("pairs", each.name, "", each.n_asked, each.n_unknown, "", *correlations))
    return csv_text(("kind", "test", "correct", "asked", "unknown", "accuracy", "spearman", "pearson"), rows)


def as_json(evaluation: Evaluation) -> str:
    """For programs; what is not defined is null."""
    told = {
        "words": evaluation.n_words,
        **({"space": evaluation.space} if evaluation.space else {}),
        "analogies": [
            {"name": each.name, "correct": each.n_correct, "asked": each.n_asked, "unknown": each.n_unknown}
            | {"accuracy": each.accuracy if each.n_asked else None}
            for each in evaluation.analogies
        ],
        "pairs": [
            {"name": each.name, "spearman": each.spearman, "pearson": each.pearson}
            | {"compared": each.n_asked, "unknown": each.n_unknown}
            for each in evaluation.pairs
        ],
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
