"""Where the models and resources lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from vizapp.core import paths


def test_a_checkout_holds_them_beside_the_package() -> None:
    assert paths.root() == Path(paths.__file__).resolve().parents[2]
    assert (paths.root() / "vizapp").is_dir()
    assert paths.bundled_model().parent == paths.models()


def test_a_frozen_bundle_holds_them_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.models() == tmp_path / "models"
    assert paths.resources() == tmp_path / "resources"


@pytest.mark.parametrize(
    ("platform", "variable", "end"),
    [
        ("linux", "XDG_CONFIG_HOME", "vizapp"),
        ("win32", "APPDATA", "vizapp"),
    ],
)
def test_settings_go_where_the_system_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, end: str
) -> None:
    monkeypatch.delenv("VIZAPP_CONFIG_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert paths.user_config() == tmp_path / end


def test_a_mac_keeps_them_in_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIZAPP_CONFIG_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert paths.user_config().parts[-3:] == ("Library", "Application Support", "vizapp")
