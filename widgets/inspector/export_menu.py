"""The menu of what the Inspector can save."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from explorer.training.inspector.glove import GloveSetup
from widgets.inspector.counts import CountsPanel
from widgets.inspector.exporting import Exporting, Recording
from widgets.inspector.matrices import MatricesPanel
from widgets.inspector.moments import frame_after
from widgets.inspector.neurons import NeuronsPanel
from widgets.inspector.vectors import VectorsPanel
from widgets.workbench import Workbench

if TYPE_CHECKING:
    from widgets.inspector.view import InspectorView


def fill_export_menu(view: InspectorView, workbench: Workbench) -> None:
    """Offer each panel as a picture, the vectors as CSV and the run as an animated picture."""
    menu, exporting, player = view.looks.menu, Exporting(workbench, view), view.player

    def ask_vectors() -> None:
        if player.history is not None:
            exporting.ask_vectors(player.history.setup, player.history.latest)

    def ask_animation() -> None:
        if (recording := recording_of(view, workbench)) is not None:
            exporting.ask_animation(recording)

    for canvas in (view.neurons, view.counts, view.matrices, view.vectors):
        name = canvas.accessibleName()
        menu.addAction(f"{name} as a picture\u2026", partial(exporting.save_picture, canvas))
    menu.addSeparator()
    menu.addAction("History of the vectors as CSV\u2026", ask_vectors)
    menu.addAction("The whole run as an animated PNG\u2026", ask_animation)


def recording_of(view: InspectorView, workbench: Workbench) -> Recording | None:
    """The run so far, ready to be drawn onto pictures; on panels of its own, so that the user can go on meanwhile."""
    player = view.player
    if player.run is None or player.history is None:
        return None
    player.stop()
    setup, history, theme = player.run.setup, player.history, workbench.theme
    network: CountsPanel | NeuronsPanel
    if isinstance(setup, GloveSetup):
        network = CountsPanel(theme)
        network.show_counts(setup, len(setup.counting))
        network.resize(view.counts.size())
    else:
        network = NeuronsPanel(theme)
        network.set_tree(view.neurons.tree)
        network.resize(view.neurons.size())
    matrices, vectors = MatricesPanel(theme), VectorsPanel(theme)
    matrices.headings, vectors.layers = view.matrices.headings, view.vectors.layers
    matrices.resize(view.matrices.size())
    vectors.resize(view.vectors.size())
    vectors.set_axes(player.run.axes)
    canvases = (network, matrices, vectors)
    for canvas in canvases:
        canvas.set_magnify(view.matrices.magnify)
        canvas.set_unit(view.matrices.scale.unit)
        canvas.frame = frame_after(setup, history, history.latest)
        canvas.picture(1)  # so that the plane is wide enough from the first picture on
    ground = theme.theme.hairline
    return Recording(canvases, partial(frame_after, setup, history), history.latest, ground)
