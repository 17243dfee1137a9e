"""EndpointReasoner: a general model behind an OpenAI-compatible address.

It answers as `chat` does with a GGUF in this machine: the thought is free text up
to a budget; then the JSON is asked for on its own, under the table's grammar
where the server takes one (llama-server), else under a JSON schema (vLLM,
Ollama), else without. Whatever comes is checked as every answer is, and asked
for once more with the findings when it breaks the contract.

The server writes the alternatives into the same list, best first. Their
probabilities are those of the names as the server tells them; a server that
does not tell any gives an order alone, which is then written as halves.

Imported by the endpoint's own child process, see `endpoint.main`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from vizapp.components.prompt import system_prompt
from vizapp.components.spec import VisSpec
from vizapp.core.language import Text
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import consistency
from vizapp.reasoning.completions import (
    Completions,
    Delta,
    RequestRefused,
    endpoint_error,
)
from vizapp.reasoning.constraints import constraints
from vizapp.reasoning.conversation import Cutter, user_text
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SamplerSettings,
    SpecReady,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.reasoner import NO_COLUMN
from vizapp.reasoning.solutions import Solution, read_solution

THOUGHT_TOKENS = 2000
THOUGHT_S = 120.0  # a thought that takes longer is cut off, and the answer asked for
ANSWER_S = 300.0
_ATTEMPTS = 2
_CHART_TOKENS = 600  # of one chart beside its attributes' names
_LONGEST_LIST = 12
_LONGEST_ANSWER = 60_000  # characters
_OPENINGS = ("<think>", "<begin_of_thought>")
_ENDS = ("</think>", "<end_of_thought>", "<begin_of_solution>")

_SOLVE: Text = {
    "zh": (
        "现在只写 Solution 部分的 JSON 对象，不写其他内容。"
        "vis 中最多 {n} 个图表，组件各不相同，最合适的排在最前。"
    ),
    "en": (
        "Now write only the JSON object of the Solution section and nothing else. "
        "Up to {n} charts in vis, each of another component, the most fitting one first."
    ),
}
_AGAIN: Text = {
    "zh": "这个答案无效：{findings} 请改正并重新写出完整的 JSON 对象。",
    "en": "That answer is not valid: {findings} Correct it and write the whole JSON object again.",
}
Messages = list[dict[str, str]]


class EndpointReasoner:
    """Answers with a model behind an endpoint; see `Reasoner`.

    Parameters
    ----------
    endpoint : Endpoint
        Where to ask. Nothing is sent before the first request.
    sampler : SamplerSettings
        How tokens are drawn there.
    on_progress : callable
        Called while work goes on, waiting for the server included.

    Raises
    ------
    EndpointError
        From `reason`, in the request's language.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        sampler: SamplerSettings | None = None,
        on_progress: Callable[[], None] | None = None,
    ) -> None:
        self.name = endpoint.model or endpoint.host
        self._endpoint = endpoint
        self._settings = sampler or SamplerSettings()
        self._server = Completions(endpoint, on_progress)
        self._merged = False  # whether the system's text goes into the user's turn
        self._plain = 0  # how many constraints the server has refused

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of an answer; see `Reasoner.reason`."""
        cancel.raise_if_set()

        def sample(asked: Request, index: int) -> Iterator[ReasoningEvent]:
            settings = consistency.sample_settings(self._settings, index)
            return self._answer(description, asked, settings, cancel)

        def answer(asked: Request) -> Iterator[ReasoningEvent]:
            if asked.n_samples <= 1:
                return sample(asked, 0)
            return consistency.in_turn(sample, asked)

        yield from consistency.until_agreed(answer, request)

    def close(self) -> None:
        """Do nothing: no connection is kept between requests."""

    def _answer(
        self,
        description: TableDescription,
        request: Request,
        settings: SamplerSettings,
        cancel: CancelToken,
    ) -> Iterator[ReasoningEvent]:
        start = time.perf_counter()
        self._server.find(request.lang, cancel)
        self.name = self._server.model
        host = self._endpoint.host
        yield Started(self.name, host, host if self._endpoint.leaves_machine else "")
        run = _Run(self, description, request, settings, cancel)
        solution = Solution(message=NO_COLUMN[request.lang])
        if description.attributes:
            if request.think:
                yield from run.think()
            solution = run.solve()
        ranking: list[Ranked] = []
        spec = VisSpec((), solution.message)
        if solution.charts:
            spec = VisSpec(solution.charts[:1])
            pairs = zip(solution.charts, solution.shares, strict=True)
            ranking = [Ranked(chart, share) for chart, share in pairs]
            yield RankingReady(tuple((r.chart.component, r.probability) for r in ranking))
        yield SpecReady(spec)
        yield Answer(
            thought=run.thought.strip(),
            spec=spec,
            ranking=tuple(ranking[: max(1, request.top)]),
            model=self.name,
            lang=request.lang,
            seconds=time.perf_counter() - start,
            n_tokens=run.n_tokens,
        )

    # --- what this server takes ------------------------------------------------

    def stream(
        self, request: Request, body: Mapping[str, Any], cancel: CancelToken, *, within_s: float
    ) -> Iterator[Delta]:
        """Yield a reply; a server without a system role gets that text in the user's turn."""
        for merged in (self._merged, True):
            try:
                messages = _merge(body["messages"]) if merged else body["messages"]
                asked = {**body, "messages": messages}
                for delta in self._server.stream(asked, request.lang, cancel, within_s=within_s):
                    self._merged = merged
                    yield delta
            except RequestRefused:
                if merged:
                    raise
            else:
                return

    def constrained(
        self,
        description: TableDescription,
        request: Request,
        body: Mapping[str, Any],
        cancel: CancelToken,
    ) -> Iterator[Delta]:
        """Yield a reply under the strictest constraint that the server takes.

        Raises
        ------
        EndpointError
            If it refuses the request without any constraint too.
        """
        levels = constraints(self._server.kind, description, request)
        for level in range(min(self._plain, len(levels) - 1), len(levels)):
            try:
                asked = {**body, **levels[level]()}
                for delta in self.stream(request, asked, cancel, within_s=ANSWER_S):
                    self._plain = level
                    yield delta
            except RequestRefused as err:
                if level == len(levels) - 1:
                    raise self.error(request, "refused", str(err)) from err
            else:
                return

    def error(self, request: Request, reason: str, detail: str) -> Exception:
        """Return an error of this endpoint in the request's language."""
        return endpoint_error(self._endpoint, request.lang, reason, detail)


