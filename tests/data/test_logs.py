"""Logs of programs become moment, level and message; tables that look alike stay tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from vizapp.data import sampling
from vizapp.data.load import load_table, table_from_text
from vizapp.data.logs import as_table
from vizapp.data.options import ReadOptions
from vizapp.data.sampling import count_rows
from vizapp.data.stream import can_stream

LEVELS = ["INFO", "WARN", "ERROR", "DEBUG"]
FORMS = {
    "log4j": ("2024-01-02 10:00:{i:02d},123 {level:5} [main] a.B - sent {i}, x=1", "[main] a.B"),
    "python": (
        '2024-01-02 10:00:{i:02d},123 - app.db - {level} - done "x", {i}',
        'app.db done "x"',
    ),
    "nginx": (
        "2024/01/02 10:00:{i:02d} [{level}] 12#12: *{i} open() failed, client: a",
        "12#12: *",
    ),
    "iso": ("2024-01-02T10:00:{i:02d}.123Z  {level} pool: took {i} ms", "pool: took"),
    "brackets": ("[2024-01-02 10:00:{i:02d}] [{level}] user {i} came", "user"),
    "laravel": (
        '[2024-01-02 10:00:{i:02d}] production.{level}: Undefined {{"a":{i}}}',
        "production.",
    ),
}
TABLES = {
    "names": "time,level,n\n" + "2024-01-02 10:00:01,INFO,5\n" * 9,
    "commas": "2024-01-02 10:00:01,INFO,5\n" * 9,
    "tabs": "2024-01-02 10:00:01\tINFO\t5\n" * 9,
    "semicolons": "2024-01-02 10:00:01;ERROR;5\n" * 9,
    "no level": "2024-01-02 10:00:01 200 5\n" * 9,
}


def written(form: str, n: int = 40, more: str = "") -> str:
    lines = []
    for i in range(n):
        lines.append(form.format(i=i % 60, level=LEVELS[i % 4]))
        if more and i % 4 == 2:
            lines.append(more)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", FORMS)
def test_logs(name: str) -> None:
    form, message = FORMS[name]
    table = table_from_text(written(form, more="java.lang.Exception: no\n\tat a.b(C.java:1)"))
    assert list(table.frame.columns) == ["time", "level", "message"]
    assert list(table.frame["level"]) == LEVELS * 10
    assert table.frame["time"][1].startswith(("2024-01-02 10:00:01", "2024/01/02 10:00:01"))
    assert table.frame["message"][0].startswith(message)
    note = next(note for note in table.reading.findings if note.code == "log")
    assert note.fields["n"] == 20


@pytest.mark.parametrize("name", TABLES)
def test_tables_with_moments_and_levels_stay_tables(name: str) -> None:
    assert as_table(TABLES[name], "en") is None


def test_a_log_can_be_read_as_its_lines(tmp_path: Path) -> None:
    (tmp_path / "app.log").write_text(written(FORMS["iso"][0]), encoding="utf-8")
    table = load_table(tmp_path / "app.log", options=ReadOptions(delimiter=""))
    assert table.frame.shape[1] == 1
    zh = load_table(tmp_path / "app.log", lang="zh")
    assert list(zh.frame.columns) == ["时间", "级别", "内容"]


def test_a_large_log_is_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "SAMPLE_ABOVE", 100_000)
    monkeypatch.setattr(sampling, "HEAD_BYTES", 20_000)
    monkeypatch.setattr(sampling, "BLOCK_BYTES", 1_000)
    (tmp_path / "app.log").write_text(
        written(FORMS["log4j"][0], 4_000, more="\tat a.b(C.java:1)"), encoding="utf-8"
    )
    table = load_table(tmp_path / "app.log")
    assert table.reading.sampled
    assert not can_stream(table)
    assert count_rows(table) == table.reading.n_rows_total == pytest.approx(4_000, rel=0.1)
