"""The report: Markdown, a page that needs nothing else, JSON."""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vizapp.core.errors import DataError
from vizapp.rendering import theme
from vizapp.training.fit import Record
from vizapp.training.metrics import NO_CHART, Outcome, compare, confusion_matrix, summarise
from vizapp.training.report import (
    Comparison,
    Loss,
    Report,
    read_losses,
    to_html,
    to_json,
    to_markdown,
    write,
)

OUTCOMES = [
    *[Outcome(("line",), ("line", "area"), True, 1.0, 1.0, (True,), 0.1, 120)] * 6,
    *[Outcome(("pie", "funnel"), ("column", "pie"), False, 0.5, 0.5, (False,), 0.2, 90)] * 3,
    Outcome((NO_CHART,), ("bar",), False),
]
OTHERS = [replace(outcome, exact=False) for outcome in OUTCOMES]
LOSSES = (Loss(1, 5.0), Loss(200, 1.0, 1.25), Loss(210, 0.9))
REPORT = Report(
    model="a<b>.gguf",
    split="some tables",
    think=True,
    notes=("Mind the split & its <tables>.",),
    scores=summarise(OUTCOMES),
    matrix=confusion_matrix(OUTCOMES),
    against=Comparison("other.gguf", summarise(OTHERS), compare(OUTCOMES, OTHERS)),
    losses=LOSSES,
)


def test_markdown_says_it_all() -> None:
    text = to_markdown(REPORT)
    assert text.startswith("# a<b>.gguf on some tables\n\n> Mind the split")
    assert "| measure | a<b>.gguf | other.gguf |" in text
    assert "| type, top 1 | 60.0% (30.0% to 90.0%) | 60.0% (30.0% to 90.0%) |" in text
    assert "| tokens per answer, mean | 99 | 99 |" in text
    assert "| exact match | +60.0% (+30.0% to +90.0%) | yes |" in text
    assert "| type, top 1 | +0.0% (+0.0% to +0.0%) | no |" in text
    assert "210 steps; last training loss 0.900; lowest development loss 1.250." in text
    assert "| pie | column | 3 |" in text
    assert f"| {NO_CHART} | 1 | 0% | 0 | 0% |" in text


def test_what_was_not_measured_is_left_out() -> None:
    plain = replace(REPORT, against=None, losses=(), think=False)
    text = to_markdown(plain)
    assert text.startswith("# a<b>.gguf on some tables, without a thought\n")
    assert "Difference" not in text
    assert "## Loss" not in text
    assert "| perplexity per token of the gold answer | - |" in text
    assert "BLEU is fine" not in text
    thought = replace(OUTCOMES[0], thoughts=("a line", "a line"))
    assert "BLEU is fine" in to_markdown(replace(plain, scores=summarise([thought])))


def test_a_model_without_a_fault_has_no_confusions() -> None:
    right = replace(REPORT, scores=summarise(OUTCOMES[:1]), matrix=confusion_matrix(OUTCOMES[:1]))
    assert "No answer has a wrong type." in to_markdown(right)
    assert to_html(right).count("<picture>") == 3


class _Page(HTMLParser):
    """Collects the tags with their attributes, and what was left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "source", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(REPORT)


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    parsed = _Page(page)
    assert parsed.open == []
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in parsed.tags}
    links = [v for _, attributes in parsed.tags for k, v in attributes.items()
             if k in ("src", "srcset", "href")]  # fmt: skip
    assert len(links) == 6
    assert all(link and link.startswith("data:image/svg+xml;base64,") for link in links)
    assert "a&lt;b&gt;.gguf" in page
    assert "Mind the split &amp; its &lt;tables&gt;." in page


def _svgs(page: str) -> list[str]:
    return [base64.b64decode(text).decode() for text in re.findall(r"base64,([^\"]+)", page)]


def test_the_page_is_light_and_dark(page: str) -> None:
    assert page.count('media="(prefers-color-scheme: dark)"') == 3
    for number, svg in enumerate(_svgs(page)):
        ElementTree.fromstring(svg)
        own, other = (theme.DARK, theme.LIGHT) if number % 2 == 0 else (theme.LIGHT, theme.DARK)
        assert own.background in svg
        assert f'"{other.text}"' not in svg


def test_the_charts_show_losses_components_and_confusions(page: str) -> None:
    curves, bars, cells = _svgs(page)[1::2]
    assert "development" in curves
    assert "line (6)" in bars
    assert "precision" in bars
    for word in ("wanted", "given", "column", NO_CHART, ">3<", ">6<"):
        assert word in cells


def test_json_is_rounded_and_complete() -> None:
    record = json.loads(to_json(REPORT))
    assert record["scores"]["top1"]["value"] == 0.6
    assert record["scores"]["mean_seconds"] == 0.12
    assert ["pie", "column", 3] in record["confusion_matrix"]
    assert record["against"]["differences"]["exact"]["low"] == 0.3
    assert json.loads(to_json(replace(REPORT, against=None)))["against"] is None


def test_three_files_are_written(tmp_path: Path) -> None:
    write(REPORT, tmp_path / "a" / "b")
    names = sorted(path.name for path in (tmp_path / "a" / "b").iterdir())
    assert names == ["report.html", "report.md", "scores.json"]


def test_the_curve_is_what_training_logs(tmp_path: Path) -> None:
    path = tmp_path / "losses.jsonl"
    logged = [
        Record(10, 2.0, 1.0, 0.5, 100, 1.0),
        Record(20, 1.5, 1.0, 0.5, 200, 2.0, 1.75),
        Record(10, 1.9, 1.0, 0.5, 100, 1.0),  # again, after a checkpoint
    ]
    path.write_text("".join(json.dumps(vars(record)) + "\n" for record in logged), "utf-8")
    assert read_losses(path) == (Loss(10, 1.9), Loss(20, 1.5, 1.75))


@pytest.mark.parametrize("text", ["[1]", '{"step": 1}', "loss 3", '{"step": 1, "loss": null}'])
def test_another_file_is_no_curve(tmp_path: Path, text: str) -> None:
    path = tmp_path / "losses.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"losses\.jsonl is no loss curve"):
        read_losses(path)
