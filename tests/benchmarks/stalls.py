"""How long the window stands still while a table is opened in the background.

``python -m tests.benchmarks.stalls --rows 100000 --kinds gb18030 xlsx`` writes the table
of `tests.benchmarks.big` in several kinds of file, opens each as the window does, in a
thread, and lets the main thread beat every millisecond as an event loop would: a gap is
the time that something held Python's lock. Of a gap no more counts than the processor time
that this process used in it, so that other programs do not: "held". The whole gap is "late",
and a process that only beats beside says how busy the machine is. It prints and never fails.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd

from tests.benchmarks.big import write_table

BEAT_S = 0.001
GOAL_S = 0.05
SHOWN = 4


@dataclass
class Beats:
    """Gaps between beats that were longer than a tenth of the goal, and where they fell."""

    gaps: list[tuple[float, float, str]] = field(default_factory=list)  # held, late, where

    def beat_until(self, over: Callable[[], bool], where: Callable[[], str]) -> None:
        """Beat, and keep what came late."""
        last, used = time.perf_counter(), time.process_time()
        while not over():
            time.sleep(BEAT_S)
            now, using = time.perf_counter(), time.process_time()
            if now - last > GOAL_S / 10:
                self.gaps.append((min(now - last, using - used), now - last, where()))
            last, used = now, using

    @property
    def held(self) -> float:
        """The longest gap in seconds, as far as this process worked in it."""
        return max((held for held, _, _ in self.gaps), default=0.0)

    @property
    def late(self) -> float:
        """The longest gap in seconds."""
        return max((late for _, late, _ in self.gaps), default=0.0)


def beside(pipe: Connection) -> None:
    """Beat until told to stop, then tell the longest gap."""
    beats = Beats()
    beats.beat_until(pipe.poll, str)
    pipe.send(beats.late)


def write_kinds(folder: Path, n_rows: int, kinds: list[str]) -> dict[str, Path]:
    """Write the table in each kind of file."""
    plain = folder / "utf-8.csv"
    write_table(plain, n_rows)
    text = plain.read_text(encoding="utf-8")
    chinese = text.replace("North", "华北").replace("South", "华南").replace("Store", "门店")
    found = {}
    for kind in kinds:
        path = folder / (f"{kind}.xlsx" if kind == "xlsx" else f"{kind}.csv")
        if kind == "xlsx":
            pd.read_csv(plain).head(100_000).to_excel(path, index=False, engine="xlsxwriter")
        elif kind == "careful":  # of which some rows break over lines and escape quotes
            path.write_text(text.replace("online shop", r'"online \"shop\""'), encoding="utf-8")
        else:
            path.write_bytes(chinese.encode(kind))
        found[kind] = path
    return found


def measure(path: Path) -> tuple[float, Beats, float]:
    """Open a file in a thread; return the seconds, the beats, and the longest gap beside."""
    from vizapp.core.tasks import CancelToken, Progress
    from vizapp.gui.bridge import Bridge

    bridge = Bridge()
    step = ["start"]

    def told(progress: Progress) -> None:
        step[0] = progress.step

    def work() -> None:
        bridge.open(path, lang="en", cancel=CancelToken(), progress=told)
        step[0] = "end"

    here, there = multiprocessing.Pipe()
    other = multiprocessing.Process(target=beside, args=(there,))
    other.start()
    time.sleep(1)
    thread = threading.Thread(target=work)
    beats = Beats()
    start = time.perf_counter()
    thread.start()
    beats.beat_until(lambda: not thread.is_alive(), lambda: step[0])
    seconds = time.perf_counter() - start
    here.send(None)
    noise = float(here.recv())
    other.join()
    bridge.close()
    return seconds, beats, noise


def main() -> None:
    """Write, open, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000)
    every = ["utf-8", "gb18030", "utf-16", "careful", "xlsx"]
    parser.add_argument("--kinds", nargs="+", default=every, choices=every)
    chosen = parser.parse_args()
    sys.setswitchinterval(0.005)  # as it is in the window
    with tempfile.TemporaryDirectory() as folder:
        files = write_kinds(Path(folder), chosen.rows, chosen.kinds)
        warm = Path(folder) / "warm.csv"
        warm.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
        measure(warm)  # imports are not what is measured
        heads = "".join(f"{word:>9}" for word in ("opened", "held", "late", "beside"))
        print(f"{'kind':<10}{'MiB':>7}{heads}  held over 50 ms")
        for kind, path in files.items():
            seconds, beats, noise = measure(path)
            late = sorted(beats.gaps, reverse=True)[:SHOWN]
            told = ", ".join(f"{1000 * gap:.0f} ({step})" for gap, _, step in late if gap > GOAL_S)
            spans = "".join(f"{1000 * s:>6.0f} ms" for s in (beats.held, beats.late, noise))
            size = path.stat().st_size / 2**20
            print(f"{kind:<10}{size:>7.0f}{seconds:>7.2f} s{spans}  {told}", flush=True)


if __name__ == "__main__":
    main()
