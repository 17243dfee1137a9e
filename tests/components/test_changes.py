"""What an edit changed, in words."""

from __future__ import annotations

import pytest

from vizapp.components.changes import (
    LOOK_WORDS,
    LOOKS,
    OPTION_TITLES,
    WORD_TITLES,
    differences,
    filter_text,
    look_differences,
    summary,
)
from vizapp.components.declare import FILTER_OPS, OPTIONS
from vizapp.components.presentation import (
    DATE_FORMATS,
    DEFAULT,
    NUMBER_FORMATS,
    PALETTES,
    SCALE_CHOICES,
    SIZE_CHOICES,
    THEME_CHOICES,
    Presentation,
)
from vizapp.components.spec import LIMIT_BY, Chart, Filter, Options, parse_chart
from vizapp.core.language import Lang, has_cjk


def chart(name: str, **parameter: object) -> Chart:
    return parse_chart({"name": name, "parameter": parameter})


COLUMN = chart("column", xAttribute="region", yAttribute="sales", aggregate="sum")


@pytest.mark.parametrize(
    ("after", "zh", "en"),
    [
        (
            chart("bar", xAttribute="region", yAttribute="sales", aggregate="sum"),
            ("改为条形图",),
            ("now a bar chart",),
        ),
        (
            chart("column", xAttribute="product", yAttribute="sales", aggregate="mean", limit=5),
            ("类别\uff1aregion → product", "汇总方式\uff1a平均", "前几项\uff1a5"),
            ("category: region → product", "aggregate: mean", "top N: 5"),
        ),
        (
            chart("column", xAttribute="region", yAttribute="sales", aggregate="sum", limit=5,
                  sort="y"),
            ("排序\uff1a按数值升序", "前几项\uff1a5", "保留哪些\uff1a数值最低的"),
            ("sort: by value, ascending", "top N: 5", "which of them: the lowest"),
        ),
        (
            chart("indicator", valueAttribute=["sales", "orders"], aggregate="sum"),
            ("改为指标卡", "region → orders"),
            ("now number cards", "region → orders"),
        ),
        (
            chart(
                "column", xAttribute="region", yAttribute="sales", groupAttribute="promo",
                aggregate="sum", stack="percent",
            ),
            ("分组\uff1a加入 promo", "堆叠\uff1a百分比"),
            ("group: added promo", "stack: 100%"),
        ),
    ],
)  # fmt: skip
def test_each_change_is_one_clause(after: Chart, zh: tuple[str], en: tuple[str]) -> None:
    assert differences(COLUMN, after, "zh") == zh
    assert differences(COLUMN, after, "en") == en


def test_filters_that_come_and_go_are_said() -> None:
    north = Chart("column", COLUMN.channels, Options("sum", filters=(Filter("region", "=", "N"),)))
    assert differences(COLUMN, north, "en") == ("only where region is N",)
    assert differences(north, COLUMN, "zh") == ("不再筛选 region 为 N",)
    other = Chart("column", COLUMN.channels, Options("sum", filters=(Filter("region", "=", "S"),)))
    assert differences(north, other, "en") == ("only where region is S",)


def test_equal_charts_have_no_differences() -> None:
    assert differences(COLUMN, COLUMN, "en") == ()
    assert look_differences(DEFAULT, DEFAULT, "zh") == ()


def test_long_lists_of_values_are_cut() -> None:
    many = Filter("city", "in", tuple("abcdefgh"))
    assert filter_text(many, "en") == "city is a, b, c, d and 4 more"
    assert filter_text(many, "zh") == "city 为 a\u3001b\u3001c\u3001d 等 8 个"


def test_looks_are_said_with_their_words() -> None:
    styled = Presentation(title="Sales", palette="grey")
    assert look_differences(DEFAULT, styled, "en") == ("title: Sales", "palette: grey")
    assert look_differences(styled, DEFAULT, "en") == ("title: automatic", "palette: standard")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_summary_names_chart_and_columns(lang: Lang) -> None:
    said = summary(COLUMN, lang)
    assert "region" in said
    assert "sales" in said
    assert has_cjk(said) == (lang == "zh")


def test_every_option_word_and_look_has_its_words() -> None:
    options = {**OPTIONS, LIMIT_BY: OPTIONS["sort"]}
    assert set(OPTION_TITLES) == set(options)
    for option, words in options.items():
        assert set(WORD_TITLES.get(option, {})) == set(words)
    for op in FILTER_OPS:
        assert filter_text(Filter("a", op, ("x",) if op == "in" else "x"), "zh")
    assert set(LOOKS) == set(DEFAULT.__dataclass_fields__)
    words_of = {
        "numbers": NUMBER_FORMATS, "dates": DATE_FORMATS, "palette": PALETTES,
        "theme": THEME_CHOICES, "size": SIZE_CHOICES,
        "x_scale": SCALE_CHOICES, "y_scale": SCALE_CHOICES,
    }  # fmt: skip
    assert {name: set(words) for name, words in LOOK_WORDS.items()} == {
        name: set(words) for name, words in words_of.items()
    }
