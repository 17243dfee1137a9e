"""Random tables, questions and replies through every stage: our own errors or an answer, soon.

A few examples by default, the same ones each time; thousands of random ones with
``-m slow``. Each has ten seconds and must leave the memory as it was.
"""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.components.gbnf import Grammar
from tests.rendering.hostile_tables import charts
from vizapp.components.check import check
from vizapp.components.grammar import json_grammar
from vizapp.components.phrases import plain_edit
from vizapp.components.spec import Chart, VisSpec, chart_to_json, parse, parse_chart
from vizapp.core.errors import DataError, SpecError, VizappError
from vizapp.core.tasks import CancelToken
from vizapp.data.load import load_table, table_from_rows, table_from_text
from vizapp.feedback import parse_feedback
from vizapp.profile.attributes import TableDescription, parse_description
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.project import Project, TableChoices
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.expand import parse_solution
from vizapp.reasoning.guide import Guide
from vizapp.reasoning.mentions import find_mentions
from vizapp.reasoning.rules import RuleReasoner
from vizapp.reasoning.solutions import read_solution
from vizapp.reasoning.stream import encode_prompt
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.cells import to_tsv
from vizapp.rendering.chart import build_chart
from vizapp.rendering.style import Style

SECONDS = 10.0
MEMORY_MIB = 600  # that one example may take, beside what libraries keep once loaded

CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.sampled_from([
        "2024-02-30", "2024年3月", "3/4/2024", "1.234,5", "1,234.5", "(5)", "-", "N/A", "12%",
        "¥3万", "1e999", "0x10", "١٢", "NaN", "10:61", "2024Q5", "W54 2024", "合计", "=1+1",
        "١٬٢٣٤", "½", "1 000", "9" * 400, "\u202e", "\x00", "\ud800", "a" * 3000, "true", "否",
        "00123", "1700000000", "1700000000000", "12°30'N", "中" * 300,
    ]),
)  # fmt: skip
NAMES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " ", "a", "a (2)", "日期", "金额(万元)", "rate %", "<|end|>", '"', "\n"]),
)
ASKS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.lists(
        st.sampled_from([
            "top", "3", "前", "十", "按月", "by", "sum", "占比", ">", "-1e9", "2024-02-30", "饼图",
            "不含", "“x”", "and", "between", "trend of", "a", "金额", "\ud800", "<|c:pie|>",
        ]),
        max_size=8,
    ).map(" ".join),
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["vis", "name", "parameter", "xAttribute", "filter", "op", "value", "a"]
            )
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return rows of some columns, each of cells of one kind or of any."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    n = draw(st.integers(1, 12))
    found: list[dict[str, Any]] = [{} for _ in range(n)]
    for name in names:
        one = draw(st.one_of(st.just(CELLS), CELLS.map(st.just), st.just(st.integers(0, 9))))
        for row in found:
            if draw(st.integers(0, 9)):
                row[name] = draw(one)
    return found


def memory_mib() -> float:
    """Return the memory of this process now, 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 2**20


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Check that a piece of work takes neither long nor much memory."""
    before, begun = memory_mib(), time.process_time()
    yield
    assert time.process_time() - begun < SECONDS
    assert memory_mib() - before < MEMORY_MIB


def table_of(found: list[dict[str, Any]]) -> ProfiledTable | None:
    try:
        return profile(table_from_rows(found))
    except DataError:
        return None


def assert_profiled(found: list[dict[str, Any]]) -> None:
    with bounded():
        table = table_of(found)
        if table is None:
            return
        record = json.loads(json.dumps(table.description.to_json()))
        assert parse_description(record).names == table.description.names
        assert list(table.frame.columns) == list(table.description.names)
        assert len(set(table.description.names)) == len(table.description.names)


def assert_answered(found: list[dict[str, Any]], ask: str | None) -> None:
    with bounded():
        table = table_of(found)
        if table is None:
            return
        words = [a.name for a in table.description.attributes if a.type == "STR"]
        values = {name: table.frame[name].dropna().unique() for name in words}
        request = Request(ask=ask, mentions=find_mentions(ask, values))
        events = RuleReasoner().reason(table.description, request, cancel=CancelToken())
        answer = list(events)[-1]
        assert isinstance(answer, Answer)
        assert answer.spec.charts or answer.spec.message
        assert not check(answer.spec, table.description)
        for chart in answer.spec.charts:
            assert parse_chart(chart_to_json(chart), names=table.description.names) == chart
            plain_edit(ask or "", chart, table.description)


def assert_drawn(found: list[dict[str, Any]], seed: int) -> None:
    with bounded():
        table = table_of(found)
        if table is None:
            return
        possible = list(charts(table, seed=seed, each=1))
        for chart in random.Random(seed).sample(possible, min(3, len(possible))):
            built = build_chart(chart, table, Style(lang="zh" if seed % 2 else "en"))
            assert len(json.dumps(built.vega_lite, allow_nan=False)) < 3_000_000
            assert alternative_text(built)
            to_tsv(built)


