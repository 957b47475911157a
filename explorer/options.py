"""Parameters that explain themselves: one description serves the dialogs, the command line and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from explorer.errors import BadOption, ExplorerError

OptionsT = TypeVar("OptionsT")


@dataclass(frozen=True)
class Option:
    """How a parameter is shown and what it may be.

    label:     its name in the window: "Minimum count"
    sentence:  what it does and its usual range, in one or two sentences
    minimum, maximum:  the range, both ends included; None where there is no end
    step:      how far one click goes
    choices:   value to label, for a parameter that is one of a few
    least:     what the minimum means where it is no number like the others: "automatic"
    """

    label: str
    sentence: str
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: Mapping[Any, str] | None = None
    least: str = ""

    @property
    def span(self) -> str:
        """The range as the user reads it: "from 1 to 100"."""
        if self.choices is not None:
            return "one of " + ", ".join(map(str, self.choices))
        if self.maximum is None:
            return "any number" if self.minimum is None else f"{_grouped(self.minimum)} or more"
        if self.minimum is None:
            return f"{_grouped(self.maximum)} or less"
        return f"from {_grouped(self.minimum)} to {_grouped(self.maximum)}"


def _grouped(number: float) -> str:
    return f"{number:,.10g}"  # all digits of 1,000,000, of which `:g` alone would make 1e+06


def option(
    default: Any,
    label: str,
    sentence: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    step: float | None = None,
    choices: Mapping[Any, str] | None = None,
    least: str = "",
) -> Any:
    """A dataclass field that carries its `Option`.

    Example: ``window: int = option(5, "Window", "Words that far apart count as neighbours.", minimum=1, maximum=50)``
    """
    return field(default=default, metadata={"option": Option(label, sentence, minimum, maximum, step, choices, least)})


def described(options: Any) -> dict[str, Option]:
    """Field name to `Option`, for an options dataclass or an instance of one, in the order of its fields."""
    return {each.name: each.metadata["option"] for each in fields(options) if "option" in each.metadata}


def values_of(options: Any) -> dict[str, Any]:
    """Field name to value, of the fields that carry an `Option`, as a result keeps the parameters it was made with."""
    return {name: getattr(options, name) for name in described(options)}


def check_options(options: Any) -> None:
    """Check every parameter of an options dataclass against its description.

    Raises
    ------
    BadOption : naming the parameter, its value and its range.
    """
    for name, each in described(options).items():
        value = getattr(options, name)
        if each.choices is not None:
            outside = value not in each.choices
        elif isinstance(value, bool) or not isinstance(value, int | float):
            continue
        else:  # written so that NaN is outside
            outside = not (
                (each.minimum is None or value >= each.minimum) and (each.maximum is None or value <= each.maximum)
            )
        if outside:
            raise BadOption(f"{each.label} ({name}) is {value}; it must be {each.span}.")


def remembered(kind: type[OptionsT], kept: Mapping[str, Any]) -> OptionsT:
    """Options as they were last set: what no longer fits, by its name, type or range, falls back to the default.

    Example: ``remembered(PcaOptions, {"center": "yes", "of old": 3})`` is ``PcaOptions()``.
    """
    usual = kind()
    known = {each.name: getattr(usual, each.name) for each in fields(kind) if each.init}  # type: ignore[arg-type]
    chosen = {name: value for name, value in kept.items() if name in known and type(value) is type(known[name])}
    try:
        options = kind(**chosen)
        check_options(options)
    except (ExplorerError, TypeError, ValueError):
        return usual
    return options
