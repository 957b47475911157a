"""Archives (ZIP, tar) and compressed files: what is in them as streams, never written to the disk, always bounded."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self, cast

from explorer.corpus.kinds.document import BUFFER, buffered, reading
from explorer.errors import UnreadableFile

MOST_MEMBERS = 100_000
MOST_RATIO = 200  # no text can be packed to a 200th of its size
FREE = 64 << 20  # bytes that may be unpacked before that is asked
_BLOCK = 1 << 16
_LARGEST_DIRECTORY = 32 << 20  # bytes of the list of files in a ZIP archive
_END_OF_ZIP = (1 << 16) + 512  # bytes within which a ZIP archive says where that list is
_KNOWN_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_LONGEST_HEADER = 1 << 20
_HEADERS = {
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
}
_TAR_MAGIC = slice(257, 262)
_WHAT = "archive"


def _gunzipped(file: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb"))


def _bunzipped(file: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", bz2.BZ2File(file))


def _unxzipped(file: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(file))


_PACKED = {b"\x1f\x8b": _gunzipped, b"BZh": _bunzipped, b"\xfd7zXZ\0": _unxzipped}


@dataclass(frozen=True)
class Reason:
    """Why files are left out, as it is told of one and of several."""

    one: str
    several: str


LINK = Reason("link or device", "links or devices")
OUTSIDE = Reason(*(f"{what} with a path that leads out of the archive" for what in ("file", "files")))
UNKNOWN = Reason("file that is packed in an unknown way", "files that are packed in an unknown way")
LOCKED = Reason("encrypted file", "encrypted files")


class Bomb(UnreadableFile):
    """An archive unpacks to more than any text does."""


@dataclass(frozen=True)
class Member:
    """A file in an archive.

    name:   its path in the archive, or the name of a compressed file without its ending
    place:  its number in the archive
    file:   its content, to be read before the next member is asked for; None if it is left out
    reason: why it is left out
    is_alone: whether it is the content of a compressed file rather than one of several
    """

    name: str
    place: int
    file: BinaryIO | None
    reason: Reason | None = None
    is_alone: bool = False


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive or compressed."""
    return head.startswith((b"PK\x03\x04", *_PACKED)) or head[_TAR_MAGIC] == b"ustar"


def members(path: Path, raw: FileIO, step: Callable[[float | None], None]) -> Iterator[Member]:
    """The files in an archive or a compressed file, in its order; folders are passed over.

    Nothing is written to the disk, and links are not followed. Archives within the archive are files like others.

    Raises
    ------
    UnreadableFile : it is damaged or cut short, or holds more than 100,000 files.
    Bomb : it unpacks to more than 200 times its size, as no text does.
    """
    with reading(path.name, _WHAT):
        magic = raw.read(6)
        raw.seek(0)
        found = _of_zip(path, raw) if magic.startswith(b"PK") else _of_stream(path, raw, magic)
        for n_found, member in enumerate(found):
            step(None)
            if n_found >= MOST_MEMBERS:
                raise _too_many(path)
            yield member


def bounded(file: BinaryIO, n_packed: int, name: str) -> BinaryIO:
    """The file, refusing to go on when it has given 64 MiB and 200 times as many bytes as it was packed to."""
    return _Bounded(file, lambda: n_packed, Path(name)).buffered()


def _of_zip(path: Path, raw: FileIO) -> Iterator[Member]:
    if _directory_size(raw) > _LARGEST_DIRECTORY:  # zipfile would hold all of it in memory
        raise _too_many(path)
    with zipfile.ZipFile(raw) as archive:
        infos = archive.infolist()
        files = [(place, info) for place, info in enumerate(infos) if not info.is_dir()]
        if len(files) > MOST_MEMBERS:
            raise _too_many(path)
        if files and all(info.flag_bits & 1 for _, info in files):
            raise UnreadableFile(path, "its files are encrypted. Unpack it with its password and open the folder.")
        total = raw.seek(0, io.SEEK_END)
        n_unpacked = 0
        for place, info in files:
            reason = _reason_against(info)
            if reason is not None:
                yield Member(info.filename, place, None, reason)
                continue
            with archive.open(info) as file:
                counted = _Bounded(cast("BinaryIO", file), lambda: total, path, n_unpacked)
                yield Member(info.filename, place, counted.buffered())
                n_unpacked = counted.n_read


