"""The errors that are shown to the user, each as one sentence that says what is wrong and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ExplorerError(Exception):
    """An error meant for the user: ``str(error)`` is the sentence that is shown, without a traceback."""


class UnreadableFile(ExplorerError):
    """A file cannot be read as what it was taken for; the sentence names the file, and the line if known."""

    def __init__(self, path: Path | str, problem: str, line: int | None = None) -> None:
        self.path = Path(path)
        self.problem = problem
        self.line = line
        place = self.path.name if line is None else f"{self.path.name}, line {line:,}"
        super().__init__(f"{place}: {problem}")


class EmptyCorpus(ExplorerError):
    """A corpus has no words to learn from, or none that are frequent enough."""


class UnknownWord(ExplorerError):
    """A word is not in the vocabulary; ``suggestions`` holds near spellings, best first."""

    def __init__(self, word: str, suggestions: Sequence[str] = ()) -> None:
        self.word = word
        self.suggestions = tuple(suggestions)
        hint = f" Did you mean {', '.join(self.suggestions)}?" if suggestions else ""
        super().__init__(f"“{word}” is not in the vocabulary.{hint}")


class BadOption(ExplorerError):
    """A parameter is out of its range, or does not fit the data."""


class UnwritableFile(ExplorerError):
    """A file cannot be written; nothing of it was left behind and an older file is as it was."""

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = Path(path)
        super().__init__(f"{self.path.name} was not written: {problem}")


class MissingLibrary(ExplorerError):
    """An optional library is not installed; the sentence holds the command that installs it."""

    def __init__(self, library: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs {library}: pip install {library}")


def reason_of(error: OSError) -> str:
    """Why the system refused, to be put into a sentence: "no space left on device"."""
    return (error.strerror or str(error)).lower()
