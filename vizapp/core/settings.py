"""The person's settings: loaded once, saved atomically."""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass
from pathlib import Path

from vizapp.core import paths
from vizapp.core.files import json_bytes, replace_file

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """What persists between sessions."""

    lang: str = ""  # "zh", "en" or "" for the system's
    theme: str = "system"  # "light", "dark" or "system"
    recent_files: tuple[str, ...] = ()
    window_geometry: str = ""  # base64 of Qt's own state
    splitters: str = ""  # the same per splitter, joined by semicolons
    learning: str = "on"  # "off": the person's choices are kept but change no order
    samples: str = "1"  # answers that are sampled and voted on
    endpoint: str = ""  # address of a team's model server; "" for the model on this machine
    endpoint_model: str = ""  # the model to ask for there; "" for its first one
    endpoint_key: str = ""  # sent as a bearer token; the file is readable by its owner alone
    endpoint_last: str = ""  # the address that was used last, to be switched on again
    model: str = ""  # path of the GGUF file that answers; "" for the bundled one
    adapter: str = ""  # path of a LoRA adapter that is added to it; "" for none
    second_model: str = ""  # path of a model that gives a second opinion; "" for none


def load(folder: Path | None = None) -> Settings:
    """Return the saved settings; damaged or missing ones give the defaults."""
    path = (folder or paths.user_config()) / "settings.json"
    try:
        record = json.loads(path.read_text("utf-8"))
        known = {f.name for f in dataclasses.fields(Settings) if f.type == "str"}
        values = {k: v for k, v in record.items() if k in known and isinstance(v, str)}
        recent = record.get("recent_files")
        files = tuple(map(str, recent)) if isinstance(recent, list) else ()
        return Settings(**values, recent_files=files)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError, AttributeError) as err:
        log.info("settings ignored: %s", err)
        return Settings()


def save(settings: Settings, folder: Path | None = None) -> None:
    """Write the settings; a home that cannot be written is not an error."""
    folder = folder or paths.user_config()
    data = json_bytes(dataclasses.asdict(settings), indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Not waiting for the disk: a click that changes a setting must not.
        path = folder / "settings.json"
        replace_file(path, lambda file: file.write(data), sync=False, private=True)
    except OSError as err:
        log.info("settings not saved: %s", err)
