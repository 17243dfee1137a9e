"""Qt's own words follow the window's language; the texts survive Qt Linguist."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from vizapp.core.language import Lang
from vizapp.core.settings import Settings
from vizapp.gui import app, preferences, translations
from vizapp.gui.texts import PLURALS, TEXTS, count, text
from vizapp.gui.window import MainWindow


@pytest.fixture
def _texts() -> Iterator[None]:
    before = {key: dict(entry) for key, entry in TEXTS.items()}
    yield
    for key, entry in before.items():
        TEXTS[key].update(entry)
    PLURALS.clear()


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


needs_lrelease = pytest.mark.skipif(
    not Path(sys.executable).with_name("pyside6-lrelease").exists(), reason="no lrelease"
)


@pytest.mark.parametrize("lang", translations.LANGUAGES)
def test_the_linguist_files_hold_every_text_as_it_is(root: Path, lang: Lang) -> None:
    path = root / "resources" / "translations" / f"vizapp_{lang}.ts"
    content = path.read_text("utf-8")
    assert content == translations.to_ts(lang), "run python packaging/linguist.py"
    tree = ET.fromstring(content.split("<!DOCTYPE TS>")[1])
    plain = [m for m in tree.iter("message") if m.get("numerus") is None]
    keyed = [m for m in plain if m.find("comment") is not None]  # the others are Qt's
    found = {m.findtext("comment"): m.findtext("translation") for m in keyed}
    assert found == {key: entry[lang] for key, entry in TEXTS.items()}


def test_words_that_follow_a_count_have_a_form_per_number() -> None:
    tree = ET.fromstring(translations.to_ts("en").split("<!DOCTYPE TS>")[1])
    forms = {
        m.findtext("comment"): [form.text for form in m.iter("numerusform")]
        for m in tree.iter("message")
        if m.get("numerus") == "yes"
    }
    assert forms["row|rows"] == ["%n row", "%n rows"]
    used = {pair for entry in TEXTS.values() for pair in translations.plurals_of(entry["en"])}
    assert set(forms) == used


@needs_lrelease
def test_the_compiled_files_are_of_these_texts(
    root: Path, linguist: ModuleType, tmp_path: Path
) -> None:
    folder = root / "resources" / "translations"
    for lang in translations.LANGUAGES:
        made = linguist.compile_ts(folder / f"vizapp_{lang}.ts", tmp_path)
        assert made.read_bytes() == (folder / made.name).read_bytes(), (
            "run python packaging/linguist.py"
        )


@pytest.mark.usefixtures("_texts")
def test_the_window_speaks_the_compiled_files() -> None:
    app.make_application()
    assert translations.load_qm() == 0  # they say what the tables say
    TEXTS["action.again"]["zh"], TEXTS["action.again"]["en"] = "旧的", "Recommend again"
    assert translations.load_qm() == 1
    assert TEXTS["action.again"]["zh"] == "重新推荐"


@needs_lrelease
@pytest.mark.usefixtures("_texts")
def test_changed_words_replace_the_texts(linguist: ModuleType, tmp_path: Path) -> None:
    app.make_application()
    chinese, english = linguist.write(tmp_path)
    change(chinese, "重新推荐", "再推荐一次")
    change(english, "<numerusform>%n row<", "<numerusform>%n record<")
    change(english, "<numerusform>%n rows<", "<numerusform>%n records<")
    for source in (chinese, english):
        linguist.compile_ts(source, tmp_path)
    assert translations.load_qm(tmp_path) == 2
    assert TEXTS["action.again"]["zh"] == "再推荐一次"
    said = [text("table.first", "en", shown=count(1), rows=count(n)) for n in (1, 2)]
    assert said == ["first 1 of 1 record", "first 1 of 2 records"]


@pytest.mark.logs
@needs_lrelease
@pytest.mark.usefixtures("_texts")
def test_a_translation_that_cannot_be_filled_is_left_out(
    linguist: ModuleType, tmp_path: Path
) -> None:
    app.make_application()
    source = linguist.write(tmp_path)[0]
    change(source, "已保存 {path}<", "已保存 {pfad}<")
    linguist.compile_ts(source, tmp_path)
    before = TEXTS["notice.saved"]["zh"]
    translations.load_qm(tmp_path)
    assert TEXTS["notice.saved"]["zh"] == before
    with pytest.raises(ValueError, match=r"notice\.saved"):
        linguist.take(source, tmp_path)


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    assert translations.load_qm(tmp_path) == 0


def test_what_a_translator_changed_comes_back_into_the_tables(
    root: Path, linguist: ModuleType, tmp_path: Path
) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for path in (root / "vizapp" / "gui").glob("texts*.py"):
        shutil.copy(path, tables)
    chinese, english = linguist.write(tmp_path)
    assert linguist.take(chinese, tables) == []
    long = "数据不会离开这台电脑" * 12
    change(chinese, "数据不会离开这台电脑：模型在本机运行，不联网。", long)
    change(chinese, "重新推荐<", "再“推荐”一次<")
    assert linguist.take(chinese, tables) == ["action.again", "welcome.private"]
    change(english, "<numerusform>%n rows<", "<numerusform>%n records<")
    assert linguist.take(english, tables) == ["reading.header_rows", "table.first", "table.size"]
    sources = {path.name: path.read_text("utf-8") for path in tables.iterdir()}
    assert "再“推荐”一次" in sources["texts.py"]
    assert "{rows:row|records}" in sources["texts.py"]
    taken: dict[str, object] = {}
    code = sources["texts.py"].partition("    **START_TEXTS")[0] + "}"
    exec(compile(code, "texts.py", "exec"), taken)
    table = taken["TEXTS"]
    assert isinstance(table, dict)
    assert table["welcome.private"]["zh"] == long
    assert table["welcome.private"]["en"] == TEXTS["welcome.private"]["en"]


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("first", "lang"), [("zh-Hans-CN", "zh"), ("de-DE", "en"), (None, "en")])
def test_the_window_begins_in_the_language_of_the_systems_windows(
    monkeypatch: pytest.MonkeyPatch, first: str | None, lang: str
) -> None:
    class Speaking:
        @staticmethod
        def system() -> Speaking:
            return Speaking()

        def uiLanguages(self) -> list[str]:  # noqa: N802 - Qt's name
            return [first] if first else []

    monkeypatch.setattr(preferences, "QLocale", Speaking)
    assert preferences.Preferences(Settings(), save=lambda values: None).lang == lang


def test_a_file_dialog_of_qt_speaks_one_language(qapp: QApplication) -> None:
    translations.speak(qapp, "zh")
    try:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert len(said) == 3
        assert all(any("一" <= char <= "鿿" for char in text) for text in said), said
        folder = QCoreApplication.translate("QAbstractFileIconProvider", "Folder", "any")
        assert folder == "文件夹"
    finally:
        translations.speak(qapp, "en")
    assert QCoreApplication.translate("QFileDialog", "&Look in:") == "&Look in:"