def assert_led(found: list[dict[str, Any]], ask: str | None, seed: int) -> None:
    """Check that grammar and guide lead any model to a valid answer for the table."""
    with bounded():
        table = table_of(found)
        if table is None:
            return
        rng, description = random.Random(seed), table.description
        with contextlib.suppress(SpecError):  # no component fits
            grammar = Grammar(json_grammar(description))
            assert not check(parse(grammar.write(rng), names=description.names), description)
        guide = Guide(encode_prompt(description, Request(ask=ask)))
        for _ in range(300):
            if guide.done:
                break
            guide.accept(rng.choice(guide.allowed()))
        assert guide.done
        assert not check(guide.spec(), description)


def small() -> TableDescription:
    found = [{"a": i, "value": i * 1.5, "日期": f"2024-01-{i + 1:02d}"} for i in range(9)]
    return profile(table_from_rows(found)).description


DESCRIPTION = small()


def assert_read(text: str, record: Any) -> None:
    """Check that no reply, project or record is more than an error of ours."""
    prompt = encode_prompt(DESCRIPTION, Request())
    as_chart = json.dumps(record) if not isinstance(record, str) else record
    readers: list[Callable[[], object]] = [
        lambda: parse(text, names=DESCRIPTION.names),
        lambda: parse(as_chart, names=DESCRIPTION.names),
        lambda: parse({"vis": [record]}, names=DESCRIPTION.names),
        lambda: parse_solution(text, prompt),
        lambda: read_solution(text + as_chart, (), DESCRIPTION, may_refuse=True),
        lambda: parse_description(record),
        lambda: parse_feedback(record),
        lambda: TableChoices.from_json(record),
        lambda: Project.from_json(record if isinstance(record, dict) else {"format": 1}),
    ]
    with bounded():
        for read in readers:
            try:
                found = read()
            except VizappError:
                continue
            if isinstance(found, VisSpec):
                assert all(isinstance(chart, Chart) for chart in found.charts)


def assert_loaded(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder, bounded():
        path = Path(folder) / f"t{suffix}"
        path.write_bytes(data)
        try:
            table = profile(load_table(path))
        except DataError:
            return
        assert len(table.description.names) > 0


QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(
    max_examples=1500, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
)
SEEDS = st.integers(0, 10**6)
REPLIES = st.one_of(
    st.text(max_size=80),
    st.text(alphabet='{}[]",:<|>a1vis\\ \n', max_size=80),
    st.lists(
        st.sampled_from(["<|c:line|>", "<|p:x|>", "<|1|>", "<|9|>", "<|end|>", "</think>", "{"])
    ).map("".join),
)
FILES = st.binary(max_size=400) | st.text(
    alphabet="ab1.,;|\t\n\r\"'\\-/: %中年\x00<>td{}[]", max_size=400
).map(str.encode)
SUFFIXES = st.sampled_from([".csv", ".tsv", ".txt", ".json", ".xlsx", ".html", ".db", ".parquet"])
STAGES: dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]] = {
    "profiler": (assert_profiled, (rows(),)),
    "rules": (assert_answered, (rows(), ASKS)),
    "drawing": (assert_drawn, (rows(), SEEDS)),
    "grammar and guide": (assert_led, (rows(), ASKS, SEEDS)),
    "parsers": (assert_read, (REPLIES, JSON)),
    "loader": (assert_loaded, (FILES, SUFFIXES)),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_few_examples(stage: str) -> None:
    holds, strategies = STAGES[stage]
    QUICK(given(st.tuples(*strategies))(lambda values: holds(*values)))()


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_many_examples(stage: str) -> None:
    holds, strategies = STAGES[stage]
    LONG(given(st.tuples(*strategies))(lambda values: holds(*values)))()


# -- odd tables, whole -------------------------------------------------------------


def wide_text() -> str:
    names = ["", "", "长" * 300, "长" * 300, "a", "a", "=x", "\u202eשלום", "<b>", "empty"]
    names += [f"m{i}" for i in range(990)]
    lines = [",".join(names)]
    for row in range(40):
        cells = ["x", str(row), "y", f"k{row % 3}", str(row), "z", "=1", "ש", "<i>", ""]
        lines.append(",".join([*cells, *(str(i * row % 97) for i in range(990))]))
    return "\n".join(lines)


def test_a_thousand_odd_columns_are_read_answered_and_drawn() -> None:
    table = profile(table_from_text(wide_text()))
    names = table.description.names
    assert len(set(names)) == len(names) == 1000
    assert table.description.attributes[9].value_amount == 0
    events = RuleReasoner().reason(table.description, Request(), cancel=CancelToken())
    answer = list(events)[-1]
    assert isinstance(answer, Answer)
    for chart in answer.spec.charts:
        assert build_chart(chart, table).vega_lite


def test_fifty_thousand_categories_are_read_answered_and_drawn() -> None:
    found = [{"name": f"类别 {i}", "group": f"g{i % 7}", "n": i % 991} for i in range(50_000)]
    with bounded():
        table = table_of(found)
    assert table is not None
    for chart in charts(table, seed=5, each=1):
        with bounded():
            built = build_chart(chart, table)
        assert len(json.dumps(built.vega_lite)) < 8_000_000, chart.component
