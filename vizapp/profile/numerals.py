"""Numbers inside text: separators, currency, percent, 万 and 亿, units.

A column's separators are decided once, by the values that leave no choice:
`1.234,5` says decimal comma, `1,234.5` decimal point.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vizapp.profile.units import AFTER, CODES, SIGNS, in_one_unit

PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_MONEY = "|".join(sorted(map(re.escape, [*SIGNS, *CODES]), key=len, reverse=True))
_SCALES = {
    "万": 1e4, "亿": 1e8, "千": 1e3, "百万": 1e6, "千万": 1e7, "十亿": 1e9, "万亿": 1e12,
    "k": 1e3, "K": 1e3, "M": 1e6, "Mn": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "B": 1e9,
    "bn": 1e9, "Bn": 1e9, "billion": 1e9, "T": 1e12, "trillion": 1e12, "thousand": 1e3,
}  # fmt: skip
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
# A capital after a whole number is a seat, class or size more often than a unit.
_SEATS = frozenset("ABCJKLNTVW")
# Unless others of the column are amounts, as 3K is beside 12.5M.
_AMOUNT = re.compile(r"-?\d+[.]\d+[KMB]")
_UNIT = "|".join(sorted(map(re.escape, AFTER), key=len, reverse=True))
MAX_BANDS = 12  # distinct texts up to which `3+` is one of them
_MAX_DIGITS = 290  # more, times a scale, are beyond every float
_GAP = "[ \u00a0\u2009\u202f]"
_EXPONENT = rf"[eE][+-]?\d+|{_GAP}?[×x*]{_GAP}?10\^[+-]?\d+"
_HAN = "[\u4e00-\u9fff]{1,3}"
_PERCENT = {"％": "%", "percent": "%", "pct": "%"}
# `$(5)` and `$ (5)` are the accountant's `($5)`; arrows stand for signs.
_BRACKETED = re.compile(rf"(?P<money>{_MONEY}){_GAP}*\((?P<rest>[^()]+)\)")
_ARROWS = {"▲": "+", "↑": "+", "▼": "-", "↓": "-"}
# In Japanese accounts a triangle stands for minus; △ means nothing else that we know.
TRIANGLES = frozenset("▲△")
_SIGNED = re.compile(r"[-+−–(▼▽↓↑].*|.*-", re.DOTALL)
_NUMBER = re.compile(
    r"(?:(?:[约≈~～]|大约|approx\.?|about|ca\.?|circa)\s?)?"
    rf"(?P<open>\()?(?P<sign1>[-+−–])?{_GAP}*(?P<money>{_MONEY})?{_GAP}*(?P<sign2>[-+−–])?"
    rf"(?P<digits>\d[\d,.'’{_GAP[1:-1]}]*|[.,]\d+)(?P<exp>{_EXPONENT})?"
    rf"(?:{_GAP}*(?P<scale>{_SCALE})(?![A-Za-z]))?"
    rf"{_GAP}*(?P<after>[%％‰]|percent|pct|pp|(?:{_MONEY}|{_UNIT})/(?:{_UNIT}|{_HAN})"
    rf"|{_MONEY}|{_UNIT})?(?P<close>\))?(?P<sign3>-|(?<![)])(?P<more>\+))?"
)
_POINT = re.compile(
    rf"\d+(?:\.\d*)?|\.\d+|\d{{1,3}}(?:(?P<g>[,'’]|{_GAP})\d{{3}})(?:(?P=g)\d{{3}})*(?:\.\d*)?"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")
_COMMA = re.compile(
    rf"\d+(?:,\d*)?|,\d+|\d{{1,3}}(?:(?P<g>[.'’]|{_GAP})\d{{3}})(?:(?P=g)\d{{3}})*(?:,\d*)?"
)

Mark = Literal[".", ","]


@dataclass(frozen=True)
class Token:
    """One cell cut into sign, digits and what stands around them."""

    negative: bool
    digits: str
    exponent: str
    scale: float
    unit: str | None
    more: bool = False  # `10万+` is that or more


@dataclass(frozen=True)
class Numbers:
    """The distinct texts of a column as numbers.

    Parameters
    ----------
    values : dict
        Text to value; texts that are no number are absent.
    whole : bool
        Whether every value was written as a whole number.
    unit : str or None
        The unit that the cells carry.
    proved : {".", ","} or None
        The decimal mark that the texts prove.
    doubtful : bool
        Whether both marks fit, so that the rest of the file should decide.
    scaled : bool
        Whether cells name their own scale, such as 万; the values are in ones.
    losses : bool
        Whether `▲` and `△` were read as minus.
    """

    values: dict[str, float | int]
    whole: bool
    unit: str | None
    proved: Mark | None = None
    doubtful: bool = False
    scaled: bool = False
    losses: bool = False


def token(text: str, *, amounts: bool = False, losses: bool = False) -> Token | None:
    """Cut a cell into its parts, None when it is no number.

    `amounts` says that the column holds such as 12.5M, so that 3K is no seat; `losses`
    that a triangle stands for minus.
    """
    if losses and text[:1] in TRIANGLES:
        text = "-" + text[1:].lstrip()
    if text[:1] in _ARROWS:
        text = _ARROWS[text[0]] + text[1:].lstrip()
    bracket = _BRACKETED.fullmatch(text) if text[-1:] == ")" else None
    if bracket:
        text = f"({bracket['money']}{bracket['rest']})"
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    more = match["more"] is not None
    signs = [match["sign1"], match["sign2"], None if more else match["sign3"]]
    bracketed = bool(match["open"])
    if bracketed != bool(match["close"]) or sum(map(bool, signs)) + bracketed > 1:
        return None
    money, after = match["money"], match["after"]
    if money and after and after not in ("元", "m"):
        return None
    letter = match["scale"] or after or ""
    seat = letter in _SEATS and match["digits"].isdigit() and " " not in text
    if seat and not money and not amounts:
        return None
    if money and after == "m":
        after, letter = None, "M"  # `$5m` is an amount, `5m` a length
    unit = after or money
    scale = _SCALES.get(letter, 1.0)
    if unit and unit not in SIGNS and unit not in AFTER and unit not in CODES:
        unit = _PERCENT.get(unit, unit)
    elif after and re.fullmatch(r"[万亿千百]+(?=.+).*", after) and not match["scale"]:
        # 万元 multiplies as 万 does; the unit that remains is 元.
        word = re.match(r"万|亿|千|百万", after)
        if word and after[word.end() :] in AFTER:
            scale, unit = _SCALES[word.group()], after[word.end() :]
    negative = bracketed or any(sign and sign != "+" for sign in signs)
    exponent = match["exp"] or ""
    if "^" in exponent:
        exponent = "e" + exponent.partition("^")[2]
    return Token(
        negative, match["digits"].rstrip(), exponent, scale, SIGNS.get(unit or "", unit), more
    )


def decimal_mark(digits: Iterable[str]) -> Mark | None:
    """Return the mark that the digits prove, None when both fit.

    `1,234` and `1.234` alone prove nothing; `1,5` proves a comma, `1.5` a point.
    """
    comma = point = False
    for text in digits:
        last_comma, last_point = text.rfind(","), text.rfind(".")
        if last_comma >= 0 and last_point >= 0:
            comma |= last_comma > last_point
            point |= last_point > last_comma
        elif last_comma >= 0:
            if text.count(",") > 1:
                point = True
            elif not re.fullmatch(r"[1-9]\d{0,2},\d{3}", text):
                comma = True
        elif last_point >= 0:
            if text.count(".") > 1:
                comma = True
            elif not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
                point = True
    if comma != point:
        return "," if comma else "."
    return None


def parse(
    texts: Sequence[str],
    *,
    mark: Mark | None = None,
    max_failures: int = 0,
    mixed: bool = False,
    losses: bool = False,
) -> Numbers | None:
    """Read the distinct texts of a column as numbers.

    Parameters
    ----------
    texts : sequence of str
        Distinct, outer blanks stripped, missing markers left out.
    mark : {".", ","}, optional
        The decimal mark of the file where the column itself does not say.
    max_failures : int
        How many texts may be no number; they are absent from the values.
    mixed : bool
        Whether units may contradict each other, because a person says that
        these are numbers; the column then has none.
    losses : bool
        Whether triangles stand for minus in another column of the file.

    Returns
    -------
    Numbers or None
        None when more texts fail, or when units contradict each other.
    """
    tokens: dict[str, Token] = {}
    failures = 0
    amounts = any(_AMOUNT.fullmatch(text) for text in texts)
    losses = _are_losses(texts, told=losses) or (mixed and any(t[:1] == "△" for t in texts))
    for text in texts:
        found = token(text, amounts=amounts, losses=losses)
        if found is None:
            failures += 1
            if failures > max_failures:
                return None
        else:
            tokens[text] = found
    if not tokens or (not mixed and _are_bands(tokens.values())):
        return None
    proved = decimal_mark(t.digits for t in tokens.values())
    doubtful = proved is None and any("," in t.digits or "." in t.digits for t in tokens.values())
    units = {t.unit for t in tokens.values() if t.unit}
    bare = sum(t.unit is None for t in tokens.values())
    if len(units) > 1 and not bare:
        told = in_one_unit(Counter(t.unit for t in tokens.values() if t.unit))
        if told:
            units, sizes = {told[0]}, told[1]
            tokens = {x: replace(t, scale=t.scale * sizes[t.unit or ""]) for x, t in tokens.items()}
    if mixed and len(units) > 1:
        units = set()
    if not mixed and (len(units) > 1 or (units & AFTER and 2 * bare > len(tokens))):
        # A unit on few cells says little about the others (`5`, `7`, `3 m`).
        return None
    values = {text: _value(found, proved or mark or ".") for text, found in tokens.items()}
    if failures + sum(value is None for value in values.values()) > max_failures:
        return None
    known = {text: value for text, value in values.items() if value is not None}
    if not known:
        return None
    whole = all(isinstance(value, int) for value in known.values())
    scaled = any(t.scale > 1 for t in tokens.values())
    return Numbers(known, whole, next(iter(units), None), proved, doubtful, scaled, losses)


def has_triangle(texts: Iterable[str]) -> bool:
    """Return whether any text begins with a triangle, which may stand for minus."""
    return any(text[:1] in TRIANGLES for text in texts)


def _are_losses(texts: Sequence[str], *, told: bool) -> bool:
    """Return whether triangles stand for minus: beside numbers above zero that have no sign.

    A list of rises and falls has `▼` or another sign beside `▲`, or nothing but rises and
    zeros, which are losses only where another column `told` so. △ beside ▲ is of a newspaper,
    which has the one for rises and the other for falls.
    """
    marks = {text[0] for text in texts if text[:1] in TRIANGLES}
    if len(marks) != 1:
        return False
    units: dict[bool, set[str | None]] = {True: set(), False: set()}
    for text in texts:
        marked = text[0] in marks
        if not marked and _SIGNED.fullmatch(text):
            return False
        found = token(text, losses=True)
        if found is not None and (marked or re.search("[1-9]", found.digits)):
            units[marked].add(found.unit)
    return bool(units[True]) and (units[True] == units[False] or (told and not units[False]))


def _are_bands(tokens: Collection[Token]) -> bool:
    """Return whether `3+` ends a few bands; `10万+` among many amounts is only cut off."""
    open_ended = [token for token in tokens if token.more]
    scaled = any(token.scale > 1 for token in open_ended)
    cut_off = len(open_ended) < len(tokens) and (scaled or len(tokens) > MAX_BANDS)
    return bool(open_ended) and not cut_off


def value_of(
    text: str, mark: Mark, *, amounts: bool = False, losses: bool = False
) -> float | int | None:
    """Return one cell as a number where the decimal mark is known, None when it is none."""
    found = token(text, amounts=amounts, losses=losses)
    return None if found is None else _value(found, mark)


def _value(found: Token, mark: Mark) -> float | int | None:
    digits = found.digits
    if mark == ",":
        if not _COMMA.fullmatch(digits):
            return None
        clean = re.sub(rf"[.'’]|{_GAP}", "", digits).replace(",", ".")
    else:
        if not (_POINT.fullmatch(digits) or _INDIAN.fullmatch(digits)):
            return None
        clean = re.sub(rf"[,'’]|{_GAP}", "", digits)
    sign = -1 if found.negative else 1
    if len(clean.partition(".")[0]) > _MAX_DIGITS:
        return None
    if "." not in clean and not found.exponent and float(found.scale).is_integer():
        value = int(clean) * sign
        return value if found.scale == 1 else value * int(found.scale)
    number = float(clean + found.exponent) * sign
    if math.isinf(number):
        return None
    if found.scale == 1:
        return number
    if found.scale < 1:
        return float(f"{number * found.scale:.12g}")
    scaled = round(number * found.scale, 6)  # 1.1 * 10,000 is not 11,000.000000000002
    return int(scaled) if scaled.is_integer() else scaled
