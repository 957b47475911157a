"""Which map is shown: frames of one that is being made, maps that are ready, and those of other embeddings."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.session.kept_maps import KeptMaps, exchange, keep
from explorer.session.state import State
from widgets.workbench import Workbench


class ShownMaps:
    """Puts maps into the state, so that undo leads from map to map, whatever frames were shown between them.

    Each map is kept beside those before it. Who returns to an embedding finds its maps.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._settled: Projection | None = None  # the map before the frames of one that is being made
        self._maps: WeakKeyDictionary[Embedding, tuple[Projection, KeptMaps]] = WeakKeyDictionary()
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.projection_changed.connect(self._on_maps_changed)
        workbench.changes.maps_changed.connect(self._on_maps_changed)

    def show_frame(self, embedding: Embedding, frame: Projection) -> None:
        """Show a map as it stands; it is not kept."""
        state = self._workbench.state
        if state.embedding is embedding:
            self._settled = self._settled or state.projection
            self._workbench.store.amend(projection=frame)

    def show(self, embedding: Embedding, projection: Projection, label: str = "") -> None:
        """Show a map that is ready, and keep it; without a label it is no step of undo."""
        store, state = self._workbench.store, self._workbench.state
        if state.embedding is not embedding:
            _, maps = self._maps.get(embedding, (projection, ()))
            self._maps[embedding] = projection, keep(maps, projection)  # to be found on returning to it
        elif label:
            self._settle()
            store.change(label, projection=projection, maps=keep(state.maps, projection))
        else:
            self._settled = None
            store.amend(projection=projection, maps=keep(state.maps, projection))

    def stay_at_frame(self, embedding: Embedding, label: str) -> None:
        """The map that was being made stays as it stands, as a step of undo."""
        state = self._workbench.state
        if self._settled is not None and state.embedding is embedding:
            self._settle()
            self._workbench.store.change(label, projection=state.projection)

    def exchange(self, old: Projection, new: Projection) -> None:
        """Put a map that more is known of in the place of another, wherever that is, as no step of undo."""
        state = self._workbench.state
        if any(each.projection is old for each in state.maps):
            self._workbench.store.amend(
                projection=new if state.projection is old else state.projection,
                maps=exchange(state.maps, old, new),
                beside=tuple(new if each is old else each for each in state.beside),
            )

    def show_instead(self, old: Projection, new: Projection) -> None:
        """Show a map in the place of another for a while, or that one again; who returns to it later finds the new."""
        for embedding, (shown, maps) in tuple(self._maps.items()):
            if shown is old:
                self._maps[embedding] = new, maps
        self._workbench.store.exchange("projection", old, new)

    def return_to(self, embedding: Embedding) -> bool:
        """Show what was shown of an embedding before; whether there was something."""
        known = self._maps.get(embedding)
        if known is not None:
            self._workbench.store.amend(projection=known[0], maps=known[1])
        return known is not None

    def _settle(self) -> None:
        """Put back the map before the frames, so that undo leads to it and not to the last of them."""
        if self._settled is not None:
            self._workbench.store.amend(projection=self._settled)
            self._settled = None

    def _on_embedding_changed(self, state: State) -> None:
        self._settled = None

    def _on_maps_changed(self, state: State) -> None:
        shown = state.projection
        if state.embedding is None or shown is None:
            return
        self._maps[state.embedding] = shown, state.maps
        for each in state.maps:  # more is known of one of them, such as the errors of its places
            if each.projection is not shown and each.projection.points is shown.points:
                self._workbench.store.amend(maps=exchange(state.maps, each.projection, shown))
