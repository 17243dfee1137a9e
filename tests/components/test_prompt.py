"""The library in words, for general models."""

from __future__ import annotations

import pytest

from tests.components.tables import CLIENT
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import ChartComponent
from vizapp.components.fit import feasible
from vizapp.components.prompt import component_line, system_prompt
from vizapp.core.language import Lang, has_cjk

_BUDGET = 330  # characters of one line


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("component", catalogue().values(), ids=lambda c: c.name)
def test_every_component_has_a_line_within_budget(component: ChartComponent, lang: Lang) -> None:
    line = component_line(component, lang)
    assert line.startswith(f"- {component.name} (")
    assert "\n" not in line
    assert len(line) <= _BUDGET
    assert component.purpose[lang] in line
    assert component.avoid_when[lang] in line
    assert all(channel.parameter in line for channel in component.channels)
    assert all(option in line for option in component.options)
    assert has_cjk(line) == (lang == "zh")


def test_optional_and_listed_parameters_are_marked() -> None:
    line = component_line(catalogue()["column"], "en")
    assert "xAttribute: *" in line
    assert "yAttribute?+: INT/DOUBLE" in line
    assert " or " in component_line(catalogue()["funnel"], "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_system_prompt_has_the_role_the_tags_and_only_what_fits(lang: Lang) -> None:
    prompt = system_prompt(CLIENT, lang)
    for tag in ("thought", "solution"):
        assert f"<begin_of_{tag}>" in prompt
        assert f"<end_of_{tag}>" in prompt
    lines = [line for line in prompt.split("\n") if line.startswith("- ")]
    assert lines == [component_line(catalogue()[name], lang) for name in feasible(CLIENT)]
    assert 5 < len(lines) < len(catalogue())
