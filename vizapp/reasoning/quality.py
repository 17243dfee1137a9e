"""What was measured of the installed model, as its manifest records it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vizapp.core import paths
from vizapp.core.errors import ModelFileError

_TABLES = "gptvis"  # real tables that were not taught; the one that tells types apart


@dataclass(frozen=True)
class TypeScore:
    """How one component fared: how often it was wanted and found, given and right."""

    component: str
    n_cases: int
    recall: float
    n_answers: int
    precision: float


@dataclass(frozen=True)
class Quality:
    """The measured figures of a model; shares are 0 to 1, None where not measured.

    `interval` is the 95 % interval of `top1`.
    """

    model: str
    version: str
    n_parameters: int
    size_bytes: int
    hardware: str
    n_cases: int
    top1: float
    interval: tuple[float, float] | None
    top3: float | None
    encode: float | None
    exact: float | None
    claims_right: float | None
    mean_seconds: float | None
    per_type: tuple[TypeScore, ...]


def read_quality(folder: Path | None = None) -> Quality:
    """Read the manifest beside the model.

    Raises
    ------
    ModelFileError
        If it is missing or records no scores.
    """
    path = (folder or paths.models()) / "manifest.json"
    try:
        record = json.loads(path.read_text("utf-8"))
        return _quality(record, record["scores"][_TABLES])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise ModelFileError(
            "There are no measured figures for the installed model.",
            hint="Reinstall vizapp.",
            path=str(path),
        ) from err


def _quality(record: Mapping[str, Any], scores: Mapping[str, Any]) -> Quality:
    top1 = scores["top1"]
    interval = (float(top1["low"]), float(top1["high"])) if "low" in top1 else None
    types = (
        TypeScore(
            component=str(item["component"]),
            n_cases=int(item["n_cases"]),
            recall=float(item["recall"]),
            n_answers=int(item["n_answers"]),
            precision=float(item["precision"]),
        )
        for item in scores.get("per_type", ())
    )
    return Quality(
        model=str(record["model"]),
        version=str(record["version"]),
        n_parameters=int(record["n_parameters"]),
        size_bytes=int(record["size_bytes"]),
        hardware=str(record.get("hardware", "")),
        n_cases=int(scores["n_cases"]),
        top1=float(top1["value"]),
        interval=interval,
        top3=_share(scores, "top3"),
        encode=_share(scores, "encode"),
        exact=_share(scores, "exact"),
        claims_right=_share(scores, "claims_right"),
        mean_seconds=_share(scores, "mean_seconds"),
        per_type=tuple(sorted(types, key=lambda t: -t.n_cases)),
    )


def _share(scores: Mapping[str, Any], key: str) -> float | None:
    value = scores.get(key)
    return None if value is None else float(value)
