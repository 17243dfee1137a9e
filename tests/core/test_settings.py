"""Settings are kept, and damaged ones never stop the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vizapp.core import paths
from vizapp.core.settings import Settings, load, save


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    settings = Settings("zh", "dark", ("/数据/a.csv", "b.csv"), "AAAA")
    save(settings, tmp_path / "new" / "folder")
    assert load(tmp_path / "new" / "folder") == settings
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == ["settings.json"]


def test_missing_settings_are_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '"x"', "\x00\xff"])
def test_damaged_settings_are_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_bytes(text.encode("latin-1"))
    assert load(tmp_path) == Settings()


def test_what_is_known_and_well_typed_is_kept(tmp_path: Path) -> None:
    record = {"lang": "zh", "theme": 5, "recent_files": "abc", "from_the_future": 1}
    (tmp_path / "settings.json").write_text(json.dumps(record))
    assert load(tmp_path) == Settings(lang="zh")


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(Settings(), tmp_path / "file" / "folder")
    (tmp_path / "settings.json").mkdir()  # a folder stands where the file should go
    save(Settings(), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "settings.json"]


def test_the_persons_own_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIZAPP_CONFIG_DIR", str(tmp_path))
    save(Settings(lang="en"))
    assert load().lang == "en"
    assert paths.user_config() == tmp_path


def test_an_endpoint_is_kept_and_its_key_is_for_the_owner_alone(tmp_path: Path) -> None:
    assert Settings().endpoint == ""  # nobody beyond this machine is asked
    settings = Settings(endpoint="http://gpu-box", endpoint_model="m", endpoint_key="secret")
    save(settings, tmp_path)
    assert load(tmp_path) == settings
    assert (tmp_path / "settings.json").stat().st_mode & 0o077 == 0
