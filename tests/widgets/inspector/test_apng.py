"""An animation is a PNG that any reader opens, with every picture in it."""

import struct
import zlib

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from explorer.errors import UnwritableFile
from explorer.task import Cancelled, Task
from widgets.inspector.apng import durations, write_apng


def picture(color, width=20, height=12):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def chunks(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, found = 8, []
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", data, place + 8 + length)
        assert check == zlib.crc32(kind + body)
        found.append((kind, body))
        place += 12 + length
    return found


def test_the_chunks_are_those_of_the_standard(tmp_path):
    write_apng([picture("red"), picture("lime"), picture("blue")], [70, 70, 900], tmp_path / "run.png")
    found = chunks((tmp_path / "run.png").read_bytes())
    kinds = [kind for kind, _ in found]
    assert kinds[:4] == [b"IHDR", b"acTL", b"fcTL", b"IDAT"]
    assert kinds[-1] == b"IEND"
    assert struct.unpack(">II", dict(found)[b"acTL"]) == (3, 0)
    numbers = [struct.unpack_from(">I", body)[0] for kind, body in found if kind in (b"fcTL", b"fdAT")]
    assert numbers == list(range(len(numbers)))
    delays = [struct.unpack_from(">HH", body, 20) for kind, body in found if kind == b"fcTL"]
    assert delays == [(70, 1000), (70, 1000), (900, 1000)]


def test_every_picture_is_in_it(tmp_path):
    path = tmp_path / "run.png"
    write_apng([picture("red"), picture("lime")], [70, 900], path)
    header = dict(chunks(path.read_bytes()))[b"IHDR"]
    width, height, depth, kind = struct.unpack_from(">IIBB", header)
    assert (width, height, depth, kind) == (20, 12, 8, 2)
    later = b"".join(body[4:] for name, body in chunks(path.read_bytes()) if name == b"fdAT")
    rows = np.frombuffer(zlib.decompress(later), np.uint8).reshape(height, 1 + 3 * width)
    assert rows[0, 0] in (0, 1, 2, 3, 4)
    if rows[0, 0] in (0, 2):  # the first row as it is, or against nothing
        assert rows[0, 1:4].tolist() == [0, 255, 0]
    assert QImage(str(path)).pixelColor(3, 3) == QColor("red")


def test_pictures_of_other_sizes_are_refused(tmp_path):
    with pytest.raises(ValueError, match="one size"):
        write_apng([picture("red"), picture("red", width=9)], [70, 70], tmp_path / "run.png")
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_when_it_is_cancelled_or_cannot_be_written(tmp_path):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_apng([picture("red")], [70], tmp_path / "run.png", task)
    assert not list(tmp_path.iterdir())
    with pytest.raises(UnwritableFile):
        write_apng([picture("red")], [70], tmp_path / "nowhere" / "run.png")


def test_the_last_picture_stays_longest():
    assert durations(4) == [70, 70, 70, 1500]
    assert durations(1) == [1500]
