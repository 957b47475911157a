"""What the user set and what the program remembers between two starts."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from explorer.errors import UnwritableFile, reason_of
from explorer.saving import atomic_write

RECENT_FILES = 10
MAX_BYTES = 1 << 20  # a settings file is a few kilobytes; anything larger is not ours


class Settings(msgspec.Struct, kw_only=True):
    """The settings, each with its default; unknown fields of a newer version are ignored."""

    theme: Literal["system", "dark", "light"] = "system"
    """The colours of the window; "system" follows the desktop."""
    morph: bool = True
    """Whether points glide from their old places to the new ones."""
    refine_with_umap: bool = True
    """Whether a map of moderate size goes on from PCA to UMAP by itself."""
    label_density: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    """How many words are written on the map, from 0 (none) to 1 (as many as have room)."""
    density: Literal["none", "below", "instead"] = "none"
    """Whether the map shows how crowded it is: not at all, below its points, or instead of them."""
    contours: bool = False
    """Whether the map has lines of equal density."""
    legend_folded: bool = True
    """Whether a long legend of the map shows its first entries only, until the others are asked for."""
    renderer: Literal["auto", "gl", "cpu"] = "auto"
    """What draws the points of the map: the graphics card, the processor, or what the computer allows."""
    category_colors: dict[str, dict[str, Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")]]] = {}
    """The colours that the user gave to categories: ``{"column:part of speech": {"noun": "#3366cc"}}``."""
    recent_files: list[str] = []
    """What was opened last, newest first; an entry is one path, or several of one corpus joined by newlines."""
    recent_choices: dict[str, dict[str, str]] = {}
    """How tables among them were read, by entry: ``{"/texts/reviews.csv": {"text_column": "review"}}``."""
    save_folder: str = ""
    """The folder in which something was saved last; empty for the user's documents."""
    window_geometry: str = ""
    """Place and size of the window, as Qt packs it, in base64."""
    window_layout: str = ""
    """The arrangement of the panels, as Qt packs it, in base64."""
    options: dict[str, dict[str, bool | int | float | str]] = {}
    """The parameters last used, by method: ``{"umap": {"n_neighbors": 30}}``."""

    pace: dict[str, Annotated[float, msgspec.Meta(gt=0)]] = {}
    """How much longer maps take here than on the machine they were measured on, as `explorer.projection.estimate`
    learns it: by method, and under "machine"."""

    def remember_file(self, entry: str, choice: dict[str, str] | None = None) -> None:
        """Put a file at the head of the recent ones, with how it was read if the user chose that."""
        self.recent_files = [entry, *(old for old in self.recent_files if old != entry)][:RECENT_FILES]
        choices = self.recent_choices | {entry: choice or {}}
        self.recent_choices = {each: choices[each] for each in self.recent_files if choices.get(each)}


def settings_path() -> Path:
    """Where the settings are kept: ``LEXISCOPE_SETTINGS``, or the platform's folder for them."""
    if chosen := os.environ.get("LEXISCOPE_SETTINGS"):
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("lexiscope", appauthor=False) / "settings.json"


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """The settings of a file, or the defaults, and a sentence if the file had to be put aside.

    A damaged file is renamed to ``settings.json.bad-DATE``, so that nothing of it is lost and the program starts.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise msgspec.DecodeError("it is far too long")
        settings = msgspec.json.decode(path.read_bytes(), type=Settings)
        settings.recent_files = settings.recent_files[:RECENT_FILES]
        return settings, None
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), f"The settings could not be read ({error.strerror}); the defaults are used."
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Settings(), _put_aside(path)


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all.

    Raises
    ------
    UnwritableFile : the folder cannot be made or written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(path, f"its folder cannot be made: {reason_of(error)}.") from error
    with atomic_write(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2))


def _put_aside(path: Path) -> str:
    aside = path.with_name(f"{path.name}.bad-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    try:
        path.replace(aside)
    except OSError:
        return "The settings were damaged; the defaults are used."
    return f"The settings were damaged and the defaults are used; the old file is kept as {aside.name}."
