"""The words that were looked at, one after the other, with a way back and forward."""

from __future__ import annotations

MOST = 200


class Trail:
    """A trail of words (their indices), as the pages of a browser.

    Example:
    -------
    >>> trail = Trail()
    >>> for word in (3, 7, 5): trail.visit(word)
    >>> trail.back(), trail.back(), trail.forward()
    (7, 3, 7)
    """

    def __init__(self) -> None:
        self._words: list[int] = []
        self._place = -1

    @property
    def current(self) -> int | None:
        """Where the trail stands; None before the first visit."""
        return self._words[self._place] if self._words else None

    @property
    def can_go_back(self) -> bool:
        """Whether a word was looked at before the current one."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether `back` left a word that can be returned to."""
        return self._place + 1 < len(self._words)

    def visit(self, word: int) -> None:
        """Go on to a word; what lay ahead is forgotten. A visit to the current word changes nothing."""
        if word == self.current:
            return
        self._words = [*self._words[: self._place + 1], word][-MOST:]
        self._place = len(self._words) - 1

    def back(self) -> int | None:
        """One step back; returns the word there, or None at the start."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> int | None:
        """One step forward; returns the word there, or None at the end."""
        return self._step(1) if self.can_go_forward else None

    def clear(self) -> None:
        """Forget every word, because another embedding is shown."""
        self._words = []
        self._place = -1

    def _step(self, by: int) -> int:
        self._place += by
        return self._words[self._place]
