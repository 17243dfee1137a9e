from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from vizapp.components.declare import OPTIONS
from vizapp.core.language import has_cjk
from vizapp.reasoning import concepts as module
from vizapp.reasoning.concepts import concepts, longest, stem, words
from vizapp.reasoning.cues import find_cues

# Words of an ask that name an operation, never an attribute by themselves.
_OPERATIONS = {"sum", "average", "count", "total", "maximum", "minimum", "group", "sort"}


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    text = Path(module.__file__).with_name("glossary.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    assert header == "en\tzh"
    return [line.split("\t") for line in lines]


def test_every_line_has_two_columns_without_empty_parts(rows: list[list[str]]) -> None:
    for row in rows:
        assert len(row) == 2, row
        for column in row:
            parts = column.split("|")
            assert all(part and part == part.strip() for part in parts), row
            assert len(set(parts)) == len(parts), row


def test_english_terms_are_lower_case_words(rows: list[list[str]]) -> None:
    for english, _ in rows:
        for term in english.split("|"):
            assert term.isascii(), term
            assert term == " ".join(term.lower().split()), term
            assert term.replace(" ", "").isalnum(), term


def test_every_chinese_word_is_chinese(rows: list[list[str]]) -> None:
    for _, chinese in rows:
        assert all(has_cjk(word) for word in chinese.split("|")), chinese


def test_no_line_stands_twice(rows: list[list[str]]) -> None:
    counts = Counter(frozenset((*en.split("|"), *zh.split("|"))) for en, zh in rows)
    assert [line for line, count in counts.items() if count > 1] == []


def test_words_of_operations_stand_in_compounds_only(rows: list[list[str]]) -> None:
    assert not _OPERATIONS & {term for english, _ in rows for term in english.split("|")}


def test_a_word_and_its_translations_are_one_concept() -> None:
    assert concepts("dept") & concepts(stem("departments")) & concepts("部门")
    assert concepts("salary") & concepts("薪水")
    assert not concepts("salary") & concepts("部门")
    assert not concepts("zzz")
    assert concepts("pm 25") & concepts("细颗粒物")
    assert words("salary", "zh")[0] == "薪水" or "薪水" in words("salary", "zh")
    assert "department" in words("部门", "en")


@pytest.mark.parametrize(
    ("text", "at", "length"),
    [("部门人数", 0, 2), ("平均工资", 2, 2), ("\u3400\u3401", 0, 0), ("", 0, 0)],
)
def test_the_longest_term_is_found(text: str, at: int, length: int) -> None:
    assert longest(text, at, 2) == length


@pytest.fixture(scope="module")
def qualities() -> list[dict[str, str]]:
    path = Path(module.__file__).with_name("qualities.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_what_words_speak_of_is_said_in_both_languages(qualities: list[dict[str, str]]) -> None:
    assert len(qualities) > 900
    for row in qualities:
        assert [*row] == ["said_en", "said_zh", "of_en", "of_zh"]
        terms = [term for text in row.values() for term in text.split("|")]
        assert all(term and term.strip() == term for term in terms), row
        assert all(has_cjk(term) for term in (*row["said_zh"].split("|"), *row["of_zh"].split("|")))


def test_steps_of_time_are_cues_and_speak_of_no_column(qualities: list[dict[str, str]]) -> None:
    steps = {f"<|={unit}|>" for unit in OPTIONS["timeUnit"]}
    said = {t for row in qualities for key in ("said_en", "said_zh") for t in row[key].split("|")}
    assert [term for term in sorted(said) if {c.token for c in find_cues(term)} & steps] == []
