"""A graphics processor that is none: llama.cpp's own CPU under another name.

``python -m tests.reasoning.pretended MODEL`` answers with a model in this process and
prints what became of it. The device is registered with ggml as any back end does it; its
functions are those of the CPU but for name, kind and memory. So llama.cpp takes it for a
graphics processor, gives it layers and computes with it, on a machine that has none.
In a process of its own, as a registered device cannot be taken back.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vizapp.core.tasks import CancelToken
from vizapp.reasoning import worker
from vizapp.reasoning.reasoner import Reasoner

NAME, TITLE = "FAKE0", "Pretended Graphics"
_POINTERS = 20  # a device is 15 functions and two pointers more; what lies behind is not read
_P, _SIZE = ctypes.c_void_p, ctypes.c_size_t
_Sizes = ctypes.POINTER(_SIZE)


class _Props(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("free", _SIZE),
        ("total", _SIZE),
        ("type", ctypes.c_int),
        ("id", ctypes.c_char_p),
        ("caps", ctypes.c_bool * 5),
    )


_Text = ctypes.CFUNCTYPE(_P, _P)
_Memory = ctypes.CFUNCTYPE(None, _P, _Sizes, _Sizes)
_Kind = ctypes.CFUNCTYPE(ctypes.c_int, _P)
_Properties = ctypes.CFUNCTYPE(None, _P, ctypes.POINTER(_Props))
_Init = ctypes.CFUNCTYPE(_P, _P, _P)
_kept: list[Any] = []  # ggml keeps pointers to all of it


def register(free: int, total: int, *, broken: bool = False) -> None:
    """Register the device; a broken one cannot be started."""
    from llama_cpp import llama_cpp

    library = llama_cpp._lib
    library.ggml_backend_dev_by_type.restype = _P
    cpu = library.ggml_backend_dev_by_type(0)
    device = (_P * _POINTERS).from_buffer_copy(ctypes.string_at(cpu, 8 * _POINTERS))
    name, title = (ctypes.create_string_buffer(text.encode()) for text in (NAME, TITLE))

    def tell_memory(_device: Any, free_at: Any, total_at: Any) -> None:
        free_at[0], total_at[0] = free, total

    def tell_all(_device: Any, told: Any) -> None:
        told[0].name, told[0].description = NAME.encode(), TITLE.encode()
        told[0].free, told[0].total, told[0].type, told[0].id = free, total, 1, None
        told[0].caps = (ctypes.c_bool * 5)(False, False, False, False, True)

    functions: list[Any] = [
        _Text(lambda _device: ctypes.addressof(name)),
        _Text(lambda _device: ctypes.addressof(title)),
        _Memory(tell_memory),
        _Kind(lambda _device: 1),
        _Properties(tell_all),
    ]
    if broken:
        functions.append(_Init(lambda _device, _parameters: None))
    for place, function in enumerate(functions):
        device[place] = ctypes.cast(function, _P).value
    _kept.extend((device, functions, name, title))
    library.ggml_backend_device_register.argtypes = [_P]
    library.ggml_backend_device_register(ctypes.addressof(device))


# --- in a worker -------------------------------------------------------------------


def _load_crashing(options: dict[str, Any], on_progress: Any) -> Reasoner:
    from vizapp.reasoning.rules import RuleReasoner

    if options["n_gpu_layers"] != 0:
        options["on_gpu"]()
        os.abort()  # as a driver does that runs out of memory
    assert options["gpu_crashed"]
    return RuleReasoner()


def crash_with_gpu(connection: Connection, options: dict[str, Any]) -> None:
    """Serve the rules, but end the process at once where a GPU would be used."""
    worker.serve(connection, options, _load_crashing)  # type: ignore[arg-type]


def _fail_on_gpu(engine: Any) -> None:
    """Let the tenth token fail where a device computes, as when it is lost."""
    run, left = engine._run, [10]

    def failing(batch: Any) -> None:
        left[0] -= 1
        if engine.on_gpu and left[0] <= 0:
            engine._failed(-3)
        run(batch)

    engine._run = failing


# --- as a program ------------------------------------------------------------------


def main() -> None:
    """Answer once and print what was told: device, note, answer, layers."""
    import resource

    from tests.reasoning.descriptions import EVERY
    from vizapp.reasoning import backends, llama
    from vizapp.reasoning.engine import LlamaReasoner
    from vizapp.reasoning.events import Answer, Request, Started

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.argv[1])
    llama.SMALL_MODEL_BYTES = asked.get("small", llama.SMALL_MODEL_BYTES)
    register(asked["free"], asked["total"], broken=asked.get("broken", False))
    reasoner = LlamaReasoner(Path(asked["model"]), n_gpu_layers=asked["layers"])
    description = next(iter(EVERY.values()))
    if asked.get("fails"):
        _fail_on_gpu(reasoner.engine)
    events = list(reasoner.reason(description, Request(lang="en"), cancel=CancelToken()))
    told = [event for event in events if isinstance(event, Started)]
    started = told[-1]
    answer = events[-1]
    assert isinstance(answer, Answer)
    print(
        json.dumps(
            {
                "device": started.device,
                "note": started.note,
                "started": [event.device for event in told],
                "chart": answer.spec.charts[0].component,
                "speed": answer.speed,
                "layers": reasoner.engine.placement.n_layers,
                "hardware": backends.hardware().to_dict(),
            }
        )
    )


if __name__ == "__main__":
    main()
