"""Files larger than memory: what reading and aggregating them takes does not grow with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="Linux and macOS tell the peak of a process")

# Samples as of a file a hundred times as large; prints the peak in KiB, and the chart's sum.
_CHILD = """
import json, resource, sys
from pathlib import Path
from vizapp.components.spec import parse_chart
from vizapp.data import sampling, stream
from vizapp.data.load import load_table
from vizapp.profile.describe import profile
from vizapp.rendering import spill
from vizapp.rendering.chart import build_chart
from vizapp.rendering.whole import needs_of, read_whole, with_whole

sampling.SAMPLE_ABOVE = sampling.HEAD_BYTES = 2**20
sampling.BLOCK_BYTES, sampling.N_BLOCKS = 2**16, 16
stream.PIECE_BYTES = 2**20
spill._IN_MEMORY, spill._COUNTERS, spill._BLOCK_ROWS = 2**14, 2**14, 2**16
table = profile(load_table(Path(sys.argv[1])))
found = {}
for aggregate in ("sum", "median"):
    parameter = {"xAttribute": "city", "yAttribute": "amount", "aggregate": aggregate}
    chart = parse_chart({"name": "bar", "parameter": parameter})
    whole = read_whole(table, needs_of(chart, table.description))
    rows = build_chart(chart, with_whole(table, whole)).vega_lite["data"]["values"]
    found[aggregate] = {row["c0"]: row["c1"] for row in rows}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([peak // (1024 if sys.platform == "darwin" else 1), whole.n_rows, found]))
"""
_LINES = "".join(
    f"2024-01-{i % 28 + 1:02d},{('Oslo', 'Lima', 'Rome')[i % 3]},{i % 1000}.{i % 7},more words\n"
    for i in range(21_000)
)


def _measured(folder: Path, times: int) -> tuple[int, int, dict[str, dict[str, float]]]:
    path = folder / f"{times}.csv"
    with path.open("w") as file:
        file.write("day,city,amount,note\n")
        for _ in range(times):
            file.write(_LINES)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True, check=True
    )
    peak, n_rows, found = json.loads(done.stdout)
    return peak, n_rows, found


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small_peak, small_rows, small = _measured(tmp_path, 4)
    large_peak, large_rows, large = _measured(tmp_path, 80)
    assert (small_rows, large_rows) == (4 * 21_000, 80 * 21_000)
    grown = (tmp_path / "80.csv").stat().st_size - (tmp_path / "4.csv").stat().st_size
    assert grown > 50 * 2**20
    assert 1024 * (large_peak - small_peak) < grown / 3
    for city, value in small["sum"].items():
        assert large["sum"][city] == pytest.approx(20 * value, rel=1e-9)
    assert large["median"] == small["median"]
