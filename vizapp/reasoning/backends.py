"""What computes for llama.cpp: the code for this processor, and graphics add-ons.

With `llama` the only importer of llama_cpp, and like it only imported where a process
may die: a driver that is loaded runs code of its own.

A graphics back end is an add-on: a folder with one library of ggml and an ``addon.json``
that says for which version of llama-cpp-python it was made (``packaging/llama.py --gpu``).
Such folders lie in `folders`. They are looked at when a model is loaded that is worth it,
never for the bundled one, which a processor answers sooner than a driver starts.
A back end that is compiled in, as Metal is on a Mac, is found just so.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp as package
from llama_cpp import _ggml, llama_cpp

from vizapp.core import paths
from vizapp.core.errors import ReasoningError
from vizapp.reasoning.devices import Device, Hardware

log = logging.getLogger(__name__)

MANIFEST = "addon.json"
_GPU, _INTEGRATED = 1, 2  # of ggml_backend_dev_type
_TITLES = {"MTL": "Metal"}
_SUFFIXES = (".so", ".dylib", ".dll")


def _libraries() -> Iterator[Any]:
    """Yield where ggml's functions are, that of llama.cpp itself first.

    pip copies links to a library as files: a checkout holds ggml three times over, and the
    copy that Python opens by name is not the one that llama.cpp is linked to. Asking
    llama.cpp's own library finds the latter, but on Windows, where there is one copy.
    """
    yield llama_cpp._lib
    yield _ggml.libggml
    yield ctypes.CDLL(str(Path(_ggml.libggml._name).parent / "ggml-base.dll"))


def _function(name: str, result: Any, *arguments: Any) -> Any:
    for library in _libraries():
        try:
            found = getattr(library, name)
        except AttributeError:
            continue
        found.restype, found.argtypes = result, list(arguments)
        return found
    raise AttributeError(name)


_POINTER, _SIZE = ctypes.c_void_p, ctypes.c_size_t


def load_processor() -> None:
    """Load the code for this processor, where llama.cpp has it in libraries of its own.

    A checkout's build has one backend compiled in. That of a bundle has a library
    for each generation of processors beside it; ggml takes the best that runs here.

    Raises
    ------
    ReasoningError
        If there is none for it.
    """
    count = _function("ggml_backend_reg_count", _SIZE)
    if count():
        return
    folder = Path(llama_cpp._lib._name).parent
    _function("ggml_backend_load_all_from_path", None, ctypes.c_char_p)(os.fsencode(folder))
    if not count():
        raise ReasoningError(
            f"llama.cpp finds no library for this processor in {folder}.",
            hint="Install vizapp again.",
        )


# --- add-ons -----------------------------------------------------------------------


@dataclass(frozen=True)
class AddOn:
    """A folder with a graphics back end; `problem` says why it cannot be used."""

    backend: str
    library: Path
    problem: str = ""


def folders() -> list[Path]:
    """Return where add-ons lie: beside the program, and in the person's own folder.

    ``VIZAPP_BACKENDS_DIR`` names another place than both.
    """
    named = os.environ.get("VIZAPP_BACKENDS_DIR")
    if named:
        return [Path(named)]
    return [paths.root() / "backends", paths.user_models().parent / "backends"]


def add_ons() -> list[AddOn]:
    """Return the add-ons that lie there; nothing is loaded."""
    found = []
    for folder in folders():
        for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
            found.append(_add_on(manifest))
    return found


def _add_on(manifest: Path) -> AddOn:
    name = manifest.parent.name
    try:
        record = json.loads(manifest.read_text("utf-8"))
        name, library = str(record["backend"]), manifest.parent / str(record["library"])
        made_for = str(record["llama_cpp_python"])
    except (OSError, ValueError, KeyError, TypeError) as err:
        return AddOn(name, manifest, f"{name}: {manifest} cannot be read ({err})")
    if made_for != package.__version__:
        why = f"it was made for llama-cpp-python {made_for}, this is {package.__version__}"
        return AddOn(name, library, f"{name}: {why}")
    if library.parent != manifest.parent or library.suffix not in _SUFFIXES:
        return AddOn(name, library, f"{name}: {MANIFEST} names no library beside it")
    return AddOn(name, library)


_problems: list[str] = []
_loaded: set[Path] = set()


def load_add_ons() -> None:
    """Load what `add_ons` finds; what cannot be loaded is told by `hardware`."""
    load = _function("ggml_backend_load", _POINTER, ctypes.c_char_p)
    for found in add_ons():
        if found.library in _loaded:
            continue
        _loaded.add(found.library)
        problem = found.problem or _load(found, load)
        if problem:
            log.info("graphics add-on ignored: %s", problem)
            _problems.append(problem)


def _load(found: AddOn, load: Any) -> str:
    """Load one add-on and return what went wrong, nothing if it went well."""
    try:
        # ggml would only say that it failed; the system says what is missing.
        ctypes.CDLL(str(found.library))
    except OSError as err:
        return f"{found.backend}: {err}"
    before = set(_registered())
    load(os.fsencode(found.library))
    if set(_registered()) == before:
        return f"{found.backend}: its library refuses to start"
    return ""


# --- devices -----------------------------------------------------------------------


def _registered() -> list[str]:
    """Return the names of the back ends that are loaded."""
    count = _function("ggml_backend_reg_count", _SIZE)
    get = _function("ggml_backend_reg_get", _POINTER, _SIZE)
    name = _function("ggml_backend_reg_name", ctypes.c_char_p, _POINTER)
    return [_text(name(get(index))) for index in range(count())]


def hardware() -> Hardware:
    """Return the graphics processors of what is loaded, with their free memory now."""
    own = set(_registered()) - {"CPU", "BLAS", "RPC"}
    backends = tuple(sorted(_TITLES.get(name, name) for name in own))
    found = tuple(device for _, device in _devices())
    return Hardware(found, tuple(_problems), backends, _processor())


def handles(devices: tuple[Device, ...]) -> Any:
    """Return the devices as llama.cpp takes them: an array that ends with nothing."""
    wanted = {device.name for device in devices}
    pointers = [handle for handle, device in _devices() if device.name in wanted]
    return (_POINTER * (len(pointers) + 1))(*pointers, None)


def _devices() -> Iterator[tuple[int, Device]]:
    """Yield each graphics processor with ggml's handle of it."""
    count = _function("ggml_backend_dev_count", _SIZE)
    get = _function("ggml_backend_dev_get", _POINTER, _SIZE)
    kind_of = _function("ggml_backend_dev_type", ctypes.c_int, _POINTER)
    name = _function("ggml_backend_dev_name", ctypes.c_char_p, _POINTER)
    title = _function("ggml_backend_dev_description", ctypes.c_char_p, _POINTER)
    reg_of = _function("ggml_backend_dev_backend_reg", _POINTER, _POINTER)
    reg_name = _function("ggml_backend_reg_name", ctypes.c_char_p, _POINTER)
    sizes = ctypes.POINTER(_SIZE)
    memory = _function("ggml_backend_dev_memory", None, _POINTER, sizes, sizes)
    for index in range(count()):
        handle = get(index)
        kind = kind_of(handle)
        backend = _text(reg_name(reg_of(handle)))
        if kind not in (_GPU, _INTEGRATED) or backend == "RPC":
            continue
        free, total = _SIZE(), _SIZE()
        memory(handle, ctypes.byref(free), ctypes.byref(total))
        yield (
            handle,
            Device(
                name=_text(name(handle)),
                title=_text(title(handle)),
                backend=_TITLES.get(backend, backend),
                free_bytes=free.value,
                total_bytes=total.value,
                integrated=kind == _INTEGRATED,
            ),
        )


def _processor() -> str:
    by_type = _function("ggml_backend_dev_by_type", _POINTER, ctypes.c_int)
    title = _function("ggml_backend_dev_description", ctypes.c_char_p, _POINTER)
    handle = by_type(0)
    return _text(title(handle)) if handle else ""


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace").strip()
