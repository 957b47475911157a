"""Web pages (HTML) and XML: what a reader sees of them, without scripts, styles and navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from explorer.corpus.kinds.document import Head, Source, reading

_BLOCK = 1 << 16  # characters that are parsed at a time
_LONGEST = 1 << 20  # characters of a text without any tag, which is then parted at a blank
_DROPPED = frozenset(
    """
    head script style noscript template nav menu svg math iframe object embed canvas audio video map button select
    option textarea datalist dialog
    """.split()  # noqa: SIM905
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meter nobr output
    progress q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905
)
_DROPPED_ROLES = frozenset({"navigation", "menu", "menubar", "search", "banner", "toolbar"})
# A comment is matched in one way only: otherwise there would be 2 to the 50th ways to match fifty of them.
_BEGINS = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:\?xml\s|!doctype\s|html\b|head\b|body\b)", re.I | re.S)
_TAGS = re.compile(r"<(?:p|div|span|a|br|h[1-6]|ul|ol|li|table|td|img|article|section)\b[^<>]*>", re.I)
_STARTS_WITH_TAG = re.compile(r"\s*<(?:p|div|h[1-6]|table|ul|ol|article|section|main|header|body|span)\b[^<>]*>", re.I)
_DECLARED = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.I)


def sniff(head: Head) -> bool:
    """Whether a text begins as a web page does, or with a tag that many others follow."""
    if _BEGINS.match(head.text):
        return True
    return _STARTS_WITH_TAG.match(head.text) is not None and len(_TAGS.findall(head.text[:4096])) >= 3


def declared_encoding(head: bytes) -> str:
    """The encoding that a page says it is in; "" for none."""
    found = _DECLARED.search(head[:4096])
    return found[1].decode("ascii") if found else ""


def lines(source: Source) -> Iterator[str]:
    """The text of each block on a line of its own, with an empty line behind it; a break within a block ends a line."""
    from lxml import etree

    text = source.text()
    seen = _Seen()
    # The text is decoded already: what the page says of its encoding is to be passed over.
    parser = etree.HTMLParser(target=seen, encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    with reading(source.name, "web page"):
        while piece := text.read(_BLOCK):
            source.step(None)
            parser.feed(piece.encode("utf-8", "replace"))
            yield from seen.take()
        with suppress(etree.XMLSyntaxError):  # nothing but comments, or an end within a tag: what was read counts
            parser.close()
        seen.end_block()
        yield from seen.take()


class _Seen:
    """What the parser tells of, as lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._n_letters = 0
        self._dropped: list[str] = []  # the tags that are open within one that is dropped, and that one

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._dropped:
            if tag == self._dropped[0]:
                self._dropped.append(tag)
        elif tag in _DROPPED or attributes.get("role") in _DROPPED_ROLES or "hidden" in attributes:
            self._dropped.append(tag)
            if tag not in _INLINE:
                self.end_block()
        elif tag == "br":
            self._end_line()
        elif tag not in _INLINE:
            self.end_block()

    def end(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[0]:
                self._dropped.pop()
        elif tag not in _INLINE and tag != "br":
            self.end_block()

    def data(self, text: str) -> None:
        if self._dropped:
            return
        self._words.append(text)
        self._n_letters += len(text)
        if self._n_letters > _LONGEST:
            whole = "".join(self._words)
            cut = whole.rfind(" ") + 1 or len(whole)
            self._words = [whole[:cut]]
            self._end_line()
            self._words, self._n_letters = [whole[cut:]], len(whole) - cut

    def close(self) -> None:
        """End of the page."""

    def end_block(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def take(self) -> list[str]:
        lines, self._lines = self._lines, []
        return lines

    def _end_line(self) -> None:
        if line := " ".join("".join(self._words).split()):
            self._lines.append(line)
        self._words, self._n_letters = [], 0
