"""What a table lacks for a chart: the answer to "why not a map?".

Everything follows from the declarations: of a component's forms the one that
comes nearest is told, with the attribute that comes nearest where there is one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vizapp.components.declare import (
    ANY,
    NUMBER,
    TIME_OR_NUMBER,
    Channel,
    ChartComponent,
    Form,
    candidates,
    form_fits,
)
from vizapp.core.language import Lang, Text
from vizapp.profile.attributes import AttributeDescription, AttributeType, TableDescription

_KINDS: dict[frozenset[AttributeType], Text] = {
    frozenset(NUMBER): {"en": "number", "zh": "数值"},
    frozenset(TIME_OR_NUMBER): {"en": "date or number", "zh": "日期或数值"},
    frozenset(ANY): {"en": "", "zh": ""},
    frozenset({"STR"}): {"en": "text", "zh": "文本"},
    frozenset({"DATE", "INT"}): {"en": "date or whole-number", "zh": "日期或整数"},
}
_TYPES: dict[AttributeType, Text] = {
    "STR": {"en": "text", "zh": "文本"},
    "INT": {"en": "whole-number", "zh": "整数"},
    "DOUBLE": {"en": "decimal", "zh": "小数"},
    "DATE": {"en": "date", "zh": "日期"},
    "BOOL": {"en": "yes/no", "zh": "布尔"},
}


@dataclass(frozen=True)
class Lack:
    """One requirement that a table misses.

    Parameters
    ----------
    code : str
        ``type``, ``too_few``, ``too_many``, ``negative``, ``out_of_range``, ``empty``
        (one attribute comes nearest), ``shared`` (two parameters want the same
        attributes) or ``rows``.
    channels : tuple of Channel
        The parameters that go without; empty for ``rows``.
    attribute : str or None
        The attribute that comes nearest, if any.
    needed, found : int
        Attributes, distinct values or rows: what is asked for and what there is.
    """

    code: str
    channels: tuple[Channel, ...] = ()
    attribute: str | None = None
    needed: int = 0
    found: int = 0

    def say(self, lang: Lang) -> str:
        """Return the requirement as one sentence."""
        channel = self.channels[0] if self.channels else None
        within = channel.within if channel and channel.within else (0.0, 0.0)
        titles = [c.title[lang] for c in self.channels]
        kind = kind_of(channel, lang) if channel else ""
        return _SENTENCES[self.code][lang].format(
            title=titles[0] if titles else "",
            titles=("、" if lang == "zh" else ", ").join(titles),
            attribute=self.attribute,
            needed=f"{self.needed:,}",
            found=f"{self.found:,}",
            kind=f"{kind} " if kind and lang == "en" else kind,
            low=f"{within[0]:g}",
            high=f"{within[1]:g}",
            s="" if self.needed == 1 else "s",
        )


_SENTENCES: dict[str, Text] = {
    "type": {
        "en": "“{title}” needs at least {needed} {kind}column{s}; this table has {found}.",
        "zh": "“{title}”至少需要 {needed} 列{kind}数据\uff0c表中有 {found} 列。",
    },
    "too_few": {
        "en": "“{title}” needs at least {needed} distinct values; “{attribute}” has {found}.",
        "zh": "“{title}”至少需要 {needed} 个不同值\uff0c“{attribute}”只有 {found} 个。",
    },
    "too_many": {
        "en": "“{title}” takes at most {needed} distinct values; “{attribute}” has {found}.",
        "zh": "“{title}”最多容纳 {needed} 个不同值\uff0c“{attribute}”有 {found} 个。",
    },
    "negative": {
        "en": "“{title}” cannot be negative; “{attribute}” has negative values.",
        "zh": "“{title}”不能为负\uff0c而“{attribute}”有负值。",
    },
    "out_of_range": {
        "en": "“{title}” must lie between {low} and {high}; “{attribute}” does not.",
        "zh": "“{title}”须在 {low} 到 {high} 之间\uff0c“{attribute}”超出了这个范围。",
    },
    "empty": {
        "en": "“{title}” needs values; “{attribute}” has none.",
        "zh": "“{title}”需要有数据\uff0c“{attribute}”没有任何值。",
    },
    "shared": {
        "en": "{titles}: {needed} different {kind}columns are needed; {found} can be found.",
        "zh": "{titles}\uff1a需要 {needed} 列不同的{kind}数据\uff0c合适的只有 {found} 列。",
    },
    "rows": {
        "en": "It is read from at most {needed} row{s}; this table has {found}.",
        "zh": "最多只能用 {needed} 行数据\uff0c表中有 {found} 行。",
    },
}


def kind_of(channel: Channel, lang: Lang) -> str:
    """Return the kind of attribute that a channel takes, as a word.

    Examples
    --------
    >>> kind_of(Channel("y", {"zh": "数值", "en": "measure"}, NUMBER), "en")
    'number'
    """
    known = _KINDS.get(frozenset(channel.accepts))
    if known is not None:
        return known[lang]
    return (" / " if lang == "en" else "、").join(_TYPES[t][lang] for t in channel.accepts)


def lacks(component: ChartComponent, description: TableDescription) -> tuple[Lack, ...]:
    """Return what the table misses for this component; empty when it fits."""
    told: list[tuple[Lack, ...]] = []
    for form in component.forms:
        if form_fits(form, description):
            return ()
        told.append(tuple(_form_lacks(form, description)))
    # Adding columns is easier than having fewer rows.
    return min(told, key=lambda found: (any(n.code == "rows" for n in found), len(found)))


def _form_lacks(form: Form, description: TableDescription) -> Iterator[Lack]:
    if form.max_rows is not None and description.data_amount > form.max_rows:
        yield Lack("rows", needed=form.max_rows, found=description.data_amount)
    required = [c for c in form.channels if c.required]
    alone = [_channel_lack(channel, description) for channel in required]
    yield from (lack for lack in alone if lack is not None)
    if not any(alone):
        yield from _shared_lack(required, description)


def _channel_lack(channel: Channel, description: TableDescription) -> Lack | None:
    n_fitting = len(candidates(channel, description))
    if n_fitting >= channel.min_items:
        return None
    if n_fitting == 0:
        near = [a for a in description.attributes if channel.misfit(a) not in (None, "type")]
        if near:
            return _nearest(channel, near)
    return Lack("type", (channel,), needed=channel.min_items, found=n_fitting)


def _nearest(channel: Channel, near: Sequence[AttributeDescription]) -> Lack:
    """Return the lack of the attribute of the right type that misses by least."""

    def limits(attribute: AttributeDescription) -> tuple[int, int]:
        if channel.misfit(attribute) == "too_few":
            return channel.min_distinct, attribute.value_amount
        both = [channel.max_distinct]
        if attribute.type in NUMBER:
            both.append(channel.max_distinct_number)
        most = min((m for m in both if m is not None), default=0)
        return most, attribute.value_amount

    best = min(near, key=lambda a: abs(limits(a)[1] - limits(a)[0]))
    needed, found = limits(best)
    return Lack(str(channel.misfit(best)), (channel,), best.name, needed, found)


def _shared_lack(required: Sequence[Channel], description: TableDescription) -> Iterator[Lack]:
    """Yield the smallest set of parameters that want more attributes than fit them."""
    for size in range(2, len(required) + 1):
        for group in itertools.combinations(required, size):
            fitting = {name for c in group for name in candidates(c, description)}
            needed = sum(c.min_items for c in group)
            if len(fitting) < needed:
                yield Lack("shared", group, needed=needed, found=len(fitting))
                return
