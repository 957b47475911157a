"""`make bench`: run every area of this folder, or those that are named, print the table and keep it as JSON.

An area is a file with a function `rows()`, which yields `Row`s as they are measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import msgspec

from tests.benchmarks.measuring import Row, machine

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "build" / "bench"


def areas() -> list[str]:
    """The files that measure something."""
    return sorted(path.stem for path in HERE.glob("[a-z]*.py") if "def rows(" in path.read_text(encoding="utf-8"))


def told(row: Row) -> str:
    """A row as it is printed."""
    line = f"{row.name:<24} {row.work:<40} {row.ours_s:>9.4f} s"
    if row.ratio is not None:
        line += f"   {row.peer}: {row.peer_s:.4f} s   {row.ratio:.2f} x"
    figures = "".join(f"   {name} {value:g}" for name, value in row.quality.items())
    note = f"; {row.note}" if row.note else ""
    return f"{line}{figures}   (goal: {row.goal}; {row.runs} runs{note})"


def keep(area: str, rows: Iterable[Row]) -> None:
    """Write the rows of an area to ``build/bench/AREA.json``."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = [asdict(row) | {"ratio": row.ratio} for row in rows]
    (RESULTS / f"{area}.json").write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=2))


def main(wanted: list[str]) -> int:
    """Measure, and say what there is to be measured if something else was asked for."""
    unknown = [area for area in wanted if area not in areas()]
    if unknown:
        print(f"There is no area {', '.join(unknown)}; choose from {', '.join(areas())}.", file=sys.stderr)
        return 2
    print(machine(), flush=True)
    for area in wanted or areas():
        rows = []
        for row in import_module(f"tests.benchmarks.{area}").rows():
            print(told(row), flush=True)
            rows.append(row)
        keep(area, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
