"""The self-test passes on what works and names what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vizapp import selftest
from vizapp.__main__ import main
from vizapp.core import paths


@pytest.mark.parametrize("encoding", list(selftest.ENCODINGS))
def test_each_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert selftest._read_encoding(tmp_path, encoding)


@pytest.mark.parametrize("kind", selftest.KINDS)
def test_each_kind_of_file_is_written_and_read(tmp_path: Path, kind: str) -> None:
    assert selftest._read_kind(tmp_path, kind) == "3 x 2"


def test_the_bundled_model_is_that_of_its_manifest() -> None:
    assert "vizapp-reasoner" in selftest._model_is_whole()


def test_graphics_are_told_and_are_no_condition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIZAPP_BACKENDS_DIR", str(tmp_path))
    assert "models run on the processor" in selftest._graphics()
    (tmp_path / "cuda").mkdir()
    (tmp_path / "cuda" / "addon.json").write_text("{}", "utf-8")
    assert selftest._graphics().startswith("cuda: ")


def test_chinese_letters_differ_in_charts() -> None:
    assert selftest._charts_have_letters() == "zh"


def test_a_missing_font_is_a_failure_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(selftest.SelfTestError, match="fonts"):
        selftest._count_files("fonts/*.otf")


def _broken() -> str:
    raise selftest.SelfTestError("no such thing")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_failure_is_reported_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    checks = [("files", "fonts", _broken), ("files", "icons", lambda: "7")]
    for name in ("_reading_checks", "_drawing_checks", "_window_checks"):
        monkeypatch.setattr(selftest, name, lambda _folder: [])
    monkeypatch.setattr(selftest, "_model_checks", list)
    monkeypatch.setattr(selftest, "_file_checks", lambda: checks)
    assert main(["--self-test", *(["--json"] if as_json else [])]) == 1
    printed = capsys.readouterr().out
    if not as_json:
        assert "FAIL  Files of the program: fonts  (SelfTestError: no such thing;" in printed
        assert "ok    Files of the program: icons  (7;" in printed
        return
    record = json.loads(printed)
    assert record["failed"] == 1
    assert record["form"] == "checkout"
    assert [check["passed"] for check in record["checks"]] == [False, True, True]
