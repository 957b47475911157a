"""Run the benchmarks of one area, or of all: ``python tests/benchmarks/run.py [AREA]``.

An area is a module of this folder with a function ``rows() -> list[Row]``.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELPERS = {"run", "table", "real_data", "__init__"}


def main(arguments: list[str]) -> int:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tests.benchmarks.table import write

    areas = sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - HELPERS)
    unknown = [each for each in arguments if each not in areas]
    if unknown:
        print(f"There is no area “{unknown[0]}”; choose among {', '.join(areas)}.", file=sys.stderr)
        return 2
    for area in arguments or areas:
        write(area, importlib.import_module(f"tests.benchmarks.{area}").rows())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
