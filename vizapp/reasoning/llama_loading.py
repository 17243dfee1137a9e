"""How llama.cpp loads a file: where it goes, what it says of that, and what it refuses."""

from __future__ import annotations

import ctypes
import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from llama_cpp import llama_cpp

from vizapp.core.errors import ModelFileError
from vizapp.reasoning import backends
from vizapp.reasoning.devices import Placement, Shape, note, place, wanted_layers
from vizapp.reasoning.gguf_header import read_header

log = logging.getLogger(__name__)

_LEVELS = {1: logging.DEBUG, 2: logging.DEBUG, 3: logging.INFO, 4: logging.DEBUG}
# The only place where llama.cpp says what it really did with the layers.
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_offloaded: list[int] = []


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _on_log(level: int, text: bytes, _data: Any) -> None:
    line = text.decode("utf-8", "replace").rstrip()
    if line:
        log.log(_LEVELS.get(level, logging.DEBUG), "%s", line)
        told = _OFFLOADED.search(line)
        if told:
            _offloaded[:] = map(int, told.groups())


def cores() -> int:
    """Return the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def instruction_sets() -> tuple[str, ...]:
    """Return what of this processor llama.cpp uses, such as AVX2, in its own words.

    To be asked once a model is loaded.
    """
    info = llama_cpp.llama_print_system_info().decode("utf-8", "replace")
    return tuple(re.findall(r"(\w+) = 1", info))


def open_library() -> None:
    """Get llama.cpp ready for the processor; its log goes to ours from now on."""
    llama_cpp.llama_log_set(_on_log, ctypes.c_void_p(0))
    backends.load_processor()
    llama_cpp.llama_backend_init()


@dataclass(frozen=True)
class Loaded:
    """A model as llama.cpp holds it.

    Parameters
    ----------
    model, vocab : pointer
        What llama.cpp's functions take; the model's owner frees it.
    placement : Placement
        Where it really lies.
    devices : ctypes array
        What the model refers to as long as it lives.
    """

    model: Any
    vocab: Any
    placement: Placement
    devices: Any


def choose_placement(
    path: Path, wanted: int | None, *, small: bool, on_gpu: Callable[[], None]
) -> Placement:
    """Return where a model is to go; graphics add-ons are loaded if it may go there.

    Parameters
    ----------
    path : Path
        The GGUF file.
    wanted : int, optional
        Layers given to a GPU; -1 for all, 0 for none. When not given: as ``VIZAPP_GPU``
        says, else none of a small model and of another as many as fit.
    small : bool
        Whether the model is small.
    on_gpu : callable
        Called before a driver is asked, which may end the process.
    """
    if wanted is None:
        wanted = wanted_layers()
        if wanted is None and small:
            return Placement()
    if wanted == 0:
        return Placement(note=None if small else note("off"))
    on_gpu()
    backends.load_add_ons()
    header = read_header(path)
    shape = Shape(path.stat().st_size, header.n_layers, header.kv_bytes)
    return place(shape, backends.hardware(), wanted)


def load(path: Path, placement: Placement, on_progress: Callable[[], None]) -> Loaded:
    """Load a model where it is to go; llama.cpp may leave more of it with the CPU.

    Raises
    ------
    ModelFileError
        If the file is damaged or of an unknown architecture, or the device refuses it.
    """
    params = llama_cpp.llama_model_default_params()
    params.n_gpu_layers = placement.n_layers
    # None at all for the CPU: llama.cpp would let any device read long prompts.
    handles = backends.handles(placement.devices)
    params.devices = ctypes.cast(handles, ctypes.c_void_p)
    params.use_mmap = True
    _offloaded.clear()

    def on_loading(_share: float, _data: Any) -> bool:
        on_progress()
        return True

    progress = llama_cpp.llama_progress_callback(on_loading)
    params.progress_callback = progress
    model = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
    if not model:
        raise ModelFileError(
            f"llama.cpp cannot load the model {path.name}.",
            hint="The file may be damaged, cut short, or of an architecture that this "
            "version does not know. Download it again or choose another GGUF file.",
            path=str(path),
        )
    vocab = llama_cpp.llama_model_get_vocab(model)
    return Loaded(model, vocab, _settled(placement), handles)


def _settled(placement: Placement) -> Placement:
    """Return where the model that was just loaded lies, as llama.cpp said."""
    if not placement.n_layers:
        return placement
    done, n_all = _offloaded or (0, placement.n_all)
    if done:
        return replace(placement, n_layers=done, n_all=n_all)
    # It takes the model and leaves all of it with the CPU.
    refused = note("failed", device=placement.devices[0].label)
    return replace(placement, n_layers=done, n_all=n_all, devices=(), note=refused)


def load_adapter(path: Path, model: Any, model_file: Path) -> Any:
    """Return an adapter of the model; llama.cpp frees it with the model.

    Raises
    ------
    ModelFileError
        If the file cannot be read or was made for another model.
    """
    check_file(path)
    adapter = llama_cpp.llama_adapter_lora_init(model, os.fsencode(path))
    if not adapter:
        raise ModelFileError(
            f"{path.name} is no adapter of {model_file.name}.",
            hint="It was made for another model. Make it anew, or go on without it.",
            path=str(path),
        )
    return adapter


def check_file(path: Path) -> None:
    """Raise a `ModelFileError` where a file cannot be read or is no GGUF."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as err:
        raise ModelFileError(
            f"The model file {path.name} cannot be read: {err.strerror or err}.",
            hint="Check the path, or choose another GGUF file.",
            path=str(path),
        ) from err
    if magic != b"GGUF":
        raise ModelFileError(
            f"{path.name} is not a GGUF file.",
            hint="Choose a model in the GGUF format.",
            path=str(path),
        )
