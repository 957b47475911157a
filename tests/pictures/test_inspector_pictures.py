"""The Inspector's panels as pictures, compared with stored ones that were looked at and found good.

To store them anew after the looks were changed on purpose: ``python -m tests.pictures.test_inspector_pictures``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from explorer.training.inspector.axes import principal_axes
from explorer.training.inspector.glove import GloveStep, make_glove_setup
from explorer.training.inspector.history import History
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Phase, Step
from explorer.training.inspector.text_samples import THREE_SENTENCES
from widgets.inspector.canvas import PRESENTATION, Canvas
from widgets.inspector.counts import CountsPanel
from widgets.inspector.matrices import MatricesPanel
from widgets.inspector.moments import frame_of_glove_step, frame_of_step
from widgets.inspector.neurons import NeuronsPanel
from widgets.inspector.tree import Tree
from widgets.inspector.vectors import VectorsPanel
from widgets.theme import ThemeSwitch

FOLDER = Path(__file__).parent / "stored"
SIZE = QSize(480, 320)
TOLERANCE = 8.0  # of 255
STEPS = 60


def told(canvas: Canvas, phase: Phase, objective: str = "softmax") -> Canvas:
    """A panel in a phase of a step of the second preset."""
    setup = make_setup(GrammarSource(PRESETS[1].text), InspectorOptions(objective=objective, negative=3))
    history = History(setup)
    step = history.step(history.advance(STEPS).step)
    assert isinstance(step, Step)
    if isinstance(canvas, NeuronsPanel) and objective == "hierarchical":
        canvas.set_tree(Tree(setup.tree))
    if isinstance(canvas, VectorsPanel):
        canvas.set_axes(principal_axes(step.before))
    canvas.show_frame(frame_of_step(setup, step, phase, 1.0))
    return canvas


def counted(canvas: CountsPanel) -> Canvas:
    """The counts of the three sentences with the cell of a step."""
    setup = make_glove_setup(THREE_SENTENCES)
    step = History(setup).step(0)
    assert isinstance(step, GloveStep)
    canvas.show_frame(frame_of_glove_step(setup, step, Phase.ERROR, 1.0))
    canvas.show_counts(setup, len(setup.counting))
    return canvas


def large(canvas: Canvas) -> Canvas:
    canvas.set_magnify(PRESENTATION)
    return canvas


PICTURES = {
    "inspector-neurons-forward": lambda theme: told(NeuronsPanel(theme), Phase.FORWARD),
    "inspector-neurons-backward": lambda theme: told(NeuronsPanel(theme), Phase.BACKWARD),
    "inspector-neurons-negative": lambda theme: told(NeuronsPanel(theme), Phase.ERROR, "negative"),
    "inspector-tree": lambda theme: told(NeuronsPanel(theme), Phase.ERROR, "hierarchical"),
    "inspector-matrices": lambda theme: told(MatricesPanel(theme), Phase.BACKWARD),
    "inspector-vectors": lambda theme: told(VectorsPanel(theme), Phase.BACKWARD),
    "inspector-counts": lambda theme: counted(CountsPanel(theme)),
    "inspector-presentation": lambda theme: large(told(NeuronsPanel(theme), Phase.ERROR)),
}


def drawn(name: str, switch: ThemeSwitch) -> QImage:
    canvas = PICTURES[name](switch)
    image = canvas.picture(1, SIZE)
    canvas.deleteLater()
    return image


def blocks(image: QImage) -> np.ndarray:
    """The channels of blocks of 4 by 4 pixels, because letters differ a little from system to system."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = raw[:, : image.width() * 4].reshape(image.height(), image.width(), 4)[..., :3].astype(np.float64)
    return pixels.reshape(image.height() // 4, 4, image.width() // 4, 4, 3).mean(axis=(1, 3))


def difference(one: QImage, other: QImage) -> float:
    """The root of the mean squared difference, 0 to 255."""
    return float(np.sqrt(np.square(blocks(one) - blocks(other)).mean()))


@pytest.fixture
def switch(qapp):
    switch = ThemeSwitch(qapp, "dark")
    yield switch
    switch.deleteLater()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_panel_looks_as_it_did(name, theme, switch):
    switch.choose(theme)
    stored = QImage(str(FOLDER / f"{name}-{theme}.png"))
    assert not stored.isNull(), f"{name}-{theme}.png is not stored"
    assert difference(drawn(name, switch), stored) < TOLERANCE


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_tolerance_tells_the_panels_apart(theme):
    pictures = {name: QImage(str(FOLDER / f"{name}-{theme}.png")) for name in PICTURES}
    for one in pictures:
        for other in pictures:
            if one != other:
                assert difference(pictures[one], pictures[other]) > TOLERANCE, (one, other)


def store() -> None:
    """Draw all pictures and store them."""
    switch = ThemeSwitch(QApplication([]), "dark")
    for theme in ("dark", "light"):
        switch.choose(theme)
        for name in PICTURES:
            drawn(name, switch).save(str(FOLDER / f"{name}-{theme}.png"))


if __name__ == "__main__":
    store()
