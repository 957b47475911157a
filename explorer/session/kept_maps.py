"""The maps of an embedding that are kept beside each other, each under a name that tells how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.options import Option, described
from explorer.projection.methods import METHODS
from explorer.projection.projection import METHODS as LABELS
from explorer.projection.projection import Projection


@dataclass(frozen=True, eq=False)
class KeptMap:
    """A map and what the user calls it."""

    name: str
    projection: Projection


KeptMaps = tuple[KeptMap, ...]

_ALWAYS = ("n_neighbors", "perplexity")
_NEVER = ("n_components", "random_state", "n_iter", "x", "y", "z")


def keep(maps: KeptMaps, projection: Projection) -> KeptMaps:
    """With one more map at the end, or in the place of one that was made in the same way, whose name it takes.

    The map of a model that is still being trained is not kept: the next moment it is another.
    """
    if projection.method not in METHODS or any(each.projection is projection for each in maps):
        return maps
    for each in maps:
        if made_alike(each.projection, projection):
            return exchange(maps, each.projection, projection)
    return (*maps, KeptMap(_free_name(maps, name_of(projection)), projection))


def exchange(maps: KeptMaps, old: Projection, new: Projection) -> KeptMaps:
    """With another map in the place of ``old``; a name that the user did not give follows it."""
    exchanged = []
    for each in maps:
        if each.projection is old:
            others = tuple(other for other in maps if other is not each)
            is_own = not each.name.startswith(name_of(old))
            each = KeptMap(each.name if is_own else _free_name(others, name_of(new)), new)
        exchanged.append(each)
    return tuple(exchanged)


def rename(maps: KeptMaps, kept: KeptMap, name: str) -> KeptMaps:
    """With another name for a map; an empty one gives it back the name that tells how it was made."""
    others = tuple(each for each in maps if each is not kept)
    name = _free_name(others, " ".join(name.split()) or name_of(kept.projection))
    return tuple(replace(each, name=name) if each is kept else each for each in maps)


def made_alike(one: Projection, other: Projection) -> bool:
    """Whether two maps are of the same words, by the same method and parameters."""
    return (
        one.method == other.method
        and dict(one.options) == dict(other.options)
        and one.words == other.words
        and np.array_equal(one.indices, other.indices)
    )


def name_of(projection: Projection) -> str:
    """How a map was made, in a few words: the method, what it is about, and the parameters that are not the usual.

    Example: "UMAP · 30 neighbours · L1 (Manhattan)", "man → woman × king", "PCA · components 1 × 3"
    """
    options, method = projection.options, METHODS.get(projection.method)
    if projection.method in ("axes", "as-is"):
        parts = [" × ".join(axis or "–" for axis in projection.axes)]
    else:
        parts = [LABELS.get(projection.method, projection.method)]
    if projection.method == "pca" and "x" in options:
        parts.append("components " + " × ".join(str(options[axis]) for axis in "xyz"[: projection.n_dims]))
    if method is not None:
        usual = method.options()
        for name, each in described(method.options).items():
            value = options.get(name)
            is_told = name in _ALWAYS or (name not in _NEVER and value != getattr(usual, name))
            if value is not None and is_told:
                parts.append(_told(each, value))
    if projection.n_dims == 3:
        parts.append("3-D")
    if not projection.is_complete:
        parts.append(f"{len(projection):,} of {projection.n_words:,}")
    if projection.words:
        parts.append(projection.words)
    return " · ".join(parts)


def _told(each: Option, value: object) -> str:
    """A parameter and its value: "30 neighbours", "minimum distance 0.3", "not centre"."""
    label = each.label[0].lower() + each.label[1:]
    if each.choices is not None:
        return str(each.choices[value])
    if isinstance(value, bool):
        return label if value else f"not {label}"
    if isinstance(value, int):
        return f"{value:,} {label}"
    return f"{label} {value:g}" if isinstance(value, float) else f"{label} {value}"


def _free_name(maps: Sequence[KeptMap], name: str) -> str:
    """The name, with a number behind it if another map has it."""
    taken = {each.name for each in maps}
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name} ({number})"
    return free
