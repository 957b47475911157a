"""The words of a vector file as text, whatever their encoding."""

from __future__ import annotations

import warnings

_SAMPLE = 256 * 1024
# Encodings in which a newline or a space is never a part of another letter, so that words stay apart.
_CANDIDATES = (
    "cp1252", "latin_1", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp437", "cp850", "cp852", "cp866", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip


def decode_words(blob: bytes) -> tuple[list[str], list[str]]:
    """The words of ``blob``, in which a newline follows each, and what had to be guessed, a sentence each.

    UTF-8 as a rule. If most of the words beyond ASCII are not, charset-normalizer tells the encoding; if only a few are
    not, their bad bytes become U+FFFD.
    """
    try:
        return _split(blob.decode("utf-8")), []
    except UnicodeDecodeError:
        pass
    words = blob.split(b"\n")[:-1]
    beyond_ascii = [word for word in words if not word.isascii()]
    bad = sum(not _is_utf8(word) for word in beyond_ascii)
    if 2 * bad > len(beyond_ascii):
        encoding = guess_encoding(b"\n".join(beyond_ascii)[:_SAMPLE])
        decoded = _split(blob.decode(encoding, "replace"))
        if len(decoded) == len(words):
            return decoded, [f"The words are not UTF-8; they were read as {encoding}, which may be wrong."]
    decoded = _split(blob.decode("utf-8", "replace"))
    some = "1 word is" if bad == 1 else f"{bad:,} words are"
    return decoded, [f"{some} not valid UTF-8; the unreadable letters are shown as \N{REPLACEMENT CHARACTER}."]


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


def _split(text: str) -> list[str]:
    words = text.split("\n")
    words.pop()
    return words


def _is_utf8(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
