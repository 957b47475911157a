"""The words of a vector file as text, whatever their encoding."""

from __future__ import annotations

from explorer.text_content import guess_encoding

_SAMPLE = 256 * 1024


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
