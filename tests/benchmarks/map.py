"""Frames of the map, and finding the point under the pointer."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.measuring import Row, in_turn, seconds

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

WIDTH, HEIGHT = 1280, 800
RADIUS = 2.0
QUERIES = 100


def clusters(n: int, seed: int = 1) -> NDArray[np.float32]:
    """Places in sixty stretched clusters of very different size, as maps of words have them."""
    random = np.random.default_rng(seed)
    middle, stretch = random.normal(size=(60, 2)) * 6, random.normal(size=(60, 2, 2)) * random.gamma(2, 0.3, (60, 1, 1))
    which = random.choice(60, size=n, p=random.dirichlet(np.ones(60)))
    places = middle[which] + np.einsum("nij,nj->ni", stretch[which], random.normal(size=(n, 2)))
    return places.astype(np.float32)


def our_frame(places: NDArray[np.float32], colors: NDArray[np.uint32]) -> Callable[[], object]:
    """A whole frame by the program's kernels: every point a disc of 4 pixels, in a colour of its own."""
    from explorer.projection.projection import Projection
    from widgets.map import cpu_points
    from widgets.map.fitting import fit
    from widgets.map.points import shuffled

    n = len(places)
    store = shuffled(Projection("pca", places, np.arange(n), n))
    levels = np.zeros(n, np.uint8)
    discs = cpu_points.Discs(store.places, colors[store.rows], levels, store.density, n)
    camera = fit(places, WIDTH, HEIGHT)
    cpu_points.radii_of = lambda *_: np.full(16, RADIUS)  # type: ignore[assignment]

    def frame() -> None:
        canvas = cpu_points.blank(WIDTH, HEIGHT, "#111318")
        cpu_points.draw_points(canvas, discs, camera, 1.0)
        cpu_points.as_image(cpu_points.picture_of(canvas))

    return frame


def pyqtgraph_frame(places: NDArray[np.float32], colors: NDArray[np.uint32]) -> Callable[[], object]:
    """The same by pyqtgraph's ScatterPlotItem; its set-up, which takes seconds, does not count."""
    import pyqtgraph
    from PySide6.QtGui import QColor, QImage, QPainter

    plot = pyqtgraph.PlotWidget(background="#111318")
    plot.resize(WIDTH, HEIGHT)
    plot.hideAxis("left")
    plot.hideAxis("bottom")
    palette = [pyqtgraph.mkBrush(QColor.fromRgb(int(color))) for color in np.unique(colors & 0xFFFFFF)]
    brush_of = dict(zip(np.unique(colors & 0xFFFFFF).tolist(), palette, strict=True))
    brushes = [brush_of[color] for color in (colors & 0xFFFFFF).tolist()]
    item = pyqtgraph.ScatterPlotItem(x=places[:, 0], y=places[:, 1], size=2 * RADIUS, pen=None, brush=brushes)
    plot.addItem(item)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def frame() -> None:
        painter = QPainter(image)
        plot.render(painter)
        painter.end()

    frame()
    return frame


def vispy_frame(places: NDArray[np.float32], colors: NDArray[np.uint32]) -> Callable[[], object] | None:
    """The same by vispy's Markers, or None where there is no OpenGL."""
    try:
        from vispy import app, scene

        app.use_app("egl")
        canvas = scene.SceneCanvas(size=(WIDTH, HEIGHT), bgcolor="#111318", show=False)
        view = canvas.central_widget.add_view(camera="panzoom")
        rgba = np.stack([colors >> 16 & 0xFF, colors >> 8 & 0xFF, colors & 0xFF, np.full_like(colors, 230)], axis=1)
        markers = scene.visuals.Markers(parent=view.scene)
        markers.set_data(places, size=2 * RADIUS, edge_width=0, face_color=rgba.astype(np.float32) / 255)
        view.camera.set_range()
        canvas.render()
    except Exception as error:  # whatever a machine without a screen makes of it
        print(f"vispy does not run here: {type(error).__name__}: {error}")
        return None
    return canvas.render


