"""What is exported is what is seen."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from explorer.training.inspector.history import History
from widgets.inspector.export_menu import recording_of
from widgets.inspector.exporting import Exporting
from widgets.inspector.frame import Spot


@pytest.fixture
def exporting(learner):
    learner.runs(20)
    return Exporting(learner.bench, learner.tab)


@pytest.mark.parametrize("name", ["neurons", "matrices", "vectors"])
def test_a_panel_is_saved_as_a_picture_that_is_crisp_in_print(learner, exporting, tmp_path, name):
    canvas = getattr(learner.tab, name)
    exporting.save_picture(canvas, tmp_path / "panel.png")
    learner.waits_for_jobs()
    image = QImage(str(tmp_path / "panel.png"))
    assert image.size() == canvas.size() * 3
    spot = {"neurons": Spot("input", 3), "matrices": Spot("input_cell", 1, 1), "vectors": Spot("input_dot", 2)}[name]
    place = canvas.place_of(spot).toPoint()
    assert image.pixelColor(place * 3) == canvas.grab().toImage().pixelColor(place)


@pytest.mark.parametrize("name", ["neurons", "matrices", "vectors"])
def test_a_panel_is_saved_as_shapes_that_look_the_same(learner, exporting, tmp_path, name):
    canvas = getattr(learner.tab, name)
    exporting.save_picture(canvas, tmp_path / "panel.svg")
    learner.waits_for_jobs()
    data = (tmp_path / "panel.svg").read_bytes()
    assert b"<image" not in data  # shapes, not pixels
    renderer = QSvgRenderer(data)
    assert renderer.isValid()
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    assert _unlike(image, canvas.grab().toImage()) < 0.06


def _unlike(one, other):
    """The share of pixels that differ clearly; letters are drawn a little otherwise from a file."""
    size = QSize(one.size())
    pixels = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).reshape(
            size.height(), size.width(), 4
        )[..., :3]
        for image in (one, other)
    ]
    return (np.abs(pixels[0].astype(int) - pixels[1].astype(int)).max(axis=2) > 40).mean()


def test_the_history_of_the_vectors_is_saved_as_a_table(learner, exporting, tmp_path):
    history = learner.player.history
    exporting.save_vectors(history.setup, history.latest, tmp_path / "vectors.csv")
    learner.waits_for_jobs()
    with (tmp_path / "vectors.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 21 * 16  # each word and layer after 0 to 20 steps
    last = [row for row in rows if row["step"] == "20" and row["matrix"] == "input" and row["word"] == "eat"]
    expected = History(history.setup).advance(20).W[history.setup.index["eat"]]
    assert [float(last[0][f"h{j}"]) for j in range(1, 6)] == expected.tolist()


def test_the_run_is_saved_as_an_animation_of_all_its_steps(learner, exporting, tmp_path):
    shown = learner.frame
    exporting.save_animation(recording_of(learner.tab, learner.bench), tmp_path / "run.png")
    learner.qtbot.waitUntil((tmp_path / "run.png").exists, timeout=20_000)
    learner.waits_for_jobs()
    data = (tmp_path / "run.png").read_bytes()
    assert data.count(b"fcTL") == 21
    assert b"acTL" in data
    image = QImage(str(tmp_path / "run.png"))
    tab = learner.tab
    assert image.width() >= tab.matrices.width() + tab.vectors.width()
    assert np.array_equal(learner.frame.W, shown.W)  # what is on the screen stays as it is


def test_a_recording_goes_on_when_the_user_does_something_else(learner, exporting, tmp_path):
    exporting.save_animation(recording_of(learner.tab, learner.bench), tmp_path / "run.png")
    learner.chooses_preset(4)
    learner.qtbot.waitUntil((tmp_path / "run.png").exists, timeout=20_000)
    learner.waits_for_jobs()
    assert (tmp_path / "run.png").read_bytes().count(b"fcTL") == 21


def test_the_menu_offers_every_panel_and_the_run(learner):
    texts = [action.text() for action in learner.tab.looks.menu.actions() if action.text()]
    for name in ("Neurons", "Weight matrices", "Vectors", "Co-occurrence counts"):
        assert f"{name} as a picture…" in texts
    assert any("CSV" in text for text in texts)
    assert any("animated" in text for text in texts)


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(learner, exporting, tmp_path):
    failures = []
    learner.bench.jobs.started.connect(lambda job: job.failed.connect(failures.append))
    exporting.save_picture(learner.tab.neurons, tmp_path / "nowhere" / "panel.png")
    learner.qtbot.waitUntil(lambda: len(failures) == 1)
    assert "panel.png was not written" in failures[0].sentence


def test_glove_is_recorded_with_its_counts(learner, tmp_path):
    learner.clicks(learner.tab.controls.source.button("glove"))
    learner.runs(20)
    exporting = Exporting(learner.bench, learner.tab)
    exporting.save_animation(recording_of(learner.tab, learner.bench), tmp_path / "glove.png")
    learner.qtbot.waitUntil((tmp_path / "glove.png").exists, timeout=20_000)
    learner.waits_for_jobs()
