from __future__ import annotations

import dataclasses
import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vizapp.components.spec import Chart, parse_chart
from vizapp.core.errors import Cancelled, DataError
from vizapp.core.tasks import CancelToken, Progress
from vizapp.data import delimited, sampling, stream
from vizapp.data.load import load_table, table_from_rows
from vizapp.data.options import ReadOptions
from vizapp.data.stream import stream_cells
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.profile.reread import Rereader
from vizapp.rendering import spill, whole
from vizapp.rendering.chart import build_chart
from vizapp.rendering.document import interactive_page
from vizapp.rendering.samples import SAMPLES
from vizapp.rendering.script import to_script
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.whole import can_be_whole, needs_of, read_whole, with_whole

N_ROWS = 9_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file of half a megabyte be a large one, read in a dozen pieces."""
    monkeypatch.setattr(sampling, "SAMPLE_ABOVE", 2**16)
    monkeypatch.setattr(sampling, "HEAD_BYTES", 2**16)
    monkeypatch.setattr(sampling, "BLOCK_BYTES", 2**12)
    monkeypatch.setattr(sampling, "N_BLOCKS", 12)
    monkeypatch.setattr(delimited, "FAST_CHARS", 2**14)
    monkeypatch.setattr(stream, "PIECE_BYTES", 2**15)
    monkeypatch.setattr(spill, "_IN_MEMORY", 500)
    monkeypatch.setattr(spill, "_COUNTERS", 2**12)
    monkeypatch.setattr(spill, "_BLOCK_ROWS", 1_000)


def _rows() -> pd.DataFrame:
    random = np.random.default_rng(7)
    n = N_ROWS
    start = np.datetime64("2023-01-01T00:00:00")
    city = random.choice(["Köln", "Paris", "Oslo", "Lima", "杭州"], n)
    return pd.DataFrame(
        {
            "when": start + (random.random(n) * 500 * 86_400).astype("timedelta64[s]"),
            "city": city,
            "amount": np.round(random.gamma(2, 1_000, n), 2),
            "pieces": random.integers(0, 40, n),
            "late": random.random(n) < 0.1,
            "note": [f"note {i % 977}" for i in range(n)],
        }
    )


def _german(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _plain(rows: pd.DataFrame) -> bytes:
    return rows.to_csv(index=False).encode()


def _semicolons(rows: pd.DataFrame) -> bytes:
    """Write as a German spreadsheet does, with titles above and remarks below."""
    lines = ["Auswertung;;;;;", ";;;;;", "Datum;Stadt;Betrag;Stück;spät;Notiz"]
    for i, row in enumerate(rows.itertuples()):
        day = row.when.strftime("%d.%m.%Y")
        betrag = "n/a" if i % 97 == 5 else _german(row.amount)
        lines.append(f"{day};{row.city};{betrag};{row.pieces};{'ja' if row.late else 'nein'};x")
    lines.append("Quelle: intern;;;;;")
    return "\r\n".join(lines).replace("杭州", "Hof").encode("cp1252")


def _gbk(rows: pd.DataFrame) -> bytes:
    lines = ["日期\t城市\t金额(元)\t件数\t是否延迟\t备注"]
    for i, row in enumerate(rows.itertuples()):
        amount = "暂无" if i % 89 == 3 else f"¥{row.amount:,.2f}"
        city = row.city.replace("ö", "o")
        day = f"{row.when.year}年{row.when.month}月{row.when.day}日"
        lines.append(
            f"{day}\t{city}\t{amount}\t{row.pieces}\t{'是' if row.late else '否'}\t{row.note}"
        )
    return ("\n".join(lines) + "\n").encode("gb18030")


def _quoted(rows: pd.DataFrame) -> bytes:
    """Write cells over two lines throughout."""
    lines = ['"when","city","amount","pieces","late","note"']
    for row in rows.itertuples():
        note = f'say ""{row.note}"", then\nmore, too'
        lines.append(f'"{row.when}","{row.city}","{row.amount}",{row.pieces},{row.late},"{note}"')
    return "\n".join(lines).encode()


def _damaged(rows: pd.DataFrame) -> bytes:
    """Write a few rows with a stray quote, a cell too many or too few."""
    lines = rows.to_csv(index=False).splitlines()
    for at in range(400, len(lines), 1_500):
        lines[at] = lines[at].replace(",Paris,", ',"Paris,').replace(",Oslo,", ",Oslo,,")
    for at in range(1_100, len(lines), 1_700):
        lines[at] = lines[at].rpartition(",")[0]
    return "\n".join(lines).encode()


def _remarks(rows: pd.DataFrame) -> bytes:
    """Write commas without quotes in a third of the notes."""
    notes = [f"{note}, late" if i % 3 == 0 else note for i, note in enumerate(rows["note"])]
    lines = ["when,city,amount,pieces,note,late"]
    for row, note in zip(rows.itertuples(), notes, strict=True):
        lines.append(f"{row.when},{row.city},{row.amount},{row.pieces},{note},{row.late}")
    return "\n".join(lines).encode()


WRITERS = [_plain, _semicolons, _gbk, _quoted, _damaged, _remarks]
Writer = Callable[[pd.DataFrame], bytes]
Kept = Callable[[Writer], tuple[ProfiledTable, ProfiledTable]]


def both(folder: Path, content: bytes) -> tuple[ProfiledTable, ProfiledTable]:
    """Return a table as sampled, and as read whole."""
    path = folder / "big.csv"
    path.write_bytes(content)
    sampled = profile(load_table(path))
    every = profile(load_table(path, options=ReadOptions(whole=True)))
    assert sampled.table.reading.sampled
    assert not every.table.reading.sampled
    return sampled, every


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Return both tables of a writer, made once."""

    @functools.cache
    def make(write: Writer) -> tuple[ProfiledTable, ProfiledTable]:
        return both(tmp_path_factory.mktemp("big"), write(_rows()))

    return make


