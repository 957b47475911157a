"""A corpus: files of text that are read again and again, a line at a time, and never held in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.corpus.finding import Found, size_of
from explorer.corpus.judging import BY_CONTENT, TextChoice
from explorer.corpus.parts import Part, read_parts
from explorer.errors import BadOption, EmptyCorpus
from explorer.task import Task


@dataclass(frozen=True, eq=False)
class Corpus:
    """Files of text that belong together, in the order in which they are read.

    name:       what the user calls it, such as "moby-dick"
    paths:      the files
    n_bytes:    their size together
    encodings:  how each file is read, one a file, as Python names them: "utf-8", "cp1252"; "" where its kind says it
    notices:    what had to be guessed or was left out, a sentence each
    parts:      how each file is read, in the order of ``paths``; of an archive, each file in it
    choice:     what the user chose of how they are read

    Two corpora are equal only if they are the same object.
    """

    name: str
    paths: tuple[Path, ...]
    n_bytes: int
    encodings: tuple[str, ...]
    notices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    choice: TextChoice = BY_CONTENT


def open_corpus(
    paths: Sequence[Path | str],
    task: Task = Task(),
    name: str | None = None,
    choice: TextChoice = BY_CONTENT,
    is_lenient: bool = False,
) -> Corpus:
    """Make one corpus of files, folders and archives; every file is looked through once, to tell how it is read.

    A file is judged by its content, not by its name: plain text, Markdown, web pages, PDF, Word documents, tables (CSV,
    JSON Lines, Parquet), and archives of these (ZIP, tar, gzip, bzip2, xz). Folders are searched to any depth, in the
    order of the alphabet; what is hidden, empty or not a text in them is left out and counted in a notice. A file that
    was named itself must be a text; with ``is_lenient``, it is left out with a notice if another can be read. Files
    named twice are read once.

    Raises
    ------
    UnreadableFile : a named file is empty, damaged, is not a text or cannot be read; or a column was chosen that a
        table does not have or that holds no texts.
    EmptyCorpus : a folder holds no text, or nothing was named.
    BadOption : a column was chosen, and there is no table.
    Cancelled : between two files or two blocks of 1 MiB.

    Example: ``open_corpus(["data/moby-dick.txt"]).name`` is ``"moby-dick"``.
    """
    named = [Path(path) for path in paths]
    found = Found()
    for path in named:
        found.add(path, task)
    found.judge(choice, is_lenient, task)
    parts = found.parts()
    if not parts:
        raise EmptyCorpus(_nothing_found(named))
    if (choice.text_column or choice.name_column) and not any(part.columns.text for part in parts):
        raise BadOption(
            f"{_name_of(named)}: there is no table in it of which the column "
            f"“{choice.text_column or choice.name_column}” could be read. Open it without naming a column."
        )
    encodings: dict[Path, str] = {}
    for part in parts:
        encodings.setdefault(part.path, part.encoding)
    return Corpus(
        name=name or _name_of([path for path in named if path not in found.refused]),
        paths=tuple(encodings),
        n_bytes=sum(map(size_of, encodings)),
        encodings=tuple(encodings.values()),
        notices=tuple(found.notices()),
        parts=parts,
        choice=choice,
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


_PACKED = (".gz", ".bz2", ".xz")


def _name_of(paths: Sequence[Path]) -> str:
    first = paths[0].resolve()
    name = (first.name if first.is_dir() else first.stem) or str(first)
    if first.suffix.lower() in _PACKED:  # of speeches.tar.gz, the speeches
        name = Path(name).stem
    return name if len(paths) == 1 else f"{name} + {len(paths) - 1} more"


def _nothing_found(paths: Sequence[Path]) -> str:
    if not paths:
        return "No file was named. Choose a text or a folder of texts."
    if len(paths) == 1:
        return f"{_name_of(paths)}: there is no text in this folder. Choose a folder with text files in it."
    return f"There is no text in {_name_of(paths)}. Choose folders with text files in them."
