"""What cells become: types, values, units, codes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vizapp.profile import convert as module
from vizapp.profile.convert import Column, convert


def column(cells: list[Any], name: str = "v", *, text: bool | None = None) -> Column:
    if text is None:
        text = all(isinstance(cell, str) for cell in cells)
    dtype: Any = "str" if text else object
    return convert(pd.Series(cells, dtype=dtype), name)


def values(found: Column) -> list[Any]:
    return [None if pd.isna(value) else value for value in found.values]


NUMBERS = [
    (["1", "2"], "INT", [1, 2]),
    (["1.0", "2"], "DOUBLE", [1.0, 2.0]),
    ([" 5 ", "\u00a07"], "INT", [5, 7]),
    (["1,234", "12,345,678"], "INT", [1234, 12345678]),
    (["1,23,456"], "INT", [123456]),
    (["1 234", "5\u202f678"], "INT", [1234, 5678]),
    (["1'234", "5’678.5"], "DOUBLE", [1234.0, 5678.5]),
    (["1.234,5", "2,75"], "DOUBLE", [1234.5, 2.75]),
    (["1.234.567", "2"], "INT", [1234567, 2]),
    (["0,123", "0,5"], "DOUBLE", [0.123, 0.5]),
    (["(1,234)", "56"], "INT", [-1234, 56]),
    (["-5", "−6", "+7", "8-"], "INT", [-5, -6, 7, -8]),
    (["1e5", "2.5E-3"], "DOUBLE", [1e5, 0.0025]),
    (["1.2万", "3万", "5000"], "INT", [12000, 30000, 5000]),
    (["1.1亿", "0"], "INT", [110000000, 0]),
    (["12k", "1.5M"], "INT", [12000, 1500000]),
    (["12.5M", "3K", "1B", "40"], "INT", [12500000, 3000, 1000000000, 40]),
    (["12", "/", "\uff0f", "\uff3c", "15"], "INT", [12, None, None, None, 15]),
    (["１２", "３.５"], "DOUBLE", [12.0, 3.5]),
    (["1", "NA", "-", "--", "null", "无", "暂无", "#N/A", "", "N/A"], "INT", [1] + [None] * 9),
    (["1.5", "inf", "none"], "DOUBLE", [1.5, None, None]),
    (["0", "1", "1"], "INT", [0, 1, 1]),
    ([1, "2", 3.5], "DOUBLE", [1.0, 2.0, 3.5]),
    ([1, None, 3], "INT", [1, None, 3]),
    ([1.0, 2.0], "DOUBLE", [1.0, 2.0]),
    ([10**20, 1], "DOUBLE", [1e20, 1.0]),
    ([Decimal("1.5")], "DOUBLE", [1.5]),
    (["52000", ".a", ".", "48000", ".z"], "INT", [52000, None, None, 48000, None]),
    (["1,203명", "820명"], "INT", [1203, 820]),
    (["2.34万手", "12.0万手"], "INT", [23400, 120000]),
]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,234,567[1]", "2,345", "3,456[2][a]"], [1234567, 2345, 3456]),
        (["12.5*", "3.5", "-4.25 **"], [12.5, 3.5, -4.25]),
        (["12.5 b", "3.5", "4.5", "8.0 (p)", ":"], [12.5, 3.5, 4.5, 8.0, None]),
        (["12%†", "13%"], [12, 13]),
        (["1,234.5¹", "2,345", "3,456²)", "7(*)"], [1234.5, 2345, 3456, 7]),
    ],
)
def test_marks_of_footnotes_are_no_part_of_a_number(cells: list[str], expected: list[Any]) -> None:
    found = column(cells)
    assert values(found) == expected
    assert found.how == "noted"


@pytest.mark.parametrize(
    "cells",
    [
        ["3*", "4*", "5*"],
        ["1 b", "2 p", "3"],
        ["a[1]", "b"],
        ["1", "10", "10²", "10³"],  # powers
        ["1", "2", "2⁵"],
        ["3²", "4²"],
    ],
)
def test_marks_that_explain_nothing_stay(cells: list[str]) -> None:
    assert column(cells).type == "STR"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,200", "▲12,000", "980"], [1200, -12000, 980]),
        (["102.3%", "△3.2%", "98.1%"], [102.3, -3.2, 98.1]),
        (["¥1,200", "△¥300"], [1200, -300]),
        (["10", "▲ 2.5", "无", "-"], [10, -2.5, None, None]),
    ],
)
def test_triangles_beside_bare_numbers_are_losses(cells: list[str], expected: list[Any]) -> None:
    found = column(cells)
    assert values(found) == expected
    assert found.how == "losses"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["▲1.2%", "▼0.4%", "3%"], [1.2, -0.4, 3]),
        (["▲1.2%", "-0.4%", "3%"], [1.2, -0.4, 3]),
        (["▲1.2%", "(0.4)%", "+3%"], None),
        (["▲1.2%", "0.0%", "▲0.4%"], [1.2, 0, 0.4]),  # nothing but rises
        (["▲12", "▲7"], [12, 7]),
        (["1,200", "▲5%"], [1200, 5]),  # a figure and its growth
        (["△12", "▲7", "5"], None),  # a newspaper's rise and fall
        (["△12", "△7"], None),
        (["▲", "12"], None),
    ],
)
def test_other_triangles_are_no_losses(cells: list[str], expected: list[Any] | None) -> None:
    found = column(cells)
    assert found.how != "losses"
    if expected is None:
        assert found.type == "STR"
    else:
        assert values(found) == expected


def test_whole_numbers_with_a_capital_are_seats_or_classes() -> None:
    assert column(["3K", "12M", "1B"]).type == "STR"


@pytest.mark.parametrize(("cells", "type_", "expected"), NUMBERS)
def test_numbers(cells: list[Any], type_: str, expected: list[Any]) -> None:
    found = column(cells)
    assert found.type == type_
    assert values(found) == expected
    assert str(found.values.dtype) == {"INT": "Int64", "DOUBLE": "float64"}[type_]


@pytest.mark.parametrize(
    ("cells", "unit", "expected"),
    [
        (["12%", "3.5%"], "%", [12, 3.5]),
        (["$5", "$1,200"], "$", [5, 1200]),
        (["-$5.5", "($3)"], "$", [-5.5, -3]),
        (["US$ 5", "US$7"], "USD", [5, 7]),
        (["5 EUR", "7 EUR"], "EUR", [5, 7]),
        (["¥5", "￥7"], "¥", [5, 7]),
        (["$5m", "$1.5bn"], "$", [5e6, 1.5e9]),
        (["30kg", "25 kg"], "kg", [30, 25]),
        (["12.5元", "8元"], "元", [12.5, 8]),
        (["1.2万元", "3000元"], "元", [12000, 3000]),
        (["25岁", "31岁"], "岁", [25, 31]),
        (["36.5℃", "37℃"], "℃", [36.5, 37]),
        (["5km/h", "7km/h"], "km/h", [5, 7]),
    ],
)
def test_units_in_cells(cells: list[str], unit: str, expected: list[float]) -> None:
    found = column(cells)
    assert found.type in ("INT", "DOUBLE")
    assert (found.unit, values(found)) == (unit, expected)


@pytest.mark.parametrize(
    "cells",
    [
        ["5 kg", "3 m"],
        ["12A", "14A"],
        ["3 apples", "4 pears"],
        ["1.2.3", "1.2.4"],
        ["12 5", "13"],
        ["1,2,3", "4"],
        ["5-", "a"],
        ["$5", "€5"],
        ["1/2", "3/4"],
        ["3:1", "2:2"],
    ],
)
def test_what_is_no_number(cells: list[str]) -> None:
    assert column(cells).type == "STR"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["true", "False", ""], [True, False, None]),
        (["是", "否"], [True, False]),
        (["Y", "n"], [True, False]),
        (["yes", "yes"], [True, True]),
        (["有", "无"], [True, False]),
        ([True, None, False], [True, None, False]),
    ],
)
def test_bool(cells: list[Any], expected: list[Any]) -> None:
    found = column(cells)
    assert (found.type, str(found.values.dtype)) == ("BOOL", "boolean")
    assert values(found) == expected


@pytest.mark.parametrize("cells", [["N", "N"], ["yes", "maybe"], ["t", "t"]])
def test_letters_alone_are_no_bool(cells: list[str]) -> None:
    assert column(cells).type == "STR"


def test_none_and_unknown_are_words_among_words() -> None:
    found = column(["none", "light", "无", "-", "NA"])
    assert values(found) == ["none", "light", "无", None, None]
    assert found.values.dtype == object
    assert found.values[3] is None


def test_na_is_a_code_among_codes() -> None:
    assert values(column(["EU", "NA", "AS", "AF"])) == ["EU", "NA", "AS", "AF"]
    assert values(column(["CA", "NA", "TX", "NY"])) == ["CA", None, "TX", "NY"]


def test_strays_in_a_long_column_are_missing_in_a_short_one_words() -> None:
    long = column([str(i) for i in range(99)] + ["<1"])
    assert (long.type, values(long)[-1]) == ("INT", None)
    assert column(["1", "2", "<1"]).type == "STR"
    assert column([str(i) for i in range(90)] + ["<1"] * 10).type == "STR"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["007", "012"], "area"),
        (["02134", "10001"], "zip"),
        ([2134, 10001], "zip"),
        (["600519", "000001"], "股票代码"),
        ([600519, 601318], "股票代码"),
        (["13812345678", "13912345678"], "联系"),
        ([13812345678, 13912345678], "手机"),
        (["6222020000000000001"], "v"),
        (["555-123-4567", "555-123-9999"], "contact"),
        (["+49 30 123456", "+44 20 7946 0958"], "v"),
    ],
)
def test_codes_stay_words(cells: list[Any], name: str) -> None:
    found = column(cells, name)
    assert (found.type, found.meaning) == ("STR", "code")
    assert values(found) == [str(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ([5000, 7000], "mobile users"),
        (["5000", "7000"], "手机销量"),
        (["01", "02", "12"], "month"),
        (["0.5", "0.75"], "v"),
        ([1000, 2000], "code_count"),
    ],
)
def test_amounts_with_a_misleading_look(cells: list[Any], name: str) -> None:
    assert column(cells, name).type in ("INT", "DOUBLE")


DAY = dt.datetime(2024, 3, 1)


@pytest.mark.parametrize(
    ("cells", "name", "expected", "granularity"),
    [
        (["20240301", "20240302"], "v", DAY, "day"),
        ([20240301, 20240302], "day", DAY, "day"),
        (["202403", "202404"], "月份", DAY, "month"),
        ([202403, 202404], "month", DAY, "month"),
        ([1709251200, 1709337600], "timestamp", DAY, "day"),
        (["1709251200000", "1709337600000"], "created_at", DAY, "day"),
        ([DAY, None], "v", DAY, "day"),
        ([DAY.date(), dt.date(2024, 3, 2)], "v", DAY, "day"),
        (["2024-03-01", "至今"], "end", DAY, "day"),
        (["2024-03-01", "9999-12-31"], "end", DAY, "day"),
    ],
)
def test_dates(cells: list[Any], name: str, expected: dt.datetime, granularity: str) -> None:
    found = column(cells, name)
    assert (found.type, found.granularity) == ("DATE", granularity)
    assert found.values.dtype == "datetime64[ns]"
    assert found.values[0] == expected


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["20240301", "20240302"], "id"),
        ([20240301, 21990000], "population"),
        ([202403, 202404], "sales"),
        ([1709251200, 1709337600], "views"),
        (["2019", "2020"], "year"),
        ([2019, 2020], "year"),
    ],
)
def test_whole_numbers_that_are_no_dates(cells: list[Any], name: str) -> None:
    assert column(cells, name).type == "INT"


def test_zones_are_dropped_never_applied() -> None:
    zoned = pd.Series(pd.to_datetime(["2024-03-01 23:30"]).tz_localize("Asia/Shanghai"))
    for found in (convert(zoned, "t"), column(["2024-03-01T23:30:00+08:00"])):
        assert found.values[0] == dt.datetime(2024, 3, 1, 23, 30)


def test_native_columns() -> None:
    assert convert(pd.Series([1, 2], dtype="int32"), "a").type == "INT"
    assert convert(pd.Series([1.0, np.nan]), "a").type == "INT"  # a gap made it float
    assert convert(pd.Series([1.0, 2.5]), "a").type == "DOUBLE"
    assert convert(pd.Series([True, False]), "a").type == "BOOL"
    assert convert(pd.Series(["x", "y"], dtype="category"), "a").type == "STR"
    assert convert(pd.Series([2**63 + 1], dtype="uint64"), "a").type in ("DOUBLE", "STR")
    assert convert(pd.Series(pd.to_timedelta(["1h"])), "a").type == "STR"
    assert convert(pd.Series([None, None], dtype=object), "a").values.tolist() == [None, None]
    assert convert(pd.Series([np.inf, np.nan]), "a").type == "STR"


@pytest.mark.parametrize(
    "cells",
    [
        [str(i) for i in range(60)],
        [f"{i}.5" for i in range(60)],
        [str(i) for i in range(59)] + ["NA"],
        [f"0{i}" for i in range(60)],
        [f"2024-01-{1 + i % 28:02d} 10:{i:02d}" for i in range(60)],
        [f"x{i}" for i in range(60)],
        ["5", "", "7,5"] * 20,
    ],
)
def test_long_columns_read_the_same_both_ways(
    cells: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    careful = column(cells)
    monkeypatch.setattr(module, "MANY", 20)
    fast = column(cells)
    assert (fast.type, fast.granularity) == (careful.type, careful.granularity)
    pd.testing.assert_series_equal(fast.values, careful.values)


@pytest.mark.parametrize(
    "cells",
    [
        [*(f"2024-01-{1 + i % 28:02d} 10:{i:02d}" for i in range(60)), None],
        [*map(str, range(60)), None, "", "NA"],
        [*(f"x{i}" for i in range(60)), None],
        [*(f"x{i}" for i in range(60)), "\ud800"],
        [*map(str, range(60)), 5],
        [*(dt.datetime(2024, 1, 1, i % 24) for i in range(60)), None],
    ],
)
def test_long_columns_of_native_cells_read_the_same_both_ways(
    cells: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    careful = column(cells, text=False)
    monkeypatch.setattr(module, "MANY", 20)
    monkeypatch.setattr(module, "PIECE", 7)
    fast = column(cells, text=False)
    assert (fast.type, fast.granularity) == (careful.type, careful.granularity)
    pd.testing.assert_series_equal(fast.values, careful.values)
