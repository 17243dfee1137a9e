"""Why a column has its type, what a person may say instead, and rows that are left out."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import pandas as pd
import pytest

from vizapp.core.errors import DataError
from vizapp.core.language import Lang
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.profile.guesses import _CONFIDENCE, _TEXTS, Guess


def profiled(columns: dict[str, list[Any]], **options: Any) -> ProfiledTable:
    length = max(map(len, columns.values()))
    rows = [{name: cells[i] for name, cells in columns.items()} for i in range(length)]
    return profile(table_from_rows(rows), **options)


def cells(found: ProfiledTable, name: str) -> list[Any]:
    return [None if pd.isna(value) else value for value in found.frame[name]]


def test_every_reason_has_a_confidence_and_a_text_in_both_languages() -> None:
    assert set(_CONFIDENCE) == set(_TEXTS)
    for code, confidence in _CONFIDENCE.items():
        assert 0 < confidence <= 1
        said = [Guess(code, confidence, {"order": "day"}).text(lang) for lang in get_args(Lang)]
        assert all(said)
        assert len(set(said)) == 2
        assert "," not in Guess(code, confidence).text("zh")


@pytest.mark.parametrize(
    ("values", "name", "code"),
    [
        ([1, 2, 5], "v", "numbers"),
        (["$1,200.50", "$3"], "v", "decorated"),
        (["1,234", "5,678"], "v", "doubtful_mark"),
        (["12.5*", "3"], "v", "noted"),
        (["a", "b"], "v", "words"),
        ([None, None], "v", "empty"),
        (["yes", "no"], "v", "yes_no"),
        ([1, 0], "is_member", "flag_name"),
        ([0, 1] * 10, "coed", "flag_values"),
        (["2024-01-13", "2024-01-14"], "v", "dates"),
        (["20240113", "20240114"], "v", "digits_date"),
        ([1709251200, 1709337600], "timestamp", "epoch"),
        ([45356, 45357], "order date", "serial"),
        (["01/02/2023", "03/04/2023"], "v", "day_or_month"),
        (["13/02/2023", "03/04/2023"], "v", "dates"),
        (["00501", "10001"], "zip", "code"),
        ([2019, 2020], "year", "year"),
        ([1955 + i / 12 for i in range(24)], "time", "decimal_year"),
        ([7, 3], "customer_id", "id"),
        ([1, 2, 2, 1] * 3, "sex", "class"),
        (["Jan", "Feb"], "v", "order"),
        ([True, False], "v", "native"),
    ],
)
def test_reasons(values: list[Any], name: str, code: str) -> None:
    guess = profiled({name: values}).guesses[name]
    assert guess.code == code
    assert guess.confidence == _CONFIDENCE[code]


def test_unread_cells_are_counted_and_lower_the_confidence() -> None:
    guess = profiled({"v": [str(i) for i in range(99)] + ["<1"]}).guesses["v"]
    assert guess.fields == {"n_unread": 1}
    assert guess.confidence < _CONFIDENCE["numbers"]
    assert guess.text("en").endswith("; 1 cells could not be read")


def test_a_person_says_what_stands_first_in_a_date() -> None:
    dates = {"d": ["01/02/2023", "03/04/2023"], "e": ["05/13/2023", "05/14/2023"]}
    assert cells(profiled(dates), "d")[0] == dt.datetime(2023, 1, 2)
    chosen = profiled(dates, day_first={"d": True, "e": True})
    assert cells(chosen, "d")[0] == dt.datetime(2023, 2, 1)
    assert chosen.guesses["d"].code == "chosen"
    assert cells(chosen, "e")[0] == dt.datetime(2023, 5, 13)  # leaves no choice


@pytest.mark.parametrize(
    ("values", "type_", "expected"),
    [
        ([2019, 2020], "DATE", [dt.datetime(2019, 1, 1), dt.datetime(2020, 1, 1)]),
        ([45000, 45001], "DATE", [dt.datetime(2023, 3, 15), dt.datetime(2023, 3, 16)]),
        ([1709251200, 1709337600], "DATE", [dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 2)]),
        ([1955.25, 1955.5], "DATE", [dt.datetime(1955, 4, 1), dt.datetime(1955, 7, 1)]),
        (["2024-01-02", "soon"], "DATE", [dt.datetime(2024, 1, 2), None]),
        ([1, 2], "STR", ["1", "2"]),
        ([1.5, 2], "STR", ["1.5", "2"]),
        (["1", "<1", "$3"], "INT", [1, None, 3]),
        (["1.4", "2.6"], "INT", [1, 3]),
        ([1, 2], "DOUBLE", [1.0, 2.0]),
        (["00501", "10001"], "INT", [501, 10001]),
        (["yes", "no", "perhaps"], "BOOL", [True, False, None]),
        (["yes", "no"], "INT", [1, 0]),
        ([1, 0, 2], "BOOL", [True, False, None]),
        (["a", "b"], "DOUBLE", [None, None]),
    ],
)
def test_a_person_overrides_the_type(values: list[Any], type_: str, expected: list[Any]) -> None:
    found = profiled({"v": values, "w": ["p", "q", "r"][: len(values)]}, overrides={"v": type_})
    assert found.description.attributes[0].type == type_
    assert cells(found, "v") == expected
    guess = found.guesses["v"]
    assert (guess.code, guess.confidence) == ("chosen", 1.0)
    assert guess.fields.get("n_unread", 0) == sum(value is None for value in expected)


def test_overrides_of_columns_that_are_gone_are_passed_over_but_not_unknown_types() -> None:
    assert profiled({"v": [1]}, overrides={"gone": "STR"}).description.attributes[0].type == "INT"
    with pytest.raises(DataError, match="'v'") as caught:
        profiled({"v": [1]}, overrides={"v": "MONEY"})
    assert "DATE" in str(caught.value.hint)


def test_totals_and_subtotals_are_left_out_with_a_note() -> None:
    found = profiled(
        {
            "区": ["东", "东", "东小计", "西", "西", "西小计", "总计"],
            "额": ["1,000", "2,000", "3,000", "4,000", "5,000", "9,000", "12,000"],
            "率": ["1%", "2%", "1.5%", "3%", "4%", "3.5%", "2.5%"],
        }
    )
    assert found.left_out == (2, 5, 6)
    assert found.description.data_amount == len(found.frame) == 4
    assert found.frame["额"].sum() == 12_000
    assert found.table.n_rows == 7
    assert "3" in found.notes[0]["zh"]
    assert "3" in found.notes[0]["en"]


def test_a_total_does_not_make_words_of_dates() -> None:
    days = ["2024-01-01", "2024-01-02", "2024-01-03", "Total"]
    found = profiled({"day": days, "v": [1, 2, 3, 6]})
    assert [a.type for a in found.description.attributes] == ["DATE", "INT"]
    kept = profiled({"day": days, "v": [1, 2, 3, 6]}, keep_totals=True)
    assert (kept.left_out, kept.description.data_amount) == ((), 4)


@pytest.mark.parametrize(
    "columns",
    [
        {"film": ["Total Recall", "Up", "Big", "Jaws"], "v": [1, 2, 3, 6]},
        {"item": ["a", "b", "c", "Total"], "v": [1, 2, 3, 7]},  # is no sum
        {"item": ["a", "Total"], "v": [3, 3]},  # too few parts to tell
        {"area": ["全国", "东", "西"], "v": [4, 1, 2]},  # is no sum
        {"item": ["a", "b", "c", "Total"], "w": ["p", "q", "r", "s"]},  # nothing to add up
    ],
)
def test_what_is_no_total(columns: dict[str, list[Any]]) -> None:
    assert profiled(columns).left_out == ()


@pytest.mark.parametrize(
    "columns",
    [
        {"地区": ["华东", "华南", "总计"], "额": [100, 90, 190], "率": ["5%", "6%", "5.5%"]},
        {"地区": ["全国", "华东", "华南", "华北"], "额": [300, 100, 90, 110]},
        {"Ort": ["Bonn", "Jena", "Ulm", "Summe"], "Menge": [1, 2, 4, 7]},
        {"area": ["All", "a", "b"], "v": [30, 10, 20]},
    ],
)
def test_totals_of_few_rows_at_the_top_and_in_other_languages(
    columns: dict[str, list[Any]],
) -> None:
    n = len(next(iter(columns.values())))
    found = profiled(columns)
    assert len(found.left_out) == 1
    assert found.left_out[0] in (0, n - 1)


def test_averages_are_left_out() -> None:
    found = profiled({"班": ["甲", "乙", "丙", "平均"], "分": [80, 90, 100, 90]})
    assert found.left_out == (3,)
