"""Chat completions as llama-server, vLLM, Ollama and their like speak them.

One protocol with three dialects: which constraint a server takes for its
answer, and where it puts a reasoning model's thought. Imported by the child
process of an endpoint alone.

References
----------
OpenAI, Chat Completions API; llama.cpp, tools/server/README.md; vLLM, OpenAI-
Compatible Server; Ollama, OpenAI compatibility.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vizapp.core.error_texts import WORDS
from vizapp.core.errors import EndpointError
from vizapp.core.language import Lang, Text
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.transport import Exchange, TransportError

FIRST_S = 180.0  # until a reply begins: the server may load a model, or serve others first
SILENCE_S = 60.0  # within a reply
_LISTING_S = 15.0
_LISTING_BYTES = 4_000_000
_LONGEST_EVENT = 4_000_000  # bytes; a server that sends more without a line end is no server
_QUOTED = 300  # characters of what a server said

# Who a server says owns its models.
_KINDS = {"llamacpp": "llama.cpp", "vllm": "vllm", "library": "ollama"}

_MESSAGES: Mapping[str, Text] = {
    "address": {
        "zh": "端点地址无效：{detail}。",
        "en": "The endpoint's address is not valid: {detail}.",
    },
    "unreachable": {
        "zh": "无法连接到端点 {host}：{detail}。",
        "en": "The endpoint {host} cannot be reached: {detail}.",
    },
    "timeout": {
        "zh": "端点 {host} 在规定时间（{detail}）内没有回应。",
        "en": "The endpoint {host} did not answer in time ({detail}).",
    },
    "broken": {
        "zh": "与端点 {host} 的连接中断：{detail}。",
        "en": "The connection to the endpoint {host} broke: {detail}.",
    },
    "unauthorised": {
        "zh": "端点 {host} 拒绝访问：{detail}。",
        "en": "The endpoint {host} refuses access: {detail}.",
    },
    "missing": {
        "zh": "端点 {host} 没有这个地址或模型：{detail}。",
        "en": "The endpoint {host} has no such address or model: {detail}.",
    },
    "empty": {
        "zh": "端点 {host} 没有提供任何模型。",
        "en": "The endpoint {host} serves no model.",
    },
    "busy": {"zh": "端点 {host} 正忙：{detail}。", "en": "The endpoint {host} is busy: {detail}."},
    "refused": {
        "zh": "端点 {host} 无法处理请求：{detail}。",
        "en": "The endpoint {host} could not serve the request: {detail}.",
    },
    "answer": {
        "zh": "端点 {host} 的回答无法使用：{detail}。",
        "en": "The answer of the endpoint {host} cannot be used: {detail}.",
    },
}
_HINTS: Mapping[str, Text] = {
    "address": {
        "zh": "请填写形如 http://server:8080/v1 的地址。",
        "en": "It looks like http://server:8080/v1.",
    },
    "unreachable": {
        "zh": "请检查地址、网络以及服务器是否已启动。",
        "en": "Check the address, the network and whether the server runs.",
    },
    "timeout": {"zh": "请稍后重试。", "en": "Try again later."},
    "broken": {"zh": "请重试。", "en": "Try again."},
    "unauthorised": {"zh": "请检查密钥。", "en": "Check the key."},
    "missing": {
        "zh": "请检查地址（通常以 /v1 结尾）和模型名称。",
        "en": "Check the address (it usually ends in /v1) and the model's name.",
    },
    "empty": {"zh": "请先在服务器上加载模型。", "en": "Load one there first."},
    "busy": {"zh": "请稍后重试。", "en": "Try again later."},
    "refused": {"zh": "请查看服务器的日志。", "en": "The server's log may say more."},
    "answer": {"zh": "请重试，或换一个模型。", "en": "Ask again, or choose another model."},
}


def endpoint_error(endpoint: Endpoint, lang: Lang, reason: str, detail: str) -> EndpointError:
    """Return the error with its message in the person's language."""
    reason = reason if reason in _MESSAGES else "broken"
    if lang == "zh":
        detail = WORDS.get(detail, detail)
    return EndpointError(
        _MESSAGES[reason][lang].format(host=endpoint.host, detail=detail[:_QUOTED].rstrip(".。")),
        hint=_HINTS[reason][lang],
        reason=reason,
        host=endpoint.host,
    )


