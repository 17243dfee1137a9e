"""Forms in which an ask writes a cell's value: "15 to 18" for 15-18, "line A" for A线.

What cells are made of is turned into the ways that people have to say it; of words and
their spellings ``cells.tsv`` knows.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

_NUMERALS = "零一二三四五六七八九"
# What is told apart by a letter or a number, in both languages.
_KINDS = (
    ("线", "line"), ("栋|幢|楼|座", "building|block|tower"), ("班", "class"), ("组", "group|team"),
    ("区", "zone|area|district|section"), ("级", "grade|level|class"), ("年级", "grade|year"),
    ("厂", "plant|factory|mill"), ("车间", "workshop"), ("队", "team"), ("仓|库|仓库", "warehouse"),
    ("店", "store|shop"), ("厅", "hall"), ("层", "floor"), ("期", "phase|stage|period"),
    ("批", "batch|lot"), ("轮", "round"), ("类", "class|type|category"), ("型", "type|model"),
    ("款", "model"), ("号机", "machine|unit"), ("号", "no.?|number"), ("路", "route|bus|line"),
    ("号线", "line"), ("排", "row"), ("室", "room"), ("月", "month"), ("周", "week"),
    ("赛道|跑道|道", "lane"), ("桌", "table"), ("门", "gate"),
)  # fmt: skip
_CODED_ZH = re.compile(
    r"(?:第)?(?P<code>[A-Za-z]{1,2}\d{0,2}|\d{1,2}#?|[一二三四五六七八九十])(?P<kind>[\u3400-\u9fff]{1,2})"
)
_CODED_EN = re.compile(r"(?i)(?P<kind>[a-z]{3,10})[ _-]?(?P<code>[a-z]\d?|\d{1,2})")
_SPAN = re.compile(
    r"(\d+(?:\.\d+)?)\s?[-\u2013~～]\s?(\d+(?:\.\d+)?)(\s?[\u3400-\u9fffA-Za-z%]{0,6})"
)
_NOT_YET = re.compile(r"[未没](?P<what>[\u3400-\u9fff]{1,5})")
_ALREADY = re.compile(r"已(?P<what>[\u3400-\u9fff]{2,5})")
_CODE = re.compile(r"[A-Z]{1,3}\d{1,3}")


@functools.lru_cache(maxsize=2048)
def patterns(value: str) -> tuple[re.Pattern[str], ...]:
    """Return how an ask may write a value, besides as it stands.

    Examples
    --------
    >>> [bool(p.search("rush hour, 15 to 18")) for p in patterns("15-18")]
    [True]
    >>> any(p.search("还没到货的") for p in patterns("未到货"))
    True
    >>> any(p.search("line A only") for p in patterns("A线")), patterns("Laptop")
    (True, ())
    """
    return tuple(map(re.compile, _written(value.strip())))


def _written(value: str) -> Iterator[str]:
    if match := _SPAN.fullmatch(value):
        low, high, rest = map(re.escape, (match[1], match[2], match[3].strip()))
        joint = r"\s?(?:to|and|till|until|through|到|至|~|～|-|\u2013)\s?"
        yield rf"(?i)(?<![\d.]){low}{joint}{high}(?![\d.])(?:\s?{rest})?"
    if match := _NOT_YET.fullmatch(value):
        what = re.escape(match["what"])
        yield rf"(?:还没有?|没有?来?|尚?未|还未)(?:被|能)?{what}"
    if match := _ALREADY.fullmatch(value):
        yield rf"(?<![未没不非无])(?:已经?)?{re.escape(match['what'])}(?:了|过)"
    if _CODE.fullmatch(value):
        yield rf"(?<![A-Za-z\d]){value}s(?![A-Za-z])"
    if match := _CODED_ZH.fullmatch(value):
        yield from _coded(match["code"].rstrip("#"), match["kind"], english=False)
    elif match := _CODED_EN.fullmatch(value):
        yield from _coded(match["code"], match["kind"], english=True)


def _coded(code: str, kind: str, *, english: bool) -> Iterator[str]:
    """Yield how a letter or number with its kind is written: A线, "line A", 第三批, "batch 3"."""
    spelled = {code, code.lower(), code.upper()}
    if code.isdecimal() and 0 < int(code) < len(_NUMERALS):
        spelled |= {_NUMERALS[int(code)], str(int(code))}
    elif code in _NUMERALS:
        spelled.add(str(_NUMERALS.index(code)))
    for zh, en in _KINDS:
        if re.fullmatch(en if english else zh, kind.casefold()):
            codes = "|".join(sorted(map(re.escape, spelled)))
            ascii_codes = "|".join(sorted(re.escape(c) for c in spelled if c.isascii()))
            yield (
                rf"(?<![\dA-Za-z一二三四五六七八九十])第?(?:{codes})#?(?:{zh})"
                r"(?![\u3400-\u9fff]{0,1}[级车])"
            )
            yield rf"(?i:(?<![a-z])(?:{en})[ -]?(?:{ascii_codes})(?![a-z0-9]))"
