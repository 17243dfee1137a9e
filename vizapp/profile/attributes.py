"""The attribute description: what the model reads, in the client's JSON.

The keys of the client's notes come first and byte for byte; the optional facts
follow in the order of the fields below, and only when they say something. A
reader that knows the client's keys alone still works, and so does a model that
is given a description without any fact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal, cast, get_args

from vizapp.core.errors import DataError

AttributeType = Literal["STR", "INT", "DOUBLE", "DATE", "BOOL"]
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)
NUMBER_TYPES: tuple[AttributeType, ...] = ("INT", "DOUBLE")

Granularity = Literal["year", "quarter", "month", "week", "day", "hour", "minute", "second"]
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)

# Ordered kinds of words: months, weekdays, quarters, seasons, parts of a day,
# age or value bands, sizes, grades.
Order = Literal["month", "weekday", "quarter", "season", "daypart", "band", "size", "grade"]
ORDERS: tuple[Order, ...] = get_args(Order)

Meaning = Literal["id", "longitude", "latitude", "path", "text", "year", "code"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

Number = int | float


@dataclass(frozen=True)
class AttributeDescription:
    """One attribute (column) of a table.

    Parameters
    ----------
    name : str
        As in the file, outer blanks stripped, unique within the table.
    type : AttributeType
        STR, INT, DOUBLE, DATE or BOOL.
    value_amount : int
        Number of distinct values, missing ones not counted.
    unit : str or None
        The unit, when known (元, %, km, USD ...).
    missing : int or None
        Number of missing values, None when there is none.
    range : tuple or None
        Smallest and largest value: numbers (four significant digits, whole
        numbers and years exact) or ISO dates.
    total : float or None
        100 or 1 when the values of a measure add up to that, else None.
    granularity : Granularity or None
        The step of a DATE.
    order : Order or None
        The kind of ordered words of a STR.
    meaning : Meaning or None
        What names and values say beyond the type.
    samples : tuple of str
        Up to three of the most frequent values of a STR or BOOL (ties by text).
    """

    name: str
    type: AttributeType
    value_amount: int
    unit: str | None = None
    missing: int | None = None
    range: tuple[Number, Number] | tuple[str, str] | None = None
    total: Number | None = None
    granularity: Granularity | None = None
    order: Order | None = None
    meaning: Meaning | None = None
    samples: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the client's object: the name is always the first key."""
        record: dict[str, Any] = {self.name: self.type}
        extra: dict[str, Any] = {"value_amount": self.value_amount}
        if self.unit:
            extra["attribute_unit"] = self.unit
        for key in ("missing", "range", "total", "granularity", "order", "meaning", "samples"):
            value = getattr(self, key)
            if value is not None and value != ():
                extra[key] = list(value) if isinstance(value, tuple) else value
        # A column may be called `value_amount`: JSON objects cannot repeat a key,
        # so the column keeps it and the fact of that name moves aside.
        record.update({_fact_key(key, self.name): value for key, value in extra.items()})
        return record


def _fact_key(key: str, name: str) -> str:
    return f"{key} (2)" if key == name else key


