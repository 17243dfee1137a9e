"""Dates in the forms people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from vizapp.profile import dates

D = dt.datetime


@pytest.mark.parametrize(
    ("text", "value", "granularity"),
    [
        ("2024-03-01", D(2024, 3, 1), "day"),
        ("2024/3/1", D(2024, 3, 1), "day"),
        ("2024.3.1", D(2024, 3, 1), "day"),
        ("2024-03-01T08:30:15.250Z", D(2024, 3, 1, 8, 30, 15, 250000), "second"),
        ("2015/05/28 16:00:00", D(2015, 5, 28, 16), "hour"),
        ("2024-03-01 24:00", D(2024, 3, 2), "day"),
        ("3/4/21 5:06 PM", D(2021, 3, 4, 17, 6), "minute"),
        ("12/31/1999 12:00 am", D(1999, 12, 31), "day"),
        ("2024年3月", D(2024, 3, 1), "month"),
        ("2024年3月1日", D(2024, 3, 1), "day"),
        ("2024年3月1日 08时30分", D(2024, 3, 1, 8, 30), "minute"),
        ("2024年", D(2024, 1, 1), "year"),
        ("2024年度", D(2024, 1, 1), "year"),
        ("2021-Q1", D(2021, 1, 1), "quarter"),
        ("2021Q3", D(2021, 7, 1), "quarter"),
        ("Q4 2021", D(2021, 10, 1), "quarter"),
        ("3Q21", D(2021, 7, 1), "quarter"),
        ("2021年第一季度", D(2021, 1, 1), "quarter"),
        ("2021年二季度", D(2021, 4, 1), "quarter"),
        ("2021年Q2", D(2021, 4, 1), "quarter"),
        ("2024-03", D(2024, 3, 1), "month"),
        ("03/2024", D(2024, 3, 1), "month"),
        ("Jan 2021", D(2021, 1, 1), "month"),
        ("January-2021", D(2021, 1, 1), "month"),
        ("Sept. 2020", D(2020, 9, 1), "month"),
        ("Dec'21", D(2021, 12, 1), "month"),
        ("2021 Jan", D(2021, 1, 1), "month"),
        ("Jan 1 2000", D(2000, 1, 1), "day"),
        ("January 5th, 2020", D(2020, 1, 5), "day"),
        ("01-Apr-2023", D(2023, 4, 1), "day"),
        ("1 Apr 98", D(1998, 4, 1), "day"),
        ("Sat, 1 Jan 2000 10:30:00", D(2000, 1, 1, 10, 30), "minute"),
        ("Mon Jan 3 12:00:05 2000", D(2000, 1, 3, 12, 0, 5), "second"),
        ("2021-W05", D(2021, 2, 1), "week"),
        ("2021年第5周", D(2021, 2, 1), "week"),
        # other languages, eras, weekdays behind, zones
        ("1 de enero de 2024", D(2024, 1, 1), "day"),
        ("lunes, 5 ene. 2024", D(2024, 1, 5), "day"),
        ("05-ago-2024", D(2024, 8, 5), "day"),
        ("1er août 2024", D(2024, 8, 1), "day"),
        ("12 févr. 2024 à 14h30", D(2024, 2, 12, 14, 30), "minute"),
        ("mar. 12 DÉC. 2024", D(2024, 12, 12), "day"),
        ("3. März 2024", D(2024, 3, 3), "day"),
        ("Mo., 3. Okt. 2024 14:30 Uhr", D(2024, 10, 3, 14, 30), "minute"),
        ("1º de março de 2024", D(2024, 3, 1), "day"),
        ("5 set 2024", D(2024, 9, 5), "day"),
        ("dez/24", D(2024, 12, 1), "month"),
        ("1° gennaio 2024", D(2024, 1, 1), "day"),
        ("febrero de 2024", D(2024, 2, 1), "month"),
        ("令和6年3月5日", D(2024, 3, 5), "day"),
        ("令和元年", D(2019, 1, 1), "year"),
        ("平成30年度", D(2018, 1, 1), "year"),
        ("S63年1月", D(1988, 1, 1), "month"),
        ("民國113年3月5日", D(2024, 3, 5), "day"),
        ("2024-03-05(화)", D(2024, 3, 5), "day"),
        ("2024/03/05(火) 10:30", D(2024, 3, 5, 10, 30), "minute"),
        ("2024年3月5日\uff08火\u30fb祝\uff09", D(2024, 3, 5), "day"),
        ("2024年3月5日 火曜日", D(2024, 3, 5), "day"),
        ("2024년 3월 5일 화요일", D(2024, 3, 5), "day"),
        ("2024년 3월", D(2024, 3, 1), "month"),
        ("2024-03-05 (Tue)", D(2024, 3, 5), "day"),
        ("2024/03/05 1:22:40 PM GMT+1", D(2024, 3, 5, 13, 22, 40), "second"),
        ("2024/03/05 9:15:02 오후 GMT+9", D(2024, 3, 5, 21, 15, 2), "second"),
        ("2024-03-05 09:15:02+01", D(2024, 3, 5, 9, 15, 2), "second"),
        ("2024-03-05 09:15 UTC-03:30", D(2024, 3, 5, 9, 15), "minute"),
    ],
)
def test_forms(text: str, value: dt.datetime, granularity: str) -> None:
    found = dates.parse([text])
    assert found is not None
    assert (found.values[text], found.granularity) == (value, granularity)


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01", "2023-02-29", "32/01/2024", "1/2", "Item 2020", "2020", "12.5",
        "1.2.3", "10:30", "2021-Q5", "2021-W60", "Foo 1 2000", "May", "", "x" * 100,
        "set 12", "Gen 2010", "out 15", "Mars 2020", "Marco 12", "10set12", "Set 12, 2010",
        "R6.3.5", "平成30年代", "2024(日)", "3 de 2024", "10:30 GMT+1", "enero", "3. Liga 2024",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates.parse([text]) is None


@pytest.mark.parametrize(
    ("texts", "second"),
    [
        (["01/06/2023", "02/06/2023", "03/06/2023"], D(2023, 6, 2)),  # days of June
        (["01/01/2023", "02/01/2023", "03/01/2023"], D(2023, 2, 1)),  # firsts of months
        (["01/01/2023", "01/02/2023", "01/03/2023"], D(2023, 2, 1)),
        (["13/05/2023", "01/02/2023"], D(2023, 2, 1)),
        (["05/13/2023", "01/02/2023"], D(2023, 1, 2)),
        (["05/06/2023", "01/02/2023"], D(2023, 1, 2)),
        (["05.06.2023", "01.02.2023"], D(2023, 2, 1)),
        (["05.01.2023", "09.01.2023", "12.01.2023"], D(2023, 1, 9)),  # days of January
    ],
)
def test_day_and_month_are_decided_by_the_column(texts: list[str], second: dt.datetime) -> None:
    for order in (texts, texts[::-1]):
        found = dates.parse(order)
        assert found is not None
        assert found.values[texts[1]] == second


def test_mixed_orders_are_no_dates() -> None:
    assert dates.parse(["13/05/2023", "05/13/2023"]) is None


@pytest.mark.parametrize(
    ("points", "step"),
    [
        ([D(2024, 1, 1)], "day"),
        ([D(2020, 1, 1), D(2021, 1, 1)], "year"),
        ([D(2020, 12, 31), D(2021, 12, 31)], "year"),
        ([D(2020, 1, 1), D(2020, 4, 1), D(2020, 7, 1)], "quarter"),
        ([D(2020, 3, 31), D(2020, 6, 30), D(2020, 9, 30)], "quarter"),
        ([D(2020, 1, 31), D(2020, 2, 29), D(2020, 3, 31)], "month"),
        ([D(2020, 1, 15), D(2020, 2, 15), D(2020, 3, 15)], "month"),
        ([D(2019, 9, 18), D(2020, 9, 18), D(2021, 9, 18)], "day"),
        ([D(2024, 1, 1), D(2024, 1, 8), D(2024, 1, 22)], "week"),
        ([D(2024, 1, 1), D(2024, 1, 2)], "day"),
        ([D(2024, 1, 1), D(2024, 1, 1, 5)], "hour"),
        ([D(2024, 1, 1, 0, 0, 1)], "second"),
    ],
)
def test_step(points: list[dt.datetime], step: str) -> None:
    assert dates.step(points) == step
    assert dates.step(points[::-1]) == step


def test_strays_are_left_out_up_to_the_limit() -> None:
    texts = ["2024-01-01", "2024-01-02", "soon"]
    assert dates.parse(texts) is None
    found = dates.parse(texts, max_failures=1)
    assert found is not None
    assert "soon" not in found.values


def test_months_that_are_words_are_months_beside_others() -> None:
    found = dates.parse(["ago 24", "set 24", "out 24", "nov 24"])
    assert found is not None
    assert [d.month for d in found.values.values()] == [8, 9, 10, 11]
    assert dates.parse(["set 10", "set 11", "set 12", "out 12"]) is None


def test_initials_of_eras_are_years_where_the_name_speaks_of_time() -> None:
    texts = ["R6.3.5", "H31.4.30", "S63.12.1"]
    found = dates.parse(texts, year_first=True)
    assert found is not None
    assert list(found.values.values()) == [D(2024, 3, 5), D(2019, 4, 30), D(1988, 12, 1)]
    assert dates.parse([*texts, "R6.13.5"], year_first=True) is None
    assert dates.parse(texts) is None  # versions of a program
