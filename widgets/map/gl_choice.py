"""Whether the map is drawn by a graphics card: what the user wants, and what the driver says of itself."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat

VARIABLE = "LEXISCOPE_RENDERER"
CHOICES = ("auto", "gl", "cpu")
SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "basic render", "gdi generic", "software rasterizer")
"""Drivers that draw with the processor, several times more slowly than the map's own kernels do."""
WITHOUT_GL = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb")
"""Platforms of Qt that have no OpenGL, or only half of it."""
GL_RENDERER = 0x1F01


def gl_format() -> QSurfaceFormat:
    """The format of OpenGL contexts: 3.3 core, which macOS gives only to those that ask before anything is made."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setVersion(3, 3)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(0)
    wanted.setStencilBufferSize(8)  # which Qt's painter clips with
    return wanted


def wanted_renderer(setting: str) -> str:
    """The one of `CHOICES` that holds: of the environment variable ``LEXISCOPE_RENDERER``, or else the setting."""
    asked = os.environ.get(VARIABLE, "").strip().lower()
    return asked if asked in CHOICES else setting if setting in CHOICES else "auto"


def uses_gl(wanted: str) -> bool:
    """Whether to draw with OpenGL: on any driver if it is wanted, and by itself on a real graphics card."""
    if wanted == "cpu" or QGuiApplication.platformName() in WITHOUT_GL:
        return False
    if wanted == "gl":
        return True
    name = driver_name()
    return name is not None and not is_software(name)


def is_software(name: str) -> bool:
    """Whether a driver of this name draws with the processor."""
    return any(part in name.lower() for part in SOFTWARE)


def driver_name() -> str | None:
    """What the driver calls itself; None if there is no OpenGL 3.3."""
    context = QOpenGLContext()
    context.setFormat(gl_format())
    surface = QOffscreenSurface()
    surface.setFormat(gl_format())
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return None
    try:
        given = context.format()
        if context.isOpenGLES() or (given.majorVersion(), given.minorVersion()) < (3, 3):
            return None
        return str(context.functions().glGetString(GL_RENDERER) or "")
    finally:
        context.doneCurrent()
        surface.destroy()
