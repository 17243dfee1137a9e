"""Qt's own words follow the window's language; the texts survive Qt Linguist."""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from vizapp.gui import app, translations
from vizapp.gui.texts import TEXTS
from vizapp.gui.window import MainWindow


@pytest.fixture
def _texts() -> Iterator[None]:
    before = {key: dict(entry) for key, entry in TEXTS.items()}
    yield
    for key, entry in before.items():
        TEXTS[key].update(entry)


@pytest.fixture
def linguist(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("linguist", root / "packaging" / "linguist.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def _english() -> Iterator[None]:
    yield
    running = QApplication.instance()
    assert running is not None
    translations.speak(running, "en")


@pytest.mark.usefixtures("_english")
def test_qts_own_buttons_speak_the_windows_language(window: MainWindow) -> None:
    def cancel() -> str:
        return QCoreApplication.translate("QPlatformTheme", "Cancel")

    assert cancel() == "Cancel"
    window.controller.set_lang("zh")
    assert cancel() == "取消"
    assert QLocale().language() == QLocale.Language.Chinese
    window.controller.set_lang("en")
    assert cancel() == "Cancel"
    assert QLocale().language() == QLocale.Language.English


def test_the_linguist_file_holds_every_text() -> None:
    root = ET.fromstring(translations.to_ts().split("<!DOCTYPE TS>")[1])
    found = {m.findtext("comment"): m.findtext("translation") for m in root.iter("message")}
    assert found == {key: entry["zh"] for key, entry in TEXTS.items()}


@pytest.mark.usefixtures("_texts")
@pytest.mark.skipif(
    not Path(sys.executable).with_name("pyside6-lrelease").exists(), reason="no lrelease"
)
def test_a_changed_translation_replaces_the_text(linguist: ModuleType, tmp_path: Path) -> None:
    app.make_application()
    source = linguist.write(tmp_path)
    assert linguist.compile_ts(source, tmp_path).is_file()
    assert translations.load_qm("zh", tmp_path) == 0  # nothing was changed
    words = source.read_text("utf-8")
    assert words.count("重新推荐") >= 1
    source.write_text(words.replace("重新推荐", "再推荐一次"), encoding="utf-8")
    linguist.compile_ts(source, tmp_path)
    assert translations.load_qm("zh", tmp_path) >= 1
    assert TEXTS["action.again"]["zh"] == "再推荐一次"


@pytest.mark.logs
@pytest.mark.usefixtures("_texts")
@pytest.mark.skipif(
    not Path(sys.executable).with_name("pyside6-lrelease").exists(), reason="no lrelease"
)
def test_a_translation_that_cannot_be_filled_is_left_out(
    linguist: ModuleType, tmp_path: Path
) -> None:
    app.make_application()
    source = linguist.write(tmp_path)
    words = source.read_text("utf-8").replace("已保存 {path}<", "已保存 {pfad}<")
    source.write_text(words, encoding="utf-8")
    linguist.compile_ts(source, tmp_path)
    before = TEXTS["notice.saved"]["zh"]
    translations.load_qm("zh", tmp_path)
    assert TEXTS["notice.saved"]["zh"] == before


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    assert translations.load_qm("zh", tmp_path) == 0
