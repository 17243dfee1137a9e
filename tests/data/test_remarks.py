"""Cells that hold the delimiter without quotes, in a good share of the rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vizapp.core.errors import CsvShapeError
from vizapp.data.load import load_table, table_from_text
from vizapp.data.remarks import free_text, width_of_remarks

WORDS = {
    "en": ["paid", "late", "called again", "waiting for parts", "returned", "checked"],
    "zh": ["已付款", "延期发货", "客户退回", "等待复检", "质量良好", "补充说明"],
}
TOWNS = {"en": ["Oslo", "Rome", "Bern"], "zh": ["北京", "上海", "广州"]}
NAMES = {"en": ("field {}", "remark"), "zh": ("指标{}", "备注")}
TITLE = {"en": "Sales details", "zh": "销售明细表"}


def table(lang: str, at: int | None, mark: str, *, width: int = 30, n_rows: int = 60) -> list[list]:
    """Return names and rows; a third of the remarks hold the mark."""
    rng = random.Random(width)
    name, remark = NAMES[lang]
    rows = [[remark if i == at else name.format(i + 1) for i in range(width)]]
    for number in range(n_rows):
        row = [
            (
                str(rng.randint(1, 9999)),
                f"{rng.random() * 100:.2f}",
                f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                rng.choice(TOWNS[lang]),
            )[i % 4]
            for i in range(width)
        ]
        if at is not None:
            pieces = rng.sample(WORDS[lang], 1 if number % 3 else rng.randint(2, 3))
            row[at] = mark.join(pieces)
        rows.append(row)
    return rows


def write(path: Path, rows: list[list[str]], title: str = "") -> Path:
    text = "\n".join(",".join(row) for row in rows) + "\n"
    path.write_bytes((title + text).encode("gb18030"))
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("at", [0, 14, 29])
@pytest.mark.parametrize("mark", [", ", ",", "\uff0c"])
@pytest.mark.parametrize("titled", [True, False])
def test_the_pieces_of_a_remark_are_joined(
    lang: str, at: int, mark: str, titled: bool, tmp_path: Path
) -> None:
    rows = table(lang, at, mark)
    title = TITLE[lang] + "\n\n" if titled else ""
    read = load_table(write(tmp_path / "t.csv", rows, title), lang=lang)
    assert list(read.frame.columns) == rows[0]
    assert read.frame.to_numpy().tolist() == rows[1:]
    notes = {note.code: note for note in read.reading.findings}
    if mark == "\uff0c":  # cuts nothing
        assert "joined_text" not in notes
        return
    note = notes["joined_text"]
    first = 4 if titled else 2
    assert note.fields["n"] == 20
    assert note.fields["at"] == at
    assert note.fields["rows"] == ", ".join(str(first + 3 * i) for i in range(8)) + " \u2026"
    assert rows[0][at] in note.text(lang)


@pytest.mark.parametrize("at", [1, 3])
def test_most_remarks_may_hold_it_and_names_may_lack(at: int) -> None:
    rows = table("en", at, ", ", width=6, n_rows=300)
    rng = random.Random(1)
    for row in rows[1:]:
        if rng.random() < 0.5:
            row[at] += ", and so on"
    lines = [",".join(row) for row in rows]
    named, bare = table_from_text("\n".join(lines)), table_from_text("\n".join(lines[1:]))
    assert named.frame.to_numpy().tolist() == rows[1:]
    assert bare.frame.to_numpy().tolist() == rows[1:]
    assert bare.reading.header_row is None


def test_two_columns_of_texts_may_hold_it() -> None:
    rows = [["id", "address", "remark", "units"]]
    for i in range(60):
        street = f"{i} High Street" + ", Leeds" * (i % 3 == 0)
        rows.append([str(i), street, "all is well" + f", says {i}" * (i % 4 == 0), str(i * 7)])
    read = table_from_text("\n".join(",".join(row) for row in rows))
    assert read.frame.to_numpy().tolist() == rows[1:]
    codes = {note.code for note in read.reading.findings}
    assert codes >= {"joined_text", "joined"}


def test_amounts_with_thousands_stay_amounts() -> None:
    amounts = ["1,204.50", "3,300.00", "12.00", "55.10"]
    rows = [["id", "amount", "town"]]
    rows += [[str(i), amounts[i % 4], TOWNS["en"][i % 3]] for i in range(60)]
    read = table_from_text("\n".join(",".join(row) for row in rows))
    assert read.frame.to_numpy().tolist() == rows[1:]
    note = next(note for note in read.reading.findings if note.code == "joined_text")
    assert note.fields["name"] == "amount"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda i: f"{i},{i * 3},{i + 4}" + ",9" * (i % 3 == 0), id="no text"),
        pytest.param(lambda i: f"n{i},{i * 3},{i}" + f",{i + 9}" * (i % 3 == 0), id="a number"),
        pytest.param(
            lambda i: f"{i},{i * 3},{'ok' if i % 2 else 'bad'}" + f",by {i}" * (i % 3 == 0),
            id="a forgotten name",
        ),
        pytest.param(
            lambda i: f"{i},x{i},{i * 2}" + f",{i + 1},y{i},{i * 3}" * (i % 3 == 0),
            id="two records in a line",
        ),
    ],
)
def test_rows_that_no_text_explains_are_refused_with_row_and_hint(line) -> None:  # type: ignore[no-untyped-def]
    text = "\n".join(["a,b,c", *map(line, range(60))])
    with pytest.raises(CsvShapeError, match="Row 2 ") as caught:
        table_from_text(text)
    assert "unquoted comma" in caught.value.hint
    assert (caught.value.n_cells, caught.value.expected) in ((4, 3), (6, 3))


def test_a_table_whose_every_row_is_too_long_is_refused_not_read_as_one_column() -> None:
    late = ["sent late; by post", "sent; late; by post"]
    lines = [f"{i};{i / 3:.2f};{late[i % 2]};paid" for i in range(20)]
    with pytest.raises(CsvShapeError, match="has 5 cells, expected 4"):
        table_from_text("\n".join(["order;sum;remark;state", *lines]))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda i: ", ".join(["we went home"] * (1 + i % 4)), id="sentences"),
        pytest.param(
            lambda i: f"2024-01-02 10:00:{i % 60:02d},123 it was sent" + ", again" * (i % 3),
            id="a log without levels",
        ),
    ],
)
def test_sentences_stay_one_column(line) -> None:  # type: ignore[no-untyped-def]
    read = table_from_text("\n".join(map(line, range(60))))
    assert read.frame.shape[1] == 1


def test_a_remark_may_hold_many_and_nearly_always() -> None:
    lines = [f"{i},{i * 2}," + ", ".join(["word"] * (1 + i % 59)) for i in range(600)]
    read = table_from_text("\n".join(["id,units,remark", *lines]))
    assert read.frame.shape == (600, 3)
    assert read.frame["remark"][58] == ", ".join(["word"] * 59)


def test_a_word_that_recurs_may_go_on_behind_a_blank() -> None:
    lines = [f"{i},{i * 2},late" + ", paid" * (i % 3 == 0) for i in range(60)]
    read = table_from_text("\n".join(["id,units,remark", *lines]))
    assert list(read.frame["remark"][:3]) == ["late, paid", "late", "late"]


def test_a_large_file_is_read_alike(tmp_path: Path) -> None:
    rows = table("en", 14, ", ", n_rows=6_000)
    read = load_table(write(tmp_path / "t.csv", rows))
    assert read.frame.to_numpy().tolist() == rows[1:]


def test_a_column_is_told_by_its_neighbours_and_its_name() -> None:
    rows = [["1", "ann", "as it is", "3"] for _ in range(9)]
    rows += [["2", "bob", "late", " paid", "4"], ["2", "bob", "late", " paid", " sent", "4"]]
    found = free_text(rows, 4, ",")
    assert found is not None
    assert found.column == 2
    joined = found.joined(rows[-1])
    assert joined is not None
    assert joined.alone
    assert joined.cells == ["2", "bob", "late, paid, sent", "4"]
    assert width_of_remarks([["a", "b", "c", "d"], *rows], ",") == 4
    texts = [[str(i), f"ann {i}", f"sent {i}"] for i in range(9)] + [["9", "x", "y", "z"]] * 3
    for name, at in (("note", 1), ("town", 2)):
        chosen = free_text(texts, 3, ",", names=("id", name, "remark" * (at == 2)))
        assert chosen is not None
        assert chosen.column == at
