"""Animated PNG, the one animated picture that needs no further library and loses nothing.

Browsers, presentation programs and the viewers of the large desktops play it; other viewers show its first picture.
Source: https://www.w3.org/TR/png-3/ (chunks acTL, fcTL and fdAT).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from explorer.errors import UnwritableFile
from explorer.saving import atomic_write
from explorer.task import Task

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def write_apng(images: Sequence[QImage], milliseconds: Sequence[int], path: Path, task: Task = Task()) -> None:
    """Write pictures of one size as an animation that repeats for ever, whole or not at all.

    milliseconds: how long each picture is shown

    Raises
    ------
    ValueError      : there is no picture, or their sizes differ.
    UnwritableFile  : the folder is missing or read-only, or the disk is full.
    """
    if not images or len({(image.width(), image.height()) for image in images}) != 1:
        raise ValueError("an animation needs pictures of one size")
    with atomic_write(path) as file:
        number = 0
        for place, (image, duration) in enumerate(zip(images, milliseconds, strict=True)):
            task.step(place, len(images), f"Picture {place + 1} of {len(images)}")
            chunks = list(_chunks(_png(image, path)))
            if place == 0:
                file.write(_SIGNATURE + _chunk(b"IHDR", chunks[0][1]))
                file.write(_chunk(b"acTL", struct.pack(">II", len(images), 0)))
            size = struct.pack(">II", image.width(), image.height())
            timing = struct.pack(">HHBB", duration, 1000, 0, 0)
            file.write(_chunk(b"fcTL", struct.pack(">I", number) + size + struct.pack(">II", 0, 0) + timing))
            number += 1
            for data in (data for kind, data in chunks if kind == b"IDAT"):
                if place == 0:
                    file.write(_chunk(b"IDAT", data))
                else:
                    file.write(_chunk(b"fdAT", struct.pack(">I", number) + data))
                    number += 1
        file.write(_chunk(b"IEND", b""))


def _png(image: QImage, path: Path) -> bytes:
    """A picture as PNG; all of them in the same kind of pixels, as an animation must be."""
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "PNG"):  # type: ignore[call-overload]
        raise UnwritableFile(path, "a picture could not be packed. Try a smaller size.")
    return bytes(packed.data())


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG file as (kind, data)."""
    place = len(_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def durations(n: int, each: int = 70, last: int = 1500) -> list[int]:
    """How long the pictures of an animation are shown: evenly, the last one long enough to be looked at."""
    return [each] * (n - 1) + [last] * min(n, 1)
