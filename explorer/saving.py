"""The one way in which the program writes a file: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from explorer.errors import UnwritableFile, reason_of

_PREFIX, _SUFFIX = ".lexiscope-", ".part"
_STRAY_AFTER = 3600  # seconds without a write after which a temporary file is nobody's any more


@contextmanager
def atomic_write(path: Path | str, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` only when everything was written.

    The bytes go to a temporary file beside ``path``, are flushed to the disk and renamed over it. When anything
    fails, on a full disk or in the block itself, the temporary file is removed and an older file is as it was. What
    a program that was killed left behind is removed by the next one that writes to the folder. A link stays a link, and
    a device or a pipe, such as /dev/stdout, gets the bytes as they come. What can be made again, and is checked when it
    is read, need not be ``durable``: then nobody waits for the disk.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.

    Example: ``with atomic_write("neighbours.csv") as file: file.write(b"...")``
    """
    if _is_device(path):
        with _written_straight(Path(path)) as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    try:
        _sweep(path.parent)
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    except OSError as error:
        raise UnwritableFile(path, _reason(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        with suppress(OSError):  # not every file system knows permissions
            temporary.chmod(_mode(path))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UnwritableFile(path, _reason(error)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _flush_folder(path.parent)


def _is_device(path: Path | str) -> bool:
    """Whether there is something that is neither a file nor a folder; a file in its place would break the system."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def _written_straight(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("wb") as file:
            yield file
    except BrokenPipeError:
        raise  # who reads has enough; that is nobody's mistake
    except OSError as error:
        raise UnwritableFile(path, _reason(error)) from error


def _umask() -> int:
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


_NEW_FILE = 0o666 & ~_umask()  # asked for once: to ask is to change it for every thread


def _mode(path: Path) -> int:
    """The permissions of the file to be replaced, or what a new file gets."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return _NEW_FILE


def _sweep(folder: Path) -> None:
    """Remove temporary files that nobody writes to any more."""
    for stray in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            if time.time() - stray.stat().st_mtime > _STRAY_AFTER:
                stray.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable; not every system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    return f"{reason_of(error)}. Choose another folder or make room, and save again."
