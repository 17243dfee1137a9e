"""What an edit changed, in words: the difference of two charts, in zh and en."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS
from vizapp.components.presentation import Presentation
from vizapp.components.spec import LIMIT_BY, Chart, Filter, Options
from vizapp.core.language import Lang, Text

COLON = "\uff1a"
COMMA = "\u3001"
_MAX_NAME = 40  # characters of a name or value in a sentence
_MAX_VALUES = 4

OPTION_TITLES: Mapping[str, Text] = {
    "aggregate": {"zh": "汇总方式", "en": "aggregate"},
    "timeUnit": {"zh": "时间单位", "en": "time unit"},
    "sort": {"zh": "排序", "en": "sort"},
    "limit": {"zh": "前几项", "en": "top N"},
    "stack": {"zh": "堆叠", "en": "stack"},
    "bins": {"zh": "分箱数", "en": "bins"},
    "filter": {"zh": "筛选", "en": "filter"},
    LIMIT_BY: {"zh": "保留哪些", "en": "which of them"},
}
WORD_TITLES: Mapping[str, Mapping[str, Text]] = {
    "aggregate": {
        "sum": {"zh": "合计", "en": "sum"},
        "mean": {"zh": "平均", "en": "mean"},
        "median": {"zh": "中位数", "en": "median"},
        "min": {"zh": "最小", "en": "minimum"},
        "max": {"zh": "最大", "en": "maximum"},
        "count": {"zh": "计数", "en": "count"},
        "distinct": {"zh": "去重计数", "en": "distinct count"},
    },
    "timeUnit": {
        "year": {"zh": "年", "en": "year"},
        "quarter": {"zh": "季度", "en": "quarter"},
        "month": {"zh": "月", "en": "month"},
        "week": {"zh": "周", "en": "week"},
        "day": {"zh": "日", "en": "day"},
        "weekday": {"zh": "星期几", "en": "weekday"},
        "hour": {"zh": "小时", "en": "hour"},
    },
    "sort": {
        "x": {"zh": "按类别升序", "en": "by category, ascending"},
        "-x": {"zh": "按类别降序", "en": "by category, descending"},
        "y": {"zh": "按数值升序", "en": "by value, ascending"},
        "-y": {"zh": "按数值降序", "en": "by value, descending"},
    },
    "stack": {
        "stacked": {"zh": "堆叠", "en": "stacked"},
        "grouped": {"zh": "并排", "en": "side by side"},
        "percent": {"zh": "百分比", "en": "100%"},
    },
    LIMIT_BY: {
        "x": {"zh": "类别最靠前的", "en": "the first by category"},
        "-x": {"zh": "类别最靠后的", "en": "the last by category"},
        "y": {"zh": "数值最低的", "en": "the lowest"},
        "-y": {"zh": "数值最高的", "en": "the highest"},
    },
}
_OPS: Mapping[str, Text] = {
    "=": {"zh": "为", "en": "is"},
    "!=": {"zh": "不为", "en": "is not"},
    "<": {"zh": "小于", "en": "below"},
    "<=": {"zh": "不超过", "en": "at most"},
    ">": {"zh": "大于", "en": "above"},
    ">=": {"zh": "不少于", "en": "at least"},
    "in": {"zh": "为", "en": "is"},
    "contains": {"zh": "包含", "en": "contains"},
}
LOOKS: Mapping[str, Text] = {
    "title": {"zh": "标题", "en": "title"},
    "x_title": {"zh": "横轴标题", "en": "x axis title"},
    "y_title": {"zh": "纵轴标题", "en": "y axis title"},
    "numbers": {"zh": "数字格式", "en": "number format"},
    "decimals": {"zh": "小数位数", "en": "decimals"},
    "dates": {"zh": "日期格式", "en": "date format"},
    "palette": {"zh": "配色", "en": "palette"},
    "theme": {"zh": "图表主题", "en": "chart theme"},
    "size": {"zh": "图表大小", "en": "chart size"},
    "x_scale": {"zh": "横轴刻度", "en": "x scale"},
    "y_scale": {"zh": "纵轴刻度", "en": "y scale"},
}
_SCALES: Mapping[str, Text] = {
    "linear": {"zh": "均匀", "en": "linear"},
    "log": {"zh": "对数", "en": "logarithmic"},
}
LOOK_WORDS: Mapping[str, Mapping[str, Text]] = {
    "numbers": {
        "auto": {"zh": "自动", "en": "automatic"},
        "full": {"zh": "完整数字", "en": "in full"},
        "compact": {"zh": "缩写", "en": "short"},
        "percent": {"zh": "百分数", "en": "per cent"},
        "scientific": {"zh": "科学计数", "en": "scientific"},
    },
    "dates": {
        "auto": {"zh": "自动", "en": "automatic"},
        "iso": {"zh": "2024-03-05", "en": "2024-03-05"},
        "year": {"zh": "年", "en": "year"},
        "month": {"zh": "年月", "en": "month and year"},
        "day": {"zh": "年月日", "en": "full date"},
        "time": {"zh": "日期和时间", "en": "date and time"},
    },
    "palette": {
        "standard": {"zh": "标准", "en": "standard"},
        "bright": {"zh": "鲜明", "en": "bright"},
        "muted": {"zh": "柔和", "en": "muted"},
        "warm": {"zh": "暖色", "en": "warm"},
        "cool": {"zh": "冷色", "en": "cool"},
        "grey": {"zh": "灰阶", "en": "grey"},
    },
    "theme": {
        "window": {"zh": "跟随窗口", "en": "as the window"},
        "light": {"zh": "浅色", "en": "light"},
        "dark": {"zh": "深色", "en": "dark"},
        "print": {"zh": "打印", "en": "print"},
    },
    "size": {
        "window": {"zh": "填满窗口", "en": "fill the window"},
        "slide": {"zh": "幻灯片 960×540", "en": "slide 960×540"},
        "square": {"zh": "方形 640×640", "en": "square 640×640"},
        "column": {"zh": "半栏 420×320", "en": "column 420×320"},
        "page": {"zh": "整页 760×1000", "en": "page 760×1000"},
    },
    "x_scale": _SCALES,
    "y_scale": _SCALES,
}


_TIMES: Mapping[str, Text] = {  # of text, and so of dates
    "<": {"zh": "早于", "en": "is before"},
    "<=": {"zh": "不晚于", "en": "is not after"},
    ">": {"zh": "晚于", "en": "is after"},
    ">=": {"zh": "不早于", "en": "is not before"},
}


def word_title(option: str, value: str | int | None, lang: Lang) -> str:
    """Return an option's value for people.

    Examples
    --------
    >>> word_title("sort", "-y", "en"), word_title("limit", 5, "zh")
    ('by value, descending', '5')
    """
    if value is None:
        return "自动" if lang == "zh" else "automatic"
    known = WORD_TITLES.get(option, {}).get(str(value))
    return known[lang] if known else str(value)


def filter_text(item: Filter, lang: Lang) -> str:
    """Return a filter as a person would say it.

    Examples
    --------
    >>> filter_text(Filter("day", ">=", "2024-03"), "en"), filter_text(Filter("n", ">=", 5), "en")
    ('day is not before 2024-03', 'n at least 5')
    """
    value = item.value
    if isinstance(value, tuple):
        shown = [_cut(str(v)) for v in value[:_MAX_VALUES]]
        said = (COMMA if lang == "zh" else ", ").join(shown)
        more = len(value) - len(shown)
        if more:
            said += f" 等 {len(value)} 个" if lang == "zh" else f" and {more} more"
    elif isinstance(value, bool):
        said = {True: ("是", "yes"), False: ("否", "no")}[value][lang == "en"]
    else:
        said = _cut(str(value))
    compares = _TIMES.get(item.op) if isinstance(value, str) else None
    return f"{_cut(item.attribute)} {(compares or _OPS[item.op])[lang]} {said}"


def summary(chart: Chart, lang: Lang) -> str:
    """Return what a chart shows, in a few words.

    Examples
    --------
    >>> summary(Chart("line", (("x", ("month",)), ("y", ("sales",)))), "en")
    'line chart: sales by month'
    """
    title = chart.declaration.title[lang]
    measures = [n for c in chart.form.measures for n in chart.names(c.name)]
    others = [n for _, names in chart.channels for n in names if n not in measures]
    comma = COMMA if lang == "zh" else ", "
    what, by = comma.join(map(_cut, measures)), comma.join(map(_cut, others))
    if lang == "zh":
        said = f"{by}的{what}" if what and by else what or by
        return f"{title}{COLON}{said}"
    return f"{title}: {what} by {by}" if what and by else f"{title}: {what or by}"


def differences(before: Chart, after: Chart, lang: Lang) -> tuple[str, ...]:
    """Return what changed from one chart to the other, a clause per change."""
    return (
        *_components(before, after, lang),
        *_attributes(before, after, lang),
        *_options(before, after, lang),
        *_filters(before, after, lang),
    )


def look_differences(before: Presentation, after: Presentation, lang: Lang) -> tuple[str, ...]:
    """Return what changed in the looks, a clause per change."""
    found = []
    for name, titles in LOOKS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(_said(titles[lang], look_title(name, new, lang), lang))
    return tuple(found)


def look_title(name: str, value: str | int | None, lang: Lang) -> str:
    """Return a value of a presentation for people."""
    if value is None:
        return "自动" if lang == "zh" else "automatic"
    if value == "":
        return "无" if lang == "zh" else "none"
    known = LOOK_WORDS.get(name, {}).get(str(value))
    return known[lang] if known else _cut(str(value))


def _said(what: str, value: str, lang: Lang) -> str:
    return f"{what}{COLON}{value}" if lang == "zh" else f"{what}: {value}"


def _components(before: Chart, after: Chart, lang: Lang) -> Iterator[str]:
    if before.component != after.component:
        title = catalogue()[after.component].title[lang]
        article = "an" if title[:1].lower() in "aeiou" else "a"
        plural = title.endswith("s")
        yield f"改为{title}" if lang == "zh" else f"now {title if plural else f'{article} {title}'}"


def _attributes(before: Chart, after: Chart, lang: Lang) -> Iterator[str]:
    if before.component != after.component:
        old = {n for _, names in before.channels for n in names}
        new = {n for _, names in after.channels for n in names}
        yield from _came_and_went(
            "", [n for n in before.attributes() if n in old - new],
            [n for n in after.attributes() if n in new - old], lang,
        )  # fmt: skip
        return
    for channel in after.declaration.channels:
        old_names, new_names = before.names(channel.name), after.names(channel.name)
        if old_names == new_names:
            continue
        title = (after.form.channel(channel.name) or channel).title[lang]
        went = [n for n in old_names if n not in new_names]
        came = [n for n in new_names if n not in old_names]
        if not went and not came:
            order = (COMMA if lang == "zh" else ", ").join(map(_cut, new_names))
            yield _said(title, order, lang)
        else:
            yield from _came_and_went(title, went, came, lang)


def _came_and_went(what: str, went: list[str], came: list[str], lang: Lang) -> Iterator[str]:
    comma = COMMA if lang == "zh" else ", "
    old, new = comma.join(map(_cut, went)), comma.join(map(_cut, came))
    if old and new:
        said = f"{old} → {new}"
    elif new:
        said = f"加入 {new}" if lang == "zh" else f"added {new}"
    elif old:
        said = f"去掉 {old}" if lang == "zh" else f"removed {old}"
    else:
        return
    yield _said(what, said, lang) if what else said


def _options(before: Chart, after: Chart, lang: Lang) -> Iterator[str]:
    old, new = dict(before.options.given()), dict(after.options.given())
    for option in OPTIONS:
        if option == "filter" or old.get(option) == new.get(option):
            continue
        if option not in after.declaration.options:
            continue  # went with the component that had it
        said = word_title(option, new.get(option), lang)
        yield _said(OPTION_TITLES[option][lang], said, lang)
    yield from _kept(before.options, after.options, lang)


def _kept(before: Options, after: Options, lang: Lang) -> Iterator[str]:
    """Say which items a limit keeps where the order alone would have one think of others."""
    same = before.limit_by == after.limit_by and before.sort == after.sort
    if after.limit and not same and (before.limit or after.kept_by != "-y"):
        said = word_title(LIMIT_BY, after.kept_by, lang)
        if before.limit == after.limit and before.kept_by == after.kept_by:
            yield f"仍是{said} {after.limit} 项" if lang == "zh" else f"still {said} {after.limit}"
        else:
            yield _said(OPTION_TITLES[LIMIT_BY][lang], said, lang)


def _filters(before: Chart, after: Chart, lang: Lang) -> Iterator[str]:
    for item in after.options.filters:
        if item not in before.options.filters:
            said = filter_text(item, lang)
            yield f"只看 {said}" if lang == "zh" else f"only where {said}"
    attributes = {f.attribute for f in after.options.filters if f not in before.options.filters}
    for item in before.options.filters:
        if item not in after.options.filters and item.attribute not in attributes:
            said = filter_text(item, lang)
            yield f"不再筛选 {said}" if lang == "zh" else f"no longer filtered: {said}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_NAME else text[: _MAX_NAME - 1] + "…"
