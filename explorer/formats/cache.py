"""Vectors once parsed, kept so that they open at once the next time.

A file of vectors has one entry in the cache folder of the user's platform: a line of JSON (what it was made of, and
what is in it), then the vectors, then the words as UTF-8. The vectors are mapped into memory, not read. An entry
counts only if the file has the path, size, time, and first and last bytes that it had, and if the entry's own sums
are right; otherwise the file is simply parsed again.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import zlib
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage

import msgspec
import numpy as np
import platformdirs
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import ExplorerError, UnwritableFile
from explorer.saving import atomic_write

SMALLEST = 8 << 20  # bytes of a file that is worth keeping
LARGEST = 6 << 30  # bytes of all entries together
_LAYOUT = 1  # to be raised whenever files are read differently
_ENDS = 64 * 1024
_HEADER = 64 * 1024


class Key(msgspec.Struct, frozen=True):
    """What tells whether a file is still the one that was parsed, and whether it was parsed in the same way."""

    path: str
    format: str
    size: int
    modified: int
    ends: str
    layout: int = _LAYOUT


class _Entry(msgspec.Struct, frozen=True):
    key: Key
    n_words: int
    dim: int
    notices: tuple[str, ...]
    vectors_sum: int
    words_size: int
    words_sum: int


def cache_folder() -> Path:
    """Where entries are kept: in ``LEXISCOPE_CACHE``, or the platform's folder for such things."""
    if chosen := os.environ.get("LEXISCOPE_CACHE"):
        return Path(chosen) / "vectors"
    return Path(platformdirs.user_cache_dir("lexiscope", appauthor=False)) / "vectors"


def key_of(path: Path, format_key: str) -> Key | None:
    """What the file is now; None if it is too small to be kept or cannot be looked at."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size < SMALLEST:
                return None
            ends = hashlib.blake2b(file.read(_ENDS), digest_size=16)
            file.seek(-_ENDS, os.SEEK_END)
            ends.update(file.read(_ENDS))
        resolved = os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")
    except OSError:
        return None
    return Key(resolved, format_key, status.st_size, status.st_mtime_ns, ends.hexdigest())


def recall(key: Key, path: Path) -> Embedding | None:
    """The embedding kept under the key, its vectors mapped; None if there is none that is whole."""
    place = _place(key)
    try:
        with place.open("rb") as file:
            entry = msgspec.json.decode(file.readline(_HEADER), type=_Entry)
            start = file.tell()
            end = start + 4 * entry.n_words * entry.dim
            if entry.key != key or end + entry.words_size != os.fstat(file.fileno()).st_size:
                return None
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        vectors = np.frombuffer(mapped, np.float32, entry.n_words * entry.dim, start).reshape(-1, entry.dim)
        blob = mapped[end:]
        if _sum(vectors) != entry.vectors_sum or zlib.crc32(blob) != entry.words_sum:
            return None
        words = tuple(blob.decode("utf-8").split("\n"))
        found = Embedding(path.stem, words, vectors, origin=f"opened from {path.name}", notices=entry.notices)
    except (OSError, ValueError, msgspec.MsgspecError, ExplorerError):
        return None
    with suppress(OSError):
        os.utime(place)  # the entries that were not used for longest go first
    return found


def keep(key: Key, embedding: Embedding) -> None:
    """Keep a parsed embedding; a full or read-only disk is no error, it is merely not kept."""
    vectors = embedding.vectors
    blob = "\n".join(embedding.index_to_key).encode("utf-8")
    entry = _Entry(key, len(embedding), embedding.dim, embedding.notices, _sum(vectors), len(blob), zlib.crc32(blob))
    header = msgspec.json.encode(entry)
    header += b" " * (-(len(header) + 1) % 64) + b"\n"  # the vectors begin at a multiple of 64 bytes
    size = len(header) + vectors.nbytes + len(blob)
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if len(header) > _HEADER or size > LARGEST or disk_usage(folder).free < 4 * size:
            return
        _make_room(folder, size)
        with atomic_write(_place(key), durable=False) as file:  # an entry that a power cut spoils is parsed again
            file.write(header)
            file.write(vectors.data.cast("B"))
            file.write(blob)
    except (OSError, UnwritableFile):
        return


def _place(key: Key) -> Path:
    name = hashlib.blake2b(f"{key.format} {key.path}".encode(), digest_size=16).hexdigest()
    return cache_folder() / f"{name}.vectors"


def _make_room(folder: Path, size: int) -> None:
    """Remove what was not used for longest, and what an interrupted writing left, until ``size`` bytes fit."""
    entries = []
    for path in folder.iterdir():
        if path.name.endswith((".vectors", ".part")):
            status = path.stat()
            entries.append((status.st_mtime_ns, status.st_size, path))
    total = size + sum(each[1] for each in entries)
    for _, freed, path in sorted(entries):
        if total <= LARGEST:
            return
        with suppress(OSError):
            path.unlink()
            total -= freed


def _sum(vectors: NDArray[np.float32]) -> int:
    """A sum over all bits of the vectors: memory-fast, and wrong after any damage that is likely."""
    flat = vectors.reshape(-1)
    even = len(flat) // 2 * 2
    return (int(np.add.reduce(flat[:even].view(np.uint64))) + int(flat[even:].view(np.uint32).sum())) % 2**63
