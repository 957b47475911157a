"""Work done in the background after the window shows: nothing is compiled or imported on the user's way."""

from __future__ import annotations

from importlib import import_module

from explorer.formats import registry
from explorer.projection.umap import warm_up as load_umap
from explorer.task import Task
from widgets.workbench import Workbench


def warm_up(workbench: Workbench) -> None:
    """Load the compiled readers and scans, then, in the child process, the library of the slow projections.

    The map loads its own kernels as soon as it is made.
    """
    jobs = workbench.jobs
    job = jobs.start("Preparing", load_kernels, group="warm-up", quiet=True)
    if workbench.settings.refine_with_umap:
        job.succeeded.connect(
            lambda _: jobs.start("Preparing the projections", load_umap, group="warm-up", quiet=True, process=True)
        )


def load_kernels(task: Task = Task()) -> None:
    """Import gensim and the numba kernels of the core; the first time ever they are compiled, in half a minute."""
    task.check()
    registry.warm()
    task.check()
    import_module("explorer.neighbors.kernels")
    task.check()
    import_module("explorer.training.observed_word2vec")  # gensim
