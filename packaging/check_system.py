"""Check for the system libraries that Qt loads, and install them or print the one line that does.

    check_system.py            what pictures and the tests need, without a display
    check_system.py --window   also what a window on X11 needs, if there is a display
    check_system.py --tests    also a screen without a display, for the few tests that open a real window

On Debian and Ubuntu, root gets them installed; everybody else is told the line. macOS and Windows lack none of them.
Exits with 1 if something is missing still; without the screen those tests are skipped, so it is not told.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

# The file that Qt loads, and Debian's package of it.
PICTURES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# Without icccm or keysyms Qt says that libxcb-cursor0 is missing.
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
SCREEN = ("xvfb", "xauth")
APT = "apt-get install --yes --no-install-recommends"
IMPATIENT = "-o Acquire::Retries=0 -o Acquire::http::Timeout=20"


def missing(libraries: Mapping[str, str]) -> list[str]:
    """Those of the libraries that cannot be loaded."""
    return [name for name in libraries if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def the_line(names: list[str]) -> str:
    """What to type to install them, or their names where the system's installer is not known."""
    packages = {**PICTURES, **WINDOW}
    if shutil.which("apt-get"):
        return f"sudo apt-get update && sudo {APT} {' '.join(packages[name] for name in names)}"
    for installer in ("dnf", "zypper"):  # both find the package of a library by the library's name
        if shutil.which(installer):
            quoted = [f"'{name}()(64bit)'" for name in names]
            return f"sudo {installer} install {' '.join(quoted)}"
    return f"the packages of your system that hold {', '.join(names)}"


def install(names: list[str]) -> None:
    """Install them by apt-get, as root."""
    packages = {**PICTURES, **WINDOW}
    print("Installing the system libraries that Qt needs:", " ".join(packages[name] for name in names), flush=True)
    _apt(packages[name] for name in names)


def install_screen() -> None:
    """Install a screen without a display, as root, unless it is there."""
    lacking = [WINDOW[name] for name in missing(WINDOW)] + ([] if shutil.which("xvfb-run") else list(SCREEN))
    if lacking:
        print("Installing a screen for the tests of a real window:", " ".join(lacking), flush=True)
        _apt(lacking, IMPATIENT)


def _apt(packages: Iterable[str], how: str = "") -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (f"apt-get update -qq {how}", f"{APT} -qq {how} {' '.join(packages)}"):
        if subprocess.run(command.split(), env=quiet, check=False).returncode:
            return


def main(arguments: list[str]) -> int:
    """Check, install where that is possible, and say what is missing still."""
    if not sys.platform.startswith("linux"):
        return 0
    wanted = dict(PICTURES)
    if "--window" in arguments and os.environ.get("DISPLAY"):
        wanted |= WINDOW
    lacking = missing(wanted)
    can_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if lacking and can_install:
        install(lacking)
        lacking = missing(wanted)
    if "--tests" in arguments and can_install:
        install_screen()
    if lacking:
        print("Qt needs system libraries that are not here. Install them with:", file=sys.stderr)
        print(f"    {the_line(lacking)}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
