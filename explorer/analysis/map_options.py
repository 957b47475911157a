"""What is typed for the axes of a map, looked up in an embedding: directions and coordinates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogies import place_of
from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.expressions import parse_for
from explorer.embedding import Embedding, Indices
from explorer.errors import BadOption, ExplorerError
from explorer.patterns import pattern_in
from explorer.projection.as_is import AsIsOptions, Coordinate, coordinate_of
from explorer.projection.axes import AxesOptions, Direction
from explorer.projection.pca import PcaOptions, in_float64, main_axes
from explorer.projection.umap import UmapOptions
from explorer.projection.words import matching
from explorer.task import Task

Float64s = NDArray[np.float64]

SELECTION = "[selection]"
_NAMED = 3  # selected words that the label of an axis names
_ARROW = re.compile(r"\s*(?:->|→)\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")  # not within quotes
_PCA = re.compile(r"pca\s*(\d{0,2})\s*\((.*)\)", re.IGNORECASE)
_OWN = ("x", "y", "z")  # how a file names coordinates of its own


def settled(
    embedding: Embedding,
    options: Any,
    selection: Sequence[int] = (),
    indices: Indices | None = None,
    task: Task = Task(),
) -> Any:
    """The options of a method with all that it needs of the embedding beside the vectors; others as they are.

    selection:  indices of the selected words, for axes that name them
    indices:    the words that will be projected, if not all

    Raises
    ------
    BadExpression, UnknownTerm, UnknownWord : an axis cannot be read, or names a word that is not there.
    BadOption     : a column holds no number for a word, there is no column to supervise by, or a search cannot be read.
    ExplorerError : an axis cancels to zero, or its words are too few.
    """
    if isinstance(options, AxesOptions):
        found = (direction_of(embedding, text, options.unit_length, selection, task) for text in options.texts)
        return replace(options, directions=tuple(found))
    if isinstance(options, AsIsOptions):
        return replace(options, columns=_columns(embedding, options, indices))
    if isinstance(options, UmapOptions) and options.target:
        return replace(options, labels=_labels(embedding, options.target, indices))
    return options


def direction_of(
    embedding: Embedding, text: str, unit_length: bool = True, selection: Sequence[int] = (), task: Task = Task()
) -> Direction | None:
    """The direction that an axis stands for; None for an empty text.

    text:         ``man -> woman`` from one to another; ``king - man`` the direction of an expression; ``/un.*able/``
                  the middle of the words that a search finds and ``[selection]`` that of those selected, also at the
                  ends of an arrow; ``pca(man, woman, king)`` the main axis of some words, ``pca2(...)`` the second
    unit_length:  whether each vector is taken to length 1 first

    Raises as `settled` does.

    Example: ``direction_of(embedding, "man -> woman").label`` is "man → woman".
    """
    text = text.strip()
    if not text:
        return None
    sides = _ARROW.split(text)
    if len(sides) > 2:
        raise ExplorerError(f"The axis “{text}” has {len(sides) - 1} arrows; it takes one, as in man -> woman.")
    if len(sides) == 2 and not all(sides):
        raise ExplorerError(f"The axis “{text}” lacks words on one side of the arrow, as in man -> woman.")
    if (group := _PCA.fullmatch(text)) is not None:
        vector = _main_axis(embedding, group[2], int(group[1] or 1), unit_length, selection, task)
    else:
        places = [_place(embedding, side, unit_length, selection, task) for side in sides]
        vector = places[-1] - places[0] if len(places) == 2 else places[0]
        if np.linalg.norm(vector) <= 1e-9 * max(np.linalg.norm(place) for place in places):
            vector = np.zeros_like(vector)
    if not vector.any():
        raise ExplorerError(f"The axis “{text}” cancels to zero, so it has no direction. Choose words that differ.")
    return Direction(_label(embedding, " → ".join(sides), selection), vector)


def _label(embedding: Embedding, text: str, selection: Sequence[int]) -> str:
    """An axis as it is told, with the selected words by their names: the selection may be another soon."""
    first = ", ".join(embedding.index_to_key[index] for index in selection[:_NAMED])
    named = f"{first} …" if len(selection) > _NAMED else first
    return re.sub(re.escape(SELECTION), lambda _: named, text, flags=re.IGNORECASE)


def _place(embedding: Embedding, text: str, unit: bool, selection: Sequence[int], task: Task) -> Float64s:
    """Where an expression, or the middle of a group, lies."""
    group = _group(embedding, text, selection, task)
    if group is not None:
        return np.asarray(in_float64(embedding.vectors[group], unit).mean(axis=0))
    try:
        _, terms = parse_for(embedding, text)
    except BadExpression as error:
        raise BadExpression(f"The axis “{text}” cannot be read: {_sentence(error)}", error.position) from None
    return place_of(embedding, terms, unit)


def _group(embedding: Embedding, text: str, selection: Sequence[int], task: Task) -> Indices | None:
    """The words of a search or of the selection; None if the text is neither."""
    if text.lower() == SELECTION:
        if not selection:
            raise ExplorerError(f"No words are selected, so {SELECTION} is empty. Select some, or name words.")
        return np.asarray(selection, dtype=np.int64)
    if pattern_in(text) is not None:
        return matching(embedding, text, task=task)
    return None


def _main_axis(
    embedding: Embedding, text: str, component: int, unit: bool, selection: Sequence[int], task: Task
) -> Float64s:
    """The component of PCA of a group, or of words with commas between them."""
    group = _group(embedding, text.strip(), selection, task)
    if group is None:
        words = [word.strip().strip('"“”') for word in text.split(",") if word.strip()]
        group = np.array([embedding.index_of(word) for word in words], dtype=np.int64)
    if not 1 <= component < len(group):
        raise ExplorerError(
            f"Component {component} of a group needs {max(component, 1) + 1} words or more, and it has {len(group)}. "
            "Name more words."
        )
    if component > embedding.dim:
        raise ExplorerError(f"The vectors have {embedding.dim} dimensions, so there is no component {component}.")
    axes = main_axes(embedding.vectors[group], PcaOptions(unit_length=unit), task, n_axes=component)
    empty = axes.spread[-1] <= 1e-12 * max(axes.total, np.finfo(float).tiny)
    return np.zeros(embedding.dim) if empty else axes.axes[-1]


def _columns(embedding: Embedding, options: AsIsOptions, indices: Indices | None) -> tuple[Coordinate | None, ...]:
    """The columns of the file among the axes; its own coordinates if nothing is typed and it has them."""
    texts = options.texts
    if not any(texts):
        named = {name.strip().lower(): name for name in embedding.metadata}
        if all(name in named for name in _OWN[: len(texts)]):
            texts = tuple(named[name] for name in _OWN[: len(texts)])
    return tuple(
        coordinate_of(text, embedding.metadata[text], embedding.index_to_key, indices)
        if text in embedding.metadata
        else None
        for text in texts
    )


def _labels(embedding: Embedding, column: str, indices: Indices | None) -> Indices:
    """The number of each word's value in a column, -1 for a word without one."""
    if column not in embedding.metadata:
        columns = ", ".join(f"“{name}”" for name in embedding.metadata)
        raise BadOption(
            f"There is no column “{column}” to supervise the map by; "
            + (f"choose one of {columns}." if columns else f"{embedding.name} has no columns.")
        )
    values = embedding.metadata[column]
    if indices is not None:
        values = tuple(values[index] for index in indices.tolist())
    numbers = {value: number for number, value in enumerate(sorted({each for each in values if each}))}
    return np.array([numbers.get(value, -1) for value in values], dtype=np.int64)


def _sentence(error: BadExpression) -> str:
    """What is wrong, without the place, which is told once."""
    text = str(error).rpartition(" (character ")[0] or str(error)
    return text[0].lower() + text[1:]
