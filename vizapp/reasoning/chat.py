"""How a general instruction model answers: prompt, free thought, JSON under grammar.

The file's own chat template frames the conversation. The thought is free text
up to a budget; then the solution tag is written for the model and the JSON is
decoded under the table's grammar, so that the answer is valid whatever the
model is. The ranking is read off at the component's name.
"""

from __future__ import annotations

import codecs
import json
import logging
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vizapp.components.fit import feasible
from vizapp.components.grammar import json_grammar
from vizapp.components.prompt import system_prompt
from vizapp.components.spec import Chart, VisSpec, parse
from vizapp.core.errors import SpecError, TruncatedSpecError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.conversation import Cutter, user_text
from vizapp.reasoning.events import (
    Answer,
    Ranked,
    RankingReady,
    ReasoningEvent,
    Request,
    SpecReady,
    Started,
    ThoughtDelta,
)
from vizapp.reasoning.reasoner import NO_COLUMN
from vizapp.reasoning.sampling import Sampler, softmax

if TYPE_CHECKING:
    from vizapp.reasoning.llama import Engine
    from vizapp.reasoning.llama_grammar import Grammar

log = logging.getLogger(__name__)

THOUGHT_BUDGET = 600  # tokens; a minute on a model of 10 tokens a second
_ANSWER_ROOM = 300  # tokens of an answer beside its attributes' names
_LONGEST_LIST = 12
_CLOSERS = ("}", "]", '"')
_SYSTEM, _USER = "VIZAPPSYSTEMTEXT", "VIZAPPUSERTEXT"  # stand-ins while a template renders
_OPEN_NAME = '{"vis": [{"name": '
_SMALL = 1e-4  # branches less probable than this are not looked into

_MESSAGE_GRAMMAR = r"""root ::= "{\"vis\": [], \"message\": \"" char{1,120} "\"}"
char ::= [^"\\\x00-\x1f]
"""


class ChatProfile:
    """Drives an engine that holds a general instruction model."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answer(
        self,
        description: TableDescription,
        request: Request,
        sampler: Sampler,
        cancel: CancelToken,
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of one answer."""
        return _Run(self._engine, description, request, sampler, cancel).events()


