"""Whether the bytes of a file are a text, and in which encoding."""

from __future__ import annotations

import codecs
import warnings

HEAD = 256 * 1024
"""So many bytes of a file are looked at to tell what it is."""
_BLANKS = b" \t\r\n"
# Encodings in which a newline or a space is never a part of another letter, so that words stay apart.
_CANDIDATES = (
    "cp1252", "latin_1", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp437", "cp850", "cp852", "cp866", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip


def is_text(head: bytes, whole: bool) -> bool:
    """Whether bytes are UTF-8 without control characters, but for the usual ones."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return not has_controls(head)


def has_controls(head: bytes) -> bool:
    """Whether there are control characters that no text has: more than one in 1,000 bytes, or a zero byte."""
    controls = len(head) - len(head.translate(None, bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))))
    return b"\0" in head or controls * 1000 > len(head)


def blank(head: bytes) -> bool:
    """Whether there is nothing but blanks and newlines."""
    return not head.removeprefix(codecs.BOM_UTF8).strip(_BLANKS)


def guess_encoding(sample: bytes) -> str:
    """The most likely encoding of bytes that are not UTF-8, by charset-normalizer; Latin-1 if nothing fits.

    Among those that are equally likely, as with few letters, the most widely used.
    """
    from charset_normalizer import from_bytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the sample is short
        matches = from_bytes(sample, cp_isolation=list(_CANDIDATES), enable_fallback=False)
    best = matches.best()
    if best is None:
        return "latin_1"
    fit = (best.chaos, best.coherence)
    tied = {name for match in matches if (match.chaos, match.coherence) == fit for name in match.could_be_from_charset}
    return next((name for name in _CANDIDATES if name in tied), best.encoding)
