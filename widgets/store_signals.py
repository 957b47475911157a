"""The changes of the Store as Qt signals, one for each thing that a view may care about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from explorer.session.state import State
from explorer.session.store import Store

_FIELDS = {
    "embeddings_changed": ("embeddings", "corpora"),
    "embedding_changed": ("embedding",),
    "projection_changed": ("projection",),
    "maps_changed": ("maps", "beside"),
    "word_changed": ("word",),
    "selection_changed": ("selection",),
    "expression_changed": ("expression", "reading", "leaves_out_terms"),
    "compared_changed": ("compared",),
    "groups_changed": ("groups",),
    "question_changed": ("metric", "topn", "approach"),
    "coloring_changed": ("color_by", "size_by", "n_clusters", "clusters", "category_colors"),
    "inspector_changed": ("inspector",),
}


class StoreSignals(QObject):
    """Tells views what changed; each signal carries the new `State` and comes once a change.

    Signals
    -------
    embeddings_changed : something was opened or closed.
    embedding_changed, projection_changed, word_changed, selection_changed : that field is another one.
    maps_changed       : the maps that are kept, or those shown beside the map.
    expression_changed : the expression, or how it is answered.
    compared_changed, groups_changed : the words of the Compare tab, or those of its groups.
    question_changed   : the metric, the number of neighbours, or how they are sought.
    coloring_changed   : the rule for the points' colours or sizes, or what it goes by.
    inspector_changed  : the Inspector stands elsewhere.
    changed            : anything, after the others.
    """

    embeddings_changed = Signal(object)
    embedding_changed = Signal(object)
    projection_changed = Signal(object)
    maps_changed = Signal(object)
    word_changed = Signal(object)
    selection_changed = Signal(object)
    expression_changed = Signal(object)
    compared_changed = Signal(object)
    groups_changed = Signal(object)
    question_changed = Signal(object)
    coloring_changed = Signal(object)
    inspector_changed = Signal(object)
    changed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe = store.subscribe(self._on_change)

    def _on_change(self, old: State, new: State) -> None:
        for signal, names in _FIELDS.items():
            if any(getattr(old, name) is not getattr(new, name) for name in names):
                getattr(self, signal).emit(new)
        self.changed.emit(new)
