"""PNG written strip by strip, so that a picture may be larger than the memory; Qt's own writer needs it whole."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, RGBA = 2, 6
UP = 2  # the filter of every row: what differs from the row above
LEVEL = 6


def write_png(file: BinaryIO, width: int, height: int, strips: Iterable[Sequence[QImage]], transparent: bool) -> None:
    """Write a picture whose rows come in strips, each in pieces from the left to the right.

    transparent: whether it is kept how opaque each pixel is

    Source: Portable Network Graphics (PNG) Specification, W3C, 2003.
    """
    file.write(SIGNATURE)
    _write_chunk(file, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, RGBA if transparent else RGB, 0, 0, 0))
    packer = zlib.compressobj(LEVEL)
    channels = 4 if transparent else 3
    above = np.zeros((1, width * channels), np.uint8)
    for strip in strips:
        pixels = np.concatenate([_pixels(image)[:, :, :channels] for image in strip], axis=1)
        rows = np.concatenate([above, pixels.reshape(len(pixels), -1)])
        filtered = np.full((len(pixels), width * channels + 1), UP, np.uint8)
        np.subtract(rows[1:], rows[:-1], out=filtered[:, 1:])  # modulo 256
        above = rows[-1:]
        _write_chunk(file, b"IDAT", packer.compress(filtered.data))
    _write_chunk(file, b"IDAT", packer.flush())
    _write_chunk(file, b"IEND", b"")


def _pixels(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return raw[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()


def _write_chunk(file: BinaryIO, kind: bytes, content: bytes) -> None:
    if content or kind == b"IEND":
        file.write(struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content)))
