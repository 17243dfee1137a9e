"""Errors carry their facts, survive a pipe and suggest near matches."""

from __future__ import annotations

import json

import pytest

from vizapp.core import errors
from vizapp.core.errors import (
    Cancelled,
    CsvShapeError,
    Defect,
    ReasoningError,
    SpecError,
    UnknownFieldError,
    VizappError,
    from_dict,
    near_match,
)


def _all_kinds() -> list[type[VizappError]]:
    found: list[type[VizappError]] = []
    waiting = [VizappError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += [k for k in kind.__subclasses__() if k.__module__ == errors.__name__]
    return found


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in _all_kinds()]
    assert len(set(codes)) == len(codes) >= 20


def test_facts_are_attributes_and_the_text_ends_with_the_hint() -> None:
    error = CsvShapeError("Row 3 has 9 cells.", hint="Check for a comma.", row_number=3)
    assert error.row_number == 3  # type: ignore[attr-defined]
    assert str(error) == "Row 3 has 9 cells. Check for a comma."


def test_a_chinese_full_stop_needs_no_space() -> None:
    assert str(VizappError("无法连接。", hint="请重试。")) == "无法连接。请重试。"


def test_an_error_without_a_hint_is_its_message() -> None:
    assert str(SpecError("Wrong.")) == "Wrong."


@pytest.mark.parametrize("kind", [k for k in _all_kinds() if k is not Defect])
def test_every_error_survives_a_pipe(kind: type[VizappError]) -> None:
    error = kind("What happened.", hint="What now.", name="销售额", count=3)
    again = from_dict(json.loads(json.dumps(error.to_dict())))
    assert type(again) is kind
    assert again.to_dict() == error.to_dict()
    assert again.name == "销售额"  # type: ignore[attr-defined]


def test_an_error_of_another_version_becomes_the_base() -> None:
    again = from_dict({"code": "from_the_future", "message": "New."})
    assert type(again) is VizappError
    assert str(again) == "New."


def test_a_defect_names_its_cause() -> None:
    cause = KeyError("x")
    defect = Defect(cause)
    assert defect.cause is cause
    assert "KeyError" in defect.message
    assert from_dict(defect.to_dict()).message == defect.message


def test_callers_can_catch_by_family() -> None:
    assert issubclass(UnknownFieldError, SpecError)
    assert issubclass(errors.WorkerLostError, ReasoningError)
    assert not issubclass(Cancelled, VizappError)


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("coulmn", ["bar", "column"], "Did you mean 'column'?"),
        ("SALES", ["profit", "sales"], "Did you mean 'sales'?"),
        ("销售", ["利润", "销售额"], "Did you mean '销售额'?"),
        ("zzz", ["bar", "column"], ""),
        ("bar", [], ""),
    ],
)
def test_near_match(name: str, known: list[str], hint: str) -> None:
    assert near_match(name, known) == hint
