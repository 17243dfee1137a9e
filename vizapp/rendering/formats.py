"""Numbers and dates as people write them, in zh and en.

Axis labels are Vega expressions because ticks are chosen by Vega; everything
else (tooltips, value labels, categories) is formatted here.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import pandas as pd

from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.core.language import Lang

_STEPS: dict[Lang, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")),
}
_TOLD_APART = 2e-3  # of a scale's word: ticks of a smaller span would differ in a fifth digit
_SPELLED_TO = 1e5  # below, axes and labels spell their numbers out
_POWERS_FROM = 1e15  # from here on no word helps, and numbers have powers of ten
PERCENT = ("%", "％", "percent", "百分比")
_CURRENCIES = (
    ("¥", "￥", "元", "人民币", "CNY", "RMB"),
    ("$", "USD", "美元"),
    ("€", "EUR", "欧元"),
    ("£", "GBP", "英镑"),
)
_SIGNS = ("¥", "￥", "$", "€", "£")
_SCALED_UNIT = ("万", "亿", "千", "百万", "million", "billion", "thousand", "mn", "bn", "mio")

_DATE: dict[str, dict[Lang, str]] = {
    "year": {"zh": "{y}年", "en": "{y}"},
    "quarter": {"zh": "{y}年{q}季度", "en": "Q{q} {y}"},
    "month": {"zh": "{y}年{m}月", "en": "{b} {y}"},
    "week": {"zh": "{y}年{m}月{d}日", "en": "{b} {d}, {y}"},
    "day": {"zh": "{y}年{m}月{d}日", "en": "{b} {d}, {y}"},
    "hour": {"zh": "{m}月{d}日 {H:02d}时", "en": "{b} {d}, {H:02d}:00"},
    "minute": {"zh": "{m}月{d}日 {H:02d}:{M:02d}", "en": "{b} {d}, {H:02d}:{M:02d}"},
    "second": {
        "zh": "{m}月{d}日 {H:02d}:{M:02d}:{S:02d}",
        "en": "{b} {d}, {H:02d}:{M:02d}:{S:02d}",
    },
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DECIMALS = {"full": 4, "compact": 2, "percent": 1, "scientific": 2}
_D3_DATES: dict[str, dict[Lang, str]] = {
    "iso": {"zh": "%Y-%m-%d", "en": "%Y-%m-%d"},
    "year": {"zh": "%Y年", "en": "%Y"},
    "month": {"zh": "%Y年%-m月", "en": "%b %Y"},
    "day": {"zh": "%Y年%-m月%-d日", "en": "%b %-d, %Y"},
    "time": {"zh": "%-m月%-d日 %H:%M", "en": "%b %-d %H:%M"},
}
# What the person chose, for the chart that this thread draws: every mark writes
# numbers and dates, so it would else travel through every call.
_CHOSEN: ContextVar[tuple[Presentation, Lang]] = ContextVar("chosen", default=(DEFAULT, "en"))
_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": tuple("周" + c for c in "一二三四五六日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def is_percent(unit: str | None) -> bool:
    """Return whether the unit says that values are per hundred."""
    return unit is not None and unit.strip().lower() in PERCENT


def says_unit(name: str, unit: str) -> bool:
    """Return whether a name holds a unit, in these words or another sign of the same currency.

    Examples
    --------
    >>> says_unit("金额(元)", "¥"), says_unit("Plan (USD)", "$"), says_unit("Plan", "$")
    (True, True, False)
    """
    signs = next((signs for signs in _CURRENCIES if unit in signs), (unit,))
    return any(sign in name for sign in signs)


def scaled_unit(unit: str | None) -> bool:
    """Return whether the unit itself is a power of ten (万元, million USD)."""
    return unit is not None and any(word in unit.lower() for word in _SCALED_UNIT)


@contextlib.contextmanager
def written_as(presentation: Presentation, lang: Lang) -> Iterator[None]:
    """Write numbers and dates as that presentation says while a chart is drawn."""
    token = _CHOSEN.set((presentation, lang))
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def _chosen_number(value: Any, unit: str | None) -> str | None:
    """Return the number as the person chose, None where nothing was chosen."""
    chosen, lang = _CHOSEN.get()
    if (chosen.numbers == "auto" and chosen.decimals is None) or not math.isfinite(value):
        return None
    kind = "full" if chosen.numbers == "auto" else chosen.numbers
    digits = _DECIMALS[kind] if chosen.decimals is None else chosen.decimals
    suffix = "%" if is_percent(unit) else ""
    value = float(value)
    if kind == "percent" and not suffix:
        value, suffix = value * 100, "%"
    if kind == "compact" and not scaled_unit(unit):
        step, name = next((s for s in _STEPS[lang] if abs(value) >= s[0]), (1.0, ""))
        value, suffix = value / step, name + suffix
    if kind == "scientific":
        return f"{value:.{digits}e}{suffix}"
    text = f"{value:,.{digits}f}"
    return (text if chosen.decimals is not None else _trim(text)) + suffix


def _scientific(value: float, digits: int) -> str:
    """Return a very large or small number with its power of ten, as axes write it: 1.2e-7."""
    return re.sub(r"e(?:\+|(-))0*", r"e\1", f"{value:.{digits}g}")


def _trim(text: str) -> str:
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def number(value: Any, *, unit: str | None = None) -> str:
    """Return a number in full, with thousands separators and up to four decimals.

    Examples
    --------
    >>> number(1234567.5), number(0.00001234), number(12, unit="%")
    ('1,234,567.5', '1.234e-5', '12%')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return _chosen_number(value, unit) or spelled(value, unit=unit)


