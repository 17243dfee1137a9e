"""Amounts that an ask names in another unit than the table's: "half an hour" in minutes.

Where the name or the unit of an attribute says in what it counts, what is said in another
unit of the same kind is converted. What is said in the attribute's own unit stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vizapp.profile.attributes import NUMBER_TYPES, AttributeDescription, TableDescription
from vizapp.reasoning.quantities import EN_NUMBERS, zh_amount

_L = r"[^\W\d_\u3400-\u9fff]"
_B, _E = rf"(?<!{_L})", rf"(?!{_L})"
# Part of one of these is no number of such a column: weeks are counted, not measured.
_COUNTED = frozenset(("week", "month", "year"))
# What years are said to be, and days and weeks are not exactly.
_USUAL = {("year", "month"): Decimal(12), ("year", "week"): Decimal(52)}
_DIGITS = 6  # significant ones of a converted number


@dataclass(frozen=True)
class _Unit:
    """A unit: its kind, its size in the kind's smallest one, how asks and how labels say it."""

    name: str
    kind: str
    size: Decimal
    said: re.Pattern[str]
    label: re.Pattern[str]


def _unit(name: str, kind: str, size: str, said: str, label: str) -> _Unit:
    spoken = re.compile(rf"[\s-]?(?:{said})", re.IGNORECASE)
    return _Unit(name, kind, Decimal(size), spoken, re.compile(label, re.IGNORECASE))


