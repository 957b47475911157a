"""The services of a window as a further map sees them: the same state, but with another projection in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from explorer.session.state import State
from explorer.session.store import Store
from widgets.jobs import Job, JobRunner
from widgets.store_signals import StoreSignals
from widgets.workbench import Workbench


class SideStore(Store):
    """The store of the window, seen with the map at a place of ``State.beside`` as its projection.

    Changes go to the window's store, so that word and selection are the same everywhere.
    """

    def __init__(self, main: Store, place: int) -> None:
        self._place = place
        super().__init__(self._seen(main.state))
        self._main = main
        self.end = main.subscribe(lambda _, new: self._set(self._seen(new)))

    def change(self, label: str, **fields: Any) -> None:
        """As the window's store has it."""
        self._main.change(label, **fields)

    def amend(self, **fields: Any) -> None:
        """As the window's store has it."""
        self._main.amend(**fields)

    def _seen(self, state: State) -> State:
        beside = state.beside[self._place] if self._place < len(state.beside) else None
        return replace(state, projection=beside)


class SideJobs:
    """The jobs of the window, with groups of their own, so that one map does not cancel what another waits for."""

    def __init__(self, jobs: JobRunner, prefix: str) -> None:
        self._jobs, self._prefix = jobs, prefix

    def start(self, label: str, function: Callable[..., Any], *args: Any, group: str = "", **rest: Any) -> Job:
        """As `JobRunner.start`."""
        return self._jobs.start(label, function, *args, group=self._own(group), **rest)

    def cancel(self, group: str) -> None:
        """As `JobRunner.cancel`."""
        self._jobs.cancel(self._own(group))

    def _own(self, group: str) -> str:
        return f"{self._prefix} {group}" if group else ""


def side_bench(bench: Workbench, place: int) -> Workbench:
    """The services for the map at a place of ``State.beside``; its store ends by ``end``."""
    store = SideStore(bench.store, place)
    jobs = cast("JobRunner", SideJobs(bench.jobs, f"beside {place}"))
    return replace(bench, store=store, changes=StoreSignals(store), jobs=jobs)
