"""How our own model answers: thought, pick, solution, alternatives.

The thought is decoded freely. Where it settles on a chart the probabilities of
the components are read off, and they are the ranking: the model's own. The
solution follows under the guide, so that it is valid for this table. Each
alternative is completed from the same prompt without the thought, which argues
for the answer alone.

`writing` says how one answer is written; here the engine is driven, for several of
them in one batch where they are voted on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vizapp.components.spec import Chart, VisSpec
from vizapp.core.errors import ModelFileError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import consistency, specials, stream
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
from vizapp.reasoning.guide import WIDE, Guide
from vizapp.reasoning.leaning import NONE, leaning_of
from vizapp.reasoning.leaning.keeping import dropped_options, kept_options, said_options
from vizapp.reasoning.reasoner import NO_COLUMN
from vizapp.reasoning.sampling import Sampler, softmax
from vizapp.reasoning.specials import SOLVE
from vizapp.reasoning.stream import Prompt
from vizapp.reasoning.writing import COMPONENT, TINY, TRIES, AstrayError, Sample, Steps, Writer

if TYPE_CHECKING:
    from vizapp.reasoning.llama import Engine

STREAM_KEY = "vizapp.stream"  # marks a GGUF of our own; its value is the stream's version
MAX_SAMPLES = 8  # answers of one batch; more votes change little and cost memory
THOUGHT_BUDGET = 512  # tokens; our longest training thought has under 400
_ANSWER_ROOM = 160


class NativeProfile:
    """Drives an engine that holds a model of our own.

    Parameters
    ----------
    engine : Engine
        What holds it.
    plain : bool
        Whether the model's own probabilities decide alone, without `leaning` and
        without a glance at the components before the thought: what learns from
        its answers must know the probabilities that they were drawn with.

    Raises
    ------
    ModelFileError
        If the file's stream is of another version, or its vocabulary lacks a token.
    """

    def __init__(self, engine: Engine, *, plain: bool = False) -> None:
        self._engine = engine
        self._plain = plain
        version = engine.metadata(STREAM_KEY)
        tokens = {text: engine.tokenize(text) for text in specials.SPECIALS}
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
        run = _Run(self._engine, self._ids, self._names, sampler, cancel, plain=self._plain)
        return run.events(description, request)


class _Run:
    """One request: its samples, the vote over them, the alternatives."""

    def __init__(
        self,
        engine: Engine,
        ids: dict[str, int],
        names: dict[int, str],
        sampler: Sampler,
        cancel: CancelToken,
        *,
        plain: bool = False,
    ) -> None:
        self._plain = plain
        self._engine = engine
        self._ids = ids
        self._names = names
        self._sampler = sampler
        self._cancel = cancel
        self._n_tokens = 0

    def events(self, description: TableDescription, request: Request) -> Iterator[ReasoningEvent]:
        start = time.perf_counter()
        prompt = stream.encode_prompt(description, request)
        samples = self._read(prompt, min(max(1, request.n_samples), MAX_SAMPLES))
        yield Started(self._engine.name, self._engine.device)
        if not Guide(prompt).allowed():
            samples = samples[:1]
            samples[0].spec = VisSpec((), NO_COLUMN[request.lang])
        elif len(samples) == 1 and samples[0].glance:
            samples = [(yield from self._argue(prompt, samples[0]))]
        else:
            yield from self._write(samples)
        chosen, ranking, n_votes = _settle(samples)
        if chosen is not samples[0]:  # what was told so far does not lead to the answer
            yield Started(self._engine.name, self._engine.device)
            yield from (e for e in chosen.said if isinstance(e, ThoughtDelta))
        if len(samples) > 1 and chosen.spec.charts:
            yield RankingReady(tuple(ranking))
        yield SpecReady(chosen.spec)
        self._n_tokens += sum(sample.n_tokens for sample in samples)
        ranked = self._alternatives(description, request, chosen.spec, ranking)
        yield Answer(
            thought=chosen.thought,
            spec=chosen.spec,
            ranking=ranked,
            model=self._engine.name,
            lang=request.lang,
            seconds=time.perf_counter() - start,
            n_tokens=self._n_tokens,
            claims=chosen.claims,
            agreement=(n_votes, len(samples)) if len(samples) > 1 else None,
        )

    def _read(self, prompt: Prompt, n_samples: int) -> list[Sample]:
        """Make the model read the prompt; return the answers that are to be written."""
        tokens = self._engine.tokenize(prompt.text)
        budget = 0
        glance: dict[str, float] = {}
        leaning = NONE if self._plain else leaning_of(prompt)
        # Of a wide table a thought names several charts; a glance speaks of the first alone.
        if prompt.think and not (prompt.asked or self._plain or len(prompt.aliases) >= WIDE):
            glance = self._glance(prompt, tokens)
        if prompt.think:
            budget = self._engine.spare(len(tokens) + _ANSWER_ROOM, THOUGHT_BUDGET)
        self._engine.forget()
        self._engine.evaluate(tokens, room=_ANSWER_ROOM + budget, n_sequences=n_samples)
        samplers = [self._sampler] + [
            Sampler(consistency.sample_settings(self._sampler.settings, i))
            for i in range(1, n_samples)
        ]
        attempt = 1 if glance and n_samples == 1 else None
        return [
            Sample(self._engine, self._ids, self._names, sampler, prompt, budget, glance, leaning,
                    attempt=attempt)
            for sampler in samplers
        ]  # fmt: skip

    def _glance(self, prompt: Prompt, tokens: Sequence[int]) -> dict[str, float]:
        """Return the log-probabilities of the components before any thought.

        A thought settles on one wording of one reason; what the model holds of the
        charts over all of them is told by the answer without a thought.
        """
        allowed = [t for t in Guide(prompt).allowed() if t.startswith(COMPONENT)]
        if not allowed:
            return {}
        self._engine.forget()
        self._engine.evaluate([*tokens[:-1], self._ids[SOLVE]], room=1)
        shares = softmax(self._engine.logits()[[self._ids[t] for t in allowed]])
        return {t: float(np.log(max(p, TINY))) for t, p in zip(allowed, shares, strict=True)}

    def _argue(self, prompt: Prompt, first: Sample) -> Generator[ReasoningEvent, None, Sample]:
        """Write thoughts until one argues for the chart that the model holds best; return it.

        The odds before any thought are the better ones (type right in 88 % of 153 real
        tables, 82 % after a greedy thought): they decide, and the thought says why.
        """
        sample, tokens = first, self._engine.tokenize(prompt.text)
        for attempt in range(1, TRIES + 1):
            if attempt > 1:
                last = attempt == TRIES
                settings = consistency.sample_settings(self._sampler.settings, attempt)
                sampler = self._sampler if last else Sampler(settings)
                sample = first.again(sampler, attempt, self._sampler)
                self._engine.forget()
                self._engine.evaluate(tokens, room=_ANSWER_ROOM + first.budget)
                yield Started(self._engine.name, self._engine.device)
            try:
                yield from self._write([sample])
            except AstrayError:
                continue
            break
        return sample

    def _write(self, samples: Sequence[Sample]) -> Iterator[ThoughtDelta | RankingReady]:
        """Write the samples side by side; yield what the first one says."""
        steps = [sample.write() for sample in samples]
        n_said = 0
        for _ in self._decode(steps):
            yield from samples[0].said[n_said:]
            n_said = len(samples[0].said)

    def _decode(self, steps: Sequence[Steps]) -> Iterator[None]:
        """Decode what the writers hand out, one token of each at a time; yield at each."""
        engine = self._engine
        wanted: dict[int, Sequence[int]] = {}
        for sequence, step in enumerate(steps):
            with contextlib.suppress(StopIteration):
                wanted[sequence] = next(step)
        while wanted:
            self._cancel.raise_if_set()
            engine.extend(wanted)
            for sequence in list(wanted):
                try:
                    wanted[sequence] = steps[sequence].send(engine.logits(sequence))
                except StopIteration:
                    del wanted[sequence]
            yield

    def _alternatives(
        self,
        description: TableDescription,
        request: Request,
        spec: VisSpec,
        ranking: Sequence[tuple[str, float]],
    ) -> tuple[Ranked, ...]:
        """Complete the next best components; the prompt's cache is shared."""
        if not spec.charts:
            return ()
        first = spec.charts[0]
        ranked = [Ranked(first, dict(ranking).get(first.component, 1.0))]
        prompt = stream.encode_prompt(description, replace(request, hint=None), think=False)
        base = self._engine.tokenize(prompt.text)
        for name, share in ranking:
            if len(ranked) >= request.top:
                break
            if name != first.component:
                ranked.append(Ranked(self._complete(prompt, base, name), share))
        return tuple(ranked)

    def _complete(self, prompt: Prompt, base: list[int], name: str) -> Chart:
        stays, goes = kept_options(prompt), dropped_options(prompt)
        guide = Guide(prompt, (name,), kept=stays, dropped=goes, said=said_options(prompt))
        token = specials.component_token(name)
        guide.accept(token)
        self._engine.evaluate([*base, self._ids[token]], room=_ANSWER_ROOM)
        leaning = NONE if self._plain else leaning_of(prompt)
        writer = Writer(self._ids, self._sampler, leaning)
        for _ in self._decode([writer.follow(guide, single=True)]):
            pass
        self._n_tokens += writer.n_tokens
        return guide.spec().charts[0]


def _settle(samples: Sequence[Sample]) -> tuple[Sample, list[tuple[str, float]], int]:
    """Return the sample that the vote chose, the ranking of all, and its votes.

    A component's probability is its mean over the samples: that of the answer
    with the thought averaged out.
    """
    result = consistency.vote([s.spec for s in samples], [s.score for s in samples])
    chosen = samples[result.winner]
    ranking: list[tuple[str, float]] = []
    if chosen.spec.charts:
        shares = consistency.mean_shares([s.ranking for s in samples])
        ranking = consistency.rank(shares, chosen.spec.charts[0].component)
    return chosen, ranking, result.n_votes
