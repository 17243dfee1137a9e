"""No home to write in, no room to keep documents in: the window works, and says it once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gui.scripted import ScriptedBackend
from tests.gui.test_shell import MakeShell, Wait, ready
from tests.gui.test_shell import make_shell as make_shell
from vizapp import project
from vizapp.core import paths, settings
from vizapp.core.language import has_cjk
from vizapp.gui.shell import Shell
from vizapp.project import load_project


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "销 售.csv"
    path.write_text("月份,销售额\n2024-01,82.5\n", encoding="utf-8")
    return path


def assert_said_once(shell: Shell) -> None:
    label = shell.page.notice.label.text()
    assert "Make room" in label
    shell.page.controller.set_lang("zh")
    assert has_cjk(shell.page.notice.label.text())
    assert "Make room" not in shell.page.notice.label.text()
    shell.page.controller.set_lang("en")
    shell.page.notice.show_notice(None)


def test_a_home_that_cannot_be_written(
    tmp_path: Path,
    csv: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_shell: MakeShell,
    wait: Wait,
) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("VIZAPP_CONFIG_DIR", str(blocked / "vizapp"))
    shell = make_shell()
    shell.open_files([csv])
    wait(ready(shell))
    wait(lambda: shell.page.notice.isVisible())
    assert_said_once(shell)
    c = shell.page.controller
    c.recommend("by month")
    wait(ready(shell))
    c.set_theme("dark")
    settings.save(shell.documents.preferences.values)
    assert c.state == "ready"
    assert c.recent_files == (csv,)
    assert blocked.read_text(encoding="utf-8").startswith("a file")
    shell.close()


def test_a_disk_that_fills_up_keeps_the_last_whole_document(
    csv: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_shell: MakeShell,
    backend: ScriptedBackend,
    wait: Wait,
) -> None:
    shell = make_shell()
    shell.open_files([csv])
    wait(ready(shell))
    file = shell.keeper.file_of(shell.documents.all[0])
    wait(lambda: file.exists() and load_project(file).answer is not None)
    real = project.replace_file
    full = {"now": True}

    def replace_file(path: Path, fill: Callable[[Any], object], **how: Any) -> None:
        if full["now"]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        real(path, fill, **how)

    monkeypatch.setattr(project, "replace_file", replace_file)
    before = file.read_bytes()
    shell.page.bar.ask.edit.setText("a draft")
    wait(lambda: shell.page.notice.isVisible())
    assert "No space left" in shell.page.notice.label.text()
    assert file.read_bytes() == before
    shell.page.notice.show_notice(None)
    shell.page.bar.ask.edit.setText("a longer draft")
    full["now"] = False  # there is room again: the next change is kept
    shell.page.bar.ask.edit.setText("the longest draft")
    wait(lambda: load_project(file).draft == "the longest draft")
    assert not shell.page.notice.isVisible()
    assert paths.user_state() in file.parents
    shell.close()