class _Run:
    """One answer."""

    def __init__(
        self,
        reasoner: EndpointReasoner,
        description: TableDescription,
        request: Request,
        settings: SamplerSettings,
        cancel: CancelToken,
    ) -> None:
        self._reasoner = reasoner
        self._description = description
        self._request = request
        self._cancel = cancel
        self._n_charts = max(1, request.top)
        self.thought = ""
        self.n_tokens = 0
        self._drawn: dict[str, Any] = {
            "temperature": settings.temperature,
            "seed": settings.seed,
        }
        if settings.temperature > 0:
            self._drawn["top_p"] = settings.top_p
        self._messages: Messages = [
            {"role": "system", "content": system_prompt(description, request.lang)},
            {"role": "user", "content": user_text(description, request)},
        ]

    def think(self) -> Iterator[ThoughtDelta]:
        """Yield the thought until it ends by itself or its budget does."""
        body = {
            **self._drawn,
            "messages": self._messages,
            "max_tokens": THOUGHT_TOKENS,
            "stop": ["<end_of_thought>", "<begin_of_solution>"],
        }
        reader = _ThoughtReader()
        deadline = time.monotonic() + THOUGHT_S
        try:
            for delta in self._reasoner.stream(
                self._request, body, self._cancel, within_s=2 * THOUGHT_S
            ):
                self.n_tokens += 1
                yield from self._said(reader.feed(delta))
                if reader.done or time.monotonic() > deadline:
                    break
        except RequestRefused as err:
            raise self._reasoner.error(self._request, "refused", str(err)) from err
        yield from self._said(reader.rest())

    def _said(self, text: str) -> Iterator[ThoughtDelta]:
        if text and (self.thought or text.strip()):
            self.thought += text
            yield ThoughtDelta(text)

    def solve(self) -> Solution:
        """Return the charts; an answer that breaks the contract is asked for once more.

        Raises
        ------
        EndpointError
            If the second one breaks it too.
        """
        lang = self._request.lang
        order = _SOLVE[lang].format(n=self._n_charts)
        messages = [dict(message) for message in self._messages]
        if self.thought.strip():
            said = f"<begin_of_thought>\n{self.thought.strip()}\n<end_of_thought>"
            messages += [{"role": "assistant", "content": said}, {"role": "user", "content": order}]
        else:
            messages[-1]["content"] += f"\n\n{order}"
        solution = Solution()
        for _ in range(_ATTEMPTS):
            text, tokens = self._write(messages)
            asked = bool((self._request.ask or "").strip())
            solution = read_solution(text, tokens, self._description, may_refuse=asked)
            if solution.usable:
                return solution
            again = _AGAIN[lang].format(findings=" ".join(solution.findings[:3]))
            messages += [
                {"role": "assistant", "content": text[:4000] or "{}"},
                {"role": "user", "content": again},
            ]
        raise self._reasoner.error(self._request, "answer", " ".join(solution.findings[:2]))

    def _write(self, messages: Messages) -> tuple[str, list[tuple[str, float]]]:
        names = sorted(len(name.encode("utf-8", "replace")) for name in self._description.names)
        room = _CHART_TOKENS + sum(names[-_LONGEST_LIST:])
        body = {**self._drawn, "messages": messages, "max_tokens": self._n_charts * room}
        text, reasoning = "", ""
        tokens: list[tuple[str, float]] = []
        for delta in self._reasoner.constrained(
            self._description, self._request, body, self._cancel
        ):
            self.n_tokens += 1
            text += delta.text
            reasoning += delta.reasoning
            tokens += delta.tokens
            if len(text) + len(reasoning) > _LONGEST_ANSWER:
                break
        # A template that opens a thought by itself makes some servers take all for one.
        return (text if text.strip() else reasoning), tokens


