"""Numbers that an ask names: 10k, 三百, "half a million", in the units of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vizapp.profile.attributes import NUMBER_TYPES, TableDescription
from vizapp.reasoning.limits import find_limit

# A word ends where a Chinese one begins, although both are \\w.
_L = r"[^\W\u3400-\u9fff]"
# Compiled for the first ask: that takes longer than loading the model.
_NUMBER = (
    rf"(?i)(?<!{_L})(?<!\.)-?\d[\d,]*(?:\.\d+)?(?:(?=k(?!{_L}))|(?!(?:{_L}|\.)*{_L}))"
    rf"|(?<!{_L})(?<![.,\d])\d\d(?=s(?!{_L}))"
    r"|(?<=[\u3400-\u9fff<>=])-?\d+(?:\.\d+)?"
)
_MAX_DIGITS = 18  # longer ones are no quantities
_SCALES = {
    "千万": 10**7, "百万": 10**6, "万": 10**4, "亿": 10**8, "千": 10**3,
    "k": 10**3, "hundred": 100, "thousand": 10**3, "grand": 10**3, "million": 10**6,
    "billion": 10**9,
}  # fmt: skip
_SCALE = (
    r"(?i)\s?(?:千万|百万|[万亿]|千(?![米克瓦牛伏帕卡赫字])"
    rf"|(?:k|hundred|thousand|million|billion)(?!{_L}))"
)
EN_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_A_SCALE = rf"(?i)(?<!{_L})(half )?an? (hundred|thousand|grand|million|billion)(?!{_L})"
# What is said of gains and losses compares with nothing.
_ZERO = (
    r"亏损|亏钱|赔钱|为负|为正|负增长|正增长|盈利的|"
    rf"(?i:(?<!{_L})(?:below zero|above zero|negative|positive|loss[- ]mak(?:ing|ers?)|made money"
    rf"|lost money|unprofitable|profitable|in the red)(?!{_L}))"
)
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_DIGITS = {**_ZH, "零": 0, "半": 0.5}
_ZH_PLACES = {"十": 10, "百": 100, "千": 1000}
_ZH_LARGE = {"万": 10**4, "亿": 10**8}
# "一百天", "两万以下", but neither 第一百 nor the 一 of 一个.
_ZH_AMOUNT = (
    r"(?<![第一两二三四五六七八九十百千万亿\d])"
    r"([一两二三四五六七八九十][一二三四五六七八九十百千万亿零]*[百千万亿](?!分)"
    r"|[百千][万亿](?!分)"
    r"|[一两二三四五六七八九十]+(?=[^\s，,。]{0,2}(?:及|或)?以[上下内]))"
)
# Attributes whose numbers are thousands or millions already, as their name or unit says.
_IN_UNITS = (
    (10**8, r"亿"), (10**4, r"(?<!百)万"),
    (10**6, r"百万|(?i:millions?\b|(?<![a-z])m(?:n|usd)?$|_m_)"),
    (10**3, r"千[元人]|(?i:thousands?\b|(?<![a-z])k$|_k_)"),
)  # fmt: skip
_EN_WORD = rf"(?i)(?<!{_L})({'|'.join(EN_NUMBERS)})(?!{_L})"
_ZH_WORD = (
    r"(?<=前|后|大|小|高|低|多|少)([一两二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九])(?![年月季周天])"
    r"|(?<=最[高低多少大小好差长短贵]的)([两二三四五六七八九十])(?=[个名位种类项家条款座所])"
    r"|(?<![一两二三四五六七八九十])([一两二三四五六七八九])(?=居室)"
)


def find_numbers(ask: str, description: TableDescription) -> Iterator[tuple[int, int, int | float]]:
    """Yield start, end and value of each number that an ask names.

    What is said with "万" or "million" is given in the unit of a table in which an attribute
    counts in it.
    """
    for match in re.finditer(_NUMBER, ask):
        if len(match.group()) > _MAX_DIGITS:
            continue
        number = Decimal(match.group().replace(",", ""))
        scale = re.compile(_SCALE).match(ask, match.end())
        if scale:
            number *= _SCALES[_plain(scale.group().strip())]
            number = _in_units(number, _SCALES[_plain(scale.group().strip())], description)
        end = scale.end() if scale else match.end()
        yield match.start(), end, _number(number)
    for match in re.finditer(_ZH_AMOUNT, ask):
        number = Decimal(str(zh_amount(match.group())))
        large = next((v for c, v in _ZH_LARGE.items() if c in match.group()), 1)
        yield match.start(), match.end(), _number(_in_units(number, large, description))
    for match in re.finditer(_EN_WORD, ask):
        number = Decimal(EN_NUMBERS[_plain(match.group())])
        scale = re.compile(_SCALE).match(ask, match.end())
        if scale:
            factor = _SCALES[_plain(scale.group().strip())]
            number = _in_units(number * factor, factor, description)
        yield match.start(), scale.end() if scale else match.end(), _number(number)
    for match in re.finditer(_A_SCALE, ask):
        factor = _SCALES[_plain(match.group(2))]
        number = Decimal(factor) / (2 if match.group(1) else 1)
        yield match.start(), match.end(), _number(_in_units(number, factor, description))
    for match in re.finditer(_ZERO, ask):
        yield match.start(), match.end(), 0
    limit = find_limit(ask)
    if limit is not None:
        yield limit.start, limit.end, limit.number
    for match in re.finditer(_ZH_WORD, ask):
        yield match.start(), match.end(), _zh_number(match.group())


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _in_units(number: Decimal, scale: int, description: TableDescription) -> Decimal:
    """Return a number said with "万" or "million" as a table in such units holds it."""
    labels = [f"{a.name} {a.unit or ''}".strip() for a in description.attributes]
    for unit, pattern in _IN_UNITS:
        if unit <= scale and any(re.search(pattern, label) for label in labels):
            return number / unit
    return number


def _plain(word: str) -> str:
    """Return a word in small letters: where case is ignored \u017f is found for s, \u0131 for i."""
    return word.replace("\u0130", "i").replace("\u0131", "i").casefold()


def zh_amount(text: str) -> float:
    """Return the number that Chinese numerals say.

    Examples
    --------
    >>> zh_amount("两百五十"), zh_amount("三万"), zh_amount("十二"), zh_amount("一百二十万")
    (250, 30000, 12, 1200000)
    """
    total, section, digit = 0.0, 0.0, 0.0
    for character in text:
        if character in _ZH_LARGE:
            total = (total + section + digit or 1) * _ZH_LARGE[character]
            section = digit = 0
        elif character in _ZH_PLACES:
            section += (digit or 1) * _ZH_PLACES[character]
            digit = 0
        else:
            digit = _ZH_DIGITS.get(character, 0)
    number = total + section + digit
    return int(number) if number == int(number) else number


def _zh_number(text: str) -> int:
    if "十" not in text:
        return _ZH[text]
    tens, _, ones = text.partition("十")
    return _ZH.get(tens, 1) * 10 + _ZH.get(ones, 0)


# What is said behind a number, and the names and units of the attributes that count in it.
_SAID_UNITS = (
    (r"度|℃|°C?|degrees?(?!\w)", r"℃|°|温|(?i:temp|degree)"),
    (r"岁|-?years? old|-year-olds?", r"岁|龄|(?i:(?<![a-z])age(?![a-z]))"),
    (r"%|percent|个?百分点", r"%|率|占比|(?i:pct|percent|(?<![a-z])rate|share|ratio)"),
    (r"公里|千米|km(?!\w)|kilomet", r"公里|千米|里程|(?i:km)"),
    (r"米(?!每)|met(?:er|re)s?(?!\w)", r"(?<![厘毫千方])米|(?i:\(m\)|_m$|metre|meter)"),
    (r"公斤|千克|kg(?!\w)|kilos?(?!\w)", r"公斤|千克|(?i:kg)"),
    (r"吨|tonn?e?s?(?!\w)", r"吨|(?i:tonne|tons?(?![a-z]))"),
    (r"分钟|min(?:ute)?s?(?!\w)", r"分钟|\(分\)|(?i:min)"),
    (r"个?小时|hours?(?!\w)|hrs?(?!\w)", r"小时|(?i:hours?|hrs?|(?<![a-z])h$|\(h\))"),
    (r"天|days?(?!\w)", r"天|日数|(?i:days?)"),
    (
        r"年(?!\d)|years?(?!\w)|yrs?(?!\w)",
        r"年限|年数|工龄|\(年\)|(?i:years?(?![a-z])|yrs?|tenure)",
    ),
    (r"平(?:米|方)?|㎡|sqm|square met", r"㎡|面积|(?i:sqm|area)"),
    (r"块钱?|元|yuan|rmb|dollars?|bucks|usd|euros?|€", r"元|[¥$€£]|价|费|金额|(?i:usd|eur|price)"),
    (r"人(?!次)|people(?!\w)", r"人数|人口|(?i:people|population|headcount)"),
    (r"分(?![钟类组布店别])|points?(?!\w)", r"分$|得分|评分|分数|(?i:score|points|rating)"),
    (r"千牛|kN(?!\w)", r"千牛|kN(?![a-zA-Z])"),
    (r"千伏|kV(?!\w)", r"千伏|kV(?![a-zA-Z])"),
    (r"个?居室|bedrooms?", r"居室|卧室|(?i:bedroom)"),
)


# Who is over or under a number is of that age.
_PERSONS = re.compile(
    r"(?i)\b(?:people|persons?|patients|employees|staff|workers|customers|users|students|women|men"
    r"|guests|players|members|drivers|anyone|everyone|those|adults)\s+(?:aged\s+)?"
    r"(?:over|under|above|below|older than|younger than)\s+$"
)
_AGE = re.compile(r"(?i)(?:^|[\W_])age(?:$|[\W_])|年龄")


def counted_in(ask: str, start: int, end: int, description: TableDescription) -> str | None:
    """Return the attribute of numbers in whose unit an ask speaks there, None for none or several.

    Examples
    --------
    >>> from vizapp.profile.attributes import AttributeDescription as A, TableDescription
    >>> table = TableDescription(9, (A("油温(℃)", "DOUBLE", 9), A("负载率(%)", "DOUBLE", 9)))
    >>> counted_in("over 70 degrees", 5, 7, table), counted_in("over 70", 5, 7, table)
    ('油温(℃)', None)
    >>> counted_in("people over 40", 12, 14, TableDescription(9, (A("Age", "INT", 9),)))
    'Age'
    """
    if _PERSONS.search(ask[:start]):
        ages = [a.name for a in description.attributes if _AGE.search(a.name)]
        return ages[0] if len(ages) == 1 else None
    behind = ask[end:]
    money = start > 0 and ask[start - 1] in "$€£¥"
    for said, label in _SAID_UNITS:
        if not (re.match(rf"\s?(?:{said})", behind, re.IGNORECASE) or (money and "元" in said)):
            continue
        fits = [
            a.name
            for a in description.attributes
            if a.type in NUMBER_TYPES
            and a.meaning not in ("id", "year")
            and re.search(label, f"{a.name} {a.unit or ''}".strip())
        ]
        return fits[0] if len(fits) == 1 else None
    return None
