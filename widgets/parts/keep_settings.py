"""Writing the settings down as soon as the user changed one."""

from __future__ import annotations

import threading
from pathlib import Path

from explorer.session.settings import Settings, save_settings
from explorer.task import Task
from widgets.jobs import Job
from widgets.workbench import Workbench

_one_at_a_time = threading.Lock()


def keep_settings(workbench: Workbench) -> Job:
    """Save the settings in the background; a slow or full disk never holds up the window."""
    return workbench.jobs.start(
        "Saving the settings", _save, workbench.settings, workbench.settings_path, group="settings", quiet=True
    )


def _save(settings: Settings, path: Path, task: Task = Task()) -> None:
    with _one_at_a_time:  # an earlier save that is still being flushed must not land on top of a later one
        task.check()
        save_settings(settings, path)
