"""Lone quotes at the ends of several rows, in a table that has quoted cells elsewhere."""

from __future__ import annotations

from pathlib import Path

from vizapp.data.load import load_table

NAMES = ["no", "day", "from", "to", "carrier", "kind", "kg", "km", "fee", "remark", "note"]


def test_lone_quotes_of_neighbours_swallow_no_row(tmp_path: Path) -> None:
    rows = [",".join(NAMES)]
    for i in range(60):
        fee = f'"{1000 + i:,}.5"' if i % 3 == 0 else f"{900 + i}.5"
        note = '"' if i in (21, 22, 42, 43) else "fragile"
        remark = "weather,road" if i in (22, 42) else "none"
        rows.append(f"Y{i:03d},2025-01-02,A,B,C,D,{i + 5},{i + 90},{fee},{remark},{note}")
    file = tmp_path / "waybills.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    frame = load_table(file).frame
    assert list(frame["no"]) == [f"Y{i:03d}" for i in range(60)]
    assert frame["note"][21] == frame["note"][43] == '"'


def test_a_cell_over_lines_in_the_last_column_stays_one(tmp_path: Path) -> None:
    rows = [",".join(NAMES)]
    for i in range(40):
        note = '"call first,\nring twice, then, wait"' if i == 10 else "fragile"
        rows.append(f"Y{i:03d},2025-01-02,A,B,C,D,{i + 5},{i + 90},{i}.5,none,{note}")
    file = tmp_path / "waybills.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    frame = load_table(file).frame
    assert len(frame) == 40
    assert frame["note"][10] == "call first,\nring twice, then, wait"
