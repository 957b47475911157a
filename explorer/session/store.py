"""The one owner of the state: changes, undo and redo."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from explorer.embedding import Embedding
from explorer.session.state import State

Subscriber = Callable[[State, State], None]

KEYED_BY_WORD: dict[str, Any] = {
    "projection": None,
    "maps": (),
    "beside": (),
    "word": None,
    "selection": (),
    "expression": "",
    "compared": (),
    "groups": (),
    "clusters": None,
}
"""The fields that lose their meaning, and the value they fall back to, when another embedding is shown."""


@dataclass(frozen=True)
class _Change:
    label: str
    state: State  # the state on the other side of the change


class Store:
    """Holds the present `State`, replaces it, and remembers the last 100 states for undo.

    Subscribers are called once a change with (old, new), in the order in which they subscribed; what one of them
    changes meanwhile is told to all of them afterwards, so that nobody hears of an older state last. A change of the
    embedding clears whatever was keyed by word index in the same change.

    Example:
    -------
    >>> store = Store()
    >>> store.change("Ask by L1", metric="l1")
    >>> store.state.metric, store.undo_label
    ('l1', 'Ask by L1')
    >>> store.undo()
    >>> store.state.metric
    'cosine'
    """

    def __init__(self, state: State | None = None, depth: int = 100) -> None:
        self._state = state or State()
        self._undo: deque[_Change] = deque(maxlen=depth)
        self._redo: list[_Change] = []
        self._subscribers: list[Subscriber] = []
        self._untold: deque[tuple[State, State]] = deque()

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back, as the user reads it; None if there is nothing."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again; None if there is nothing."""
        return self._redo[-1].label if self._redo else None

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber(old, new)`` after every change; returns the function that ends it."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def change(self, label: str, **fields: Any) -> None:
        """Replace fields of the state as one step that can be undone; nothing happens if nothing differs."""
        new = self._with(fields)
        if new is self._state:
            return
        self._undo.append(_Change(label, self._state))
        self._redo.clear()
        self._set(new)

    def amend(self, **fields: Any) -> None:
        """Replace fields without a step of undo: for what the program does by itself, such as a live map.

        Remembered states of the same embedding that had the old value get the new one, so that undoing what the user
        did does not undo what the program did.
        """
        old, new = self._state, self._with(fields)
        if new is old:
            return
        if new.embedding is old.embedding:
            changed = {name: getattr(new, name) for name in fields}
            self._rewrite(lambda state: _amended(state, old, changed))
        self._set(new)

    def swap_embedding(self, old: Embedding, new: Embedding, **fields: Any) -> None:
        """Put an embedding of the same words in the place of ``old``, in remembered states too, and replace fields.

        It is no step of undo, and what is keyed by word index stays: for vectors that are being learned.

        Raises
        ------
        ValueError : the words are not the same.
        """
        if new.index_to_key is not old.index_to_key and new.index_to_key != old.index_to_key:
            raise ValueError(f"{new.name} has other words than {old.name}")
        self._rewrite(lambda state: _swapped(state, old, new))
        self._set(replace(_swapped(self._state, old, new), **fields))

    def exchange(self, name: str, old: Any, new: Any) -> None:
        """Put a value in the place of another in the field of that name, in remembered states too; no step of undo.

        For what is shown for a while only, such as a moment of a training that is seen again.
        """
        self._rewrite(lambda state: replace(state, **{name: new}) if getattr(state, name) is old else state)
        if getattr(self._state, name) is old:
            self._set(replace(self._state, **{name: new}))

    def withdraw(self, embedding: Embedding, instead: Embedding | None) -> None:
        """Take an embedding away as if it had never been opened; where it was shown, another is shown instead.

        It is no step of undo, and steps that changed nothing else are forgotten: for a training that was cancelled.
        """
        self._rewrite(lambda state: _without(state, embedding, instead))
        now = _without(self._state, embedding, instead)
        self._undo = deque(_steps_that_matter([*self._undo], now), maxlen=self._undo.maxlen)
        self._redo = _steps_that_matter(self._redo, now)
        self._set(now)

    def undo(self) -> None:
        """Put back the state before the last change."""
        if self._undo:
            change = self._undo.pop()
            self._redo.append(_Change(change.label, self._state))
            self._set(change.state)

    def redo(self) -> None:
        """Put back the state that `undo` left."""
        if self._redo:
            change = self._redo.pop()
            self._undo.append(_Change(change.label, self._state))
            self._set(change.state)

    def forget(self) -> None:
        """Drop every undo and redo step, for instance because a closed embedding should give its memory back."""
        self._undo.clear()
        self._redo.clear()

    def _with(self, fields: dict[str, Any]) -> State:
        state = self._state
        if fields.get("embedding", state.embedding) is not state.embedding:
            fields = KEYED_BY_WORD | fields
        changed = {name: value for name, value in fields.items() if not _same(getattr(state, name), value)}
        return replace(state, **changed) if changed else state

    def _rewrite(self, rewritten: Callable[[State], State]) -> None:
        for steps in (self._undo, self._redo):
            for place, step in enumerate(steps):
                steps[place] = replace(step, state=rewritten(step.state))

    def _set(self, new: State) -> None:
        self._untold.append((self._state, new))
        self._state = new
        if len(self._untold) > 1:  # a subscriber made this change; it is told when all know of the one before
            return
        try:
            while self._untold:
                for subscriber in tuple(self._subscribers):
                    subscriber(*self._untold[0])
                self._untold.popleft()
        finally:
            self._untold.clear()


def _amended(state: State, old: State, changed: dict[str, Any]) -> State:
    """A remembered state with the new values where it had those of ``old``."""
    if state.embedding is not old.embedding:
        return state
    return replace(
        state, **{name: value for name, value in changed.items() if _same(getattr(state, name), getattr(old, name))}
    )


def _swapped(state: State, old: Embedding, new: Embedding) -> State:
    """A state with another embedding in the place of ``old``."""
    return replace(
        state,
        embeddings=tuple(new if each is old else each for each in state.embeddings),
        embedding=new if state.embedding is old else state.embedding,
    )


def _without(state: State, embedding: Embedding, instead: Embedding | None) -> State:
    """A state in which an embedding is not open."""
    left = tuple(each for each in state.embeddings if each is not embedding)
    if state.embedding is embedding:
        return replace(state, embeddings=left, embedding=instead, **KEYED_BY_WORD)
    return replace(state, embeddings=left)


def _steps_that_matter(steps: list[_Change], now: State) -> list[_Change]:
    """The steps of undo or redo, the next one last, that lead to another state than the one after them."""
    kept: list[_Change] = []
    for step in reversed(steps):
        after = kept[-1].state if kept else now
        if any(not _same(getattr(step.state, name), getattr(after, name)) for name in vars(now)):
            kept.append(step)
    return kept[::-1]


def _same(old: Any, new: Any) -> bool:
    """Arrays and the objects that hold them are compared by identity, everything else by value."""
    return old is new or bool(old == new)
