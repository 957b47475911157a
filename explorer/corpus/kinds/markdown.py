"""Markdown: its text without the markup, a paragraph, an item or a heading at a time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from explorer.corpus.kinds.document import Head, Source
from explorer.corpus.kinds.plain import lines_of

_LONGEST = 2_048  # characters that are searched for marks at once
_LOOKED_AT = 8_192  # characters that tell Markdown from other texts
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+|$)")
_RULE = re.compile(r"\s{0,3}([-*_=])(?:\s*\1){2,}\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_TABLE_RULE = re.compile(r"(?:\s*\|)?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]{1,200}\]:\s+<?\S")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+[\"'(][^)]*)?\)|\[[^\]]*\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,50}\]:?")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.*?-->")
_STRONG = re.compile(r"(\*\*\*|\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")

# What Markdown is told by; a letter or two that each sign has make it quick to see that there is none.
_SIGNS = (
    ("# ", re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)),
    ("```", re.compile(r"^ {0,3}```[\w+-]*\s*$", re.MULTILINE)),
    ("](", re.compile(r"!?\[[^\]\n]+\]\([^)\s]+\)")),
    ("]: ", re.compile(r"^ {0,3}\[[^\]\n]+\]: +<?https?://", re.MULTILINE)),
    ("\n", re.compile(r"^ {0,3}[-*+] (?:\[[ xX]\] )?\S.*\n(?: +\S.*\n)* {0,3}[-*+] \S", re.MULTILINE)),
    ("**", re.compile(r"(?<!\S)\*\*[^\s*][^*\n]*\*\*")),
    ("--", re.compile(r"^\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?$", re.MULTILINE)),
    ("`", re.compile(r"(?<!`)`[^`\n]+`(?!`)")),
)


def sniff(head: Head) -> bool:
    """Whether a text has headings, links, lists or code as Markdown writes them: two of these at least."""
    text = head.text[:_LOOKED_AT]
    return sum(needle in text and sign.search(text) is not None for needle, sign in _SIGNS) >= 2


def lines(source: Source) -> Iterator[str]:
    """The text; an empty line stands wherever the markup parts two texts, so that they are not joined."""
    is_front, fence = False, ""  # what began the code that a line is in
    for number, line in enumerate(lines_of(source.text())):
        source.step(None)
        if number == 0 and line.rstrip() == "---":
            is_front = True
        elif is_front:
            is_front = line.rstrip() not in ("---", "...")
        elif (found := _FENCE.match(line)) and found[1].startswith(fence):
            fence = "" if fence else found[1][:3]
            yield ""
        elif fence:
            yield line
        else:
            yield from _plain(line)


def _plain(line: str) -> Iterator[str]:
    """A line without its markup."""
    if _RULE.match(line) or _UNDERLINE.match(line) or _TABLE_RULE.match(line) or _DEFINITION.match(line):
        yield ""
        return
    if quote := _QUOTE.match(line):
        line = line[quote.end() :]
    if heading := _HEADING.match(line):
        yield from ("", without_marks(line[heading.end() :].rstrip().rstrip("#")), "")
    elif item := _ITEM.match(line):
        yield from ("", without_marks(line[item.end() :]))
    elif line.lstrip().startswith("|"):
        yield from ("", " ".join(without_marks(line).replace("|", " ").split()), "")
    else:
        yield without_marks(line)


def without_marks(text: str) -> str:
    """A text without links, emphasis, tags and escapes.

    Example: ``without_marks("**Call** me [Ishmael](https://example.org)")`` is ``"Call me Ishmael"``.
    """
    if not any(mark in text for mark in "[*_`<&\\~"):
        return text
    if len(text) > _LONGEST:
        return "".join(map(without_marks, _pieces(text)))
    text = _CODE.sub(r"\2", text)
    text = _FOOTNOTE.sub("", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))  # twice, for a picture within a link
    text = _TAG.sub("", _AUTOLINK.sub("", text))
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    return html.unescape(_ESCAPE.sub(r"\1", text))


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces, parted at blanks: to search for pairs of marks takes the square of the length."""
    start = 0
    while start < len(text):
        end = start + _LONGEST
        cut = text.rfind(" ", start + _LONGEST // 2, end) + 1 if end < len(text) else 0
        yield text[start : cut or end]
        start = cut or end