@dataclass(frozen=True)
class TableDescription:
    """A table as the model reads it.

    Parameters
    ----------
    data_amount : int
        Number of rows.
    attributes : tuple of AttributeDescription
        In the file's order.
    keys : tuple of tuple of str
        Smallest sets of two or three dimensions whose values together name a
        row; empty when one attribute alone does, or none do.
    nested : tuple of (outer, inner)
        STR pairs in which each inner value belongs to one outer value.
    links : tuple of (source, target)
        STR pairs that share values, as the ends of an edge do.
    correlated : tuple of (a, b)
        Numeric pairs with a correlation of at least 0.7 either way.
    """

    data_amount: int
    attributes: tuple[AttributeDescription, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    nested: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    correlated: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes' names, in order."""
        return tuple(attribute.name for attribute in self.attributes)

    def attribute(self, name: str) -> AttributeDescription | None:
        """Return the attribute of that name, None when there is none."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, AttributeDescription]:
        return {a.name: a for a in reversed(self.attributes)}

    @cached_property
    def notes(self) -> dict[Any, Any]:
        """Room for what is derived from this description again and again."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # without the notes

    def repeats(self, names: Sequence[str]) -> bool:
        """Return whether two rows may share their values of these attributes.

        Certain where one attribute is unique or a key covers the set; without
        key facts it follows from the counts.
        """
        if self.data_amount <= 1:
            return False
        chosen = [a for a in self.attributes if a.name in names]
        if any(a.value_amount + (a.missing or 0) >= self.data_amount for a in chosen):
            return False
        return not any(set(key) <= set(names) for key in self.keys)

    def to_json(self) -> dict[str, Any]:
        """Return the client's attribute description with the optional facts."""
        record: dict[str, Any] = {
            "data_amount": self.data_amount,
            "attribute_description": [a.to_json() for a in self.attributes],
            "attribute_amount": len(self.attributes),
        }
        for key in ("keys", "nested", "links", "correlated"):
            value = getattr(self, key)
            if value:
                record[key] = [list(item) for item in value]
        return record


def parse_description(record: Any) -> TableDescription:
    """Read an attribute description, with or without the optional facts.

    Raises
    ------
    DataError
        If it is not the client's format; the message names the place.
    """
    if not isinstance(record, dict) or not isinstance(record.get("attribute_description"), list):
        raise DataError(
            "This is not an attribute description.",
            hint='It needs "data_amount" and a list "attribute_description".',
        )
    amount = record.get("data_amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
        raise DataError(f'"data_amount" is {amount!r}, expected a number of rows.')
    attributes: list[AttributeDescription] = []
    for index, item in enumerate(record["attribute_description"], 1):
        attributes.append(_parse_attribute(item, index, amount))
    names = {a.name for a in attributes}
    if len(names) < len(attributes):
        raise DataError("Two attributes have the same name.", hint="Rename one of them.")

    def groups(key: str, low: int, high: int) -> tuple[tuple[str, ...], ...]:
        found = record.get(key)
        if not isinstance(found, list):
            return ()
        return tuple(
            tuple(map(str, group))
            for group in found
            if isinstance(group, list)
            and low <= len(group) <= high
            and all(isinstance(name, str) and name in names for name in group)
        )

    return TableDescription(
        data_amount=amount,
        attributes=tuple(attributes),
        keys=groups("keys", 2, 3),
        nested=cast("tuple[tuple[str, str], ...]", groups("nested", 2, 2)),
        links=cast("tuple[tuple[str, str], ...]", groups("links", 2, 2)),
        correlated=cast("tuple[tuple[str, str], ...]", groups("correlated", 2, 2)),
    )


def _is_number(value: Any) -> bool:
    """Return whether it is a number that others can compute with: finite, not too large."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _parse_attribute(item: Any, index: int, amount: int) -> AttributeDescription:
    if not isinstance(item, dict) or not item:
        raise DataError(f"Attribute {index} is not an object.")
    name = next(iter(item))
    type_ = str(item[name]).upper()
    if type_ not in ATTRIBUTE_TYPES:
        known = ", ".join(ATTRIBUTE_TYPES)
        raise DataError(
            f"Attribute {index} ({name!r}) has the type {type_!r}.", hint=f"One of {known}."
        )

    def fact(key: str, *kinds: type) -> Any:
        value = item.get(_fact_key(key, name))
        return value if isinstance(value, kinds) and not isinstance(value, bool) else None

    value_amount, missing = fact("value_amount", int), fact("missing", int)
    range_ = fact("range", list)
    same = (
        range_
        and len(range_) == 2
        and (all(_is_number(v) for v in range_) or all(isinstance(v, str) for v in range_))
    )
    total = fact("total", int, float)
    granularity, order = fact("granularity", str), fact("order", str)
    meaning = fact("meaning", str)
    return AttributeDescription(
        name=name,
        type=type_,
        value_amount=amount if value_amount is None else max(0, value_amount),
        unit=fact("attribute_unit", str),
        missing=missing if missing and missing > 0 else None,
        range=tuple(range_) if same else None,
        total=total if _is_number(total) else None,
        granularity=granularity if granularity in GRANULARITIES else None,
        order=order if order in ORDERS else None,
        meaning=meaning if meaning in MEANINGS else None,
        samples=tuple(str(v) for v in fact("samples", list) or ())[:3],
    )
