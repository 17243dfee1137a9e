"""The quality card says what the manifest says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vizapp.components.catalogue import catalogue
from vizapp.core import paths
from vizapp.core.errors import ModelFileError
from vizapp.reasoning.quality import read_quality


def test_the_card_of_the_installed_model_is_its_manifest() -> None:
    record = json.loads((paths.models() / "manifest.json").read_text("utf-8"))
    quality = read_quality()
    scores = record["scores"]["gptvis"]
    assert quality.top1 == scores["top1"]["value"]
    assert quality.interval == (scores["top1"]["low"], scores["top1"]["high"])
    assert quality.model == paths.bundled_model().name
    assert {t.component for t in quality.per_type} <= set(catalogue())
    cases = [t.n_cases for t in quality.per_type]
    assert cases == sorted(cases, reverse=True)
    assert sum(cases) == quality.n_cases


@pytest.mark.parametrize("text", ["", "{}", '{"scores": {}}', '{"scores": {"gptvis": 3}}'])
def test_a_manifest_without_figures_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelFileError, match="no measured figures"):
        read_quality(tmp_path)


def test_a_missing_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no measured figures"):
        read_quality(tmp_path)
