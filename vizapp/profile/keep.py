"""A table with some of its attributes left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from vizapp.profile.attributes import TableDescription
from vizapp.profile.describe import ProfiledTable

_Group = TypeVar("_Group", bound=tuple[str, ...])


def leave_out(profiled: ProfiledTable, names: Collection[str]) -> ProfiledTable:
    """Return the table without those attributes; unknown names are ignored.

    The facts of the others stay as they were measured. The cells of `table`
    stay too: they are what was read, not what is shown.
    """
    gone = {name for name in names if profiled.description.attribute(name)}
    if not gone:
        return profiled
    frame = profiled.frame.loc[:, [n for n in profiled.frame.columns if n not in gone]]
    return replace(profiled, description=describe_without(profiled.description, gone), frame=frame)


def describe_without(description: TableDescription, names: Collection[str]) -> TableDescription:
    """Return the description without those attributes and the relations that name them."""

    def whole(groups: tuple[_Group, ...]) -> tuple[_Group, ...]:
        return tuple(group for group in groups if not set(group) & set(names))

    return replace(
        description,
        attributes=tuple(a for a in description.attributes if a.name not in names),
        keys=whole(description.keys),
        nested=whole(description.nested),
        links=whole(description.links),
        correlated=whole(description.correlated),
    )
