"""Which words of an ask name which attribute."""

from __future__ import annotations

import itertools
import time

import pytest

from vizapp.reasoning.linking import link_names

WINES = ["No", "Grape", "Winery", "State", "Name", "Year", "Price", "Score"]


def named(ask: str, names: list[str]) -> dict[str, list[str]]:
    """Return what each linked piece of the ask names."""
    return {
        ask[link.start : link.end]: [names[p] for p in link.positions]
        for link in link_names(ask, names)
    }


@pytest.mark.parametrize(
    ("ask", "names", "found"),
    [
        ("mean prices by year", WINES, {"prices": ["Price"], "year": ["Year"]}),
        ("wines of different grapes", WINES, {"grapes": ["Grape"]}),
        ("total sales by region", ["地区", "销售额"], {"sales": ["销售额"], "region": ["地区"]}),
        (
            "每个部门的平均薪水",
            ["dept_name", "Salary"],
            {"部门": ["dept_name"], "薪水": ["Salary"]},
        ),
        ("各部门的人均工资", ["DEPT", "wage"], {"部门": ["DEPT"], "工资": ["wage"]}),
        ("people by nation", ["Nationality", "Age"], {"nation": ["Nationality"]}),
        ("by hire date", ["HIRE_DATE", "birth_date"], {"hire date": ["HIRE_DATE"]}),
        ("unit price(元)", ["unitPrice", "unit"], {"unit price": ["unitPrice"]}),
        ("收盘价的走势", ["收盘价:前复权", "开盘价:前复权"], {"收盘价": ["收盘价:前复权"]}),
        ("number of rooms", ["room_count", "No"], {"rooms": ["room_count"]}),
        ("number of cases", ["巡查编号", "Cases"], {"cases": ["Cases"]}),
        ("the number", ["巡查编号", "Cases"], {"number": ["巡查编号"]}),
        ("住院时间", ["los", "ward"], {"住院时间": ["los"]}),
        ("细颗粒物", ["pm25", "pm10"], {"细颗粒物": ["pm25"]}),
        ("nothing of it", ["Price"], {}),
        ("a bar chart over time", ["restaurant", "runtime"], {}),
        ("", ["Price"], {}),
        ("total and average by each", ["total_x", "average_y"], {}),
    ],
)
def test_words_name_attributes(ask: str, names: list[str], found: dict[str, list[str]]) -> None:
    assert named(ask, names) == found


def test_a_word_of_several_names_is_given_to_all() -> None:
    assert named("the name", ["first_name", "last_name", "age"]) == {
        "name": ["first_name", "last_name"]
    }
    assert named("the first name", ["first_name", "last_name"]) == {"first name": ["first_name"]}


def test_a_whole_name_wins_over_a_part_of_another() -> None:
    assert named("by state", ["State", "state_code"])["state"] == ["State"]


def test_one_character_is_no_word_inside_another() -> None:
    assert named("广州的店", ["State", "shop"]).get("州") is None
    assert named("每州的店", ["State", "x"])["州"] == ["State"]


def test_spans_do_not_overlap_and_are_ordered() -> None:
    ask = "average Price and price of each winery by year, year by year " * 3
    links = link_names(ask, WINES)
    assert links == sorted(links, key=lambda link: link.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(links))


def test_hostile_asks_and_names_take_no_time() -> None:
    start = time.process_time()
    names = ["a" * 300, "", "名" * 200, "..", "a_b_c_d_e_f" * 20] * 8
    link_names("a b c " * 5000 + "名" * 5000, names)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("ask", "names", "meant"),
    [
        ("which ward is the most expensive", ["ward", "cost", "age"], ["ward", "cost"]),
        ("谁挣得最多", ["姓名", "月薪", "年龄"], ["姓名", "月薪"]),
        ("which city is hottest", ["city", "temperature"], ["city", "temperature"]),
        ("哪个厅人最多", ["展厅", "票价"], ["展厅"]),
        ("各店的库存", ["门店", "库存"], ["门店", "库存"]),
        ("谁迟到最多", ["姓名", "迟到次数"], ["姓名", "迟到次数"]),
        ("what are the biggest killers", ["cause", "year"], ["cause"]),
        ("which yards let in the most", ["club", "conceded"], ["conceded"]),
        ("各渠道卖了多少", ["渠道", "net_sales", "cost"], ["渠道", "net_sales"]),
        ("哪个仓压货", ["仓库", "库龄", "单价"], ["仓库", "库龄"]),
    ],
)
def test_words_that_speak_of_a_column_without_naming_it(
    ask: str, names: list[str], meant: list[str]
) -> None:
    linked = {names[p] for link in link_names(ask, names) for p in link.positions}
    assert linked == set(meant)


def test_a_column_that_is_named_is_not_implied() -> None:
    # "price" speaks of itself alone, although "expensive" speaks of a cost, too.
    assert named("price by city", ["price", "cost"]) == {"price": ["price"]}
