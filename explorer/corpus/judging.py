"""Judging files by their content before they become parts of a corpus: their kind, encoding and columns."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from explorer.corpus.encodings import check_text, decoded, encoding_of, is_encoding, likely_encoding
from explorer.corpus.kinds import delimited, webpage
from explorer.corpus.kinds.archives import Bomb, Reason, is_archive, members
from explorer.corpus.kinds.document import Checked, Columns, Head, Source, buffered
from explorer.corpus.kinds.kept_texts import KeptTexts
from explorer.corpus.kinds.registry import KINDS, Kind, binary_kind_of, kind_of
from explorer.corpus.kinds.tables import WrongColumn
from explorer.corpus.parts import Part, Step, spooled, stepping
from explorer.errors import BadOption, UnreadableFile
from explorer.opening import opened
from explorer.options import check_options, option
from explorer.task import Task
from explorer.text_content import HEAD


@dataclass(frozen=True)
class TextChoice:
    """What the user has chosen of how files are read.

    kind:         the key of the kind that all texts are taken for, such as "text" to read a table or a web page as it
                  is; "auto" for what each file's content tells
    text_column:  of tables, the column with the texts; "" for the likeliest
    name_column:  of tables, the column that names the documents; "" for the numbers of the rows
    encoding:     how texts that are not UTF-8 are read, as Python names it; "" for what they seem to be

    Raises
    ------
    BadOption : there is no such kind of text, or no such encoding.
    """

    kind: str = option(
        "auto",
        "Kind of text",
        "What files are taken for: what their content tells, or always plain text, Markdown, a web page or a table.",
        choices={"auto": "by content"} | {each.key: each.label for each in KINDS.values() if not each.is_binary},
    )
    text_column: str = option("", "Text column", "Of tables, the column with the texts; else that of the longest ones.")
    name_column: str = option(
        "", "Name column", "Of tables, the column that names the documents; else they are numbered."
    )

    encoding: str = option(
        "",
        "Encoding",
        "Of texts that are not UTF-8, if it is guessed wrong: cp1252, koi8-r, ...; else what they seem to be.",
    )

    def __post_init__(self) -> None:
        check_options(self)
        if self.encoding and not is_encoding(self.encoding):
            raise BadOption(f"There is no encoding “{self.encoding}”; utf-8, cp1252, latin-1 and koi8-r are some.")

    @property
    def columns(self) -> Columns:
        """The columns as readers take them."""
        return Columns(self.text_column, self.name_column)


BY_CONTENT = TextChoice()


@dataclass(frozen=True)
class Judged:
    """A part of a corpus, and what is to be told of it.

    notices:  a sentence each
    """

    part: Part
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A file that is not read, and why."""

    name: str
    reason: Reason


_LOOKED_AT = 1 << 16  # bytes that tell the kind of a text
WITHOUT_TEXT = Reason("file without text", "files without text")
HIDDEN = Reason("hidden file or folder", "hidden files or folders")
NESTED = Reason("archive in an archive", "archives in archives")


def judge(
    path: Path, choice: TextChoice, before: int, total: int, texts: KeptTexts, task: Task = Task()
) -> Iterator[Judged | LeftOut]:
    """What a file brings to a corpus: one part, or those of an archive.

    choice:         what the user has chosen
    before, total:  bytes that are behind, and of all files together, for the progress
    texts:          where to keep what would be slow to read again

    Raises
    ------
    UnreadableFile : it is empty, damaged or no text, or holds none.
    WrongColumn : a column was chosen that its table does not have, or that holds no texts.
    Cancelled : between two blocks of 1 MiB.
    """
    with opened(path) as raw:
        size = os.fstat(raw.fileno()).st_size
        step = stepping(raw, f"Looking through {path.name}", before, size, total, task)
        head = raw.read(HEAD) or b""
        raw.seek(0)
        if office := next((what for mark, what in _OFFICE if head.startswith(b"PK") and mark in head), ""):
            raise UnreadableFile(path, office)
        if is_archive(head) and binary_kind_of(head) is None:
            yield from _judge_archive(path, raw, choice, step, texts)
        else:
            yield _judge_file(Part(path), buffered(raw), choice, step, texts)


