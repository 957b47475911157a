"""Opening files safely: what cannot be read is told in a sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.errors import UnreadableFile, reason_of

NOT_THERE = "there is no such file. Was it moved or renamed?"


@contextmanager
def opened(path: Path | str) -> Iterator[FileIO]:
    """Open a file for reading; it is the caller's mistake, told in a sentence, if that cannot be done.

    Raises
    ------
    UnreadableFile : there is no such file, it is a folder or a device, it may not be read, the disk fails while the
        block reads it, or it changed in the meantime.
    """
    path = Path(path)
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            raise UnreadableFile(path, "this is a folder. Open the files in it.")
        if not stat.S_ISREG(before.st_mode):  # opening a pipe would wait for ever
            raise UnreadableFile(path, "this is not a file but a device or a pipe. Save its content as a file first.")
        with FileIO(path, "r") as file:
            before = os.fstat(file.fileno())
            yield file
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise UnreadableFile(path, NOT_THERE) from error
    except OSError as error:
        raise UnreadableFile(path, f"it could not be read: {reason_of(error)}. Check it and open it again.") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(path, "it changed while it was being read. Open it again when it is complete.")


def fill(file: FileIO, buffer: NDArray[np.uint8]) -> int:
    """Read into the buffer until it is full or the file ends; returns the number of bytes."""
    view, filled = buffer.data, 0
    while filled < len(view) and (n := file.readinto(view[filled:])):
        filled += n
    return filled


def text_lines(path: Path) -> list[str]:
    """The lines of a text in UTF-8 that somebody wrote for the program, such as one of words to ask for.

    Raises
    ------
    UnreadableFile : it cannot be read, or is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise UnreadableFile(path, NOT_THERE) from error
    except IsADirectoryError as error:
        raise UnreadableFile(path, "this is a folder. Choose a file in it.") from error
    except OSError as error:
        raise UnreadableFile(path, f"it could not be read: {reason_of(error)}. Check it and try again.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "it is no text in UTF-8. Save it as such.") from error


def read_head(path: Path | str, size: int) -> tuple[bytes, bool]:
    """The first ``size`` bytes of a file at most, and whether that is all of it; raises as `opened`."""
    with opened(path) as file:
        buffer = np.empty(size + 1, np.uint8)
        n = fill(file, buffer)
    return buffer[: min(n, size)].tobytes(), n <= size
