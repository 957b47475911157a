"""What every view is given: the state, its changes, long work, colours, settings and commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.session.settings import Settings
from explorer.session.state import State
from explorer.session.store import Store
from widgets.commands import CommandTable
from widgets.jobs import JobRunner
from widgets.store_signals import StoreSignals
from widgets.theme import ThemeSwitch


@dataclass(frozen=True)
class Workbench:
    """The services of one window, handed to its views when they are made."""

    store: Store
    changes: StoreSignals
    jobs: JobRunner
    theme: ThemeSwitch
    settings: Settings
    settings_path: Path
    commands: CommandTable

    @property
    def state(self) -> State:
        """The present state."""
        return self.store.state
