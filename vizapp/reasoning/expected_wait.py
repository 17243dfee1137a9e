"""How long a model that is not here yet would take on this machine: an estimate.

llama.cpp reads a prompt about as fast as the processor multiplies matrices, two
operations per weight and token, and writes about as fast as memory delivers the
weights, all of them once per token. Both speeds are measured here in a fraction of
a second, with numpy; what llama.cpp reaches of them is a rough share. The truth is
what a trial measures (`trial`).

References
----------
Kaplan et al. 2020, arXiv:2001.08361, section 2.1, for two operations per weight.
Pope et al. 2022, arXiv:2211.05102, section 2, for decoding bound by memory.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vizapp.reasoning.model_list import KnownModel

# About what one of the sample tables takes a general model: the instructions with
# the library and the description, and a thought (cut off at 600) with its answer.
PROMPT_TOKENS = 2000
_WRITTEN = {True: 700, False: 400}  # by whether it was trained to think
_READ_SHARE, _WRITE_SHARE = 0.5, 0.7  # of what numpy reaches
_N = 640  # rows of the matrices that are multiplied
_BLOCK_BYTES = 128 * 2**20  # more than a laptop's caches hold
_ROUNDS = 3


@dataclass(frozen=True)
class Speed:
    """What the processor and the memory do: operations and bytes, each a second."""

    operations: float
    bytes: float

    def best(self, other: Speed) -> Speed:
        """Return the higher one of each speed."""
        return Speed(max(self.operations, other.operations), max(self.bytes, other.bytes))


def measure_speed() -> Speed:
    """Measure this machine; takes a fraction of a second and 128 MiB for as long."""
    import numpy as np

    matrix = np.ones((_N, _N), np.float32)
    block = np.ones(_BLOCK_BYTES // 4, np.float32)
    np.dot(matrix, matrix)  # the library starts its threads here
    product = min(_seconds(lambda: np.dot(matrix, matrix)) for _ in range(_ROUNDS))
    read = min(_seconds(block.max) for _ in range(_ROUNDS))
    return Speed(2 * _N**3 / product, block.nbytes / read)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return max(time.perf_counter() - begun, 1e-9)


def free_memory_bytes() -> int | None:
    """Return how much memory a program may still take, all of it where only that is told.

    None where the system tells neither.
    """
    if sys.platform == "win32":
        return _windows_memory()
    try:
        for line in Path("/proc/meminfo").read_text("ascii", "replace").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass  # no Linux
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        *((name, ctypes.c_uint64) for name in (
            "total", "free", "total_page", "free_page", "total_virtual", "free_virtual", "extended",
        )),
    )  # fmt: skip


def _windows_memory() -> int | None:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    windows = getattr(ctypes, "windll")  # noqa: B009 - other systems have none
    told = windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.free) if told else None


def expected_seconds(model: KnownModel, speed: Speed) -> float:
    """Return about how long an answer about one of the sample tables would take.

    Examples
    --------
    >>> from vizapp.reasoning.model_list import known_model
    >>> round(expected_seconds(known_model("qwen3-4b"), Speed(200e9, 20e9)))
    285
    """
    read = 2 * model.parameters * 1e9 * PROMPT_TOKENS / (_READ_SHARE * speed.operations)
    write = model.size_bytes * _WRITTEN[model.reasons] / (_WRITE_SHARE * speed.bytes)
    return read + write
