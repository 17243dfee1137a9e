"""The guides say what the program does, in both languages, and the how-to works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.gui.scripted import ScriptedBackend
from vizapp.components.catalogue import catalogue
from vizapp.core import paths
from vizapp.core.language import Lang, has_cjk
from vizapp.core.settings import Settings
from vizapp.gui import app, guides, theme
from vizapp.gui.actions import ACTIONS, EXPORT_SUFFIXES
from vizapp.gui.controller import Controller
from vizapp.gui.guides import page_text, picture
from vizapp.gui.texts import TEXTS
from vizapp.gui.values import Notice
from vizapp.gui.widgets.reader import Reader, slug
from vizapp.gui.window import MainWindow

LANGS = ("zh", "en")
PAGES = tuple(guides.PAGES.values())
MAX_PICTURES, MAX_BYTES = 12, 2_500_000  # per language; of all
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_KEYS = re.compile(r"`((?:Ctrl|Shift|Alt)\+[^`]*|F\d+|Esc)`")


@pytest.fixture(scope="module")
def docs(root: Path) -> Iterator[Any]:
    """The script that makes the guides' pictures and tables."""
    sys.path.insert(0, str(root / "packaging"))
    module: ModuleType = __import__("docs")
    yield module
    sys.path.remove(str(root / "packaging"))
    del sys.modules["docs"]


def _headings(markdown: str) -> list[tuple[int, str]]:
    found = re.findall(r"^(#+) (.+)$", re.sub(r"```.*?```", "", markdown, flags=re.S), re.M)
    return [(len(marks), heading) for marks, heading in found]


def _bare(title: str) -> str:
    return re.sub(r"[:：]?\s*\{.*", "", title).rstrip("…?？:： ")


