"""The description of whole tables, fact by fact."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vizapp.core.tasks import Cancelled, CancelToken
from vizapp.data.load import load_table, table_from_rows
from vizapp.data.options import ReadOptions
from vizapp.data.write import write_csv
from vizapp.profile.attributes import AttributeDescription, TableDescription, parse_description
from vizapp.profile.describe import ProfiledTable, profile

TABLES = Path(__file__).parents[1] / "tables"


def rows_of(**columns: list[Any]) -> list[dict[str, Any]]:
    length = max(map(len, columns.values()))
    assert all(len(cells) == length for cells in columns.values())
    return [{name: cells[i] for name, cells in columns.items()} for i in range(length)]


def profiled(**columns: list[Any]) -> ProfiledTable:
    return profile(table_from_rows(rows_of(**columns)))


def described(**columns: list[Any]) -> TableDescription:
    return profiled(**columns).description


def one(cells: list[Any], name: str = "v") -> AttributeDescription:
    return described(**{name: cells}).attributes[0]


# --- the client's example ------------------------------------------------------------------


def test_the_clients_example() -> None:
    description = described(
        名称=["贵州茅台"] * 10,
        **{
            "收盘价:前复权": [f"{1500 + 7.3 * i:.2f}元" for i in range(10)],
            "时间区间": [f"2024-01-{i + 2:02d}" for i in range(10)],
        },
    )
    record = description.to_json()
    assert (record["data_amount"], record["attribute_amount"]) == (10, 3)
    name, price, day = record["attribute_description"]
    assert list(name.items())[:2] == [("名称", "STR"), ("value_amount", 1)]
    assert list(price.items())[:3] == [
        ("收盘价:前复权", "DOUBLE"),
        ("value_amount", 10),
        ("attribute_unit", "元"),
    ]
    assert list(day.items())[:2] == [("时间区间", "DATE"), ("value_amount", 10)]
    assert parse_description(record) == description


# --- the frame -----------------------------------------------------------------------------


def test_the_frame_holds_typed_columns_under_the_same_names() -> None:
    found = profiled(
        word=["a", "", "b"], n=["1", "NA", "3"], x=[0.5, None, 2], day=["2024-01-01", "", ""],
        flag=["yes", "no", "-"],
    )  # fmt: skip
    assert {name: str(dtype) for name, dtype in found.frame.dtypes.items()} == {
        "word": "object", "n": "Int64", "x": "float64", "day": "datetime64[ns]", "flag": "boolean",
    }  # fmt: skip
    assert found.frame["word"].tolist() == ["a", None, "b"]
    assert found.frame["n"].tolist() == [1, pd.NA, 3]
    assert [a.missing for a in found.description.attributes] == [1, 1, 1, 2, 1]


def test_a_table_of_names_only(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n", encoding="utf-8")
    found = profile(load_table(tmp_path / "t.csv"))
    assert found.description.data_amount == 0
    assert [(a.type, a.value_amount) for a in found.description.attributes] == [("STR", 0)] * 2
    assert found.frame.shape == (0, 2)


def test_hostile_headers_pass_through() -> None:
    table = load_table(TABLES / "hostile_headers.csv")
    found = profile(table)
    assert found.description.names == tuple(table.frame.columns)
    assert list(found.frame.columns) == list(table.frame.columns)
    assert parse_description(json.loads(json.dumps(found.description.to_json()))) is not None
    assert all(a.type == "INT" for a in found.description.attributes)


# --- facts of one attribute ----------------------------------------------------------------


def test_ranges() -> None:
    assert one([0.123456, 9876.54321]).range == (0.1235, 9877)
    assert one([123456, 7]).range == (7, 123456)
    assert one([-0.5, 1e-9]).range == (-0.5, 1e-9)
    assert one(["2024-03-01", "2024-01-05"]).range == ("2024-01-05", "2024-03-01")
    assert one(["2024-03-01 10:30", "2024-03-01 11:00"]).range == (
        "2024-03-01T10:30:00",
        "2024-03-01T11:00:00",
    )
    assert one(["a", "b"]).range is None


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ([45, 30, 25], 100),
        ([33.3, 33.3, 33.3], 100),
        ([33, 33, 35.5], 100),
        ([33, 33, 36], None),
        ([0.25, 0.75], 1),
        ([0.3, 0.3], None),
        ([1, 0, 0], None),
        ([100], None),
        ([-20, 120], None),
        ([1.0] * 100, None),
        ([None, 60, 40], 100),
    ],
)
def test_totals(cells: list[float], total: int | None) -> None:
    assert one(cells).total == total


def test_ids_and_years_have_no_total_and_no_unit() -> None:
    assert one(["40%", "60%"], "id").total is None
    assert one([2019, 2020], "year (h)").unit is None


def test_samples_are_the_most_frequent_ties_by_text() -> None:
    assert one(["b", "c", "a", "c", "d"]).samples == ("c", "a", "b")
    assert one(["x" * 40, "y"]).samples == ("x" * 24, "y")
    assert one([True, False, True]).samples == ("true", "false")
    assert one([1, 2]).samples == ()
    many = [f"w{i:04d}" for i in range(2000)] + ["w1500", "w0700"]
    assert one(many).samples == ("w0700", "w1500", "w0000")


def test_units_of_cells_win_over_units_of_headers() -> None:
    assert one(["5元", "7元"], "销售额").unit == "元"
    assert one([5, 7], "销售额(万元)").unit == "万元"
    assert one(["1.5万元", "2万元"], "销售额(万元)").unit == "元"
    assert one(["a", "b"], "Weight [kg]").unit is None


@pytest.mark.parametrize(
    ("cells", "name", "meaning"),
    [
        (["2019", "2020"], "Year", "year"),
        ([2019, 2019], "年份", "year"),
        (["2018", "2019"], "时间", "year"),
        ([2018, 2019, 2020], "纪", "year"),
        ([1999, 2001, 2000], "price", None),
        ([1999, 2450], "v", None),
        ([12, 30], "years", None),
        (["1", "2", "3"], "column 1", "id"),
        (["1", "2", "3"], "序号", "id"),
        ([17, 17, 23], "customer_id", "id"),
        (["C01", "C02"], "客户编号", "id"),
        (["Mazda RX4", "Fiat 128"], "rownames", None),
        ([1, 2, 3], "index", "id"),
        ([2900, 3100, 3050], "index", None),
        ([1, 2, 3], "sales", None),
        (["00501", "10001"], "zip", "code"),
        (["123e4567-e89b-12d3-a456-426614174000"], "ref", "id"),
        (["USA-North", "USA-South", "EU-East", "EU-West"], "region", "path"),
        (["Africa/North", "Africa/West", "Asia"] * 2, "region", None),
        (["手机>苹果", "手机>华为", "电脑>苹果", "电脑>联想"], "品类", "path"),
        (["Jean-Paul", "Anne-Marie", "Karl-Heinz"], "name", None),
        (["http://a.b/c", "http://a.b/d", "http://a.b/e"], "link", None),
        (["It was a rather long winter that year, and nobody came."], "note", "text"),
        (
            [
                "这家店的服务非常周到而且价格公道下次一定还会再来光顾",
                "味道一般,等了很久才上菜,服务员态度也不太好",
            ],
            "评论",
            "text",
        ),
    ],
)
def test_meanings(cells: list[Any], name: str, meaning: str | None) -> None:
    assert one(cells, name).meaning == meaning


def test_years_agree_between_text_and_rows(tmp_path: Path) -> None:
    rows = table_from_rows(rows_of(Year=[2019, 2020], v=[1.5, 2.5]))
    write_csv(rows, tmp_path / "t.csv")
    text = load_table(tmp_path / "t.csv")
    assert profile(rows).description == profile(text).description


def test_x_beside_y_is_an_axis_alone_it_numbers_rows() -> None:
    assert described(X=[1, 2, 3], v=[5, 3, 4]).attributes[0].meaning == "id"
    assert described(X=[1, 2, 3], Y=[5, 3, 4]).attributes[0].meaning is None


def test_places() -> None:
    def meanings(**columns: list[Any]) -> list[str | None]:
        return [a.meaning for a in described(**columns).attributes]

    assert meanings(lng=[116.4, 121.5], lat=[39.9, 31.2]) == ["longitude", "latitude"]
    assert meanings(经度=["116.4", "121.5"], 纬度=[39.9, 31.2]) == ["longitude", "latitude"]
    assert meanings(lng=[500, 900], lat=[39.9, 31.2]) == [None, "latitude"]
    fine = {"cx": [-0.2869, 0.0872], "cy": [51.3879, 51.3553]}
    assert meanings(name=["a", "b"], **fine) == [None, "longitude", "latitude"]
    assert meanings(**fine) == [None, None]
    plain = {"x": [-0.2869, 0.0872], "y": [51.3879, 51.3553]}
    assert meanings(label=["a", "b"], **plain) == [None, None, None]
    assert meanings(city=["a", "b"], **plain) == [None, "longitude", "latitude"]
    assert meanings(city=["a", "b"], x=[1.5, 2.5], y=[3.5, 4.5]) == [None, None, None]


# --- facts between attributes --------------------------------------------------------------


def test_keys_are_minimal_pairs_or_triples() -> None:
    pairs = described(year=[1, 1, 2, 2], site=list("abab"), v=[5, 6, 7, 8.5])
    assert pairs.keys == (("site", "year"),)
    triple = described(
        a=list("ppppqqqq"), b=list("rrssrrss"), c=list("tutututu"), v=[float(i) for i in range(8)]
    )
    assert triple.keys == (("a", "b", "c"),)
    assert described(a=list("xyz"), b=list("ppq")).keys == ()
    assert described(a=list("xxyy"), b=list("ppqq")).keys == ()


def test_row_numbers_do_not_hide_keys() -> None:
    description = described(id=[1, 2, 3, 4], year=[2019, 2019, 2020, 2020], site=list("abab"))
    assert description.keys == (("site", "year"),)
    assert not description.repeats(("year", "site"))
    assert description.repeats(("year",))


def test_keys_look_at_all_rows() -> None:
    n = 3000
    a = [f"a{i % 60}" for i in range(n)]
    b = [f"b{i // 60}" for i in range(n)]
    assert described(a=a, b=b).keys == (("a", "b"),)
    b[-1] = b[-61]  # the last row now repeats another
    assert described(a=a, b=b).keys == ()


def test_nested() -> None:
    description = described(
        country=["CN", "CN", "DE", "DE"], city=["Beijing", "Xi'an", "Bonn", "Ulm"], v=[1, 2, 3, 5]
    )
    assert description.nested == (("country", "city"),)
    crossed = described(a=list("ppqq"), b=list("rsrs"), v=[1, 2, 3, 4])
    assert crossed.nested == ()


def test_names_of_rows_nest_only_in_a_table_of_little_else() -> None:
    names = [f"n{i}" for i in range(8)]
    wide = described(name=names, a=list("ppppqqqq"), b=list("rrssrrss"), c=list("tutututu"))
    assert wide.nested == ()


def test_links_by_name_and_by_values() -> None:
    assert described(source=["a", "b"], target=["x", "y"]).links == (("source", "target"),)
    assert described(终点=["x", "y"], 起点=["a", "b"]).links == (("起点", "终点"),)
    chain = described(甲=["a", "b", "c"], 乙=["b", "c", "d"])
    assert chain.links == (("乙", "甲"),)  # by name, where nothing tells the source
    ids = described(**{"from": [1, 2, 3], "to": [2, 3, 4]})
    assert ids.links == (("from", "to"),)


def test_links_run_from_the_column_of_fewer_values() -> None:
    trunk, branches = ["s", "s", "a", "a", "b", "b"], ["a", "b", "c", "d", "e", "f"]
    assert described(p=trunk, q=branches).links == (("p", "q"),)
    assert described(p=branches, q=trunk).links == (("q", "p"),)
    assert described(q=trunk, p=branches).links == (("q", "p"),)


def test_answers_on_one_scale_are_no_links() -> None:
    scale = ["good", "poor", "fair", "ok so"]
    first = [scale[i % 4] for i in range(40)]
    second = [scale[(i // 3) % 4] for i in range(40)]
    assert described(q1=first, q2=second).links == ()
    assert described(a=["x", "y", "z"], b=["x", "y", "z"]).links == ()


def test_correlated_strongest_first() -> None:
    x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    noisy = [1.2, 1.9, 3.4, 3.9, 5.3, 5.6]
    description = described(x=x, down=[-2 * v for v in x], noisy=noisy, free=[3, 1, 4, 1, 5, 2])
    assert description.correlated[0] == ("down", "x")
    assert ("noisy", "x") in description.correlated
    assert all("free" not in pair for pair in description.correlated)


def test_correlation_survives_gaps_and_extremes() -> None:
    huge = [1e300, 2e300, 3e300, 4e300, None]
    tiny = [1e-300, 2e-300, 3e-300, 4e-300, 1.0]
    assert described(a=huge, b=tiny).correlated == (("a", "b"),)
    assert described(a=[1, 2, 3], b=[1, 2, 3]).correlated == ()  # too few rows to say
    assert described(a=[5] * 5, b=[1, 2, 3, 4, 5]).correlated == ()


def test_the_decimal_comma_of_a_file_decides_doubtful_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a;b\n1,234;1,5\n5,678;2,25\n", encoding="utf-8")
    assert profile(load_table(path)).frame["a"].tolist() == [1.234, 5.678]
    path.write_text("a;b\n1,234;1.5\n5,678;2.25\n", encoding="utf-8")
    assert profile(load_table(path)).frame["a"].tolist() == [1234, 5678]
    path.write_text("a;b\n1,234;x\n5,678;y\n", encoding="utf-8")
    guessed = profile(load_table(path))
    assert guessed.frame["a"].tolist() == [1.234, 5.678]
    assert guessed.guesses["a"].code == "mark_by_delimiter"  # a guess that the window asks about
    told = profile(load_table(path, options=ReadOptions(decimal=".")))
    assert told.frame["a"].tolist() == [1234, 5678]
    assert told.guesses["a"].code == "decorated"
    path.write_text('a,b\n"1,234",x\n"5,678",y\n', encoding="utf-8")
    assert profile(load_table(path)).frame["a"].tolist() == [1234, 5678]


# --- properties ----------------------------------------------------------------------------

_CELL = st.one_of(
    st.none(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.sampled_from(
        ["12%", "$5", "1,234", "1.234,5", "2024-01-02", "01/02/2023", "13/02/2023", "Q1 2021",
         "一月", "NA", "无", "18-24", "是", "007", "3kg", "2019", "20240301", "a>b", "高", "x" * 60]
    ),
    st.text(max_size=8),
)  # fmt: skip
_NAME = st.sampled_from(
    ["年", "id", "lat", "lon", "x", "y", "code", "time", "价格(元)", "from", "to", ""]
)


@given(
    st.lists(_NAME, min_size=1, max_size=4, unique=True).flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries(dict.fromkeys(names, _CELL)), min_size=1, max_size=7
        )
    ),
    st.randoms(use_true_random=False),
)
def test_any_cells_profile_the_same_in_any_order(rows: list[dict[str, Any]], random: Any) -> None:
    # Columns stand in the order of their first appearance, so rows agree on one.
    rows = [dict(sorted(row.items())) for row in rows]
    first = profile(table_from_rows(rows))
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert profile(table_from_rows(shuffled)).description == first.description
    record = json.loads(json.dumps(first.description.to_json(), allow_nan=False))
    assert record["data_amount"] == len(rows)
    for attribute in first.description.attributes:
        column = first.frame[attribute.name]
        assert attribute.value_amount == column.nunique()
        assert (attribute.missing or 0) == column.isna().sum()


def test_real_tables_keep_their_facts_when_rows_are_shuffled() -> None:
    day = dt.date(2024, 1, 1)
    rows = [
        {
            "日期": (day + dt.timedelta(days=i // 3)).isoformat(),
            "城市": "京沪穗"[i % 3],
            "区": f"{'京沪穗'[i % 3]}{i % 6}",
            "额(元)": f"{1000 + 37.5 * i:,.1f}",
            "率": f"{i % 17}%",
        }
        for i in range(90)
    ]
    first = profile(table_from_rows(rows)).description
    assert profile(table_from_rows(rows[::-1])).description == first
    assert first.keys == (("区", "日期"), ("城市", "日期"))
    assert first.nested == (("城市", "区"),)


def facts_of(rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Return all that is said of a table, apart from the order of its attributes."""
    description = profile(table_from_rows(rows)).description
    attributes = sorted(description.attributes, key=lambda a: a.name)
    assert tuple(a.name for a in description.attributes) == tuple(rows[0])
    return (
        description.data_amount, attributes, description.keys, description.nested,
        description.links, description.correlated,
    )  # fmt: skip


