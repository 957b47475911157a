"""Sorting what was dropped or named: files of word vectors, texts, and what cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from explorer.corpus.kinds.archives import is_archive, members
from explorer.corpus.kinds.registry import binary_kind_of
from explorer.corpus.table_heads import TableHead, table_head
from explorer.errors import UnreadableFile
from explorer.formats.content import Content, readings
from explorer.formats.registry import FORMATS
from explorer.opening import opened, read_head
from explorer.task import Task
from explorer.text_content import HEAD

MOST_FILES = 20_000
_LOOKED_AT = 5  # files of an archive


@dataclass(frozen=True)
class Dropped:
    """What there is in the files and folders that were dropped together.

    vectors:  files of word vectors, each with the ways in which it can be read, the likeliest first
    texts:    files, archives and whole folders that make one corpus
    refused:  a sentence on each file that is neither
    table:    the first rows of the first table among the texts, of which a column is to be chosen
    """

    vectors: tuple[tuple[Path, tuple[Content, ...]], ...] = ()
    texts: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()
    table: TableHead | None = None


def sort_dropped(paths: Sequence[Path | str], task: Task = Task()) -> Dropped:
    """Judge files and folders by what is in them; their names play no part.

    In a folder, word vectors are looked for first: the texts beside them are most likely notes. A folder without any is
    taken as one corpus.

    Example: ``sort_dropped(["glove.txt", "speeches/"])`` has one file of vectors and one folder of texts.
    """
    vectors: list[tuple[Path, tuple[Content, ...]]] = []
    texts: list[Path] = []
    refused: list[str] = []
    table: TableHead | None = None
    for place, path in enumerate(map(Path, paths)):
        task.step(place, len(paths), f"Looking at {path.name}")
        if path.is_dir():
            inside = [(each, found) for each, found in _inside(path, task) if found[0].kind == "vectors"]
            vectors += inside
            if not inside:
                texts.append(path)
            continue
        found = contents(path, task)
        if found[0].kind == "vectors":
            vectors.append((path, found))
        elif found[0].kind == "text":
            texts.append(path)
            table = table or table_head(path)
        else:
            refused.append(found[0].sentence)
    return Dropped(tuple(vectors), tuple(texts), tuple(refused), table)


def contents(path: Path, task: Task = Task()) -> tuple[Content, ...]:
    """What a file may be, the likeliest first: as `readings`, and also the kinds of text that are more than text.

    Archives are looked into: one of word vectors is not taken for a corpus of numbers.
    """
    found = readings(path)
    if found[0].kind == "vectors":
        return found
    try:
        head, _ = read_head(path, HEAD)
        if (kind := binary_kind_of(head)) is not None:
            return (Content("text", None, f"{path.name}: {kind.label}."),)
        if is_archive(head):
            return (_judge_archive(path, task),)
    except UnreadableFile as error:
        return (Content("unknown", None, str(error)),)
    return found


def _judge_archive(path: Path, task: Task) -> Content:
    with opened(path) as raw:
        files = (each.file for each in members(path, raw, lambda _: task.check()) if each.file is not None)
        for file in islice(files, _LOOKED_AT):
            head = file.read(HEAD)
            if any(each.sniff(head, len(head) < HEAD) for each in FORMATS):
                what = "it holds word vectors. Unpack it and open what is in it."
                return Content("unknown", None, f"{path.name}: {what}")
    return Content("text", None, f"{path.name} is an archive.")


def _inside(folder: Path, task: Task) -> Iterator[tuple[Path, tuple[Content, ...]]]:
    """Every file below a folder that is not hidden, and how it can be read."""
    files = (path for path in sorted(folder.rglob("*")) if not _is_hidden(path.relative_to(folder)) and path.is_file())
    for place, path in enumerate(files):
        task.report(place, place + 20, f"Looking at {path.name}")
        task.check()
        if place >= MOST_FILES:
            return
        yield path, readings(path)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