@dataclass(frozen=True)
class Delta:
    """The next piece of a reply.

    `tokens` are the text's tokens with their log-probabilities, where the
    server tells them; `finish` is its reason to stop, None while it goes on.
    """

    text: str = ""
    reasoning: str = ""
    tokens: tuple[tuple[str, float], ...] = ()
    finish: str | None = None


class RequestRefused(Exception):  # noqa: N818 - never leaves the process
    """The server does not take the request as it is; a plainer one may do."""


class Completions:
    """Asks one endpoint.

    Parameters
    ----------
    endpoint : Endpoint
        Where to ask.
    on_wait : callable
        Called again and again while waiting for the server.
    """

    def __init__(self, endpoint: Endpoint, on_wait: Callable[[], None] | None = None) -> None:
        self.endpoint = endpoint
        self.model = endpoint.model
        self.kind = ""  # llama.cpp, vllm, ollama; "" for any other, or before `find`
        self.found = False
        self._on_wait = on_wait

    def find(self, lang: Lang, cancel: CancelToken) -> None:
        """Learn from the list of models what kind of server it is and what it serves.

        A server without that list is asked all the same.

        Raises
        ------
        EndpointError
            If the server cannot be reached, refuses the key or is no such server.
        Cancelled
            Once the token is set.
        """
        if self.found:
            return
        exchange = self._open("GET", "/models", None, cancel)
        try:
            head = exchange.head(_LISTING_S)
            body = exchange.read(_LISTING_S, _LISTING_BYTES)
        except TransportError as err:
            raise self._error(lang, err.reason, err.detail) from err
        finally:
            exchange.close()
        if head.status in (404, 405, 501):
            self.model = self.model or "default"
            self.found = True
            return
        if head.status != 200:
            raise self._error(lang, _reason(head.status), _complaint(head.status, body))
        self._read_models(lang, body)
        self.found = True

    def _read_models(self, lang: Lang, body: bytes) -> None:
        try:
            models = json.loads(body)["data"]
            known = {str(m["id"]): str(m.get("owned_by", "")) for m in models}
        except (ValueError, KeyError, TypeError, AttributeError) as err:
            raise self._error(lang, "answer", _quoted(body)) from err
        if not known:
            raise self._error(lang, "empty", "")
        self.model = self.endpoint.model or next(iter(known))
        owner = known.get(self.model) or next(iter(known.values()))
        self.kind = _KINDS.get(owner, "")

    def stream(
        self, body: Mapping[str, Any], lang: Lang, cancel: CancelToken, *, within_s: float
    ) -> Iterator[Delta]:
        """Post a request and yield its reply's pieces; leaving early ends it on the server.

        Raises
        ------
        RequestRefused
            If the server does not take these parameters.
        EndpointError, Cancelled
            As `find`; also when the whole reply takes longer than `within_s`.
        """
        record = {"model": self.model, "stream": True, **body}
        data = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")
        deadline = time.monotonic() + within_s
        exchange = self._open("POST", "/chat/completions", data, cancel)
        try:
            head = exchange.head(FIRST_S)
            if head.status != 200:
                said = exchange.read(SILENCE_S, _LISTING_BYTES)
                if head.status in (400, 422, 501):
                    raise RequestRefused(_complaint(head.status, said))
                raise self._error(lang, _reason(head.status), _complaint(head.status, said))
            for event in _events(_until(deadline, exchange.chunks(SILENCE_S), within_s)):
                yield self._delta(lang, event)
        except TransportError as err:
            raise self._error(lang, err.reason, err.detail) from err
        finally:
            exchange.close()

    def _open(self, method: str, path: str, body: bytes | None, cancel: CancelToken) -> Exchange:
        headers = {"Accept": "application/json, text/event-stream"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        return Exchange(
            method,
            self.endpoint.url + path,
            cancel=cancel,
            headers=headers,
            body=body,
            on_wait=self._on_wait,
        )

    def _error(self, lang: Lang, reason: str, detail: str) -> EndpointError:
        return endpoint_error(self.endpoint, lang, reason, detail)

    def _delta(self, lang: Lang, event: bytes) -> Delta:
        try:
            record = json.loads(event)
            if record.get("error"):
                raise self._error(lang, "refused", _complaint(200, event))
            choices = record.get("choices") or [{}]
            choice = choices[0]
            # A server that does not stream says everything at once.
            said = choice.get("delta") or choice.get("message") or {}
            tokens = (choice.get("logprobs") or {}).get("content") or ()
            return Delta(
                text=str(said.get("content") or ""),
                reasoning=str(said.get("reasoning_content") or said.get("reasoning") or ""),
                tokens=tuple((str(t["token"]), float(t["logprob"])) for t in tokens),
                finish=choice.get("finish_reason"),
            )
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as err:
            raise self._error(lang, "answer", _quoted(event)) from err


def _until(deadline: float, chunks: Iterator[bytes], within_s: float) -> Iterator[bytes]:
    """Yield the chunks up to the deadline, those too that only keep the line open.

    Raises
    ------
    TransportError
        At the first chunk after it.
    """
    for chunk in chunks:
        if time.monotonic() > deadline:
            raise TransportError("timeout", f"{within_s:.0f} s")
        yield chunk


def _events(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the data of server-sent events; a body without any is one event."""
    held, plain = b"", b""
    streamed = False
    for chunk in chunks:
        held += chunk
        *lines, held = held.replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                streamed = True
                data = line[5:].strip()
                if data == b"[DONE]":
                    return
                if data:
                    yield data
            elif not streamed:
                plain += line
        if len(held) + len(plain) > _LONGEST_EVENT:
            break
    if held.startswith(b"data:") and held[5:].strip() not in (b"", b"[DONE]"):
        yield held[5:].strip()
    elif not streamed and (plain + held).strip():
        yield (plain + held).strip()


def _reason(status: int) -> str:
    if status in (401, 403, 407):
        return "unauthorised"
    if status in (404, 405):
        return "missing"
    return "busy" if status in (429, 503) else "refused"


def _complaint(status: int, body: bytes) -> str:
    """Return what the server said is wrong."""
    try:
        record = json.loads(body)
        error = record.get("error", record)
        said = error.get("message", error) if isinstance(error, dict) else error
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    except (ValueError, AttributeError):
        text = _quoted(body)
    return f"HTTP {status}, {text[:_QUOTED]}" if text else f"HTTP {status}"


def _quoted(body: bytes) -> str:
    return " ".join(body.decode("utf-8", "replace").split())[:_QUOTED]


def name_shares(tokens: Sequence[tuple[str, float]], names: Sequence[str]) -> list[float]:
    """Return the probability with which each name was written, in their order.

    Empty when the tokens do not tell: a server need not say any, and names may
    be written in another way.

    Parameters
    ----------
    tokens : sequence of (str, float)
        The reply's tokens and their natural log-probabilities.
    names : sequence of str
        The components' names, in the order in which they were written.
    """
    text = "".join(token for token, _ in tokens)
    shares: list[float] = []
    start = 0
    for name in names:
        label = text.find('"name"', start)
        begin = text.find(json.dumps(name), label + len('"name"')) if label >= 0 else -1
        if begin < 0:
            return []
        begin, end = begin + 1, begin + 1 + len(name)
        place, total = 0, 0.0
        for token, logprob in tokens:
            if place < end and place + len(token) > begin:
                total += logprob
            place += len(token)
        shares.append(math.exp(min(0.0, total)))
        start = end
    return shares