def in_another_order(rows: list[dict[str, Any]], random: Any) -> list[dict[str, Any]]:
    names = list(rows[0])
    random.shuffle(names)
    shuffled = [{name: row[name] for name in names} for row in rows]
    random.shuffle(shuffled)
    return shuffled


@pytest.mark.parametrize("seed", range(10))
def test_real_tables_keep_their_facts_when_columns_and_rows_are_shuffled(seed: int) -> None:
    day = dt.date(2024, 1, 1)
    rows: list[dict[str, Any]] = [
        {
            "日期": (day + dt.timedelta(days=i // 3)).isoformat(),
            "城市": "京沪穗"[i % 3],
            "区": f"{'京沪穗'[i % 3]}{i % 6}",
            "额(元)": f"{1000 + 37.5 * i:,.1f}",
            "税": 3 * i + i % 2,
            "率": f"{i % 17}%",
            "start": f"n{i % 9}",
            "other": f"n{i // 9 + 5}",
        }
        for i in range(90)
    ]
    first = facts_of(rows)
    assert all(first)  # of every kind there is something to lose
    assert facts_of(in_another_order(rows, random.Random(seed))) == first


@given(
    st.lists(_NAME.filter(bool), min_size=2, max_size=6, unique=True).flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries(dict.fromkeys(names, _CELL)), min_size=1, max_size=7
        )
    ),
    st.randoms(use_true_random=False),
)
def test_any_cells_have_the_same_facts_in_any_order_of_columns(
    rows: list[dict[str, Any]], random: Any
) -> None:
    # An unnamed column is called by its place, which is not the same then.
    rows = [dict(sorted(row.items())) for row in rows]
    assert facts_of(in_another_order(rows, random)) == facts_of(rows)


