"""Errors, counts and numbers in the language of the window, switched while they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui import scripted
from tests.gui.scripted import ScriptedBackend
from vizapp.core import errors
from vizapp.core.errors import CsvShapeError, ReasoningError, RenderingError
from vizapp.core.language import has_cjk
from vizapp.gui.texts import TEXTS, compact, count, text
from vizapp.gui.window import MainWindow

Wait = Callable[[Callable[[], object]], None]


def test_an_error_of_the_data_changes_its_language_on_the_screen(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    backend.open_error = CsvShapeError(
        "Row 7 of a.csv has 9 cells, expected 8.",
        hint="Check for an unquoted comma or another delimiter.",
        row_number=7,
    )
    window.controller.open(csv)
    wait(lambda: window.pages.currentWidget() is window.error)
    assert window.error.message.text() == "Row 7 of a.csv has 9 cells, expected 8."
    window.controller.set_lang("zh")
    assert window.error.message.text().startswith("a.csv 的第 7 行有 9 个单元格")
    assert has_cjk(window.error.hint.text())
    assert "第 7 行" in window.error.accessibleName()
    window.controller.set_lang("en")
    assert window.error.message.text() == "Row 7 of a.csv has 9 cells, expected 8."


def test_an_error_of_the_reasoning_is_said_in_chinese(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    window.controller.set_lang("zh")
    backend.recommend_error = ReasoningError("The model's context is full.")
    window.controller.open(csv)
    wait(lambda: window.controller.state == "failed")
    assert window.chart_error.message.text() == "模型的上下文已满。"


def test_a_notice_changes_its_language_with_its_reason(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait
) -> None:
    why = "The model's process ended unexpectedly (signal 9). Ask again, or choose another model."
    backend.events = scripted.events(scripted.answer(fallback=why))
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    assert "signal 9" in window.notice.label.text()
    window.controller.set_lang("zh")
    assert "模型进程意外结束\uff08signal 9\uff09。请重试" in window.notice.label.text()


def test_a_failed_export_is_said_in_chinese(
    window: MainWindow, backend: ScriptedBackend, csv: Path, wait: Wait, tmp_path: Path
) -> None:
    window.controller.open(csv)
    wait(lambda: window.controller.state == "ready" and window.controller.drawing)
    window.controller.set_lang("zh")
    backend.save_error = RenderingError("/x/a.png could not be written: No space left.")
    window.controller.export(tmp_path / "a.png")
    wait(lambda: "无法写入 /x/a.png" in window.notice.label.text())


def test_every_kind_of_error_has_a_title() -> None:
    kinds = [errors.VizappError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    window = [kind for kind in kinds if not kind.__module__.startswith("vizapp.cli")]
    shown = {kind.code for kind in window} - {"error", "download", "network_refused"}
    assert {code for code in shown if f"error.{code}" not in TEXTS} == set()


@pytest.mark.parametrize(
    ("n", "en", "zh"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1,000", "1,000"),
        (12_345, "12.3K", "1.2 万"),
        (120_000_000, "120M", "1.2 亿"),
        (3_000_000_000, "3B", "30 亿"),
        (-20_000, "-20K", "-2 万"),
    ],
)
def test_large_numbers_are_short_in_either_language(n: int, en: str, zh: str) -> None:
    assert compact(n, "en") == en
    assert compact(n, "zh") == zh


def test_one_is_not_many() -> None:
    assert text("page.done", "en", n=count(1)) == "1 chart over different columns"
    assert text("page.done", "en", n=count(2)) == "2 charts over different columns"
    assert text("page.done", "zh", n=count(1)) == "1 个图表\uff0c使用不同的列"
    assert text("table.size", "en", rows=count(1), columns=count(1)) == "1 row × 1 column"
    assert f"{count(1204):>8}" == "   1,204"
    assert text("table.distinct_short", "en", n=compact(30_000, "en")) == "30K values"
    assert text("table.distinct_short", "zh", n=compact(30_000, "zh")) == "3 万 个值"
