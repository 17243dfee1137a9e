"""How long the window stands still while a table is opened in the background.

``python -m tests.benchmarks.stalls --rows 100000 --kinds gb18030 xlsx`` writes the table
of `tests.benchmarks.big` in several kinds of file, opens each as the window does, in a
thread, and lets the main thread beat every millisecond as an event loop would: a gap is
the time that something held Python's lock. Of a gap no more counts than the processor time
that this process used in it, so that other programs do not: "held". The whole gap is "late",
and a process that only beats beside says how busy the machine is. A table pasted from the
clipboard is read as HTML is. XLS is left out without the package xlwt, which nothing else
needs. It prints and never fails.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import sqlite3
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
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


def _sqlite(frame: pd.DataFrame, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        frame.to_sql("sales", connection, index=False)


def _ods(frame: pd.DataFrame, path: Path) -> None:
    """Write as spreadsheets do, the cells' texts and types in one member."""
    rows = []
    for row in frame.astype(object).itertuples(index=False):
        cells = (
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in frame
    )
    content = (
        f'<office:document-content{spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="t"><table:table-row>{names}</table:table-row>{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def _xls(frame: pd.DataFrame, path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("t")
    for column, name in enumerate(frame):
        sheet.write(0, column, name)
        for row, cell in enumerate(frame[name].tolist(), 1):
            sheet.write(row, column, cell)
    book.save(str(path))


def _json(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records")


def _gz(frame: pd.DataFrame, path: Path) -> None:
    path.write_bytes(gzip.compress(frame.to_csv(index=False).encode()))


def _zip(frame: pd.DataFrame, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sales.csv", frame.to_csv(index=False))


# What writes each kind beside texts, and how many rows such files have at most as a rule.
WRITERS: dict[str, tuple[str, int, Callable[[pd.DataFrame, Path], object]]] = {
    "xlsx": ("xlsx", 100_000, lambda f, p: f.to_excel(p, index=False, engine="xlsxwriter")),
    "ods": ("ods", 50_000, _ods),
    "json": ("json", 50_000, _json),
    "jsonl": ("jsonl", 50_000, lambda f, p: f.to_json(p, orient="records", lines=True)),
    "parquet": ("parquet", 300_000, lambda f, p: f.to_parquet(p, index=False)),
    "sqlite": ("db", 100_000, _sqlite),
    "html": ("html", 20_000, lambda f, p: f.to_html(p, index=False)),
    "gz": ("csv.gz", 300_000, _gz),
    "zip": ("zip", 300_000, _zip),
    "xls": ("xls", 50_000, _xls),
}
TEXTS = ("utf-8", "gb18030", "utf-16", "careful")


def write_kinds(folder: Path, n_rows: int, kinds: list[str]) -> dict[str, Path]:
    """Write the table in each kind of file."""
    plain = folder / "utf-8.csv"
    write_table(plain, n_rows)
    text = plain.read_text(encoding="utf-8")
    chinese = text.replace("North", "华北").replace("South", "华南").replace("Store", "门店")
    frame = pd.read_csv(plain)
    found = {}
    for kind in kinds:
        if kind in WRITERS:
            suffix, n_most, write = WRITERS[kind]
            path = folder / f"{kind}.{suffix}"
            write(frame.head(n_most), path)
        else:
            path = folder / f"{kind}.csv"
            if kind == "careful":  # of which some rows break over lines and escape quotes
                escaped = text.replace("online shop", r'"online \"shop\""')
                path.write_text(escaped, encoding="utf-8")
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
    every = [*TEXTS, *(kind for kind in WRITERS if kind != "xls" or find_spec("xlwt"))]
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
