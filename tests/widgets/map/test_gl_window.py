"""The map in a real window with OpenGL, on a virtual screen; all of it is told by one run of `gl_window`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("gl_window.py")
RMS = 5.0
"""How far the channels of the two may differ: discs of the processor stand at quarters of a pixel."""

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a virtual screen is X11's"),
    pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("gl")


@pytest.fixture(scope="module")
def seen(folder):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "LEXISCOPE_RENDERER")}
    environment |= {"QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1", "PYTHONPATH": str(ROOT)}
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1000x800x24 +extension GLX"]
    command = [*screen, sys.executable, str(SCRIPT), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    if "could not load the Qt platform plugin" in done.stderr.lower():
        pytest.skip("Qt has no window on X11 here: packaging/check_system.py --window tells what is missing")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def difference(folder, one, other):
    pixels = []
    for name in (one, other):
        image = QImage(str(folder / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB32)
        pixels.append(np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(float))
    return float(np.sqrt(np.square(pixels[0] - pixels[1]).mean()))


@pytest.mark.parametrize("n_dims", [2, 3])
def test_a_window_shows_the_same_map_by_the_card_as_by_the_processor(seen, folder, n_dims):
    assert (seen[f"gl-{n_dims}"], seen[f"cpu-{n_dims}"]) == (True, False)
    assert difference(folder, f"gl-{n_dims}", f"cpu-{n_dims}") < RMS
    assert difference(folder, "gl-2", "gl-3") > RMS, "the tolerance tells maps apart"


@pytest.mark.parametrize("what", ["moved", "density"])
def test_a_map_that_was_dragged_or_has_its_density_below_leaves_nothing_behind(seen, folder, what):
    assert (seen[f"gl-{what}"], seen[f"cpu-{what}"]) == (True, False)
    assert difference(folder, f"gl-{what}", f"cpu-{what}") < RMS
    assert difference(folder, f"gl-{what}", "gl-3") > RMS


def test_a_map_that_floats_and_docks_is_drawn_on(seen, folder):
    assert seen["floated"]
    assert seen["docked"]
    assert difference(folder, "floated", "docked") < RMS
    assert difference(folder, "gl-moved", "docked") < RMS


def test_software_that_draws_opengl_leaves_the_map_to_the_processor(seen):
    assert seen["software"], seen["driver"]
    assert not seen["auto uses it"]


def test_when_the_card_fails_the_processor_goes_on_and_the_user_is_told_once(seen, folder):
    assert not seen["failed"]
    assert not seen["after"], "what failed once is not tried again"
    assert seen["told"] == ["The graphics card could not draw the map (the card is gone); the processor draws it now."]
    assert difference(folder, "failed", "docked") < RMS
