"""Which graphics processor takes how much of a model, and what the person is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.reasoning import tiny_model
from tests.reasoning.descriptions import CLIENT
from tests.reasoning.pretended import TITLE, crash_with_gpu
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import backends, hardware
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.devices import (
    Device,
    Hardware,
    Placement,
    Shape,
    note,
    place,
    wanted_layers,
)
from vizapp.reasoning.events import Answer, Request, Started
from vizapp.reasoning.gguf_header import read_header

GIB = 2**30
CARD = Device("CUDA0", "A card", "CUDA", 7 * GIB, 8 * GIB)
SMALL = Device("Vulkan0", "A small card", "Vulkan", 2 * GIB, 2 * GIB)
OWN = Device("Vulkan1", "Built in", "Vulkan", 20 * GIB, 32 * GIB, integrated=True)
# A model of 7.6 billion weights in four bits: 28 layers, 4 of 28 heads for the context.
LARGE = Shape(4_700_000_000, 28, 28 * 2 * 4 * 256)


# --- where a model goes --------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "layers"), [(8 * GIB, 29), (4 * GIB, 17), (1.3 * GIB, 1), (GIB, 0)]
)
def test_as_many_layers_are_given_as_the_free_memory_holds(free: float, layers: int) -> None:
    found = place(LARGE, Hardware((replace(CARD, free_bytes=round(free)),)))
    assert (found.n_layers, found.n_all) == (layers, 29)
    needed = layers * LARGE.layer_bytes
    assert needed < free
    if 0 < layers < 29:
        assert f"{layers} of 29 layers fit" in (found.note or {})["en"]
        assert f"{layers} / 29 层" in (found.note or {})["zh"]
        assert found.label == f"A card (CUDA) {layers}/29 + CPU"
    elif layers:
        assert (found.note, found.label) == (None, "A card (CUDA)")
    else:
        assert (
            "has 1.0 GiB free, too little for a layer of the model (171 MiB) beside 1.1 GiB"
            in (found.note or {})["en"]
        )
        assert (found.devices, found.label) == ((), "CPU")


def test_several_cards_share_a_model_and_one_back_end_counts() -> None:
    half = replace(CARD, free_bytes=4 * GIB)
    two = (half, replace(half, name="CUDA1"))
    both = place(LARGE, Hardware((*two, replace(half, name="Vulkan0", backend="Vulkan"), OWN)))
    assert both.devices == two
    assert both.n_layers == 29
    assert both.label == "2 x A card (CUDA)"


def test_a_card_goes_before_what_is_built_in_however_much_memory_that_has() -> None:
    assert Hardware((OWN, SMALL)).usable == (SMALL,)
    assert Hardware((OWN,)).usable == (OWN,)
    assert Hardware().usable == ()


def test_what_the_person_wants_goes_before_the_memory() -> None:
    full = Hardware((replace(CARD, free_bytes=0),))
    assert place(LARGE, full, -1).n_layers == 29
    assert place(LARGE, full, 5).n_layers == 5
    assert place(LARGE, full, 99).n_layers == 29
    off = place(LARGE, full, 0)
    assert (off.n_layers, off.devices) == (0, ())
    assert "VIZAPP_GPU" in (off.note or {})["en"]


def test_a_device_that_tells_no_memory_and_a_file_that_tells_no_layers_are_tried() -> None:
    silent = replace(OWN, free_bytes=0, total_bytes=0)
    assert place(LARGE, Hardware((silent,))).n_layers == 29
    assert place(replace(LARGE, n_layers=0), Hardware((CARD,))).n_layers > 1000


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Hardware(), "No graphics back end is installed"),
        (Hardware(backends=("Vulkan",)), "finds no device"),
        (Hardware(problems=("cuda: libcuda.so.1 is missing",)), "libcuda.so.1 is missing"),
    ],
)
def test_why_there_is_none_is_said(found: Hardware, why: str) -> None:
    said = place(LARGE, found).note
    assert said is not None
    assert why in said["en"]
    assert "CPU" in said["zh"]


def test_what_cannot_be_had_is_halved_and_then_left_to_the_cpu() -> None:
    steps = [Placement(29, 29, (CARD,))]
    while steps[-1].n_layers:
        steps.append(steps[-1].retreat())
    assert [step.n_layers for step in steps] == [29, 14, 7, 3, 0]
    assert steps[-1].note == note("failed", device="A card (CUDA)")


@pytest.mark.parametrize(
    ("said", "layers"),
    [("", None), ("auto", None), ("off", 0), ("OFF", 0), ("0", 0), ("all", -1), ("12", 12)],
)
def test_the_environment_may_say_how_many(said: str, layers: int | None) -> None:
    assert wanted_layers({"VIZAPP_GPU": said}) == layers


def test_a_file_tells_its_layers_and_what_its_context_takes(tmp_path: Path) -> None:
    path = tiny_model.write_model(tmp_path / "x.gguf", width=64, layers=3)
    header = read_header(path)
    assert header.n_layers == 3
    assert header.kv_bytes == 3 * 2 * 64 * 2  # keys and values of two heads of 32, two bytes each


def test_hardware_survives_the_pipe() -> None:
    found = Hardware((CARD, OWN), ("no",), ("CUDA", "Vulkan"), "A processor")
    assert Hardware.from_dict(json.loads(json.dumps(found.to_dict()))) == found


# --- llama.cpp with a device ---------------------------------------------------------

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(native_gguf: Path, root: Path) -> Run:
    """Answer with a model on a pretended device, in a process of its own."""

    def answered(layers: int | None, **how: Any) -> dict[str, Any]:
        asked = {"model": str(native_gguf), "layers": layers, "free": 4 * GIB, "total": 4 * GIB}
        ended = subprocess.run(
            [sys.executable, "-m", "tests.reasoning.pretended", json.dumps({**asked, **how})],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        told: dict[str, Any] = json.loads(ended.stdout)
        return told

    return answered


@pytest.mark.parametrize(
    ("layers", "device"),
    [(-1, f"{TITLE} (CPU)"), (1, f"{TITLE} (CPU) 1/3 + CPU"), (0, "CPU"), (None, "CPU")],
)
def test_llama_cpp_computes_where_it_is_told(run: Run, layers: int | None, device: str) -> None:
    told = run(layers)
    assert told["device"] == device
    assert told["note"] == ""
    assert told["layers"] == {-1: 3, 1: 1}.get(layers or 0, 0)
    assert told["speed"] > 0


def test_a_large_model_is_placed_by_the_free_memory(run: Run) -> None:
    assert run(None, small=0)["device"] == f"{TITLE} (CPU)"
    told = run(None, small=0, free=100)
    assert told["device"] == "CPU"
    assert "has 0 MiB free" in told["note"]


def test_a_device_that_does_not_start_leaves_the_cpu_and_says_so(run: Run) -> None:
    told = run(-1, broken=True)
    assert (told["device"], told["layers"]) == ("CPU", 0)
    assert told["note"].startswith(f"llama.cpp could not use {TITLE}")
    assert told["chart"] == run(0)["chart"]


def test_a_device_that_fails_while_it_answers_is_left_for_the_cpu(run: Run) -> None:
    told = run(-1, fails=True)
    assert told["started"][:2] == [f"{TITLE} (CPU)", "CPU"]
    assert {*told["started"][1:]} == {"CPU"}  # random weights start a thought anew
    assert told["note"].startswith("llama.cpp could not use")


def test_a_driver_that_ends_the_process_is_left_for_the_cpu(native_gguf: Path) -> None:
    reasoner = WorkerReasoner(native_gguf, main=crash_with_gpu)  # type: ignore[arg-type]
    try:
        for _ in range(2):
            *_, answer = reasoner.reason(CLIENT, Request(), cancel=CancelToken())
            assert isinstance(answer, Answer)
    finally:
        reasoner.close()


def test_after_a_crash_the_person_is_told_why(native_gguf: Path) -> None:
    options = {"n_gpu_layers": 0, "gpu_crashed": True}
    reasoner = WorkerReasoner(native_gguf, options=options)
    try:
        started = next(iter(reasoner.reason(CLIENT, Request(lang="en"), cancel=CancelToken())))
    finally:
        reasoner.close()
    assert isinstance(started, Started)
    assert started.note == note("crashed")["en"]


# --- add-ons -------------------------------------------------------------------------


@pytest.fixture
def place_add_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    monkeypatch.setenv("VIZAPP_BACKENDS_DIR", str(tmp_path))

    def make(name: str, content: bytes = b"not a library", **changes: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        library = f"libggml-{name}.so"
        (folder / library).write_bytes(content)
        record = {"backend": name, "library": library}
        record |= {"llama_cpp_python": backends.package.__version__, **changes}
        (folder / backends.MANIFEST).write_text(json.dumps(record), "utf-8")
        return folder

    return make


def test_an_add_on_for_another_version_is_not_loaded(place_add_on: Callable[..., Path]) -> None:
    place_add_on("cuda", llama_cpp_python="0.1.0")
    place_add_on("vulkan", library="../elsewhere.so")
    (place_add_on("sycl") / backends.MANIFEST).write_text("{", "utf-8")
    problems = {found.backend: found.problem for found in backends.add_ons()}
    assert "made for llama-cpp-python 0.1.0" in problems["cuda"]
    assert "no library beside it" in problems["vulkan"]
    assert "cannot be read" in problems["sycl"]


def test_a_look_at_the_hardware_names_what_cannot_be_loaded(
    place_add_on: Callable[..., Path],
) -> None:
    place_add_on("cuda")
    found = hardware.look()
    assert found.processor
    assert found.devices == ()
    [problem] = found.problems
    assert problem.startswith("cuda: ")
    assert "libggml-cuda.so" in problem
    said = place(LARGE, found).note
    assert said is not None
    assert "libggml-cuda.so" in said["zh"]


def test_a_driver_that_ends_the_process_that_asks_is_a_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hardware, "_main", _die)
    assert hardware.look().problems == (hardware.LOST,)


def _die(_connection: object) -> None:
    import os

    os._exit(3)