def _directory_size(raw: FileIO) -> int:
    """How many bytes the list of files has in a ZIP archive, as its end says; 0 if it says nothing."""
    raw.seek(-min(_END_OF_ZIP, raw.seek(0, io.SEEK_END)), io.SEEK_END)
    end = raw.read(_END_OF_ZIP)
    raw.seek(0)
    large, small = end.rfind(b"PK\x06\x06"), end.rfind(b"PK\x05\x06")
    if large >= 0:
        return int.from_bytes(end[large + 40 : large + 48], "little")
    return int.from_bytes(end[small + 12 : small + 16], "little") if small >= 0 else 0


def _too_many(path: Path) -> UnreadableFile:
    return UnreadableFile(path, f"it holds more than {MOST_MEMBERS:,} files. Unpack it and open the folder.")


def _reason_against(info: zipfile.ZipInfo) -> Reason | None:
    """Why a file of a ZIP archive is left out, if it is."""
    if _leads_out(info.filename):
        return OUTSIDE
    if info.flag_bits & 1:
        return LOCKED
    if info.compress_type not in _KNOWN_PACKING:
        return UNKNOWN
    return LINK if stat.S_ISLNK(info.external_attr >> 16) else None


def _of_stream(path: Path, raw: FileIO, magic: bytes) -> Iterator[Member]:
    file = buffered(raw)
    unpack = next((unpack for begin, unpack in _PACKED.items() if magic.startswith(begin)), None)
    if unpack is not None:
        file = _Bounded(unpack(file), raw.tell, path).buffered()
    assert isinstance(file, io.BufferedReader)
    head = file.peek(tarfile.BLOCKSIZE)
    if head[_TAR_MAGIC] == b"ustar" or unpack is None:
        yield from _of_tar(file)
    else:
        yield Member(path.stem, 0, file, is_alone=True)


def _of_tar(file: BinaryIO) -> Iterator[Member]:
    with tarfile.open(fileobj=file, mode="r|", bufsize=_BLOCK, tarinfo=_Header) as archive:
        for place, info in enumerate(archive):
            archive.members = []  # type: ignore[attr-defined]  # which would grow
            if info.isdir():
                continue
            if not info.isreg():
                yield Member(info.name, place, None, LINK)
            elif _leads_out(info.name):
                yield Member(info.name, place, None, OUTSIDE)
            else:
                content = archive.extractfile(info)
                assert content is not None  # it is a regular file
                # A stream cannot be sought in, whatever tarfile's own reader says of itself.
                yield Member(info.name, place, bounded(cast("BinaryIO", content), info.size, info.name))


class _Header(tarfile.TarInfo):
    """A header of a tar archive; one that holds a name or notes of a megabyte is not read into memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _HEADERS and header.size > _LONGEST_HEADER:
            raise Bomb(Path(header.name), "a name in this archive has more letters than any name. It is not opened.")
        return header


def _leads_out(name: str) -> bool:
    """Whether a path is absolute or leads out of the folder that it is in."""
    name = name.replace("\\", "/")
    return name.startswith("/") or name[1:3] == ":/" or ".." in PurePosixPath(name).parts


class _Bounded(io.RawIOBase):
    """A file that counts what is read of it, and refuses to be a bomb."""

    def __init__(self, file: BinaryIO, n_packed: Callable[[], int], path: Path, n_before: int = 0) -> None:
        self._file, self._n_packed, self._path, self.n_read = file, n_packed, path, n_before

    def buffered(self) -> BinaryIO:
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", self), BUFFER))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        with reading(self._path.name, _WHAT):
            data = self._file.read(min(len(buffer), _BLOCK))
        buffer[: len(data)] = data
        self.n_read += len(data)
        if self.n_read > FREE and self.n_read > MOST_RATIO * max(self._n_packed(), 1):
            raise Bomb(
                self._path, f"it unpacks to more than {MOST_RATIO} times its size, as no text does. It is not opened."
            )
        return len(data)
