"""What an ask plainly shows, and by which groups: "sales by region and product".

A small model remembers one of the groups and forgets the other, or counts rows where a
measure is named. Where an ask leaves no doubt, the thought is held to it (`writing`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from vizapp.components.declare import OPTIONS
from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.profile.names import says_amount
from vizapp.reasoning.cues import Cue
from vizapp.reasoning.linking import Link
from vizapp.reasoning.specials import channel_token, word_token

OVER_TIME = re.compile(
    r"\bover (?:the )?(?:time|years|months|weeks|days)\b|\btrends?\b|\btendenc|\bevol"
    r"|\bdevelop(?:ed|ment|s|ing)?\b|\bhow (?:has|have|did)\b[^?]*\b(?:change|grow|move|fall|rise"
    r"|changed|grown|moved|fallen|risen)\b(?! with)"
    r"|随时间|趋势|走势|历年|逐[年月日]|这些年|怎么走的?$",
    re.IGNORECASE,
)
PLAIN_STEPS = frozenset(map(word_token, OPTIONS["timeUnit"])) - {
    word_token("hour")
}  # "how many hours"
_COUNT = word_token("count")
_GROUP = channel_token("group")
_SPLIT_ZH = re.compile(r"(?:按|以|用|根据)(?:不同)?$")
_BY_ZH = re.compile(r"(?:区分|按|拆分|细分)$")
_ADJACENT = 2  # characters between "number of" or "有多少" and what is counted
_AGGREGATES = frozenset(map(word_token, OPTIONS["aggregate"]))
MOST_PARTS = 30  # more lines or colours tell nothing apart
# What stands before a group, and between two.
_BY = re.compile(
    r"(?:^\W*|\b(?:by|per|each|every|across|between|different|compare|line for)\s+(?:the\s+)?)$"
    r"|(?:按|各个?|每个?|分|不同|对比|比较)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:,|&|/|and|by|per|(?:and |split |broken down |for |in |of )?(?:by|per|each|every)"
    r"|within|across)\s+"
    r"(?:each |every |by |the |different )?"
    r"|的?(?:和|与|及|、|里|中|在)?(?:各个?|每个?|不同|按|分)?",
    re.IGNORECASE,
)


_AND_ZH = re.compile(r"[和与跟及、]|以及")
_CROSSED = re.compile(
    r"\s*(?:(?:split|broken down|breakdown) )?(?:by|per|in each|across)(?: the| each)?\s*",
    re.IGNORECASE,
)


_TOGETHER = re.compile(
    r"\s*(?:\([^)]*\)|（[^）]*）)?\s*"
    r"(?:,|、|和|与|跟|及|以及|还有|&|/|\+|,? ?and|as well as|plus)\s*"
    r"(?:the |average |mean |total |平均|总)*",
    re.IGNORECASE,
)


def parted_by(
    ask: str,
    description: TableDescription,
    names: Sequence[str],
    links: Sequence[Link],
    cues: Sequence[Cue],
    held: frozenset[str],
) -> frozenset[str]:
    """Return the groups by which an ask parts a chart beside what stands on its axis.

    Parameters
    ----------
    ask : str
        The question or wish.
    description : TableDescription
        The table.
    names : sequence of str
        The attributes to which positions refer.
    links, cues : sequence
        What the ask names of them, and its operations.
    held : frozenset of str
        The attributes of which the ask names a value: it filters by those.

    Returns
    -------
    frozenset of str
        Two groups, of which one is the axis; one beside a course or steps of time; or none.
    """
    groups: list[Link] = []
    for link in links:
        attribute = description.attribute(names[link.positions[0]])
        if attribute is None or len(link.positions) > 1 or attribute.name in held:
            continue
        is_group = attribute.type in ("STR", "BOOL") and attribute.meaning is None
        is_group |= attribute.meaning == "year"
        if link.named and is_group and attribute.value_amount > 1:
            groups.append(link)
    counted = any(c.token == _COUNT and 0 <= k.start - c.end <= 2 for c in cues for k in groups)
    found = [*dict.fromkeys(names[link.positions[0]] for link in groups)]
    fewest = min((a.value_amount for a in map(description.attribute, found) if a), default=0)
    if counted or not groups or fewest > MOST_PARTS:
        return frozenset()
    split = _split_by(ask, groups, cues)
    if split is not None and len(found) == 2:
        return frozenset(found)
    by = split is not None or bool(_BY.search(ask[: groups[0].start]))
    if len(found) == 2:
        joined = any(
            one.positions != other.positions
            and (_joined(ask, one, other) if by else _of_both(ask, one, other))
            for one, other in itertools.pairwise(groups)
        )
        return frozenset(found if joined else ())
    timed = bool(OVER_TIME.search(ask)) or any(c.token in PLAIN_STEPS for c in cues)
    timed = by and timed and any(a.type == "DATE" for a in description.attributes)
    return frozenset(found if timed and len(found) == 1 else ())


def measured_by(
    description: TableDescription, names: Sequence[str], links: Sequence[Link], cues: Sequence[Cue]
) -> frozenset[str]:
    """Return the measures that an ask names in its own words; none where it counts rows.

    The parameters are those of `parted_by`.
    """
    whole = [link for link in links if link.whole and link.literal]
    counts = [
        cue
        for cue in cues
        if cue.token == _COUNT and all(cue.end <= k.start or k.end <= cue.start for k in whole)
    ]  # the head count of a column `Headcount` counts nothing
    numbers = {
        a.name for a in description.attributes if a.type in NUMBER_TYPES and a.meaning is None
    }
    if counts:  # "how many rooms" with a column `room_count` counts nothing, either
        links = [k for k in links if any(0 <= k.start - c.end <= _ADJACENT for c in counts)]
        numbers = {name for name in numbers if says_amount(name)}
    return frozenset(
        names[position]
        for link in links
        for position in link.positions
        if link.named and names[position] in numbers
    )


def measured_together(
    ask: str,
    names: Sequence[str],
    links: Sequence[Link],
    cues: Sequence[Cue],
    measured: frozenset[str],
) -> tuple[str, ...]:
    """Return the measures that an ask names in one breath: "exports and imports by year".

    The chart has all of them, as in 108 of 108 taught asks (a relation is drawn by its axes).
    """
    found: list[str] = []
    said = [k for k in links if all(c.end <= k.start or k.end <= c.start for c in cues)]
    for one, other in itertools.pairwise(said):
        pair = [names[link.positions[0]] for link in (one, other) if len(link.positions) == 1]
        if len(pair) == 2 and {*pair} <= measured and pair[0] != pair[1]:
            if not _TOGETHER.fullmatch(ask[one.end : other.start]):
                continue
            if found and found[-1] != pair[0]:
                return ()  # two such lists: it may be one against the other
            found += pair if not found else pair[1:]
    return tuple(dict.fromkeys(found))


def counts_rows(
    ask: str,
    description: TableDescription,
    names: Sequence[str],
    links: Sequence[Link],
    cues: Sequence[Cue],
    aside: frozenset[str],
) -> bool:
    """Return whether an ask counts rows, names no number and nothing that differs in each row.

    "Deaths per year" may be counted already, one number in each row. `aside` holds what the
    ask only compares; the other parameters are those of `parted_by`.
    """
    said = {cue.token for cue in cues} & _AGGREGATES
    if any(ask[cue.start : cue.end].casefold() == "total number" for cue in cues):
        said |= {_COUNT}  # what stands on the y axis, as nvBench's questions say
    if said != {_COUNT}:
        return False
    linked = {names[position] for link in links for position in link.positions} - aside
    return not any(
        (a.type in NUMBER_TYPES and a.meaning is None)
        or (a.value_amount >= description.data_amount and a.type != "DATE")
        for a in description.attributes
        if a.name in linked
    )


def crosses(ask: str, links: Sequence[Link]) -> bool:
    """Return whether an ask is nothing but "one by another": "medals by nation" counts them."""
    if len(links) != 2:
        return False
    one, other = links
    between = ask[one.end : other.start]
    rest = ask[: one.start] + ask[other.end :]
    return bool(_CROSSED.fullmatch(between)) and not re.search(r"\w", rest)


def _of_both(ask: str, one: Link, other: Link) -> bool:
    """Return whether a Chinese ask speaks of something of two groups: 酒庄与葡萄的计数."""
    return bool(_AND_ZH.fullmatch(ask[one.end : other.start])) and ask[other.end :][:1] == "的"


def _split_by(ask: str, groups: Sequence[Link], cues: Sequence[Cue]) -> Link | None:
    """Return the group by which a Chinese ask splits, as 按渠道分组 does."""
    for cue in cues:
        if cue.token != _GROUP:
            continue
        for link in groups:
            before = _SPLIT_ZH.search(ask[: link.start]) and 0 <= cue.start - link.end <= 1
            if before or (0 <= link.start - cue.end <= 1 and _BY_ZH.search(ask[: link.start])):
                return link
    return None


def _joined(ask: str, one: Link, other: Link) -> bool:
    """Return whether two groups are named in one breath; the words of a name may go on."""
    between = ask[one.end : other.start]
    return any(_BETWEEN.fullmatch(text) for text in (between, between.rstrip() + " "))