def spelled(value: Any, *, unit: str | None = None) -> str:
    """Return a number in full, whatever was chosen: where it names a category."""
    size = abs(value)
    if isinstance(value, float) and math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    elif size >= _POWERS_FROM or 0 < size < 1e-3:
        text = _scientific(value, 4)
    else:
        text = _trim(f"{value:,.4f}" if size < 1e4 else f"{value:,.2f}")
    return f"{text}%" if is_percent(unit) else text


def with_unit(value: Any, unit: str | None, name: str = "") -> str:
    """Return the number with its unit, unless the attribute's name already says it."""
    text = number(value, unit=unit)
    if not unit or is_percent(unit) or says_unit(name, unit) or text == "–":
        return text
    return joined(text, unit)


def is_sign(unit: str | None) -> bool:
    """Return whether the unit is a currency's sign, which stands before the amount."""
    return unit in _SIGNS


def joined(text: str, unit: str, between: str = " ") -> str:
    """Return a written number with its unit: a currency's sign before it, all others behind.

    Examples
    --------
    >>> joined("53,135", "$"), joined("-2.5", "€"), joined("7", "kg")
    ('$53,135', '-€2.5', '7 kg')
    """
    if not is_sign(unit):
        return f"{text}{between}{unit}"
    return f"-{unit}{text[1:]}" if text.startswith("-") else f"{unit}{text}"


def compacts(values: Iterable[float], lang: Lang, *, unit: str | None = None) -> list[str]:
    """Return numbers that stand beside each other: if one is shortened, all are.

    Examples
    --------
    >>> compacts([77_000, 1_234_567, 950], "en"), compacts([77_000, 95_000], "en")
    (['77k', '1.23M', '950'], ['77,000', '95,000'])
    """
    values = list(values)
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    return [compact(v, lang, unit=unit, beside=largest) for v in values]


def compact(value: float, lang: Lang, *, unit: str | None = None, beside: float = 0.0) -> str:
    """Return a number short enough for a label, `beside` others that are as large.

    Examples
    --------
    >>> compact(1234567, "zh"), compact(1234567, "en"), compact(0.5, "en")
    ('123.5万', '1.23M', '0.5')
    """
    if not math.isfinite(value):
        return number(value)
    chosen = _chosen_number(value, unit)
    if chosen is not None:
        return chosen
    size = abs(value)
    if not scaled_unit(unit) and size < _POWERS_FROM:
        least = _SPELLED_TO if max(size, beside) < _SPELLED_TO else 0.0
        for step, name in _STEPS[lang]:
            if size >= max(step, least):
                scaled = value / step
                digits = 0 if abs(scaled) >= 1000 else 1 if abs(scaled) >= 100 else 2
                return _trim(f"{scaled:,.{digits}f}") + name
    if size >= _POWERS_FROM or 0 < size < 1e-3:
        return _scientific(value, 2)
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    if size < 0.1:
        digits = 4
    text = _trim(f"{value:,.{digits}f}")
    return f"{text}%" if is_percent(unit) else text


def share(part: float) -> str:
    """Return a part of a whole in per cent, all with the same one decimal at most.

    Examples
    --------
    >>> share(0.1416), share(0.99), share(0.00002), share(0)
    ('14.2%', '99%', '<0.1%', '0%')
    """
    return "<0.1%" if 0 < part < 0.0005 else f"{_trim(f'{100 * part:.1f}')}%"


