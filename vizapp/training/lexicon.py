"""The authored vocabularies as Python values; see `vocabulary/*.tsv`."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vizapp.core.language import Lang

_FOLDER = Path(__file__).parent / "vocabulary"


@dataclass(frozen=True)
class Measure:
    """A measure's alternative names, unit and plausible values."""

    domain: str
    kind: str
    low: float
    high: float
    decimals: int
    units: Mapping[Lang, tuple[str, ...]]
    names: Mapping[Lang, tuple[str, ...]]

    @property
    def additive(self) -> bool:
        """Whether its values may be summed over rows."""
        return self.kind in ("amount", "count", "share", "level", "change")


@dataclass(frozen=True)
class Dimension:
    """A dimension's alternative names and values."""

    domain: str
    kind: str
    names: Mapping[Lang, tuple[str, ...]]
    values: Mapping[Lang, tuple[str, ...]]


Row = Mapping[str, str]


@functools.cache
def rows(table: str) -> tuple[Row, ...]:
    """Return the rows of a vocabulary file as dicts."""
    with (_FOLDER / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(dict(row) for row in reader)


def items(cell: str) -> tuple[str, ...]:
    """Return the alternatives of a cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _both(row: Row, zh: str, en: str) -> dict[Lang, tuple[str, ...]]:
    return {"zh": items(row[zh]), "en": items(row[en])}


@functools.cache
def measures() -> tuple[Measure, ...]:
    """Return every measure that has a name in both languages."""
    found = []
    for row in rows("measures"):
        names = _both(row, "zh", "en")
        if names["zh"] and names["en"]:
            found.append(
                Measure(
                    domain=row["domain"],
                    kind=row["kind"],
                    low=float(row["low"]),
                    high=float(row["high"]),
                    decimals=int(row["decimals"]),
                    units=_both(row, "unit_zh", "unit_en"),
                    names=names,
                )
            )
    return tuple(found)


@functools.cache
def dimensions(kinds: tuple[str, ...] = ()) -> tuple[Dimension, ...]:
    """Return the dimensions of these kinds, all when none is given."""
    found = []
    for row in rows("dimensions"):
        names = _both(row, "zh", "en")
        values = _both(row, "zh_values", "en_values")
        whole = names["zh"] and names["en"] and values["zh"] and values["en"]
        if whole and (not kinds or row["kind"] in kinds):
            found.append(Dimension(row["domain"], row["kind"], names, values))
    return tuple(found)


@functools.cache
def by_domain(kinds: tuple[str, ...] = ()) -> Mapping[str, Sequence[Measure]]:
    """Return the measures of these kinds by domain."""
    found: dict[str, list[Measure]] = {}
    for measure in measures():
        if not kinds or measure.kind in kinds:
            found.setdefault(measure.domain, []).append(measure)
    return found


@functools.cache
def asks(intent: str, lang: Lang) -> tuple[str, ...]:
    """Return the authored asks of an intent."""
    return tuple(r["text"] for r in rows("asks") if r["intent"] == intent and r["lang"] == lang)
