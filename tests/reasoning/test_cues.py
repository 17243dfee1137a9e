"""Words of an ask that name an operation."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from vizapp.reasoning import cues
from vizapp.reasoning.cues import find_cues
from vizapp.reasoning.specials import is_special


def found(ask: str) -> list[tuple[str, str]]:
    return [(ask[c.start : c.end], c.token) for c in find_cues(ask)]


@pytest.mark.parametrize(
    ("ask", "tokens"),
    [
        ("sort the y axis in descending order", ["<|sort|>", "<|=y|>", "<|desc|>", "<|sort|>"]),
        ("rank X from low to high", ["<|sort|>", "<|=x|>", "<|asc|>"]),
        ("纵轴由高到低", ["<|=y|>", "<|desc|>"]),
        ("按月汇总", ["<|=month|>", "<|=sum|>"]),
        ("只看前十", ["<|filter|>", "<|limit|>"]),
        ("按地区分组", ["<|p:group|>"]),
        ("换成折线图", ["<|now|>", "<|c:line|>"]),
        ("不要排序", ["<|drop|>", "<|sort|>"]),
        ("remove the filter", ["<|drop|>", "<|filter|>"]),
        ("按周几统计", ["<|=weekday|>"]),
        ("make it a horizontal bar chart", ["<|c:bar|>"]),
        ("as a pie chart", ["<|c:pie|>"]),
        ("how many rows", ["<|=count|>"]),
        ("每个部门的平均年龄", ["<|=mean|>"]),
        ("price of at least 30", ["<|op:>=|>"]),
        ("年龄大于30", ["<|op:>|>"]),
        ("trendy barns", []),
        ("", []),
    ],
)
def test_operations_are_found(ask: str, tokens: list[str]) -> None:
    assert [token for _, token in found(ask)] == tokens


def test_the_longer_phrase_wins() -> None:
    assert found("横向柱状图") == [("横向柱状图", "<|c:bar|>")]
    assert found("number of days over 5")[0] == ("number of", "<|=count|>")


def test_every_cue_is_a_token_of_the_stream() -> None:
    assert all(map(is_special, cues.tokens()))


def test_no_phrase_is_listed_twice() -> None:
    path = Path(cues.__file__).with_name("cues.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    phrases = [(row["lang"], row["phrase"]) for row in rows]
    assert len(set(phrases)) == len(phrases)
    assert {row["lang"] for row in rows} == {"zh", "en"}


def test_hostile_asks_take_no_time() -> None:
    start = time.process_time()
    for ask in ("from high to " * 5000, "从" * 20_000, "x-" * 9000, "group by attribute " * 900):
        find_cues(ask)
    assert time.process_time() - start < 1
