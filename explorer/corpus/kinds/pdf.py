"""PDF: the text of its pages, one page at a time, by pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from explorer.corpus.kinds.document import Checked, Head, Source, reading
from explorer.errors import ExplorerError
from explorer.task import Cancelled

_PLACE = 1024  # within so many bytes the file has to say that it is a PDF
_WHAT = "PDF"
_KEPT = 16  # pages whose fonts and pictures are kept in memory, since neighbours share them


def sniff(head: Head) -> bool:
    """Whether a file says that it is a PDF."""
    return b"%PDF-" in head.data[:_PLACE] and (head.data.startswith(b"%PDF-") or not head.text)


def lines(source: Source) -> Iterator[str]:
    """The lines of all pages; a word that was parted at the end of a line is put together again.

    A page that cannot be read is left out; how many there are is told when the file is opened.
    """
    with reading(source.name, _WHAT):
        yield from _joined(text or "" for text in _pages(source))


def check(source: Source) -> Checked:
    """Read every page, which is slow enough to be done only once.

    Raises
    ------
    UnreadableFile : it is encrypted or damaged, or holds pictures of text only.
    """
    n_pages = n_bad = n_letters = 0

    def counted() -> Iterator[str]:
        nonlocal n_pages, n_bad, n_letters
        for text in _pages(source):
            n_pages += 1
            n_bad += text is None
            n_letters += len((text or "").strip())
            yield text or ""

    with reading(source.name, _WHAT):
        kept = source.keep(_joined(counted()))
    if not n_letters and n_bad < n_pages:
        raise source.bad("there is no text in this PDF, only pictures of it. Let a program recognise the text first.")
    if n_pages == n_bad:
        raise source.bad("no page of this PDF can be read; it is damaged. Get it again.")
    if n_bad:
        pages = "1 page" if n_bad == 1 else f"{n_bad:,} pages"
        notice = f"{source.name}: {pages} of {n_pages:,} could not be read and will be left out."
        return Checked(notices=(notice,), kept=kept)
    return Checked(kept=kept)


def _joined(pages: Iterable[str]) -> Iterator[str]:
    """The lines of pages, with the words that were parted at the end of a line."""
    rest = ""
    for text in pages:
        for line in text.split("\n"):
            line = line.strip()
            if rest and not line:  # the end of a page
                continue
            if rest:
                line, rest = rest + line if line[:1].islower() else f"{rest}-\n{line}", ""
            if len(line) > 1 and line[-1] in "-\u00ad\u2010" and line[-2].isalpha():
                rest = line[:-1]
            else:
                yield from line.split("\n")
    if rest:
        yield from f"{rest}-".split("\n")


def _pages(source: Source) -> Iterator[str | None]:
    """The text of each page; None for one that cannot be read."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every little flaw
    source.file.seek(0)
    reader = pypdf.PdfReader(source.file)
    if reader.is_encrypted and not _is_open(reader):
        raise source.bad("this PDF is encrypted. Save it without a password and open that.")
    n_pages = len(reader.pages)
    for place in range(n_pages):
        source.step(place / n_pages)
        if place % _KEPT == 0:
            reader.resolved_objects.clear()  # which hold all that was read, pictures too
        try:
            yield reader.pages[place].extract_text()
        except (ExplorerError, Cancelled, MemoryError):
            raise
        except Exception:
            yield None


def _is_open(reader: Any) -> bool:
    """Whether an encrypted file can be read without a password."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):  # a cipher that only an optional library knows
        return False