def axis_label_expr(
    largest: float, lang: Lang, *, unit: str | None = None, span: float = math.inf
) -> str:
    """Return the Vega expression that labels the ticks of a measure's axis.

    One scale word for the whole axis, chosen by its largest value, so that ticks
    can be compared. Where the axis shows so small a `span` of large numbers that ticks
    would read alike with it, they are spelled out.
    """
    suffix = "%" if is_percent(unit) else ""
    chosen, _ = _CHOSEN.get()
    if chosen.numbers != "auto" or chosen.decimals is not None:
        return _chosen_axis_expr(chosen, largest, lang, unit, suffix)
    if largest >= _POWERS_FROM or 0 < largest < 1e-3:
        power = "replace(format(datum.value, '.2~e'), 'e+', 'e')"
        return f"datum.value === 0 ? '0' : {power}"
    if largest >= _SPELLED_TO and not scaled_unit(unit) and not suffix:
        step, name = next(s for s in _STEPS[lang] if largest >= s[0])
        if 0 < span < step * _TOLD_APART:
            return "format(datum.value, ',.4~f')"
        return f"datum.value === 0 ? '0' : format(datum.value / {step:.0f}, ',.4~f') + '{name}'"
    return (
        f"format(datum.value, ',.4~f') + '{suffix}'" if suffix else "format(datum.value, ',.4~f')"
    )


def _chosen_axis_expr(
    chosen: Presentation, largest: float, lang: Lang, unit: str | None, suffix: str
) -> str:
    trim = "~" if chosen.decimals is None else ""
    digits = 4 if chosen.decimals is None else chosen.decimals
    if chosen.numbers == "scientific":
        return f"format(datum.value, '.{2 if trim else digits}{trim}e') + '{suffix}'"
    if chosen.numbers == "percent" and not suffix:
        return f"format(datum.value * 100, ',.{digits}{trim}f') + '%'"
    step, name = 1.0, ""
    if chosen.numbers == "compact" and not scaled_unit(unit):
        step, name = next((s for s in _STEPS[lang] if largest >= s[0]), (1.0, ""))
    number_expr = f"format(datum.value / {step:.0f}, ',.{digits}{trim}f') + '{name}{suffix}'"
    return f"datum.value === 0 ? '0{suffix}' : {number_expr}" if name else number_expr


def date_text(value: Any, step: str | None, lang: Lang) -> str:
    """Return a date as precise as its granularity.

    Examples
    --------
    >>> date_text(pd.Timestamp("2024-03-05"), "month", "zh")
    '2024年3月'
    >>> date_text(pd.Timestamp("2024-03-05 14:30"), None, "en")
    'Mar 5, 2024 14:30'
    """
    if value is None or pd.isna(value):
        return "–"
    at = pd.Timestamp(value)
    if step == "weekday":
        return weekday_name(at.weekday(), lang)
    kind = _CHOSEN.get()[0].dates
    if kind == "iso":
        return _iso_text(at, step)
    if kind != "auto" and step != "hour":
        step = "minute" if kind == "time" else kind
    if step is None:
        text = date_text(at, "day", lang)
        return text if at == at.normalize() else f"{text} {at:%H:%M}"
    return str(_DATE[step][lang]).format(
        y=at.year, q=at.quarter, m=at.month, d=at.day, b=_MONTHS[at.month - 1],
        H=at.hour, M=at.minute, S=at.second,
    )  # fmt: skip


def _iso_text(at: pd.Timestamp, step: str | None) -> str:
    if step == "quarter":
        return f"{at.year}-Q{at.quarter}"
    short = {"year": "%Y", "month": "%Y-%m", "week": "%Y-%m-%d", "day": "%Y-%m-%d"}
    whole = "%Y-%m-%d" if at == at.normalize() else "%Y-%m-%d %H:%M"
    return str(at.strftime(short.get(step or "", whole)))


def weekday_name(index: int, lang: Lang) -> str:
    """Return the weekday, Monday is 0."""
    return _WEEKDAYS[lang][index]


def time_axis_format(step: str | None, span_days: float, lang: Lang) -> str:
    """Return the d3 time format of a temporal axis.

    Numbers only in zh, so that no locale is needed and an exported chart reads
    the same in every viewer.
    """
    zh = lang == "zh"
    chosen = _CHOSEN.get()[0].dates
    if chosen == "iso" and step in ("year", "month"):
        return "%Y" if step == "year" else "%Y-%m"
    if chosen != "auto":
        return _D3_DATES[chosen][lang]
    if step == "year" or span_days > 365 * 6:
        return "%Y年" if zh else "%Y"
    if step == "quarter":
        return "%Y年%q季度" if zh else "Q%q %Y"
    if step == "month" or span_days > 150:
        return "%Y年%-m月" if zh else "%b %Y"
    if span_days == 0:  # one label says all of it
        day = _D3_DATES["day"][lang]
        return day if step in ("week", "day") else f"{day} %H:%M"
    if step in ("week", "day") or span_days > 4:
        return "%-m月%-d日" if zh else "%b %-d"
    if span_days > 1:
        return "%-m月%-d日 %H:%M" if zh else "%b %-d %H:%M"
    return "%H:%M:%S" if step == "second" and span_days < 0.01 else "%H:%M"


def iso(value: Any) -> str | None:
    """Return a local ISO date-time without zone: viewers read it as local, never UTC."""
    if value is None or pd.isna(value):
        return None
    return str(pd.Timestamp(value).strftime("%Y-%m-%dT%H:%M:%S"))
