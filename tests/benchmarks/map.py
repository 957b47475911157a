"""The map: frames at rest and in motion, density, picking, lasso, words, memory, and a picture of a million."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.map_peers import (
    GROUND,
    HEIGHT,
    RADIUS,
    WIDTH,
    gl_scatter_frame,
    labels_drawn_anew,
    lasso_by_path,
    numpy_density,
    pyqtgraph_frame,
    vispy_frame,
)
from tests.benchmarks.measuring import Row, in_turn, seconds

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

QUERIES = 100
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
MOST_OF_PYQTGRAPH = 1_000_000


def clusters(n: int, seed: int = 1, n_dims: int = 2) -> NDArray[np.float32]:
    """Places in sixty stretched clusters of very different size, as maps of words have them."""
    random, d = np.random.default_rng(seed), n_dims
    middle, stretch = random.normal(size=(60, d)) * 6, random.normal(size=(60, d, d)) * random.gamma(2, 0.3, (60, 1, 1))
    which = random.choice(60, size=n, p=random.dirichlet(np.ones(60)))
    places = middle[which] + np.einsum("nij,nj->ni", stretch[which], random.normal(size=(n, d)))
    return places.astype(np.float32)


def glove_map() -> NDArray[np.float32]:
    """All 400,000 words of GloVe 6B by their first two principal components."""
    from tests.benchmarks.real_data import glove_6b_50d

    _, vectors = glove_6b_50d()
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(centred @ axes[:, -2:], dtype=np.float32)


def shades(n: int) -> NDArray[np.uint32]:
    """A colour for each point, at random."""
    palette = np.array([0x56B4E9, 0xE69F00, 0x2FC79E, 0xF2E35A, 0xD987B5, 0xF0764A], np.uint32)
    return palette[np.random.default_rng(2).integers(len(palette), size=n)]


def scene_of(places: NDArray[np.float32]) -> Any:
    """A map of words that are numbers."""
    from explorer.embedding import Embedding
    from explorer.projection.projection import Projection
    from widgets.map.rules import Rules
    from widgets.map.scene import make_scene
    from widgets.theme import DARK

    n = len(places)
    embedding = Embedding("map", tuple(map(str, range(n))), places)
    return make_scene(
        embedding, Projection("pca", places.copy(), np.arange(n), n), Rules("frequency", "frequency", DARK)
    )


def our_frame(places: NDArray[np.float32], colors: NDArray[np.uint32]) -> Callable[[], object]:
    """A whole frame by the program's kernels: every point a disc of 4 pixels, in a colour of its own."""
    from dataclasses import replace

    from widgets.map import cpu_points
    from widgets.map.fitting import fit

    discs = scene_of(places).discs
    crowding = discs.colors & np.uint32(0xFF000000)
    discs = replace(discs, colors=crowding | colors, levels=np.zeros(len(places), np.uint8))
    camera, kept = fit(places, WIDTH, HEIGHT), cpu_points.radii_of

    def frame() -> None:
        cpu_points.radii_of = lambda *_, **__: np.full(16, RADIUS)  # type: ignore[assignment]
        canvas = cpu_points.blank(WIDTH, HEIGHT, GROUND)
        cpu_points.draw_points(canvas, discs, camera, 1.0)
        cpu_points.as_image(cpu_points.picture_of(canvas))
        cpu_points.radii_of = kept

    return frame


