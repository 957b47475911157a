"""Points drawn by a graphics card; what is needed is a current OpenGL 3.3 context, of a window or of none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.cpu_points import FAR, MIDDLE, Discs
from widgets.map.gl_shaders import DISC_FRAGMENT, DISC_VERTEX, LAID_FRAGMENT, LAID_VERTEX
from widgets.map.motion import Motion
from widgets.map.points import PLAIN_LEVEL, TINT_SHARE, growth_of, opacities_of, radii_of

N_SLABS = 8  # as in the shader


class _Uploaded:
    """The buffers of some discs."""

    def __init__(self, context: Any, program: Any, discs: Discs) -> None:
        self.discs = discs
        self._context, self._program = context, program
        self._goal = context.buffer(np.ascontiguousarray(discs.places, np.float32))
        self._colors = context.buffer(np.ascontiguousarray(discs.colors))
        self._levels = context.buffer(np.ascontiguousarray(discs.levels))
        self._start: Any = None
        self._start_of: Points | None = None
        self._arrays: Any = None

    def vertices(self, start: Points | None) -> Any:
        """The vertex array, beginning at ``start`` or where the discs are."""
        if self._arrays is None or start is not self._start_of:
            self._release(self._arrays, self._start)
            self._start = None if start is None else self._context.buffer(np.ascontiguousarray(start, np.float32))
            self._start_of = start
            goal = f"{self.discs.places.shape[1]}f4"
            first = goal if start is None else f"{start.shape[1]}f4"
            content = [
                (self._start or self._goal, first, "in_start"),
                (self._goal, goal, "in_goal"),
                (self._colors, "4f1", "in_color"),
                (self._levels, "1f1", "in_level"),
            ]
            self._arrays = self._context.vertex_array(self._program, content)
        return self._arrays

    def release(self) -> None:
        """Give the memory back."""
        self._release(self._arrays, self._start, self._goal, self._colors, self._levels)

    @staticmethod
    def _release(*objects: Any) -> None:
        for each in objects:
            if each is not None:
                each.release()


class GlPoints:
    """Draws discs as `draw_points` does: the same order, sizes, colours and tone, the last few levels apart.

    What was uploaded stays on the card until other discs are drawn. All methods need the context to be current.
    """

    def __init__(self, context: Any) -> None:
        import moderngl

        self.context = context
        self._gl = moderngl
        self._discs = context.program(vertex_shader=DISC_VERTEX, fragment_shader=DISC_FRAGMENT)
        self._laid = context.program(vertex_shader=LAID_VERTEX, fragment_shader=LAID_FRAGMENT)
        self._all = context.vertex_array(self._laid, [])
        self._kept: list[_Uploaded] = []
        self._largest = context.info["GL_POINT_SIZE_RANGE"][1] / 2 - 2

    def draw(
        self,
        discs: Discs,
        camera: Camera,
        ratio: float,
        target: Any,
        *,
        prefix: int | None = None,
        first: int = 0,
        last: int | None = None,
        slabs: range | None = None,
        motion: Motion | None = None,
        tint: str | None = None,
    ) -> None:
        """Draw discs over what is in a framebuffer.

        ratio, prefix, tint:  as for `draw_points`
        first, last:  draw only those, with the tone of all of the prefix
        slabs:        the layers of space to be drawn, of `N_SLABS`, the farthest first; all of them if not given
        motion:       where the discs are on their way
        """
        n = len(discs) if prefix is None else min(prefix, len(discs))
        last = n if last is None else min(last, n)
        if last <= first:
            return
        width, height = target.size
        margin = self._look_at(discs, camera, ratio, n, tint, (width, height))
        program = self._discs
        program["share"].value = 1.0 if motion is None else motion.share
        vertices = self._uploaded(discs).vertices(None if motion is None else motion.start)
        target.use()
        self.context.viewport = (-margin, -margin, width + 2 * margin, height + 2 * margin)
        self.context.enable_only(self._gl.BLEND | self._gl.PROGRAM_POINT_SIZE)
        self.context.blend_func = self._gl.ONE, self._gl.ONE_MINUS_SRC_ALPHA
        for slab in [-1] if camera.is_flat else slabs or range(N_SLABS):
            program["slab"].value = slab
            vertices.render(self._gl.POINTS, vertices=last - first, first=first)
        self.context.viewport = (0, 0, width, height)

    def _look_at(
        self,
        discs: Discs,
        camera: Camera,
        ratio: float,
        n: int,
        tint: str | None,
        size: tuple[int, int],
    ) -> int:
        """Tell the program how to look at discs; returns the margin around the picture."""
        program, scale, share = self._discs, camera.scale * ratio, n / len(discs) / discs.strength
        radii = discs.radii(camera.zoom, ratio)
        growth = growth_of(discs.crowds, discs.density, scale, float(radii[PLAIN_LEVEL]), share)
        opacities = opacities_of(discs.density, scale, float(radii[PLAIN_LEVEL]), share * growth * growth) / 256
        view = camera.view(ratio)
        middle = view[:3].astype(np.float32)
        least, *_, most = radii_of(discs.n_points, camera.zoom, ratio, solid=True).tolist()
        margin = math.ceil(growth * (float(radii.max()) if camera.is_flat else most)) + 2
        color = QColor(tint) if tint else QColor(0, 0, 0)
        values: dict[str, Any] = {
            "middle": tuple(middle.tolist()),
            "middle_rest": tuple((view[:3] - middle).tolist()),
            "turn": tuple(camera.matrix.T.ravel().tolist()),
            "scale": scale,
            "bend": float(view[15]),
            "half_depth": float(view[16]),
            "solid": not camera.is_flat,
            "origin": (float(view[12]), float(view[13])),
            "size": (float(size[0]), float(size[1])),
            "margin": float(margin),
            "least": least,
            "most": most,
            "largest": self._largest,
            "growth": growth,
            "strengths": (FAR, MIDDLE),
            "tint": (color.redF(), color.greenF(), color.blueF()),
            "tint_share": TINT_SHARE / 256 if tint else 0.0,
        }
        for name, value in values.items():
            program[name].value = value
        program["radii"].write(radii.astype(np.float32).tobytes())
        program["opacities"].write(opacities.astype(np.float32).tobytes())
        return margin

    def lay(self, texture: Any, target: Any) -> None:
        """Lay a picture of the same size over what is in a framebuffer."""
        target.use()
        self.context.viewport = (0, 0, *target.size)
        self.context.enable_only(self._gl.BLEND)
        self.context.blend_func = self._gl.ONE, self._gl.ONE_MINUS_SRC_ALPHA
        texture.use(0)
        self._laid["picture"].value = 0
        self._all.render(self._gl.TRIANGLES, vertices=3)

    def lay_image(self, image: QImage, target: Any) -> None:
        """Lay an image of the same size over what is in a framebuffer."""
        image = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied).flipped(Qt.Orientation.Vertical)
        texture = self.context.texture((image.width(), image.height()), 4, bytes(image.constBits()))
        try:
            self.lay(texture, target)
        finally:
            texture.release()

    def _uploaded(self, discs: Discs) -> _Uploaded:
        for uploaded in self._kept:
            if uploaded.discs is discs:
                return uploaded
        while len(self._kept) >= 2:  # all points, and the selected ones
            self._kept.pop(0).release()
        self._kept.append(_Uploaded(self.context, self._discs, discs))
        return self._kept[-1]

    def release(self) -> None:
        """Give the memory of the card back."""
        for uploaded in self._kept:
            uploaded.release()
        self._kept.clear()
        for each in (self._all, self._discs, self._laid):
            each.release()
