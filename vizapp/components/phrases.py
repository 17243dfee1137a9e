"""Plain wishes, understood word for word: a rule beside the model.

A few ways to change a chart are said so plainly that there is only one thing
they can mean (top 5, as a pie, 按季度). Such a wish is carried out exactly, on
the chart on screen and nothing else of it, whatever else a model would change.
Anything less plain is none of this module's business.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from vizapp.components import editing
from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS
from vizapp.components.filtering import column_named, period_edit, unfilter_edit
from vizapp.components.spec import Chart, Filter, can_limit_by
from vizapp.components.within import speaks_of_time
from vizapp.core.errors import SpecError
from vizapp.profile.attributes import TableDescription

_NUMBERS: Mapping[str, int] = {
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_EN_NUMBERS = tuple(n for n in _NUMBERS if n.isascii())
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
_TWO_WISHES = 60  # characters, of which every place is tried as the end of the first
_JOIN = re.compile(
    r"^(?:[ ,;\uff0c\uff1b\u3001]|and\b|then\b|with\b|并且?|而且|然后|再|的)+"
    r"|(?:[ ,;\uff0c\uff1b\u3001]|\band|\bthen|并且?|而且|然后|的)+$"
)
_ISO_DATE = re.compile(r"(\d{4})-\d\d(?:-\d\d)?(?:[ T].*)?")
_DIGITS = 6  # of a number of items; more are more than any table draws
_KIND_ENDS = (" chart", " plot", " diagram", " graph", "图")

_ZH_INTO = (
    r"(?:[把将](?:它|图|其|这个|图表|这张图))?"
    r"(?:(?:改|换|变|画|做|转|弄|显示|展示|呈现|切换|转换)(?:成|为|到)|改用|换用|用|以|改|换|画|来|要|看)?"
    r"(?:一?[个张幅种])?"
)
_EN_INTO = (
    r"(?:(?:make|show|draw|display|plot|render|give|change|switch|turn|convert|use|try|see|want)"
    r"(?: me)?(?: it| this| that| them)?)? ?(?:(?:as|in|into|to|with|on|using)\b)? ?(?:an? |the )?"
)
_COMPONENT = (
    re.compile(rf"{_ZH_INTO}\s*(.+?)(?:的形式|的方式)?(?:来)?(?:显示|展示|表示|呈现|画|看)?"),
    re.compile(r"在(.+?)上(?:显示|展示|画出来|画|看)?"),
    re.compile(rf"{_EN_INTO}(.+)"),
)
_FEW = r"\s*(\d+|[一两二三四五六七八九十])\s*(?:名|个|项|位|条|大)?"
_TOP = re.compile(
    rf"(?:只?(?:看|显示|要|保留))?\s*(?:前|后|倒数|(?:数值|值)?最(?:低|小|少|高|大|多)的?){_FEW}"
    r"|(?:(?:show|keep|only) )*(?:the )?(?:top|bottom|lowest|smallest|highest|largest) (\w+)"
    rf"|(?:(?:show|keep|only) )*(?:the )?({'|'.join(_EN_NUMBERS)}|\d+)"
    r" (?:lowest|smallest|highest|largest)"
)
_LOWEST = re.compile(r"后|倒数|最[低小少]|bottom|lowest|smallest")
# Words that say which items a limit keeps; without them another order is only an order.
_WHICH = re.compile(
    r"前|后|倒数|最[高低大小多少好差]"
    r"|\b(?:top|bottom|first|last|best|worst|(?:low|high|small|larg|bigg|few|great)est|least|most)\b"
)
_EN_END = r"(?:high|large?|big|low|small)(?:g?e?st)?"
_EN_SORT = r"(?:(?:now |then )?(?:sort|order|rank|arrange|show|list)(?:ed)?(?: it| them| this)?)?"
_SORT = re.compile(
    r"(?:按|以)?(?:数值|值|大小)?的?(?:从?(?:大到小|高到低|多到少|小到大|低到高|少到多)|[降升]序)的?"
    r"(?:顺序)?(?:重新)?(?:排序|排列|排|显示)?"
    rf"|{_EN_SORT}(?: by values?)? ?(?:in |from )?(?:(?:de|a)sc(?:ending)?(?: order)?|"
    rf"{_EN_END} to {_EN_END})(?: by values?)?"
    rf"|{_EN_SORT} ?(?:the )?(?:(?:high|larg|bigg|low|small)est)(?: values?)? (?:comes? )?first"
)
_FALLING = re.compile(
    r"[大高多]到|降|desc|(?:high|large?|big)(?:g?e?st)? to|(?:high|larg|bigg)est.* first"
)
_BY_NAME = re.compile(
    r"按(?P<zh>.+?)(?:的?(?:字母|拼音|先后)?顺序)?(?:重新)?(?:排序|排列|排)"
    rf"|{_EN_SORT} ?(?:alphabetically|in alphabetical order)"
    r"|(?:sort|order|arrange)(?:ed)?(?: it| them)? (?:by|on) (?P<en>.+)"
)
_NAMES = {"名称", "名字", "类别", "字母", "拼音", "name", "category", "names", "the name"}
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
_NUMERAL = re.compile(r"\d|[一二两三四五六七八九十百千万亿]|" + "|".join(_EN_NUMBERS))
_LETS_GO = re.compile(
    r"全部|所有|取消|去掉|移除|删除|不限|不筛选|重新"
    r"|\b(?:all|every|everything|without|remove|clear|drop|unfiltered|no filters?)\b"
)
_POLITE = re.compile(
    r"^(?:请|帮我|麻烦|给我|我想要?|我要|(?:please|now|then|ok|can you|could you|let's|i want"
    r"|can i have|i'd like|i would like)[ ,]+)+"
    r"|(?:,? (?:please|instead|thanks|thank you|now)|\uff0c?(?:谢谢|一下|吧|好吗|可以吗|行吗))+$"
)


def plain_edit(
    ask: str, chart: Chart, description: TableDescription, today: datetime.date | None = None
) -> Chart | None:
    """Return the chart changed as the words say, None where they are not plain.

    The chart itself where they say what it already is; None where it cannot become it.

    Parameters
    ----------
    ask : str
        What was said of the chart.
    chart : Chart
        What is on screen.
    description : TableDescription
        Of its table.
    today : date or None
        From which last year counts; None for the calendar's.

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
    try:
        return _plain(ask, chart, description, today)
    except SpecError:
        return None


