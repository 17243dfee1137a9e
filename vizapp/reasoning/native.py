"""How our own model answers: thought, pick, solution, alternatives.

The thought is decoded freely. Where it settles on a chart the probabilities of
the components are read off, and they are the ranking: the model's own. The
solution follows under the guide, so that it is valid for this table. Each
alternative is completed from the same prompt without the thought, which argues
for the answer alone.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from vizapp.components.spec import Chart, VisSpec
from vizapp.core.errors import ModelFileError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import stream
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
from vizapp.reasoning.expand import Expander, check_thought
from vizapp.reasoning.guide import MAX_CHARTS, WIDE, Guide
from vizapp.reasoning.reasoner import NO_COLUMN
from vizapp.reasoning.sampling import Logits, Sampler, softmax
from vizapp.reasoning.stream import END, END_THINK, NEXT, PICK, SOLVE, Prompt

if TYPE_CHECKING:
    from vizapp.reasoning.llama import Engine

STREAM_KEY = "vizapp.stream"  # marks a GGUF of our own; its value is the stream's version
THOUGHT_BUDGET = 512  # tokens; our longest training thought has under 400
_ANSWER_ROOM = 160
_COMPONENT, _WHY = "<|c:", "<|why:"


class NativeProfile:
    """Drives an engine that holds a model of our own.

    Raises
    ------
    ModelFileError
        If the file's stream is of another version, or its vocabulary lacks a token.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        version = engine.metadata(STREAM_KEY)
        tokens = {text: engine.tokenize(text) for text in stream.SPECIALS}
        missing = [text for text, found in tokens.items() if len(found) != 1]
        if missing or version != str(stream.STREAM_VERSION):
            raise ModelFileError(
                f"{engine.path.name} was made for another version of vizapp.",
                hint="Use the model that came with this version.",
                version=version,
                missing=missing,
                path=str(engine.path),
            )
        self._ids = {text: found[0] for text, found in tokens.items()}
        self._names = {token: text for text, token in self._ids.items()}

    def answer(
        self,
        description: TableDescription,
        request: Request,
        sampler: Sampler,
        cancel: CancelToken,
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of one answer."""
        run = _Run(self._engine, self._ids, self._names, sampler, cancel)
        return run.events(description, request)


class _Words:
    """What a thought cannot say of this table.

    Attributes that it does not have, numbers that are not known of one, values
    that the ask does not name, and reasons that the table disproves. All else
    is free: a thought is no grammar.
    """

    def __init__(self, prompt: Prompt, ids: dict[str, int]) -> None:
        self.last: str | None = None  # the special token before, None after text
        attributes = [prompt.description.attribute(name) for name in prompt.aliases]
        ranged = [i for i, a in enumerate(attributes) if a is not None and a.range is not None]
        self._cited = {
            stream.DISTINCT: [ids[stream.alias(i)] for i in range(len(attributes))],
            stream.LOW: [ids[stream.alias(i)] for i in ranged],
            stream.HIGH: [ids[stream.alias(i)] for i in ranged],
        }
        barred = {stream.alias(i) for i in range(len(attributes), stream.MAX_ALIASES)}
        barred |= {stream.value_token(i) for i in range(len(prompt.values), stream.MAX_VALUES)}
        barred |= {token for token in ids if token.startswith(_WHY)} - {*Guide(prompt).allowed()}
        barred |= {token for token, known in self._cited.items() if not known}
        self._barred = [ids[token] for token in sorted(barred)]

    def possible(self, logits: Logits) -> Logits:
        """Return the logits with what cannot come next at minus infinity."""
        cited = self._cited.get(self.last or "")
        if cited:  # a number is followed by the attribute that has it
            left = np.full_like(logits, -np.inf)
            left[cited] = logits[cited]
            return left
        left = logits.copy()
        left[self._barred] = -np.inf
        return left


class _Run:
    """One answer: its prompt, its ranking, its thought."""

    def __init__(
        self,
        engine: Engine,
        ids: dict[str, int],
        names: dict[int, str],
        sampler: Sampler,
        cancel: CancelToken,
    ) -> None:
        self._engine = engine
        self._ids = ids
        self._names = names
        self._sampler = sampler
        self._cancel = cancel
        self._n_tokens = 0
        self._budget = 0  # tokens that the thought may take
        self._ranking: list[tuple[str, float]] = []
        self._picks: list[str] = []
        self._refusal: str | None = None  # why the thought says that nothing answers the ask
        self._stream: list[str] = []  # the thought as the model wrote it
        self._thought: list[str] = []  # the same in the client's words

    def events(self, description: TableDescription, request: Request) -> Iterator[ReasoningEvent]:
        start = time.perf_counter()
        prompt = stream.encode_prompt(description, request)
        tokens = self._engine.tokenize(prompt.text)
        if prompt.think:
            self._budget = self._engine.spare(len(tokens) + _ANSWER_ROOM, THOUGHT_BUDGET)
        self._engine.forget()
        self._engine.evaluate(tokens, room=_ANSWER_ROOM + self._budget)
        yield Started(self._engine.name, self._engine.device)
        if not Guide(prompt).allowed():
            spec = VisSpec((), NO_COLUMN[request.lang])
        else:
            if prompt.think:
                yield from self._think(prompt)
            known = bool(self._ranking)
            spec = self._solve(prompt)
            if not known and spec.charts:
                yield RankingReady(tuple(self._ranking))
        yield SpecReady(spec)
        ranked = self._alternatives(description, request, spec)
        yield Answer(
            thought="".join(self._thought).strip(),
            spec=spec,
            ranking=ranked,
            model=self._engine.name,
            lang=request.lang,
            seconds=time.perf_counter() - start,
            n_tokens=self._n_tokens,
            claims=check_thought("".join(self._stream), spec, prompt),
        )

    # --- the thought --------------------------------------------------------

    def _think(self, prompt: Prompt) -> Iterator[ReasoningEvent]:
        """Decode the thought up to its end or the budget; leave ``<|solve|>`` next."""
        engine = self._engine
        expander = Expander(prompt)
        words = _Words(prompt, self._ids)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        end = len(engine.tokens) + self._budget
        while len(engine.tokens) < end:
            self._cancel.raise_if_set()
            token = self._sampler.pick(words.possible(engine.logits()))
            name = words.last = self._names.get(token)
            if name in (END_THINK, SOLVE, END) or engine.is_end(token):
                break
            text = name or decoder.decode(engine.piece(token))
            if name is not None:
                text = decoder.decode(b"", True) + text
            yield from self._said(expander, text)
            self._n_tokens += 1
            engine.append(token)
            if name is not None and name.startswith(_WHY) and prompt.asked:
                self._refusal = name
            if name == PICK:
                first = not self._ranking
                token = self._pick(prompt)
                if first:
                    yield RankingReady(tuple(self._ranking))
                yield from self._said(expander, self._names[token])
                self._n_tokens += 1
                engine.append(token)
        yield from self._said(expander, decoder.decode(b"", True))

    def _said(self, expander: Expander, text: str) -> Iterator[ThoughtDelta]:
        if not text:
            return
        self._stream.append(text)
        for delta in expander.feed(text):
            self._thought.append(delta.text)
            yield delta

    def _pick(self, prompt: Prompt) -> int:
        """Return the component token that the thought settles on.

        The first pick of an answer is the ranking; further ones are charts
        beside it, where the table is wide enough for several.
        """
        allowed = [t for t in Guide(prompt).allowed() if t.startswith(_COMPONENT)]
        if self._picks:
            fresh = [t for t in allowed if t[len(_COMPONENT) : -2] not in self._picks]
            wide = len(prompt.aliases) >= WIDE and len(self._picks) < MAX_CHARTS
            if not wide or not fresh:
                return self._ids[stream.component_token(self._picks[0])]
            allowed = fresh
        chosen = self._draw(allowed, rank=not self._ranking)
        self._picks.append(chosen[len(_COMPONENT) : -2])
        return self._ids[chosen]

    def _draw(self, allowed: Sequence[str], *, rank: bool = False) -> str:
        """Return one of the allowed tokens by the model's probabilities.

        With `rank`, those of the components become the ranking, the drawn one
        first.
        """
        logits = self._engine.logits()[[self._ids[t] for t in allowed]]
        chosen = allowed[self._sampler.pick(logits)]
        components = [i for i, t in enumerate(allowed) if t.startswith(_COMPONENT)]
        if rank and components:
            shares = softmax(logits[components])
            ranked = [
                (allowed[i][len(_COMPONENT) : -2], float(p))
                for i, p in zip(components, shares, strict=True)
            ]
            first = chosen[len(_COMPONENT) : -2]
            self._ranking = sorted(ranked, key=lambda item: (item[0] != first, -item[1]))
        return chosen

    # --- the solution -------------------------------------------------------

    def _solve(self, prompt: Prompt) -> VisSpec:
        if prompt.think:
            self._engine.append(self._ids[END_THINK], self._ids[SOLVE])
        guide = Guide(prompt, self._picks)
        if self._refusal is not None and not self._picks:
            guide.accept(self._refusal)  # the answer keeps to the thought
        return self._follow(guide, rank=not self._ranking)

    def _follow(self, guide: Guide, *, rank: bool = False, single: bool = False) -> VisSpec:
        """Decode a solution under the guide; forced tokens are decoded in one batch."""
        pending: list[int] = []
        while not guide.done:
            self._cancel.raise_if_set()
            allowed = guide.allowed()
            if single and END in allowed:
                allowed = [t for t in allowed if t != NEXT]
            if len(allowed) > 1:
                if pending:
                    self._engine.append(*pending)
                    pending = []
                token = self._draw(allowed, rank=rank)
            else:
                token = allowed[0]
            rank = False
            guide.accept(token)
            pending.append(self._ids[token])
            self._n_tokens += 1
        return guide.spec()

    def _alternatives(
        self, description: TableDescription, request: Request, spec: VisSpec
    ) -> tuple[Ranked, ...]:
        """Complete the next best components; the prompt's cache is shared."""
        if not spec.charts:
            return ()
        shares = dict(self._ranking)
        first = spec.charts[0]
        ranked = [Ranked(first, shares.get(first.component, 1.0))]
        prompt = stream.encode_prompt(description, request, think=False)
        base = self._engine.tokenize(prompt.text)
        for name, share in self._ranking:
            if len(ranked) >= request.top:
                break
            if name != first.component:
                ranked.append(Ranked(self._complete(prompt, base, name), share))
        return tuple(ranked)

    def _complete(self, prompt: Prompt, base: list[int], name: str) -> Chart:
        guide = Guide(prompt, (name,))
        token = stream.component_token(name)
        guide.accept(token)
        self._engine.evaluate([*base, self._ids[token]], room=_ANSWER_ROOM)
        return self._follow(guide, single=True).charts[0]
