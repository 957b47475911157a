"""The four panels: control, neurons, weight matrices and vectors, and the story of a step below them."""

from __future__ import annotations

from functools import partial
from typing import TypeGuard

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.training.inspector.glove import GloveSetup
from explorer.training.inspector.history import AnySetup
from explorer.training.inspector.setup import Setup, WordsSource
from explorer.training.inspector.step import Phase, Step
from widgets.inspector.canvas import PRESENTATION, Canvas
from widgets.inspector.controls import Controls
from widgets.inspector.counts import CountsPanel
from widgets.inspector.export_menu import fill_export_menu
from widgets.inspector.formula import FormulaLine
from widgets.inspector.frame import Frame, Spot
from widgets.inspector.looks import Looks
from widgets.inspector.matrices import MatricesPanel
from widgets.inspector.neurons import NeuronsPanel
from widgets.inspector.player import Player
from widgets.inspector.sliding import SlidingWindow, tokens_behind
from widgets.inspector.telling import card_of, describe_position, phase_explanations, phase_sentence, plain
from widgets.inspector.transport import Transport
from widgets.inspector.tree import Tree
from widgets.inspector.vectors import VectorsPanel
from widgets.parts.labels import ElidedLabel, hairline
from widgets.workbench import Workbench

TRAIL, TRAIL_POINTS = 600, 60  # steps that the trails of the vectors reach back, and the points that they are drawn by
CONTROLS_WIDTH = 290
HEADINGS = {
    "plain": (("Input vectors W", "Output vectors W\u2032"), ("input vectors", "output vectors")),
    "tree": (("Input vectors W", "Inner nodes W\u2032"), ("input vectors", "inner nodes")),
    "glove": (("Words w, biases b", "Contexts w\u0303, biases b\u0303"), ("word vectors", "context vectors")),
}
SLOW = 120  # milliseconds between two drawings of the formulas, the loss and the trails while it plays


