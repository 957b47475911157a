"""The command line of the core, without a window and without Qt: the application with all its commands."""

from __future__ import annotations

# Each module adds its command to the application; this is the order in which the help lists them.
from explorer.commands import train  # noqa: F401

# isort: split
from explorer.commands import evaluate, neighbors, project  # noqa: F401
from explorer.commands.application import app

__all__ = ["app"]