def refusal(
    ask: str, chart: Chart, description: TableDescription, today: datetime.date | None = None
) -> str:
    """Return why the words, which are plain, cannot be done; nothing where that is not so.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A
    >>> table = TableDescription(9, (A("city", "STR", 9), A("sales", "INT", 9)))
    >>> bars = Chart("bar", (("x", ("city",)), ("y", ("sales",))))
    >>> refusal("the last 3 months", bars, table)
    'The table has no column of dates.'
    """
    try:
        _plain(ask, chart, description, today)
    except SpecError as err:
        return str(err)
    return ""


def _plain(
    ask: str, chart: Chart, description: TableDescription, today: datetime.date | None
) -> Chart | None:
    said = " ".join(ask.split()).strip(" .!?\u3002\uff01\uff1f\uff0c,").casefold()
    said = _POLITE.sub("", said).strip()
    today = today or datetime.date.today()  # on the person's own calendar
    made = _changed(said, chart, description)
    if made is None:
        made = period_edit(said, chart, description, today)
    return _both(said, chart, description, today) if made is None else made


def _changed(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    rules: tuple[Callable[[str, Chart, TableDescription], Chart | None], ...] = (
        _top, _sort, _aggregate, _time, _group, _swap, _component, unfilter_edit,
    )  # fmt: skip
    for rule in rules:
        made = rule(said, chart, description)
        if made is not None:
            return made
    return None


def _both(
    said: str, chart: Chart, description: TableDescription, today: datetime.date
) -> Chart | None:
    """Return the chart of two wishes in a row of which one is a time: top 5 since 2023."""
    if len(said) > _TWO_WISHES:
        return None
    for place in _seams(said):
        parts = (_JOIN.sub("", said[:place]), _JOIN.sub("", said[place:]))
        for time, other in (parts, parts[::-1]):
            if time.isdecimal() or not time or not other:
                continue
            try:
                kept = period_edit(time, chart, description, today)
            except SpecError:
                continue
            made = None if kept is None else _changed(other, kept, description)
            if made is not None:
                return made
    return None


def _seams(said: str) -> Iterator[int]:
    """Yield where one wish may end and another begin: at a blank, and beside Chinese."""
    for place in range(1, len(said)):
        before, after = said[place - 1], said[place]
        if before == " " or not (before.isascii() and after.isascii()):
            yield place


def sober(ask: str, before: Chart, after: Chart) -> Chart:
    """Return the changed chart with nothing left out of it without a word of it.

    A new filter's value must stand in the ask, a number at least as some numeral;
    a filter goes only for another one on its column or when the ask lets go of it. A
    limit that stays keeps the same items, in whatever order, unless the ask says which.
    """
    said = ask.casefold()
    limited = after.options.limit and after.options.limit == before.options.limit
    if limited and can_limit_by(after.declaration) and not _WHICH.search(said):
        after = replace(after, options=after.options.keeping(before.options.kept_by))
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
        str(value).casefold() in said
        or _is_dated(str(value), said)
        or (_ISO_DATE.fullmatch(str(value)) is not None and speaks_of_time(said))
        if isinstance(value, str | bool)
        else numeral
        for value in values
    )


