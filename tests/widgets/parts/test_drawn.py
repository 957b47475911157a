"""What everything that is drawn by hand promises: its pages can be searched, and it can be copied and saved."""

from io import BytesIO

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from widgets.parts.barcode import Barcode
from widgets.parts.heatmap import Heatmap
from widgets.parts.histogram import Histogram
from widgets.parts.line_chart import LineChart
from widgets.parts.picture_saving import SCALE, offer_picture
from widgets.parts.scree import Scree
from widgets.parts.slope_chart import SlopeChart, Slopes
from widgets.theme import load_fonts
from widgets.views.cooccurrence_scatter import Scatter
from widgets.vocabulary.curve import Curve


def heatmap(theme):
    made = Heatmap(theme, "Words")
    made.set_matrix([[1.0, 0.375], [0.375, 1.0]], ["king", "queen"], ["king", "queen"], texts=True)
    return made, ["king", "0.375"]


def slopes(theme):
    made = SlopeChart(theme, "Ranks")
    made.show_slopes(Slopes(("Cosine", "L2"), ("queen1", "man2"), (7, 8), np.array([[1, 2], [2, 1]]), 28))
    return made, ["queen1", "man2", "beyond 28"]


def histogram(theme):
    made = Histogram(theme, "Similarities")
    made.set_counts([1, 2], [0.125, 0.5, 0.875])
    return made, ["0.125", "0.875"]


def line(theme):
    made = LineChart(theme, "Loss", "pass {:g}".format)
    made.set_line([(1.0, 2.0), (30.0, 1.0)])
    return made, ["pass 1", "pass 30"]


def scree(theme):
    made = Scree(theme)
    made.show_shares([0.5] + [0.05] * 9, (1, 2))
    return made, ["x", "10"]


def scatter(theme):
    made = Scatter(theme, "Fit", "log count", "dot product", str)
    made.set_points(np.array([0.0, 10.0]), np.array([0.0, 5.0]))
    return made, ["log count", "10"]


def curve(theme):
    made = Curve(theme, "Counts by rank", "count by rank", str, "{:.0f}".format, log_y=True)
    made.set_values(np.array([1000.0, 100.0, 10.0]))
    return made, ["1000", "100"]


def barcode(theme):
    made = Barcode(theme)
    made.set_vector(np.array([1.0, -1.0], np.float32))
    return made, []


EVERY_PICTURE = [heatmap, slopes, histogram, line, scree, scatter, curve, barcode]


@pytest.fixture(params=EVERY_PICTURE, ids=lambda make: make.__name__)
def drawn(request, workbench, qtbot, qapp):
    load_fonts(qapp)
    made, texts = request.param(workbench.theme)
    qtbot.addWidget(made)
    made.resize(360, 240)
    return made, texts


def test_figures_and_words_are_found_on_a_page(drawn):
    made, texts = drawn
    found = " ".join(PdfReader(BytesIO(made.pdf())).pages[0].extract_text().split())
    for text in texts:
        assert text in found


def test_a_picture_is_copied_and_saved_by_the_menu_of_every_one(drawn, workbench, qtbot, monkeypatch, tmp_path):
    made, _ = drawn
    offer_picture(workbench, made, lambda: "king")
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    made.customContextMenuRequested.emit(QPoint(5, 5))
    copy, save = made.findChild(QMenu).actions()
    copy.trigger()
    assert QGuiApplication.clipboard().image().size() == made.size() * SCALE
    for ending, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        path = tmp_path / f"king.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        save.trigger()
        qtbot.waitUntil(lambda: not workbench.jobs.running)
        assert path.read_bytes().startswith(start)
    image = QImage(str(tmp_path / "king.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert len(np.unique(np.frombuffer(image.constBits(), np.uint32))) > 1, "something is drawn on its ground"


@pytest.mark.parametrize("make", [slopes, histogram, line, scree, heatmap, curve], ids=lambda make: make.__name__)
def test_a_picture_stands_on_the_colour_of_where_it_stands_in_the_window(make, workbench, qtbot):
    made, _ = make(workbench.theme)
    qtbot.addWidget(made)
    made.resize(360, 240)
    theme = workbench.theme.theme
    ground = theme.window if make in (heatmap, curve) else theme.panel
    assert made.picture().pixelColor(359, 239) == QColor(ground)