def _judge_archive(
    path: Path, raw: FileIO, choice: TextChoice, step: Step, texts: KeptTexts
) -> Iterator[Judged | LeftOut]:
    n_parts, first = 0, ""
    for member in members(path, raw, step):
        name = member.name.rpartition("/")[2]
        if member.file is None:
            assert member.reason is not None
            yield LeftOut(name, member.reason)
        elif any(each.startswith((".", "__MACOSX")) for each in member.name.split("/") if each != "."):
            yield LeftOut(name, HIDDEN)
        else:
            part = Part(path, member=member.name, place=member.place)
            try:
                yield _judge_file(part, member.file, choice, step, texts)
                n_parts += 1
            except (WrongColumn, Bomb):
                raise
            except UnreadableFile as error:
                if member.is_alone:
                    raise
                first = first or str(error)
                yield LeftOut(name, NESTED if error.problem == _NESTED else WITHOUT_TEXT)
    if not n_parts:
        why = f" The first is {first}" if first else ""
        raise UnreadableFile(path, f"no file in it can be read as a text.{why}")


def _judge_file(part: Part, file: BinaryIO, choice: TextChoice, step: Step, texts: KeptTexts) -> Judged:
    """A file, or one of an archive, from its beginning."""
    with ExitStack() as files:
        return _judge_content(part, file, choice, step, texts, files)


def _judge_content(
    part: Part, file: BinaryIO, choice: TextChoice, step: Step, texts: KeptTexts, files: ExitStack
) -> Judged:
    path = Path(part.file_name)
    data = file.read(HEAD)
    whole = len(data) < HEAD
    if (kind := binary_kind_of(data)) is not None:
        source = Source(path.name, _again(data, file, step, files), "", choice.columns, step, texts)
        return _judged(part, kind, "", kind.check(source) if kind.check else Checked())
    if is_archive(data):
        raise UnreadableFile(path, _NESTED)
    check_text(path, data, whole)
    beginning = data[:_LOOKED_AT]
    text = decoded(beginning, likely_encoding(beginning, choice.encoding))
    head = Head(data, text, whole and len(data) <= _LOOKED_AT)
    kind = kind_of(head) if choice.kind == "auto" else KINDS[choice.kind]
    if kind.check is not None:  # it is read twice
        file = _again(data, file, step, files)
        file.seek(len(data))
    encoding, notice, is_guess = encoding_of(path, data, file, step)
    if choice.encoding and (is_guess or notice):
        encoding, notice, is_guess = choice.encoding, "", False
    if kind.key == "html" and is_guess and is_encoding(declared := webpage.declared_encoding(data)):
        encoding, is_guess = declared, False
    checked = Checked()
    if kind.check is not None:
        file.seek(0)
        columns = delimited.form_of(head, choice.columns) if kind.key == "csv" else choice.columns
        checked = kind.check(Source(path.name, file, encoding, columns, step))
    return _judged(part, kind, encoding, checked, notice, is_guess)


def _judged(
    part: Part, kind: Kind, encoding: str, checked: Checked, notice: str = "", is_guess: bool = False
) -> Judged:
    made = replace(
        part, kind=kind.key, encoding=encoding, columns=checked.columns, kept=checked.kept, is_guess=is_guess
    )
    return Judged(made, (*([notice] if notice else []), *checked.notices))


def _again(data: bytes, file: BinaryIO, step: Step, files: ExitStack) -> BinaryIO:
    """The file from its beginning, as one in which a reader can go forth and back."""
    if file.seekable():
        file.seek(0)
        return file
    return spooled(data, file, step, files)


_OFFICE = (
    (b"xl/workbook.", "this is a spreadsheet (Excel). Save the sheet as CSV and open that."),
    (b"ppt/presentation.xml", "this is a presentation (PowerPoint). Save it as PDF and open that."),
    (
        b"mimetypeapplication/vnd.oasis.opendocument",
        "this is an OpenDocument file. Save it as DOCX or CSV and open that.",
    ),
)
_NESTED = "this is an archive within an archive. Unpack it and open what is in it."
