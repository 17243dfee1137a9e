"""HTTP servers that say what a test wants, on a port of their own."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from vizapp.components.spec import chart_to_json
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import parse_description
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.rules import RuleReasoner


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    server: Scripted
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(size))
        self.server.asked.append(asked)
        try:
            self.server.script(self, asked)
        except OSError:
            self.server.left.set()  # nobody listens any more
        self.close_connection = True

    do_GET = do_POST = _serve  # noqa: N815 - the names are http.server's

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply_json(self, record: object, status: int = 200) -> None:
        self.reply(status, json.dumps(record).encode(), Content_Type="application/json")

    def stream(self, deltas: Iterable[Mapping[str, Any]], pause_s: float = 0.0) -> None:
        """Send chat completion chunks as server-sent events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for delta in deltas:
            logprobs = delta.get("logprobs")
            choice = {"delta": {k: v for k, v in delta.items() if k != "logprobs"}}
            if logprobs is not None:
                choice["logprobs"] = {"content": logprobs}
            self.wfile.write(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())
            self.wfile.flush()
            if pause_s:
                time.sleep(pause_s)
        self.wfile.write(b"data: [DONE]\n\n")


@dataclass
class Scripted(ThreadingHTTPServer):
    """Runs a script for every request and remembers what was asked."""

    script: Callable[[Handler, Asked], None]
    asked: list[Asked] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()


def models(owner: str = "llamacpp", name: str = "team-model") -> dict[str, Any]:
    return {"object": "list", "data": [{"id": name, "object": "model", "owned_by": owner}]}


Reply = Callable[[Handler, Asked], None]


def said(*pieces: str, reasoning: Iterable[str] = (), pause_s: float = 0.0) -> Reply:
    """Stream a text, after a thought that is sent apart."""
    deltas = [{"reasoning_content": piece} for piece in reasoning]
    deltas += [{"content": piece} for piece in pieces]
    return lambda handler, _asked: handler.stream(deltas, pause_s)


def with_shares(*tokens: tuple[str, float]) -> Reply:
    """Stream tokens and say how probable each one was."""
    deltas = [
        {"content": text, "logprobs": [{"token": text, "logprob": logprob}]}
        for text, logprob in tokens
    ]
    return lambda handler, _asked: handler.stream(deltas)


def status(code: int, message: str = "no") -> Reply:
    return lambda handler, _asked: handler.reply_json({"error": {"message": message}}, code)


def chat_script(*replies: Reply, owner: str = "llamacpp") -> Callable[[Handler, Asked], None]:
    """List one model and play the replies to the chat completions, one each."""
    waiting = deque(replies)

    def script(handler: Handler, asked: Asked) -> None:
        if asked.method == "GET":
            handler.reply_json(models(owner))
        else:
            waiting.popleft()(handler, asked)

    return script


def rules_script(handler: Handler, asked: Asked) -> None:
    """Answer as the hand rules would, in the shape of a model's reply."""
    if asked.method == "GET":
        handler.reply_json(models())
        return
    body = asked.json
    if "stop" in body:
        handler.stream([{"content": p} for p in ("<begin_of_", "thought>\nFirst, ", "look.")])
        return
    decoder = json.JSONDecoder()
    description = parse_description(decoder.raw_decode(body["messages"][1]["content"])[0])
    *_, answer = RuleReasoner().reason(description, Request(top=4), cancel=CancelToken())
    assert isinstance(answer, Answer)
    text = json.dumps({"vis": [chart_to_json(r.chart) for r in answer.ranking]})
    handler.stream([{"content": text[i : i + 40]} for i in range(0, len(text), 40)])
