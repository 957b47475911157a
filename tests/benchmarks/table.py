"""What every benchmark shares: two sides timed in turn, and the table of how they compare."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "bench"
RUNS = 7


@dataclass(frozen=True)
class Row:
    """One comparison.

    name, work:       what is compared, and on what: "10 neighbours by cosine", "400,000 x 300"
    ours_s, peer_s:   the medians, in seconds
    peer:             what we are compared with
    ratio:            peer_s / ours_s: how many times as quick we are
    goal:             the ratio that is wanted
    runs:             how often each side ran
    quality:          figures of the answers, such as whether they are the same
    """

    name: str
    work: str
    ours_s: float
    peer: str
    peer_s: float
    ratio: float
    goal: float
    runs: int
    quality: dict[str, float] = field(default_factory=dict)


def compare(
    name: str,
    work: str,
    ours: Callable[[], object],
    peer: str,
    theirs: Callable[[], object],
    goal: float,
    runs: int = RUNS,
    quality: dict[str, float] | None = None,
) -> Row:
    """Run both sides in turn in this process, once to warm up and then ``runs`` times, and compare the medians."""
    sides: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for side, times in zip((ours, theirs), sides, strict=True):
            started = time.perf_counter()
            side()
            if run:
                times.append(time.perf_counter() - started)
    ours_s, peer_s = map(statistics.median, sides)
    return Row(name, work, ours_s, peer, peer_s, peer_s / ours_s, goal, runs, quality or {})


def write(area: str, rows: list[Row]) -> None:
    """Print the table and keep it as ``build/bench/AREA.json``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{area}.json").write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    width = max(len(f"{row.name}, {row.work}") for row in rows)
    peer_width = max(len(row.peer) for row in rows)
    print(f"\n{area}: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"{'':{width}}  {'ours':>10}  {'peer':>10}  {'ratio':>7}  {'goal':>6}  against")
    for row in rows:
        figures = "".join(f"  {key} {value:g}" for key, value in row.quality.items())
        print(
            f"{f'{row.name}, {row.work}':{width}}  {_duration(row.ours_s):>10}  {_duration(row.peer_s):>10}"
            f"  {row.ratio:6.2f}x  {row.goal:5g}x  {row.peer:{peer_width}}{figures}".rstrip()
        )


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"
