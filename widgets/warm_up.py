"""Work done in the background after the window shows: nothing is compiled or imported on the user's way."""

from __future__ import annotations

from importlib import import_module

from explorer.formats import registry
from explorer.task import Task
from widgets.workbench import Workbench

KERNELS = (
    "explorer.neighbors.kernels",
    "explorer.neighbors.code_kernels",
    "explorer.neighbors.graph_kernels",
    "explorer.projection.umap_kernels",
    "explorer.projection.tsne_kernels",
    "explorer.corpus.token_kernels",
    "explorer.corpus.cooccurrence_kernels",
    "explorer.training.glove_kernels",
    "explorer.training.subword_kernels",
    "explorer.training.word2vec_kernels",
)


def warm_up(workbench: Workbench) -> None:
    """Load the compiled readers, scans and layouts; the map loads its own kernels as soon as it is made."""
    workbench.jobs.start("Preparing", load_kernels, group="warm-up", quiet=True)


def load_kernels(task: Task = Task()) -> None:
    """Import the numba kernels of the core; the first time ever this compiles them, which takes half a minute."""
    task.check()
    registry.warm()
    for kernels in KERNELS:
        task.check()
        import_module(kernels)
