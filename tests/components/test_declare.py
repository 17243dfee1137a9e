"""What a declaration says about attributes, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vizapp.components import declare
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import (
    CATEGORY,
    NUMBER,
    Channel,
    ChartComponent,
    Form,
    can_fill,
    candidates,
    form_fits,
    register,
)
from vizapp.profile.attributes import AttributeDescription, TableDescription

TEXT = {"zh": "文", "en": "text"}


def channel(name: str = "x", **facts: Any) -> Channel:
    return Channel(name, {"zh": "甲", "en": "a"}, facts.pop("accepts", NUMBER), **facts)


def attribute(kind: Any = "INT", distinct: int = 5, **facts: Any) -> AttributeDescription:
    return AttributeDescription("a", kind, distinct, **facts)


@pytest.mark.parametrize(
    ("taken", "given", "misfit"),
    [
        (channel(), attribute("STR"), "type"),
        (channel(), attribute(distinct=0), "empty"),
        (channel(max_distinct=4), attribute(), "too_many"),
        (channel(max_distinct=5), attribute(), None),
        (channel(max_distinct_number=4), attribute(), "too_many"),
        (channel(accepts=CATEGORY, max_distinct_number=4), attribute("STR"), None),
        (channel(non_negative=True), attribute(range=(-1, 5)), "negative"),
        (channel(non_negative=True), attribute(range=(0, 5)), None),
        (channel(non_negative=True), attribute(), None),
        (channel(within=(-90, 90)), attribute(range=(-90.0, 90.5)), "out_of_range"),
        (channel(within=(-90, 90)), attribute(range=(-90.0, 90.0)), None),
        (
            channel(accepts=CATEGORY, non_negative=True),
            attribute("DATE", range=("-1", "2")),
            None,
        ),
        (channel(accepts=declare.ANY), attribute("STR", distinct=0), None),
    ],
)
def test_misfits(taken: Channel, given: AttributeDescription, misfit: str | None) -> None:
    assert taken.misfit(given) == misfit
    assert taken.fits(given) == (misfit is None)


def table(*kinds: Any, rows: int = 9) -> TableDescription:
    attributes = [AttributeDescription(f"{k}{i}", k, 5) for i, k in enumerate(kinds)]
    return TableDescription(rows, tuple(attributes))


def test_candidates_keep_the_tables_order_and_are_remembered_per_channel() -> None:
    numbers, words = channel(), channel(accepts=("STR",))
    described = table("INT", "STR", "DOUBLE")
    assert candidates(numbers, described) == ("INT0", "DOUBLE2")
    assert candidates(words, described) == ("STR1",)
    assert candidates(numbers, described) is candidates(numbers, described)
    assert candidates(numbers, table("STR")) == ()


def test_a_form_needs_an_attribute_of_its_own_for_each_channel() -> None:
    form = Form((channel("x", required=True), channel("y", required=True)))
    assert form_fits(form, table("INT", "DOUBLE"))
    assert not form_fits(form, table("INT", "STR"))


def test_channels_that_want_the_same_attribute_give_way_to_each_other() -> None:
    wide = channel("x", accepts=CATEGORY, required=True)
    form = Form((wide, channel("y", accepts=("STR",), required=True)))
    described = table("STR", "INT")
    assert form_fits(form, described)
    assert not can_fill(form, described, {"x": ["STR0"]}, frozenset({"STR0"}))
    assert can_fill(form, described, {"x": ["INT1"]}, frozenset({"INT1"}))


def test_a_list_needs_its_shortest_length() -> None:
    form = Form((channel("x", required=True, min_items=3, max_items=4),))
    assert not form_fits(form, table("INT", "INT"))
    assert form_fits(form, table("INT", "INT", "INT"))


def test_a_form_for_few_rows_refuses_many() -> None:
    form = Form((channel(required=True),), max_rows=1)
    assert form_fits(form, table("INT", rows=1))
    assert not form_fits(form, table("INT", rows=2))


@pytest.fixture
def _library_kept() -> Iterator[None]:
    before = dict(declare._CATALOGUE)
    yield
    declare._CATALOGUE.clear()
    declare._CATALOGUE.update(before)


def component(**changed: Any) -> ChartComponent:
    facts: dict[str, Any] = {
        "name": "trial",
        "title": TEXT,
        "purpose": TEXT,
        "use_when": TEXT,
        "avoid_when": TEXT,
        "forms": (Form((channel(required=True),)),),
        "mark": {"type": "bar"},
    }
    return ChartComponent(**{**facts, **changed})


@pytest.mark.usefixtures("_library_kept")
def test_a_whole_declaration_is_registered() -> None:
    assert declare.registered()[register(component()).name].mark == {"type": "bar"}


@pytest.mark.usefixtures("_library_kept")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "line"}, "declared twice"),
        ({"purpose": {"zh": "", "en": "x"}}, "lacks a text"),
        ({"avoid_when": {"en": "x"}}, "lacks a text"),
        ({"mark": {}}, "cannot be drawn"),
        ({"forms": (Form((channel(), channel())),)}, "repeats a channel"),
        ({"options": ("colour",)}, "unknown options"),
    ],
)
def test_a_mistake_in_a_declaration_fails_at_once(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        register(component(**changed))


def test_what_forms_say_of_a_channel() -> None:
    forms = (
        Form((channel("x", required=True, key=True), channel("y", required=True, measure=True))),
        Form((channel("x", required=True, key=True), channel("group"))),
    )
    text = dict.fromkeys(("title", "purpose", "use_when", "avoid_when"), TEXT)
    component = ChartComponent("two", forms=forms, mark={"type": "bar"}, **text)
    assert [component.is_key(n) for n in ("x", "y", "other")] == [True, False, False]
    assert [component.is_measure(n) for n in ("x", "y", "other")] == [False, True, False]
    assert [component.is_optional(n) for n in ("x", "y", "group")] == [False, True, True]


def test_a_course_goes_along_the_x_axis() -> None:
    courses = [c for c in catalogue().values() if c.shows_course]
    assert courses
    assert all(c.is_key("x") and not c.is_optional("x") for c in courses)


def test_something_shows_what_people_ask_for() -> None:
    for asked in ("shows_spread", "shows_relation", "shows_shares"):
        shown = [component for component in catalogue().values() if getattr(component, asked)]
        assert shown, asked
        assert all(component.is_key("category") == (asked == "shows_shares") for component in shown)
