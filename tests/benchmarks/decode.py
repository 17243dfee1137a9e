"""How fast vizapp decodes, as a ratio to llama.cpp's own benchmark in the same run.

    python packaging/llama.py TOOLS --tools        # once; some minutes
    python -m tests.benchmarks.decode TOOLS [GGUF]

The same file and the same threads: `llama-bench` decodes 128 tokens after an empty prompt
and says how many a second; vizapp's engine decodes as many and looks at each one's logits
(`engine`), and answers sample tables, whose tokens a guide chooses in Python (`answers`).
They take turns, so that a busy spell hits all alike. Never fails; the target is 0.9.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from vizapp.core import paths
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.engine import LlamaReasoner
from vizapp.reasoning.events import Answer, Request, Started
from vizapp.reasoning.llama import Engine

N_TOKENS = 128
TARGET = 0.9


def bench(program: Path, model: Path, n_threads: int) -> float:
    """Return the tokens a second that llama.cpp's own program decodes."""
    command = [str(program), "-m", str(model), "-p", "0", "-n", str(N_TOKENS), "-r", "3"]
    # The context as vizapp's: no cache type, no flash attention of its own choice.
    ended = subprocess.run(
        [*command, "-t", str(n_threads), "-ngl", "0", "-o", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    [result] = json.loads(ended.stdout)
    return float(result["avg_ts"])


def decode(engine: Engine) -> float:
    """Return the tokens a second of vizapp's own loop: decode, then read the logits."""
    engine.begin(CancelToken())
    engine.forget()
    engine.evaluate([1], room=N_TOKENS + 1)
    start = time.perf_counter()
    for i in range(N_TOKENS):
        engine.append(1 + i % 64)
        engine.logits()
    return N_TOKENS / (time.perf_counter() - start)


def answer(reasoner: LlamaReasoner, tables: Sequence[TableDescription]) -> float:
    """Return the tokens a second of whole answers after their prompts: guide and text included."""
    n_tokens, seconds = 0, 0.0
    for description in tables:
        start = time.perf_counter()
        for event in reasoner.reason(description, Request(top=1), cancel=CancelToken()):
            if isinstance(event, Started):
                start = time.perf_counter()  # the prompt is read
            elif isinstance(event, Answer):
                n_tokens += event.n_tokens
        seconds += time.perf_counter() - start
    return n_tokens / seconds


def main(argv: Sequence[str] | None = None) -> int:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.decode")
    parser.add_argument("tools", metavar="TOOLS", type=Path, help="the folder with llama-bench")
    parser.add_argument(
        "model", metavar="GGUF", type=Path, nargs="?", default=paths.bundled_model()
    )
    parser.add_argument("--rounds", type=int, default=5, help="of each, in turn (default: 5)")
    parser.add_argument("--threads", type=int, help="(default: what vizapp takes for this file)")
    arguments = parser.parse_args(argv)
    from vizapp.reasoning.trial import sample_cases
    from vizapp.workflow import Workflow

    workflow = Workflow()
    tables = [
        case.description for case in sample_cases(lambda file: workflow.open(file).description)
    ]
    reasoner = LlamaReasoner(arguments.model, n_gpu_layers=0, n_threads=arguments.threads)
    n_threads = reasoner.engine.n_threads
    program = arguments.tools / ("llama-bench.exe" if os.name == "nt" else "llama-bench")
    rounds: list[tuple[float, float, float]] = []
    for _ in range(arguments.rounds + 1):  # the first one warms the disk
        yardstick = bench(program, arguments.model, n_threads)
        rounds.append((yardstick, decode(reasoner.engine), answer(reasoner, tables)))
    reasoner.close()
    plain, own, whole = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{arguments.model.name}, threads: {n_threads}, cores: {os.cpu_count()}{load}")
    print(f"{'':24}{'tokens/s':>10}{'ratio':>8}{'target':>8}")
    print(f"{'llama-bench':24}{plain:10,.0f}{1:8.2f}")
    print(f"{'vizapp, engine':24}{own:10,.0f}{own / plain:8.2f}{TARGET:8.2f}")
    print(f"{'vizapp, answers':24}{whole:10,.0f}{whole / plain:8.2f}{TARGET:8.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