# --- bounds --------------------------------------------------------------------------------


def test_a_small_table_is_profiled_within_milliseconds() -> None:
    table = table_from_rows(
        [
            {
                "city": f"c{i}",
                "day": f"2024-01-{i + 1:02d}",
                "v": i * 1.5,
                "n": str(i),
                "g": "ab"[i % 2],
            }
            for i in range(20)
        ]
    )
    profile(table)
    best = min(_seconds(table) for _ in range(5))
    assert best < 0.015


def _seconds(table: Any) -> float:
    start = time.thread_time()  # not the time that other programs take
    profile(table)
    return time.thread_time() - start


def test_wide_tables_cost_no_more_than_their_columns() -> None:
    columns = {f"w{i}": [f"{i}-{j % (2 + i % 5)}x" for j in range(30)] for i in range(200)}
    description = described(**columns)
    assert len(description.attributes) == 200
    assert len(description.keys) <= 6
    assert len(description.nested) <= 12


def test_cancel() -> None:
    token = CancelToken()
    token.set()
    with pytest.raises(Cancelled):
        profile(table_from_rows([{"a": 1}]), cancel=token)


def test_a_total_that_says_of_what_and_a_mean_mark_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("campaign,clicks,cost\na,10,2.5\nb,20,3.5\nc,30,4.0\nTotal: Account,60,10.0\n")
    assert profile(load_table(path)).frame["clicks"].tolist() == [10, 20, 30]
    path.write_text("姓名,语文,数学\n张伟,112,130\n王芳,108,119\n平均分,110,124.5\n", "utf-8")
    assert profile(load_table(path)).frame["语文"].tolist() == [112, 108]


@pytest.mark.filterwarnings("error")
def test_a_total_of_the_largest_numbers_is_looked_for_without_overflow() -> None:
    rows: list[dict[str, Any]] = [{"name": n, "amount": 6e307} for n in ("a", "b", "c", "合计")]
    assert profile(table_from_rows(rows)).description.data_amount in (3, 4)


@pytest.mark.filterwarnings("error")
def test_the_largest_numbers_are_correlated_without_overflow() -> None:
    rows: list[dict[str, Any]] = [{"a": 6e307 + i * 1e300, "b": -1.2e307 * i} for i in range(20)]
    assert profile(table_from_rows(rows)).description.data_amount == 20
