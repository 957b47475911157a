"""A corpus: files of text that are read again and again, a line at a time, and never held in memory as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.corpus.encodings import encoding_of
from explorer.corpus.parts import Part, read_parts
from explorer.errors import EmptyCorpus, UnreadableFile
from explorer.task import Task


@dataclass(frozen=True, eq=False)
class Corpus:
    """Text files that belong together, in the order in which they are read.

    name:       what the user calls it, such as "moby-dick"
    paths:      the files, each of them text
    n_bytes:    their size together
    encodings:  how each file is read, one a file, as Python names them: "utf-8", "cp1252"
    notices:    what had to be guessed or was left out, a sentence each
    parts:      how each file is read, in the order of ``paths``

    Two corpora are equal only if they are the same object.
    """

    name: str
    paths: tuple[Path, ...]
    n_bytes: int
    encodings: tuple[str, ...]
    notices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def open_corpus(paths: Sequence[Path | str], task: Task = Task(), name: str | None = None) -> Corpus:
    """Make one corpus of files and folders; every file is looked through once, to tell its encoding.

    A file is judged by its content, not by its name. Folders are searched to any depth, in the order of the alphabet;
    what is hidden, empty or not a text in them is left out and counted in a notice. A file that was named itself must
    be a text. Files named twice are read once.

    Raises
    ------
    UnreadableFile : a named file is empty, is not a text or cannot be read.
    EmptyCorpus : a folder holds no text, or nothing was named.
    Cancelled : between two files or two blocks of 1 MiB.

    Example: ``open_corpus(["data/moby-dick.txt"]).name`` is ``"moby-dick"``.
    """
    found = _Found()
    for path in map(Path, paths):
        if path.is_dir():
            found.add_folder(path, task)
        else:
            found.add_named(path)
    found.judge(task)
    if not found.texts:
        raise EmptyCorpus(_nothing_found([Path(path) for path in paths]))
    return Corpus(
        name=name or _name_of([Path(path) for path in paths]),
        paths=tuple(found.texts),
        n_bytes=sum(map(_size_of, found.texts)),
        encodings=tuple(found.texts.values()),
        notices=tuple(found.notices()),
        parts=tuple(Part(path, encoding=encoding) for path, encoding in found.texts.items()),
    )


def read_lines(corpus: Corpus, task: Task = Task()) -> Iterator[str]:
    """The lines of all documents in turn, without their ends; memory does not grow with the size of the corpus.

    An empty line stands between two documents, so that nothing is joined across them. In a text, a line ends at LF, CR
    or CR LF and nowhere else. One of more than a million characters (2 to the 20th) comes in pieces, parted at a blank
    where there is one. A byte order mark is left out; bytes that are not of the encoding become U+FFFD. Progress is
    counted in bytes.

    Raises
    ------
    UnreadableFile : a file has gone, or has changed since the reading began.
    Cancelled : between two blocks of 1 MiB.
    """
    for place, document in enumerate(read_parts(corpus.parts, corpus.n_bytes, task)):
        if place:
            yield ""
        yield from document.lines


class _Found:
    """The files that were named or found in folders, and what became of each."""

    def __init__(self) -> None:
        self.texts: dict[Path, str] = {}  # path to encoding
        self._waiting: dict[Path, bool] = {}  # path to whether the user named it
        self._seen: set[Path] = set()
        self._left_out: list[str] = []
        self._hidden: list[str] = []
        self._guesses: dict[str, list[str]] = {}
        self._notices: list[str] = []

    def add_named(self, path: Path) -> None:
        if (real := path.resolve()) not in self._seen:
            self._seen.add(real)
            self._waiting[path] = True

    def add_folder(self, folder: Path, task: Task) -> None:
        def skip(error: OSError) -> None:
            self._left_out.append(Path(error.filename).name)

        for place, folders, files in os.walk(folder, onerror=skip):
            task.check()
            self._hidden += [each for each in (*folders, *files) if each.startswith(".")]
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for each in sorted(files):
                path = Path(place, each)
                if not each.startswith(".") and (real := path.resolve()) not in self._seen:
                    self._seen.add(real)
                    self._waiting[path] = False

    def judge(self, task: Task) -> None:
        """Look through every file; those found in folders may fail."""
        sizes = {path: _size_of(path) for path in self._waiting}
        total, done = max(sum(sizes.values()), 1), 0
        for path, is_named in self._waiting.items():
            part = task.part(done / total, (done + sizes[path]) / total)
            try:
                encoding, notice, is_guess = encoding_of(path, part)
            except UnreadableFile:
                if is_named:
                    raise
                self._left_out.append(path.name)
            else:
                self.texts[path] = encoding
                if is_guess:
                    self._guesses.setdefault(encoding, []).append(path.name)
                if notice:
                    self._notices.append(notice)
            done += sizes[path]

    def notices(self) -> Iterator[str]:
        yield from self._notices
        for encoding, names in self._guesses.items():
            who = f"{names[0]} is" if len(names) == 1 else f"{len(names):,} files, such as {names[0]}, are"
            yield f"{who} not UTF-8 and {_was(names)} read as {encoding}, which may be wrong."
        if self._left_out:
            many = "1 file" if len(self._left_out) == 1 else f"{len(self._left_out):,} files"
            yield f"{many} without text {_was(self._left_out)} left out, such as {self._left_out[0]}."
        if self._hidden:
            many = (
                "1 hidden file or folder"
                if len(self._hidden) == 1
                else f"{len(self._hidden):,} hidden files or folders"
            )
            yield f"{many} {_was(self._hidden)} left out."


def _was(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever opens it will hear why


def _name_of(paths: Sequence[Path]) -> str:
    first = paths[0].resolve()
    name = (first.name if first.is_dir() else first.stem) or str(first)
    return name if len(paths) == 1 else f"{name} + {len(paths) - 1} more"


def _nothing_found(paths: Sequence[Path]) -> str:
    if not paths:
        return "No file was named. Choose a text or a folder of texts."
    if len(paths) == 1:
        return f"{_name_of(paths)}: there is no text in this folder. Choose a folder with text files in it."
    return f"There is no text in {_name_of(paths)}. Choose folders with text files in them."
