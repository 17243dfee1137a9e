"""The whole path from generated tables to a GGUF that llama.cpp runs, in small."""

from __future__ import annotations

import json
from pathlib import Path

from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import parse_description
from vizapp.reasoning.engine import LlamaReasoner
from vizapp.reasoning.events import Answer, Request
from vizapp.training.report import read_losses
from vizapp.training.train import main


def test_tiny_training_ends_in_a_model_that_answers(tmp_path: Path) -> None:
    out = tmp_path / "models"
    assert main(["--tiny", "--work", str(tmp_path / "work"), "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    path = out / manifest["model"]
    assert manifest["size_bytes"] == path.stat().st_size
    assert manifest["recipe"]["seed"]
    assert manifest["n_tokens"] > 0
    assert read_losses(out / "losses.jsonl")
    assert len(manifest["data_sha256"]) == 64
    description = parse_description(
        {
            "data_amount": 10,
            "attribute_description": [
                {"名称": "STR", "value_amount": 1},
                {"收盘价:前复权": "DOUBLE", "value_amount": 10, "attribute_unit": "元"},
                {"时间区间": "DATE", "value_amount": 10},
            ],
            "attribute_amount": 3,
        }
    )
    reasoner = LlamaReasoner(path)
    try:
        events = list(reasoner.reason(description, Request(lang="zh"), cancel=CancelToken()))
    finally:
        reasoner.close()
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.spec.charts

    more = ["--tiny", "--start", str(path), "--work", str(tmp_path / "more")]
    assert main([*more, "--out", str(tmp_path / "further")]) == 0
    further = json.loads((tmp_path / "further" / "manifest.json").read_text("utf-8"))
    assert further["start_sha256"] == manifest["sha256"] != further["sha256"]
    assert further["architecture"] == manifest["architecture"]
