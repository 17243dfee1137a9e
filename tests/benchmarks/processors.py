"""What each variant of llama.cpp's processor code gains, and that the oldest one works.

    python packaging/llama.py build/llama                  # a bundle's libraries, once
    python -m tests.benchmarks.processors [build/llama]
    python -m tests.benchmarks.processors --emulate Nehalem    # needs qemu-user

For every variant the libraries are copied to a folder of their own without the others,
so that ggml has no choice; a process measures the bundled model there on one thread and
answers a sample table. The ratio is to the oldest variant. A variant that this processor
lacks says so.

With ``--emulate`` the same is done by an emulated processor of that name with all variants
to choose from: it shows which one ggml takes there and that the answer is the same. Its
speed says nothing. An emulated process starts no other, so all happens in one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
N_READ, N_WRITTEN = 256, 64
_OLDEST_FIRST = ("x64", "sse42", "sandybridge", "haswell", "alderlake", "skylakex", "icelake")


def variants(libraries: Path) -> dict[str, Path]:
    """Return the libraries of processor code by the name of the variant, oldest first."""
    found = {
        path.stem.partition("ggml-cpu-")[2]: path
        for path in libraries.iterdir()
        if "ggml-cpu-" in path.stem
    }
    order = {name: place for place, name in enumerate(_OLDEST_FIRST)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def alone(libraries: Path, variant: str, folder: Path) -> Path:
    """Fill a folder with copies of the libraries, of the variants with one alone."""
    others = set(variants(libraries).values()) - {variants(libraries)[variant]}
    folder.mkdir()
    for path in libraries.iterdir():
        if path.is_file() and path not in others:
            shutil.copy2(path, folder / path.name)
    return folder


def child() -> None:
    """Measure and answer in this process; print one line of JSON."""
    from vizapp.core import paths
    from vizapp.core.tasks import CancelToken
    from vizapp.reasoning.engine import LlamaReasoner
    from vizapp.reasoning.events import Answer, Request
    from vizapp.reasoning.llama_loading import instruction_sets
    from vizapp.workflow import Workflow

    reasoner = LlamaReasoner(paths.bundled_model(), n_threads=1)
    engine = reasoner.engine
    prompt = [1 + i % 64 for i in range(N_READ)]
    read, written = [], []
    for _ in range(int(sys.argv[2])):
        engine.forget()
        start = time.perf_counter()
        engine.evaluate(prompt, room=N_WRITTEN + 1)
        engine.logits()
        read.append(N_READ / (time.perf_counter() - start))
        start = time.perf_counter()
        for i in range(N_WRITTEN):
            engine.append(1 + i % 64)
            engine.logits()
        written.append(N_WRITTEN / (time.perf_counter() - start))
    table = Workflow().open(paths.resources() / "samples" / "monthly_sales_en.csv")
    *_, answer = reasoner.reason(table.description, Request(lang="en"), cancel=CancelToken())
    assert isinstance(answer, Answer)
    told = {"sets": instruction_sets(), "chart": answer.spec.charts[0].component}
    print(json.dumps(told | {"read": statistics.median(read), "written": max(written)}))


def measure(libraries: Path, *emulator: str, rounds: int = 5) -> dict[str, Any]:
    """Return what a process with those libraries says, or why it ended."""
    environment = os.environ | {"LLAMA_CPP_LIB_PATH": str(libraries)}
    if emulator:
        # OpenBLAS in NumPy's wheel takes a kernel that the emulated processor lacks.
        environment["OPENBLAS_CORETYPE"] = "Nehalem"
    command = [*emulator, sys.executable, "-m", "tests.benchmarks.processors", "--child"]
    ended = subprocess.run(
        [*command, str(rounds)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines()[-1:] or [f"exit code {ended.returncode}"]
        return {"why": said[0][:100]}
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Print one line for each variant."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["--child"]:
        child()
        return 0
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.processors")
    parser.add_argument("libraries", metavar="FOLDER", type=Path, nargs="?")
    parser.add_argument("--emulate", metavar="CPU", help="a processor that qemu knows")
    asked = parser.parse_args(arguments)
    libraries = (asked.libraries or ROOT / "build" / "llama").resolve()
    print(f"{'variant':16}{'read/s':>9}{'written/s':>11}{'ratio':>7}  chart, instruction sets")
    if asked.emulate:
        emulator = (f"qemu-{os.uname().machine}", "-cpu", asked.emulate)
        _print(asked.emulate, measure(libraries, *emulator, rounds=1), None)
        return 0
    base: float | None = None
    with tempfile.TemporaryDirectory() as scratch:
        for name in variants(libraries):
            told = measure(alone(libraries, name, Path(scratch) / name))
            base = base or told.get("written")
            _print(name, told, base)
    return 0


def _print(name: str, told: dict[str, Any], base: float | None) -> None:
    if "why" in told:
        print(f"{name:16}{told['why']}", flush=True)
        return
    ratio = f"{told['written'] / base:7.2f}" if base else f"{'':7}"
    sets = ", ".join(told["sets"])
    figures = f"{told['read']:9,.0f}{told['written']:11,.0f}{ratio}"
    print(f"{name:16}{figures}  {told['chart']}, {sets}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
