"""Finding the files of a corpus: those that were named, and those in folders and archives."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from explorer.corpus.judging import HIDDEN, WITHOUT_TEXT, Judged, LeftOut, TextChoice, judge
from explorer.corpus.kinds.archives import Reason
from explorer.corpus.kinds.kept_texts import KeptTexts
from explorer.corpus.kinds.registry import KINDS
from explorer.corpus.kinds.tables import WrongColumn
from explorer.corpus.parts import Part
from explorer.errors import UnreadableFile
from explorer.task import Task


class Found:
    """The files that were named or found in folders, and what became of each.

    refused: what is wrong with those that were named and are left out
    """

    def __init__(self) -> None:
        self._waiting: dict[Path, bool] = {}  # path to whether the user named it
        self._seen: set[Path] = set()
        self._judged: list[Judged] = []
        self._left_out: list[LeftOut] = []
        self.refused: dict[Path, UnreadableFile] = {}  # of those that were named

    def add(self, path: Path, task: Task) -> None:
        """Add a file, or all files of a folder that are not hidden."""
        if path.is_dir():
            self._add_folder(path, task)
        elif (real := path.resolve()) not in self._seen:
            self._seen.add(real)
            self._waiting[path] = True

    def judge(self, choice: TextChoice, is_lenient: bool, task: Task) -> None:
        """Look through every file; those found in folders may fail, and those that were named if others are left."""
        sizes = {path: size_of(path) for path in self._waiting}
        texts = KeptTexts()
        total, done = max(sum(sizes.values()), 1), 0
        for path, is_named in self._waiting.items():
            task.check()
            try:
                for each in judge(path, choice, done, total, texts, task):
                    if isinstance(each, Judged):
                        self._judged.append(each)
                    else:
                        self._left_out.append(each)
            except WrongColumn:
                raise
            except UnreadableFile as error:
                if is_named and not is_lenient:
                    raise
                self._judged = [each for each in self._judged if each.part.path != path]
                if is_named:
                    self.refused[path] = error
                else:
                    self._left_out.append(LeftOut(path.name, WITHOUT_TEXT))
            done += sizes[path]
        if self.refused and not self._judged:
            raise next(iter(self.refused.values()))

    def parts(self) -> tuple[Part, ...]:
        """What was found, the documents named so that no two have the same name."""
        parts = [each.part for each in self._judged]
        if len(parts) == 1 and KINDS[parts[0].kind].is_table:
            return tuple(parts)
        names = [_stem(part) for part in parts]
        if len(set(names)) < len(names):  # the folders tell them apart
            many = Counter(names)
            names = [_with_folder(part) if many[name] > 1 else name for part, name in zip(parts, names, strict=True)]
        names = list(distinct_names(names))
        return tuple(
            replace(part, name=name) if KINDS[part.kind].is_table or name != _stem(part) else part
            for part, name in zip(parts, names, strict=True)
        )

    def notices(self) -> Iterator[str]:
        """What had to be guessed or was left out, a sentence each."""
        told = [notice for each in self._judged for notice in each.notices]
        yield from told[:_MOST_NOTICES]
        if len(told) > _MOST_NOTICES:
            yield f"{len(told) - _MOST_NOTICES:,} more files have something like that."
        if self.refused:
            more = len(self.refused) - 1
            rest = f" {more:,} more could not be read either." if more else ""
            yield f"Left out: {next(iter(self.refused.values()))}{rest}"
        guesses: dict[str, list[str]] = {}
        for each in self._judged:
            if each.part.is_guess:
                guesses.setdefault(each.part.encoding, []).append(each.part.file_name)
        for encoding, names in guesses.items():
            who = f"{names[0]} is" if len(names) == 1 else f"{len(names):,} files, such as {names[0]}, are"
            yield f"{who} not UTF-8 and {_was(names)} read as {encoding}, which may be wrong."
        reasons: dict[Reason, list[str]] = {}
        for left in self._left_out:
            reasons.setdefault(left.reason, []).append(left.name)
        for reason, names in sorted(reasons.items(), key=lambda each: each[0] == HIDDEN):
            many = f"1 {reason.one}" if len(names) == 1 else f"{len(names):,} {reason.several}"
            example = "" if reason == HIDDEN else f", such as {names[0]}"
            yield f"{many} {_was(names)} left out{example}."

    def _add_folder(self, folder: Path, task: Task) -> None:
        def skip(error: OSError) -> None:
            self._left_out.append(LeftOut(Path(error.filename).name, WITHOUT_TEXT))

        for place, folders, files in os.walk(folder, onerror=skip):
            task.check()
            hidden = [each for each in (*folders, *files) if each.startswith(".")]
            self._left_out += [LeftOut(each, HIDDEN) for each in hidden]
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for each in sorted(files):
                path = Path(place, each)
                if not each.startswith(".") and (real := path.resolve()) not in self._seen:
                    self._seen.add(real)
                    self._waiting[path] = False


_MOST_NOTICES = 3


def _stem(part: Part) -> str:
    return Path(part.file_name).stem


def _with_folder(part: Part) -> str:
    folder = part.member.rpartition("/")[0].rpartition("/")[2] or part.path.parent.name
    return f"{folder}/{_stem(part)}" if folder else _stem(part)


def distinct_names(names: Sequence[str]) -> Iterator[str]:
    """The names, those that came before with a number behind them, so that no two are the same.

    Example: ``list(distinct_names(["speech", "speech"]))`` is ``["speech", "speech (2)"]``.
    """
    taken: Counter[str] = Counter()
    known = set(names)
    for name in names:
        taken[name] += 1
        fresh = name
        while taken[name] > 1 and fresh in known:
            fresh = f"{name} ({taken[name]})"
            taken[name] += fresh in known
        known.add(fresh)
        yield fresh


def _was(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def size_of(path: Path) -> int:
    """The size of a file in bytes; 0 if it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever opens it will hear why
