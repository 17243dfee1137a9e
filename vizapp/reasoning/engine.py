"""LlamaReasoner: a GGUF model that answers, whichever kind it is.

A file with the key ``vizapp.stream`` is our own and speaks the token stream
(`native`); any other is a general instruction model (`chat`). Imported by the
worker process alone, and by tests, as it loads llama.cpp (`llama`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from vizapp.core.errors import ReasoningError
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.chat import ChatProfile
from vizapp.reasoning.events import ReasoningEvent, Request, SamplerSettings
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.native import STREAM_KEY, NativeProfile
from vizapp.reasoning.sampling import GREEDY, Sampler


class LlamaReasoner:
    """Answers with a GGUF model in this process; see `Reasoner`.

    Parameters
    ----------
    path : Path
        The GGUF file.
    n_gpu_layers, n_threads, on_progress
        See `Engine`.
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
        n_gpu_layers: int = 0,
        n_threads: int | None = None,
        sampler: SamplerSettings = GREEDY,
        on_progress: Callable[[], None] | None = None,
    ) -> None:
        self.engine = Engine(
            path, n_gpu_layers=n_gpu_layers, n_threads=n_threads, on_progress=on_progress
        )
        self.name = self.engine.name
        self.device = self.engine.device
        self._sampler = Sampler(sampler)
        native = self.engine.metadata(STREAM_KEY) is not None
        try:
            self._profile = (NativeProfile if native else ChatProfile)(self.engine)
        except ReasoningError:
            self.engine.close()
            raise

    def reason(
        self, description: TableDescription, request: Request, *, cancel: CancelToken
    ) -> Iterator[ReasoningEvent]:
        """Yield the events of an answer; see `Reasoner.reason`."""
        cancel.raise_if_set()
        self.engine.begin(cancel)
        self._sampler.restart()
        yield from self._profile.answer(description, request, self._sampler, cancel)

    def close(self) -> None:
        """Free the model; may be called twice."""
        self.engine.close()
