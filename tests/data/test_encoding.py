"""Encodings of short texts, and bytes that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vizapp.core.errors import CsvEncodingError, DataError, UnsupportedFileError
from vizapp.data.encoding import decode
from vizapp.data.load import load_table


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("名称,数\n甲,1\n", "gb18030"),
        ("茅台\n1\n", "gb18030"),  # its bytes are valid UTF-8 too
        ("城市,气温\n北京,3\n", "gb18030"),
        ("縣市,數量\n臺北,3\n", "big5"),
        ("都市,気温\nとうきょう,3\n", "shift_jis"),
        ("도시,기온,날짜,매출\n서울,부산,대구,인천,광주,대전\n", "euc_kr"),
        ("이름,나이\n김철수,23\n", "euc_kr"),
        ("지역,매출\n서울,12\n부산,3\n", "euc_kr"),
        ("날짜,금액\n4월,10\n", "euc_kr"),
        ("종목,현재가,전일비\n삼성전자,1,▲ 500\n카카오,2,▼ 3\n네이버,3,0\n", "euc_kr"),
        ("学校,分数\n一中,90\n", "gb18030"),
        ("城市,气温,升降\n北京,3°,▲ 1\n上海,7°,▼ 2\n", "gb18030"),
        ("鑫,淼\n1,2\n", "gb18030"),  # rare characters, which are Cyrillic to another code page
        ("Город,Цена\nМосква,3\n", "cp1251"),
        ("Ort,Größe\nKöln,3\n", "cp1252"),
        ("City,Price (€)\nMálaga,3\n", "cp1252"),
    ],
)
def test_short_texts_in_their_code_page(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.encoding, found.text) == (encoding, text)


@pytest.mark.parametrize(
    "text", ["a,b\n", "é\n", "ǎ,1\n", "名称,数\n", "🙂\n", "Ångström,1\n", "Москва\n", "서울\n"]
)
def test_utf8_stays_utf8(text: str) -> None:
    assert decode(text.encode()).encoding == "utf-8"


def test_a_stray_nul_or_bell_in_a_short_file_is_a_character_of_its_text() -> None:
    found = decode(b"a,b\n1\x00,2\n3,4\n")
    assert (found.encoding, found.text, found.n_nul) == ("utf-8", "a,b\n1,2\n3,4\n", 1)
    assert decode(b"a\x07,b\n1,2\n").text == "a\x07,b\n1,2\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_found_in_a_short_file(encoding: str) -> None:
    text = "城市,v\n上海,1\n"  # of which one character holds the byte of a line end
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7 ...", UnsupportedFileError),
        (b"\x1f\x8b\x08\x00", UnsupportedFileError),
        (b"ab\x00\x00\x00cd" * 10, UnsupportedFileError),
        (b"\x01\x02\x03\x04" * 10, UnsupportedFileError),
        (b"\x81\x81\xff\xff\xff\x81\x8d\xff" * 4, CsvEncodingError),
    ],
)
def test_bytes_that_are_no_text(data: bytes, error: type[DataError]) -> None:
    with pytest.raises(error, match="thing"):
        decode(data, name="thing")


@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet="a1,;\"'\\\n\r\t| \x00é中", max_size=60))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_table_or_a_data_error(tmp_path: Path, data: bytes | str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    try:
        table = load_table(path)
    except DataError:
        return  # any other exception fails the test
    assert len(set(table.frame.columns)) == len(table.frame.columns) > 0
    assert all(isinstance(cell, str) for column in table.frame for cell in table.frame[column])


def test_lines_of_two_encodings_are_each_read_in_theirs() -> None:
    ours = "城市,数量\n北京,1\n" + "深圳,4\n" * 9
    data = ours.encode() + "广州,3\n".encode("gb18030") + "上海,2\n".encode()
    found = decode(data)
    assert found.text == ours + "广州,3\n上海,2\n"
    assert (found.encoding, found.code, found.n_other) == ("utf-8", "two_encodings", 1)
    assert found.n_damaged == 0


def test_text_of_one_encoding_is_not_taken_for_two() -> None:
    text = "".join(f"城市{i},客户等待复检合格\n" for i in range(50))
    assert decode(text.encode("gb18030")).encoding == "gb18030"
    cut = decode((text + "尾").encode()[:-1])  # a character cut at the end
    assert (cut.encoding, cut.n_other) == ("utf-8", 0)


def test_a_mark_of_utf8_before_another_encoding_is_ignored() -> None:
    text = "城市,数量\n北京,1\n上海,2\n"
    found = decode(b"\xef\xbb\xbf" + text.encode("gb18030"))
    assert (found.text, found.encoding) == (text, "gb18030")
    assert decode(b"\xef\xbb\xbf" + text.encode()).code == "bom"
