"""Choices are kept as training records, survive damage, and can be taken away."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tests.components.tables import CLIENT, HOSTILE_NAMES, random_table
from vizapp.components.spec import Chart, Options
from vizapp.core import paths
from vizapp.core.errors import DataError, ExportError
from vizapp.feedback import Feedback, FeedbackStore, parse_feedback
from vizapp.profile.attributes import AttributeDescription, TableDescription

LINE = Chart("line", (("x", ("时间区间",)), ("y", ("收盘价:前复权",))))
SHARES = (("column", 0.7), ("line", 0.2))


def choice(n: int = 0, **changes: object) -> Feedback:
    made: dict[str, object] = {
        "table": CLIENT,
        "chart": LINE,
        "how": "pick",
        "at": f"2026-01-{n + 1:02d}T08:00:00+00:00",
        "shares": SHARES,
    }
    return Feedback(**{**made, **changes})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "deep" / "choices.jsonl")


def test_the_record_is_the_clients(store: FeedbackStore) -> None:
    record = choice().to_json()
    assert record["input"]["input"] == CLIENT.to_json()
    assert record["input"]["output"] == {
        "vis": [
            {
                "name": "||line||",
                "parameter": {"xAttribute": "$$时间区间$$", "yAttribute": "$$收盘价:前复权$$"},
            }
        ]
    }
    assert list(record)[:2] == ["input", "res"]
    thought, _, solution = record["res"].partition("\n<end_of_thought>\n\n<begin_of_solution>\n")
    assert thought.startswith("<begin_of_thought>\n1. ")
    assert "xAttribute" in thought
    assert json.loads(solution.removesuffix("\n<end_of_solution>"))["vis"][0]["name"] == "line"


def test_the_models_own_thought_is_kept(store: FeedbackStore) -> None:
    store.add(choice(thought="1. My thought.", how="praise"))
    (kept,) = store.load()
    assert kept == choice(thought="1. My thought.", how="praise")


def test_choices_come_back_in_order(store: FeedbackStore) -> None:
    for n in range(3):
        store.add(choice(n, ask="top 3" if n == 1 else None))
    assert [c.at[8:10] for c in store.load()] == ["01", "02", "03"]
    assert store.load()[1].ask == "top 3"
    assert store.load()[0].shares == SHARES


def test_hostile_names_survive(store: FeedbackStore) -> None:
    names = [name for name in HOSTILE_NAMES if name]
    table = TableDescription(5, tuple(AttributeDescription(n, "INT", 5) for n in names))
    for name in names:
        store.add(choice(table=table, chart=Chart("histogram", (("x", (name,)),), Options(bins=5))))
    assert [c.chart.name("x") for c in store.load()] == names
    assert all(c.table == table for c in store.load())


def test_a_broken_last_line_loses_itself_alone(store: FeedbackStore) -> None:
    store.add(choice(0))
    whole = store.path.read_bytes()
    store.path.write_bytes(whole + whole[: len(whole) // 2])  # the power went out
    assert len(store.load()) == 1
    assert store.n_unreadable == 1
    store.add(choice(1))
    assert [c.at[8:10] for c in store.load()] == ["01", "02"]


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "null", "not json", '{"input": {"input": {}}}', "\ufffd\x00", '{"input": 3}'],
)
def test_foreign_lines_are_counted_and_kept_out(store: FeedbackStore, line: str) -> None:
    store.add(choice())
    with store.path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert len(store.load()) == 1
    assert store.n_unreadable == 1


def test_a_record_without_the_optional_keys_is_read() -> None:
    record = choice().to_json()
    read = parse_feedback({"input": record["input"], "res": record["res"]})
    assert (read.chart, read.table, read.shares) == (LINE, CLIENT, ())
    with pytest.raises(DataError, match="no training record"):
        parse_feedback({"input": {"input": CLIENT.to_json(), "output": {"vis": []}}})


def test_writers_at_the_same_time_lose_nothing(store: FeedbackStore) -> None:
    other = FeedbackStore(store.path)

    def write(into: FeedbackStore) -> None:
        for n in range(20):
            into.add(choice(n))

    threads = [threading.Thread(target=write, args=(s,)) for s in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.load()) == 40
    assert store.n_unreadable == 0


def test_choices_are_erased_one_by_one_or_all_at_once(store: FeedbackStore) -> None:
    for n in range(3):
        store.add(choice(n))
    store.erase([store.load()[1]])
    assert [c.at[8:10] for c in store.load()] == ["01", "03"]
    store.erase()
    assert not store.path.exists()
    assert store.load() == ()
    store.erase()


def test_line_ends_that_only_unicode_knows_part_no_record(store: FeedbackStore) -> None:
    name = "sales\u2028of\u0085the\u2029year"
    table = TableDescription(5, (AttributeDescription(name, "INT", 5, samples=(name,)),))
    store.add(choice(table=table, chart=Chart("histogram", (("x", (name,)),)), ask=name))
    (kept,) = store.load()
    assert (kept.chart.name("x"), kept.ask, store.n_unreadable) == (name, name, 0)


def test_erasing_one_leaves_lines_of_another_version(store: FeedbackStore) -> None:
    store.add(choice(0))
    with store.path.open("a", encoding="utf-8") as file:
        file.write('{"of": "a later version"}\n')
    store.add(choice(1))
    store.erase([store.load()[0]])
    assert [c.at[8:10] for c in store.load()] == ["02"]
    assert store.n_unreadable == 1


def test_a_file_that_cannot_be_read_is_not_emptied(
    store: FeedbackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(choice())
    before = store.path.read_bytes()

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", refuse)
        assert store.load() == ()
        with pytest.raises(ExportError):
            store.erase([choice()])
        with pytest.raises(ExportError, match="cannot be read"):
            store.export(tmp_path / "mine.jsonl")
    assert store.path.read_bytes() == before
    assert not (tmp_path / "mine.jsonl").exists()


def test_the_export_is_clean(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(choice())
    with store.path.open("a", encoding="utf-8") as file:
        file.write("broken")
    target = tmp_path / "mine.jsonl"
    assert store.export(target) == 1
    (line,) = target.read_text("utf-8").splitlines()
    assert parse_feedback(json.loads(line)) == parse_feedback(choice().to_json())


def test_what_cannot_be_written_is_said(store: FeedbackStore, tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file in the way")
    with pytest.raises(ExportError, match="could not be kept"):
        store.add(choice())
    with pytest.raises(ExportError, match="could not be written"):
        FeedbackStore(tmp_path / "x.jsonl").export(tmp_path / "no" / "where.jsonl")


def test_the_file_lies_in_the_persons_own_folder() -> None:
    assert FeedbackStore().path.is_relative_to(paths.user_state())


def test_a_preference_names_what_the_model_would_have_shown() -> None:
    found = choice().preference()
    assert found is not None
    assert (found.chosen, found.passed) == ("line", "column")
    assert found.odds == pytest.approx(-1.2528, abs=1e-3)
    assert choice(shares=(("line", 0.9),)).preference() is None
    assert choice(ask="as a line").preference() is None


def test_any_table_makes_a_record_that_reads_back() -> None:
    import random

    for seed in range(20):
        table = random_table(random.Random(seed), 4)
        made = choice(table=table, chart=Chart("table", (("column", (table.names[0],)),)))
        assert parse_feedback(made.to_json()).table == table
