"""Parameters as flags of the command line: names, ranges and sentences are those of `explorer.options`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, Literal, Protocol, TypeVar, get_type_hints

import typer

from explorer.options import Option, described

Function = TypeVar("Function", bound=Callable[..., Any])

_ALSO = {"random_state": "--seed"}  # names under which a parameter is known beside its own


class Way(Protocol):
    """One of the ways that a command offers, such as a method of projection or a trainer."""

    @property
    def label(self) -> str:
        """The name that people know it by."""

    @property
    def options(self) -> type:
        """The dataclass of its parameters."""


@dataclass(frozen=True)
class _Field:
    """A parameter of an options dataclass."""

    name: str
    annotation: Any
    default: Any
    option: Option

    @property
    def names(self) -> tuple[str, ...]:
        """Its flags: ``--min-count``, or ``--lower/--no-lower`` for a switch."""
        flag = self.name.replace("_", "-")
        if self.annotation is bool:
            return (f"--{flag}/--no-{flag}",)
        return (f"--{flag}", *([_ALSO[self.name]] if self.name in _ALSO else []))

    @property
    def type(self) -> Any:
        """What a value on the command line has to be."""
        choices = self.option.choices
        return self.annotation if choices is None else Literal[tuple(choices)]


def _fields(options: type) -> list[_Field]:
    hints, told = get_type_hints(options), described(options)
    return [
        _Field(each.name, hints[each.name], None if each.default is MISSING else each.default, told[each.name])
        for each in fields(options)
        if each.name in told
    ]


def with_flags(*options: type) -> Callable[[Function], Function]:
    """Give a command, which takes ``**values``, a flag for each parameter of the options dataclasses.

    Example: with ``@with_flags(Word2VecOptions)``, ``--min-count 10`` makes ``values["min_count"]`` 10.
    """
    return _extended(
        [
            _parameter(each, each.type, each.default, each.option.sentence, ranged=True)
            for kind in options
            for each in _fields(kind)
        ]
    )


def with_flags_of_methods(methods: Mapping[str, Way], omit: Collection[str] = ()) -> Callable[[Function], Function]:
    """Give a command a flag for each parameter of any method; what is not given is None.

    methods:  by key; their names are put before the sentence of the parameter
    omit:     parameters that get no flag
    """
    owners: dict[str, list[tuple[str, _Field]]] = {}
    for method in methods.values():
        for each in _fields(method.options):
            if each.name not in omit:
                owners.setdefault(each.name, []).append((method.label, each))
    return _extended([_shared_parameter(found) for found in owners.values()])


def chosen(options: type, values: Mapping[str, Any]) -> Any:
    """The options of that class, with the values that were given for its parameters.

    Raises
    ------
    BadOption : a value is out of its range.
    """
    names = [each.name for each in _fields(options)]
    return options(**{name: values[name] for name in names if values.get(name) is not None})


def chosen_of_method(method: str, methods: Mapping[str, Way], values: Mapping[str, Any]) -> Any:
    """The options of a method; a parameter that only other methods have is a mistake in usage.

    Raises
    ------
    typer.BadParameter : naming the flag and the methods that it belongs to.
    BadOption          : a value is out of its range.
    """
    wanted = methods[method]
    own = {each.name: each for each in _fields(wanted.options)}
    for other in methods.values():
        for each in _fields(other.options):
            if each.name not in own and values.get(each.name) is not None:
                flag = each.names[0].split("/")[0]
                raise typer.BadParameter(f"{flag} is a parameter of {other.label}, not of {wanted.label}.")
    return chosen(wanted.options, {name: _own_type(each, values) for name, each in own.items()})


def _own_type(each: _Field, values: Mapping[str, Any]) -> Any:
    """The value for a parameter; a text if another method means words by the same flag, where this one wants a number.

    Raises
    ------
    typer.BadParameter : the text is no number.
    """
    value = values.get(each.name)
    if not isinstance(value, str) or each.annotation not in (int, float):
        return value
    try:
        return each.annotation(value)
    except ValueError:
        wanted = "a whole number" if each.annotation is int else "a number"
        raise typer.BadParameter(f"{each.names[0]} is “{value}”; here it must be {wanted}.") from None


def _shared_parameter(owners: Sequence[tuple[str, _Field]]) -> inspect.Parameter:
    """The flag of a parameter that one or several methods have; sentences, ranges and defaults may differ."""
    alike: dict[str, list[tuple[str, _Field]]] = {}
    for label, each in owners:
        alike.setdefault(each.option.sentence, []).append((label, each))
    first = owners[0][1]
    ranges = {(each.option.minimum, each.option.maximum) for _, each in owners}
    told = " ".join(_told_of_methods(sentence, found) for sentence, found in alike.items())
    kind = first.type if len({each.type for _, each in owners}) == 1 else str
    return _parameter(first, kind | None, None, told, ranged=len(ranges) == 1)


def _told_of_methods(sentence: str, owners: Sequence[tuple[str, _Field]]) -> str:
    names = ", ".join(label for label, _ in owners)
    defaults = " or ".join(dict.fromkeys(_told(each.default) for _, each in owners))
    return f"{names}: {sentence} Default: {defaults}." if defaults else f"{names}: {sentence}"


def _told(default: Any) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:g}" if isinstance(default, float) else str(default)


def _parameter(each: _Field, kind: Any, default: Any, sentence: str, ranged: bool) -> inspect.Parameter:
    numbers = each.annotation in (int, float) and each.option.choices is None and ranged
    flag = typer.Option(
        *each.names,
        help=sentence,
        min=_limit(each.option.minimum, each.annotation) if numbers else None,
        max=_limit(each.option.maximum, each.annotation) if numbers else None,
    )
    return inspect.Parameter(
        each.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, flag]
    )


def _limit(limit: float | None, annotation: Any) -> float | None:
    return limit if limit is None else annotation(limit)


def _extended(parameters: Sequence[inspect.Parameter]) -> Callable[[Function], Function]:
    """Replace the ``**values`` of a function, as typer sees it, by these parameters."""

    def extend(function: Function) -> Function:
        signature = inspect.signature(function, eval_str=True)
        own = [each for each in signature.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
        own = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
        everything = [*own, *parameters]
        function.__signature__ = signature.replace(parameters=everything)  # type: ignore[attr-defined]
        function.__annotations__ = {each.name: each.annotation for each in everything}
        return function

    return extend
