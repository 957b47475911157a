"""The menu of what the Inspector can save."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from explorer.training.inspector.glove import GloveSetup
from widgets.inspector.exporting import Exporting, Recording
from widgets.workbench import Workbench

if TYPE_CHECKING:
    from widgets.inspector.view import InspectorView


def fill_export_menu(view: InspectorView, workbench: Workbench) -> None:
    """Offer each panel as PNG and SVG, the vectors as CSV and the run as an animated picture."""
    menu, exporting, player = view.looks.menu, Exporting(workbench, view), view.player

    def ask_vectors() -> None:
        if player.history is not None:
            exporting.ask_vectors(player.history.setup, player.history.latest)

    def ask_animation() -> None:
        if (recording := recording_of(view, workbench)) is not None:
            exporting.ask_animation(recording)

    for canvas in (view.neurons, view.counts, view.matrices, view.vectors):
        name = canvas.accessibleName()
        menu.addAction(f"{name} as PNG\u2026", partial(exporting.ask_picture, canvas))
        menu.addAction(f"{name} as SVG\u2026", partial(exporting.ask_svg, canvas))
    menu.addSeparator()
    menu.addAction("History of the vectors as CSV\u2026", ask_vectors)
    menu.addAction("The whole run as an animated PNG\u2026", ask_animation)


def recording_of(view: InspectorView, workbench: Workbench) -> Recording | None:
    """The run so far, ready to be drawn onto pictures."""
    player = view.player
    if player.run is None or player.history is None:
        return None
    player.stop()
    network = view.counts if isinstance(player.setup, GloveSetup) else view.neurons
    ground = workbench.theme.theme.hairline
    return Recording([network, view.matrices, view.vectors], player.frame_at, player.history.latest, ground)
