"""What every result keeps, and tables to try it on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from vizapp.cli.answering import to_line
from vizapp.cli.batch import answer_lines
from vizapp.components.catalogue import catalogue
from vizapp.components.check import check
from vizapp.components.spec import VisSpec, parse_chart
from vizapp.components.spec import parse as parse_spec
from vizapp.core import paths
from vizapp.profile.attributes import parse_description
from vizapp.reasoning.rules import RuleReasoner
from vizapp.workflow import Workflow

SAMPLES = paths.resources() / "samples"
SALES = SAMPLES / "monthly_sales_en.csv"
CLIENT_ROWS = [
    {"名称": "远山科技", "收盘价:前复权": 39 + day / 10, "时间区间": f"2024-03-{day:02d}"}
    for day in range(1, 11)
]
CLIENT_INPUT = {
    "data_amount": 10,
    "attribute_description": [
        {"名称": "STR", "value_amount": 1},
        {"收盘价:前复权": "DOUBLE", "value_amount": 10, "attribute_unit": "元"},
        {"时间区间": "DATE", "value_amount": 10},
    ],
    "attribute_amount": 3,
}
CLIENT_ANSWER = {
    "vis": [
        {"name": "line", "parameter": {"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}
    ]
}
REPEATED = [
    {"shop": shop, "sales": number}
    for number in range(3, 15)
    for shop in ("North", "South", "West")
]
HOSTILE_NAMES = (
    'a"b', "x.y[z]", "back\\slash", "two\nlines", "📈", "n" * 300, "$$price$$", "||line||",
)  # fmt: skip


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def by_rules() -> Workflow:
    """A workflow without a child process: the rules stand in for the model."""

    class Rules(RuleReasoner):
        def start(self) -> None:
            """Do nothing: there is nothing to load."""

    return Workflow(reasoner=Rules())


def answers(*requests: Any, top: int = 3) -> list[dict[str, Any]]:
    """Answer batch lines in this process, through the same bytes as a file's."""
    lines = [json.dumps(request).encode() for request in requests]
    return [json.loads(to_line(record)) for record in answer_lines(by_rules(), lines, top=top)]


def assert_keeps_the_contract(result: dict[str, Any], top: int = 3, *, drawn: bool = False) -> None:
    """Check a result; with `drawn` its answer was drawn by lot and may not be the likeliest."""
    assert list(result) == [
        *("id", "input", "thought", "answer", "ranking", "model", "seconds"),
        *(["agreement"] if "agreement" in result else []),
        *(["fallback"] if "fallback" in result else []),
    ]
    assert list(result["seconds"]) == ["read", "profile", "reason", "draw"]
    assert all(seconds >= 0 for seconds in result["seconds"].values())
    description = parse_description(result["input"])
    spec = parse_spec(result["answer"], names=description.names)
    assert check(spec, description) == ()
    assert len(spec.charts) <= 3
    ranking = result["ranking"]
    names = [item["name"] for item in ranking]
    assert len(names) == len(set(names)) <= top
    assert set(names) <= set(catalogue())
    chances = [item["probability"] for item in ranking]
    assert drawn or chances[:1] == sorted(chances, reverse=True)[:1]
    assert chances[1:] == sorted(chances[1:], reverse=True)
    assert sum(chances) <= 1 + 1e-9
    assert all(0 < chance <= 1 for chance in chances)
    for item in ranking:
        assert list(item) == ["name", "parameter", "probability"]
        chart = parse_chart(
            {"name": item["name"], "parameter": item["parameter"]}, names=description.names
        )
        assert check(VisSpec((chart,)), description) == ()
    if spec.charts:
        first = {key: ranking[0][key] for key in ("name", "parameter")}
        assert first == result["answer"]["vis"][0]
