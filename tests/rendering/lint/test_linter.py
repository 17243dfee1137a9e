"""Each rule finds its fault and nothing on good charts; each fix is valid and mends."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from tests.rendering.hostile_tables import charts, profiled, tables
from tests.rendering.lint.faults import FAULTS, Fault, short_bars
from vizapp.components.changes import differences, look_differences
from vizapp.components.check import check_chart
from vizapp.components.presentation import Presentation
from vizapp.components.spec import parse_chart
from vizapp.core import paths
from vizapp.core.errors import Cancelled
from vizapp.core.language import Lang
from vizapp.core.tasks import CancelToken
from vizapp.data.load import load_table
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.rules import RuleReasoner
from vizapp.rendering.chart import build_chart
from vizapp.rendering.lint.findings import Finding
from vizapp.rendering.lint.linter import fixed, lint, rules
from vizapp.rendering.lint.vision import nearest
from vizapp.rendering.palettes import palette_colors
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.theme import THEMES

SAMPLE_TABLES = paths.resources() / "samples"


@cache
def _linted(name: str) -> tuple[BuiltChart, dict[str, Finding]]:
    built = FAULTS[name].build()
    return built, {finding.rule: finding for finding in lint(built)}


def test_every_rule_has_a_chart_with_its_fault() -> None:
    assert set(rules()) == {*FAULTS, "zero_baseline"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_rule_finds_its_fault_and_says_it_in_both_languages(name: str) -> None:
    _, found = _linted(name)
    assert name in found, [*found]
    for said in (found[name].what, found[name].why):
        assert said["zh"]
        assert said["en"]
        assert said["zh"] != said["en"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fix_is_a_valid_edit_that_mends(name: str) -> None:
    built, found = _linted(name)
    finding, source = found[name], built.source
    assert (finding.fix is not None) == FAULTS[name].mended
    if finding.fix is None or source is None:
        return
    assert not check_chart(finding.fix.chart, source.table.description)
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        edit = differences(source.chart, finding.fix.chart, lang)
        look = look_differences(built.style.presentation, finding.fix.presentation, lang)
        assert edit or look
    after = lint(fixed(built, finding.fix))
    assert name not in {one.rule for one in after}


@pytest.mark.parametrize("component", samples())
def test_good_charts_have_no_findings(component: str) -> None:
    sample = samples()[component]
    styles = (
        Style(lang="zh", theme="dark"),
        Style(lang="en", width=960, height=540),
    )
    for style in styles:
        built = build_chart(sample.chart(style.lang), sample.table(style.lang), style)
        assert lint(built) == ()


@pytest.mark.parametrize("file", sorted(path.name for path in SAMPLE_TABLES.glob("*.csv")))
def test_what_the_rules_draw_first_of_the_sample_tables_has_no_findings(file: str) -> None:
    table = profile(load_table(SAMPLE_TABLES / file))
    lang: Lang = "zh" if "_zh" in file else "en"
    request = Request(lang=lang, think=False)
    (answer,) = [
        event
        for event in RuleReasoner().reason(table.description, request, cancel=CancelToken())
        if isinstance(event, Answer)
    ]
    built = build_chart(answer.spec.charts[0], table, Style(lang=lang, width=680, height=430))
    assert lint(built) == ()


def test_bars_that_do_not_start_at_zero_are_found() -> None:
    (finding,) = [one for one in lint(short_bars()) if one.rule == "zero_baseline"]
    assert finding.fix is None


def test_bars_of_an_ordered_key_may_stand_in_its_order() -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    good = Fault({"k": [*months], "v": [5, 9, 2, 7, 3, 8]}, "column",
                 {"xAttribute": "k", "yAttribute": "v"})  # fmt: skip
    assert lint(good.build()) == ()


def test_missing_values_of_an_unused_column_do_not_matter() -> None:
    columns: dict[str, list[object]] = {"k": [*"abc"], "v": [3, 2, 1], "w": [None, None, 1]}
    good = Fault(columns, "column", {"xAttribute": "k", "yAttribute": "v"})
    assert lint(good.build()) == ()


@pytest.mark.parametrize("table", tables())
def test_hostile_charts_are_looked_at_without_an_error(
    hostile_tables: dict[str, ProfiledTable], table: str
) -> None:
    for chart in itertools.islice(charts(hostile_tables[table], seed=5, each=1), 0, None, 5):
        built = build_chart(chart, hostile_tables[table], Style(width=420, height=260))
        for finding in lint(built):
            assert finding.what["zh"]


def test_a_stopped_linter_looks_at_nothing_more() -> None:
    looked: list[int] = []

    def stop() -> None:
        looked.append(1)
        if len(looked) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        lint(FAULTS["many_colors"].build(), stop)
    assert len(looked) == 4


def test_the_usual_palette_is_told_apart_by_everybody() -> None:
    for theme in THEMES:
        assert nearest(palette_colors(theme, "standard").categorical) >= 8


def test_a_chart_of_no_table_has_no_findings() -> None:
    built = build_chart(
        parse_chart({"name": "column", "parameter": {"xAttribute": "k", "yAttribute": "v"}}),
        profiled({"k": ["a"], "v": [1]}),
    )
    made = BuiltChart(built.vega_lite, "", (), Style(presentation=Presentation()))
    assert lint(made) == ()
