"""Files that are known but are neither text nor vectors that can be opened: what they are and what would do."""

from __future__ import annotations

_UNPACK = "Unpack it and open what is in it."
_PICTURE = "Choose a text or a file of word vectors."
_EXPORT = "Save the vectors as word2vec or GloVe text and open that."

# The first bytes, what such a file is, and what to do.
_SIGNATURES = (
    (
        b"version https://git-lfs",
        "a Git LFS pointer, not the data itself",
        "Fetch the data with “git lfs pull”.",
    ),
    (b"\x1f\x8b", "compressed (gzip)", _UNPACK),
    (b"BZh", "compressed (bzip2)", _UNPACK),
    (b"\xfd7zXZ\0", "compressed (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed (Zstandard)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"PK\x03\x04", "a ZIP archive or made like one (such as .npz, .docx, .xlsx)", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x93NUMPY", "a NumPy array, which holds vectors but no words", _EXPORT),
    (b"\xba\x16\x4f\x2f", "a fastText model", "Open the .vec file that fastText writes beside it."),
    (b"\x89HDF\r\n", "an HDF5 file", _EXPORT),
    (b"PAR1", "a Parquet table", _EXPORT),
    (b"ARROW1", "an Arrow table", _EXPORT),
    (b"SQLite format 3\0", "an SQLite database", _EXPORT),
    (b"\x89PNG", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF8", "a picture (GIF)", _PICTURE),
    (b"%PDF", "a PDF document", "Word vectors can be learned from its text; it holds none itself."),
    (b"{\\rtf", "an RTF document", "Save it as plain text and open that."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as plain text and open that."),
    (b"\x7fELF", "a program", _PICTURE),
    (b"MZ", "a program", _PICTURE),
    (b"\0asm", "a program", _PICTURE),
)
_PICKLE = (
    "this is a Python pickle, such as gensim's .model and .kv. Opening one can run what is hidden in it, so it is not "
    "opened. In gensim, save its vectors with save_word2vec_format and open that."
)


def describe(head: bytes) -> str | None:
    """A sentence on what a file that begins so is, and what to do with it; None if it is nothing known.

    The sentence begins in lower case, to stand behind the name of the file.
    """
    if len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5:
        return _PICKLE
    for signature, what, todo in _SIGNATURES:
        if head.startswith(signature) and (signature != b"MZ" or b"\0" in head):
            return f"this is {what}. {todo}"
    if head[8:9] == b"{" and b'"dtype"' in head[:4096] and head[7:8] == b"\0":
        return f"this is a safetensors file, which holds vectors but no words. {_EXPORT}"
    return None
