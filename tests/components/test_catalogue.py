"""The library holds the components and parameters that are a contract."""

from __future__ import annotations

import pytest

from tests.components.tables import fitting_table
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.declare import OPTIONS, ChartComponent, candidates
from vizapp.components.fit import feasible, must_aggregate
from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.profile.attributes import AttributeDescription

# `?` optional, `+` one or a list; a second form after "|".
CONTRACT = {
    "column": "x y+? group?",
    "bar": "x y+? group?",
    "line": "x y+ group? | x group?",
    "area": "x y+ group?",
    "pie": "category value?",
    "scatter": "x y size? group? label?",
    "histogram": "x group?",
    "boxplot": "x? y",
    "heatmap": "x y value?",
    "dualAxes": "x y y2",
    "radar": "category value group? | value+ group?",
    "funnel": "category value | value+",
    "treemap": "category+ value?",
    "wordCloud": "word value?",
    "map": "longitude latitude size? group? label?",
    "progress": "value target?",
    "indicator": "value+",
    "candlestick": "x open high low close",
    "waterfall": "x y",
    "sankey": "source target value",
    "network": "source target value? label?",
    "flow": "source target value? label?",
    "mindMap": "source target value? label?",
    "gantt": "label start end group?",
    "table": "column+",
}
EVERY = pytest.mark.parametrize("component", catalogue().values(), ids=lambda c: c.name)


def _said(component: ChartComponent) -> str:
    forms = []
    for form in component.forms:
        parts = []
        for channel in form.channels:
            mark = "+" if channel.max_items > 1 else ""
            parts.append(channel.name + mark + ("" if channel.required else "?"))
        forms.append(" ".join(parts))
    return " | ".join(forms)


def test_the_library_is_the_contract() -> None:
    assert {name: _said(component) for name, component in catalogue().items()} == CONTRACT


def test_options_are_the_contract() -> None:
    assert {name: words for name, words in OPTIONS.items() if words} == {
        "aggregate": ("sum", "mean", "median", "min", "max", "count", "distinct"),
        "timeUnit": ("year", "quarter", "month", "week", "day", "weekday", "hour"),
        "sort": ("x", "-x", "y", "-y"),
        "stack": ("stacked", "grouped", "percent"),
    }
    assert [name for name, words in OPTIONS.items() if not words] == ["limit", "bins", "filter"]


@EVERY
def test_every_component_has_a_table_that_it_can_draw(component: ChartComponent) -> None:
    table = fitting_table(component)
    assert component.name in feasible(table)
    names = iter(table.names)
    form = component.forms[0]
    channels = {c.name: tuple(next(names) for _ in range(c.min_items)) for c in form.channels}
    aggregate = None
    if "aggregate" in component.options and must_aggregate(form, channels, table):
        aggregate = "sum"
    chart = Chart(component.name, tuple(channels.items()), Options(aggregate=aggregate))
    assert check(VisSpec((chart,)), table) == ()


@EVERY
def test_every_component_takes_filters_and_only_known_options(component: ChartComponent) -> None:
    assert "filter" in component.options
    assert list(component.options) == [o for o in OPTIONS if o in component.options]


@EVERY
def test_only_what_measures_is_aggregated(component: ChartComponent) -> None:
    measures = any(form.measures or form.counts for form in component.forms)
    assert ("aggregate" in component.options) == measures


@EVERY
def test_a_component_that_groups_by_time_says_what_names_its_marks(
    component: ChartComponent,
) -> None:
    if "timeUnit" in component.options:
        assert all(form.keys for form in component.forms)
        assert "aggregate" in component.options


@EVERY
def test_texts_differ_between_the_languages(component: ChartComponent) -> None:
    for text in (component.title, component.purpose, component.use_when, component.avoid_when):
        assert text["zh"] != text["en"]
    titles = [c.title["zh"] for c in catalogue().values()]
    assert titles.count(component.title["zh"]) == 1


@EVERY
def test_without_a_fitting_attribute_a_component_is_left_out(component: ChartComponent) -> None:
    table = fitting_table(component)
    for channel in component.forms[0].channels:
        if channel.required:
            assert candidates(channel, table)
    empty = type(table)(table.data_amount, ())
    assert component.name not in feasible(empty)


@pytest.mark.parametrize(("n_aspects", "fits"), [(2, False), (3, True)])
def test_a_radar_of_two_aspects_would_be_a_line(n_aspects: int, fits: bool) -> None:
    category = catalogue()["radar"].forms[0].channel("category")
    assert category is not None
    misfit = category.misfit(AttributeDescription("student", "STR", n_aspects))
    assert (misfit is None) == fits