_UNITS = (
    _unit("second", "time", "1", rf"秒钟?|(?:seconds?|secs?){_E}",
          rf"秒|{_B}(?:seconds?|secs?){_E}|(?<=.) s$|\(s\)"),
    _unit("minute", "time", "60", rf"分钟|(?:minutes?|mins?){_E}",
          rf"分钟|\(分\)|{_B}(?:minutes|mins){_E}|{_B}min\)?$"),
    _unit("hour", "time", "3600", rf"个?(?:小时|钟头)|(?:hours?|hrs?|h){_E}",
          rf"小时|{_B}(?:hours?|hrs?){_E}|(?<=.) h$|\(h\)"),
    _unit("day", "time", "86400", rf"天(?!气|猫|津)|days?{_E}",
          rf"天数?\)?$|[工日]日数?$|日数|days{_E}|{_B}day\)?$|(?<=.) d$|\(d\)"),
    _unit("week", "time", "604800", rf"(?:个?星期|个?礼拜|周)(?![一二三四五六日天末])|weeks?{_E}",
          rf"周[数次]|\(周\)|{_B}(?:weeks|wks?){_E}"),
    _unit("month", "time", "2592000", rf"个月|months?{_E}",
          rf"月龄|月数|\(月\)|{_B}months{_E}|{_B}mo\)?$|^age m$"),
    _unit("year", "time", "31536000",
          rf"(?:周岁|岁|年)(?![级代份度\d]|以?前)|years?(?:[- ]olds?)?{_E}|yrs?{_E}",
          rf"年[限数龄]|[工楼教车库房]龄|\(年\)|{_B}(?:years|yrs?|age|tenure){_E}"),
    _unit("mm", "length", "1", rf"毫米|mm{_E}|millimet(?:er|re)s?{_E}", rf"毫米|{_B}mm{_E}"),
    _unit("cm", "length", "10", rf"厘米|公分|cm{_E}|centimet(?:er|re)s?{_E}", rf"厘米|{_B}cm{_E}"),
    _unit("inch", "length", "25.4", rf"英寸|inch(?:es)?{_E}", rf"英寸|{_B}inch(?:es)?{_E}"),
    _unit("foot", "length", "304.8", rf"英尺|(?:feet|foot|ft){_E}", rf"英尺|{_B}(?:feet|ft){_E}"),
    _unit("m", "length", "1000", rf"米(?!每)|(?:met(?:er|re)s?|m){_E}(?![²2/])",
          rf"(?<![厘毫千方平])米|\(m\)|(?<!^age) m$|^m$|{_B}met(?:er|re)s?{_E}"),
    _unit("km", "length", "1000000", rf"公里|千米|(?:km|kms|kilomet(?:er|re)s?){_E}(?![²2/])",
          rf"公里|千米|{_B}(?:km|kilomet(?:er|re)s?){_E}(?![²2/])"),
    _unit("mile", "length", "1609344", rf"英里|miles?{_E}", rf"英里|{_B}miles?{_E}"),
    _unit("mg", "weight", "1", rf"毫克|mg{_E}", rf"毫克|{_B}mg{_E}(?!/)"),
    _unit("g", "weight", "1000", rf"克|(?:grams?|g){_E}",
          rf"(?<![千公毫])克|(?<=.) g$|\(g\)|^g$|{_B}grams?{_E}"),
    _unit("lb", "weight", "453592.37", rf"磅|(?:pounds|lbs?){_E}", rf"磅|{_B}lbs?{_E}"),
    _unit("jin", "weight", "500000", "斤", r"(?<!公)斤"),
    _unit("kg", "weight", "1000000", rf"公斤|千克|(?:kgs?|kilos?|kilograms?){_E}",
          rf"公斤|千克|{_B}(?:kg|kilos?|kilograms?){_E}(?!/)"),
    _unit("t", "weight", "1000000000", rf"吨|(?:tonn?es?|tons?){_E}",
          rf"吨|{_B}(?:tonn?es?|tons?){_E}|(?<=.) t$|\(t\)"),
    _unit("sqm", "area", "1", rf"平(?:方?米)?(?!方?公里)|(?:sqm|m²|square met(?:er|re)s?){_E}",
          rf"平米|平方米|㎡|m²|{_B}sqm{_E}"),
    _unit("mu", "area", "666.6666667", "亩", "亩"),
    _unit("ha", "area", "10000", rf"公顷|(?:ha|hectares?){_E}", rf"公顷|{_B}(?:ha|hectares?){_E}"),
    _unit("acre", "area", "4046.8564", rf"英亩|acres?{_E}", rf"英亩|{_B}acres?{_E}"),
    _unit("sqkm", "area", "1000000", rf"平方公里|(?:km²|sq ?km|square kilomet(?:er|re)s?){_E}",
          rf"平方公里|km²|{_B}(?:sq ?km|km2){_E}"),
    _unit("ml", "volume", "1", rf"毫升|(?:ml|millilit(?:er|re)s?){_E}", rf"毫升|{_B}ml{_E}"),
    _unit("l", "volume", "1000", rf"升|(?:lit(?:er|re)s?|l){_E}",
          rf"(?<!毫)升\)?$|(?<=.) l$|\(l\)|{_B}lit(?:er|re)s?{_E}"),
    _unit("kb", "data", "1", rf"kb{_E}", rf"{_B}kb{_E}"),
    _unit("mb", "data", "1024", rf"mb{_E}|兆", rf"{_B}mb{_E}"),
    _unit("gb", "data", "1048576", rf"(?:gb|gigs?){_E}", rf"{_B}gb{_E}"),
    _unit("tb", "data", "1073741824", rf"tb{_E}", rf"{_B}tb{_E}"),
    _unit("kwh", "energy", "1", rf"千瓦时|kwh{_E}|度电", rf"千瓦时|{_B}kwh{_E}"),
    _unit("mwh", "energy", "1000", rf"兆瓦时|mwh{_E}", rf"兆瓦时|{_B}mwh{_E}"),
    _unit("gwh", "energy", "1000000", rf"gwh{_E}|吉瓦时", rf"{_B}gwh{_E}"),
)  # fmt: skip

