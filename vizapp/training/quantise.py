"""Smaller forms of a model file, made by llama.cpp's own quantiser, and what they cost.

    python -m vizapp.training.quantise MODEL-f16.gguf --kinds Q8_0 Q4_0 IQ4_NL

llama.cpp keeps the embedding, which is our output layer too, at six bits or
more unless told `pure`. Forms in blocks of 256 values (the K kinds) do not
divide our rows, and fall back to a larger form of 32.
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from llama_cpp import llama_cpp

from vizapp.core.errors import ModelFileError
from vizapp.training.evaluate import answer_all, load_split
from vizapp.training.metrics import compare, summarise

log = logging.getLogger(__name__)

Kind = Literal[
    "F16", "BF16", "Q8_0", "Q6_K", "Q5_0", "Q5_1", "Q5_K_S", "Q5_K_M",
    "Q4_0", "Q4_1", "IQ4_NL", "Q4_K_S", "Q4_K_M", "Q3_K_M",
]  # fmt: skip


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _on_log(_level: int, text: bytes, _data: Any) -> None:
    log.debug("%s", text.decode("utf-8", "replace").rstrip())


def quantise(source: Path, target: Path, kind: Kind, *, pure: bool = False) -> None:
    """Write a model file in a smaller form.

    Parameters
    ----------
    source : Path
        A GGUF file of 16 or 32 bits, see `vizapp.training.convert.write_gguf`.
    target : Path
        Written whole or not at all.
    kind : Kind
        llama.cpp's name of the form.
    pure : bool
        Whether the embedding takes that form as well.

    Raises
    ------
    ModelFileError
        If llama.cpp cannot read or quantise the file.
    """
    llama_cpp.llama_log_set(_on_log, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{kind}")
    params.pure = pure
    part = target.with_name(target.name + ".part")
    try:
        code = llama_cpp.llama_model_quantize(
            str(source).encode(), str(part).encode(), ctypes.byref(params)
        )
        if code != 0:
            raise ModelFileError(
                f"llama.cpp cannot quantise {source.name} as {kind}.",
                hint="It needs a GGUF file of 16 or 32 bits.",
                path=str(source),
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the forms, print what each costs as Markdown, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vizapp.training.quantise", description=__doc__)
    parser.add_argument("model", type=Path, help="a GGUF file of 16 or 32 bits")
    parser.add_argument("--kinds", nargs="+", choices=get_args(Kind), default=["Q8_0", "Q4_0"])
    parser.add_argument("--pure", action="store_true", help="the embedding in that form too")
    parser.add_argument("--out", type=Path, help="folder for the files (default: the model's)")
    parser.add_argument("--split", default="generated", help="see vizapp evaluate")
    parser.add_argument("--data", type=Path, help="folder with the split's data")
    parser.add_argument("--limit", type=int, default=150, help="at most so many cases")
    options = parser.parse_args(argv)
    source: Path = options.model
    folder: Path = options.out or source.parent
    folder.mkdir(parents=True, exist_ok=True)
    cases = load_split(options.split, options.data, limit=options.limit).cases
    whole = answer_all(source, cases)
    print(
        "| form | MB | type, top 1 | encode | exact | perplexity | top 1 against float | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for kind in (None, *options.kinds):
        path, outcomes = source, whole
        if kind is not None:
            path = folder / f"{source.stem}-{kind.lower()}.gguf"
            quantise(source, path, kind, pure=options.pure)
            outcomes = answer_all(path, cases)
        scores = summarise(outcomes)
        difference = compare(outcomes, whole)["top1"]
        print(
            f"| {kind or source.stem} | {path.stat().st_size / 1e6:.1f} | {scores.top1.value:.1%} "
            f"| {scores.encode or 0:.1%} | {scores.exact:.1%} | {scores.perplexity or 0:.4f} "
            f"| {difference.value:+.1%} ({difference.low:+.1%} to {difference.high:+.1%}) "
            f"| {scores.mean_seconds:.3f} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
