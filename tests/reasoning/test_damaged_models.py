"""A model file cut short or with bytes flipped anywhere: an error or a valid answer, soon.

llama.cpp reads it in a process of its own, as in the window; that process may die.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import assert_told
from tests.reasoning.descriptions import CLIENT
from vizapp.components.check import check
from vizapp.core.errors import ReasoningError
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.events import Answer, Request

PATIENCE_S = 60.0  # a few seconds, but for a machine that does much else


def cut(data: bytes, r: random.Random) -> bytes:
    """Return the beginning of a file; half of the cuts are in its header."""
    return data[: r.randrange(r.choice((len(data), 60_000)))]


def flipped(data: bytes, r: random.Random) -> bytes:
    """Return a file with some bytes changed, close together or anywhere."""
    changed = bytearray(data)
    end = r.choice((64, 2_000, 60_000, len(data)))
    for _ in range(r.choice((1, 3, 40))):
        changed[r.randrange(min(end, len(data)))] = r.randrange(256)
    return bytes(changed)


def outcome(path: Path) -> str:
    """Return what became of a question to that file: refused, lost or answered."""
    reasoner = WorkerReasoner(path, silence_s=40.0)
    begun = time.monotonic()
    try:
        events = list(reasoner.reason(CLIENT, Request(top=3), cancel=CancelToken()))
    except ReasoningError as err:
        assert_told(err)
        return "lost" if err.code == "worker_lost" else "refused"
    finally:
        reasoner.close()
        assert time.monotonic() - begun < PATIENCE_S
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.spec.charts or answer.spec.message
    assert not check(answer.spec, CLIENT)
    assert all(math.isfinite(ranked.probability) for ranked in answer.ranking)
    return "answered"


def damaged(whole: bytes, seeds: range) -> Iterator[tuple[str, bytes]]:
    for seed in seeds:
        r = random.Random(seed)
        yield f"cut {seed}", cut(whole, r)
        yield f"flipped {seed}", flipped(whole, r)


def tally(model: Path, folder: Path, seeds: range) -> dict[str, int]:
    """Ask every damaged copy of a model; return how often what came of it."""
    path = folder / "模型 damaged.gguf"
    found: dict[str, int] = {}
    for kind, data in damaged(model.read_bytes(), seeds):
        path.write_bytes(data)
        try:
            became = outcome(path)
        except AssertionError as err:
            raise AssertionError(f"{kind}: {err}") from err
        if kind.startswith("cut"):
            assert became != "answered", kind
        found[became] = found.get(became, 0) + 1
    return found


def test_a_damaged_model_is_refused_or_answers(native_gguf: Path, tmp_path: Path) -> None:
    found = tally(native_gguf, tmp_path, range(6))
    assert sum(found.values()) == 12
    assert found["refused"] >= 6


@pytest.mark.slow
def test_two_hundred_cuts_and_two_hundred_flips(native_gguf: Path, tmp_path: Path) -> None:
    found = tally(native_gguf, tmp_path, range(6, 206))
    print(found)
    assert sum(found.values()) == 400


@pytest.mark.slow
def test_a_damaged_general_model_is_refused_or_answers(chat_gguf: Path, tmp_path: Path) -> None:
    found = tally(chat_gguf, tmp_path, range(1000, 1020))
    print(found)
    assert sum(found.values()) == 40
