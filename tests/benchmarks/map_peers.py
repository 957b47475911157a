"""What the map is compared with: the same picture, lasso and words by the means of other libraries."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float32]
Colors = NDArray[np.uint32]
Frame = Callable[[], object]

WIDTH, HEIGHT = 1280, 800
RADIUS = 2.0
GROUND = "#111318"
SCREENS = ("xcb", "wayland", "windows", "cocoa")


def pyqtgraph_frame(places: Places, colors: Colors) -> Frame:
    """Every point by pyqtgraph's ScatterPlotItem; its set-up, which takes seconds, does not count."""
    import pyqtgraph
    from PySide6.QtGui import QColor, QImage, QPainter

    plot = pyqtgraph.PlotWidget(background=GROUND)
    plot.resize(WIDTH, HEIGHT)
    plot.hideAxis("left")
    plot.hideAxis("bottom")
    shades, which = np.unique(colors & np.uint32(0xFFFFFF), return_inverse=True)
    palette = [pyqtgraph.mkBrush(QColor.fromRgb(int(shade))) for shade in shades]
    brushes = [palette[number] for number in which.tolist()]
    item = pyqtgraph.ScatterPlotItem(x=places[:, 0], y=places[:, 1], size=2 * RADIUS, pen=None, brush=brushes)
    plot.addItem(item)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def frame() -> None:
        painter = QPainter(image)
        plot.render(painter)
        painter.end()

    frame()
    return frame


def gl_scatter_frame(places: Places, colors: Colors) -> tuple[Frame | None, str]:
    """The same by pyqtgraph's GLScatterPlotItem, or None and why not."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.platformName() not in SCREENS:
        return None, "GLScatterPlotItem needs a display, and there is none"
    try:
        import pyqtgraph.opengl as gl

        view = gl.GLViewWidget()
        view.resize(WIDTH, HEIGHT)
        view.opts.update(elevation=90, azimuth=-90, fov=1)
        view.setCameraPosition(distance=float(np.abs(places).max()) * 120)
        spots = np.pad(places, ((0, 0), (0, 1)))
        view.addItem(gl.GLScatterPlotItem(pos=spots, size=2 * RADIUS, color=_rgba(colors), pxMode=True))
        view.show()
        view.grabFramebuffer()
    except Exception as error:  # whatever a machine makes of its driver
        return None, f"GLScatterPlotItem does not run here: {type(error).__name__}"
    return view.grabFramebuffer, ""


def vispy_frame(places: Places, colors: Colors) -> tuple[Frame | None, str]:
    """The same by vispy's Markers, or None and why not; without a screen by EGL."""
    try:
        from vispy import app, scene

        app.use_app("egl")
        canvas = scene.SceneCanvas(size=(WIDTH, HEIGHT), bgcolor=GROUND, show=False)
        view = canvas.central_widget.add_view(camera="panzoom")
        markers = scene.visuals.Markers(parent=view.scene)
        markers.set_data(places, size=2 * RADIUS, edge_width=0, face_color=_rgba(colors))
        view.camera.set_range()
        canvas.render()
    except Exception as error:  # whatever a machine without a screen makes of it
        return None, f"vispy does not run here: {type(error).__name__}"
    return canvas.render, ""


def numpy_density(places: Places, colors: Colors, scale: float, across: float, down: float) -> Frame:
    """Sums of colour and count by numpy, blurred by scipy, toned by numpy."""
    from scipy.ndimage import gaussian_filter

    channels = [(colors >> shift & 0xFF).astype(np.float32) for shift in (16, 8, 0)]

    def frame() -> NDArray[np.float32]:
        x, y = (across + places[:, 0] * scale).astype(np.int32), (down - places[:, 1] * scale).astype(np.int32)
        inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
        flat = y[inside] * WIDTH + x[inside]
        sums = [np.bincount(flat, weights, WIDTH * HEIGHT) for weights in (*(each[inside] for each in channels), None)]
        blurred = [gaussian_filter(each.reshape(HEIGHT, WIDTH).astype(np.float32), 1.1) for each in sums]
        tone = np.log1p(blurred[3]) / np.log1p(np.percentile(blurred[3], 99.5))
        return np.stack([each / np.maximum(blurred[3], 1e-6) * tone for each in blurred[:3]], axis=2)

    return frame


def lasso_by_path(places: NDArray[np.float64], outline: NDArray[np.float64]) -> tuple[str, Callable[[], int], float]:
    """Who else tells what is inside, a call that counts it, and how many times as many points we have.

    matplotlib's path where it is installed; else Qt's, by a sample, as all of them would take seconds.
    """
    if find_spec("matplotlib") is not None:
        from matplotlib.path import Path

        path = Path(outline)
        return "matplotlib.path", lambda: int(path.contains_points(places).sum()), 1.0
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QPainterPath, QPolygonF

    drawn = QPainterPath()
    drawn.addPolygon(QPolygonF([QPointF(x, y) for x, y in outline.tolist()]))
    drawn.setFillRule(Qt.FillRule.WindingFill)
    sample = [QPointF(x, y) for x, y in places[:: max(1, len(places) // 5000)].tolist()]
    return "QPainterPath.contains", lambda: sum(map(drawn.contains, sample)), len(places) / len(sample)


def labels_drawn_anew(labels: Any, theme: Any, image: Any) -> Frame:
    """The same words with halos as paths, drawn anew in each frame."""
    from PySide6.QtGui import QPainter

    from widgets.map.lettering import write

    def frame() -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label in labels:
            write(painter, label.text, label.style, theme, label.rect.topLeft())
        painter.end()

    return frame


def _rgba(colors: Colors) -> NDArray[np.float32]:
    channels = [colors >> shift & 0xFF for shift in (16, 8, 0)]
    return np.stack([*channels, np.full_like(colors, 230)], axis=1).astype(np.float32) / 255