def _resolves(root: Path, file: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (file.parent / name).resolve() if name else file
    if not path.is_file() or not path.is_relative_to(root):
        return False
    return not anchor or anchor in [slug(h) for _, h in _headings(path.read_text("utf-8"))]


# -- what the pages say ---------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(page: str) -> None:
    shapes = []
    for lang in LANGS:
        said = page_text(page, lang)
        shapes.append(
            (
                [level for level, _ in _headings(said)],
                [Path(target).name.replace(f"-{lang}.", ".") for _, target in _IMAGE.findall(said)],
                len(_LINK.findall(said)),
                len(re.findall(r"^\|", said, re.M)),
                len(re.findall(r"^- |^\d\. ", said, re.M)),
                _KEYS.findall(said),
                re.findall(r"`(?:vizapp|--)[^`]*`", said),
            )
        )
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("page", PAGES)
def test_each_language_is_written_as_it_is_written(page: str) -> None:
    assert not has_cjk(page_text(page, "en"))
    said = re.sub(r"`[^`]*`|\]\([^)]*\)", "", page_text(page, "zh"))
    assert not re.search(r"[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]", said)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_lead_somewhere(root: Path, page: str, lang: str) -> None:
    said = page_text(page, lang)
    file = paths.resources() / "docs" / f"{page}.{lang}.md"
    for words, target in _LINK.findall(said):
        assert _resolves(root, file, target), target
        assert words.strip()
    for words, target in _IMAGE.findall(said):
        assert (file.parent / target).is_file(), target
        assert words.strip()
        assert f"-{lang}.png" in target


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_in_bold_or_a_shortcut_is_in_the_window(page: str, lang: str) -> None:
    known = {_bare(entry[lang]) for entry in TEXTS.values()}
    for said in _BOLD.findall(page_text(page, lang)):
        if said[-1] not in ".。":  # which begins a paragraph
            assert _bare(said.strip('“”"')) in known, said
    shortcuts = {action.shortcut for action in ACTIONS}
    for keys in _KEYS.findall(page_text(page, lang)):
        assert keys in shortcuts, keys


@pytest.mark.parametrize("lang", LANGS)
def test_the_tables_are_those_of_the_program(docs: Any, lang: str) -> None:
    said = page_text("guide", lang)
    assert docs.with_tables(said, lang) == said, "run packaging/docs.py tables"
    assert all(f"| `{a.shortcut}` |" in said for a in ACTIONS if a.shortcut)
    assert all(f"| {component.title[lang]} |" in said for component in catalogue().values())
    with pytest.raises(LookupError):
        docs.with_tables("# A page without tables\n", lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_format_of_the_export_is_named(lang: str) -> None:
    said = page_text("guide", lang).lower()
    assert [suffix for suffix in EXPORT_SUFFIXES if suffix not in said] == []


def test_the_pictures_are_few_small_and_all_shown(docs: Any) -> None:
    found = sorted((paths.resources() / "docs" / "images").iterdir())
    assert sum(path.stat().st_size for path in found) <= MAX_BYTES
    for lang in LANGS:
        own = [path.name for path in found if path.stem.endswith(f"-{lang}")]
        shown = {
            Path(target).name
            for page in PAGES
            for _, target in _IMAGE.findall(page_text(page, lang))
        }
        assert set(own) == shown
        assert len(own) <= MAX_PICTURES
        assert {name.removesuffix(f"-{lang}.png") for name in own} <= set(docs.STATES)


def test_fewer_colors_keep_the_frequent_ones_and_the_size(docs: Any) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    for x in range(64):
        for y in range(8):
            image.setPixel(x, y, (x * 4) << 16 | y * 30)
    small = docs.fewer_colors(image)
    assert (small.width(), small.height(), small.format()) == (
        64,
        64,
        QImage.Format.Format_Indexed8,
    )
    assert len(small.colorTable()) == 255
    assert small.pixelColor(40, 40).name() == "#ffffff"
    apart = [
        abs(small.pixelColor(x, y).red() - image.pixelColor(x, y).red())
        for x in range(64)
        for y in range(8)
    ]
    assert max(apart) <= 40


# -- the page for developers ------------------------------------------------------------


@pytest.fixture(scope="module")
def architecture(root: Path) -> str:
    return (root / "packaging" / "ARCHITECTURE.md").read_text("utf-8")


def test_the_architecture_names_what_exists(root: Path, architecture: str) -> None:
    file = root / "packaging" / "ARCHITECTURE.md"
    for _, target in _LINK.findall(architecture):
        assert _resolves(root, file, target), target
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_*]+(?:\.py|\.md)?)`", architecture)
    assert len(named) > 20
    for name in named:
        assert any(list(base.glob(name)) for base in (root, root / "vizapp")), name


def test_the_how_to_makes_a_component_that_everything_knows(root: Path, architecture: str) -> None:
    section = architecture.partition("## How to add a chart component in 30 lines")[2]
    blocks = re.findall(r"```python\n(.*?)```", section, re.S)
    declaration, drawing = blocks
    lines = [line for line in declaration.splitlines() if line and "import" not in line]
    assert len(lines) <= 30
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", str(root / "tests" / "guides_component.py")],
        input=json.dumps([declaration, drawing]),
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found.pop("name") not in catalogue()
    assert found.pop("drawn") == ["Oslo", "Rome", "Lima", "Cairo"]
    assert "missing" in found.pop("breaches")
    assert found.pop("shelves") == ["category", "measure"]
    assert set(found) == {
        *("schema", "grammar", "prompt", "token", "guide", "valid"),
        *("fits", "lacks", "rules"),
    }
    assert [name for name, holds in found.items() if holds is not True] == []


# -- the privacy page -------------------------------------------------------------------


def test_the_window_refuses_connections_as_the_page_says(root: Path, tmp_path: Path) -> None:
    code = """
import socket
from vizapp.gui import app
from vizapp.offline import NetworkRefusedError

def attempt(documents):
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    except NetworkRefusedError:
        raise SystemExit("refused")

app.Shell = attempt  # in the place of the window
app.main()
"""
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, "PYTHONPATH": str(root), "VIZAPP_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.stderr.strip() == "refused"


def test_the_folders_of_the_privacy_page_are_those_of_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("VIZAPP_CONFIG_DIR", "VIZAPP_MODELS_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for system in ("linux", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        for folder in (paths.user_config(), paths.user_state(), paths.user_models()):
            named = f"`~/{folder.relative_to(tmp_path).as_posix()}`"
            assert all(named in page_text("privacy", lang) for lang in LANGS), named


# -- the reader -------------------------------------------------------------------------


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    app.make_application()
    made = Reader(picture)
    qtbot.addWidget(made)
    made.show_texts({page: page_text(page, "en") for page in PAGES}, "en")
    made.show()
    return made


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    running = app.make_application()
    chosen = Settings(lang="en", theme="light")
    controller = Controller(ScriptedBackend(), chosen, save=lambda _: None)
    made = MainWindow(controller)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    assert controller.close()
    theme.apply(running, "light")


def test_f1_opens_the_guide_which_follows_language_and_theme(window: MainWindow) -> None:
    guide = window.actions_by_id["guide"]
    assert guide.shortcut().toString() == "F1"
    assert {guide, window.actions_by_id["security"]} < set(window.help_menu.actions())
    guide.trigger()
    reader = window.findChild(Reader)
    assert isinstance(reader, Reader)
    assert reader.isVisible()
    assert "User guide" in reader.windowTitle()
    window.controller.set_lang("zh")
    assert "使用指南" in reader.windowTitle()
    assert "第一张图表" in reader.page.toPlainText()
    window.controller.set_theme("dark")
    formats = reader.page.document().allFormats()
    links = [f.toCharFormat() for f in formats if f.isCharFormat() and f.toCharFormat().isAnchor()]
    assert {link.foreground().color().name() for link in links} == {theme.DARK.accent}
    window.actions_by_id["security"].trigger()
    assert window.findChildren(Reader) == [reader]
    assert "安全与隐私" in reader.windowTitle()


@pytest.mark.parametrize("lang", LANGS)
def test_the_licences_are_those_of_this_installation(
    lang: Lang, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (root / "packaging" / "THIRD_PARTY.md").read_text("utf-8")
    assert listed.partition("\n\n")[2].strip() in guides.licences_text(lang)
    folder = tmp_path / "vizapp" / "licences"
    folder.mkdir(parents=True)
    (folder / "NOTICES.txt").write_text("What others made\n=====\n\n- a 1.0: MIT\n", "utf-8")
    monkeypatch.setattr(paths, "root", lambda: tmp_path / "vizapp" / "_internal")
    said = guides.licences_text(lang)
    assert said.endswith("\n\n- a 1.0: MIT\n")
    assert f"`{folder}`" in said
    assert "LGPL" in said


def test_the_licences_open_from_the_help_menu(window: MainWindow) -> None:
    action = window.actions_by_id["licences"]
    assert action in window.help_menu.actions()
    action.trigger()
    reader = window.findChild(Reader)
    assert isinstance(reader, Reader)
    assert "Open-source licences" in reader.windowTitle()
    assert "vl-convert-python" in reader.page.toPlainText()


def test_contents_and_pictures_are_those_of_the_page(reader: Reader) -> None:
    titles = [reader.contents.item(i).text().strip() for i in range(reader.contents.count())]
    assert titles == [h for level, h in _headings(page_text("guide", "en")) if level > 1]
    width = reader.page.viewport().width()
    assert reader.page.document().idealWidth() <= width + 1
    image = reader.page.loadResource(2, QUrl("images/ready-en.png"))
    assert isinstance(image, QImage)
    assert 0 < image.deviceIndependentSize().width() <= width


def test_a_chapter_and_a_link_scroll_to_their_heading(reader: Reader) -> None:
    bar = reader.page.verticalScrollBar()
    places = []
    for row in (0, 5, 10):
        reader.contents.setCurrentRow(row)
        places.append(bar.value())
    assert places == sorted(set(places))
    bar.setValue(0)
    reader.page.anchorClicked.emit(QUrl("#open-a-table"))
    assert bar.value() > 100
    reader.page.anchorClicked.emit(QUrl("privacy.en.md"))
    assert "Security and privacy" in reader.windowTitle()
    reader.page.anchorClicked.emit(QUrl("https://example.org/"))  # leads nowhere
    assert "Security and privacy" in reader.windowTitle()


def test_words_are_found_and_walked_through(reader: Reader, qtbot: QtBot) -> None:
    reader.turn("privacy")
    n = page_text("privacy", "en").lower().count("team server")
    assert n > 1
    qtbot.keyClicks(reader.search, "team server")
    assert reader.found.text() == f"1 of {n}"
    qtbot.keyClick(reader.search, "\r")
    assert reader.found.text() == f"2 of {n}"
    reader.previous.click()
    reader.previous.click()
    assert reader.found.text() == f"{n} of {n}"
    qtbot.keyClicks(reader.search, " that nobody wrote")
    assert reader.found.text() == "Nothing found"
    assert not reader.next.isEnabled()


def test_a_missing_guide_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said: list[Notice] = []
    shared = SimpleNamespace(lang="en")
    window = SimpleNamespace(
        controller=SimpleNamespace(shared=shared), notice=SimpleNamespace(show_notice=said.append)
    )
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert guides.open_page(cast("MainWindow", window), "guide") is None
    assert [notice.key for notice in said] == ["notice.no_guide"]
    assert str(tmp_path) in said[0].fields["path"]


def test_pictures_come_from_the_guides_folder_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    assert QImage(4, 4, QImage.Format.Format_RGB32).save(str(outside))
    assert not picture("images/ready-en.png").isNull()
    assert picture("../icons/vizapp-64.png").isNull()
    assert picture(str(outside)).isNull()
