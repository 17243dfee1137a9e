"""Where the models and resources lie, in a checkout or in a frozen bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def root() -> Path:
    """Return the folder that holds `models/` and `resources/`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    return Path(__file__).resolve().parents[2]


def models() -> Path:
    """Return the folder of the bundled GGUF files."""
    return root() / "models"


def resources() -> Path:
    """Return the folder of fonts, icons, samples and outlines."""
    return root() / "resources"


def bundled_model() -> Path:
    """Return the path of the bundled model; it may be missing in a broken install."""
    return models() / "vizapp-reasoner-q8_0.gguf"


def user_models() -> Path:
    """Return the folder for models that the person adds; created by whoever writes there."""
    override = os.environ.get("VIZAPP_MODELS_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":  # not the roaming profile: models are large
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "vizapp" / "models"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "vizapp" / "models"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "vizapp" / "models"


def user_config() -> Path:
    """Return the folder for settings; created by whoever writes there."""
    override = os.environ.get("VIZAPP_CONFIG_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "vizapp"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "vizapp"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "vizapp"


def user_state() -> Path:
    """Return the folder of open documents and pictures; stays on this machine."""
    override = os.environ.get("VIZAPP_CONFIG_DIR")
    if override:
        return Path(override) / "state"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "vizapp"
    if sys.platform == "darwin":
        return user_config() / "state"
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "vizapp"
