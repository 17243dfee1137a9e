"""The window is killed while somebody works: what was on screen comes back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from tests.gui.busy_window import digest
from tests.gui.scripted import ScriptedBackend
from tests.gui.test_shell import MakeShell, Wait, ready
from tests.gui.test_shell import make_shell as make_shell
from vizapp.core import paths
from vizapp.gui.keeping import Keeper, find_sessions
from vizapp.project import Project, TableFile, save_project

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills with SIGKILL")

# Writing takes milliseconds; a busy machine may let it wait. What is on screen
# for longer than this must have been kept.
LAG_S = 5.0


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for name in ("sales", "库存"):
        path = tmp_path / "tables" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("月份,销售额\n2024-01,82.5\n", encoding="utf-8")
    return path.parent


def killed(root: Path, tables: Path, seed: int, said: Path) -> float:
    """Let somebody work in a window, kill it, and return when."""
    command = [sys.executable, str(root / "tests" / "gui" / "busy_window.py"), str(tables)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with (
        said.open("wb") as out,
        subprocess.Popen([*command, str(seed)], stdout=out, env=environment) as child,
    ):
        deadline = time.monotonic() + 60
        while not said.stat().st_size and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(random.Random(seed).uniform(0.0, 1.5))
        assert child.poll() is None, "the window ended by itself"
        child.kill()
        return time.monotonic()


def states(said: Path) -> dict[int, list[tuple[float, str]]]:
    """Return what was on screen, per document, in order."""
    found: dict[int, list[tuple[float, str]]] = {}
    whole = said.read_text("ascii").rpartition("\n")[0]
    for line in whole.splitlines():
        when, number, word = line.split()
        found.setdefault(int(number), []).append((float(when), word))
    return found


def lag(when: float, shown: list[tuple[float, str]], kept: str | None) -> float:
    """Return for how long something had been on screen that was not kept."""
    words = [word for _, word in shown]
    assert kept is None or kept in words, "what was kept had never been on screen"
    last = len(words) - 1 - words[::-1].index(kept) if kept is not None else -1
    return when - shown[last + 1][0] if last + 1 < len(shown) else 0.0


def kill_and_compare(root: Path, tables: Path, seed: int, said: Path) -> float:
    """Return the longest lag of any document; everything kept is whole."""
    when = killed(root, tables, seed, said)
    sessions = paths.user_state() / "sessions"
    _, kept = find_sessions(sessions, sessions / "none")
    words = {int(item.file.stem): digest(item.project) for item in kept}
    shown = states(said)
    assert shown
    return max(lag(when, of_one, words.get(number)) for number, of_one in shown.items())


def test_what_was_on_screen_when_it_was_killed_comes_back(
    root: Path,
    tables: Path,
    tmp_path: Path,
    make_shell: MakeShell,
    backend: ScriptedBackend,
    wait: Wait,
) -> None:
    for seed in range(2):
        assert kill_and_compare(root, tables, seed, tmp_path / f"said-{seed}") < LAG_S
    shell = make_shell()
    wait(lambda: shell.page.welcome._offer.isVisible())
    expected = [(kept.project.name, kept.project.draft) for kept in shell.keeper.earlier]
    shell.page.welcome._offer.restore.click()
    assert [d.title for d in shell.documents.all] == [name for name, _ in expected]
    for _, draft in expected:
        wait(ready(shell))
        assert shell.page.bar.ask.edit.text() == (draft or shell.page.controller.ask_text or "")
        shell.step_tab(1)
    shell.close()
    # What was restored belongs to the new session; of the killed ones nothing is left.
    _, again = find_sessions(shell.keeper.folder.parent, Path("none"))
    assert len(again) == len(expected)


@pytest.mark.slow
def test_fifty_kills_lose_nothing(
    root: Path, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lags = []
    for seed in range(50):
        monkeypatch.setenv("VIZAPP_CONFIG_DIR", str(tmp_path / f"config-{seed}"))
        lags.append(kill_and_compare(root, tables, 100 + seed, tmp_path / f"said-{seed}"))
    print(f"lags in s: median {sorted(lags)[25]:.3f}, longest {max(lags):.3f}")
    assert max(lags) < LAG_S


def test_a_session_of_a_living_window_is_left_alone(tmp_path: Path, qapp: object) -> None:
    keeper = Keeper(tmp_path)
    keeper.begin()
    keeper.settle()
    (keeper.folder / "1.vizapp").write_bytes(b"")
    lock = QLockFile(str(keeper.folder / "lock"))
    assert not lock.tryLock(0)
    assert find_sessions(tmp_path, tmp_path / "other") == ([], ())
    assert keeper.folder.exists()
    assert keeper.close([])


def test_a_damaged_document_does_not_hide_the_others(tmp_path: Path, qapp: object) -> None:
    folder = tmp_path / "1"
    save_project(Project("a", TableFile("a.csv")), folder / "1.vizapp")
    (folder / "2.vizapp").write_bytes(b"PK broken")
    (folder / "tabs.json").write_text("{")
    folders, kept = find_sessions(tmp_path, tmp_path / "own")
    assert folders == [folder]
    assert [item.project.name for item in kept] == ["a"]