# "An hour", "half an hour", "two hours", 一个半小时, 两天, 90分钟.
_AMOUNT = (
    r"(?<![\d.,])(?<![A-Za-z_-])(?P<digits>\d[\d,]*(?:\.\d+)?)(?!\d)"
    rf"|(?i:{_B}(?P<half>half(?: of)?(?: an?)?|a half)(?= ))"
    rf"|(?i:{_B}(?P<word>an?|{'|'.join(EN_NUMBERS)})(?=[ -]))"
    r"|(?<![一两二三四五六七八九十百千万半\d])(?P<zh>[一两二三四五六七八九十][一两二三四五六七八九十百千零]*|半)(?P<more>个半)?"
)
_ONE = frozenset(("a", "an", "one", "一", "半"))
# An amount is compared: "minutes a day", 一年一次 and 七天无理由 are none.
_COMPARED = re.compile(
    r"(?i)(?:\b(?:over|above|under|below|than|within|least|most|up to|exceed\w*|first|after"
    r"|beyond|reach\w*|exactly)\s(?:the\s)?"
    r"|超过?|[大多长高久短少低早晚轻重]于|不[到足满]|[满前头达过第了够住]|至少|至多|最多|最少|超出)\s?$"
)
_COMPARED_BEHIND = re.compile(
    r"(?i)\s?(?:or (?:more|less|longer|shorter|over|under|older|younger|above|below)\b|plus\b|\+"
    r"|and (?:up|over|more)\b|at (?:least|most)\b"
    r"|(?:及|或)?以[上下内]|[之以]?[前内后]|多|左右|往上|往下|开外|的?时(?!间))"
)
# What is said of the time until now, or of a pace, is compared with no column.
_NOT_COMPARED = re.compile(
    r"(?i)(?:\b(?:last|past|recent|every|each|per|another|previous)\s(?:the\s)?|[每近]|最近|过去|未来)$"
)
_ORDINAL = re.compile(r"第\s?$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


# Shares: 40%, 四成, "under half", of columns that hold them as 0.4 or as 40.
_SHARE = (
    r"(?<![\d.])(?P<percent>\d+(?:\.\d+)?)(?=\s?(?:%|％|percent\b|per cent\b))"
    r"|(?P<tenths>[一二两三四五六七八九])成(?![交功为员立本绩都分长人年])"
    r"|(?P<half>(?<=低于|高于|大于|小于|多于|少于|不到|不足|超过|达到)(?:一半|半数)"
    r"|(?<=过)半(?=数?的)"
    rf"|(?i:(?<=over |than )|(?<=above |below |under ))half(?! an?{_E}| \w+llion))"
)
_IS_SHARE = re.compile(r"%|％|率|占比|比例|(?i:percent|pct|share|ratio|turnout|(?<![a-z])rate)")


def find_shares(ask: str, description: TableDescription) -> Iterator[tuple[int, int, int | float]]:
    """Yield start, end and value of each share that an ask names, as the table holds shares.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A, TableDescription
    >>> table = TableDescription(9, (A("会员占比", "DOUBLE", 9, range=(0.1, 0.9)),))
    >>> [value for *_, value in find_shares("超过40%的", table)]
    [0.4]
    >>> table = TableDescription(9, (A("Turnout", "DOUBLE", 9, unit="%", range=(20, 80)),))
    >>> [value for *_, value in find_shares("不到四成, below half", table)]
    [40, 50]
    """
    wholes = {
        1 if a.unit is None and a.range is not None and _is_fraction(a.range[1]) else 100
        for a in description.attributes
        if a.type in NUMBER_TYPES and _IS_SHARE.search(f"{a.name} {a.unit or ''}")
    }
    if len(wholes) != 1:
        return
    whole = wholes.pop()
    for match in re.finditer(_SHARE, ask):
        if match["percent"]:
            percent = Decimal(match["percent"])
        else:
            percent = (
                Decimal(str(zh_amount(match["tenths"]))) * 10 if match["tenths"] else Decimal(50)
            )
        yield match.start(), match.end(), _rounded(percent * whole / 100)


def _is_fraction(largest: object) -> bool:
    return isinstance(largest, int | float) and 0 < largest <= 1


def find_converted(
    ask: str, description: TableDescription
) -> Iterator[tuple[int, int, int | float]]:
    """Yield start, end and value of each amount that a table holds in another unit.

    Amounts of one ("an hour") are yielded in the table's own unit, too.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A, TableDescription
    >>> table = TableDescription(9, (A("停留时长(分)", "INT", 9), A("kg", "INT", 9)))
    >>> [value for *_, value in find_converted("两小时以上", table)]
    [120]
    >>> [value for *_, value in find_converted("under half an hour, over 1.5 tons", table)]
    [30, 1500]
    """
    for match in re.finditer(_AMOUNT, ask):
        unit = _said(ask, match.end())
        if unit is None or not _is_amount(ask, match, unit):
            continue
        sizes = {other.size for other in _fitting(unit, description).values()}
        if len(sizes) != 1 or (match["digits"] and unit.size in sizes):
            continue  # a number in the unit of the table is found as it stands
        size = sizes.pop()
        number = _amount(match) * _factor(unit, size)
        whole = number == number.to_integral_value()
        if whole or not any(u.size == size and u.name in _COUNTED for u in _UNITS):
            yield match.start(), match.end(), _rounded(number)


def converted_in(ask: str, end: int, description: TableDescription) -> str | None:
    """Return the one attribute in whose kind of unit an amount is said that ends there.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A, TableDescription
    >>> table = TableDescription(9, (A("停留时长(分)", "INT", 9), A("kg", "INT", 9)))
    >>> converted_in("over 2 hours", 6, table), converted_in("over 2 miles", 6, table)
    ('停留时长(分)', None)
    """
    unit = _said(ask, end)
    fits = [*_fitting(unit, description)] if unit else []
    return fits[0] if len(fits) == 1 else None


@functools.lru_cache(maxsize=8)
def _counting(description: TableDescription) -> dict[str, _Unit]:
    """Return in which unit each attribute counts that says so."""
    found = {}
    for attribute in description.attributes:
        if attribute.type in NUMBER_TYPES and attribute.meaning not in ("id", "year"):
            unit = _label_unit(attribute)
            if unit is not None:
                found[attribute.name] = unit
    return found


def _label_unit(attribute: AttributeDescription) -> _Unit | None:
    """Return the unit of an attribute: that of its cells before what its name says."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", attribute.name).strip()
    for label in (f"({attribute.unit})", f"x {attribute.unit}") if attribute.unit else (name,):
        for unit in _UNITS:
            if unit.label.search(label):
                return unit
    return None


def _fitting(unit: _Unit, description: TableDescription) -> dict[str, _Unit]:
    """Return the attributes that count in units of its kind, in the unit nearest in size.

    "Over a day" is said of hours rather than of minutes, "4 hours" of minutes, not of an age.
    """
    alike = {n: u for n, u in _counting(description).items() if u.kind == unit.kind}
    apart = {n: abs((u.size / unit.size).ln()) for n, u in alike.items()}
    return {n: u for n, u in alike.items() if apart[n] == min(apart.values())}


def _said(ask: str, end: int) -> _Unit | None:
    """Return the unit that an ask says behind a number, of several the longest word."""
    found = [(behind, unit) for unit in _UNITS if (behind := _behind(ask, end, unit)) > end]
    return max(found, key=lambda item: item[0])[1] if found else None


def _behind(ask: str, end: int, unit: _Unit) -> int:
    """Return where a unit ends that an ask says there; the same place where it does not."""
    match = unit.said.match(ask, end)
    return match.end() if match else end


def _is_amount(ask: str, match: re.Match[str], unit: _Unit) -> bool:
    """Return whether an ask speaks of an amount there, not of a date, a pace or a place."""
    before, text = ask[: match.start()], match.group()
    one = text.casefold() in _ONE
    if _NOT_COMPARED.search(before) or (unit.name == "year" and _YEAR.fullmatch(text)):
        return False
    if _ORDINAL.search(before) and not (one and unit.kind == "time" and unit.name not in _COUNTED):
        return False
    behind = _behind(ask, match.end(), unit)
    return bool(_COMPARED.search(before) or _COMPARED_BEHIND.match(ask, behind))


def _amount(match: re.Match[str]) -> Decimal:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", ""))
    if match["half"] or match["zh"] == "半":
        return Decimal("0.5")
    if match["word"]:
        return Decimal(EN_NUMBERS.get(match["word"].casefold(), 1))
    return Decimal(str(zh_amount(match["zh"]))) + (Decimal("0.5") if match["more"] else 0)


def _factor(unit: _Unit, size: Decimal) -> Decimal:
    """Return how many of the table's units of a size one of the said unit is."""
    name = next(u.name for u in _UNITS if u.kind == unit.kind and u.size == size)
    return _USUAL.get((unit.name, name), unit.size / size)


def _rounded(number: Decimal) -> int | float:
    if number == number.to_integral_value():
        return int(number)
    return float(f"{number:.{_DIGITS}g}")
