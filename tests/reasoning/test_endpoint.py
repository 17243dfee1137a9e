"""A model behind an address: dialects, constraints, failures, what is sent."""

from __future__ import annotations

import http.client
import json
import math
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reasoning import tiny_model
from tests.reasoning.descriptions import CLIENT, EVERY
from tests.reasoning.servers import (
    Asked,
    Handler,
    Scripted,
    chat_script,
    models,
    rules_script,
    said,
    status,
    with_shares,
)
from vizapp.components.check import check
from vizapp.components.spec import VisSpec, dump, parse
from vizapp.core.errors import Cancelled, EndpointError
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import completions, endpoint, remote, transport
from vizapp.reasoning.constraints import constraints
from vizapp.reasoning.endpoint import Endpoint, connect
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, Started, ThoughtDelta
from vizapp.reasoning.remote import EndpointReasoner
from vizapp.workflow import Workflow

LINE = '{"name": "line", "parameter": {"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}'
COLUMN = LINE.replace("line", "column")
GOOD = f'{{"vis": [{LINE}]}}'
Serve = Callable[..., Scripted]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[Scripted] = []

    def start(script: Callable[[Handler, Asked], None]) -> Scripted:
        started.append(Scripted(script))
        return started[-1]

    yield start
    for server in started:
        server.close()


def _ask(server: Scripted, **wanted: Any) -> list[ReasoningEvent]:
    reasoner = EndpointReasoner(Endpoint.parse(server.url, key=wanted.pop("key", "")))
    wanted = {"lang": "en", "think": False, **wanted}
    return list(reasoner.reason(CLIENT, Request(**wanted), cancel=CancelToken()))


def _answer(server: Scripted, **wanted: Any) -> Answer:
    answer = _ask(server, **wanted)[-1]
    assert isinstance(answer, Answer)
    return answer


def _bodies(server: Scripted) -> list[Any]:
    return [asked.json for asked in server.asked if asked.method == "POST"]


