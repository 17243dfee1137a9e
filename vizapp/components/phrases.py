"""Plain wishes, understood word for word: a rule beside the model.

A few ways to change a chart are said so plainly that there is only one thing
they can mean (top 5, as a pie, 按季度). Such a wish is carried out exactly, on
the chart on screen and nothing else of it, whatever else a model would change.
Anything less plain is none of this module's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from vizapp.components import editing
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS
from vizapp.components.spec import Chart, Filter
from vizapp.profile.attributes import TableDescription

_NUMBERS: Mapping[str, int] = {
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_AGGREGATES: Mapping[str, str] = {
    "合计": "sum", "总和": "sum", "求和": "sum", "总计": "sum", "平均": "mean", "均值": "mean",
    "平均值": "mean", "平均数": "mean", "中位数": "median", "最大值": "max", "最小值": "min",
    "计数": "count", "sum": "sum", "total": "sum", "average": "mean", "mean": "mean",
    "median": "median", "maximum": "max", "minimum": "min", "count": "count",
}  # fmt: skip
_TIMES: Mapping[str, str] = {
    "年": "year", "年份": "year", "季度": "quarter", "季": "quarter", "月": "month",
    "月份": "month", "周": "week", "日": "day", "天": "day", "星期": "weekday", "小时": "hour",
    **{unit: unit for unit in OPTIONS["timeUnit"]},
}  # fmt: skip
_KIND_ENDS = (" chart", " plot", " diagram", " graph", "图")

_ZH_INTO = r"(?:改成|改为|换成|变成|画成|做成|转成|改用|用|显示为)?"
_EN_INTO = (
    r"(?:(?:make|show|draw|display) (?:it|this)(?: as)?|as|(?:change|switch|turn) (?:it |this )?"
    r"(?:to|into)|use)?"
)
_COMPONENT = (
    re.compile(rf"{_ZH_INTO}\s*(.+?)(?:显示|展示|表示|吧)?"),
    re.compile(rf"{_EN_INTO}\s*(?:an? )?(.+)"),
)
_TOP = re.compile(
    r"(?:只?(?:看|显示|要|保留))?\s*前\s*(\d+|[一两二三四五六七八九十])\s*(?:名|个|项|位|条|大)?"
    r"|(?:(?:show|keep|only) )*(?:the )?top (\w+)"
)
_SORT = re.compile(
    r"(?:按(?:数值|值|大小))?(?:从(?P<a>大到小|高到低|多到少|小到大|低到高|少到多)|(?P<b>[降升])序)"
    r"(?:排序|排列)?"
    r"|(?:sort|order)(?:ed)?(?: it)?(?: by value)? (?P<c>desc|asc)(?:ending)?(?: by value)?"
)
_AGGREGATE = re.compile(
    rf"{_ZH_INTO}\s*({'|'.join(sorted(_AGGREGATES, key=len, reverse=True))})"
    r"|(?:use|show|take)?\s*(?:the )?(sum|total|average|mean|median|maximum|minimum|count)"
)
_TIME = re.compile(
    r"按(年份|年|季度|季|月份|月|周|日|天|星期|小时)(?:汇总|统计|显示|聚合)?"
    rf"|(?:group(?:ed)? )?(?:by|per) ({'|'.join(OPTIONS['timeUnit'])})"
)
_GROUP = re.compile(
    r"按(.+?)(?:分组|分色|拆分|分开|着色)"
    r"|(?:split|group|colou?r|break(?: it)? down) (?:it )?by (.+)"
)
_SWAP = re.compile(
    r"[把将](?P<old>.+?)(?:换成|改成|替换为|换为|改为)(?P<new>.+)"
    r"|(?:show |use )?(?P<new2>.+?) instead of (?P<old2>.+)"
)
_NUMERAL = re.compile(
    r"\d|[一二两三四五六七八九十百千万亿]|" + "|".join(n for n in _NUMBERS if n.isascii())
)
_LETS_GO = re.compile(
    r"全部|所有|取消|去掉|移除|删除|不限|不筛选|重新"
    r"|\b(?:all|every|everything|without|remove|clear|drop|unfiltered|no filters?)\b"
)
_POLITE = re.compile(r"^(?:请|帮我|麻烦|please )+|(?: please|谢谢|一下)+$")


def plain_edit(ask: str, chart: Chart, description: TableDescription) -> Chart | None:
    """Return the chart changed as the words say, None where they are not plain.

    The chart itself where they say what it already is.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A
    >>> table = TableDescription(9, (A("city", "STR", 9), A("sales", "INT", 9)))
    >>> bars = Chart("bar", (("x", ("city",)), ("y", ("sales",))))
    >>> plain_edit("top 5", bars, table).options.limit
    5
    >>> plain_edit("why are they so small", bars, table) is None
    True
    """
    said = " ".join(ask.split()).strip(" .!?\u3002\uff01\uff1f\uff0c,").casefold()
    said = _POLITE.sub("", said).strip()
    rules: tuple[Callable[[str, Chart, TableDescription], Chart | None], ...] = (
        _top, _sort, _aggregate, _time, _group, _swap, _component,
    )  # fmt: skip
    for rule in rules:
        made = rule(said, chart, description)
        if made is not None:
            return made
    return None


def sober(ask: str, before: Chart, after: Chart) -> Chart:
    """Return the changed chart with no filter that came or went without a word of it.

    A new filter's value must stand in the ask, a number at least as some numeral;
    a filter goes only for another one on its column or when the ask lets go of it.
    """
    said = ask.casefold()
    numeral = bool(_NUMERAL.search(said))
    old = before.options.filters
    new = tuple(
        item for item in after.options.filters if item in old or _is_said(item, said, numeral)
    )
    if not _LETS_GO.search(said):
        replaced = {item.attribute for item in new}
        new = (*(item for item in old if item.attribute not in replaced), *new)
    allowed = "filter" in after.declaration.options
    return replace(after, options=replace(after.options, filters=new if allowed else ()))


def _is_said(item: Filter, said: str, numeral: bool) -> bool:
    values = item.value if isinstance(item.value, tuple) else (item.value,)
    return any(
        str(value).casefold() in said if isinstance(value, str | bool) else numeral
        for value in values
    )


def _words(pattern: re.Pattern[str], said: str) -> str | None:
    match = pattern.fullmatch(said)
    return next((group for group in match.groups() if group), None) if match else None


def _top(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_TOP, said)
    n = int(word) if word and word.isdecimal() else _NUMBERS.get(word or "")
    if not n:
        return None
    sorted_ = editing.set_option(chart, "sort", "-y", description)
    return editing.set_option(sorted_, "limit", min(n, editing.MAX_LIMIT), description)


def _sort(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_SORT, said)
    if word is None:
        return None
    falling = word in ("大到小", "高到低", "多到少", "降", "desc")
    return editing.set_option(chart, "sort", "-y" if falling else "y", description)


def _aggregate(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_AGGREGATE, said)
    return editing.set_option(chart, "aggregate", _AGGREGATES[word], description) if word else None


def _time(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_TIME, said)
    return editing.set_option(chart, "timeUnit", _TIMES[word], description) if word else None


def _group(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    name = _column(_words(_GROUP, said), description)
    return editing.put(chart, "group", name, description) if name else None


def _swap(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    match = _SWAP.fullmatch(said)
    if match is None:
        return None
    new = _column(match["new"] or match["new2"], description)
    old = _column(match["old"] or match["old2"], description)
    channel = next((c for c, names in chart.channels if old in names), None)
    if new is None or old is None or channel is None or new in chart.names(channel):
        return None
    return editing.put(chart, channel, new, description, instead_of=old)


def _column(said: str | None, description: TableDescription) -> str | None:
    """Return the one column that the words name: as a whole, or as the only one with them."""
    if not said or not said.strip():
        return None
    said = said.strip()
    plain = {name: " ".join(name.split()).casefold() for name in description.names}
    whole = [name for name, text in plain.items() if text == said]
    parts = whole or [name for name, text in plain.items() if said in text]
    return parts[0] if len(parts) == 1 else None


def _component(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    matches = [pattern.fullmatch(said) for pattern in _COMPONENT]
    words = {match[1].strip() for match in matches if match}
    named = [name for name, titles in _titles().items() if titles & words]
    if len(named) != 1:
        return None
    made = editing.change_component(chart, named[0], description)
    return made if made.component == named[0] else None  # why it does not fit is not ours to say


def _titles() -> Mapping[str, set[str]]:
    """Return what people call each component; a word for two of them names neither."""
    found: dict[str, set[str]] = {}
    for name, component in catalogue().items():
        titles = {title.casefold() for title in component.title.values()}
        for title in tuple(titles):
            for end in _KIND_ENDS:
                bare = title.removesuffix(end)
                if bare != title and len(bare) > 1:
                    titles |= {bare, f"{bare}s"}
        found[name] = titles | {f"{title}s" for title in titles if title.isascii()}
    # An English "bar chart" stands or lies: which of both is the model's to say.
    found["bar"] = {title for title in found["bar"] if not title.isascii()}
    return found
