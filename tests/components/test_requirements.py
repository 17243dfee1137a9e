"""Why not this chart: true of every component and of any table."""

from __future__ import annotations

import random

import pytest

from tests.components.tables import fitting_table, random_table
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import Channel, candidates
from vizapp.components.fit import feasible
from vizapp.components.requirements import kind_of, lacks
from vizapp.core.language import has_cjk
from vizapp.profile.attributes import AttributeDescription, TableDescription


@pytest.mark.parametrize("name", catalogue())
def test_a_table_made_for_a_component_lacks_nothing(name: str) -> None:
    assert lacks(catalogue()[name], fitting_table(catalogue()[name])) == ()


@pytest.mark.parametrize("name", catalogue())
def test_a_table_without_columns_lacks_something_of_every_component(name: str) -> None:
    (first, *_) = lacks(catalogue()[name], TableDescription(0, ()))
    assert first.code == "type"
    assert first.found == 0 < first.needed
    assert first.channels[0].title["en"] in first.say("en")


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_agrees_with_what_fits_and_is_true(seed: int) -> None:
    rng = random.Random(seed)
    table = random_table(rng, rng.randint(1, 7))
    fitting = feasible(table)
    for name, component in catalogue().items():
        found = lacks(component, table)
        assert (found == ()) == (name in fitting)
        for lack in found:
            sentences = lack.say("zh"), lack.say("en")
            assert has_cjk(sentences[0])
            assert "{" not in sentences[0] + sentences[1]
            if lack.code in ("type", "shared"):
                names = {n for c in lack.channels for n in candidates(c, table)}
                assert len(names) == lack.found < lack.needed
            elif lack.code == "rows":
                assert table.data_amount == lack.found > lack.needed
            else:
                attribute = table.attribute(lack.attribute or "")
                assert attribute is not None
                assert lack.channels[0].misfit(attribute) == lack.code
                assert lack.attribute in sentences[0]


SHOPS = TableDescription(
    200,
    (
        AttributeDescription("shop", "STR", 200),
        AttributeDescription("profit", "DOUBLE", 190, range=(-40, 210)),
    ),
)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("scatter", "需要 2 列不同的", "2 different"),
        ("pie", "“类别”最多容纳 60 个不同值\uff0c“shop”有 200 个", "takes at most 60 distinct"),
        ("sankey", "“边的数值”不能为负", "“profit” has negative values"),
        ("map", "纬度”须在 -90 到 90 之间", "must lie between -90 and 90"),
        ("gantt", "需要", "needed"),
    ],
)
def test_the_requirement_is_said_in_both_languages(name: str, zh: str, en: str) -> None:
    found = lacks(catalogue()[name], SHOPS)
    assert en in " ".join(lack.say("en") for lack in found)
    assert zh in " ".join(lack.say("zh") for lack in found)


def test_of_two_forms_the_nearer_one_is_told() -> None:
    many_rows = TableDescription(
        900, tuple(AttributeDescription(f"score {i}", "INT", 500) for i in range(4))
    )
    (lack,) = lacks(catalogue()["radar"], many_rows)
    assert (lack.code, lack.needed, lack.found) == ("too_many", 20, 500)


def test_a_kind_of_its_own_is_listed() -> None:
    channel = Channel("x", {"zh": "甲", "en": "a"}, ("BOOL", "DATE"))
    assert kind_of(channel, "en") == "yes/no / date"
    assert kind_of(channel, "zh") == "布尔、日期"
