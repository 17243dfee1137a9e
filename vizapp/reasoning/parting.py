"""By which attributes an ask parts what it shows: "sales by region and product".

A small model remembers one of the two and forgets the other. Where an ask plainly names
both, the thought is held to them (`writing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vizapp.components.declare import OPTIONS
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.cues import Cue
from vizapp.reasoning.linking import Link
from vizapp.reasoning.specials import word_token

OVER_TIME = re.compile(
    r"\bover (?:the )?(?:time|years|months|weeks|days)\b|\btrends?\b|\bevol"
    r"|随时间|趋势|走势|历年|逐[年月日]",
    re.IGNORECASE,
)
_STEPS = frozenset(map(word_token, OPTIONS["timeUnit"])) - {word_token("hour")}  # "how many hours"
_COUNT = word_token("count")
MOST_PARTS = 30  # more lines or colours tell nothing apart
# What stands before a group, and between two.
_BY = re.compile(
    r"(?:^\W*|\b(?:by|per|each|every|across|between|different|compare|line for)\s+(?:the\s+)?)$"
    r"|(?:按|各个?|每个?|分|不同|对比|比较)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:,|&|/|and|by|per|(?:and |split |for |in |of )?(?:by|each|every)|within|across)\s+"
    r"(?:each |every |by |the |different )?"
    r"|的?(?:和|与|及|、|里|中|在)?(?:各个?|每个?|不同|按|分)?",
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
        if link.named and is_group and 1 < attribute.value_amount <= MOST_PARTS:
            groups.append(link)
    counted = any(c.token == _COUNT and 0 <= k.start - c.end <= 2 for c in cues for k in groups)
    found = {names[link.positions[0]] for link in groups}
    if counted or not groups or not _BY.search(ask[: groups[0].start]):
        return frozenset()
    if len(found) == 2 and len(groups) == 2:
        return frozenset(found) if _joined(ask, *groups) else frozenset()
    timed = bool(OVER_TIME.search(ask)) or any(c.token in _STEPS for c in cues)
    timed = timed and any(a.type == "DATE" for a in description.attributes)
    return frozenset(found) if timed and len(found) == 1 else frozenset()


def _joined(ask: str, one: Link, other: Link) -> bool:
    """Return whether two groups are named in one breath; the words of a name may go on."""
    between = ask[one.end : other.start]
    return any(_BETWEEN.fullmatch(text) for text in (between, between.rstrip() + " "))
