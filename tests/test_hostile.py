"""Hostile tables and questions through the whole chain, down to the picture."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from tests.cli.contract import answers, assert_keeps_the_contract, by_rules
from tests.hostile import ASKS, NAMES, tables
from tests.reasoning import tiny_model
from vizapp.cli.answering import to_line
from vizapp.cli.batch import answer_lines
from vizapp.components.spec import parse_chart
from vizapp.profile.attributes import parse_description
from vizapp.profile.describe import ProfiledTable
from vizapp.rendering.export import to_png
from vizapp.rendering.style import Style
from vizapp.workflow import Workflow

TABLES = tables()


def shown(name: str) -> str:
    """Return a name as a description holds it: whole characters, one by one."""
    return name.encode("utf-8", "replace").decode("utf-8")


def profiled(request: dict[str, Any]) -> ProfiledTable:
    reader = Workflow()
    return reader.describe(reader.read_rows(request["rows"]))


def answered(*lines: str) -> list[dict[str, Any]]:
    """Answer lines that no program of ours would write."""
    return list(answer_lines(by_rules(), [line.encode() for line in lines], top=3))


def names_of(result: dict[str, Any]) -> tuple[str, ...]:
    return parse_description(result["input"]).names


def assert_all_drawn(request: dict[str, Any], result: dict[str, Any]) -> None:
    table = profiled(request)
    names = table.description.names
    for index, item in enumerate((*result["answer"]["vis"], *result["ranking"])):
        chart = parse_chart({key: item[key] for key in ("name", "parameter")}, names=names)
        style = Style(lang="zh" if index % 2 else "en")
        assert to_png(Workflow().draw(chart, table, style)).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_is_answered_and_drawn(kind: str) -> None:
    request = {"id": kind, "rows": TABLES[kind]}
    (result,) = answers(request)
    assert "error" not in result
    assert_keeps_the_contract(result)
    assert result["answer"]["vis"]
    assert_all_drawn(request, result)


@pytest.mark.parametrize("kind", NAMES)
def test_every_name_and_value_comes_through_whole(kind: str) -> None:
    name = NAMES[kind]
    header = {"rows": [{name: f"k{i}", "n": i * 1.5, "d": f"2024-0{i + 1}-01"} for i in range(6)]}
    value = {"rows": [{"k": name if i % 2 else f"k{i}", "v": i + 1} for i in range(6)]}
    value["ask"] = f"v of {name}"
    for request, result in zip((header, value), answers(header, value), strict=True):
        assert_keeps_the_contract(result)
        assert result["answer"]["vis"]
        assert_all_drawn(request, result)
    description, _ = (profiled(r).description for r in (header, value))
    assert description.names[0] == shown(name)
    assert description.attributes[0].type == "STR"


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workflow]:
    """A model of random weights, drawn from hotly: what it can say, it will say."""
    from vizapp.reasoning.engine import LlamaReasoner
    from vizapp.reasoning.events import SamplerSettings

    class Model(LlamaReasoner):
        def start(self) -> None:
            """Do nothing: it is loaded."""

    path = tiny_model.write_native(tmp_path_factory.mktemp("model") / "tiny.gguf")
    hot = SamplerSettings(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=11)
    workflow = Workflow(reasoner=Model(path, sampler=hot))
    yield workflow
    workflow.close()


def test_whatever_a_model_says_the_answer_is_valid_and_drawn(random_model: Workflow) -> None:
    requests: list[dict[str, Any]] = [
        {"id": f"{kind}: {ask!r:.40}", "rows": rows, "ask": ask}
        for (kind, rows), ask in zip(TABLES.items(), cycle((None, *ASKS)), strict=False)
    ]
    lines = [json.dumps(request).encode() for request in requests]
    drawn = set()
    for request, record in zip(requests, answer_lines(random_model, lines, top=3), strict=True):
        result = json.loads(to_line(record))
        assert "error" not in result, result
        assert "fallback" not in result, result
        assert_keeps_the_contract(result, drawn=True)
        if result["answer"]["vis"]:
            assert_all_drawn(request, result)
        else:
            assert result["answer"]["message"]
            assert result["ranking"] == []
            assert request["ask"]
        drawn |= {item["name"] for item in result["ranking"]}
    assert len(drawn) > 15


def test_a_description_without_facts_is_answered(random_model: Workflow) -> None:
    types = ("STR", "INT", "DOUBLE", "DATE", "BOOL")
    requests = [
        {
            "id": f"{n} rows, {k} attributes",
            "input": {
                "data_amount": n,
                "attribute_description": [
                    {f"列{j}": types[(j + n) % 5], "value_amount": min(n, 3 * j)} for j in range(k)
                ],
                "attribute_amount": k,
            },
        }
        for n in (0, 1, 24, 10**6)
        for k in (1, 2, 5, 9, 60)
    ]
    lines = [json.dumps(request).encode() for request in requests]
    for request, record in zip(requests, answer_lines(random_model, lines, top=5), strict=True):
        result = json.loads(to_line(record))
        assert_keeps_the_contract(result, top=5, drawn=True)
        assert result["answer"]["vis"]
        assert result["input"] == request["input"]


def test_a_table_without_a_column_says_so(random_model: Workflow) -> None:
    empty = {"data_amount": 0, "attribute_description": [], "attribute_amount": 0}
    line = json.dumps({"input": empty, "lang": "en"}).encode()
    (result,) = answer_lines(random_model, [line], top=3)
    assert result["answer"]["vis"] == []
    assert "no column" in result["answer"]["message"]


def test_a_key_that_comes_twice_is_two_columns() -> None:
    (rows,) = answered('{"rows": [{"a": "x", "a": 1, "a (2)": 5}, {"a": "y", "a": 2}]}')
    assert names_of(rows) == ("a", "a (3)", "a (2)")
    (described,) = answered(
        '{"input": {"data_amount": 5, "attribute_description": ['
        '{"value_amount": "DOUBLE", "value_amount": 5}, '
        '{"attribute_unit": "STR", "value_amount": 4, "attribute_unit": "kg"}], '
        '"attribute_amount": 2}}'
    )
    assert names_of(described) == ("value_amount", "attribute_unit")
    assert described["answer"]["vis"]


# What XML cannot hold ends the converter's process, so the test has one of its own.
_DRAW = """
import sys
from vizapp.components.spec import parse_chart
from vizapp.rendering.export import to_png
from vizapp.workflow import Workflow
text = "a" + "".join(map(chr, (*range(32), 127, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF))) + "z"
work = Workflow()
table = work.describe(work.read_rows([{text: text + str(i), "v": i} for i in range(3)]))
name = table.description.names[0]
for kind, keys in (("bar", ("x", "y")), ("pie", ("category", "value")), ("table", ("column",))):
    names = dict(zip((k + "Attribute" for k in keys), (name, "v")))
    chart = parse_chart({"name": kind, "parameter": names}, names=table.description.names)
    assert to_png(work.draw(chart, table)).startswith(b"\\x89PNG")
print("drawn")
"""


def test_no_character_ends_the_process_that_draws() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _DRAW], capture_output=True, text=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "drawn\n"), ended.stderr