class _ThoughtReader:
    """Takes the thought from a reply: what a server sends apart, or what stands in tags."""

    def __init__(self) -> None:
        self._cutter = Cutter(_ENDS)
        self._apart = False  # whether the server sends the thought apart
        self._head: str | None = ""  # the reply's beginning, until it is clear what it is
        self.done = False

    def feed(self, delta: Delta) -> str:
        """Return the next piece of the thought."""
        if delta.reasoning:
            self._apart = True
            return delta.reasoning
        if self._apart:
            self.done = self.done or bool(delta.text.strip())  # the answer begins
            return ""
        shown = self._cutter.feed(self._without_opening(delta.text))
        self.done = self._cutter.found is not None
        return shown

    def _without_opening(self, text: str) -> str:
        if self._head is None:
            return text
        self._head += text
        begun = self._head.lstrip()
        for opening in _OPENINGS:
            if begun.startswith(opening):
                self._head = None
                return begun.removeprefix(opening)
            if opening.startswith(begun):
                return ""
        self._head = None
        return begun

    def rest(self) -> str:
        """Return what is held back at the end."""
        return "" if self.done or self._apart else self._cutter.rest()


def _merge(messages: Sequence[Mapping[str, str]]) -> Messages:
    """Return the conversation with the system's text at the head of the user's first turn."""
    if not messages or messages[0]["role"] != "system":
        return [dict(message) for message in messages]
    first = {"role": "user", "content": f"{messages[0]['content']}\n\n{messages[1]['content']}"}
    return [first, *(dict(message) for message in messages[2:])]
