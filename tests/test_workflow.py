"""The one way through vizapp, with a scripted reasoner in the model's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.components.spec import Chart, VisSpec
from vizapp.core import paths
from vizapp.core.errors import (
    Cancelled,
    ReasoningError,
    UnknownFieldError,
    WorkerLostError,
)
from vizapp.core.tasks import CancelToken, Progress
from vizapp.profile.describe import ProfiledTable
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, Started, ThoughtDelta
from vizapp.rendering.style import Style
from vizapp.workflow import Workflow

SAMPLE = paths.resources() / "samples" / "stock_close_zh.csv"
LINE = Chart("line", (("x", ("时间区间",)), ("y", ("收盘价:前复权",))))
REQUEST = Request(lang="zh")


@pytest.fixture(scope="module")
def table() -> ProfiledTable:
    return Workflow(reasoner=ScriptedReasoner()).open(SAMPLE)


def _events(workflow: Workflow, table: ProfiledTable) -> list[ReasoningEvent]:
    return list(workflow.recommend(table.description, REQUEST))


def test_open_reads_and_profiles_and_says_where_it_is() -> None:
    seen: list[Progress] = []
    profiled = Workflow(reasoner=ScriptedReasoner()).open(SAMPLE, progress=seen.append)
    assert profiled.description.names == ("名称", "收盘价:前复权", "时间区间")
    assert profiled.table.path == SAMPLE
    assert seen[-1].step == "profile"
    assert len(seen) > 1


def test_open_stops_when_it_is_cancelled() -> None:
    cancel = CancelToken()
    cancel.set()
    with pytest.raises(Cancelled):
        Workflow(reasoner=ScriptedReasoner()).open(SAMPLE, cancel=cancel)


@pytest.mark.parametrize(
    ("header", "lang", "name"),
    [
        ("price,,n", None, "column 2"),
        ("价格,,n", None, "列2"),
        ("价格,,n", "en", "column 2"),
        ("price,,n", "zh", "列2"),
    ],
)
def test_names_that_vizapp_gives_are_in_the_tables_language(
    tmp_path: Path, header: str, lang: str | None, name: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{header}\n1,a,2\n3,b,4\n", "utf-8")
    table = Workflow(reasoner=ScriptedReasoner()).read(path, lang=lang)  # type: ignore[arg-type]
    assert table.frame.columns[1] == name


def test_the_models_events_pass_through_unchanged(table: ProfiledTable) -> None:
    reply = scripted_reply(VisSpec((LINE,)), request=REQUEST)
    reasoner = ScriptedReasoner(reply)
    assert _events(Workflow(reasoner=reasoner), table) == reply
    assert reasoner.requests == [(table.description, REQUEST)]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_when_the_model_fails_the_rules_start_anew_and_say_why(
    table: ProfiledTable, after: int
) -> None:
    reply = scripted_reply(VisSpec((LINE,)))[:after]
    reasoner = ScriptedReasoner([*reply, WorkerLostError("It died.", hint="Ask again.")])
    told = _events(Workflow(reasoner=reasoner), table)
    assert told[:after] == reply
    rules = told[after:]
    assert isinstance(rules[0], Started)
    assert rules[0].model == "rules"
    answer = rules[-1]
    assert isinstance(answer, Answer)
    assert answer.fallback == "It died. Ask again."
    assert answer.spec == VisSpec((LINE,))
    assert "".join(e.text for e in rules if isinstance(e, ThoughtDelta)) == answer.thought


def test_a_reply_that_ends_without_an_answer_is_a_failure(table: ProfiledTable) -> None:
    reply = scripted_reply(VisSpec((LINE,)))[:-1]
    answer = _events(Workflow(reasoner=ScriptedReasoner(reply)), table)[-1]
    assert isinstance(answer, Answer)
    assert answer.fallback
    assert answer.model == "rules"


def test_after_a_failure_the_model_is_asked_again(table: ProfiledTable) -> None:
    reply = scripted_reply(VisSpec((LINE,)), request=REQUEST)
    workflow = Workflow(reasoner=ScriptedReasoner([ReasoningError("Once.")], reply))
    _events(workflow, table)
    assert _events(workflow, table) == reply


def test_a_cancel_ends_the_reply_and_the_rules_do_not_answer(table: ProfiledTable) -> None:
    cancel = CancelToken()
    first, *rest = scripted_reply(VisSpec((LINE,)))
    workflow = Workflow(reasoner=ScriptedReasoner([first, cancel.set, *rest]))
    told = workflow.recommend(table.description, REQUEST, cancel=cancel)
    assert next(told) == first
    with pytest.raises(Cancelled):
        next(told)


def test_a_model_that_is_not_there_is_no_error_at_the_start(tmp_path: Path) -> None:
    class Unloadable(ScriptedReasoner):
        def start(self) -> None:
            raise ReasoningError("There is no such file.")

    Workflow(reasoner=Unloadable()).start()


def test_draw_builds_the_chart_in_the_style(table: ProfiledTable) -> None:
    workflow = Workflow(reasoner=ScriptedReasoner())
    built = workflow.draw(LINE, table, Style(theme="dark", lang="zh", width=300, height=200))
    assert built.style.theme == "dark"
    assert "收盘价:前复权" in built.title
    assert workflow.draw(LINE, table).style == Style()


def test_a_chart_of_another_table_is_refused(table: ProfiledTable) -> None:
    chart = Chart("line", (("x", ("时间区间",)), ("y", ("成交量",))))
    with pytest.raises(UnknownFieldError) as caught:
        Workflow(reasoner=ScriptedReasoner()).draw(chart, table)
    assert "成交量" in str(caught.value)


def test_closing_twice_is_safe() -> None:
    reasoner = ScriptedReasoner()
    workflow = Workflow(reasoner=reasoner)
    workflow.close()
    workflow.close()
    assert reasoner.closed


def test_a_time_beside_what_is_asked_for_cuts_the_charts(table: ProfiledTable) -> None:
    reasoner = ScriptedReasoner(scripted_reply(VisSpec((LINE,))))
    request = Request("最近5天的收盘价走势", lang="zh")
    events = list(Workflow(reasoner=reasoner).recommend(table, request))
    assert reasoner.requests[0][1].ask == "收盘价走势"  # the model has the rest
    answer = events[-1]
    assert isinstance(answer, Answer)
    for chart in (answer.spec.charts[0], answer.ranking[0].chart):
        [test] = chart.options.filters
        assert (test.attribute, test.op, test.value) == ("时间区间", ">=", "2024-03-11")
