"""Units in headers, and what names say."""

from __future__ import annotations

import pytest

from vizapp.profile import names
from vizapp.profile.units import unit_of_header


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("销售额(万元)", "万元"),
        ("GDP（亿美元）", "亿美元"),
        ("收入（单位：万元）", "万元"),
        ("人口(万)", "万"),
        ("单价（元/吨）", "元/吨"),
        ("产量/吨", "吨"),
        ("速度/(km/h)", "km/h"),
        ("温度(℃)", "℃"),
        ("增长率(%)", "%"),
        ("Price ($)", "$"),
        ("2023 H1 k EUR", "k EUR"),
        ("Sales million USD", "million USD"),
        ("Plan B EUR", "EUR"),
        ("Revenue (USD m)", "USD m"),
        ("GDP per capita (USD)", "USD"),
        ("Population (thousands)", "thousands"),
        ("Density (people/km²)", "people/km²"),
        ("Weight [kg]", "kg"),
        ("rate %", "%"),
        ("% of GDP", "%"),
        ("Temp °C", "°C"),
        ("AirTC_Avg (Deg C)", "°C"),
        ("distance_km", "km"),
        ("height_cm", "cm"),
        ("priceUSD", "USD"),
        ("hs_percent", "%"),
        ("length_m", "m"),
        ("wait_time_s", "s"),
        ("Sales (2020)", None),
        ("Price (old)", None),
        ("Change", None),
        ("a/b", None),
        ("胜/负", None),
        ("class_c", None),
        ("team_m", None),
        ("km", None),
        ("", None),
        ("(" * 300, None),
    ],
)
def test_unit_of_header(header: str, unit: str | None) -> None:
    assert unit_of_header(header) == unit


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Year", True),
        ("model_year", True),
        ("yearID", True),
        ("foundingyear", True),
        ("年份", True),
        ("生产年", True),
        ("Season", True),
        ("Year_of_Founded", True),
        ("Founded", True),
        ("year of study", False),
        ("cost per year", False),
        ("青年", False),
        ("yearly", False),
        ("price", False),
    ],
)
def test_says_year(name: str, *, says: bool) -> None:
    assert names.says_year(name) is says


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("id", True),
        ("customerId", True),
        ("rownames", True),
        ("订单编号", True),
        ("序号", True),
        ("invoice_number", True),
        ("STU_NUM", True),
        ("case_number", False),
        ("number_of_tickets", False),
        ("idea", False),
        ("paid", False),
        ("号码", False),
        ("", False),
    ],
)
def test_says_id(name: str, *, says: bool) -> None:
    assert names.says_id(name) is says


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        ("source", "target", True),
        ("from_city", "to_city", True),
        ("起点", "终点", True),
        ("步骤", "下一步", True),
        ("stage", "next", True),
        ("主题", "子主题", True),
        ("target", "source", False),
        ("city", "state", False),
    ],
)
def test_link_ends(first: str, second: str, *, linked: bool) -> None:
    assert names.are_link_ends(first, second) is linked


def test_longitude_and_latitude() -> None:
    assert names.says_longitude("lng")
    assert names.says_longitude("起点经度")
    assert names.says_longitude("long")
    assert not names.says_longitude("long term debt")
    assert names.says_latitude("site_latitude")
    assert not names.says_latitude("flat")