class InspectorView(QWidget):
    """Word2vec and GloVe taken apart; everything that is shown comes from the `Player`."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        theme = workbench.theme
        self.player = Player(workbench, self)
        self.controls = Controls(workbench)
        self.neurons = NeuronsPanel(theme)
        self.counts = CountsPanel(theme)
        self.sliding = SlidingWindow(theme)
        self.matrices = MatricesPanel(theme)
        self.vectors = VectorsPanel(theme)
        self.formula = FormulaLine(theme)
        self.transport = Transport(theme)
        self.looks = Looks(theme)
        self.notice = ElidedLabel(role="muted")
        self.notice.setContentsMargins(14, 4, 14, 4)
        self._pointed_on: Canvas | None = None
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW)
        self._slow.timeout.connect(self._show_slow)
        self._lay_out()
        self._connect()
        fill_export_menu(self, workbench)

    @property
    def canvases(self) -> tuple[Canvas, ...]:
        """The drawn panels."""
        return self.neurons, self.counts, self.sliding, self.matrices, self.vectors

    # Laying out -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._network = QStackedWidget()
        self._network.addWidget(self.neurons)
        self._network.addWidget(self.counts)
        network = QWidget()
        within = QVBoxLayout(network)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(1)
        within.addWidget(self.notice)
        within.addWidget(self.sliding)
        within.addWidget(self._network, 1)
        self.bottom = _splitter(Qt.Orientation.Horizontal, self.matrices, self.vectors)
        self.right = _splitter(Qt.Orientation.Vertical, network, self.bottom)
        self.whole = _splitter(Qt.Orientation.Horizontal, self.controls, self.right)
        self.bottom.setSizes([500, 500])
        self.right.setSizes([560, 440])
        self.whole.setStretchFactor(0, 0)
        self.whole.setStretchFactor(1, 1)
        self.whole.setSizes([CONTROLS_WIDTH, 3 * CONTROLS_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.looks, hairline(), self.whole, hairline(), self.formula, hairline(), self.transport):
            column.addWidget(each, 1 if each is self.whole else 0)

    def _connect(self) -> None:
        player, controls, transport = self.player, self.controls, self.transport
        controls.restart_requested.connect(player.restart)
        controls.rate_requested.connect(player.set_learning_rate)
        controls.next_requested.connect(player.next)
        controls.run_requested.connect(player.run_samples)
        controls.fit_requested.connect(self.fit_axes)
        transport.rewound.connect(player.rewind)
        transport.stepped_back.connect(player.step_back)
        transport.played.connect(self.play_or_pause)
        transport.moved.connect(player.go_to)
        transport.speed_chosen.connect(lambda speed: setattr(player, "speed", float(speed)))
        transport.pace_chosen.connect(lambda pace: setattr(player, "pace", pace))
        player.run_replaced.connect(self._on_run_replaced)
        player.frame_changed.connect(self._on_frame_changed)
        player.position_changed.connect(self._on_position_changed)
        player.axes_changed.connect(self._on_axes_changed)
        player.playing_changed.connect(transport.show_playing)
        self.looks.scale_chosen.connect(lambda _: self._colour())
        self.looks.axes_chosen.connect(lambda _: self.fit_axes())
        self.looks.trails_switched.connect(lambda _: self._show_slow())
        self.looks.presentation_switched.connect(self.set_presentation)
        for canvas in self.canvases:
            canvas.pointed.connect(partial(self._on_pointed, canvas))
            canvas.clicked.connect(self._on_clicked)

    # What the user does ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the run that the state holds, or begin with the first preset."""
        if not self.player.take_up():
            self.controls.begin("Open the Inspector")

    def play_or_pause(self) -> None:
        """Play on, or stand still."""
        if self.player.is_playing:
            self.player.stop()
        else:
            self.player.play()

    def fit_axes(self) -> None:
        """Lay the axes of the vectors anew."""
        self.player.fit_axes(self.looks.axes.current)

    def set_presentation(self, on: bool) -> None:
        """Draw everything larger."""
        magnify = PRESENTATION if on else 1.0
        for canvas in self.canvases:
            canvas.set_magnify(magnify)
        self.formula.set_magnify(magnify)
        self.looks.legend.set_magnify(magnify)

    def _on_pointed(self, canvas: Canvas, spot: Spot | None) -> None:
        self._pointed_on = canvas if spot is not None else None
        for other in self.canvases:
            other.point_at(spot)
            if other is not canvas:
                other.tell("")
        probes = spot is not None and spot.kind == "input"
        self.player.probe(spot.row if spot is not None and probes else None)
        self._tell()
        self._show_formulas()

    def _on_clicked(self, spot: Spot) -> None:
        embedding, setup = self._workbench.state.embedding, self.player.setup
        if spot.kind == "input":
            self.player.toggle_pin(spot.row)
        elif spot.kind in ("output", "input_dot", "output_dot") and embedding is not None and _is_of_model(setup):
            word = setup.output_name(spot.row) if spot.kind != "input_dot" else setup.vocabulary[spot.row]
            if (index := embedding.key_to_index.get(word)) is not None:
                self._workbench.store.change(f"Go to {word}", word=index)

    # What is shown --------------------------------------------------------------------------------------------------

    def _on_run_replaced(self) -> None:
        setup = self.player.setup
        if setup is None:
            return
        self._on_pointed(self.neurons, None)
        self.controls.show_setup(setup)
        is_glove = isinstance(setup, GloveSetup)
        self._network.setCurrentWidget(self.counts if is_glove else self.neurons)
        is_tree = isinstance(setup, Setup) and setup.options.objective == "hierarchical"
        self.neurons.set_tree(Tree(setup.tree) if is_tree and isinstance(setup, Setup) else None)
        self.matrices.headings, self.vectors.layers = HEADINGS["glove" if is_glove else "tree" if is_tree else "plain"]
        tokens = tokens_behind(setup)
        self.sliding.setVisible(bool(tokens))
        if tokens:
            self.sliding.set_text(tokens, setup.vocabulary)
        self.notice.setText(" ".join(setup.notices))
        self.notice.setVisible(bool(setup.notices))

    def _on_frame_changed(self, frame: Frame) -> None:
        self._colour(frame)
        setup, step = self.player.setup, self.player.step
        if isinstance(setup, GloveSetup):
            self.counts.show_counts(setup, self.player.counted)
            self.sliding.set_counted(self.counts.counted)
        elif isinstance(step, Step):
            self.sliding.set_window(step.sample.window)
        else:
            self.sliding.set_window(None)
        pins = frozenset(self.player.run.pinned) if self.player.run is not None else frozenset()
        other = self.neurons if isinstance(setup, GloveSetup) else self.counts
        for canvas in self.canvases:
            canvas.pins = pins
            canvas.show_frame(None if canvas is other else frame)
        self._tell()

    def _colour(self, frame: Frame | None = None) -> None:
        """Colour by the fixed scale, or by the largest weight there is."""
        frame = frame or self.neurons.frame
        unit = 1.0
        if self.looks.scale.current == "data" and frame is not None:
            largest = max(float(np.abs(frame.W).max(initial=0)), float(np.abs(frame.W_out).max(initial=0)))
            unit = float(f"{largest / 0.9:.2g}") or 1.0 if np.isfinite(largest) else 1.0
        self.looks.legend.set_unit(unit)
        for canvas in self.canvases:
            canvas.set_unit(unit)

    def _on_position_changed(self) -> None:
        self.vectors.is_hasty = self.player.is_running
        if not self.player.is_running:
            self._show_position()
        if not self._slow.isActive():
            self._slow.start()

    def _show_position(self) -> None:
        player = self.player
        if player.history is not None:
            self.transport.show_position(player.position, player.history.latest, describe_position(player))
        self._show_formulas()

    def _show_formulas(self) -> None:
        player = self.player
        spot = self._pointed_on.spot if self._pointed_on is not None else None
        told = phase_explanations(player.step, player.phase, spot)
        self.formula.show_phase(player.phase, told, phase_sentence(player))

    def _tell(self) -> None:
        """The card beside what is pointed at, with the numbers of now."""
        canvas = self._pointed_on
        if canvas is None:
            for each in self.canvases:
                each.tell("")
                each.setAccessibleDescription(each.about)
            return
        frame = canvas.frame
        if frame is not None and canvas.spot is not None:
            text = card_of(canvas.spot, frame, self.player.step, self.counts.counts)
            canvas.tell(text)
            canvas.setAccessibleDescription(plain(text))

    def _on_axes_changed(self) -> None:
        if self.player.run is not None:
            self.vectors.set_axes(self.player.run.axes)
            self.looks.axes.choose(self.player.run.fitted_on)

    def _show_slow(self) -> None:
        """What may come a little later: the curve of the loss and the trails."""
        player, history, frame = self.player, self.player.history, self.vectors.frame
        if history is None or player.run is None:
            return
        self._show_position()
        step = player.step
        loss = step.loss if step is not None and player.phase >= Phase.ERROR else float("nan")
        self.controls.show_losses(history.pass_losses(player.position), loss)
        if not self.looks.trails.isChecked() or frame is None:
            self.vectors.set_trails(np.zeros((0, 0, 2)))
            return
        steps = np.unique(np.linspace(max(0, player.position - TRAIL), player.position, TRAIL_POINTS).astype(int))
        moments = [history.at(int(each)) for each in steps]
        axes = player.run.axes.axes.T
        self.vectors.set_trails(np.stack([np.vstack([each.W, each.W_out]) @ axes for each in moments]))


def _is_of_model(setup: AnySetup | None) -> TypeGuard[Setup]:
    return isinstance(setup, Setup) and isinstance(setup.source, WordsSource)


def _splitter(way: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(way)
    splitter.setHandleWidth(1)  # Qt lets it be caught some pixels beside it
    splitter.setChildrenCollapsible(False)
    for each in widgets:
        splitter.addWidget(each)
    return splitter
