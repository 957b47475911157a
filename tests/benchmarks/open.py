"""Opening files of vectors, file caches warm: for the first time, and again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from explorer.embedding import Embedding
from explorer.formats.registry import read_vectors, warm, write_vectors
from tests.benchmarks.measuring import Row, in_turn
from tests.benchmarks.real_data import glove_6b_50d, glove_6b_50d_text

WORDS = 400_000


def rows() -> Iterator[Row]:
    """GloVe 6B as text, the same as word2vec binary of twice the width, and the text a second time."""
    warm()
    text = glove_6b_50d_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LEXISCOPE_CACHE"] = name
        yield from _first_open(text)
        yield _first_open_of_binary(folder)
        yield _open_again(text, folder)


def _first_open(text: Path) -> Iterator[Row]:
    from gensim.models import KeyedVectors

    work = "GloVe text, 400k x 50"
    ours, polars = in_turn(lambda: _read(text), lambda: _read_with_polars(text))
    yield Row("first open", work, ours, "polars' CSV reader", polars, goal=">= 2 x")
    ours, gensim = in_turn(lambda: _read(text), lambda: KeyedVectors.load_word2vec_format(str(text), no_header=True))
    yield Row("first open", work, ours, "gensim", gensim, goal=">= 20 x")


def _first_open_of_binary(folder: Path) -> Row:
    from gensim.models import KeyedVectors

    words, vectors = glove_6b_50d()
    path = folder / "vectors.bin"
    wide = np.concatenate([vectors, vectors[::-1]], axis=1)
    write_vectors(Embedding("wide", tuple(words), wide), path, "word2vec-binary")
    ours, gensim = in_turn(lambda: _read(path), lambda: KeyedVectors.load_word2vec_format(str(path), binary=True))
    return Row("first open", "word2vec binary, 400k x 100", ours, "gensim", gensim, goal=">= 4 x")


def _open_again(text: Path, folder: Path) -> Row:
    from gensim.models import KeyedVectors

    saved = folder / "saved.kv"
    words, vectors = glove_6b_50d()
    theirs = KeyedVectors(vectors.shape[1])
    theirs.add_vectors(words, vectors)
    theirs.save(str(saved))
    read_vectors(text)
    ours, gensim = in_turn(lambda: read_vectors(text), lambda: KeyedVectors.load(str(saved), mmap="r"))
    return Row("re-open", "the text, a second time", ours, "gensim's load, mmap='r'", gensim, goal=">= 3 x, < 0.1 s")


def _read(path: Path) -> None:
    assert len(read_vectors(path, cache=False)) == WORDS


def _read_with_polars(path: Path) -> None:
    """To the same: the words as Python has them, and one array of float32."""
    import polars

    width = len(path.open("rb").readline().split())
    types = {f"column_{place}": polars.Float32 for place in range(2, width + 1)}
    table = polars.read_csv(
        path, separator=" ", has_header=False, quote_char=None, schema_overrides={"column_1": polars.String, **types}
    )
    words, vectors = table["column_1"].to_list(), np.ascontiguousarray(table.drop("column_1").to_numpy())
    assert len(words) == len(vectors) == WORDS