class _Run:
    """One answer of a chat model."""

    def __init__(
        self,
        engine: Engine,
        description: TableDescription,
        request: Request,
        sampler: Sampler,
        cancel: CancelToken,
    ) -> None:
        self._engine = engine
        self._description = description
        self._request = request
        self._sampler = sampler
        self._cancel = cancel
        self._n_tokens = 0
        self._budget = 0  # tokens that the thought may take
        self._thought: list[str] = []
        sizes = sorted(len(engine.tokenize(n, special=False)) for n in description.names)
        self._names_room = sum(sizes[-_LONGEST_LIST:])
        self._room = 2 * (self._names_room + _ANSWER_ROOM)

    def events(self) -> Iterator[ReasoningEvent]:
        start = time.perf_counter()
        request = self._request
        tokens, opened = self._prompt_tokens()
        habit = opened or self._thinks_aloud()
        lead = self._lead(opened=opened, habit=habit)
        tokens += self._engine.tokenize(lead)
        if request.think:
            self._budget = self._engine.spare(len(tokens) + self._room, THOUGHT_BUDGET)
        self._engine.evaluate(tokens, room=self._room + self._budget)
        yield Started(self._engine.name, self._engine.device)
        ranking: list[tuple[str, float]] = []
        spec = VisSpec((), NO_COLUMN[request.lang])
        if self._description.attributes:
            if request.think:
                yield from self._think("</think>" if habit else "<end_of_thought>")
            base = list(self._engine.tokens)
            if not self._refuses(base):
                ranking = self._rank(base)
                yield RankingReady(tuple(ranking))
                spec = VisSpec((self._complete(base, ranking[0][0]),))
            else:
                spec = self._refusal(base)
        yield SpecReady(spec)
        ranked = [Ranked(chart, ranking[0][1]) for chart in spec.charts]
        for name, share in ranking[1 : max(1, request.top)]:
            ranked.append(Ranked(self._complete(base, name), share))
        yield Answer(
            thought="".join(self._thought).strip(),
            spec=spec,
            ranking=tuple(ranked),
            model=self._engine.name,
            lang=request.lang,
            seconds=time.perf_counter() - start,
            n_tokens=self._n_tokens,
        )

    # --- the prompt ---------------------------------------------------------

    def _prompt_tokens(self) -> tuple[list[int], bool]:
        """Return the conversation's tokens, and whether a ``<think>`` is open at its end.

        The texts are cut in after the template has been rendered and read without
        special tokens, so that a header cannot end the turn.
        """
        lang = self._request.lang
        system = system_prompt(self._description, lang)
        user = user_text(self._description, self._request)
        frame = self._render()
        tokens: list[int] = []
        for part in _split(frame, (_SYSTEM, _USER)):
            if part == _SYSTEM:
                tokens += self._engine.tokenize(system, special=False)
            elif part == _USER:
                tokens += self._engine.tokenize(user, special=False)
            else:
                tokens += self._engine.tokenize(part)
        begin = self._engine.begin_token
        if begin is not None and tokens[:1] != [begin]:
            tokens.insert(0, begin)
        return tokens, frame.rstrip().endswith("<think>")

    def _render(self) -> str:
        """Return the conversation's frame; a template without a system role is served too."""
        apart = [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _USER}]
        merged = [{"role": "user", "content": f"{_SYSTEM}\n\n{_USER}"}]
        for messages in (apart, merged):
            text = self._engine.render_chat(messages)
            if text and text.count(_SYSTEM) == 1 and text.count(_USER) == 1:
                return text
        return f"{_SYSTEM}\n\n### User:\n{_USER}\n\n### Assistant:\n"

    def _thinks_aloud(self) -> bool:
        template = self._engine.metadata("tokenizer.chat_template") or ""
        return "<think>" in template or "</think>" in template

    def _lead(self, *, opened: bool, habit: bool) -> str:
        """Return how the assistant's turn begins."""
        if self._request.think:
            if opened:
                return ""
            return "<think>\n" if habit else "<begin_of_thought>\n"
        if habit:
            return ("" if opened else "<think>\n") + "\n</think>\n\n<begin_of_solution>\n"
        return "<begin_of_solution>\n"

    # --- the thought --------------------------------------------------------

    def _think(self, mark: str) -> Iterator[ThoughtDelta]:
        """Decode the thought freely; leave the solution's opening tag in the context."""
        engine = self._engine
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        cutter = Cutter((mark, "<begin_of_solution>"))
        for _ in range(self._budget):
            self._cancel.raise_if_set()
            token = self._sampler.pick(engine.logits())
            if engine.is_end(token):
                break
            engine.append(token)
            self._n_tokens += 1
            yield from self._said(cutter.feed(decoder.decode(engine.piece(token))))
            if cutter.found:
                break
        yield from self._said(cutter.rest())
        if cutter.found == "<begin_of_solution>":
            engine.append(*engine.tokenize("\n"))
            return
        close = "" if cutter.found else f"\n{mark}"
        engine.append(*engine.tokenize(f"{close}\n\n<begin_of_solution>\n"))

    def _said(self, text: str) -> Iterator[ThoughtDelta]:
        if text and (self._thought or text.strip()):
            self._thought.append(text)
            yield ThoughtDelta(text)

    # --- the solution -------------------------------------------------------

    def _refuses(self, base: list[int]) -> bool:
        """Return whether the model would rather answer an ask with no chart."""
        if not (self._request.ask or "").strip():
            return False
        shares = self._score(base, '{"vis": [', ("{", "]"))
        return bool(shares[1] > shares[0])

    def _refusal(self, base: list[int]) -> VisSpec:
        text = self._generate(base, _MESSAGE_GRAMMAR, '{"vis": [], "message":')
        return parse(text, names=self._description.names)

    def _rank(self, base: list[int]) -> list[tuple[str, float]]:
        """Return the components that the table can fill, the drawn one first."""
        names = feasible(self._description)
        shares = self._score(base, _OPEN_NAME, [json.dumps(n) for n in names])
        with np.errstate(divide="ignore"):
            first = names[self._sampler.pick(np.log(shares).astype(np.float32))]
        ranked = zip(names, shares.tolist(), strict=True)
        return sorted(ranked, key=lambda item: (item[0] != first, -item[1]))

    def _score(self, base: list[int], opening: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each text after the opening; they sum to 1.

        The texts' tokens form a tree. Only where texts part is the model asked,
        and only down branches that matter.
        """
        paths = [self._engine.tokenize(opening + t, special=False) for t in texts]
        scores = np.zeros(len(texts))

        def descend(members: list[int], depth: int, share: float) -> None:
            while len({tuple(paths[m][depth : depth + 1]) for m in members}) == 1:
                if len(members) == 1 or not paths[members[0]][depth : depth + 1]:
                    scores[members] = share / len(members)
                    return
                depth += 1
            if share < _SMALL:
                scores[members] = share / len(members)
                return
            self._engine.evaluate([*base, *paths[members[0]][:depth]], room=self._room)
            branches: dict[int, list[int]] = {}
            ended = [m for m in members if len(paths[m]) == depth]
            for m in members:
                if len(paths[m]) > depth:
                    branches.setdefault(paths[m][depth], []).append(m)
            logits = self._engine.logits()[list(branches)]
            portion = share * (1 - len(ended) / len(members))
            scores[ended] = share / len(members)
            for p, below in zip(softmax(logits), list(branches.values()), strict=True):
                descend(below, depth + 1, portion * float(p))

        descend(list(range(len(texts))), 0, 1.0)
        total = scores.sum()
        return scores / total if total > 0 else np.full(len(texts), 1 / len(texts))

    def _complete(self, base: list[int], name: str) -> Chart:
        """Return the model's chart of this component."""
        grammar = json_grammar(self._description, components=[name], max_charts=1)
        text = self._generate(base, grammar, f'{_OPEN_NAME}{json.dumps(name)}, "parameter":')
        try:
            return parse(text, names=self._description.names).charts[0]
        except SpecError as err:
            raise TruncatedSpecError(
                "The model's answer broke off.",
                hint="Ask again, or choose another model.",
                text=text[:500],
            ) from err

    def _generate(self, base: list[int], grammar: str, opening: str) -> str:
        """Return the text under the grammar that begins with the opening."""
        engine = self._engine
        forced = engine.tokenize(opening, special=False)
        with engine.grammar(grammar) as constraint:
            for token in forced:
                constraint.accept(token)
            raw = b"".join(map(engine.piece, forced))
            engine.evaluate([*base, *forced], room=self._room)
            end = engine.end_token
            for step in range(self._room):
                self._cancel.raise_if_set()
                chosen = None
                if step > self._names_room + _ANSWER_ROOM:  # a model that rambles
                    chosen = self._closing(constraint)
                if chosen is None:
                    chosen = constraint.choose(engine.logits(), self._sampler)
                if chosen is None or engine.is_end(chosen):
                    break
                raw += engine.piece(chosen)
                self._n_tokens += 1
                if raw.endswith(b"}") and end is not None and constraint.allows(end):
                    break
                engine.append(chosen)
        return raw.decode("utf-8", "replace").strip()

    def _closing(self, constraint: Grammar) -> int | None:
        """Take a token that closes a text, list or object, if one may come."""
        for text in _CLOSERS:
            token = self._engine.tokenize(text, special=False)[-1]
            if constraint.allows(token):
                constraint.accept(token)
                return token
        return None


def _split(text: str, marks: Sequence[str]) -> list[str]:
    """Return the text cut at the marks, the marks included."""
    parts = [text]
    for mark in marks:
        cut: list[str] = []
        for part in parts:
            if part in marks:
                cut.append(part)
                continue
            before, found, after = part.partition(mark)
            cut += [p for p in (before, found, after) if p]
        parts = cut
    return parts
