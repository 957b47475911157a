"""How the benchmarks measure: the two sides in turn, in one process, at least five times, and the median of each."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

RUNS = 5
REST = 0.15
"""Seconds before each call: the threads of a BLAS go on spinning for a while after its product, on the cores that the
other side needs."""


@dataclass(frozen=True)
class Row:
    """One line of the table, and of the JSON that is kept.

    name, work:      what is measured, and on what
    ours_s, peer_s:  the median seconds of the program and of the other; None where there is no other
    peer:            what it is compared with
    goal:            what was promised, in words
    quality:         figures that must hold beside the time, such as {"recall": 1.0}
    note:            what must be known to read the row right, such as why a peer is missing
    """

    name: str
    work: str
    ours_s: float
    peer: str = ""
    peer_s: float | None = None
    goal: str = ""
    runs: int = RUNS
    quality: dict[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as long the other takes."""
        return self.peer_s / self.ours_s if self.peer_s is not None and self.ours_s > 0 else None


def seconds(function: Callable[[], object], rest: float = 0.0) -> float:
    """How long one call takes, after a rest of so many seconds."""
    time.sleep(rest)
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def in_turn(ours: Callable[[], object], peer: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The median seconds of both, called by turns, so that what slows the machine down slows both."""
    pairs = [(seconds(ours, REST), seconds(peer, REST)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def machine() -> str:
    """The machine in a line, without which figures mean nothing."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