def _is_dated(value: str, said: str) -> bool:
    """Return whether it is a date of a year that is said, in whatever form: March 2024."""
    match = _ISO_DATE.fullmatch(value)
    return match is not None and match[1] in said


def _words(pattern: re.Pattern[str], said: str) -> str | None:
    match = pattern.fullmatch(said)
    return next((group for group in match.groups() if group), None) if match else None


def _top(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_TOP, said)
    n = int(word[:_DIGITS]) if word and word.isdecimal() else _NUMBERS.get(word or "")
    if not n:
        return None
    order = "y" if _LOWEST.search(said) else "-y"
    made = editing.set_limit(chart, n, order, description)
    options = made.options
    return made if options.limit is not None and options.kept_by == order else None


def _sort(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    if _SORT.fullmatch(said):
        return _sorted(chart, "-y" if _FALLING.search(said) else "y", description)
    match = _BY_NAME.fullmatch(said)
    name = match and (match["zh"] or match["en"])
    if match is None or not (
        name is None or name in _NAMES or column_named(name, description) in chart.key_names[:1]
    ):
        return None
    return _sorted(chart, "x", description)


def _sorted(chart: Chart, order: str, description: TableDescription) -> Chart | None:
    made = editing.set_option(chart, "sort", order, description)
    return made if made.options.sort == order else None


def _aggregate(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_AGGREGATE, said)
    if word is None:
        return None
    made = editing.set_option(chart, "aggregate", _AGGREGATES[word], description)
    return made if made.options.aggregate == _AGGREGATES[word] else None


def _time(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    word = _words(_TIME, said)
    if word is None:
        return None
    keys = [description.attribute(name) for name in chart.key_names]
    if any(key is not None and key.granularity == _TIMES[word] for key in keys):
        return chart if chart.options.time_unit is None else None  # its own step needs no name
    made = editing.set_option(chart, "timeUnit", _TIMES[word], description)
    return made if made.options.time_unit == _TIMES[word] else None


def _group(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    name = column_named(_words(_GROUP, said), description)
    if name is None:
        return None
    made = editing.put(chart, "group", name, description)
    return made if name in made.names("group") else None


def _swap(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    match = _SWAP.fullmatch(said)
    if match is None:
        return None
    new = column_named(match["new"] or match["new2"], description)
    old = column_named(match["old"] or match["old2"], description)
    channel = next((c for c, names in chart.channels if old in names), None)
    if new is None or old is None or channel is None or new in chart.names(channel):
        return None
    made = editing.put(chart, channel, new, description, instead_of=old)
    return made if new in made.names(channel) else None


def _component(said: str, chart: Chart, description: TableDescription) -> Chart | None:
    matches = [pattern.fullmatch(said) for pattern in _COMPONENT]
    words = {match[1].strip() for match in matches if match}
    named = [name for name, titles in _titles().items() if titles & words]
    if not named:
        return None
    component = chart.component if chart.component in named else _upright(named, chart, description)
    made = editing.change_component(chart, component, description)
    return made if made.component == component else None  # why it does not fit is not ours to say


def _upright(named: Sequence[str], chart: Chart, description: TableDescription) -> str:
    """Return which of several charts of one name is meant: times run across, names stand below."""
    keys = [description.attribute(name) for name in chart.key_names[:1]]
    times = any(key and (key.type == "DATE" or key.meaning == "year") for key in keys)
    across = "x" if times else "y"
    fitting = (n for n in named if catalogue()[n].forms[0].keys[0].encodes == across)
    return named[0] if len(named) == 1 else next(fitting, named[0])


def _titles() -> Mapping[str, frozenset[str]]:
    """Return what people call each component."""
    return {
        name: frozenset(
            said
            for title in (*component.title.values(), *component.also)
            for said in _variants(title.casefold())
        )
        for name, component in catalogue().items()
    }


def _variants(title: str) -> Iterator[str]:
    """Yield a title as people write it: a line (chart, plot ...), lines."""
    ends = tuple(end for end in _KIND_ENDS if end.isascii() == title.isascii())
    bare = next((title.removesuffix(end) for end in ends if title.endswith(end)), title)
    if not title.isascii():
        yield from (title, bare) if len(bare) > 1 else (title,)
        return
    for one in (bare, *(f"{bare}{end}" for end in ends if bare != title)):
        yield from (one, one if one.endswith("s") else f"{one}s")
