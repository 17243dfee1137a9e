"""Tabs, the clipboard, projects and the palette, through the program's window."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.scripted import ScriptedBackend
from tests.gui.test_window import drop
from vizapp.core import paths
from vizapp.core.settings import Settings
from vizapp.gui import app
from vizapp.gui.actions import ACTIONS
from vizapp.gui.documents import Documents
from vizapp.gui.pasting import pasted_table
from vizapp.gui.preferences import Preferences
from vizapp.gui.shell import Shell
from vizapp.gui.texts import text
from vizapp.gui.widgets.palette import Command, matches, titles_of
from vizapp.gui.window import MINIMUM
from vizapp.project import load_project

Wait = Callable[[Callable[[], object]], None]
MakeShell = Callable[..., Shell]


@pytest.fixture
def make_shell(qtbot: QtBot, backend: ScriptedBackend) -> Iterator[MakeShell]:
    made: list[Shell] = []
    app.make_application()

    def make(settings: Settings | None = None) -> Shell:
        saved: list[Settings] = []
        chosen = settings or Settings(lang="en", theme="light")
        shell = Shell(Documents(backend, Preferences(chosen, saved.append)))
        made.append(shell)
        qtbot.addWidget(shell)
        shell.resize(1280, 800)
        shell.show()
        shell.begin()
        return shell

    yield make
    for shell in made:
        shell.close()
        assert shell.documents.close(), "a job's thread did not end"


@pytest.fixture
def shell(make_shell: MakeShell) -> Shell:
    return make_shell()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = []
    for name in ("sales", "库存 & 退货", "orders"):
        found.append(tmp_path / f"{name}.csv")
        found[-1].write_text("月份,销售额\n2024-01,82.5\n", encoding="utf-8")
    return found


def ready(shell: Shell) -> Callable[[], bool]:
    def holds() -> bool:
        c = shell.page.controller
        return c.state == "ready" and c.drawing is not None

    return holds


def titles(shell: Shell) -> list[str]:
    return [shell.tabs.tabText(i) for i in range(shell.tabs.count())]


# -- tabs ---------------------------------------------------------------------------


def test_one_document_needs_no_tabs(shell: Shell, files: Sequence[Path], wait: Wait) -> None:
    assert shell.tabs.count() == 1
    assert not shell.tabs.isVisible()
    shell.open_files(files[:1])
    wait(ready(shell))
    assert not shell.tabs.isVisible()
    assert shell.windowTitle().startswith("sales")


def test_several_dropped_files_become_tabs_that_load_when_shown(
    shell: Shell, backend: ScriptedBackend, files: Sequence[Path], wait: Wait
) -> None:
    drop(shell.page, *(QUrl.fromLocalFile(str(path)) for path in files))
    wait(ready(shell))
    assert titles(shell) == ["sales", "库存 && 退货", "orders"]
    assert shell.tabs.isVisible()
    assert len(backend.requests) == 1
    shell.tabs.setCurrentIndex(1)
    wait(ready(shell))
    assert len(backend.requests) == 2
    assert shell.windowTitle().startswith("库存 & 退货")
    shell.step_tab(-1)
    assert shell.page.controller.table is not None
    assert shell.page.controller.table.name == "sales"
    assert len(backend.requests) == 2


def test_a_second_file_leaves_the_first_one_open(
    shell: Shell, files: Sequence[Path], wait: Wait
) -> None:
    shell.open_files(files[:1])
    wait(ready(shell))
    shell.page.open_files(files[2:])
    wait(ready(shell))
    assert titles(shell) == ["sales", "orders"]


def test_a_tab_keeps_its_answer_and_works_on_while_another_is_shown(
    shell: Shell, backend: ScriptedBackend, files: Sequence[Path], wait: Wait
) -> None:
    backend.hold_after = 3
    shell.open_files(files[:1])
    first = shell.page
    wait(lambda: first.controller.state == "reasoning")
    shell.new_tab()
    backend.hold_after = None
    assert shell.page is not first
    shell.page.controller.open(files[1])
    wait(ready(shell))
    assert first.controller.state == "reasoning"
    shell.step_tab(1)
    assert shell.page is first
    first.controller.again()
    wait(ready(shell))
    assert not first.chart.image().isNull()


def test_closing_tabs_never_leaves_an_empty_window_and_reopens_the_last(
    shell: Shell, backend: ScriptedBackend, files: Sequence[Path], wait: Wait
) -> None:
    shell.open_files(files[:2])
    wait(ready(shell))
    shell.page.controller.recommend("top 5")
    wait(lambda: len(backend.requests) == 2 and ready(shell)())
    shell.close_tab()
    wait(ready(shell))
    shell.close_tab()
    assert titles(shell) == [text("tab.new", "en")]
    assert shell.page.pages.currentWidget() is shell.page.welcome
    asked = len(backend.requests)
    shell.reopen_tab()
    wait(ready(shell))
    shell.reopen_tab()
    wait(ready(shell))
    assert titles(shell) == ["库存 && 退货", "sales"]
    assert shell.page.controller.ask_text == "top 5"
    assert len(backend.requests) == asked  # the answers came back without the model


def test_a_closed_tab_lets_go_of_its_table(shell: Shell, files: Sequence[Path], wait: Wait) -> None:
    shell.open_files(files[:2])
    wait(ready(shell))
    table = weakref.ref(shell.page.controller.table)
    shell.close_tab()

    def is_gone() -> bool:
        gc.collect()
        return table() is None

    wait(is_gone)


def test_tabs_can_be_moved(shell: Shell, files: Sequence[Path], wait: Wait) -> None:
    shell.open_files(files)
    wait(ready(shell))
    shell.tabs.moveTab(0, 2)
    assert [d.title for d in shell.documents.all] == ["库存 & 退货", "orders", "sales"]
    shell.tabs.setCurrentIndex(0)
    wait(ready(shell))
    assert shell.windowTitle().startswith("库存")


def test_language_and_theme_are_those_of_all_tabs(
    shell: Shell, files: Sequence[Path], wait: Wait
) -> None:
    shell.open_files(files[:1])
    first = shell.page
    shell.new_tab()
    shell.page.controller.set_lang("zh")
    assert first.controller.lang == "zh"
    assert first.columns.title.text() == text("columns.title", "zh")
    assert titles(shell)[1] == text("tab.new", "zh")
    wait(lambda: first.controller.state == "ready")
    shell.step_tab(-1)
    said: list[bool] = []
    first.controller.look_changed.connect(lambda: said.append(True))
    shell.close_tab()
    shell.page.controller.set_lang("en")
    assert said == []  # a closed tab hears of nothing more


def test_every_action_of_the_tabs_has_its_shortcut(
    shell: Shell, files: Sequence[Path], wait: Wait, qtbot: QtBot
) -> None:
    shell.open_files(files[:2])
    wait(ready(shell))
    shell.page.actions_by_id["next_tab"].trigger()
    wait(ready(shell))
    assert shell.windowTitle().startswith("库存")
    shell.page.actions_by_id["close_tab"].trigger()
    assert titles(shell) == ["sales"]
    shell.page.actions_by_id["new_tab"].trigger()
    assert shell.tabs.count() == 2
    with qtbot.waitSignal(shell.destroyed, timeout=1, raising=False):
        shell.page.actions_by_id["quit"].trigger()
    assert not shell.isVisible()


# -- the clipboard ------------------------------------------------------------------


def mime(plain: str = "", page: str = "") -> QMimeData:
    made = QMimeData()
    if plain:
        made.setText(plain)
    if page:
        made.setHtml(page)
    return made


SHEET = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</table></html>'


@pytest.mark.parametrize(
    ("clip", "suffix", "content"),
    [
        (mime("月份\t销售额\n1月\t3\n"), ".tsv", "月份\t销售额"),
        (mime("a,b\n1,2\n"), ".csv", "a,b"),
        (mime("a\tb\n1\t2\n", SHEET), ".tsv", "a\tb"),
        (mime("a b 1 2", "<p>x</p><TABLE><tr><td>a<td>b</TABLE>"), ".html", "<TABLE>"),
    ],
)
def test_what_the_clipboard_holds_becomes_a_file(
    clip: QMimeData, suffix: str, content: str
) -> None:
    found = pasted_table(clip)
    assert found is not None
    assert found[1] == suffix
    assert content in found[0].decode("utf-8")


@pytest.mark.parametrize(
    "clip", [mime(), mime("word"), mime("one line, no table"), mime(page="<p>x")]
)
def test_a_clipboard_without_a_table_is_none(clip: QMimeData) -> None:
    assert pasted_table(clip) is None


def test_pasting_opens_a_table_that_is_not_a_recent_file(
    shell: Shell, wait: Wait, files: Sequence[Path]
) -> None:
    QGuiApplication.clipboard().setText("月份\t销售额\n1月\t3\n")
    shell.page.actions_by_id["paste"].trigger()
    wait(ready(shell))
    table = shell.page.controller.table
    assert table is not None
    assert table.name == text("paste.name", "en")
    shell.paste()
    wait(lambda: len(shell.documents.all) == 2 and shell.page.controller.table)
    assert titles(shell) == [table.name, f"{table.name} 2"]
    shell.close_tab()
    assert table.path is not None
    assert table.path.read_text("utf-8") == "月份\t销售额\n1月\t3\n"
    assert shell.page.controller.recent_files == ()
    QGuiApplication.clipboard().setText("nothing")
    shell.paste()
    assert shell.page.notice.label.text() == text("notice.nothing_to_paste", "en")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(files[0]))])
    shell.opener.paste(copied)
    wait(ready(shell))
    assert titles(shell) == ["Clipboard", "sales"]


# -- projects -----------------------------------------------------------------------


def test_a_project_is_saved_and_opened_without_the_model(
    shell: Shell,
    backend: ScriptedBackend,
    files: Sequence[Path],
    wait: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell.open_files(files[:1])
    wait(ready(shell))
    page = shell.page
    page.columns.type_chosen.emit("orders", "STR")
    wait(lambda: len(backend.requests) == 2 and ready(shell)())
    page.controller.recommend("top 5")
    wait(lambda: len(backend.requests) == 3 and ready(shell)())
    page.controller.select(1)
    page.bar.ask.edit.setText("and by mon")
    asked: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filters: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.actions_by_id["save"].trigger()
    target = tmp_path / "mine.vizapp"
    wait(target.exists)
    wait(lambda: page.notice.isVisible())
    assert asked == [str(files[0].with_name("sales.vizapp"))]
    assert str(target) in page.notice.label.text()
    assert load_project(target).choices.types == (("orders", "STR"),)
    page.actions_by_id["save"].trigger()  # the same file again
    assert len(asked) == 1
    wait(lambda: shell.page.controller.recent_files[0] == target)
    shown, entries = page.controller.editing.chart, page.controller.editing.history.entries
    shell.close_tab()
    files[0].unlink()
    requests = len(backend.requests)
    shell.open_files([target])
    wait(ready(shell))
    page = shell.page
    assert len(backend.requests) == requests
    assert page.controller.ask_text == "top 5"
    assert page.controller.selected == 1
    assert page.controller.editing.chart == shown
    assert page.controller.editing.history.entries == entries
    assert backend.choices[-1].types == (("orders", "STR"),)
    assert page.reasoning.view.thought
    assert len(page.alternatives.cards) == 3
    assert titles(shell) == ["mine"]


def test_an_export_from_a_project_begins_beside_its_file(
    shell: Shell,
    files: Sequence[Path],
    wait: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell.open_files(files[:1])
    wait(ready(shell))
    document = shell.documents.current
    assert document is not None
    target = tmp_path / "work" / "mine.vizapp"
    target.parent.mkdir()
    shell.opener.save(document, target)
    wait(lambda: document.project_path == target)
    shell.close_tab()
    files[0].unlink()  # the copy in the project is read
    shell.open_files([target])
    wait(ready(shell))
    asked: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filters: str) -> tuple[str, str]:
        asked.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page = shell.page
    page.actions_by_id["export_png"].trigger()
    page.chooser._on_export("pdf")
    page.actions_by_id["save_as"].trigger()
    assert len(asked) == 3
    assert {Path(name).parent for name in asked} == {target.parent}


def test_a_project_that_is_damaged_is_said(shell: Shell, tmp_path: Path, wait: Wait) -> None:
    path = tmp_path / "a.vizapp"
    path.write_bytes(b"PK broken")
    shell.open_files([path])
    wait(lambda: shell.page.controller.state == "failed")
    assert "damaged" in shell.page.error.message.text()


def test_a_save_that_fails_is_said(
    shell: Shell, files: Sequence[Path], wait: Wait, tmp_path: Path
) -> None:
    shell.open_files(files[:1])
    wait(ready(shell))
    assert shell.documents.current is not None
    shell.opener.save(shell.documents.current, files[1] / "under a file.vizapp")
    wait(lambda: shell.page.notice.isVisible())
    assert "cannot be written" in shell.page.notice.label.text()
    assert shell.documents.current.project_path is None


# -- coming back --------------------------------------------------------------------


def test_the_next_start_offers_what_was_open(
    make_shell: MakeShell, backend: ScriptedBackend, files: Sequence[Path], wait: Wait
) -> None:
    first = make_shell()
    first.open_files(files)
    wait(ready(first))
    for ask in ("as bars", "by region"):
        n = len(backend.requests) + 1
        first.page.controller.recommend(ask)
        wait(lambda n=n: len(backend.requests) == n and ready(first)())
    first.page.bar.ask.edit.setText("half a quest")
    turns = first.page.editor.talking.turns
    assert [turn.ask for turn in turns] == ["as bars", "by region"]
    first.close()
    files[0].unlink()
    asked = len(backend.requests)
    second = make_shell()
    offer = second.page.welcome._offer
    wait(lambda: offer.isVisible())
    assert "sales, 库存 & 退货, orders" in offer.label.text()
    offer.restore.click()
    wait(ready(second))
    assert titles(second) == ["sales", "库存 && 退货", "orders"]
    assert len(backend.requests) == asked
    assert second.page.bar.ask.edit.text() == "half a quest"
    assert second.page.editor.talking.turns == turns
    assert second.page.controller.table is not None
    assert second.page.controller.table.path == files[0]
    assert not second.page.welcome._offer.isVisible()
    second.step_tab(1)
    wait(ready(second))
    assert len(backend.requests) == asked + 1  # it had never been asked


def test_a_project_that_comes_back_is_saved_to_its_file(
    make_shell: MakeShell, files: Sequence[Path], wait: Wait, tmp_path: Path
) -> None:
    first = make_shell()
    first.open_files(files[:1])
    wait(ready(first))
    document = first.documents.current
    assert document is not None
    target = tmp_path / "mine.vizapp"
    first.opener.save(document, target)
    wait(lambda: document.project_path == target)
    assert load_project(target).saved_as == ""  # it may be handed to somebody else
    first.close_tab()
    first.reopen_tab()
    wait(ready(first))
    assert titles(first) == ["mine"]
    first.close()
    second = make_shell()
    wait(lambda: second.page.welcome._offer.isVisible())
    second.page.welcome._offer.restore.click()
    wait(ready(second))
    assert second.documents.current is not None
    assert second.documents.current.project_path == target
    before = target.stat().st_mtime_ns
    second.save(anew=False)  # without asking for a name
    wait(lambda: target.stat().st_mtime_ns > before)


def test_what_was_discarded_is_not_offered_again(
    make_shell: MakeShell, files: Sequence[Path], wait: Wait
) -> None:
    first = make_shell()
    first.open_files(files[:1])
    wait(ready(first))
    first.close()
    second = make_shell()
    wait(lambda: second.page.welcome._offer.isVisible())
    second.page.welcome._offer.discard.click()
    assert not second.page.welcome._offer.isVisible()
    second.close()
    assert list((paths.user_state() / "sessions").iterdir()) == []


def test_where_nothing_was_left_restoring_says_so(shell: Shell) -> None:
    shell.page.actions_by_id["restore_session"].trigger()
    assert shell.page.notice.label.text() == text("notice.nothing_kept", "en")


def test_a_closed_tab_does_not_come_back_by_itself(
    make_shell: MakeShell, files: Sequence[Path], wait: Wait
) -> None:
    first = make_shell()
    first.open_files(files[:2])
    wait(ready(first))
    first.close_tab()
    wait(ready(first))
    first.close()
    second = make_shell()
    offer = second.page.welcome._offer
    wait(lambda: offer.isVisible())
    assert "库存" in offer.label.text()
    assert "sales" not in offer.label.text()


def test_window_and_splitters_are_where_they_were(
    make_shell: MakeShell, backend: ScriptedBackend, wait: Wait, qtbot: QtBot
) -> None:
    shell = make_shell()
    shell.resize(MINIMUM.width(), 660)  # no wider: the screen of the tests is small
    shell.page.splitter.setSizes([420, 500, 300])
    shell.page.splitter.splitterMoved.emit(420, 1)
    wait(lambda: shell.documents.preferences.values.splitters)
    state = bytes(shell.page.splitter.saveState().data())
    size = shell.size()
    shell.close()
    documents = Documents(backend, Preferences(shell.documents.preferences.values, lambda _: None))
    other = Shell(documents)
    qtbot.addWidget(other)
    assert other.size() == size != Shell.default_size()
    assert bytes(other.page.splitter.saveState().data()) == state
    other.close()
    assert documents.close()


def test_recent_files_show_their_last_chart(
    make_shell: MakeShell, files: Sequence[Path], wait: Wait
) -> None:
    first = make_shell()
    first.open_files(files[:1])
    wait(ready(first))
    wait(lambda: files[0] in first._pictures)
    kept = first.documents.preferences.values
    first.close()
    other = paths.user_state() / "pictures" / f"{'0' * 32}.png"
    other.write_bytes(b"of a file that is no longer recent")
    second = make_shell(kept)
    wait(lambda: second.page.welcome._recent.cards[0].picture is not None)
    assert second.page.welcome._recent.cards[0].accessibleName() == str(files[0])
    assert not other.exists()
    second.page.welcome._recent.cards[0].click()
    wait(ready(second))
    assert titles(second) == ["sales"]


def test_a_recent_file_is_taken_off_the_list(make_shell: MakeShell, files: Sequence[Path]) -> None:
    shell = make_shell(Settings(lang="en", recent_files=tuple(str(path) for path in files)))
    shell.page.welcome._recent.cards[1].forget_asked.emit(files[1])
    assert [card.path for card in shell.page.welcome._recent.cards] == [files[0], files[2]]
    assert shell.documents.preferences.values.recent_files == (str(files[0]), str(files[2]))


def test_that_nothing_can_be_kept_is_said_once(
    make_shell: MakeShell, files: Sequence[Path], wait: Wait
) -> None:
    paths.user_state().parent.mkdir(parents=True, exist_ok=True)
    paths.user_state().write_text("a file stands where the folder should be")
    shell = make_shell()
    shell.open_files(files[:1])
    wait(ready(shell))
    wait(lambda: shell.page.notice.isVisible())
    assert "cannot be kept" in shell.page.notice.label.text()
    shell.page.notice.show_notice(None)
    shell.page.bar.ask.edit.setText("more")
    assert shell.keeper._pool.finish()
    assert not shell.page.notice.isVisible()


# -- the palette --------------------------------------------------------------------


def test_the_palette_finds_actions_in_both_languages() -> None:
    commands = [Command(a.id, titles_of(a, "en")) for a in ACTIONS]
    for query, found in (
        ("exp svg", "export_svg"),
        ("深浅", "toggle_dark"),
        ("newt", "new_tab"),
        ("粘贴", "paste"),
        ("svp", "save"),
    ):
        assert matches(query, commands)[0].id == found, query
    assert matches("zzzz", commands) == []
    assert matches(" ", commands) == commands


def test_the_palette_runs_what_is_chosen_by_keys_alone(
    shell: Shell, files: Sequence[Path], wait: Wait, qtbot: QtBot
) -> None:
    shell.page.actions_by_id["palette"].trigger()
    box = shell.palette_box
    assert box.isVisible()
    offered = {box.list.item(i).text() for i in range(box.list.count())}
    assert text("action.new_tab", "en") in offered
    assert text("action.save", "en") not in offered  # there is no table yet
    qtbot.keyClicks(box.edit, "light or d")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert shell.documents.preferences.theme == "dark"
    shell.show_palette()
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.list.currentRow() == 1
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not box.isVisible()
    shell.documents.preferences.set_theme("light")


def test_escape_closes_the_palette_and_stops_nothing(
    shell: Shell, backend: ScriptedBackend, files: Sequence[Path], wait: Wait, qtbot: QtBot
) -> None:
    backend.hold_after = 3
    shell.open_files(files[:1])
    wait(lambda: shell.page.controller.state == "reasoning")
    shell.activateWindow()
    shell.show_palette()
    qtbot.keyClick(shell.palette_box.edit, Qt.Key.Key_Escape)
    assert not shell.palette_box.isVisible()
    assert shell.page.controller.state == "reasoning"


def test_the_palette_says_when_nothing_fits_and_gives_the_focus_back(
    shell: Shell, qtbot: QtBot
) -> None:
    shell.activateWindow()
    shell.page.bar.files.setFocus()
    shell.show_palette()
    box = shell.palette_box
    qtbot.keyClicks(box.edit, "qqq")
    assert box.list.count() == 0
    assert box.empty.isVisible()
    assert box.empty.text() == text("list.nothing", "en")
    box.edit.clear()
    assert not box.empty.isVisible()
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert shell.page.bar.files.hasFocus()


# -- speed --------------------------------------------------------------------------


def test_a_keystroke_costs_the_window_next_to_nothing(
    shell: Shell, files: Sequence[Path], wait: Wait
) -> None:
    shell.open_files(files[:1])
    wait(ready(shell))
    slowest = 0.0
    for n in range(30):
        start = time.thread_time()
        shell.page.bar.ask.edit.setText("x" * n)
        slowest = max(slowest, time.thread_time() - start)
        QApplication.processEvents()
    assert slowest < 0.05
