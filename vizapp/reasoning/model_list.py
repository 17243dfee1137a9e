"""Models that are worth a try beside the bundled one, and where they are published.

Facts only: who publishes the file, under which licence, how large it is, whether it
reasons before it answers. Sizes are rounded and serve to choose and to check the
disk; the exact size and the SHA-256 are asked of the publisher when the file is
fetched (`downloads`), so that a file published anew is not mistaken for a damaged
one. What a model does with a person's own tables is measured (`trial`), not promised.

Sources: the model cards at the addresses in `KnownModel.card`, as their publishers
wrote them up to the middle of 2025.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vizapp.core.errors import ModelFileError, near_match
from vizapp.core.language import Text

# The publisher's hub, and a mirror of it that is reachable from mainland China.
HOSTS = ("https://huggingface.co", "https://hf-mirror.com")
_HABITS = {
    True: ("先思考再回答", "thinks before it answers"),
    False: ("直接回答", "answers at once"),
}
_OVERHEAD_BYTES = 600 * 2**20  # the program, llama.cpp and its buffers
_OWN_OVERHEAD_BYTES = 70 * 2**20  # of our own kind, whose context is short
_CONTEXT_SHARE = 0.15  # of the file's size, for a context of 8,192 tokens


@dataclass(frozen=True)
class KnownModel:
    """One published GGUF file.

    Parameters
    ----------
    id : str
        What is typed to get it.
    title : str
        Its name.
    repository, file : str
        Where it lies on the hub.
    parameters : float
        Weights, in units of 10^9.
    size_bytes : int
        About how large the file is.
    licence : str
        SPDX identifier.
    reasons : bool
        Whether it was trained to think before it answers.
    """

    id: str
    title: str
    repository: str
    file: str
    parameters: float
    size_bytes: int
    licence: str
    reasons: bool

    @property
    def note(self) -> Text:
        """What it is, in one line."""
        zh, en = _HABITS[self.reasons]
        return {
            "zh": f"{self.parameters * 10:g} 亿参数\uff0c{zh}",
            "en": f"{self.parameters:g} billion weights; {en}",
        }

    @property
    def card(self) -> str:
        """Where the publisher describes it."""
        return f"{HOSTS[0]}/{self.repository}"

    @property
    def memory_bytes(self) -> int:
        """About how much memory it takes while it answers."""
        return memory_bytes(self.size_bytes)

    def urls(self, hosts: Sequence[str] = ()) -> tuple[str, ...]:
        """Return where to fetch it, the preferred place first."""
        places = hosts or preferred_hosts()
        return tuple(f"{host}/{self.repository}/resolve/main/{self.file}" for host in places)


def memory_bytes(size_bytes: int, *, own: bool = False) -> int:
    """Return about how much memory a GGUF file of that size takes while it answers.

    `own`: it is of our own kind, which takes little beside its weights.
    """
    overhead = _OWN_OVERHEAD_BYTES if own else _OVERHEAD_BYTES
    return round(size_bytes * (1 + _CONTEXT_SHARE)) + overhead


def preferred_hosts(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the hub and its mirror; one that the person named comes first.

    ``VIZAPP_MODEL_HOST`` names it, else ``HF_ENDPOINT``, which other programs read.
    """
    named = environment.get("VIZAPP_MODEL_HOST") or environment.get("HF_ENDPOINT") or ""
    hosts = (named.strip().rstrip("/"), *HOSTS)
    return tuple(dict.fromkeys(host for host in hosts if host))


def host_names() -> tuple[str, ...]:
    """Return the names of the machines that are asked for a file, the first one first.

    Examples
    --------
    >>> host_names()[-2:]
    ('huggingface.co', 'hf-mirror.com')
    """
    return tuple(host.partition("//")[2].partition("/")[0] for host in preferred_hosts())


def _gb(amount: float) -> int:
    return round(amount * 10**9)


KNOWN: tuple[KnownModel, ...] = (
    KnownModel(
        "qwen3-0.6b",
        "Qwen3 0.6B (Q8_0)",
        "Qwen/Qwen3-0.6B-GGUF",
        "Qwen3-0.6B-Q8_0.gguf",
        0.6,
        _gb(0.64),
        "Apache-2.0",
        True,
    ),
    KnownModel(
        "qwen2.5-1.5b",
        "Qwen2.5 1.5B Instruct (Q4_K_M)",
        "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        1.5,
        _gb(1.12),
        "Apache-2.0",
        False,
    ),
    KnownModel(
        "qwen3-1.7b",
        "Qwen3 1.7B (Q8_0)",
        "Qwen/Qwen3-1.7B-GGUF",
        "Qwen3-1.7B-Q8_0.gguf",
        1.7,
        _gb(1.83),
        "Apache-2.0",
        True,
    ),
    KnownModel(
        "deepseek-r1-1.5b",
        "DeepSeek-R1 Distill Qwen 1.5B (Q4_K_M)",
        "unsloth/DeepSeek-R1-Distill-Qwen-1.5B-GGUF",
        "DeepSeek-R1-Distill-Qwen-1.5B-Q4_K_M.gguf",
        1.5,
        _gb(1.12),
        "MIT",
        True,
    ),
    KnownModel(
        "qwen3-4b",
        "Qwen3 4B (Q4_K_M)",
        "Qwen/Qwen3-4B-GGUF",
        "Qwen3-4B-Q4_K_M.gguf",
        4.0,
        _gb(2.5),
        "Apache-2.0",
        True,
    ),
    KnownModel(
        "deepseek-r1-7b",
        "DeepSeek-R1 Distill Qwen 7B (Q4_K_M)",
        "unsloth/DeepSeek-R1-Distill-Qwen-7B-GGUF",
        "DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf",
        7.6,
        _gb(4.68),
        "MIT",
        True,
    ),
    KnownModel(
        "qwen3-8b",
        "Qwen3 8B (Q4_K_M)",
        "Qwen/Qwen3-8B-GGUF",
        "Qwen3-8B-Q4_K_M.gguf",
        8.2,
        _gb(5.03),
        "Apache-2.0",
        True,
    ),
)


def known_model(id: str) -> KnownModel:
    """Return the model of that id.

    Raises
    ------
    ModelFileError
        If none has it; the hint names a near one.
    """
    for model in KNOWN:
        if model.id == id.casefold():
            return model
    ids = [model.id for model in KNOWN]
    raise ModelFileError(
        f"There is no known model {id!r}.",
        hint=near_match(id, ids) or f"Known ones: {', '.join(ids)}.",
    )
