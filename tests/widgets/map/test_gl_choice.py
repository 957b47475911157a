"""What draws the map: the setting, the environment, the platform and the driver."""

import pytest

from widgets.map.gl_choice import is_software, uses_gl, wanted_renderer


@pytest.mark.parametrize(
    ("setting", "asked", "wanted"),
    [
        ("auto", None, "auto"),
        ("gl", None, "gl"),
        ("gl", "cpu", "cpu"),
        ("cpu", " GL ", "gl"),
        ("cpu", "auto", "auto"),
        ("cpu", "voodoo", "cpu"),
        ("?", None, "auto"),
    ],
)
def test_the_environment_goes_before_the_setting_if_it_makes_sense(monkeypatch, setting, asked, wanted):
    monkeypatch.delenv("LEXISCOPE_RENDERER", raising=False)
    if asked is not None:
        monkeypatch.setenv("LEXISCOPE_RENDERER", asked)
    assert wanted_renderer(setting) == wanted


def test_without_a_screen_opengl_is_never_tried(qapp):
    assert not uses_gl("auto")
    assert not uses_gl("gl")


@pytest.mark.parametrize(
    ("name", "software"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", True),
        ("softpipe", True),
        ("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)", True),
        ("Microsoft Basic Render Driver", True),
        ("GDI Generic", True),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", False),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("AMD Radeon RX 6700 XT (radeonsi, navi22, LLVM 15.0.7)", False),
        ("Apple M1", False),
    ],
)
def test_drivers_that_draw_with_the_processor_are_known_by_their_names(name, software):
    assert is_software(name) is software
