"""The command `lexiscope`: a window on the files that are named, or a command that works without one.

Qt is imported only when a window or a picture is wanted.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("train", "neighbors", "project", "evaluate", "picture", "compare", "cooccurrence")
USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code.

    0 if all went well, 1 for an error told in one sentence, 2 for a mistake in usage, 130 after Ctrl-C.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every letter
    if arguments and arguments[0] != "--" and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        return _run_command(arguments)
    return _open_window(arguments)


def _run_command(arguments: list[str]) -> int:
    from widgets import compare_command, cooccurrence_command  # noqa: F401, each adds its command
    from widgets.picture_command import app

    try:
        app(arguments, prog_name="lexiscope")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def _open_window(arguments: list[str]) -> int:
    names = arguments[1:] if arguments[:1] == ["--"] else arguments
    for name in names if names is arguments else ():
        if name.startswith("-"):
            return _refuse(f"There is no option {name} here; see lexiscope --help.", USAGE)
    for name in names:
        if not Path(name).exists():
            return _refuse(_missing(name, alone=len(names) == 1), 1)
    if not _has_display():
        return _refuse(
            "There is no display to open a window on. The commands work without one; see lexiscope --help.", 1
        )
    from widgets.app import run

    return run([Path(name) for name in names])


def _missing(name: str, alone: bool) -> str:
    near = difflib.get_close_matches(name, COMMANDS, n=1) if alone else []
    if near:
        return f"{name}: there is no such file, nor a command. Did you mean lexiscope {near[0]}?"
    return f"{name}: there is no such file or folder. Was it moved or renamed?"


def _has_display() -> bool:
    """Whether Qt will find a place for a window; elsewhere than on Linux and its kin there always is one."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
