"""How vizapp's cost grows with the rows of a file, beside pandas, DuckDB and Polars.

``python -m tests.benchmarks.big --rows 10000 100000 1000000 10000000`` writes tables of
ten columns and about 80 bytes a row into a temporary folder, and reads each in a process
of its own per reader, one after the other in one run; the time without the imports. What
is not installed is left out. It prints and never fails: compare ratios, not seconds.

- description: the file read and described, as the model gets it.
- first chart: from the file to the PNG of the first chart, through the window's own
  worker path: reading, model, drawing, its processes warmed up.
- every row: for a sampled table the exact sums of a column by 50,000 keys, over the
  whole file; the others read the file and compute the same sums.
- peak: of the process that holds the table, MiB above an empty one with the imports.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

BLOCK_ROWS = 100_000  # written again and again, so that writing is quick
KEYS = 50_000
READERS = ("vizapp", "pandas", "duckdb", "polars")


def write_table(path: Path, n_rows: int) -> None:
    """Write a table of ten columns and about 80 bytes a row."""
    random = np.random.default_rng(5)
    n = min(n_rows, BLOCK_ROWS)
    start = np.datetime64("2020-01-01T00:00:00")
    moments = start + random.integers(0, 4 * 365 * 86_400, n).astype("timedelta64[s]")
    block = pd.DataFrame(
        {
            "time": np.char.replace(np.datetime_as_string(moments), "T", " "),
            "region": random.choice(["North", "South", "East", "West"], n),
            "product": random.integers(0, KEYS, n),
            "store": random.choice([f"Store {i:03d}" for i in range(200)], n),
            "amount": np.round(random.gamma(2, 400, n), 2),
            "pieces": random.integers(1, 50, n),
            "discount": np.round(random.random(n) * 0.4, 2),
            "returned": random.choice(["yes", "no"], n),
            "channel": random.choice(["online shop", "shop in town", "by telephone"], n),
            "weight": np.round(random.random(n) * 9, 3),
        }
    )
    block["product"] = "P" + block["product"].astype(str).str.zfill(5)
    body = block.to_csv(index=False, header=False, lineterminator="\n").encode()
    with path.open("wb") as file:
        file.write((",".join(block.columns) + "\n").encode())
        for _ in range(n_rows // n):
            file.write(body)


def peak_mib() -> float:
    """Return the most memory that this process has had, in MiB."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(used / 2**20 if sys.platform == "darwin" else used / 2**10)


def read_with_vizapp(path: Path) -> dict[str, Any]:
    """Read, describe, recommend, draw and compute every row, as the window does."""
    from vizapp.components.spec import parse_chart
    from vizapp.core.tasks import CancelToken
    from vizapp.gui.bridge import Bridge
    from vizapp.gui.values import Look
    from vizapp.reasoning.events import Request, SpecReady

    bridge, cancel = Bridge(), CancelToken()
    bridge.warm_up()
    before = peak_mib()
    start = time.perf_counter()
    table = bridge.open(path, lang="en", cancel=cancel, progress=lambda _: None)
    described = time.perf_counter() - start
    run = bridge.recommend(table, Request(lang="en"), cancel=cancel)
    spec = next(event.spec for event in run if isinstance(event, SpecReady))
    run.close()
    bridge.draw(spec.charts[0], table, Look())
    drawn = time.perf_counter() - start
    found = {"description": described, "first chart": drawn}
    chart = parse_chart(
        {
            "name": "bar",
            "parameter": {"xAttribute": "product", "yAttribute": "amount", "aggregate": "sum"},
        }
    )
    start = time.perf_counter()
    if bridge.draw(chart, table, Look()).sampled:
        bridge.compute_whole(chart, table, cancel=cancel, progress=lambda _: None)
        drawing = bridge.draw(chart, table, Look())
        assert not drawing.sampled
    found["every row"] = time.perf_counter() - start
    found["peak"] = peak_mib() - before
    bridge.close()
    return found


def _sums(read: Callable[[], object]) -> dict[str, Any]:
    before = peak_mib()
    start = time.perf_counter()
    read()
    return {"every row": time.perf_counter() - start, "peak": peak_mib() - before}


def read_with_pandas(path: Path) -> dict[str, Any]:
    """Read the whole file, then sum."""
    return _sums(lambda: pd.read_csv(path).groupby("product")["amount"].sum())


def read_with_duckdb(path: Path) -> dict[str, Any]:
    """Sum while reading."""
    import duckdb

    query = f"select product, sum(amount) from read_csv_auto('{path}') group by product"
    return _sums(lambda: duckdb.sql(query).fetchall())


def read_with_polars(path: Path) -> dict[str, Any]:
    """Sum while reading."""
    import polars

    def read() -> object:
        found = polars.scan_csv(path).group_by("product").agg(polars.col("amount").sum())
        return found.collect()

    return _sums(read)


READ: dict[str, Callable[[Path], dict[str, Any]]] = {
    "vizapp": read_with_vizapp,
    "pandas": read_with_pandas,
    "duckdb": read_with_duckdb,
    "polars": read_with_polars,
}


def _child(reader: str, path: Path) -> dict[str, Any]:
    code = (
        "import json, sys; from pathlib import Path; from tests.benchmarks import big; "
        "print(json.dumps(big.READ[sys.argv[1]](Path(sys.argv[2]))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, reader, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: list[str] | None = None) -> None:
    """Write, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the tables are written")
    chosen = parser.parse_args(arguments)
    readers = [name for name in READERS if name == "vizapp" or importlib.util.find_spec(name)]
    columns = ("description", "first chart", "every row", "peak")
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        for n_rows in chosen.rows:
            path = Path(folder) / f"{n_rows}.csv"
            write_table(path, n_rows)
            print(f"\n{n_rows:,} rows, {path.stat().st_size / 2**20:,.1f} MiB")
            print(f"{'':<10}{columns[0]:>14}{columns[1]:>14}{columns[2]:>14}{columns[3]:>12}")
            for reader in readers:
                found = _child(reader, path)
                if "error" in found:
                    print(f"{reader:<10}{found['error'][0]}")
                    continue
                cells = [f"{found[c]:.2f} s" if c in found else "" for c in columns[:3]]
                shown = "".join(f"{cell:>14}" for cell in cells)
                print(f"{reader:<10}{shown}{found['peak']:>8.0f} MiB", flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
