"""Choices change the order for like tables, in proportion, and nowhere else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.reranker import (
    MIN_LIKENESS,
    Preference,
    Reranker,
    features,
    likeness,
    log_odds,
)

MODEL = {"line": 0.8, "area": 0.15, "column": 0.05}


def sales(n_rows: int = 36, n_shops: int = 4, name: str = "sales") -> TableDescription:
    return TableDescription(
        n_rows,
        (
            AttributeDescription("month", "DATE", n_rows // n_shops, granularity="month"),
            AttributeDescription("shop", "STR", n_shops),
            AttributeDescription(name, "DOUBLE", n_rows, range=(1, 90)),
        ),
    )


UNLIKE = TableDescription(
    40,
    (
        AttributeDescription("from", "STR", 30),
        AttributeDescription("to", "STR", 30),
        AttributeDescription("people", "INT", 40, range=(1, 900)),
    ),
    links=(("from", "to"),),
)


def chosen(n: int, odds: float | None = None) -> Reranker:
    offset = log_odds(0.15, 0.8) if odds is None else odds
    return Reranker([Preference(sales(36 + i, 4), "area", "line", offset) for i in range(n)])


def best(reranker: Reranker, table: TableDescription) -> str:
    return next(iter(reranker.rerank(table, MODEL)))


def test_after_some_choices_a_like_table_gets_the_chosen_chart_first() -> None:
    assert best(chosen(1), sales(48)) == "line"
    assert best(chosen(3), sales(48, name="turnover")) == "area"
    ranked = chosen(3).rerank(sales(48), MODEL)
    assert list(ranked) == ["area", "line", "column"]
    assert sum(ranked.values()) == pytest.approx(sum(MODEL.values()))


def test_an_unlike_table_keeps_the_models_order_and_figures() -> None:
    assert chosen(9).likeness(UNLIKE) < MIN_LIKENESS
    assert chosen(9).rerank(UNLIKE, MODEL) == MODEL


def test_without_choices_nothing_changes() -> None:
    assert Reranker().rerank(sales(), MODEL) == MODEL
    assert Reranker().likeness(sales()) == 0.0
    assert chosen(3).rerank(sales(), {}) == {}


def test_a_sure_model_needs_more_choices() -> None:
    sure = {"line": 0.995, "area": 0.004, "column": 0.001}
    needed = next(
        n
        for n in range(1, 20)
        if next(iter(chosen(n, log_odds(0.004, 0.995)).rerank(sales(), sure))) == "area"
    )
    wavering = {"line": 0.5, "area": 0.45, "column": 0.05}
    at_once = next(
        n
        for n in range(1, 20)
        if next(iter(chosen(n, log_odds(0.45, 0.5)).rerank(sales(), wavering))) == "area"
    )
    assert at_once < 3 < needed < 12


def test_contrary_choices_cancel_out() -> None:
    both = [Preference(sales(), "area", "line"), Preference(sales(), "line", "area")] * 4
    gains = Reranker(both).gains(sales())
    assert gains["area"] == pytest.approx(0.0, abs=1e-6)
    assert Reranker(both).rerank(sales(), MODEL) == pytest.approx(MODEL)


def test_a_choice_says_nothing_about_components_it_did_not_see() -> None:
    gains = chosen(4).gains(sales())
    assert set(gains) == {"area", "line"}
    assert gains["area"] == pytest.approx(-gains["line"])
    assert gains["area"] > 0


def test_only_the_newest_choices_count() -> None:
    assert len(Reranker([Preference(sales(), "area", "line")] * 700)) == 500


def test_the_fit_is_where_the_gradient_is_zero() -> None:
    reranker = chosen(5)
    gram = likeness(reranker._features, reranker._features) * reranker._agreement()
    odds = np.array([p.odds for p in reranker._known])
    miss = 1 / (1 + np.exp(odds + gram @ reranker._weights))
    assert np.abs(miss - reranker._weights).max() < 1e-6


def test_features_do_not_depend_on_names_or_order() -> None:
    table = sales()
    turned = TableDescription(table.data_amount, tuple(reversed(table.attributes)))
    assert features(turned).tolist() == features(sales(name="other")).tolist()
    assert math.isfinite(features(TableDescription(0, ())).sum())
