"""The models of this machine: the bundled one, fetched ones, files the person added.

Fetched files lie in a folder of the person's own, each with a record of where it
came from. A file that the person added stays where it is; only its place is
remembered.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from vizapp.core import paths
from vizapp.core.errors import ModelFileError, near_match
from vizapp.core.files import json_bytes, replace_file
from vizapp.reasoning.gguf_header import GgufHeader, is_cut_short, read_header

Origin = Literal["bundled", "fetched", "added"]
_ADDED = "added.json"


@dataclass(frozen=True)
class InstalledModel:
    """One model file.

    Parameters
    ----------
    name : str
        What is typed to use it: the file's stem.
    path : Path
        Where it lies.
    origin : Origin
        How it came here.
    size_bytes : int
        0 when the file is gone.
    header : GgufHeader or None
        What it says of itself; None when it is gone or damaged.
    problem : str
        Why it cannot be used, empty when it can.
    record : dict
        Where a fetched file came from: url, sha256, licence.
    """

    name: str
    path: Path
    origin: Origin
    size_bytes: int
    header: GgufHeader | None
    problem: str
    record: dict[str, Any]


def record_path(model: Path) -> Path:
    """Return where a fetched file's record lies."""
    return model.with_name(model.name + ".json")


def installed(folder: Path | None = None) -> list[InstalledModel]:
    """Return every model, the bundled one first, then by name."""
    folder = folder or paths.user_models()
    found = [(paths.bundled_model(), "bundled")]
    fetched = folder.glob("*.gguf") if folder.is_dir() else ()
    found += [(path, "fetched") for path in sorted(fetched)]
    found += [(path, "added") for path in _added(folder)]
    return [_described(path, origin) for path, origin in found]  # type: ignore[arg-type]


def _described(path: Path, origin: Origin) -> InstalledModel:
    header, problem, size = None, "", 0
    try:
        header = _whole_header(path)
        size = path.stat().st_size
    except ModelFileError as err:
        problem = err.message
    record: Any = {}
    if origin == "fetched":
        with contextlib.suppress(OSError, ValueError):
            record = json.loads(record_path(path).read_text("utf-8"))
    kept = record if isinstance(record, dict) else {}
    return InstalledModel(path.stem, path, origin, size, header, problem, kept)


def _whole_header(path: Path) -> GgufHeader:
    header = read_header(path)
    if is_cut_short(path):
        raise ModelFileError(
            f"{path.name} is cut short: its end is missing.",
            hint="Fetch it again, or choose another file.",
        )
    return header


def find(name: str, folder: Path | None = None) -> Path:
    """Return the model's file: an existing path, or the name of an installed model.

    Raises
    ------
    ModelFileError
        If there is neither; the hint names a near one.
    """
    path = Path(name)
    if path.is_file():
        return path
    models = installed(folder)
    for model in models:
        if name.casefold() in (model.name.casefold(), model.path.name.casefold()):
            return model.path
    names = [model.name for model in models]
    raise ModelFileError(
        f"There is no model {name!r}: no such file, and none of that name is installed.",
        hint=near_match(name, names) or f"Installed: {', '.join(names)}.",
    )


def add(path: Path, folder: Path | None = None) -> InstalledModel:
    """Remember a GGUF file where it lies.

    Raises
    ------
    ModelFileError
        If it is no GGUF file or a LoRA adapter, or its end is missing.
    OSError
        If it cannot be remembered.
    """
    folder = folder or paths.user_models()
    path = path.absolute()
    if _whole_header(path).adapter:
        raise ModelFileError(
            f"{path.name} is a LoRA adapter, not a model.",
            hint="Choose it as the adapter of the model that it was made for.",
        )
    known = _added(folder)
    if path not in known:
        _remember(folder, [*known, path])
    return _described(path, "added")


def remove(name: str, folder: Path | None = None) -> InstalledModel:
    """Delete a fetched model with its record, or forget an added one.

    Raises
    ------
    ModelFileError
        If no such model was fetched or added.
    OSError
        If the file cannot be deleted, as when it is in use.
    """
    folder = folder or paths.user_models()
    own = [model for model in installed(folder) if model.origin != "bundled"]
    for model in own:
        if name.casefold() in (model.name.casefold(), model.path.name.casefold()):
            if model.origin == "fetched":
                model.path.unlink()
                record_path(model.path).unlink(missing_ok=True)
            else:
                _remember(folder, [path for path in _added(folder) if path != model.path])
            return model
    raise ModelFileError(
        f"No model {name!r} was fetched or added.",
        hint=near_match(name, [model.name for model in own]),
    )


def keep_record(model: Path, record: dict[str, Any]) -> None:
    """Write where a fetched file came from."""
    record_path(model).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")


def _added(folder: Path) -> list[Path]:
    try:
        record = json.loads((folder / _ADDED).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    names = record.get("models") if isinstance(record, dict) else None
    known = names if isinstance(names, list) else []
    return [Path(name) for name in known if isinstance(name, str)]


def _remember(folder: Path, models: list[Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    record = json_bytes({"models": [str(path) for path in models]}, indent=1)
    replace_file(folder / _ADDED, lambda file: file.write(record))
