"""The undo line: nothing is lost, and it survives a project file."""

from __future__ import annotations

import json

from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart, Filter, Options
from vizapp.gui.history import MAX_ENTRIES, History

LINE = Chart("line", (("x", ("month",)), ("y", ("sales",))))
BAR = Chart("bar", (("x", ("month",)), ("y", ("sales",))))
PIE = Chart("pie", (("category", ("month",)), ("value", ("sales",))))
GREY = Presentation(palette="grey")


def shown(history: History) -> Chart | None:
    return history.current.chart if history.current else None


def test_undo_and_redo_walk_the_line() -> None:
    history = History().add(LINE).add(BAR, origin="edit").add(PIE, origin="chat", ask="as a pie")
    back = history.undo().undo()
    assert shown(back) == LINE
    assert not back.can_undo
    assert back.undo() == back
    assert shown(back.redo()) == BAR
    assert back.redo().redo() == history
    assert not history.can_redo


def test_an_edit_after_an_undo_keeps_what_was_undone_in_the_list() -> None:
    history = History().add(LINE).add(BAR).undo().add(PIE)
    assert [e.chart for e in history.entries] == [LINE, BAR, PIE]
    assert not history.can_redo
    assert shown(history.undo()) == LINE
    bar = history.entries[1]
    assert shown(history.jump(bar.id)) == BAR
    assert shown(history.jump(bar.id).undo()) == LINE


def test_what_shows_nothing_new_adds_nothing() -> None:
    history = History().add(LINE)
    assert history.add(LINE) == history
    assert len(history.add(LINE, GREY, "style").entries) == 2


def test_the_steps_of_one_gesture_are_one_entry() -> None:
    history = History().add(LINE).add(LINE, GREY, "style")
    other = history.amend(LINE, Presentation(palette="warm"))
    assert len(other.entries) == 2
    assert other.current is not None
    assert other.current.presentation.palette == "warm"
    assert shown(other.undo()) == LINE


def test_pin_and_unpin() -> None:
    history = History().add(LINE).add(BAR)
    first = history.entries[0].id
    assert history.pin(first).pinned == history.entries[0]
    assert history.pin(99) == history
    assert history.pin(first).pin(None).pinned is None


def test_the_oldest_go_but_never_the_pinned_one() -> None:
    history = History().add(LINE)
    history = history.pin(history.entries[0].id)
    for n in range(1, MAX_ENTRIES + 20):
        history = history.add(Chart("line", LINE.channels, Options(limit=n)))
    assert len(history.entries) == MAX_ENTRIES
    assert history.pinned is not None
    assert history.entries[0].chart == LINE
    assert history.can_undo


def test_a_history_comes_back_from_its_json() -> None:
    odd = Chart(
        "bar",
        (("x", ("$$price$$",)), ("y", ("a||b",))),
        Options("sum", limit=3, filters=(Filter("$$price$$", "in", ("x", "y")),)),
    )
    history = (
        History().add(LINE, reading={"types": {"month": "STR"}})
        .add(odd, origin="chat", ask="前三名").add(odd, GREY, "style").undo().pin(1)
    )  # fmt: skip
    text = json.dumps(history.to_json(), ensure_ascii=False)
    assert History.from_json(json.loads(text)) == history


def test_a_damaged_history_gives_what_can_be_read() -> None:
    record = History().add(LINE).add(BAR).to_json()
    record["entries"][0]["chart"] = {"name": "spiral"}
    record["current"] = "x"
    record["undone"] = [77, None]
    found = History.from_json(record)
    assert [e.chart for e in found.entries] == [BAR]
    assert shown(found) == BAR
    assert not found.can_undo
    assert History.from_json([1, 2]) == History()
    twice = {"entries": [record["entries"][1]] * 2}
    assert History.from_json(twice) == History()
