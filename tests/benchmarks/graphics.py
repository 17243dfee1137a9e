"""The processor against the graphics processor, on the bundled model and on a large one.

    CMAKE_ARGS=-DGGML_CUDA=ON packaging/dev.sh setup      # or an add-on, see BUNDLES.md
    python -m tests.benchmarks.graphics [--size 8b] [--keep FOLDER]

The large one has random weights in Q4_0 and the shape of a model of eight billion weights:
how fast it is does not depend on what they are. Each measurement is a process of its own:
the seconds until the model is loaded, tokens read a second (a prompt of 512), tokens
written a second (64). The ratio is to the processor. Where no device is found, it says why.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from vizapp.core import paths

N_READ, N_WRITTEN = 512, 64
_BLOCK, _BLOCK_BYTES = 32, 18  # of Q4_0: weights; a scale of two bytes and 16 of weights


@dataclass(frozen=True)
class Size:
    """The shape of a model of the llama architecture."""

    width: int
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    words: int


SIZES = {
    "8b": Size(4096, 14336, 32, 32, 8, 128_256),  # Llama 3
    "1b": Size(2048, 8192, 16, 32, 8, 128_256),  # Llama 3.2
    "tiny": Size(256, 512, 4, 8, 2, 1024),  # to see that this program works
}


def write_random(path: Path, size: Size) -> Path:
    """Write a model with random weights in Q4_0; takes seconds for each gigabyte."""
    writer = gguf.GGUFWriter(str(path), "llama", use_temp_file=False)
    writer.add_name(f"random-{path.stem}")
    writer.add_context_length(8192)
    writer.add_embedding_length(size.width)
    writer.add_feed_forward_length(size.hidden)
    writer.add_block_count(size.layers)
    writer.add_head_count(size.heads)
    writer.add_head_count_kv(size.kv_heads)
    writer.add_rope_dimension_count(size.width // size.heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(size.words)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([f"<{i}>" for i in range(size.words)])
    writer.add_token_types([gguf.TokenType.NORMAL] * size.words)
    writer.add_token_merges(["< 0"])
    writer.add_eos_token_id(size.words - 1)
    # One matrix of random blocks; every tensor is a cut of it, so that memory holds one.
    random = np.random.default_rng(1)
    largest = max(size.words, size.hidden) * max(size.width, size.hidden) // _BLOCK
    blocks = random.integers(0, 256, (largest, _BLOCK_BYTES), np.uint8)
    blocks[:, :2] = np.frombuffer(np.float16(0.004).tobytes(), np.uint8)

    def matrix(name: str, rows: int, columns: int) -> None:
        cut = blocks[: rows * columns // _BLOCK].reshape(rows, -1)
        writer.add_tensor(name, cut, raw_dtype=gguf.GGMLQuantizationType.Q4_0)

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(size.width, np.float32))

    kv_width = size.width // size.heads * size.kv_heads
    matrix("token_embd.weight", size.words, size.width)
    matrix("output.weight", size.words, size.width)
    ones("output_norm.weight")
    for layer in range(size.layers):
        block = f"blk.{layer}."
        for name, rows in (("q", size.width), ("k", kv_width), ("v", kv_width)):
            matrix(f"{block}attn_{name}.weight", rows, size.width)
        matrix(f"{block}attn_output.weight", size.width, size.width)
        matrix(f"{block}ffn_gate.weight", size.hidden, size.width)
        matrix(f"{block}ffn_up.weight", size.hidden, size.width)
        matrix(f"{block}ffn_down.weight", size.width, size.hidden)
        ones(f"{block}attn_norm.weight")
        ones(f"{block}ffn_norm.weight")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def measure(model: Path, n_gpu_layers: int) -> dict[str, float | str]:
    """Return what a process of its own measured."""
    command = [sys.executable, "-m", "tests.benchmarks.graphics", "--child", str(model)]
    ended = subprocess.run(
        [*command, str(n_gpu_layers)], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        return {"device": f"ended with {ended.returncode}: {ended.stderr.strip()[-200:]}"}
    told: dict[str, float | str] = json.loads(ended.stdout.splitlines()[-1])
    return told


def child(model: Path, n_gpu_layers: int) -> None:
    """Measure in this process and print it."""
    from vizapp.reasoning.llama import Engine

    start = time.perf_counter()
    engine = Engine(model, n_gpu_layers=n_gpu_layers)
    loaded = time.perf_counter() - start
    prompt = [5 + i % 64 for i in range(N_READ)]
    speeds = []
    for _ in range(2):  # the first time it also reads the file and starts the device
        engine.forget()
        start = time.perf_counter()
        engine.evaluate(prompt, room=N_WRITTEN + 1)
        engine.logits()
        read = time.perf_counter() - start
        start = time.perf_counter()
        for i in range(N_WRITTEN):
            engine.append(5 + i % 64)
            engine.logits()
        speeds.append((N_READ / read, N_WRITTEN / (time.perf_counter() - start)))
    note = engine.note["en"] if engine.note else ""
    told = {"device": engine.device, "note": note, "load": loaded}
    print(json.dumps(told | {"read": speeds[-1][0], "written": speeds[-1][1]}))


def main(argv: Sequence[str] | None = None) -> int:
    """Print one line for each model and device."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.graphics")
    parser.add_argument("--size", choices=SIZES, default="8b", help="of the large model")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="where it is kept")
    parser.add_argument("--child", nargs=2, metavar=("GGUF", "LAYERS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.child:
        child(Path(arguments.child[0]), int(arguments.child[1]))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        large = folder / f"{arguments.size}-q4_0.gguf"
        if not large.exists():
            write_random(large, SIZES[arguments.size])
        print(f"{'model':32}{'load, s':>9}{'read/s':>10}{'written/s':>11}{'ratio':>7}  device")
        for model in (paths.bundled_model(), large):
            plain = measure(model, 0)
            for told in (plain, measure(model, -1)):
                _print(f"{model.stem} ({model.stat().st_size / 1e9:.2f} GB)", told, plain)
    return 0


def _print(name: str, told: dict[str, float | str], plain: dict[str, float | str]) -> None:
    figures = [told.get(key, 0.0) for key in ("load", "read", "written")]
    load, read, written = (float(figure) for figure in figures)
    base = float(plain.get("written", 0.0))
    ratio = f"{written / base:7.2f}" if base else f"{'':7}"
    print(f"{name:32}{load:9.2f}{read:10,.0f}{written:11,.1f}{ratio}  {told['device']}", flush=True)
    if told.get("note"):
        print(f"    {told['note']}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
