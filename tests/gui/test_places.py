"""Dialogs for files begin where a person keeps files, not where the program lies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from vizapp.core import paths
from vizapp.gui import places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home without a folder for documents."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(folder / "Documents"))
    return folder


def test_a_file_is_saved_beside_its_table(tmp_path: Path, home: Path) -> None:
    assert places.proposal("a.png", tmp_path / "t.csv") == str(tmp_path / "a.png")
    assert places.proposal("a.png", None, tmp_path / "t.csv") == str(tmp_path / "a.png")


def test_a_file_of_no_table_is_saved_among_the_documents(home: Path) -> None:
    assert places.proposal("a.png", None) == str(home / "a.png")
    (home / "Documents").mkdir()
    assert places.proposal("a.png") == str(home / "Documents" / "a.png")


def test_no_file_is_saved_beside_what_vizapp_brings_or_keeps(home: Path) -> None:
    sample = paths.resources() / "samples" / "cities_zh.csv"
    kept = paths.user_state() / "tables" / "t.csv"
    kept.parent.mkdir(parents=True)
    for path in (sample, kept):
        assert places.proposal("a.png", path) == str(home / "a.png")


def test_no_file_is_saved_where_nobody_may_write(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda at, mode: at != tmp_path and access(at, mode))
    assert places.proposal("a.png", tmp_path / "t.csv") == str(home / "a.png")


def test_opening_begins_where_the_person_is(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places.beginning() == ""
    monkeypatch.chdir("/")  # where a Mac starts programs
    assert places.beginning() == str(home)
    program = tmp_path / "program"
    (program / "_internal").mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(program / "vizapp.exe"))
    monkeypatch.chdir(program)  # where a menu of Windows does
    assert places.beginning() == str(home)


def test_a_folder_that_has_gone_is_no_place_to_begin(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    assert places.beginning() == str(home)
