"""The Inspector's state as plain JSON and back, the same to the last bit."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from explorer.errors import ExplorerError
from explorer.training.inspector.axes import FITTED_ON, PrincipalAxes
from explorer.training.inspector.embedding_setup import words_setup
from explorer.training.inspector.glove import GloveSetup, make_glove_setup
from explorer.training.inspector.history import AnySetup
from explorer.training.inspector.moment import Floats, Moment
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.run import Run
from explorer.training.inspector.setup import GrammarSource, Setup, TextSource, WordsSource, make_setup
from explorer.training.inspector.step import Phase

VERSION = 1

_SOURCES = {"grammar": GrammarSource, "text": TextSource, "words": WordsSource}


def to_plain(run: Run) -> dict[str, Any]:
    """A run as dictionaries, lists, numbers and strings, for ``json.dumps``.

    Numbers are written in full, so that the run goes on as if it had not been put away. The past is not part of it: it
    is recomputed from the first step if it is asked for.
    """
    return {
        "version": VERSION,
        "setup": _plain_setup(run.setup),
        "moment": _plain_moment(run.moment),
        "phase": run.phase.name.lower(),
        "axes": {name: _plain_array(array) for name, array in asdict(run.axes).items()},
        "fitted_on": run.fitted_on,
        "pinned": list(run.pinned),
    }


def from_plain(plain: Any) -> Run:
    """The run that `to_plain` gave.

    Raises
    ------
    ExplorerError : it is not one, or one of a later version of the program.
    """
    if isinstance(plain, dict) and isinstance(plain.get("version"), int) and plain["version"] > VERSION:
        raise ExplorerError("The Inspector's state was saved by a later version of the program; open it with that one.")
    try:
        return _run(plain)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ExplorerError) as error:
        raise ExplorerError(f"The Inspector's state cannot be read ({error}); start it anew.") from error


def _run(plain: dict[str, Any]) -> Run:
    setup = _setup(plain["setup"])
    moment = _moment(plain["moment"])
    axes = PrincipalAxes(**{name: _array(plain["axes"][name]) for name in ("mean", "axes", "explained")})
    hidden_size, pinned = setup.hidden_size, tuple(int(row) for row in plain["pinned"])
    same = {name: array.shape for name, array in moment.arrays.items()} == {
        name: array.shape for name, array in setup.start.arrays.items()
    }
    if not same or axes.mean.shape != (hidden_size,) or axes.axes.shape != (2, hidden_size):
        raise ValueError("the weights do not fit the words")
    if moment.step < 0 or any(not 0 <= row < setup.n_words for row in pinned) or plain["fitted_on"] not in FITTED_ON:
        raise ValueError("a value is out of its range")
    return Run(setup, moment, Phase[str(plain["phase"]).upper()], axes, plain["fitted_on"], pinned)


def _plain_setup(setup: AnySetup) -> dict[str, Any]:
    shared = {"options": asdict(setup.options), "rates": [list(each) for each in setup.rates]}
    if isinstance(setup, GloveSetup):
        return {"kind": "glove", "text": setup.text, **shared}
    kind = next(kind for kind, each in _SOURCES.items() if isinstance(setup.source, each))
    plain = {"kind": kind, "source": asdict(setup.source), **shared}
    if kind == "words":
        plain |= {"counts": setup.counts.tolist(), "start": _plain_moment(setup.start), "notices": list(setup.notices)}
    return plain


def _setup(plain: dict[str, Any]) -> AnySetup:
    rates = tuple((int(step), float(rate)) for step, rate in plain["rates"])
    if not rates or rates[0][0] != 0:
        raise ValueError("no learning rate")
    if plain["kind"] == "glove":
        return replace(make_glove_setup(plain["text"], GloveOptions(**plain["options"])), rates=rates)
    options = InspectorOptions(**plain["options"])
    if plain["kind"] == "words":
        source = WordsSource(**{**plain["source"], "words": tuple(plain["source"]["words"])})
        counts, notices = np.array(plain["counts"], np.int64), tuple(plain["notices"])
        return replace(words_setup(source, options, counts, _moment(plain["start"]), notices), rates=rates)
    setup: Setup = make_setup(_SOURCES[plain["kind"]](**plain["source"]), options)
    return replace(setup, rates=rates)


def _plain_moment(moment: Moment) -> dict[str, Any]:
    return {"step": moment.step, **{name: _plain_array(array) for name, array in moment.arrays.items()}}


def _moment(plain: dict[str, Any]) -> Moment:
    arrays = {name: _array(plain[name]) for name in ("W", "W_out", "b", "b_out") if name in plain}
    return Moment(int(plain["step"]), **arrays)


def _plain_array(array: Floats) -> list[Any]:
    """Nested lists; what JSON has no numbers for, in a run that has diverged, is written as "inf" or "nan"."""
    plain: list[Any] = (array if np.isfinite(array).all() else array.astype(str)).tolist()
    return plain


def _array(values: Any) -> Floats:
    return np.array(values, np.float64)
