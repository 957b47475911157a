"""The words of a vector file as text, whatever their encoding."""

from __future__ import annotations

from explorer.text_content import guess_encoding

_SAMPLE = 256 * 1024


def decode_words(blob: bytes) -> tuple[list[str], list[str]]:
    """The words of ``blob``, in which a newline follows each, and what had to be guessed, a sentence each.

    UTF-8 as a rule. If most of the letters beyond ASCII are not, charset-normalizer tells the encoding; if only a few
    are not, they become U+FFFD.
    """
    try:
        return _split(blob.decode("utf-8")), []
    except UnicodeDecodeError:
        pass
    text = blob.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    words = blob.split(b"\n")[:-1]
    if bad > good:
        sample = b"\n".join(word for word in words if not word.isascii())[:_SAMPLE]
        encoding = guess_encoding(sample)
        decoded = _split(blob.decode(encoding, "replace"))
        if len(decoded) == len(words):
            return decoded, [f"The words are not UTF-8; they were read as {encoding}, which may be wrong."]
    n = sum(not _is_utf8(word) for word in words)
    some = "1 word is" if n == 1 else f"{n:,} words are"
    return _split(text), [f"{some} not valid UTF-8; the unreadable letters are shown as \N{REPLACEMENT CHARACTER}."]


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