def resting_frames(n: int) -> Iterator[Row]:
    """Every point of a map drawn once."""
    places, colors = clusters(n), shades(n)
    ours, work = our_frame(places, colors), f"every one of {n:,} points, {WIDTH} x {HEIGHT}, coloured one by one"
    ours()
    if n > MOST_OF_PYQTGRAPH:
        note = "pyqtgraph takes half a minute to be set up for so many"
        yield Row("frame", work, statistics.median(seconds(ours) for _ in range(5)), goal="none", note=note)
        return
    own, peer = in_turn(ours, pyqtgraph_frame(places, colors))
    gl_frame, note = gl_scatter_frame(places, colors)
    goal = ">= 4x" if n == MOST_OF_PYQTGRAPH else "none"
    yield Row("frame", work, own, "pyqtgraph ScatterPlotItem", peer, goal=goal, note=note)
    if gl_frame is not None:
        own, peer = in_turn(ours, gl_frame, runs=3)
        yield Row("frame", work, own, "pyqtgraph GLScatterPlotItem", peer, goal=">= 4x", runs=3)
    if n == MOST_OF_PYQTGRAPH:
        vispy, note = vispy_frame(places, colors)
        if vispy is None:
            yield Row("frame", work, own, goal=">= 4x", note=note)
            return
        own, peer = in_turn(ours, vispy, runs=3)
        yield Row("frame", work, own, "vispy Markers, software OpenGL", peer, goal=">= 4x", runs=3)


def moving_frame(places: NDArray[np.float32], name: str, density: str = "none") -> Row:
    """A frame while the map is dragged: the widget itself, with its words, its level of detail as it has settled."""
    from PySide6.QtCore import QCoreApplication

    from widgets.jobs import JobRunner
    from widgets.map.layers import Layers
    from widgets.map.view import MapView
    from widgets.theme import DARK

    n, jobs = len(places), JobRunner()
    view = MapView(jobs, DARK)
    view.painting.layers = Layers(density, density != "none")  # type: ignore[arg-type]
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.show_scene(scene_of(places))
    while jobs.running:
        QCoreApplication.processEvents()

    is_solid = places.shape[1] == 3

    def frame() -> None:
        (view.travel.orbit if is_solid else view.travel.pan)(3.0, 2.0)
        view.repaint()

    for _ in range(20):
        frame()
    taken = statistics.median(seconds(frame) for _ in range(25))
    shown = n - view.painting.n_left_out
    view.close()
    jobs.close()
    what = {"none": "with words", "instead": "as density with contours and words"}[density]
    way = "turned in space" if is_solid else "dragged"
    return Row("moving frame", f"{name} {way}, {what}", taken, goal="< 0.016 s", runs=25, quality={"drawn": shown})


def density(n: int) -> Row:
    """The density of a map in full detail."""
    from widgets.map.density_layer import density_layer
    from widgets.map.layers import Layers
    from widgets.map.picture import fitted

    scene = scene_of(clusters(n))
    camera = fitted(scene, WIDTH, HEIGHT)
    peer = numpy_density(scene.discs.places, scene.discs.colors, camera.scale, *camera.origin)
    own, other = in_turn(lambda: density_layer(scene, camera, Layers("instead")), peer, runs=3)
    return Row("density", f"of {n:,} points, {WIDTH} x {HEIGHT}", own, "numpy and scipy", other, goal=">= 2x", runs=3)


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
    taken = statistics.median(seconds(lambda: build_grid(places)) for _ in range(5))
    yield Row("picking", f"made ready for {n:,} points", taken, goal="< 0.2 s")


def picking_in_space(n: int) -> Row:
    """The point under the pointer of a map in space: every point is looked at, in a job when the pointer halts."""
    from widgets.map.fitting import fit_solid
    from widgets.map.picking import nearest_seen

    places = clusters(n, n_dims=3)
    camera = fit_solid(places, WIDTH, HEIGHT)
    taken = statistics.median(seconds(lambda: nearest_seen(places, camera, 500.0, 300.0, 9.0)) for _ in range(5))
    return Row("picking", f"nearest of {n:,} points in space, one query", taken, goal="none")


