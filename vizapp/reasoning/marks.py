"""What an ask names: attributes, operations and values, each marked where it stands.

Finding and linking are no task for the model: it reads the ask with a token before
each word that means something of this table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vizapp.components.spec import FilterValue
from vizapp.core.language import has_cjk
from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.profile.names import says_id
from vizapp.reasoning.counting import find_counted, says_count
from vizapp.reasoning.cues import Cue, find_cues
from vizapp.reasoning.linking import Link, link_names
from vizapp.reasoning.mentions import Values, find_values
from vizapp.reasoning.parting import (
    counts_rows,
    crosses,
    measured_by,
    measured_together,
    parted_by,
)
from vizapp.reasoning.references import AXES, compared, sorted_by, sorted_by_english
from vizapp.reasoning.specials import (
    MAX_VALUES,
    alias,
    alias_index,
    escape,
    value_token,
    word_token,
)

_PER = re.compile(
    r"\s*(?:are |were )?(?:there )?"
    r"(?:per|by|in each|for each|of each|from each|at each|for every|across)"
    r"\s+(?:the )?",
    re.IGNORECASE,
)
_BY_ZH = re.compile(r"按[^，。,;；]{1,8}$")
MAX_ASK = 400  # characters of an ask that the model reads


@dataclass(frozen=True)
class MarkedAsk:
    """An ask with its marks, and what they stand for.

    Parameters
    ----------
    text : str
        The ask, escaped, with a token before each word that means something.
    values : tuple
        The values in the order of their tokens, those known before first.
    holders : tuple of tuple of str
        Per value, the attributes whose cells hold it or that it is compared with.
    left_out : frozenset of int
        The positions of the values that the ask wants to do without.
    picked : frozenset of int
        The positions of the cells that it wants alone.
    linked : frozenset of int
        The positions of the attributes that the ask names.
    only_compared : frozenset of int
        Those of them that it names for nothing but a comparison with a number.
    parted : frozenset of str
        The groups by which it parts the chart, see `parting.parted_by`.
    measured : frozenset of str
        The measures that it names and does not only compare, see `parting.measured_by`.
    counts : bool
        Whether it asks how many rows there are, see `parting.counts_rows`.
    together : tuple of str
        Those that it names in one breath, see `parting.measured_together`.
    order : tuple of str, optional
        The token of the order that it wants, and the attribute or the token of the axis by
        which; see `references.sorted_by`.
    """

    text: str
    values: tuple[FilterValue, ...]
    holders: tuple[tuple[str, ...], ...]
    left_out: frozenset[int]
    picked: frozenset[int]
    linked: frozenset[int]
    only_compared: frozenset[int]
    parted: frozenset[str]
    measured: frozenset[str]
    counts: bool
    together: tuple[str, ...]
    order: tuple[str, str] | None


def mark_ask(
    ask: str,
    description: TableDescription,
    mentions: Mapping[str, Sequence[str]],
    aliases: Sequence[str],
    known: Sequence[FilterValue],
) -> MarkedAsk:
    """Return an ask as the model reads it.

    Parameters
    ----------
    ask : str
        What a person wrote; beyond `MAX_ASK` characters it is not read.
    description : TableDescription
        The table.
    mentions : mapping of str to sequence of str
        Values of the table that the ask names, each with the attributes that hold it.
    aliases : sequence of str
        The names of the attributes that the model reads, in the order of their aliases.
    known : sequence
        The values that have a token already.
    """
    ask = ask[:MAX_ASK]
    found = find_values(ask, description, mentions, known=known, limit=MAX_VALUES)
    links, cues = _marks(ask, description, aliases)
    held = frozenset(name for names in found.holders for name in names)
    found = _with_compared(found, ask, links, cues, description, aliases)
    aside = _only_compared(found, ask, links, cues)
    only_compared = frozenset(aliases[place] for place in aside)
    measured = measured_by(description, aliases, links, cues) - only_compared
    parted = parted_by(ask, description, aliases, links, cues, held)
    marked = _marked(ask, found, links, cues, aliases)
    return MarkedAsk(
        marked,
        found.values,
        found.holders,
        found.left_out,
        found.picked,
        frozenset(position for link in links for position in link.positions),
        aside,
        parted,
        measured,
        counts_rows(ask, description, aliases, links, cues, only_compared)
        or (len(parted) == 2 and not measured and crosses(ask, links)),
        measured_together(ask, aliases, links, cues, measured),
        _order(ask, marked, links, cues, aliases),
    )


def _marks(
    ask: str, description: TableDescription, aliases: Sequence[str]
) -> tuple[list[Link], list[Cue]]:
    """Return the attributes and operations that an ask names, none inside another.

    A word of a whole name is no operation: the `Area` of a vineyard is no chart.
    """
    cues = [c for c in find_cues(ask) if not _groups_alone(c, ask)]
    found = [*_one_date(link_names(ask, aliases), description, aliases)]
    counted = find_counted(ask, description, aliases, found, cues)
    cues = [c for c in cues if all(c.end <= k.start or k.end <= c.start for k in counted)]
    cues += [k for k in counted if not any(says_count(c, k) for c in cues)]
    cues = [c for c in cues if not any(_names_amount(c, k, description, aliases) for k in found)]
    links = []
    for link in found:
        if any(_holds(c, link) for c in cues):
            continue  # the "number" of "total number" is no column `No`
        if any(link.start < c.end and c.start < link.end for c in counted):
            continue
        places = tuple(
            p
            for p in link.positions
            if not _is_counted(link, p, ask, cues, aliases)
            and not _numbers_rows(link, p, ask, found, description, aliases)
        )
        if places:
            links.append(replace(link, positions=places))
    links = [k for k in links if not _counted_per(k, ask, links, cues, description, aliases)]
    cues = [c for c in cues if not any(_says_amount(c, k, ask) for k in links)]
    kept = [
        c
        for c in cues
        if c.token == word_token("count")
        or all(c.end <= k.start or k.end <= c.start for k in links if k.whole and k.literal)
    ]
    return links, kept


def _one_date(
    links: Sequence[Link], description: TableDescription, aliases: Sequence[str]
) -> Iterator[Link]:
    """Yield links of which words that may mean any date mean one.

    The months of 每月入院人数 are those of 入院日期, which the ask names itself, not those of
    出院日期 beside it; else they are those of the first date in the file.
    """
    dates = [
        aliases.index(a.name)
        for a in description.attributes
        if a.type == "DATE" and a.name in aliases
    ]
    named = {p for link in links if link.literal for p in link.positions}.intersection(dates)
    for link in links:
        loose = not link.literal and {*link.positions} <= {*dates}
        if loose and len(named) == 1:
            yield replace(link, positions=tuple(named))
        elif loose and len(link.positions) > 1:
            yield replace(link, positions=(min(link.positions, key=dates.index),))
        else:
            yield link


def _order(
    ask: str, marked: str, links: Sequence[Link], cues: Sequence[Cue], aliases: Sequence[str]
) -> tuple[str, str] | None:
    """Return the one order that an ask wants and by what, None where it does not say."""
    if not has_cjk(ask):
        found = sorted_by_english(marked)
        place = alias_index(found[1]) if found else None
        return (found[0], aliases[place]) if found and place is not None else found
    known = ((cue.token, sorted_by(cue, ask, links, cues)) for cue in cues)
    orders = {(t, aliases[by] if isinstance(by, int) else by) for t, by in known if by is not None}
    return orders.pop() if len(orders) == 1 else None


def _with_compared(
    found: Values,
    ask: str,
    links: Sequence[Link],
    cues: Sequence[Cue],
    description: TableDescription,
    aliases: Sequence[str],
) -> Values:
    """Return the values with what the ask compares them with.

    Numbers with the numeric attribute before or behind them, times with the dates that it names.
    """
    holders = [*found.holders]
    named = {aliases[p] for link in links for p in link.positions}
    for start, index in found.places:
        if isinstance(found.values[index], str):
            dates = tuple(n for n in holders[index] if _is_date(n, description))
            if dates == holders[index]:
                holders[index] = tuple(n for n in dates if n in named) or dates
            continue
        position = compared(start, ask, links, cues)
        attribute = None if position is None else description.attribute(aliases[position])
        if attribute is None or attribute.type not in NUMBER_TYPES:
            continue
        if attribute.name not in holders[index]:
            holders[index] = (*holders[index], attribute.name)
    return replace(found, holders=tuple(holders))


def _is_date(name: str, description: TableDescription) -> bool:
    attribute = description.attribute(name)
    return attribute is not None and attribute.type == "DATE"


def _only_compared(
    found: Values, ask: str, links: Sequence[Link], cues: Sequence[Cue]
) -> frozenset[int]:
    """Return the attributes that an ask names for nothing but a comparison with a number."""
    once: Counter[int | None] = Counter(place for link in links for place in link.positions)
    for start, index in found.places:
        if not isinstance(found.values[index], str):
            once[compared(start, ask, links, cues)] -= 1
    return frozenset(place for place, n in once.items() if place is not None and n == 0)


def _marked(
    ask: str,
    found: Values,
    links: Sequence[Link],
    cues: Sequence[Cue],
    aliases: Sequence[str],
) -> str:
    """Return the ask with its marks: values and who holds them, attributes, operations."""
    marks: dict[int, str] = {}
    for start, index in found.places:
        held = [alias(i) for i, n in enumerate(aliases) if n in found.holders[index]][:2]
        marks[start] = marks.get(start, "") + value_token(index) + "".join(held)
    for link in links:
        marks[link.start] = marks.get(link.start, "") + "".join(map(alias, link.positions))
    for cue in cues:
        by = sorted_by(cue, ask, links, cues)
        said = "" if by is None else alias(by) if isinstance(by, int) else by
        marks[cue.start] = marks.get(cue.start, "") + cue.token + said
    parts: list[str] = []
    done = 0
    for start in sorted(marks):
        text = ask[done:start]
        blank = " " if text.endswith(" ") else ""  # where a word began, it still begins
        parts.append(escape(text) + blank + marks[start])
        done = start
    parts.append(escape(ask[done:]))
    return "".join(parts)


def _counted_per(
    link: Link,
    ask: str,
    links: Sequence[Link],
    cues: Sequence[Cue],
    description: TableDescription,
    aliases: Sequence[str],
) -> bool:
    """Return whether a span says what the rows are that are counted by something else.

    The bars of "number of products per region" are the regions.
    """
    attributes = [description.attribute(aliases[p]) for p in link.positions]
    if any(a is None or a.type not in ("STR", "BOOL") for a in attributes):
        return False
    if not any(c.token == word_token("count") and 0 <= link.start - c.end <= 1 for c in cues):
        return False
    after = next((k for k in links if k.start >= link.end), None)
    if after is None or after.positions == link.positions:
        return False
    return _PER.fullmatch(ask[link.end : after.start]) is not None


def _groups_alone(cue: Cue, ask: str) -> bool:
    """Return whether a word for summing only says how to group: 按季度汇总 may mean means."""
    return ask[cue.start : cue.end] == "汇总" and bool(_BY_ZH.search(ask[: cue.start]))


def _names_amount(
    cue: Cue, link: Link, description: TableDescription, aliases: Sequence[str]
) -> bool:
    """Return whether the count is a part of what names a number: 入学人数 is `Enrollment`."""
    inside = link.start <= cue.start and cue.end <= link.end
    alone = (cue.start, cue.end) == (link.start, link.end)
    if cue.token != word_token("count") or not inside or alone:
        return False
    attributes = [description.attribute(aliases[p]) for p in link.positions]
    return all(
        a is not None and a.type in NUMBER_TYPES and a.meaning is None and not says_id(a.name)
        for a in attributes
    )


def _holds(cue: Cue, link: Link) -> bool:
    """Return whether a span is a mere part of the words that name an axis."""
    return (
        cue.token in AXES
        and cue.start <= link.start
        and link.end <= cue.end
        and link.end - link.start < cue.end - cue.start
    )


def _says_amount(cue: Cue, link: Link, ask: str) -> bool:
    """Return whether "amount of" names an attribute, not a count of rows."""
    if cue.token != word_token("count") or cue.end <= link.start or link.end <= cue.start:
        return False
    return link.literal and "amount" in ask[cue.start : cue.end].casefold()


def _numbers_rows(
    link: Link,
    position: int,
    ask: str,
    links: Sequence[Link],
    description: TableDescription,
    aliases: Sequence[str],
) -> bool:
    """Return whether words that might name an id say whose numbers are shown.

    "Height and weight of players" wants no `player_id`.
    """
    if link.whole or not says_id(aliases[position]) or says_id(ask[link.start : link.end]):
        return False
    attributes = (description.attribute(aliases[p]) for k in links for p in k.positions[:1])
    numbers = {
        a.name
        for a in attributes
        if a is not None and a.type in NUMBER_TYPES and a.meaning is None and not says_id(a.name)
    }
    return len(numbers) >= len(("x", "y"))


def _is_counted(
    link: Link, position: int, ask: str, cues: Sequence[Cue], aliases: Sequence[str]
) -> bool:
    """Return whether a span that might name an attribute speaks of counting rows instead.

    "The number of technicians" means neither the column `No` nor `technician_id`.
    """
    counts = [c for c in cues if c.token == word_token("count")]
    if not link.literal and any(c.start < link.end and link.start < c.end for c in counts):
        return True
    if link.whole or not says_id(aliases[position]) or says_id(ask[link.start : link.end]):
        return False
    return bool(counts) or any(not says_id(aliases[p]) for p in link.positions)
