"""Writing text vector files so that what is read back is the same to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.embedding import Embedding
from explorer.errors import UnwritableFile
from explorer.formats.text_rows import HEAD, fields_of, is_fraction, is_number, told_width
from explorer.saving import atomic_write
from explorer.task import Task

_ROWS = 5_000


def write_rows(embedding: Embedding, path: Path, task: Task, header: str, allow_spaces: bool) -> None:
    """Write the header, then a row for each word; nine significant digits tell every float32 from its neighbours.

    Raises
    ------
    UnwritableFile : a word could not be read back (`refuse_words`, `refuse_blanks`), or so many of the first words end
        in a number that it would be taken for a value, or the file cannot be written.
    Cancelled : between two blocks of rows; an older file is as it was.
    """
    words, vectors = embedding.index_to_key, embedding.vectors
    refuse_words(words, path)
    refuse_blanks(words, path, allow_spaces)
    # Whole numbers keep a point, by which a reader tells values from words.
    whole = bool((np.abs(vectors) < 1e15).all() and (vectors == np.rint(vectors)).all())
    row = " ".join(["%s"] + ["%.1f" if whole else "%.9g"] * embedding.dim) + "\n"
    with atomic_write(path) as file:
        file.write(header.encode())
        for start in range(0, len(words), _ROWS):
            task.step(start, len(words), f"Writing {path.name}")
            values = vectors[start : start + _ROWS].tolist()
            block = "".join(
                row % (word, *each) for word, each in zip(words[start : start + _ROWS], values, strict=True)
            )
            text = block.encode("utf-8")
            if start == 0 and allow_spaces and told_width(text[:HEAD], len(text) <= HEAD) != embedding.dim:
                word = next(word for word in words if is_number(fields_of(word.encode("utf-8"))[-1]))
                raise UnwritableFile(path, f"the number in “{word}”, as in most words, would be read as a value.")
            file.write(text)


def refuse_words(words: tuple[str, ...], path: Path) -> None:
    """Refuse what no vector file can hold: no word, a word twice, a newline, half of a surrogate pair.

    Raises
    ------
    UnwritableFile : naming the word.
    """
    everything = "\n".join(words)
    if everything.isascii() and len(set(words)) == len(words) == everything.count("\n") + 1 and "" not in words:
        return
    seen: set[str] = set()
    for place, word in enumerate(words, 1):
        if not word:
            raise UnwritableFile(path, f"word {place:,} is empty. Remove it and save again.")
        if "\n" in word:
            raise UnwritableFile(path, f"“{word}” holds a line break. Remove it and save again.")
        if word in seen:
            raise UnwritableFile(path, f"“{word}” is there twice. Remove one and save again.")
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise UnwritableFile(path, f"word {place:,} holds half of a letter. Remove it and save again.")
        seen.add(word)


def refuse_blanks(words: tuple[str, ...], path: Path, allow_spaces: bool) -> None:
    """Refuse words that a reader of text would take apart differently.

    Raises
    ------
    UnwritableFile : naming the word.
    """
    if words[0].startswith("\ufeff"):
        raise UnwritableFile(path, f"the first word, “{words[0]}”, starts with a byte order mark. Remove it first.")
    if not any(blank in "".join(words) for blank in " \t\r"):
        return
    for word in words:
        if word != word.strip(" \t\r"):
            raise UnwritableFile(path, f"“{word}” starts or ends with a blank. Remove it and save again.")
        inner = fields_of(word.encode("utf-8"))[1:]
        if inner and not allow_spaces:
            raise UnwritableFile(path, f"“{word}” holds a space. Save as GloVe text, which allows it.")
        if inner and all(map(is_fraction, inner)):
            raise UnwritableFile(path, f"“{word}” would be read as a word and a value. Rename it and save again.")
