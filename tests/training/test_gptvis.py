"""The benchmark's labels in our words and back, and its splits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.training.gptvis import (
    GptVisCase,
    best_encode_score,
    encode_score,
    folds,
    load,
    read_rows,
    settle_aggregate,
    to_chart,
    to_encode,
)

SALES = [{"city": "Oslo", "sales": 3}, {"city": "Rome", "sales": 5}]


def line(rows: list[dict[str, Any]], answer: Any, before: str = "", metas: bool = False) -> str:
    table: dict[str, Any] = {"metas": [{"name": "city"}]} if metas else {}
    prompt = before + json.dumps({**table, "data": rows}, ensure_ascii=False)
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return json.dumps({"prompt": prompt, "answer": text}, ensure_ascii=False)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


PIE = [{"type": "pie", "encode": {"x": ["city"], "y": ["sales"]}}]
COLUMN = [{"type": "column", "encode": {"x": ["city"], "y": ["sales"]}}]


def test_load_merges_the_prompts_of_one_table_whatever_their_words_and_row_order(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path,
        line(SALES, PIE),
        line(SALES, PIE, before="请可视化 [1] {不是表}: ", metas=True),
        line(SALES[::-1], PIE),
        line(SALES[:1], COLUMN),
    )
    first, second = load(path)
    assert (first.n_prompts, second.n_prompts) == (3, 1)
    assert first.rows == tuple(SALES)
    assert first.columns == ("city", "sales")
    assert [c.component for c in first.accepted] == ["pie"]
    assert second.accepted[0].channels == (("x", ("city",)), ("y", ("sales",)))


def test_load_puts_the_most_frequent_label_first(tmp_path: Path) -> None:
    path = write(tmp_path, line(SALES, COLUMN), line(SALES, PIE), line(SALES, PIE))
    (case,) = load(path)
    assert [c.component for c in case.accepted] == ["pie", "column"]


def test_load_keeps_every_chart_of_an_answer_in_its_order(tmp_path: Path) -> None:
    (case,) = load(write(tmp_path, line(SALES, COLUMN + PIE)))
    assert [c.component for c in case.accepted] == ["column", "pie"]
    assert case.encodes == (COLUMN[0]["encode"], PIE[0]["encode"])


def test_load_skips_answers_that_do_not_parse(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        line(SALES, '[{"type": "pie", '),
        line(SALES, [{"type": "globe", "encode": {}}]),
        line(SALES, ["pie"]),
        "",
        json.dumps({"prompt": "no table here", "answer": json.dumps(PIE)}),
    )
    assert load(path) == []


def test_read_rows_takes_a_bare_list_too() -> None:
    assert read_rows("draw " + json.dumps(SALES) + " please") == tuple(SALES)
    assert read_rows('draw {"data": [1, 2]}') == ()


LABELS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("column", {"x": ["a"], "y": ["n"], "s": ["b"]}, {"x": "a", "y": "n", "group": "b"}, ""),
    ("line", {"x": ["a"], "y": ["n", "m"]}, {"x": "a", "y": ["n", "m"]}, ""),
    ("pie", {"x": ["a"], "y": ["n"]}, {"category": "a", "value": "n"}, ""),
    (
        "radar",
        {"x": ["a"], "y": ["n"], "s": ["b"]},
        {"category": "a", "value": "n", "group": "b"},
        "",
    ),
    ("radar", {"y": ["n", "m", "k"]}, {"value": ["n", "m", "k"]}, ""),
    ("funnel", {"y": ["n", "m"]}, {"value": ["n", "m"]}, ""),
    ("histogram", {"y": ["n"]}, {"x": "n"}, ""),
    ("heatmap", {"x": ["a"], "y": ["b"], "size": ["n"]}, {"x": "a", "y": "b", "value": "n"}, ""),
    (
        "scatter",
        {"x": ["n"], "y": ["m"], "s": ["a"], "size": "k"},
        {"x": "n", "y": "m", "size": "k", "group": "a"},
        "",
    ),
    (
        "map",
        {"x": ["n"], "y": ["m"], "label": ["a"], "color": ["k"]},
        {"longitude": "n", "latitude": "m", "label": "a", "size": "k"},
        "",
    ),
    ("progress", {"y": ["n"], "target": ["m"]}, {"value": "n", "target": "m"}, ""),
    ("wordCloud", {"label": "a", "y": "n"}, {"word": "a", "value": "n"}, ""),
    (
        "multiple",
        {"x": ["a"], "y": ["n"], "y2": ["m"]},
        {"x": "a", "y": "n", "y2": "m"},
        "dualAxes",
    ),
    (
        "network_graph",
        {"source": "a", "target": "b", "label": "c"},
        {"source": "a", "target": "b", "label": "c"},
        "network",
    ),
    ("mind_map", {"source": "a", "target": "b"}, {"source": "a", "target": "b"}, "mindMap"),
    ("flow_diagram", {"source": "a", "target": "b"}, {"source": "a", "target": "b"}, "flow"),
]
ROW = {"a": "x", "b": "y", "c": "z", "n": 1, "m": 2.5, "k": 3}


@pytest.mark.parametrize(("type_", "encode", "channels", "component"), LABELS)
def test_a_label_becomes_our_chart_and_comes_back_as_it_was(
    type_: str, encode: dict[str, Any], channels: dict[str, Any], component: str
) -> None:
    chart = to_chart(type_, encode, [ROW])
    assert chart is not None
    assert chart.component == (component or type_)
    found = {name: list(names) for name, names in chart.channels}
    assert found == {k: v if isinstance(v, list) else [v] for k, v in channels.items()}
    order = [c.name for c in catalogue()[chart.component].channels]
    assert [name for name, _ in chart.channels] == sorted(found, key=order.index)
    assert to_encode(chart) == encode


def test_a_treemap_label_names_no_column_so_the_data_says() -> None:
    chart = to_chart("treemap", {}, [{"n": 4, "a": "x", "b": "y"}])
    assert chart == Chart("treemap", (("category", ("a",)), ("value", ("n",))))
    assert to_encode(chart) == {}


def test_names_that_are_no_columns_give_way_to_the_data() -> None:
    chart = to_chart("wordCloud", {"y": "n", "label": "数据"}, [{"n": 4, "a": "x"}])
    assert chart == Chart("wordCloud", (("word", ("a",)), ("value", ("n",))))


def test_only_the_first_second_measure_fits_two_axes() -> None:
    chart = to_chart("multiple", {"x": ["a"], "y": ["n"], "y2": ["m", "k"]}, [ROW])
    assert chart is not None
    assert chart.names("y2") == ("m",)


def test_a_label_that_the_data_cannot_complete_is_no_chart() -> None:
    assert to_chart("pie", {"x": ["a"]}, [{"n": 1}]) is None


def test_aggregate_is_settled_only_where_rows_share_a_mark() -> None:
    def table(n_cities: int, measure: str) -> TableDescription:
        return TableDescription(
            4,
            (
                AttributeDescription("city", "STR", n_cities),
                AttributeDescription(measure, "INT", 4, range=(1, 9)),
            ),
        )

    def settled(n_cities: int, measure: str) -> str | None:
        chart = Chart("column", (("x", ("city",)), ("y", (measure,))))
        return settle_aggregate(chart, table(n_cities, measure)).options.aggregate

    assert settled(4, "sales") is None
    assert settled(2, "sales") == "sum"
    assert settled(2, "growth rate") == "mean"
    counting = Chart("column", (("x", ("city",)),))
    assert settle_aggregate(counting, table(4, "sales")).options.aggregate == "count"
    plain = Chart("scatter", (("x", ("sales",)), ("y", ("sales",))))
    assert settle_aggregate(plain, table(2, "sales")) == plain


@pytest.mark.parametrize(
    ("predicted", "reference", "score"),
    [
        ({}, {}, 1.0),
        ({"x": ["a"]}, {}, 0.0),
        ({"x": ["a"], "y": ["b"]}, {"x": ["a"]}, 0.5),
        ({"y": ["a", "b", "c"]}, {"y": ["b", "c", "d"]}, 0.5),
        ({"y": ["b", "a"]}, {"y": ["a", "b"]}, 1.0),
        ({"source": "a", "target": "b"}, {"source": "a", "target": "c"}, 0.5),
    ],
)
def test_encode_score(predicted: Any, reference: Any, score: float) -> None:
    assert encode_score(predicted, reference) == pytest.approx(score)
    assert encode_score(reference, predicted) == pytest.approx(score)


def test_text_equals_a_list_of_one_only_when_normalised() -> None:
    ours, theirs = {"size": "k", "x": ["a"]}, {"size": ["k"], "x": ["a"]}
    assert encode_score(ours, theirs) == 0.5
    assert encode_score(ours, theirs, normalised=True) == 1.0


def test_best_encode_score_takes_the_nearest_label() -> None:
    pie = Chart("pie", (("category", ("a",)), ("value", ("n",))))
    case = GptVisCase((ROW,), (pie,), ({"x": ["b"], "y": ["n"]}, {"x": ["a"], "y": ["n"]}))
    assert best_encode_score(pie, case) == 1.0


def make_case(component: str, *columns: str) -> GptVisCase:
    return GptVisCase((dict.fromkeys(columns, 1),), (Chart(component, ()),), ({},))


def test_folds_cover_all_cases_once_with_every_label_spread_evenly() -> None:
    cases = [make_case("pie", f"p{i}", "n") for i in range(10)]
    cases += [make_case("line", f"l{i}", "n") for i in range(15)]
    found = folds(cases, 5, seed=3)
    assert sorted(i for fold in found for i in fold) == list(range(25))
    for fold in found:
        labels = [cases[i].accepted[0].component for i in fold]
        assert (labels.count("pie"), labels.count("line")) == (2, 3)


def test_folds_keep_tables_with_the_same_columns_together() -> None:
    cases = [make_case("flow", "Source", "target") for _ in range(3)]
    cases += [make_case("network", "target", "source ")]
    cases += [make_case("pie", f"p{i}") for i in range(8)]
    found = folds(cases, 4, seed=1)
    assert sum(bool(set(fold) & {0, 1, 2, 3}) for fold in found) == 1


def test_folds_follow_the_seed() -> None:
    cases = [make_case("pie", f"p{i}") for i in range(20)]
    assert folds(cases, 4, seed=1) == folds(cases, 4, seed=1)
    assert folds(cases, 4, seed=1) != folds(cases, 4, seed=2)
