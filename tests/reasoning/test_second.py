"""Second opinions are compared by what they say; expected waits follow the model's size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reasoning.descriptions import CLIENT
from vizapp.components.spec import Chart, Options
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.events import Answer, Request
from vizapp.reasoning.expected_wait import (
    Speed,
    expected_seconds,
    free_memory_bytes,
    measure_speed,
)
from vizapp.reasoning.model_list import KNOWN, known_model
from vizapp.reasoning.second import Difference, SecondModel, difference

LINE = Chart("line", (("x", ("month",)), ("y", ("sales", "cost"))), Options())


def test_levels_in_another_order_are_moved_and_no_option() -> None:
    outer = Chart("treemap", (("category", ("region", "city")), ("value", ("sales",))))
    inner = Chart("treemap", (("category", ("city", "region")), ("value", ("sales",))))
    assert difference(outer, inner) == Difference(moved=True)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (Chart("line", (("x", ("month",)), ("y", ("cost", "sales")))), Difference()),
        (
            Chart("area", (("x", ("month",)), ("y", ("sales", "cost")))),
            Difference(component=True),
        ),
        (
            Chart("line", (("x", ("day",)), ("y", ("sales", "cost")))),
            Difference(added=("day",), dropped=("month",)),
        ),
        (
            Chart("line", (("x", ("sales",)), ("y", ("month", "cost")))),
            Difference(moved=True),
        ),
        (Chart("line", LINE.channels, Options(sort="desc")), Difference(options=True)),
    ],
)
def test_what_differs_is_named(second: Chart, expected: Difference) -> None:
    found = difference(LINE, second)
    assert found == expected
    assert found.agrees == (expected == Difference())


def test_a_second_model_answers_in_a_process_of_its_own(native_gguf: Path) -> None:
    model = SecondModel()
    request = Request(top=1, think=False)
    assert list(model.reason(CLIENT, request, cancel=CancelToken())) == []
    model.use(native_gguf)
    *_, answer = model.reason(CLIENT, request, cancel=CancelToken())
    assert isinstance(answer, Answer)
    model.close()
    assert list(model.reason(CLIENT, request, cancel=CancelToken())) == []


def test_larger_models_and_slower_machines_take_longer() -> None:
    speed = Speed(200e9, 20e9)
    small, large = known_model("qwen3-0.6b"), known_model("qwen3-8b")
    assert 5 * expected_seconds(small, speed) < expected_seconds(large, speed)
    slow = Speed(100e9, 10e9)
    for known in KNOWN:
        assert expected_seconds(known, slow) == pytest.approx(2 * expected_seconds(known, speed))


def test_the_free_memory_is_told() -> None:
    assert 2**24 < (free_memory_bytes() or 0) < 2**50


def test_this_machine_is_measured() -> None:
    measured = measure_speed()
    assert measured.operations > 1e6
    assert measured.bytes > 1e6
    assert measured.best(Speed(0.0, 1e15)) == Speed(measured.operations, 1e15)
