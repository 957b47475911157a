"""The configuration as the user types it: one line of JSON, as in wevi."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, fields, replace
from typing import Any

from explorer.errors import BadOption
from explorer.options import Option, described
from explorer.training.inspector.options import MOST_WORDS, GloveOptions, InspectorOptions
from explorer.training.inspector.problems import Problem

Options = InspectorOptions | GloveOptions

ALWAYS_SHOWN = ("hidden_size", "random_state", "learning_rate")
"""The three that wevi knows; the others are written only where they differ from the default."""


@dataclass(frozen=True)
class ParsedConfig:
    """What was read; ``options`` is None if one of the problems is more than a warning."""

    options: Options | None
    problems: tuple[Problem, ...]


def format_config(options: Options) -> str:
    """The options as one line of JSON.

    Example: ``format_config(InspectorOptions())`` is ``{"hidden_size": 5, "random_state": 1, "learning_rate": 0.2}``.
    """
    shown = {
        each.name: getattr(options, each.name)
        for each in fields(options)
        if each.name in ALWAYS_SHOWN or getattr(options, each.name) != each.default
    }
    return json.dumps(shown)


def parse_config(text: str, kind: type[Options] = InspectorOptions, n_words: int | None = None) -> ParsedConfig:
    """Read a configuration; each value that is out of range or of the wrong kind is named with its place.

    n_words:  the size of the vocabulary, if it is known: then ``hidden_size`` may not exceed it, as in wevi

    What is not given has its default. Keys that are not known are pointed out and skipped, as wevi skips them.
    """
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        place = min(error.pos, max(len(text) - 1, 0))
        sentence = f"The configuration is no JSON at line {error.lineno}, column {error.colno}: {error.msg.lower()}."
        return ParsedConfig(None, (Problem(sentence, place, min(place + 1, len(text))),))
    except (RecursionError, ValueError):  # thousands of brackets or of digits
        wrong = "The configuration is nested too deeply, or holds a number that is too long."
        return ParsedConfig(None, (Problem(wrong, 0, len(text)),))
    if not isinstance(given, dict):
        wrong = 'The configuration must be written in braces: {"hidden_size": 5}.'
        return ParsedConfig(None, (Problem(wrong, 0, len(text)),))
    known = described(kind)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    if n_words is not None:
        known["hidden_size"] = replace(known["hidden_size"], maximum=min(n_words, MOST_WORDS))
    defaults = kind()
    for key, value, key_span, value_span in _entries(text):
        if key not in known:
            problems.append(Problem(_unknown(key, known), *key_span, warning=True))
            continue
        wrong = _wrong(key, value, getattr(defaults, key), known[key])
        if wrong:
            problems.append(Problem(wrong, *value_span))
        else:
            values[key] = float(value) if isinstance(getattr(defaults, key), float) else value
    if any(not problem.warning for problem in problems):
        return ParsedConfig(None, tuple(problems))
    try:
        return ParsedConfig(kind(**values), tuple(problems))
    except BadOption as error:  # two values that do not go together
        return ParsedConfig(None, (*problems, Problem(str(error), 0, len(text))))


def _wrong(key: str, value: Any, default: Any, option: Option) -> str:
    """What is wrong with a value, or "" if nothing is."""
    must = f"{option.label} ({key}) is {_shown(value)}; it must be"
    if option.choices is not None:
        return "" if isinstance(value, str) and value in option.choices else f"{must} {option.span}."
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else f"{must} true or false."
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{must} a number {option.span}."
    if isinstance(default, int) and not isinstance(value, int):
        return f"{must} a whole number {option.span}."
    minimum = -float("inf") if option.minimum is None else option.minimum
    maximum = float("inf") if option.maximum is None else option.maximum
    return "" if minimum <= value <= maximum else f"{must} {option.span}."


def _unknown(key: str, known: dict[str, Option]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the known ones are {', '.join(known)}."
    return f"“{key}” is not known and is skipped; {hint}"


def _shown(value: Any, most: int = 40) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else text[: most - 1] + "…"


def _entries(text: str) -> list[tuple[str, Any, tuple[int, int], tuple[int, int]]]:
    """Key, value and where both stand, for each entry of a JSON object that is known to be well formed."""
    decoder = json.JSONDecoder()
    entries = []
    place = _next(text, text.index("{") + 1)
    while text[place] != "}":
        key, key_end = decoder.raw_decode(text, place)
        start = _next(text, _next(text, key_end) + 1)  # behind the colon
        value, end = decoder.raw_decode(text, start)
        entries.append((key, value, (place, key_end), (start, end)))
        place = _next(text, end)
        if text[place] == ",":
            place = _next(text, place + 1)
    return entries


def _next(text: str, place: int) -> int:
    while text[place] in " \t\r\n":
        place += 1
    return place
