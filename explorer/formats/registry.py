"""The formats of word vectors: telling them apart by their content, reading and writing them."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from explorer import other_files
from explorer.embedding import Embedding
from explorer.errors import BadOption, UnreadableFile
from explorer.formats import cache as kept
from explorer.formats import glove_text, word2vec_binary, word2vec_text
from explorer.opening import read_head
from explorer.task import Task
from explorer.text_content import HEAD, blank


@dataclass(frozen=True)
class Format:
    """One kind of vector file.

    key:       how the program and the command line call it: "glove-text"
    label:     how the window calls it
    suffixes:  how such files are usually named, the one to suggest first
    sniff:     (first bytes, whether they are the whole file) -> whether this is such a file
    read:      raises UnreadableFile, and Cancelled between two blocks
    write:     raises UnwritableFile, and Cancelled between two blocks
    """

    key: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, bool], bool]
    read: Callable[[Path, Task], Embedding]
    write: Callable[[Embedding, Path, Task], None]


_MODULES = (
    ("word2vec-text", "word2vec text", (".vec", ".w2v", ".txt"), word2vec_text),
    ("word2vec-binary", "word2vec binary", (".bin",), word2vec_binary),
    ("glove-text", "GloVe text", (".txt",), glove_text),
)
FORMATS = tuple(
    Format(key, label, suffixes, module.sniff, module.read, module.write) for key, label, suffixes, module in _MODULES
)


def format_of(key: str) -> Format:
    """The format of that key.

    Raises
    ------
    BadOption : there is none.
    """
    for each in FORMATS:
        if each.key == key:
            return each
    raise BadOption(f"There is no format “{key}”; choose one of {', '.join(each.key for each in FORMATS)}.")


def format_of_ending(path: Path) -> Format | None:
    """The format whose files are most usually named like that; None if no format's are.

    Example: ``format_of_ending(Path("king.bin")).key`` is ``"word2vec-binary"``.
    """
    ending = path.suffix.lower()
    fitting = [each for each in FORMATS if ending in each.suffixes]
    return min(fitting, key=lambda each: each.suffixes.index(ending), default=None)


def sniff(path: Path | str) -> Format | None:
    """The format that the content of a file is in, whatever its name; None if it holds no word vectors.

    Raises
    ------
    UnreadableFile : it cannot be opened at all.
    """
    head, whole = read_head(path, HEAD)
    return next((each for each in FORMATS if each.sniff(head, whole)), None)


def read_vectors(path: Path | str, task: Task = Task(), cache: bool = True, format_key: str | None = None) -> Embedding:
    """Read a file of word vectors, in the format that its content tells or that is asked for.

    The vectors are float32 as the file has them, the words in its order, ``counts`` None. What had to be left out or
    guessed is in the embedding's ``notices``. With ``cache``, a large file is parsed only once.

    Raises
    ------
    UnreadableFile : it is no file of word vectors, or is damaged; the sentence names the file and the line if known.
    Cancelled : between two blocks.

    Example: ``read_vectors("glove.6B.50d.txt").index_to_key[0]`` is ``"the"``.
    """
    path = Path(path)
    chosen = format_of(format_key) if format_key is not None else sniff(path)
    if chosen is None:
        head, _ = read_head(path, HEAD)
        raise UnreadableFile(path, what_else(head))
    task.step(0, 1, f"Reading {path.name}")
    key = kept.key_of(path, chosen.key) if cache else None
    if key is not None and (found := kept.recall(key, path)) is not None:
        return found
    embedding = chosen.read(path, task)
    if key is not None and kept.key_of(path, chosen.key) == key:
        kept.keep(key, embedding)
    return embedding


def write_vectors(embedding: Embedding, path: Path | str, format_key: str, task: Task = Task()) -> None:
    """Write an embedding so that reading it gives the same words and, to the bit, the same vectors.

    Raises
    ------
    UnwritableFile : the format cannot hold one of the words, which is named; or the disk is full or read-only.
    BadOption : there is no such format.
    Cancelled : between two blocks; an older file is as it was.
    """
    format_of(format_key).write(embedding, Path(path), task)


def what_else(head: bytes) -> str:
    """What a file is that begins so and holds no vectors: a sentence to stand behind its name."""
    if blank(head):
        return "it is empty. Choose another file."
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "it is in UTF-16. Save it as UTF-8 and open that."
    return other_files.describe(head) or (
        "it holds no word vectors in a format that can be opened: word2vec text or binary, or GloVe text. "
        "Choose another file, or save the vectors in one of these."
    )


def warm() -> None:
    """Load the compiled readers, or compile them, which takes seconds the first time; call it in the background."""
    for name in ("binary_kernels", "text_kernels"):
        import_module(f"explorer.formats.{name}")
