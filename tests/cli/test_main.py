"""Window or terminal, usage errors, exit codes, help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.contract import SALES, SAMPLES, Ended, by_rules
from tests.cli.interrupting import said_when_interrupted
from vizapp.__main__ import main
from vizapp.cli.arguments import CHART_SUFFIXES, parse


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":99876"}], ids=["none", "dead"])
def test_without_a_display_the_terminal_form_runs(
    vizapp: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("vizapp.cli.recommend.Workflow", lambda _model, **_: by_rules())
    ended = vizapp(SALES)
    assert ended.code == 0
    assert "no window can open here" in ended.err
    assert "terminal" in ended.err
    assert "Answer: " in ended.out
    assert vizapp().code == 1


@pytest.mark.parametrize("arguments", [[], [str(SALES)]], ids=["bare", "file"])
def test_with_a_display_the_window_opens(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    opened: list[Path | None] = []

    def window(file: Path | None) -> int:
        opened.append(file)
        return 0

    monkeypatch.setattr("vizapp.gui.app.main", window)
    assert main(arguments) == 0
    assert opened == ([Path(argument) for argument in arguments] or [None])


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend"],
        ["recommend", "a.csv", "--batch", "b.jsonl"],
        ["recommend", "--batch", "b.jsonl", "--ask", "x"],
        ["recommend", "--batch", "b.jsonl", "-o", "x.png"],
        ["recommend", "a.csv", "-o", "x.gif"],
        ["recommend", "a.csv", "-o", "x"],
        ["recommend", "a.csv", "--top", "0"],
        ["recommend", "a.csv", "--top", "many"],
        ["recommend", "a.csv", "--lang", "de"],
        ["recommend", "a.csv", "--colour"],
        ["describe"],
        ["convert", "a.csv"],
        ["convert", "a.csv", "b.csv", "-o", "out.csv"],
        ["recommend", "a.csv", "--endpoint-model", "x"],
        ["a.csv", "b.csv"],
        ["recomend", "a.csv"],
        ["decribe"],
        ["a.csv", "--json"],
        ["--colour"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(vizapp: Callable[..., Ended], arguments: list[str]) -> None:
    ended = vizapp(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "none.csv", "--model", "none.gguf"],
        ["recommend", "--batch", "none.jsonl", "--model", "none.gguf"],
        ["describe", "none.csv"],
        ["describe", str(SAMPLES)],
        ["convert", "none.csv", "-o", "{tmp}/x.csv"],
        ["convert", str(SALES), "-o", "{tmp}/none/x.csv"],
        ["recommend", str(SALES), "-o", "{tmp}/none/x.svg"],
    ],
    ids=lambda arguments: Path(" ".join(arguments)).name,
)
def test_failure_is_1_and_says_what(
    vizapp: Callable[..., Ended],
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vizapp.cli.recommend.Workflow", lambda _model, **_: by_rules())
    ended = vizapp(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert ended.code == 1
    assert ended.err.startswith("vizapp: ") or "\nvizapp: " in ended.err
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_that_is_swallowed_ends_the_process_all_the_same(root: Path) -> None:
    code = """
import sys, time, signal
from vizapp.cli import main, tables

def deaf(_arguments):
    print("busy", flush=True)
    while True:
        try:
            time.sleep(60)
        except KeyboardInterrupt:
            pass

main._COMMANDS = {"describe": deaf}
from vizapp.__main__ import main
sys.exit(main(["describe", "x.csv"]))
"""
    assert said_when_interrupted(code, root) == "vizapp: interrupted\n"


def test_help_names_every_argument_of_the_contract(vizapp: Callable[..., Ended]) -> None:
    top = vizapp("--help")
    recommend = vizapp("recommend", "--help")
    assert (top.code, recommend.code) == (0, 0)
    for word in ("FILE", "recommend", "describe", "convert"):
        assert word in top.out
    for word in ("FILE", "--ask TEXT", "--top N", "{zh,en}", "--model GGUF", "--json", "--batch"):
        assert word in recommend.out
    for suffix in CHART_SUFFIXES:
        assert suffix in recommend.out
    assert vizapp("--version").out.startswith("vizapp ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recomend", "a.csv"], "Did you mean 'recommend'?"),
        (["recommend", "a.csv", "--top", "many"], "'many' is not a whole number above 0"),
        (["a.csv", "--json"], "--json is for --self-test"),
    ],
    ids=" ".join,
)
def test_wrong_usage_says_what_is_right(
    vizapp: Callable[..., Ended], arguments: list[str], said: str
) -> None:
    assert said in vizapp(*arguments).err


def test_a_file_that_is_named_nearly_like_a_command_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parse(["model.csv"]).file == Path("model.csv")  # the window says that it is missing
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").write_text("a,b\n1,2\n", "utf-8")
    assert parse(["model"]).file == Path("model")


def test_a_table_may_be_called_like_an_option() -> None:
    assert parse(["recommend", "--", "-odd.csv"]).file == Path("-odd.csv")
