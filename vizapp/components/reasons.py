"""One sentence per chart: what it would show of these attributes."""

from __future__ import annotations

from vizapp.components.spec import Chart
from vizapp.core.language import Lang

_MAX_NAMES = 3


def attribute_words(chart: Chart, lang: Lang) -> str:
    """Return the chart's attributes as a list, the first few by name.

    Examples
    --------
    >>> attribute_words(Chart("line", (("x", ("月",)), ("y", ("a", "b", "c")))), "zh")
    '月、a、b等 4 列'
    """
    names = chart.attributes()
    shown = ("、" if lang == "zh" else ", ").join(names[:_MAX_NAMES])
    if len(names) <= _MAX_NAMES:
        return shown
    more = len(names) - _MAX_NAMES
    return f"{shown}等 {len(names)} 列" if lang == "zh" else f"{shown} and {more} more"


def reason(chart: Chart, lang: Lang) -> str:
    """Return why one would choose this chart, as one sentence.

    Examples
    --------
    >>> reason(Chart("pie", (("category", ("city",)), ("value", ("sales",)))), "en")
    "Can show each part's share of the whole: city, sales."
    """
    purpose = chart.declaration.purpose[lang]
    names = attribute_words(chart, lang)
    if lang == "zh":
        return f"可以{purpose}\uff1a{names}。"
    return f"Can {purpose}: {names}."
