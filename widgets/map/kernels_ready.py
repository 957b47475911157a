"""Loading the map's kernels ahead of their use: compiled on the very first start, fetched from a cache later on."""

from __future__ import annotations

import sys
from importlib import import_module

from explorer.task import Task

MODULES = tuple(f"widgets.map.{name}_kernels" for name in ("disc", "place", "label", "solid", "density", "contour"))


def load(task: Task = Task()) -> None:
    """Load the kernels; takes ten seconds on the very first start and a moment later on, so do it in a job."""
    for module in MODULES:
        task.check()
        import_module(module)


def are_loaded() -> bool:
    """Whether the kernels can be used without waiting for them."""
    # A module stands in the table from the beginning of its import; its last kernel only at the end.
    return all(_is_whole(sys.modules.get(module)) for module in MODULES)


def _is_whole(module: object) -> bool:
    spec = getattr(module, "__spec__", None)
    return spec is not None and not getattr(spec, "_initializing", False)
