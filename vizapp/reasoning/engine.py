"""LlamaReasoner: a GGUF model that answers, whichever kind it is.

A file with the key ``vizapp.stream`` is our own and speaks the token stream
(`native`); any other is a general instruction model (`chat`). Imported by the
worker process alone, and by tests, as it loads llama.cpp (`llama`).

Our own model writes its samples side by side, in one batch. A general model's
prompt and answers are long, and its grammar may ask for parts anew, so it writes
them one after the other.

What fails on a graphics processor, a context that its memory does not hold or a device
that is lost, is done again on the CPU, from the beginning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from vizapp.core.errors import ContextOverflowError, GrammarError, ReasoningError
from vizapp.core.language import Text
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning import consistency
from vizapp.reasoning.chat import ChatProfile
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, SamplerSettings, Started
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.native import STREAM_KEY, NativeProfile
from vizapp.reasoning.sampling import GREEDY, Sampler

log = logging.getLogger(__name__)


class LlamaReasoner:
    """Answers with a GGUF model in this process; see `Reasoner`.

    Parameters
    ----------
    path : Path
        The GGUF file.
    n_gpu_layers, n_threads, adapters, on_progress, on_gpu
        See `Engine`.
    problem : Text or None
        What is to be told of where the model runs, before what the engine says.
    sampler : SamplerSettings
        How tokens are drawn.

    Raises
    ------
    ModelFileError
        If the file is missing, damaged, of an unknown architecture, or a model
        of our own for another version.
    """

    def __init__(
        self,
        path: Path,
        *,
        n_gpu_layers: int | None = None,
        n_threads: int | None = None,
        sampler: SamplerSettings = GREEDY,
        adapters: Sequence[Path] = (),
        on_progress: Callable[[], None] | None = None,
        on_gpu: Callable[[], None] | None = None,
        problem: Text | None = None,
    ) -> None:
        self.engine = Engine(
            path,
            n_gpu_layers=n_gpu_layers,
            n_threads=n_threads,
            adapters=adapters,
            on_progress=on_progress,
            on_gpu=on_gpu,
        )
        self.name = self.engine.name
        self._problem = problem
        self._settings = sampler
        self._native = self.engine.metadata(STREAM_KEY) is not None
        try:
            self._profile = (NativeProfile if self._native else ChatProfile)(self.engine)
        except ReasoningError:
            self.engine.close()
            raise

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of an answer; see `Reasoner.reason`."""
        cancel.raise_if_set()
        self.engine.begin(cancel)

        def sample(asked: Request, index: int) -> Iterator[ReasoningEvent]:
            sampler = Sampler(consistency.sample_settings(self._settings, index))
            return self._profile.answer(description, asked, sampler, cancel)

        def answer(asked: Request) -> Iterator[ReasoningEvent]:
            if self._native or asked.n_samples <= 1:
                return sample(asked, 0)
            return consistency.in_turn(sample, asked)

        try:
            for event in consistency.until_agreed(answer, request):
                yield self._placed(event, request)
        except (ContextOverflowError, GrammarError):
            raise
        except ReasoningError as err:
            if not self.engine.on_gpu:
                raise
            log.info("%s failed: %s", self.engine.device, err)
            self.engine.to_cpu()
            self.engine.begin(cancel)
            for event in consistency.until_agreed(answer, request):
                yield self._placed(event, request)

    def _placed(self, event: ReasoningEvent, request: Request) -> ReasoningEvent:
        """Add to an event where the model runs, and how fast."""
        if isinstance(event, Started):
            told = self._problem or self.engine.note
            return replace(
                event, device=self.engine.device, note=told[request.lang] if told else ""
            )
        if isinstance(event, Answer):
            return replace(event, speed=self.engine.speed)
        return event

    def close(self) -> None:
        """Free the model; may be called twice."""
        self.engine.close()
