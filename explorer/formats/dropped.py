"""Sorting what was dropped or named: files of word vectors, texts, and what cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.formats.content import Content, readings
from explorer.task import Task

MOST_FILES = 20_000


@dataclass(frozen=True)
class Dropped:
    """What there is in the files and folders that were dropped together.

    vectors:  files of word vectors, each with the ways in which it can be read, the likeliest first
    texts:    files and whole folders that make one corpus
    refused:  a sentence on each file that is neither
    """

    vectors: tuple[tuple[Path, tuple[Content, ...]], ...] = ()
    texts: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()


def sort_dropped(paths: Sequence[Path | str], task: Task = Task()) -> Dropped:
    """Judge files and folders by what is in them; their names play no part.

    In a folder, word vectors are looked for first: the texts beside them are most likely notes. A folder without any is
    taken as one corpus.

    Example: ``sort_dropped(["glove.txt", "speeches/"])`` has one file of vectors and one folder of texts.
    """
    vectors: list[tuple[Path, tuple[Content, ...]]] = []
    texts: list[Path] = []
    refused: list[str] = []
    for place, path in enumerate(map(Path, paths)):
        task.step(place, len(paths), f"Looking at {path.name}")
        if path.is_dir():
            inside = [(each, found) for each, found in _inside(path, task) if found[0].kind == "vectors"]
            vectors += inside
            if not inside:
                texts.append(path)
            continue
        found = readings(path)
        if found[0].kind == "vectors":
            vectors.append((path, found))
        elif found[0].kind == "text":
            texts.append(path)
        else:
            refused.append(found[0].sentence)
    return Dropped(tuple(vectors), tuple(texts), tuple(refused))


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