def chart_of(name: str, **parameter: Any) -> Chart:
    return parse_chart({"name": name, "parameter": parameter})


def drawn(chart: Chart, table: ProfiledTable, **words: Any) -> tuple[BuiltChart, whole.Whole]:
    needs = needs_of(chart, table.description)
    assert needs is not None
    found = read_whole(table, needs, **words)
    return build_chart(chart, with_whole(table, found), Style()), found


def bare(built: BuiltChart) -> list[Any]:
    """Return the drawn rows, numbers rounded as sums in another order differ."""

    def rounded(value: Any) -> Any:
        return float(f"{value:.9g}") if isinstance(value, float | int) else value

    own = [layer["data"] for layer in built.vega_lite.get("layer", ()) if "data" in layer]
    values = [row for data in (built.vega_lite["data"], *own) for row in data.get("values", ())]
    return [{k: rounded(v) for k, v in row.items() if k != "tip"} for row in values]


@pytest.mark.parametrize("write", WRITERS, ids=lambda w: w.__name__.strip("_"))
def test_pieces_of_a_file_hold_the_cells_of_the_whole(kept: Kept, write: Writer) -> None:
    sampled, every = kept(write)
    names = [str(name) for name in every.table.frame.columns]
    assert [str(name) for name in sampled.table.frame.columns] == names
    pieces = list(stream_cells(sampled.table, names))
    assert len(pieces) > 5
    found = pd.concat(pieces, ignore_index=True)
    expected = every.table.frame.reset_index(drop=True)
    different = (found != expected).any(axis=1)
    assert len(found) == len(expected)
    assert not different.any(), (found[different].head(), expected[different].head())


@pytest.mark.parametrize("write", WRITERS, ids=lambda w: w.__name__.strip("_"))
@pytest.mark.parametrize("aggregate", ["sum", "mean", "median", "min", "max", "count", "distinct"])
def test_aggregates_equal_those_of_the_whole_table(
    kept: Kept, write: Writer, aggregate: str
) -> None:
    sampled, every = kept(write)
    names = [str(name) for name in every.table.frame.columns]
    chart = chart_of("bar", xAttribute=names[1], yAttribute=names[2], aggregate=aggregate)
    built, found = drawn(chart, sampled)
    assert bare(built) == bare(build_chart(chart, every, Style()))
    assert found.n_rows == len(every.frame)
    assert f"all {len(every.frame):,} rows" in built.footnotes
    by = every.frame.groupby(names[1], sort=False)[names[2]]
    expected = by.agg({"distinct": "nunique"}.get(aggregate, aggregate)).astype(float)
    values = {row["c0"]: row["c1"] for row in built.vega_lite["data"]["values"]}
    for label, value in expected.items():
        assert values[label] == pytest.approx(value, rel=1e-9)


