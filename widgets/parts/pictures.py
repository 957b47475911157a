"""What is painted by hand, as a picture: PNG for the screen, SVG and PDF whose letters stay letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from explorer.errors import UnwritableFile
from explorer.saving import atomic_write
from explorer.task import Task

Draw = Callable[[QPainter], None]
DPI = 96


def image_of(draw: Draw, size: QSize, scale: int = 1, ground: str | None = None) -> QImage:
    """A picture with ``scale`` device pixels a pixel, on a ground of that colour or on none."""
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(ground) if ground else Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        draw(painter)
    finally:
        painter.end()
    return image


def svg_of(draw: Draw, size: QSize, title: str, ground: str | None = None) -> bytes:
    """The picture as SVG, in points of the screen."""
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(_rect(size))
    generator.setTitle(title)
    generator.setResolution(DPI)
    _draw_on(generator, draw, size, ground)
    return bytes(packed.data())


def pdf_of(draw: Draw, size: QSize, title: str, ground: str | None = None) -> bytes:
    """The picture as one page of PDF of its size."""
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(DPI)
    writer.setPageSize(
        QPageSize(QSizeF(size) * 72 / DPI, QPageSize.Unit.Point, title, QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF())
    _draw_on(writer, draw, size, ground)
    return bytes(packed.data())


def write_picture(content: QImage | bytes, path: Path, task: Task = Task()) -> None:
    """Write a picture, as PNG if it is an image, whole or not at all.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    task.check()
    if isinstance(content, QImage):
        packed = QByteArray()
        buffer = QBuffer(packed)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not content.save(buffer, "PNG"):  # type: ignore[call-overload]
            raise UnwritableFile(path, "the picture could not be packed. Try a smaller size.")
        content = bytes(packed.data())
    with atomic_write(path) as file:
        file.write(content)


def _rect(size: QSize) -> QRect:
    return QRect(0, 0, size.width(), size.height())


def _draw_on(device: QPaintDevice, draw: Draw, size: QSize, ground: str | None) -> None:
    painter = QPainter(device)
    try:
        if ground:
            painter.fillRect(_rect(size), QColor(ground))
        draw(painter)
    finally:
        painter.end()  # also when it was cancelled: a device must not go before its painter