# --- addresses ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "url", "leaves"),
    [
        ("gpu-box:8080", "http://gpu-box:8080/v1", True),
        (" https://ai.example.org/llm/v1/ ", "https://ai.example.org/llm/v1", True),
        ("http://[::1]:8080", "http://[::1]:8080/v1", False),
        ("http://127.0.0.2/v1/chat/completions", "http://127.0.0.2/v1", False),
        ("localhost:11434", "http://localhost:11434/v1", False),
        ("http://192.168.1.9", "http://192.168.1.9/v1", True),
    ],
)
def test_an_address_is_read_as_people_write_it(given: str, url: str, leaves: bool) -> None:
    found = Endpoint.parse(given)
    assert found.url == url
    assert found.leaves_machine == leaves
    for lang in ("zh", "en"):
        assert found.host in found.mark(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["", "ftp://a", "http://", "http://a b", "a:99999", "http://a:0"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(EndpointError) as caught:
        Endpoint.parse(given)
    assert caught.value.fields["reason"] == "address"


def test_settings_without_an_address_or_with_a_damaged_one_ask_nobody() -> None:
    assert Endpoint.from_settings(Settings()) is None
    assert Endpoint.from_settings(Settings(endpoint="  ")) is None
    assert Endpoint.from_settings(Settings(endpoint="not an address")) is None
    found = Endpoint.from_settings(Settings(endpoint="gpu-box", endpoint_key="k"))
    assert found == Endpoint("http://gpu-box/v1", "", "k")


# --- answers ------------------------------------------------------------------


def test_a_thought_in_tags_is_told_and_the_answer_asked_for_on_its_own(serve: Serve) -> None:
    server = serve(
        chat_script(
            said("<begin_of_", "thought>\nA series ", "over time.\n<end_of", "_thought>", " more"),
            said(GOOD[:20], GOOD[20:]),
        )
    )
    answer = _answer(server, think=True, top=2)
    assert answer.thought == "A series over time."
    assert answer.spec == parse(GOOD)
    thinking, solving = _bodies(server)
    assert thinking["stop"] == ["<end_of_thought>", "<begin_of_solution>"]
    assert "grammar" not in thinking
    assert solving["grammar"].startswith("root ::=")
    assert "A series over time." in solving["messages"][2]["content"]
    assert [m["role"] for m in solving["messages"]] == ["system", "user", "assistant", "user"]
    assert {body["model"] for body in (thinking, solving)} == {"team-model"}


@pytest.mark.parametrize(
    "thinking",
    [
        said("<think>", "\nhm, ", "dates.", "</think>", "\n", GOOD),
        said("", GOOD, "and more", reasoning=["hm, ", "dates."]),
        said("hm, dates.", "\n<begin_of_solution>", GOOD),
    ],
    ids=["tags", "apart", "plain"],
)
def test_every_way_of_thinking_aloud_is_understood(serve: Serve, thinking: Any) -> None:
    answer = _answer(serve(chat_script(thinking, said(GOOD))), think=True)
    assert answer.thought == "hm, dates."
    assert answer.spec.charts[0].component == "line"


@pytest.mark.parametrize(
    "reply",
    [
        said(GOOD),
        said("Here it is:\n```json\n", GOOD, "\n```\nGood luck!"),
        said("<think>\n\n</think>\n\n", GOOD),
        said(GOOD.replace("line", "||line||").replace("时间区间", "$$时间区间$$")),
        said(reasoning=[GOOD]),
        said(f'{{"vis": [{LINE}, {{"name": "column", "para'),
        lambda handler, _: handler.reply_json(
            {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}
        ),
    ],
    ids=["plain", "fenced", "thought", "wrapped", "all_thought", "broken_off", "not_streamed"],
)
def test_an_answer_is_found_however_it_is_wrapped(serve: Serve, reply: Any) -> None:
    assert _answer(serve(chat_script(reply))).spec == parse(GOOD)


def test_alternatives_are_in_the_servers_order_and_each_component_once(serve: Serve) -> None:
    text = f'{{"vis": [{LINE}, {LINE}, {COLUMN}, {{"name": "pie", "parameter": {{}}}}]}}'
    answer = _answer(serve(chat_script(said(text))))
    assert [r.chart.component for r in answer.ranking] == ["line", "column"]
    assert [r.probability for r in answer.ranking] == [0.5, 0.25]


def test_probabilities_are_those_of_the_names(serve: Serve) -> None:
    tail = ', "parameter": {"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}}'
    reply = with_shares(
        ('{"vis": [{"name": "', -0.1),
        ("li", math.log(0.9)),
        ('ne"', math.log(0.9)),
        (tail + ', {"name": "', -0.2),
        ("column", math.log(0.5)),
        (f'"{tail}]}}', -0.3),
    )
    answer = _answer(serve(chat_script(reply)))
    shares = [r.probability for r in answer.ranking]
    assert shares == pytest.approx([0.81, (1 - 0.81) * 0.5])


def test_an_answer_that_breaks_the_contract_is_asked_for_once_more(serve: Serve) -> None:
    wrong = GOOD.replace("时间区间", "no such column")
    server = serve(chat_script(said(wrong), said(GOOD)))
    assert _answer(server).spec == parse(GOOD)
    last = _bodies(server)[1]["messages"]
    assert last[-2] == {"role": "assistant", "content": wrong}
    assert "no such column" in last[-1]["content"]


def test_a_second_wrong_answer_is_an_error_that_says_what_is_wrong(serve: Serve) -> None:
    server = serve(chat_script(said("I would draw a line."), said(GOOD.replace("line", "spiral"))))
    with pytest.raises(EndpointError, match="'spiral' is not in the library") as caught:
        _ask(server)
    assert caught.value.fields["reason"] == "answer"


@pytest.mark.parametrize("ask", [None, "how many?"])
def test_a_refusal_answers_a_question_only(serve: Serve, ask: str | None) -> None:
    refusal = '{"vis": [], "message": "There is no such column."}'
    server = serve(chat_script(said(refusal), said(refusal)))
    if ask is None:
        with pytest.raises(EndpointError):
            _ask(server)
    else:
        answer = _answer(server, ask=ask)
        assert (answer.spec, answer.ranking) == (VisSpec((), "There is no such column."), ())


def test_an_edit_and_a_hint_are_sent_along(serve: Serve) -> None:
    server = serve(chat_script(said(GOOD)))
    spec = parse(COLUMN.join(('{"vis": [', "]}")))
    _ask(server, ask="as a line", current=spec)
    assert dump(spec) in _bodies(server)[0]["messages"][1]["content"]


def test_samples_are_voted_on_and_drawn_with_other_seeds(serve: Serve) -> None:
    column = GOOD.replace("line", "column")
    server = serve(chat_script(said(GOOD), said(column), said(column)))
    answer = _answer(server, n_samples=3)
    assert answer.spec == parse(column)
    assert answer.agreement == (2, 3)
    drawn = [(body["temperature"], body["seed"]) for body in _bodies(server)]
    assert drawn[0][0] == 0
    assert len(set(drawn)) == 3


# --- dialects -------------------------------------------------------------------


@pytest.mark.parametrize("owner", ["llamacpp", "vllm", "library", "somebody"])
def test_each_kind_of_server_gets_the_constraint_that_it_takes(serve: Serve, owner: str) -> None:
    server = serve(chat_script(said(GOOD), owner=owner))
    _ask(server)
    (body,) = _bodies(server)
    assert ("grammar" in body) == (owner == "llamacpp")
    assert ("response_format" in body) == (owner != "llamacpp")
    if owner != "llamacpp":
        schema = body["response_format"]["json_schema"]["schema"]
        assert schema["properties"]["vis"]["minItems"] == 1
        assert "line" in json.dumps(schema)


def test_a_server_that_takes_no_constraint_is_asked_without_and_not_again(serve: Serve) -> None:
    replies = [status(400), status(400), status(400), status(400), said(GOOD), said(GOOD)]
    server = serve(chat_script(*replies))
    reasoner = EndpointReasoner(Endpoint.parse(server.url))
    for _ in range(2):
        *_, last = reasoner.reason(CLIENT, Request(think=False), cancel=CancelToken())
        assert isinstance(last, Answer)
    bodies = _bodies(server)
    assert ["grammar" in b for b in bodies] == [True, True, False, False, False, False]
    assert ["response_format" in b for b in bodies] == [False, False, True, True, False, False]
    assert [b["messages"][0]["role"] for b in bodies][:2] == ["system", "user"]  # merged


def test_a_server_without_a_list_of_models_is_asked_all_the_same(serve: Serve) -> None:
    def script(handler: Handler, asked: Asked) -> None:
        (status(404) if asked.method == "GET" else said(GOOD))(handler, asked)

    server = serve(script)
    assert _answer(server).model == "default"


def test_a_grammar_with_a_refusal_is_read_by_llama_cpp(chat_gguf: Path) -> None:
    from vizapp.reasoning.llama import Engine

    engine = Engine(chat_gguf)
    for description in EVERY.values():
        levels = constraints("llama.cpp", description, Request(ask="which?", top=3))
        with engine.grammar(levels[0]()["grammar"]) as constraint:
            for token in engine.tokenize('{"vis": [], "message": "no', special=False):
                constraint.accept(token)
    engine.close()


# --- failures -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "reason"),
    [(401, "unauthorised"), (403, "unauthorised"), (429, "busy"), (500, "refused")],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_server_says_is_told(serve: Serve, code: int, reason: str, method: str) -> None:
    def script(handler: Handler, asked: Asked) -> None:
        if asked.method == method:
            status(code, "the server's own words")(handler, asked)
        else:
            handler.reply_json(models())

    with pytest.raises(EndpointError, match="the server's own words") as caught:
        _ask(serve(script))
    assert caught.value.fields["reason"] == reason
    assert caught.value.hint


def _garbage(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, b"<html>It works!</html>", Content_Type="text/html")


def _cut_off(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, b'{"choices": [', Content_Length="5000")


def _error_event(handler: Handler, _asked: Asked) -> None:
    handler.reply(200, b'data: {"error": {"message": "out of memory"}}\n\n')


@pytest.mark.parametrize(
    ("reply", "reason", "said_of_it"),
    [
        (_garbage, "answer", "It works!"),
        (_cut_off, "broken", "missing"),
        (_error_event, "refused", "out of memory"),
        (status(404, "no such model"), "missing", "no such model"),
    ],
    ids=["garbage", "cut_off", "error_event", "missing"],
)
def test_a_bad_reply_is_an_error(serve: Serve, reply: Any, reason: str, said_of_it: str) -> None:
    with pytest.raises(EndpointError, match=said_of_it) as caught:
        _ask(serve(chat_script(reply)))
    assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize("listing", [b"", b"[]", b'{"data": 3}', b'{"data": []}', b"\xff"])
def test_a_list_of_models_that_is_none_is_an_error(serve: Serve, listing: bytes) -> None:
    server = serve(lambda handler, _asked: handler.reply(200, listing))
    with pytest.raises(EndpointError):
        _ask(server)


def test_a_server_without_a_model_is_said_to_have_none(serve: Serve) -> None:
    server = serve(lambda handler, _asked: handler.reply(200, b'{"data": []}'))
    with pytest.raises(EndpointError, match="serves no model") as caught:
        _ask(server)
    assert "Load one" in caught.value.hint


@pytest.mark.parametrize(("lang", "word"), [("zh", "无法连接"), ("en", "cannot be reached")])
def test_a_server_that_is_not_there_is_said_in_the_persons_language(lang: str, word: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        reasoner = EndpointReasoner(Endpoint.parse(url))
        with pytest.raises(EndpointError, match=word) as caught:
            list(reasoner.reason(CLIENT, Request(lang=lang), cancel=CancelToken()))  # type: ignore[arg-type]
    assert caught.value.fields["reason"] == "unreachable"


def test_a_silent_server_is_a_timeout(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "FIRST_S", 0.3)
    done = threading.Event()
    server = serve(chat_script(lambda _handler, _asked: done.wait(10)))  # type: ignore[arg-type,return-value]
    with pytest.raises(EndpointError) as caught:
        _ask(server)
    done.set()
    assert caught.value.fields["reason"] == "timeout"


def test_a_line_that_is_only_kept_open_is_a_timeout(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "ANSWER_S", 0.3)

    def keep_open(handler: Handler, _asked: Asked) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(300):
            handler.wfile.write(b": busy\n\n")
            handler.wfile.flush()
            time.sleep(0.01)

    begun = time.monotonic()
    with pytest.raises(EndpointError) as caught:
        _ask(serve(chat_script(keep_open)))
    assert caught.value.fields["reason"] == "timeout"
    assert time.monotonic() - begun < 2.5  # the server would go on for three seconds


def test_nothing_is_sent_once_the_wait_for_a_connection_was_left(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(chat_script())
    connecting, left = threading.Event(), threading.Event()
    connect_as_ever = http.client.HTTPConnection.connect

    def connect_late(self: http.client.HTTPConnection) -> None:
        connecting.set()
        left.wait(10)
        connect_as_ever(self)

    monkeypatch.setattr(http.client.HTTPConnection, "connect", connect_late)
    exchange = transport.Exchange("POST", server.url, cancel=CancelToken(), body=b"secret")
    assert connecting.wait(10)
    thread = next(t for t in threading.enumerate() if t.name == "exchange")
    exchange.close()
    left.set()
    thread.join(5)
    assert not thread.is_alive()
    assert server.asked == []


def test_a_thought_without_end_is_cut_off_and_answered(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "THOUGHT_S", 0.3)
    endless = said(*["and "] * 1000, pause_s=0.01)
    server = serve(chat_script(endless, said(GOOD)))
    answer = _answer(server, think=True)
    assert answer.thought.startswith("and and")
    assert answer.spec == parse(GOOD)
    assert server.left.wait(5)  # the server was told that nobody listens


@pytest.mark.parametrize("phase", ["list", "head", "stream"])
def test_a_cancel_is_obeyed_at_once(serve: Serve, phase: str) -> None:
    waiting, done = threading.Event(), threading.Event()

    def script(handler: Handler, asked: Asked) -> None:
        if phase == "stream" and asked.method == "POST":
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n')
        elif phase != "list" and asked.method == "GET":
            handler.reply_json(models())
            return
        waiting.set()
        done.wait(10)

    server = serve(script)
    cancel = CancelToken()
    reasoner = EndpointReasoner(Endpoint.parse(server.url))
    stopped: list[float] = []

    def stop() -> None:
        waiting.wait(10)
        stopped.append(time.monotonic())
        cancel.set()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        list(reasoner.reason(CLIENT, Request(), cancel=cancel))
    took_s = time.monotonic() - stopped[0]
    done.set()
    thread.join()
    assert took_s < 1.0  # it polls every 0.05 s; the rest is for a busy machine


# --- what leaves the machine ------------------------------------------------------

_ROWS = [
    {"city": f"city-{n:03d}-secret", "when": f"2024-01-{n % 28 + 1:02d}", "amount": 1000.5 + 7 * n}
    for n in range(60)
]


def test_no_cell_beyond_the_descriptions_facts_is_sent(serve: Serve) -> None:
    server = serve(rules_script)
    workflow = Workflow(endpoint=Endpoint.parse(server.url, key="key-of-the-team"))
    try:
        profiled = workflow.describe(workflow.read_rows(_ROWS))
        request = Request(ask="amount of city-007-secret over time", lang="en")
        *_, answer = workflow.recommend(profiled, request)
    finally:
        workflow.close()
    assert isinstance(answer, Answer)
    assert answer.fallback is None
    assert answer.model == "team-model"
    sent = b"".join(asked.body + asked.path.encode() for asked in server.asked).decode()
    assert "city-007-secret" in sent  # the question names it
    told = json.dumps(profiled.description.to_json(), ensure_ascii=False)
    cells = {str(value) for row in _ROWS for value in row.values()} - {"city-007-secret"}
    assert sum(cell in told for cell in cells) <= 7  # samples and both ends of ranges
    assert [cell for cell in cells if cell in sent and cell not in told] == []
    keys = [asked.headers.get("authorization") for asked in server.asked]
    assert set(keys) == {"Bearer key-of-the-team"}
    assert "key-of-the-team" not in sent


def test_the_app_process_itself_opens_no_connection(serve: Serve, root: Path) -> None:
    server = serve(rules_script)
    code = f"""
import socket, sys

class Refused(Exception):
    pass

def refuse(*_):
    raise Refused

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
if __name__ == "__main__":
    from vizapp.reasoning.endpoint import Endpoint
    from vizapp.reasoning.events import Request
    from vizapp.workflow import Workflow

    workflow = Workflow(endpoint=Endpoint.parse({server.url!r}))
    table = workflow.describe(workflow.read_rows([{{"a": "x", "b": 1}}, {{"a": "y", "b": 2}}]))
    *_, answer = workflow.recommend(table, Request())
    workflow.close()
    network = ("http.client", "ssl", "vizapp.reasoning.transport", "vizapp.reasoning.remote")
    print(answer.model, answer.fallback, [m for m in network if m in sys.modules])
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert ended.stdout.split("\n")[0] == "team-model None []", ended.stderr


def test_the_child_process_tells_events_errors_and_the_machine(serve: Serve) -> None:
    server = serve(chat_script(said("<begin_of_thought>Hm."), said(GOOD), status(401)))
    reasoner = connect(Endpoint.parse(server.url))
    try:
        found = list(reasoner.reason(CLIENT, Request(lang="en"), cancel=CancelToken()))
        assert found[0] == Started("team-model", Endpoint.parse(server.url).host)
        assert [e.text for e in found if isinstance(e, ThoughtDelta)] == ["Hm."]
        with pytest.raises(EndpointError) as caught:
            list(reasoner.reason(CLIENT, Request(lang="zh"), cancel=CancelToken()))
    finally:
        reasoner.close()
    assert caught.value.fields["reason"] == "unauthorised"
    assert "密钥" in caught.value.hint


@pytest.mark.parametrize("n_failures", [0, 1])
def test_when_the_endpoint_fails_the_model_of_this_machine_answers(
    serve: Serve, native_gguf: Path, n_failures: int
) -> None:
    server = serve(chat_script(*[status(500, "burnt out")] * n_failures, said(GOOD)))
    workflow = Workflow(native_gguf, endpoint=Endpoint.parse(server.url))
    try:
        *_, answer = workflow.recommend(CLIENT, Request(lang="en", think=False))
    finally:
        workflow.close()
    assert isinstance(answer, Answer)
    if n_failures:
        assert answer.model == "tiny"
        assert "burnt out" in str(answer.fallback)
    else:
        assert (answer.model, answer.fallback) == ("team-model", None)


def test_an_endpoint_can_be_set_and_taken_back(serve: Serve, native_gguf: Path) -> None:
    server = serve(rules_script)
    workflow = Workflow(native_gguf)
    found = []
    try:
        for chosen in (None, Endpoint.parse(server.url), None):
            workflow.use_endpoint(chosen)
            *_, answer = workflow.recommend(CLIENT, Request(think=False))
            assert isinstance(answer, Answer)
            found.append((answer.model, answer.fallback))
    finally:
        workflow.close()
    assert found == [("tiny", None), ("team-model", None), ("tiny", None)]


def test_another_machine_is_named_in_the_first_event(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(chat_script(said(GOOD)))
    monkeypatch.setattr(endpoint.Endpoint, "leaves_machine", property(lambda _self: True))
    started = _ask(server)[0]
    assert isinstance(started, Started)
    assert started.host == Endpoint.parse(server.url).host


# --- transport -------------------------------------------------------------------


def test_a_proxy_of_the_system_is_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(chat_script(said(GOOD)))
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//me:word@"))
    reasoner = EndpointReasoner(Endpoint.parse("http://model.invalid:9"))
    *_, answer = reasoner.reason(CLIENT, Request(think=False), cancel=CancelToken())
    assert isinstance(answer, Answer)
    assert proxy.asked[0].path == "http://model.invalid:9/v1/models"
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic bWU6d29yZA=="


def test_a_key_is_not_sent_on_to_another_host(serve: Serve) -> None:
    other = serve(lambda handler, _asked: handler.reply(200, b"there"))
    place = other.url.replace("127.0.0.1", "localhost") + "/x"
    first = serve(lambda handler, _asked: handler.reply(302, b"", Location=place))
    exchange = transport.Exchange(
        "GET", first.url, cancel=CancelToken(), headers={"Authorization": "Bearer k"}
    )
    assert exchange.head(5).url == place
    assert exchange.read(5, 100) == b"there"
    exchange.close()
    assert "authorization" in first.asked[0].headers
    assert "authorization" not in other.asked[0].headers


@pytest.mark.parametrize("place", ["http://a.example/x", "ftp://a.example/x"])
def test_a_redirect_does_not_lead_out_of_https(place: str) -> None:
    with pytest.raises(transport.TransportError, match="redirect"):
        transport._place_after("https://a.example/y", place)
    assert transport._place_after("https://a.example/y", "/z") == "https://a.example/z"
    assert transport._place_after("http://a.example", "https://b.example") == "https://b.example"


def test_redirects_without_end_are_an_error(serve: Serve) -> None:
    server = serve(lambda handler, _asked: handler.reply(302, b"", Location="/again"))
    exchange = transport.Exchange("GET", server.url, cancel=CancelToken())
    with pytest.raises(transport.TransportError, match="redirect"):
        exchange.head(5)
    exchange.close()


# --- a real server -----------------------------------------------------------------

LLAMA_SERVER = os.environ.get("VIZAPP_LLAMA_SERVER", "")


@pytest.fixture(scope="module")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A llama-server with a small random model; its path is in VIZAPP_LLAMA_SERVER."""
    path = tiny_model.write_chat(tmp_path_factory.mktemp("served") / "tiny.gguf")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [LLAMA_SERVER, "-m", str(path), "--host", "127.0.0.1", "--port", port]
    with subprocess.Popen(
        [*command, "-c", "32768", "-np", "1", "-t", "1", "--jinja"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(port))) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.kill()


@pytest.mark.slow
@pytest.mark.skipif(not LLAMA_SERVER, reason="VIZAPP_LLAMA_SERVER names no llama-server")
@pytest.mark.parametrize("ask", [None, "最近的价格"])
@pytest.mark.parametrize("table", EVERY)
def test_a_real_llama_server_obeys_the_grammar(
    llama_server: str, table: str, ask: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "THOUGHT_TOKENS", 30)
    reasoner = EndpointReasoner(Endpoint.parse(llama_server))
    deadline = time.monotonic() + 60
    while True:  # it listens before the model is loaded
        try:
            *_, answer = reasoner.reason(
                EVERY[table], Request(ask=ask, top=1), cancel=CancelToken()
            )
            break
        except EndpointError as err:
            if err.fields["reason"] != "busy" or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    assert isinstance(answer, Answer)
    assert reasoner._server.kind == "llama.cpp"
    assert (reasoner._plain, reasoner._merged) == (0, False)  # it took the grammar
    assert answer.thought
    assert answer.spec.charts or (ask and answer.spec.message)
    assert check(answer.spec, EVERY[table]) == ()
    assert answer.ranking == () or 0 < answer.ranking[0].probability < 0.5  # not made up
