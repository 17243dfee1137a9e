"""Projects come back as they were saved, or say why not."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vizapp.components.spec import Chart, VisSpec
from vizapp.core.errors import DataError, ExportError
from vizapp.data.options import ReadOptions
from vizapp.project import (
    NO_CHOICES,
    Project,
    TableChoices,
    TableFile,
    extract_table,
    load_project,
    save_project,
)
from vizapp.reasoning.events import Answer, Ranked, RankingReady, SpecReady, Started, ThoughtDelta

LINE = Chart("line", (("x", ("$$月份$$",)), ("y", ("销售额",))))
ANSWER = Answer(
    thought="1. 首先",
    spec=VisSpec((LINE,)),
    ranking=(Ranked(LINE, 0.8),),
    model="m",
    lang="zh",
    seconds=0.25,
    claims=(("12 行", True),),
    agreement=(7, 8),
)
CHOICES = TableChoices(
    ReadOptions(encoding="gb18030", header_rows=2),
    (("年份", "STR"),),
    (("销售额", "万元"),),
    ("备注",),
    (("日期", True),),
    True,
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "销售 明细.csv"
    path.write_bytes("$$月份$$,销售额\n2024-01,82.5\n".encode("gb18030"))
    return path


@pytest.fixture
def project(csv: Path) -> Project:
    return Project(
        name="销售 明细",
        table=TableFile.of(csv),
        choices=CHOICES,
        ask="按月",
        draft="前五",
        events=(
            Started("m"),
            RankingReady((("line", 0.8),)),
            ThoughtDelta("1. 首先", "attribute", "销售额"),
            SpecReady(ANSWER.spec),
            ANSWER,
        ),
        candidates=((LINE, 0.8), (LINE, None)),
        history={"entries": [{"id": 1, "note": "任意"}]},
        talk=({"ask": "按月", "outcome": "same"},),
    )


def test_a_project_comes_back_with_its_table(project: Project, csv: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.vizapp"
    save_project(project, path, table=csv, picture=b"png")
    assert load_project(path) == project
    assert load_project(path).answer == ANSWER
    out = extract_table(path, tmp_path / "out")
    assert out is not None
    assert out.name == csv.name
    assert out.read_bytes() == csv.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert b"png" in map(archive.read, archive.namelist())


def test_without_the_table_its_path_is_kept(project: Project, csv: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.vizapp"
    save_project(project, path)
    assert extract_table(path, tmp_path) is None
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".png")]
    kept = load_project(path).table
    assert kept.is_unchanged
    csv.write_text("changed")
    assert not kept.is_unchanged
    csv.unlink()
    assert not kept.is_unchanged


def test_a_run_that_was_cut_short_has_no_answer(project: Project) -> None:
    assert replace(project, events=project.events[:3]).answer is None
    assert replace(project, events=()).answer is None


def test_saving_again_replaces_the_file_and_leaves_nothing_beside(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "projects"
    for _ in range(2):
        save_project(project, folder / "a.vizapp")
    assert [p.name for p in folder.iterdir()] == ["a.vizapp"]


def test_a_save_that_fails_keeps_the_old_file(project: Project, csv: Path, tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    save_project(project, folder / "a.vizapp", table=csv)
    before = (folder / "a.vizapp").read_bytes()
    with pytest.raises(ExportError, match="cannot be written"):
        save_project(project, folder / "a.vizapp", table=csv.with_name("gone.csv"))
    assert (folder / "a.vizapp").read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["a.vizapp"]
    with pytest.raises(ExportError):
        save_project(project, csv / "under a file.vizapp")


def _changed(project: Project, **values: Any) -> bytes:
    record = {**project.to_json(), **values}
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "document",
    [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"format": 1}', b'{"format": "x"}'],
)
def test_a_damaged_document_is_said(tmp_path: Path, document: bytes) -> None:
    path = tmp_path / "a.vizapp"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", document)
    with pytest.raises(DataError, match="damaged"):
        load_project(path)


def test_what_is_no_zip_is_said(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "a.vizapp"
    with pytest.raises(DataError, match="does not exist"):
        load_project(path)
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(DataError, match="damaged"):
        load_project(path)
    with pytest.raises(DataError, match="damaged"):
        extract_table(path, tmp_path)


def test_a_cut_file_is_said(project: Project, csv: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.vizapp"
    save_project(project, path, table=csv)
    whole = path.read_bytes()
    for n in range(0, len(whole) - 1, 97):
        path.write_bytes(whole[:n])
        with pytest.raises(DataError):
            load_project(path)


def test_a_newer_format_asks_for_the_newer_program(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.vizapp"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", _changed(project, format=2))
    with pytest.raises(DataError, match="newer vizapp"):
        load_project(path)


@pytest.mark.parametrize("name", ["table/../../evil.csv", "table/a/../../evil.csv", "table/..\\x"])
def test_a_table_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    path, folder = tmp_path / "a.vizapp", tmp_path / "deep" / "out"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "a\n1\n")
    out = extract_table(path, folder)
    assert out is not None
    assert out.parent == folder
    assert not (tmp_path / "evil.csv").exists()


def test_choices_come_back(project: Project) -> None:
    assert TableChoices.from_json(CHOICES.to_json()) == CHOICES
    assert NO_CHOICES.to_json() == {}
    assert CHOICES.with_type("年份", "INT").types == (("年份", "INT"),)
    assert CHOICES.with_unit("利润", "元").units == (("销售额", "万元"), ("利润", "元"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["reading", "types", "units", "left_out", "day_first", "keep_totals"])


@given(st.dictionaries(KEYS, JSON, max_size=4))
def test_choices_of_any_kind_are_read_without_an_error(record: dict[str, Any]) -> None:
    found = TableChoices.from_json(record)
    assert TableChoices.from_json(found.to_json()) == found
