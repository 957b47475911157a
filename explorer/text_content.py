"""Whether the bytes of a file are a text, and in which encoding."""

from __future__ import annotations

import codecs
import warnings

HEAD = 256 * 1024
"""So many bytes of a file are looked at to tell what it is."""
_BLANKS = b" \t\r\n"
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "cp1252": "Western European (Windows)",
    "latin_1": "Western European (ISO)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp1257": "Baltic (Windows)",
    "cp437": "English (DOS)",
    "cp850": "Western European (DOS)",
    "cp852": "Central European (DOS)",
    "cp866": "Cyrillic (DOS)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "euc_kr": "Korean (EUC)",
}
"""The usual encodings and what they are for, the most widely used first.

In all of them a newline or a space is never a part of another letter, so that words stay apart.
"""
_CANDIDATES = [name for name in ENCODINGS if name != "utf-8"]


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
        matches = from_bytes(sample, cp_isolation=_CANDIDATES, enable_fallback=False)
    best = matches.best()
    if best is None:
        return "latin_1"
    fit = (best.chaos, best.coherence)
    tied = {name for match in matches if (match.chaos, match.coherence) == fit for name in match.could_be_from_charset}
    return next((name for name in _CANDIDATES if name in tied), best.encoding)