def lasso(n: int) -> Row:
    """What a line of 200 corners goes around."""
    from widgets.map.fitting import fit
    from widgets.map.lasso import enclosed

    places = clusters(n)
    camera = fit(places, WIDTH, HEIGHT)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    reach = 180 + 60 * np.sin(5 * angle)
    outline = np.stack([WIDTH / 2 + reach * np.cos(angle), HEIGHT / 2 + reach * np.sin(angle)], axis=1)
    name, peer, times = lasso_by_path(camera.to_screen(places), outline)
    own, other = in_turn(lambda: enclosed(places, outline, camera), peer)
    note = "" if times == 1.0 else "matplotlib is not installed; Qt measured on a sample and scaled up"
    work = f"{n:,} points, 200 corners"
    quality = {"inside": float(len(enclosed(places, outline, camera)))}
    return Row("lasso", work, own, name, other * times, goal=">= 50x", quality=quality, note=note)


def words(n: int = 20_000) -> Iterator[Row]:
    """Places for the words of a frame, and drawing them."""
    from PySide6.QtGui import QImage, QPainter

    from widgets.map.labels import LabelWriter
    from widgets.map.picture import fitted

    scene, writer = scene_of(clusters(n)), LabelWriter()
    camera = fitted(scene, WIDTH, HEIGHT)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    labels = writer.arrange(scene, camera, 1.0)

    def draw() -> None:
        painter = QPainter(image)
        writer.draw(painter, labels, scene.theme, 1.0)
        painter.end()

    taken = statistics.median(seconds(lambda: writer.arrange(scene, camera, 1.0)) for _ in range(9))
    quality = {"written": float(len(labels))}
    yield Row("words", f"chosen and placed among {n:,}", taken, goal="< 0.005 s", runs=9, quality=quality)
    draw()
    own, other = in_turn(draw, labels_drawn_anew(labels, scene.theme, image))
    yield Row("words", f"{len(labels)} drawn", own, "halos as paths, each frame", other, goal=">= 10x")


def memory(n: int) -> Row:
    """What a map of many points takes, besides the projection itself, and how long it is prepared."""
    from widgets.map.picking import build_grid
    from widgets.map.rules import Rules
    from widgets.map.scene import make_scene

    places = clusters(n)
    made = scene_of(places)
    looks = made.embedding, made.projection, Rules("frequency", "frequency", made.theme)
    taken = seconds(lambda: make_scene(*looks))
    scene, grid = make_scene(*looks), build_grid(places)
    arrays = {
        id(each): each for each in (*vars(scene.points).values(), *vars(scene.discs).values(), *vars(grid).values())
    }
    size = sum(each.nbytes for each in arrays.values() if isinstance(each, np.ndarray))
    return Row(
        "memory", f"{n:,} points made ready", taken, goal="< 60 bytes", runs=1, quality={"bytes a point": size / n}
    )


def picture(n: int, scale: int) -> Row:
    """A picture of many points, several times as large as the screen, written to a file."""
    from widgets.map.drawing import Drawing
    from widgets.map.picture import fitted
    from widgets.map.writing import write_drawing

    scene = scene_of(clusters(n))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.png"
        drawing = Drawing(scene, fitted(scene, WIDTH, HEIGHT), [])
        taken = seconds(lambda: write_drawing(drawing, path, scale, False))
        size = path.stat().st_size / 1e6
    return Row(
        "picture", f"PNG of {n:,} points, {scale} times the screen", taken, goal="none", runs=1, quality={"MB": size}
    )


def rows() -> Iterator[Row]:
    """All of it, in some three minutes."""
    from PySide6.QtWidgets import QApplication

    from widgets.map import kernels_ready
    from widgets.theme import load_fonts

    application = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(application, QApplication)
    load_fonts(application)
    kernels_ready.load()
    for n in SIZES:
        yield moving_frame(clusters(n), f"{n:,} points")
    yield moving_frame(clusters(5_000_000, n_dims=3), "5,000,000 points")
    yield moving_frame(glove_map(), "all 400,000 words of GloVe")
    yield moving_frame(clusters(1_000_000), "1,000,000 points", "instead")
    for n in SIZES:
        yield from resting_frames(n)
    yield density(1_000_000)
    yield from picking(5_000_000)
    yield picking_in_space(5_000_000)
    yield lasso(1_000_000)
    yield from words()
    yield memory(5_000_000)
    yield picture(1_000_000, 8)
