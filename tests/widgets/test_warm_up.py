from pathlib import Path

import explorer
from explorer.formats import registry
from widgets.warm_up import KERNELS

ROOT = Path(explorer.__path__[0])
READERS = {"explorer.formats.binary_kernels", "explorer.formats.text_kernels"}
"""Those that `registry.warm` loads."""


def test_every_kernel_of_the_core_is_compiled_in_the_background_and_none_on_the_way_of_the_user():
    assert callable(registry.warm)
    compiled = {
        ".".join(("explorer", *path.relative_to(ROOT).with_suffix("").parts))
        for path in ROOT.rglob("*.py")
        if "@njit" in path.read_text(encoding="utf-8")
    }
    assert compiled == {*KERNELS, *READERS}
