"""The Python interface: files, frames and rows in, charts out, nothing loaded too early."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

import vizapp
from tests.cli.contract import CLIENT_ANSWER, CLIENT_ROWS, SALES, by_rules
from vizapp import api
from vizapp.cli.arguments import CHART_SUFFIXES
from vizapp.core.errors import ChannelTypeError, DataError, ExportError, ReasoningError
from vizapp.core.language import Lang
from vizapp.rendering.style import ThemeName
from vizapp.workflow import Workflow


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the rules answer: no model is loaded."""
    monkeypatch.setattr(api, "Workflow", lambda *_: by_rules())
    yield
    api.close()


@pytest.mark.parametrize(("name", "given"), [("lang", "fr"), ("theme", "neon")])
def test_what_is_no_language_or_theme_is_refused_by_name(name: str, given: str) -> None:
    unknown: Any = {name: given}
    with pytest.raises(ValueError, match=f"{name} is '{given}'"):
        api.recommend(SALES, **unknown)
    with pytest.raises(ValueError, match=f"{name} is '{given}'"):
        api.draw(SALES, {"name": "column", "parameter": {}}, **unknown)


def test_every_language_and_theme_is_taken() -> None:
    assert set(get_args(Lang)) == set(api.LANGS)
    assert set(get_args(ThemeName)) == set(api.THEMES)


FRAME = pd.DataFrame(
    {
        "day": pd.date_range("2024-01-01", periods=12, freq="D"),
        "shop": pd.Categorical(["North", "South"] * 6),
        "sales": [float("nan"), *range(1, 12)],
    }
)


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    "table", [SALES, str(SALES), FRAME, CLIENT_ROWS], ids=["path", "text", "frame", "rows"]
)
def test_every_kind_of_table_gets_charts(table: Any) -> None:
    found = vizapp.recommend(table, top=2, lang="en")
    assert 1 <= len(found) <= 2
    assert found.thought
    assert found.spec["vis"][0] == found[0].spec
    assert found[0].probability >= found[-1].probability > 0
    assert found.chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite")
    assert [item.title for item in found] == [item.title for item in found[:]]
    assert found.model == "rules"


def test_a_frame_is_described_by_its_own_types() -> None:
    described = vizapp.describe(FRAME)
    names = [next(iter(item.items())) for item in described["attribute_description"]]
    assert names == [("day", "DATE"), ("shop", "STR"), ("sales", "DOUBLE")]
    assert described["attribute_description"][2]["missing"] == 1


def test_a_named_index_two_levels_of_names_and_repeated_ones_are_columns() -> None:
    frame = pd.DataFrame([[1, 2, 3]], columns=["a", "b", "b"], index=pd.Index(["x"], name="key"))
    names = [next(iter(a)) for a in vizapp.describe(frame)["attribute_description"]]
    assert names == ["key", "a", "b", "b (2)"]
    frame.columns = pd.MultiIndex.from_tuples([("2023", "a"), ("2024", "a"), ("all", "")])
    names = [next(iter(a)) for a in vizapp.describe(frame)["attribute_description"]]
    assert names == ["key", "2023 a", "2024 a", "all"]


@pytest.mark.parametrize("table", [3, None, {"a": [1]}, pd.DataFrame(), [], "none.csv"])
def test_what_is_no_table_is_refused(table: Any) -> None:
    with pytest.raises(DataError):
        vizapp.describe(table)


@pytest.mark.usefixtures("rules")
def test_a_chart_is_saved_and_an_unknown_suffix_refused(tmp_path: Path) -> None:
    found = vizapp.recommend(SALES)
    assert found[0].save(tmp_path / "x.svg").read_text("utf-8").startswith("<svg")
    with pytest.raises(ExportError):
        found[0].save(tmp_path / "x.gif")


def test_a_spec_is_drawn_and_a_wrong_one_refused() -> None:
    drawn = vizapp.draw(CLIENT_ROWS, CLIENT_ANSWER, lang="zh")
    assert drawn.spec == CLIENT_ANSWER["vis"][0]
    assert drawn.vega_lite["layer"]
    again = vizapp.draw(CLIENT_ROWS, drawn.spec, theme="dark")
    assert again.vega_lite["config"]["background"] != drawn.vega_lite["config"]["background"]
    with pytest.raises(ChannelTypeError):
        vizapp.draw(CLIENT_ROWS, {"name": "pie", "parameter": {"colorAttribute": "时间区间"}})


def test_no_chart_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "Workflow", lambda *_: by_rules())
    empty = api.Recommendation("", {"vis": []}, "No column.", "rules", None, {}, 0.1, ())
    with pytest.raises(ReasoningError, match="No column"):
        _ = empty.chart
    assert list(empty) == []


def test_importing_vizapp_loads_nothing() -> None:
    code = (
        "import sys, vizapp\n"
        "own = [m for m in sys.modules if m.startswith('vizapp.')]\n"
        "print(own, 'pandas' in sys.modules)\n"
        "from vizapp import recommend\n"
        "print(recommend.__module__, 'pandas' in sys.modules)\n"
        "try:\n    vizapp.nothing\nexcept AttributeError as err:\n    print(err)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.stdout.splitlines() == [
        "[] False",
        "vizapp.api False",
        "module 'vizapp' has no attribute 'nothing'",
    ], ended.stderr


@pytest.mark.model
def test_a_script_without_a_guard_gets_the_models_answer(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "report.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(root)!r})\n"
        "from vizapp import recommend\n"
        f"found = recommend({str(SALES)!r}, ask='sales of each region over time')\n"
        "print(found.model, found.fallback, found[0].spec['name'], len(found.thought) > 50)\n",
        "utf-8",
    )
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120
    )
    assert ended.stdout == "vizapp-reasoner None line True\n", ended.stderr
    assert ended.stderr == ""


@pytest.mark.model
def test_the_model_is_kept_between_calls_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Workflow] = []

    def workflow(model: Path | None = None) -> Workflow:
        made.append(Workflow(model))
        return made[-1]

    monkeypatch.setattr(api, "Workflow", workflow)
    try:
        first, second = (vizapp.recommend(CLIENT_ROWS) for _ in range(2))
    finally:
        api.close()
    assert first.spec == second.spec == CLIENT_ANSWER
    assert len(made) == 1
    assert made[0]._reasoner is None


def test_a_single_column_is_no_table() -> None:
    with pytest.raises(DataError, match="not Series"):
        vizapp.describe(pd.Series([1, 2, 3]))


def test_what_a_chart_can_be_saved_as_is_said_wherever_it_is_offered() -> None:
    said = api.Suggestion.save.__doc__ or ""
    assert all(f"``{suffix}``" in said for suffix in CHART_SUFFIXES)
