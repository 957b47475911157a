"""The surface of the map on a graphics card: a widget under the bar of tools, painted by the view that it fills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QColor, QImage, QOpenGLContext
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from widgets.map.camera import Camera
from widgets.map.gl_frames import GlFrames
from widgets.map.gl_points import GlPoints
from widgets.map.motion import Motion
from widgets.map.scene import Scene


class GlLayer(QOpenGLWidget):
    """Fills its parent, and has it painted by ``paint``; nothing on the card outlives its context.

    A context is made once more when a window floats or docks, or a driver lost it: then everything is uploaded again.

    Signals
    -------
    failed(str) : it cannot be drawn on; why.
    completed() : the complete picture of what was drawn last is ready.
    """

    failed = Signal(str)
    completed = Signal()

    def __init__(self, paint: Callable[[GlLayer], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.points: GlPoints | None = None
        self.frames: GlFrames | None = None
        self._paint = paint
        self._has_failed = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def n_left_out(self) -> int:
        """How many points the last frame left out."""
        return 0 if self.frames is None else self.frames.n_left_out

    def initializeGL(self) -> None:
        """Make everything for a new context."""
        try:
            self._make()
        except Exception as error:  # a driver can fail in any way, and the map must not
            self._fail(error)

    def _make(self) -> None:
        import moderngl

        # What belonged to the context before went with it.
        functions: Any = _Functions()
        context: Any = moderngl.create_context(require=330, context=functions)
        self.points = GlPoints(context)
        if self.frames is not None:
            self.frames.deleteLater()
        self.frames = GlFrames(self.points, self)
        self.frames.slice_due.connect(self._on_slice_due)
        self.frames.completed.connect(self.completed)
        self.context().aboutToBeDestroyed.connect(self._on_context_lost, Qt.ConnectionType.UniqueConnection)

    def paintGL(self) -> None:
        """Paint a frame."""
        if self._has_failed:
            return
        try:
            self._paint(self)
        except Exception as error:  # as above
            self._fail(error)

    def draw(
        self,
        background: str,
        ground: QImage | None,
        scene: Scene | None = None,
        camera: Camera | None = None,
        ratio: float = 1.0,
        motion: Motion | None = None,
    ) -> None:
        """Draw a picture as large as this widget, or a colour, and the points of a scene over it.

        Only while this widget is being painted, and not by Qt's painter: that one paints elsewhere while a window is
        grabbed.
        """
        if self.points is None or self.frames is None:
            raise RuntimeError("there is no OpenGL context")
        target = self.points.context.detect_framebuffer(self.defaultFramebufferObject())
        color = QColor(background)
        target.use()
        target.clear(color.redF(), color.greenF(), color.blueF(), 1.0)
        if ground is not None:
            self.points.lay_image(ground, target)
        if scene is not None and camera is not None:
            self.frames.draw(scene, camera, ratio, target, motion)

    def forget(self) -> None:
        """Draw afresh at the next frame."""
        if self.frames is not None:
            self.frames.forget()

    def _on_slice_due(self) -> None:
        if self.frames is None or self._has_failed:
            return
        self.makeCurrent()
        try:
            self.frames.draw_slice()
        except Exception as error:  # as above
            self._fail(error)
        finally:
            self.doneCurrent()

    def _on_context_lost(self) -> None:
        self.makeCurrent()
        if self.frames is not None and self.points is not None:
            self.frames.release()
            self.points.release()
        self.frames = self.points = None
        self.doneCurrent()

    def _fail(self, error: Exception) -> None:
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(" ".join(str(error).split()) or type(error).__name__)


class _Functions:
    """Where the functions of OpenGL are, told by Qt: it knows how the current context was made on each system."""

    def load_opengl_function(self, name: str) -> int:
        context = QOpenGLContext.currentContext()
        return int(context.getProcAddress(QByteArray(name.encode())) or 0)

    def __enter__(self) -> _Functions:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def release(self) -> None:
        """Nothing is held."""
