"""Meanings by name and values: flags, ids, classes, years, coordinates, remarks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from vizapp.data.load import table_from_rows
from vizapp.profile import convert as module
from vizapp.profile import entities
from vizapp.profile.attributes import AttributeDescription
from vizapp.profile.convert import convert
from vizapp.profile.describe import profile


def one(cells: list[Any], name: str, **others: list[Any]) -> AttributeDescription:
    columns = {name: cells, **others}
    rows = [{n: column[i] for n, column in columns.items()} for i in range(len(cells))]
    return profile(table_from_rows(rows)).description.attributes[0]


ZERO_ONE = [0, 1] * 10


@pytest.mark.parametrize("name", ["coed", "death", "trt", "age75", "female", "目标", "z"])
def test_long_columns_of_zeros_and_ones_are_flags(name: str) -> None:
    for cells in (ZERO_ONE, [str(v) for v in ZERO_ONE], [None, *ZERO_ONE]):
        assert one(cells, name).type == "BOOL"


@pytest.mark.parametrize("name", ["is_member", "has.car", "hasCar", "是否达标", "有无车", "SAFFL"])
def test_a_name_that_asks_needs_no_length(name: str) -> None:
    assert one([1, 0], name).type == "BOOL"
    assert one(["1", "", "1"], name).type == "BOOL"


@pytest.mark.parametrize(
    "name",
    ["n_goals", "goals", "数量", "得分", "sex", "gender_mf", "group", "row_id", "month", "no of x"],
)
def test_amounts_classes_and_ids_of_zero_and_one_are_no_flags(name: str) -> None:
    assert one(ZERO_ONE, name).type == "INT"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1.0", "", "0.0"] * 6, "BOOL"),  # a program's zeros and ones beside blanks
        (["1.0", "0.0"] * 9, "DOUBLE"),
        (["0.5", "", "0.0"] * 6, "DOUBLE"),
        (["yes", "no"] * 15 + ["unknown"], "BOOL"),
        (["y", "n"] * 15 + ["?"], "BOOL"),
        (["yes", "no", "unknown"] * 9, "STR"),  # an answer of its own
        (["yes"] * 20 + ["unknown"], "STR"),
        (["1. Yes", "2. No"] * 3, "BOOL"),
        (["(1) yes", "(0) no"] * 3, "BOOL"),
        (["ja", "nee"] * 3, "BOOL"),
        (["", "x", ""], "BOOL"),  # a tick among blanks
        (["✓", "", "✓"], "BOOL"),
        (["x", "x", "x"], "STR"),
        (["", "N", ""], "STR"),
        (["tak", "nie"] * 3, "BOOL"),
        (["0_no", "1_yes", "NA_NA"] * 3, "BOOL"),  # a pasted code and label, both missing
        (["1: yes", "2: no", "9: missing"] * 3, "BOOL"),
        (["1_low", "2_high", "NA_NA"] * 3, "STR"),
    ],
)
def test_flags_as_programs_and_surveys_write_them(cells: list[str], found: str) -> None:
    assert one(cells, "answer").type == found


@pytest.mark.parametrize(
    ("name", "cells", "meaning"),
    [
        ("marstat", [1, 2, 3] * 6, "code"),
        ("sex2", [1, 2] * 6, "code"),
        ("TRT01PN", [1, 2, 3] * 6, "code"),
        ("srvstatus", [0, 1, 2] * 6, "code"),
        ("组别", [1, 2] * 6, "code"),
        ("血型", [1, 2, 3, 4] * 6, "code"),
        ("religion", ["1.0", "", "2.0", "3.0"] * 6, "code"),
        ("country", [*range(1, 20)] * 3, "code"),
        ("iso3", ["CHN", "DEU", "FRA"], "code"),
        ("ISO 3166 alpha", ["CHN", "DEU", "FRA"], None),
        ("gender_mf", [1, 0] * 6, "code"),
        ("judge", [1, 2, 3] * 6, "id"),
        ("townid", [1, 2, 3] * 6, "id"),
        ("catalog", ["41-0322", "35-2946", "35-2921"], "id"),
        ("rownames", ["1.1", "1.2", "2.1", "2.2"], "id"),
        ("diagyr", [76, 71, 78] * 6, "year"),
        ("packyr", [76, 71, 78] * 6, None),
        ("agegrp", [1, 2, 3] * 6, None),
        ("partysize", [1, 2, 3] * 6, None),
        ("episode", [1, 2, 3] * 6, None),
    ],
)
def test_classes_in_numbers(name: str, cells: list[Any], meaning: str | None) -> None:
    assert one(cells, name, v=[1.5] * len(cells)).meaning == meaning


def test_a_code_is_digits_under_a_glued_name() -> None:
    assert one(["156", "276", "840"], "countrycode").type == "STR"
    assert one(["1", "2", "3", "4"] * 3, "race_cd").meaning == "code"
    assert one(["1", "2", "3", "4"] * 3, "unicode").meaning is None


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("status", [1] * 20, "BOOL"),
        ("died", [0] * 20, "BOOL"),
        ("active", ["1"] * 20, "BOOL"),
        ("status", [1] * 5, "INT"),  # too short to tell
        ("status", [2] * 20, "INT"),
        ("visits", [1] * 20, "INT"),
        ("daily_count", [1] * 20, "INT"),
        ("pets_allowed_yn", [1] * 3, "BOOL"),
    ],
)
def test_flags_that_every_row_shares(name: str, cells: list[Any], found: str) -> None:
    assert one(cells, name).type == found


def test_zeros_and_ones_beside_counts_of_the_same_kind_are_counts() -> None:
    counts = [0, 1, 2, 0] * 5
    assert one(ZERO_ONE, "R3d", N2a=counts).type == "INT"
    assert one(ZERO_ONE, "away_wins", home_wins=counts).type == "INT"
    assert one(ZERO_ONE, "coed", kids=counts).type == "BOOL"
    assert one([0, 1, 1], "v").type == "INT"  # too short to tell


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (["Y", "", "Y"], "ANL01FL"),
        (["√", ""], "是否党员"),
        (["0_no", "1_yes"], "fit"),
        (["Yes", "Y", "no"], "v"),
        (["有", "没有"], "v"),
        (["oui", "non"], "v"),
        (["✅", "❌"], "v"),
    ],
)
def test_spellings_of_yes_and_no(cells: list[str], name: str) -> None:
    assert one(cells, name).type == "BOOL"


@pytest.mark.parametrize(
    ("cells", "name", "meaning"),
    [
        ([1, 2, 3, 4, 5] * 4, "patient", "id"),
        (list(range(1, 21)), "childid", "id"),
        (list(range(1, 21)), "patnr", "id"),
        ([101, 101, 202, 202, 303] * 4, "school", "id"),
        (list(range(1, 21)), "患者", "id"),
        ([120, 340, 95, 410, 77, 260, 300, 510, 42, 66], "customer", None),
        ([3, 5, 9], "site", None),
        (list(range(20)), "students", None),
        (["GT1001", "GT1002", "GT1002"], "USUBJID", "id"),
        (["CDISC", "CDISC"], "STUDYID", "id"),
        (["AB", "AB2", "ALT"], "franchID", "id"),
        (["NL", "AL", "AL"], "lgID", None),
        (["row_1", "row_2", "row_3"], "row", "id"),
        (["Alabama", "Alaska", "Ohio"], "rownames", None),
        ([1, 2, 1, 2], "sex", "code"),
        ([1, 2, 3] * 8, "treatment", "code"),
        ([1, 4, 5, 6, 8, 9, 10, 11] * 3, "state", "code"),
        ([1, 2, 3] * 8, "state", None),
        (["#7F3B08", "#833D07"], "v", "code"),
        (["LDIAM", "LPERP"], "TRTESTCD", "code"),
        (["9E", "AA"], "carrier", "code"),
        ([63, 64, 65], "year", "year"),
        ([87, 88, 88], "birthyear", "year"),
        ([12, 30], "years", None),
        ([50, 62], "years", None),
        (list(range(1875, 1895)), "time", "year"),
        ([1896, 1900, 1904, 1912, 1920, 1924, 1928, 1932], "time", "year"),
        (list(range(1, 1951)), "year", "year"),
        ([1955 + i / 4 for i in range(24)], "time", "year"),
        ([1955 + i / 12 for i in range(24)], "x", "year"),
        ([1955 + i / 12 for i in range(24)], "price", None),
        ([1955.3, 1961.7, 1966.1, 1980.4, 1981, 1990.2, 1991.1, 1999.9], "time", None),
        ([2010.0, 2012.5], "year", "year"),
        (["bad meter reading", "transfer back from abroad"], "notes", "text"),
        (["39.9N", "31.2S"], "lat", "latitude"),
        (["116°23'E", "73°30'W"], "longitude", "longitude"),
    ],
)
def test_meanings(cells: list[Any], name: str, meaning: str | None) -> None:
    assert one(cells, name).meaning == meaning


def test_a_phone_number_is_no_quantity_and_phones_sold_are() -> None:
    numbers = ["7182887233", "7148407040", "6209222712"]
    assert (one(numbers, "phone_number").type, one(numbers, "phone_number").meaning) == (
        "STR",
        "code",
    )
    assert one(["71828872", "71484070"], "phone_sales").type == "INT"


def test_coordinates_have_a_sign() -> None:
    assert convert(pd.Series(["12°30'S", "北纬8.5°"], dtype="str"), "纬度").values.tolist() == [
        -12.5,
        8.5,
    ]


def test_mothers_beside_fathers_are_ids() -> None:
    parents = [0, 3, 4, 4] * 4
    assert one(parents, "mid", fid=parents).meaning == "id"
    assert one(parents, "mid").meaning is None


@pytest.mark.parametrize("word", ["valid", "VALID", "COVID", "grid", "paid", "humid", "island"])
def test_words_that_end_in_id_name_nothing(word: str) -> None:
    assert not entities.says_glued_id(word)


@pytest.mark.parametrize(
    ("cells", "unit", "expected"),
    [
        (["人民币1,200", "人民币30.5"], "CNY", [1200, 30.5]),
        (["Rs. 500", "Rs. 1,200"], "₹", [500, 1200]),
        (["$ (5.00)", "$7.00"], "$", [-5, 7]),
        (["50 percent", "7 percent"], "%", [50, 7]),
        (["1.5×10^3", "2x10^-1"], None, [1500, 0.2]),
        (["12 元/kg", "13.5元/kg"], "元/kg", [12, 13.5]),
        (["▲5%", "▼3%"], "%", [5, -3]),
        (["12", "缺考", "未填", "nil"], None, [12, None, None, None]),
        (["约100", "~ 120", "95"], None, [100, 120, 95]),
        # units of one quantity, in the most frequent
        (["512 KB", "1.5 MB", "2 GB", "3 MB"], "MB", [0.5, 1.5, 2048, 3]),
        (["900 g", "1.2 kg", "3kg"], "kg", [0.9, 1.2, 3]),
        (["90 min", "2 h", "45 min"], "min", [90, 120, 45]),
        (["30分钟", "2小时", "45分钟"], "分钟", [30, 120, 45]),
    ],
)
def test_numbers_as_reports_write_them(
    cells: list[str], unit: str | None, expected: list[float | None]
) -> None:
    found = convert(pd.Series(cells, dtype="str"), "v")
    assert (found.unit, [None if pd.isna(v) else v for v in found.values]) == (unit, expected)


@pytest.mark.parametrize(
    ("text", "iso", "granularity"),
    [
        ("24年3月", "2024-03-01T00:00:00", "month"),
        ("24Q3", "2024-07-01T00:00:00", "quarter"),
        ("Q1’24", "2024-01-01T00:00:00", "quarter"),
        ("FY2023", "2023-01-01T00:00:00", "year"),
        ("FY2023/24", "2023-01-01T00:00:00", "year"),
        ("FY23 Q2", "2023-04-01T00:00:00", "quarter"),
        ("2023财年", "2023-01-01T00:00:00", "year"),
        ("Week 5, 2024", "2024-01-29T00:00:00", "week"),
        ("2024年3月1日 星期五", "2024-03-01T00:00:00", "day"),
        ("2024年3月1日 下午3:05", "2024-03-01T15:05:00", "minute"),
        ("2024-03-01 上午 9:00:07", "2024-03-01T09:00:07", "second"),
        ("2024年3月1日8时", "2024-03-01T08:00:00", "hour"),
        ("二〇二四年十二月三十一日", "2024-12-31T00:00:00", "day"),
        ("民国113年", "2024-01-01T00:00:00", "year"),
        ("20240301 080509", "2024-03-01T08:05:09", "second"),
        ("20240301080509", "2024-03-01T08:05:09", "second"),
        ("5th of April 2024", "2024-04-05T00:00:00", "day"),
        ("[10/Oct/2000:13:55:36 -0700]", "2000-10-10T13:55:36", "second"),
        ("[10/Oct/2000:13:55:36", "2000-10-10T13:55:36", "second"),
    ],
)
def test_dates_as_people_write_them(text: str, iso: str, granularity: str) -> None:
    found = convert(pd.Series([text], dtype="str"), "v")
    assert found.type == "DATE"
    assert (found.values[0].isoformat(), found.granularity) == (iso, granularity)


def test_cells_that_name_their_scale_are_in_ones() -> None:
    found = convert(pd.Series(["4.37万亿", "4.72万亿"], dtype="str"), "GDP(亿元)")
    assert (found.unit, found.values.tolist()) == ("元", [4_370_000_000_000, 4_720_000_000_000])
    found = convert(pd.Series(["437", "472"], dtype="str"), "GDP(亿元)")
    assert found.unit is None  # the header's holds


def test_six_digits_of_an_american_date() -> None:
    found = one(["111597", "121897", "10298"], "date")
    assert (found.type, found.range) == ("DATE", ("1997-11-15", "1998-01-02"))
    assert one(["111597", "121897", "131597"], "date").type == "INT"
    assert one(["111597", "121897", "10298"], "sales").type == "INT"


@pytest.mark.parametrize(
    "cells",
    [
        [f"{i * 37:,}" for i in range(60)],
        [f"${i * 37:,}.50" for i in range(60)],
        [f"{i * 1.25:.2f}%" for i in range(60)],
        [f"+{i}" for i in range(60)],
        [f"{i}.125" for i in range(1, 61)],
        [str(i) for i in range(59)] + ["DNF"],
        [f"2024/3/{1 + i % 28} 8:{i:02d}" for i in range(60)],
        [f"2023-02-{1 + i % 30:02d} 10:{i:02d}" for i in range(60)],  # some are no days
        [f"({i})" for i in range(60)],
        [f"{i}.5万" for i in range(60)],
        [f"138123456{i:02d}" for i in range(60)],
        [f"u{i}" for i in range(60)],
        [f"555-123-{i:04d}" for i in range(60)],
    ],
)
def test_long_columns_read_the_same_both_ways(
    cells: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    careful = convert(pd.Series(cells, dtype="str"), "v")
    monkeypatch.setattr(module, "MANY", 20)
    fast = convert(pd.Series(cells, dtype="str"), "v")
    for part in ("type", "unit", "granularity", "meaning", "proved", "doubtful", "order"):
        assert getattr(fast, part) == getattr(careful, part), part
    pd.testing.assert_series_equal(fast.values, careful.values)
