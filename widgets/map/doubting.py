"""Which words stand wrong on the map: found in a job as soon as the colours are to tell it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from explorer.projection.errors import map_errors
from explorer.projection.layout import metric_of_map
from explorer.projection.projection import Projection
from explorer.session.kept_maps import exchange
from explorer.session.state import State
from widgets.map.coloring import ERROR
from widgets.workbench import Workbench


class Doubting(QObject):
    """Puts the errors of the map into the state while points are coloured by them; the frames on the way have none."""

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: Projection | None = None
        workbench.changes.coloring_changed.connect(self._follow)
        workbench.changes.projection_changed.connect(self._follow)

    def _follow(self, state: State) -> None:
        embedding, projection = state.embedding, state.projection
        if state.color_by != ERROR or embedding is None or projection is None or projection is self._asked:
            return
        is_finished = "sample" in projection.figures  # its quality was measured
        if projection.errors is not None or not is_finished:
            return
        self._asked = projection
        job = self._workbench.jobs.start(
            "Looking for errors of the map",
            map_errors,
            *(embedding.vectors, projection, metric_of_map(projection)),
            group="map errors",
            can_pause=True,
        )
        job.succeeded.connect(lambda errors: self._on_found(projection, errors))
        job.finished.connect(self._on_finished)

    def _on_found(self, projection: Projection, errors: NDArray[np.float32]) -> None:
        """Put a map of which the errors are known in the place of that without, as no step of undo."""
        state = self._workbench.state
        if state.projection is projection:
            found = replace(projection, errors=errors)
            beside = tuple(found if each is projection else each for each in state.beside)
            maps = exchange(state.maps, projection, found)
            self._workbench.store.amend(projection=found, maps=maps, beside=beside)

    def _on_finished(self) -> None:
        self._asked = None
