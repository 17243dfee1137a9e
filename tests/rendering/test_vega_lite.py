"""The schema of Vega-Lite, beside Altair's own check of the same file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError

from vizapp.rendering import vega_lite
from vizapp.rendering.chart import build_chart
from vizapp.rendering.samples import samples
from vizapp.rendering.style import Style

ROWS = {"name": "rows"}
WRONG: dict[str, dict[str, Any]] = {
    "no layers": {"data": ROWS, "mark": "bar"},
    "a mark that does not exist": {"layer": [{"mark": "nonsense", "encoding": {}}]},
    "a channel that does not exist": {
        "layer": [{"mark": "bar", "encoding": {"z": {"field": "a", "type": "nominal"}}}]
    },
    "a type that does not exist": {
        "layer": [{"mark": "bar", "encoding": {"x": {"field": "a", "type": "number"}}}]
    },
    "a width in words": {"layer": [], "width": "wide"},
    "a property that does not exist": {"layer": [], "hight": 3},
}


def altair_takes(spec: dict[str, Any]) -> bool:
    try:
        alt.TopLevelLayerSpec(**spec)
    except (SchemaValidationError, TypeError):
        return False
    return True


def takes(spec: dict[str, Any]) -> bool:
    try:
        vega_lite.check(spec)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", samples())
def test_a_drawing_that_altair_takes_is_taken(name: str) -> None:
    sample = samples()[name]
    built = build_chart(sample.chart("en"), sample.table("en"), Style(lang="en"), checked=False)
    spec = {key: value for key, value in built.vega_lite.items() if key != "$schema"}
    assert takes(spec)
    assert altair_takes(spec)


@pytest.mark.parametrize("fault", WRONG)
def test_what_altair_refuses_is_refused(fault: str) -> None:
    assert not altair_takes(WRONG[fault])
    assert not takes(WRONG[fault])


def test_a_fault_is_said_with_its_place_and_in_few_words() -> None:
    with pytest.raises(ValueError, match=r"^\$\.layer\[0\].*nonsense") as err:
        vega_lite.check(WRONG["a mark that does not exist"])
    assert len(str(err.value)) <= 300


def test_the_address_is_that_of_altairs_schema() -> None:
    assert vega_lite.check({"layer": []})["$schema"] == alt.SCHEMA_URL


def test_the_check_leaves_altair_unloaded(root: Path) -> None:
    code = """
import sys
from vizapp.rendering import engine
engine.run("check", {"layer": []})
print([name for name in ("altair", "narwhals", "pandas", "numpy") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_schema_is_found_where_altair_left_nothing_else(tmp_path: Path) -> None:
    """As in a bundle, which has no use for the rest of Altair."""
    kept = tmp_path / "altair" / "vegalite" / "v6" / "schema"
    kept.mkdir(parents=True)
    (kept / "vega-lite-schema.json").write_bytes(vega_lite.schema_file().read_bytes())
    code = """
import sys
# Of the packages installed here, only that one.
sys.path = [sys.argv[1], *(path for path in sys.path if "site-packages" not in path), sys.argv[2]]
sys.meta_path = [finder for finder in sys.meta_path if "ditable" not in str(finder)]
import importlib.util
source = importlib.util.spec_from_file_location("vega_lite", sys.argv[3])
module = importlib.util.module_from_spec(source)
source.loader.exec_module(module)
print(module.schema_file())
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(Path(vega_lite.__file__).parents[2]),
         vega_lite.__file__],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert ended.stdout.strip() == str(kept / "vega-lite-schema.json")
