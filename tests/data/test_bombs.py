"""Files made to hang or to fill the memory: each is refused or read, soon and in bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.data.bombs import bombs
from tests.faults import assert_told
from vizapp.core.errors import DataError, from_dict
from vizapp.data.bounds import MAX_COLUMNS, refuse_long_lines
from vizapp.data.load import load_table

PATIENCE_S = 30.0  # of processor time for a file, whatever else the machine does
LAST_S = 1800.0  # on the clock, for what hangs without working
READ = {"many_members.zip", "quotes.csv", "same_names.csv", "digits.csv"}
READ |= {"merged.xlsx", "merged_over.xlsx", "merged_all.xlsx", "laughs.html", "outside.html"}


def exploded(folder: Path, n: int) -> dict[str, dict[str, Any]]:
    """Read every bomb in a process of limited memory; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.data.bombs", str(folder), str(n)],
        capture_output=True,
        text=True,
        timeout=LAST_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    records = map(json.loads, done.stdout.splitlines())
    return {record.pop("name"): record for record in records}


def assert_harmless(found: dict[str, dict[str, Any]]) -> None:
    assert set(found) == set(bombs())
    assert not {name: said["broke"] for name, said in found.items() if "broke" in said}
    slow = {name: said["seconds"] for name, said in found.items() if said["seconds"] > PATIENCE_S}
    assert not slow
    for name, said in found.items():
        if "error" in said:
            err = from_dict(said["error"])
            assert isinstance(err, DataError), name
            assert_told(err)
        else:
            assert "root:" not in said["head"], name  # /etc/passwd
            assert "hahaha" not in said["head"], name


def test_small_bombs_are_refused_or_read(tmp_path: Path) -> None:
    found = exploded(tmp_path, 20_000)
    assert_harmless(found)
    assert {name for name, said in found.items() if "shape" in said} >= READ
    assert {"commas.csv", "sparse.json", "wide.jsonl", "corner.xlsx"} <= {
        name
        for name, said in found.items()
        if said.get("error", {}).get("code", "").endswith("large")
    }


@pytest.mark.slow
def test_large_bombs_are_refused_or_read(tmp_path: Path) -> None:
    found = exploded(tmp_path, 1_000_000)
    assert_harmless(found)
    for name in ("zeros.csv.gz", "zeros.csv.bz2", "zeros.csv.xz", "zeros.zip", "one_line.csv"):
        assert found[name]["error"]["code"] == "table_too_large"


@pytest.mark.slow
def test_a_line_of_a_thousand_million_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("wb") as file:
        for _ in range(1000):
            file.write(b"," * 1_000_000)
    with pytest.raises(DataError, match="a line of more than") as caught:
        load_table(path)
    assert_told(caught.value)


def test_a_long_first_line_of_a_large_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vizapp.data.sampling.SAMPLE_ABOVE", 100_000)
    monkeypatch.setattr("vizapp.data.sampling.HEAD_BYTES", 50_000)
    path = tmp_path / "wide.csv"
    path.write_bytes(b"," * 200_000)
    with pytest.raises(DataError, match="a line of more than") as caught:
        load_table(path)
    assert_told(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_long_lines_are_found_wherever_they_stand(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("vizapp.data.bounds.MAX_LINE", 100)
    short = end.join(["x" * 60] * 50)
    refuse_long_lines(short, "t")
    for text in ("y" * 101, short + end + "y" * 120, "y" * 120 + end + short):
        with pytest.raises(DataError):
            refuse_long_lines(text, "t")


def test_as_many_columns_as_a_spreadsheet_has_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for n, fits in ((MAX_COLUMNS, True), (MAX_COLUMNS + 1, False)):
        names = ",".join(f"c{i}" for i in range(n))
        path.write_text(f"{names}\n{','.join(['1'] * n)}\n")
        if fits:
            assert load_table(path).frame.shape == (1, n)
        else:
            with pytest.raises(DataError, match="16,385 columns"):
                load_table(path)