CHARTS = {
    "line": {"xAttribute": 0, "yAttribute": [2]},
    "line of weekdays": {"xAttribute": 0, "yAttribute": [2], "timeUnit": "weekday"},
    "line of hours": {"xAttribute": 0, "yAttribute": [3], "timeUnit": "hour"},
    "area": {"xAttribute": 0, "yAttribute": [3], "groupAttribute": 1},
    "column": {"xAttribute": 1, "yAttribute": 2, "groupAttribute": 4, "aggregate": "median"},
    "column of counts": {"xAttribute": 5, "limit": 10},
    "pie": {"categoryAttribute": 1, "valueAttribute": 3},
    "heatmap": {"xAttribute": 1, "yAttribute": 4, "valueAttribute": 2},
    "histogram": {"xAttribute": 2},
    "histogram by group": {"xAttribute": 3, "groupAttribute": 1, "bins": 8},
    "boxplot": {"yAttribute": 2},
    "boxplot by group": {"xAttribute": 1, "yAttribute": 2},
    "boxplot by month": {"xAttribute": 0, "yAttribute": 3},
    "boxplot of many": {"xAttribute": 5, "yAttribute": 2},
    "bar of words": {
        "xAttribute": 1,
        "yAttribute": 3,
        "filter": [
            {"attribute": 1, "op": "in", "value": ["Paris", "Oslo", "Lima"]},
            {"attribute": 5, "op": "contains", "value": "note 1"},
        ],
    },
    "bar of some": {
        "xAttribute": 1,
        "yAttribute": 2,
        "filter": [
            {"attribute": 3, "op": ">=", "value": 20},
            {"attribute": 4, "op": "=", "value": "true"},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("what", CHARTS)
@pytest.mark.parametrize("write", [_plain, _gbk], ids=["plain", "gbk"])
def test_charts_equal_those_of_the_whole_table(
    kept: Kept, what: str, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MAX_TIMES", 1_000)
    sampled, every = kept(write)
    names = [str(name) for name in every.table.frame.columns]

    def named(value: Any) -> Any:
        return [names[v] for v in value] if isinstance(value, list) else names[value]

    parameter = {k: named(v) if k.endswith("Attribute") else v for k, v in CHARTS[what].items()}
    tests = parameter.pop("filter", [])
    if tests:
        parameter["filter"] = [{**test, "attribute": names[test["attribute"]]} for test in tests]
    chart = chart_of(what.split()[0], **parameter)
    assert can_be_whole(chart, sampled)
    built, _ = drawn(chart, sampled)
    expected = build_chart(chart, every, Style())
    assert bare(built) == bare(expected)
    said = [note for note in built.footnotes if not note.startswith("all ")]
    assert said == list(expected.footnotes)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.component)
def test_every_component_draws_groups_as_it_draws_rows(sample: Any) -> None:
    table, chart = sample.table("en"), sample.chart("en")
    needs = needs_of(chart, table.description)
    if needs is None:
        assert sample.component in ("scatter", "map", "candlestick", "flow", "gantt", "table")
        return
    frame = table.frame.copy()
    for name in frame:
        if frame[name].dtype == "Int64":
            frame[name] = frame[name].astype("float64")
    fold = whole._Fold(needs)
    half = len(frame) // 2
    fold.add(frame.iloc[:half])
    fold.add(frame.iloc[half:])
    groups = build_chart(chart, with_whole(table, fold.whole(len(frame))), Style())
    rows = build_chart(chart, table, Style())
    views = [{k: v for k, v in b.vega_lite.items() if k != "title"} for b in (groups, rows)]
    assert json.dumps(views[0]) == json.dumps(views[1])


@pytest.mark.parametrize(
    ("word", "times", "left_out"), [("Total", 1, 1), ("Total", 2, 0), ("Rome", 1, 0)]
)
def test_a_total_at_the_foot_does_not_count_twice(
    tmp_path: Path, word: str, times: int, left_out: int
) -> None:
    rows = _rows()
    foot = f",{word},{times * rows['amount'].sum():.2f},{times * rows['pieces'].sum()},,\n"
    sampled, _ = both(tmp_path, _plain(rows) + foot.encode())
    chart = chart_of("column", xAttribute="city", yAttribute="amount")
    built, found = drawn(chart, sampled)
    assert found.n_rows == len(rows) + 1 - left_out
    labels = {row["c0"] for row in built.vega_lite["data"]["values"]}
    assert (word in labels) == (not left_out)
    other, _ = drawn(chart, profile(sampled.table, keep_totals=True))
    assert word in {row["c0"] for row in other.vega_lite["data"]["values"]}


def test_a_sample_is_called_a_sample(kept: Kept) -> None:
    sampled, _ = kept(_plain)
    chart = chart_of("bar", xAttribute="city", yAttribute="amount")
    for lang, word in (("en", "sample of"), ("zh", "抽样")):
        built = build_chart(chart, sampled, Style(lang=lang))  # type: ignore[arg-type]
        assert any(note.startswith(word) for note in built.footnotes)


def test_what_leaves_says_which_rows_it_holds(kept: Kept) -> None:
    sampled, every = kept(_plain)
    chart = chart_of("bar", xAttribute="city", yAttribute="amount", aggregate="sum")
    total = every.frame["amount"].sum()
    pages = [interactive_page(build_chart(chart, sampled, Style()))]
    built, _ = drawn(chart, sampled)
    pages.append(interactive_page(built))
    assert "sample of" in pages[0]
    assert "all 9,000 rows" in pages[1]
    script = to_script(built)
    assert "read_csv" not in script
    assert "vizapp computed what this chart shows" in script
    drawn_total = sum(row["c1"] for row in built.vega_lite["data"]["values"])
    assert drawn_total == pytest.approx(total, rel=1e-9)


def test_cancelling_ends_between_two_pieces(kept: Kept) -> None:
    sampled, _ = kept(_plain)
    chart = chart_of("bar", xAttribute="city", yAttribute="amount")
    needs = needs_of(chart, sampled.description)
    assert needs is not None
    token = CancelToken()
    told: list[Progress] = []

    def progress(report: Progress) -> None:
        told.append(report)
        if len(told) == 3:
            token.set()

    with pytest.raises(Cancelled):
        read_whole(sampled, needs, cancel=token, progress=progress)
    assert len(told) == 3
    assert 0 < told[0].done < told[2].done < (told[2].total or 0)


@pytest.mark.parametrize("event", ["changed", "deleted"])
def test_a_file_that_changes_meanwhile_is_said(tmp_path: Path, event: str) -> None:
    sampled, _ = both(tmp_path, _plain(_rows()))
    chart = chart_of("bar", xAttribute="city", yAttribute="amount")
    needs = needs_of(chart, sampled.description)
    assert needs is not None
    path = sampled.table.path
    assert path is not None

    def progress(report: Progress) -> None:
        if event == "deleted" and path.exists():
            path.unlink()
        elif event == "changed":
            with path.open("a") as file:
                file.write("1,2,3\n")

    with pytest.raises(DataError, match=r"changed after|cannot be read any more") as raised:
        read_whole(sampled, needs, progress=progress)
    assert path.name in str(raised.value)


def test_a_file_that_changed_before_is_said(tmp_path: Path) -> None:
    sampled, _ = both(tmp_path, _plain(_rows()))
    assert sampled.table.path is not None
    os.utime(sampled.table.path, (1, 1))
    needs = needs_of(chart_of("bar", xAttribute="city", yAttribute="amount"), sampled.description)
    assert needs is not None
    with pytest.raises(DataError, match="changed after"):
        read_whole(sampled, needs)


def test_keys_without_end_are_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MAX_GROUPS", 500)
    sampled, _ = kept(_plain)
    chart = chart_of("bar", xAttribute="note", yAttribute="amount")
    needs = needs_of(chart, sampled.description)
    assert needs is not None
    with pytest.raises(DataError, match="more than 500 different"):
        read_whole(sampled, needs)


@pytest.mark.parametrize(("n_groups", "n"), [(1, 4_000), (7, 4_000), (300, 4_000)])
def test_order_statistics_from_disk_are_those_of_pandas(n_groups: int, n: int) -> None:
    random = np.random.default_rng(3)
    groups = random.integers(0, n_groups, n)
    values = np.round(random.normal(0, 1e4, n), 2)
    values[random.random(n) < 0.3] = -0.0
    disk = spill.Spill()
    for start in range(0, n, 700):
        disk.append(groups[start : start + 700], values[start : start + 700])
    found = disk.quantiles(np.arange(n_groups), n_groups, [0.25, 0.5, 0.75])
    by = pd.Series(values).groupby(groups)
    for share, row in zip([0.25, 0.5, 0.75], found, strict=True):
        expected = by.quantile(share).reindex(range(n_groups)).to_numpy()
        np.testing.assert_allclose(row, expected, rtol=1e-12, atol=1e-9)
    disk.close()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234,5", "7", "-3,25", "1.000.000"], [1234.5, 7, -3.25, 1e6]),
        (["$1,234.5", "$7", "($3)", "n/a"], [1234.5, 7, -3, None]),
        (["3万", "1.5亿", "20", "暂无"], [30_000, 150_000_000, 20, None]),
        (["1,200.5", "▲300", "△4.5"], ["1,200.5", "▲300", "△4.5"]),
        (["1,200.5", "△300", "△4.5"], [1200.5, -300, -4.5]),
        (["1.200,5", "▲300", "▲4,5"], [1200.5, -300, -4.5]),
        (["3. März 2024", "12. Okt. 2024"], ["2024-03-03", "2024-10-12"]),
        (["令和6年3月5日", "平成31年4月1日"], ["2024-03-05", "2019-04-01"]),
        (["05/13/2023", "01/02/2023", "12/31/2022"], ["2023-05-13", "2023-01-02", "2022-12-31"]),
        (["20230513", "20230102"], ["2023-05-13", "2023-01-02"]),
        (["是", "否", " 是 ", ""], [True, False, True, None]),
        (["EU", "NA", "AS", "AF"], ["EU", "NA", "AS", "AF"]),
        (["tea", "NA", " tea", "cake"], ["tea", None, "tea", "cake"]),
    ],
)
def test_further_cells_are_read_as_the_first(cells: list[str], expected: list[Any]) -> None:
    table = table_from_rows([{"n": str(i), "x": cell} for i, cell in enumerate(cells * 30)])
    frame = table.frame.astype("str")
    described = profile(dataclasses.replace(table, frame=frame))
    found = Rereader.of(described, ["x"]).typed(pd.DataFrame({"x": pd.array(cells, dtype="str")}))
    values = [None if pd.isna(v) else v for v in found["x"].tolist()]
    if isinstance(values[0], pd.Timestamp):
        values = [v.strftime("%Y-%m-%d") for v in values if v is not None]
    assert values == expected


def test_dates_that_a_person_chose_are_read_further() -> None:
    cells = ["45000", "45001.5", "1998", "2024-03-01"]
    table = table_from_rows([{"n": str(i), "x": cell} for i, cell in enumerate(cells * 9)])
    table = dataclasses.replace(table, frame=table.frame.astype("str"))
    described = profile(table, overrides={"x": "DATE"})
    found = Rereader.of(described, ["x"]).typed(pd.DataFrame({"x": pd.array(cells, dtype="str")}))
    assert found["x"].tolist() == described.frame["x"].tolist()[:4]


def test_a_column_that_cannot_be_read_further_is_said() -> None:
    table = table_from_rows([{"n": str(i), "x": str(i % 2)} for i in range(30)])
    table = dataclasses.replace(table, frame=table.frame.astype("str"))
    described = profile(table)
    frame = described.frame.assign(n=pd.Series(range(100, 130), dtype="Int64"))
    with pytest.raises(DataError, match="'n' cannot be read further"):
        Rereader.of(dataclasses.replace(described, frame=frame), ["n"])