def full_frames(n: int) -> Iterator[Row]:
    """Every point of a large map drawn once."""
    places = clusters(n)
    palette = np.array([0x56B4E9, 0xE69F00, 0x2FC79E, 0xF2E35A, 0xD987B5, 0xF0764A], np.uint32)
    colors = palette[np.random.default_rng(2).integers(len(palette), size=n)] | np.uint32(128 << 24)
    ours, work = our_frame(places, colors), f"every one of {n:,} points, {WIDTH} x {HEIGHT}, coloured one by one"
    ours()
    own, peer = in_turn(ours, pyqtgraph_frame(places, colors))
    yield Row("frame", work, own, "pyqtgraph ScatterPlotItem", peer, goal=">= 4x")
    if (vispy := vispy_frame(places, colors)) is not None:
        own, peer = in_turn(ours, vispy)
        yield Row("frame", work, own, "vispy Markers, software OpenGL", peer, goal=">= 4x")


def moving_frame(n: int) -> Row:
    """A frame while the map is dragged: the widget itself, with its words, its level of detail as it has settled."""
    from PySide6.QtCore import QCoreApplication

    from explorer.embedding import Embedding
    from explorer.projection.projection import Projection
    from widgets.jobs import JobRunner
    from widgets.map.coloring import color_points
    from widgets.map.points import shuffled
    from widgets.map.scene import Scene, discs_of
    from widgets.map.view import MapView
    from widgets.theme import DARK

    places = clusters(n)
    embedding = Embedding("map", tuple(map(str, range(n))), places)
    projection = Projection("pca", places, np.arange(n), n)
    store = shuffled(projection)
    coloring = color_points(embedding, projection, "frequency", "frequency", DARK)
    jobs = JobRunner()
    view = MapView(jobs, DARK)
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.show_scene(Scene(embedding, projection, DARK, store, discs_of(store, coloring), coloring.legend))
    while jobs.running:
        QCoreApplication.processEvents()

    def frame() -> None:
        view.travel.pan(3.0, 2.0)
        view.repaint()

    for _ in range(20):
        frame()
    taken = statistics.median(seconds(frame) for _ in range(25))
    shown = n - view.painting.frames.n_left_out
    view.close()
    jobs.close()
    work = f"a frame while {n:,} points are dragged, with words"
    return Row("moving frame", work, taken, goal="< 0.016 s", runs=25, quality={"points drawn": shown})


def picking(n: int) -> Iterator[Row]:
    """The point under the pointer, and what must be built for it."""
    from scipy.spatial import cKDTree

    from widgets.map.picking import build_grid

    places = clusters(n)
    grid, tree = build_grid(places), cKDTree(places, balanced_tree=False, leafsize=32)
    queries = places[np.random.default_rng(3).integers(n, size=QUERIES)] + np.float32(0.01)

    def ours() -> list[int | None]:
        return [grid.nearest(float(x), float(y), 0.5) for x, y in queries]

    def peer() -> list[int]:
        return [int(tree.query(query, distance_upper_bound=0.5)[1]) for query in queries]

    same = np.mean([one == other for one, other in zip(ours(), peer(), strict=True)])
    own, other = in_turn(ours, peer)
    work = f"nearest of {n:,} points, one query"
    quality = {"the same point": float(same)}
    yield Row("picking", work, own / QUERIES, "scipy cKDTree", other / QUERIES, goal="< 0.001 s", quality=quality)
    own, other = in_turn(lambda: build_grid(places), lambda: cKDTree(places, balanced_tree=False, leafsize=32), runs=3)
    yield Row("picking", f"made ready for {n:,} points", own, "scipy cKDTree", other, goal="< 0.2 s", runs=3)


def rows() -> Iterator[Row]:
    """Full frames, frames in motion and picking."""
    from PySide6.QtWidgets import QApplication

    from widgets.map import kernels_ready
    from widgets.theme import load_fonts

    application = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(application, QApplication)
    load_fonts(application)
    kernels_ready.load()
    for n in (400_000, 1_000_000, 5_000_000):
        yield moving_frame(n)
    yield from full_frames(1_000_000)
    yield from picking(5_000_000)
