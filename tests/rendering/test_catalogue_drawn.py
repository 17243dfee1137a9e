"""Every declared component is drawn, from its own sample, in both languages."""

from __future__ import annotations

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.core.language import Lang
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import marks
from vizapp.rendering.layouts.all import layouts
from vizapp.rendering.marks.all import MARKS
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style

CASES = [(name, lang) for name in catalogue() for lang in ("zh", "en")]


def test_layout_functions_are_those_that_the_catalogue_names():
    assert set(layouts()) == {c.layout for c in catalogue().values() if c.layout}


def test_mark_functions_are_those_that_the_catalogue_names():
    assert set(MARKS) == {c.mark["type"] for c in catalogue().values() if not c.layout}


def test_every_component_has_a_sample_that_fits_it():
    assert list(samples()) == [s for s in samples() if s in catalogue()]
    assert set(samples()) == set(catalogue())
    for sample in samples().values():
        description = sample.table("en").description
        assert catalogue()[sample.component].fitting_forms(description), sample.component


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_sample_is_drawn_with_marks_that_name_their_attributes(name: str, lang: Lang):
    sample = samples()[name]
    chart, table = sample.chart(lang), sample.table(lang)
    built = build_chart(chart, table, Style(lang=lang, theme="dark"))
    regions = marks(built)
    assert regions
    assert built.title == built.vega_lite["description"]
    assert all(r.x0 <= r.x1 and r.y0 <= r.y1 for r in regions)
    inside = [r for r in regions if r.x0 >= -1 and r.x1 <= 641 and r.y0 >= -1 and r.y1 <= 401]
    assert len(inside) >= 0.9 * len(regions)
    said = "\n".join(r.description for r in regions)
    assert all(f"{attribute}: " in said for attribute in chart.attributes())
