"""Parameters as a TOML file, each with what it does as a comment, so that a run can be repeated."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from explorer.errors import BadOption, UnreadableFile
from explorer.opening import opened
from explorer.options import described, values_of
from explorer.saving import atomic_write

MOST_BYTES = 1 << 20


def read_options(path: Path, *kinds: type) -> dict[str, Any]:
    """What a file says of the parameters of some options dataclasses, name to value.

    Whether a value is in its range is checked where the options are made.

    Raises
    ------
    UnreadableFile : there is no such file, or it is no TOML, with the place.
    BadOption : a name that none of the dataclasses has, with near spellings; a value of another type.

    Example: a file with the lines ``dim = 50`` and ``method = "cbow"`` gives ``{"dim": 50, "method": "cbow"}``.
    """
    with opened(path) as file:
        content = file.read(MOST_BYTES)
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:  # which TOMLDecodeError and UnicodeDecodeError are
        reason = str(error)
        raise UnreadableFile(path, f"this is no TOML: {reason[:1].lower()}{reason[1:]}.") from error
    types: dict[str, type] = {}
    for kind in kinds:
        hints = get_type_hints(kind)
        types |= {name: hints[name] for name in described(kind)}
    return {name: _checked(path, name, value, types) for name, value in found.items()}


def save_options(path: Path, *options: Any, **more: Any) -> None:
    """Write parameters so that `read_options` reads them; ``more`` are names and values without an explanation.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    with atomic_write(path) as file:
        file.write("\n".join(_lines(options, more)).encode("utf-8"))


def _lines(options: tuple[Any, ...], more: Mapping[str, Any]) -> Iterator[str]:
    for name, value in more.items():
        yield f"{name} = {_as_toml(value)}\n"
    written = set(more)
    for each in options:
        told = described(each)
        for name, value in values_of(each).items():
            if name not in written:
                written.add(name)
                yield f"# {told[name].label}: {told[name].sentence}\n{name} = {_as_toml(value)}\n"


def _as_toml(value: Any) -> str:
    """A text, a number or a truth value; JSON writes them as TOML has them."""
    return json.dumps(value, ensure_ascii=False)


def _checked(path: Path, name: str, value: Any, types: Mapping[str, type]) -> Any:
    if name not in types:
        near = difflib.get_close_matches(name.replace("-", "_"), types, n=3, cutoff=0.6)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise BadOption(f"{path.name}: there is no parameter “{name}”.{hint}")
    wanted = types[name]
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        kinds = {int: "a whole number", float: "a number", bool: "true or false", str: "a text in quotes"}
        raise BadOption(f"{path.name}: {name} is {value!r}; it must be {kinds[wanted]}.")
    return value
