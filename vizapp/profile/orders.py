"""Words with an order of their own: months, weekdays, sizes, age bands ...

`order_of` names the kind for a column's values; `sort_key` gives each value its
place, for axes and legends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from vizapp.profile.attributes import Order
from vizapp.profile.dates import HAN_DIGITS, han_number

Key = tuple[float, ...]


def _places(*groups: str) -> dict[str, int]:
    return {word: place for place, group in enumerate(groups, 1) for word in group.split("|")}


_MONTHS = _places(
    "jan|january|一月|正月", "feb|february|二月", "mar|march|三月", "apr|april|四月", "may|五月",
    "jun|june|六月", "jul|july|七月", "aug|august|八月", "sep|sept|september|九月",
    "oct|october|十月", "nov|november|十一月|冬月", "dec|december|十二月|腊月",
)  # fmt: skip
_WEEKDAYS = _places(
    "mon|monday|周一|星期一|礼拜一", "tue|tues|tuesday|周二|星期二|礼拜二",
    "wed|weds|wednesday|周三|星期三|礼拜三", "thu|thur|thurs|thursday|周四|星期四|礼拜四",
    "fri|friday|周五|星期五|礼拜五", "sat|saturday|周六|星期六|礼拜六",
    "sun|sunday|周日|星期日|周天|星期天|礼拜天|礼拜日",
)  # fmt: skip
_SEASONS = _places(
    "spring|春|春季|春天|春季学期", "summer|夏|夏季|夏天", "autumn|fall|秋|秋季|秋天|秋季学期",
    "winter|冬|冬季|冬天",
)  # fmt: skip
_DAYPARTS = _places(
    "dawn|early morning|凌晨|拂晓|黎明|清晨", "morning|早|早上|早晨|晨|早间|早高峰",
    "forenoon|late morning|上午", "noon|midday|lunch|中午|正午|午间", "afternoon|下午|午后",
    "dusk|傍晚|黄昏|晚高峰", "evening|晚|晚上|晚间", "night|late night|夜|夜间|夜晚|夜里|深夜",
    "midnight|午夜|半夜",
)  # fmt: skip
_SIZES = _places(
    "xxxs|3xs", "xxs|2xs", "xs|extra small|特小|超小", "s|small|小|小号|小型",
    "m|medium|med|中|中号|中型", "l|large|big|大|大号|大型",
    "xl|1x|extra large|特大|加大|超大|特大型", "xxl|2xl", "xxxl|3xl", "4xl|xxxxl", "5xl",
)  # fmt: skip
_LEVELS = (
    _places("very low|极低|很低|非常低", "low|低",
            "medium|moderate|normal|mid|med|中|中等|一般|普通",
            "high|高|较高", "very high|很高|极高|非常高", "urgent|critical|紧急|特急"),
    _places("terrible|very poor|很差|非常差|极差", "bad|poor|fail|差|较差|不及格|不合格",
            "fair|average|ok|中|一般|及格|合格|中等", "good|良|良好|较好|好",
            "very good|很好|优良|非常好", "excellent|优|优秀|极好"),
    _places("strongly disagree|非常不同意", "disagree|不同意", "neutral|中立|一般|undecided",
            "agree|同意", "strongly agree|非常同意"),
    _places("very dissatisfied|非常不满意|很不满意", "dissatisfied|不满意",
            "neutral|一般|中立", "satisfied|满意|比较满意", "very satisfied|非常满意|很满意"),
    _places("never|从不", "rarely|seldom|很少", "sometimes|occasionally|有时|偶尔",
            "often|frequently|经常", "always|总是"),
    _places("小学|primary|primary school", "初中|middle school|junior high",
            "高中|中专|high school",
            "大专|专科|associate|some college", "本科|学士|bachelor|college",
            "硕士|研究生|master|masters", "博士|phd|doctorate"),
    _places("bronze|青铜|铜牌|iron", "silver|白银|银牌", "gold|黄金|金牌",
            "platinum|铂金|白金", "diamond|钻石"),
    _places("junior|初级", "intermediate|mid-level|中级", "senior|高级",
            "lead|principal|资深|专家"),
    _places("a级", "b级", "c级", "d级", "e级"),
    _places("vip1", "vip2", "vip3", "vip4", "vip5"),
)  # fmt: skip
_GRADES = _places("a+", "a", "a-", "b+", "b", "b-", "c+", "c", "c-", "d+", "d", "d-", "e", "f")
_CREDIT = _places("aaa", "aa+", "aa", "aa-", "a+", "a", "a-", "bbb+", "bbb", "bbb-", "bb+", "bb",
                  "bb-", "b+", "b", "b-", "ccc+", "ccc", "ccc-", "cc", "c", "d")  # fmt: skip

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_QUARTER = re.compile(
    rf"(?:{_YEAR}年?[\s\-/]*)?(?:[qｑs]\s?(?P<q>[1-4])|第?(?P<z>[一二三四1-4])(?:季度|季)|(?P<n>[1-4])[q])(?:[\s\-/]*(?P<y2>(?:19|20)\d\d))?"
    r"|(?P<o>1st|2nd|3rd|4th|first|second|third|fourth)\s+quarter"
)
_HALF = re.compile(
    rf"(?:{_YEAR}年?[\s\-/]*)?(?:h(?P<h>[12])|(?P<z>[上下])半年)(?:[\s\-/]*(?P<y2>(?:19|20)\d\d))?"
)
_MONTH_NUMBER = re.compile(
    r"(?P<m>1[0-2]|0?[1-9])\s?月(?:份|(?P<d>[12]\d|3[01]|0?[1-9])[日号])?|month\s?(?P<n>1[0-2]|0?[1-9])|m(?P<k>1[0-2]|0[1-9])"
)
_CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-4])(?:[:：点时](?P<m>[0-5]\d)?分?)(?:[:：]\d\d)?\s*(?P<ap>[ap]m)?"
    r"(?:\s*(?:-|–|—|~|～|至|到|to)\s*(?:[01]?\d|2[0-4])(?:[:：点时](?:[0-5]\d)?)\s*(?:[ap]m)?)?"
    r"|(?P<h2>1[0-2]|0?[1-9])\s*(?P<ap2>[ap]m)"
)
_AMOUNT = r"[$€£¥￥]?\s?(\d+(?:[,.]\d+)*)\s?([万亿千]|[kKM](?![A-Za-z])|百万)?"
_TAIL = r"\s?(?:[%℃元]|[a-zA-Z/]{1,8}|[\u3400-\u9fff]{1,4})?"
_DASH = r"\s?(?:-|–|—|−|~|～|至|到|to|and)\s?"
_DIGIT = re.compile(r"\d")
_YEAR_SPAN = re.compile(r"((?:19|20)\d\d)/(\d\d(?:\d\d)?)")
# Compiled for the first text with a number in it: that takes longer than a column's profile.
_BAND = rf"(?i)(?:\D{{0,6}}?){_AMOUNT}{_TAIL}{_DASH}{_AMOUNT}{_TAIL}"
_UNDER = (
    rf"(?i)(?:<|<=|≤|＜|under|below|up to|less than|低于|小于|不足|少于|不到)\s?{_AMOUNT}{_TAIL}"
    rf"|{_AMOUNT}{_TAIL}(?:以下|以内|及以下|or less|or under|and under|and below)"
)
_OVER = (
    rf"(?i)(?:>|>=|≥|＞|over|above|more than|大于|高于|超过|多于)\s?{_AMOUNT}{_TAIL}"
    rf"|{_AMOUNT}{_TAIL}(?:\+|＋|以上|及以上|or more|or over|and over|and above|or older)"
    rf"|{_AMOUNT}\s?\+{_TAIL}"
)
_CLASS_YEAR = re.compile(
    r"(?P<p>小|初|高|大)?(?P<z>[一二三四五六七八九]|\d{1,2})(?:年级|年級|级)|(?P<p2>小|初|高|大)(?P<z2>[一二三四五六])"
    r"|第\s?(?P<c>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:周|天|日|月|年|期|章|届|轮|次|批|节|课|阶段|学期|名)"
    r"|(?:grade|year|level|class|tier|stage|phase|week|wk|day|round|wave|session|step|lesson|chapter)"
    r"[\s.#-]{0,2}(?P<n>\d{1,3}|[ivx]{1,4})|(?P<t>\d{1,2})(?:st|nd|rd|th)(?:\s?grade)?"
    r"|(?P<s>[1-5])\s?(?:星|stars?)",
    re.IGNORECASE,
)
_SCHOOLS = {"小": 0, "初": 6, "高": 9, "大": 12}
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
_SCALE = {"万": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "百万": 1e6}


def _month(text: str) -> Key | None:
    if text.rstrip(".") in _MONTHS:
        return (_MONTHS[text.rstrip(".")], 0)
    match = _MONTH_NUMBER.fullmatch(text)
    if match is None:
        return _day_of_month(text)
    # `3月5日` has its day behind the month.
    return (int(match["m"] or match["n"] or match["k"]), int(match["d"] or 0))


def _day_of_month(text: str) -> Key | None:
    """Return month and day of `5-mar` or `mar 5`."""
    match = re.fullmatch(r"(\d{1,2})[- ]([a-z]{3,9})|([a-z]{3,9})[- ](\d{1,2})", text)
    if match is None:
        return None
    month, day = _MONTHS.get(match[2] or match[3]), int(match[1] or match[4])
    return (month, day) if month and 1 <= day <= 31 else None


def _weekday(text: str) -> Key | None:
    place = _WEEKDAYS.get(text.rstrip("."))
    return None if place is None else (place,)


def _quarter(text: str) -> Key | None:
    match = _QUARTER.fullmatch(text)
    if match:
        if match["o"]:
            return (0, 1 + ["1st", "2nd", "3rd", "4th", "first", "second", "third", "fourth"].index(
                match["o"]) % 4)  # fmt: skip
        word = match["q"] or match["n"] or match["z"]
        return (int(match["y"] or match["y2"] or 0), HAN_DIGITS.get(word) or int(word))
    match = _HALF.fullmatch(text)
    if match:
        half = int(match["h"]) if match["h"] else 1 + (match["z"] == "下")
        return (int(match["y"] or match["y2"] or 0), 2 * half - 1)
    return None


def _season(text: str) -> Key | None:
    if text in _SEASONS:
        return (0, _SEASONS[text])
    match = re.fullmatch(rf"(?:{_YEAR}年?\s*)?([a-z]+|[春夏秋冬]\w?)(?:\s*((?:19|20)\d\d))?", text)
    if match and match[2] in _SEASONS:
        return (int(match["y"] or match[3] or 0), _SEASONS[match[2]])
    return None


def _daypart(text: str) -> Key | None:
    if text in _DAYPARTS:
        return (2.5 * _DAYPARTS[text],)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, half = int(match["h"] or match["h2"]), match["ap"] or match["ap2"]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour + int(match["m"] or 0) / 60,)


def _band(text: str) -> Key | None:
    if not _DIGIT.search(text):
        return None
    years = _YEAR_SPAN.fullmatch(text)
    if years:  # a fiscal or school year: `2021/22`
        return (float(years[1]), 0.0) if (int(years[1]) + 1 - int(years[2])) % 100 == 0 else None
    for pattern, shift in ((_BAND, 0.0), (_UNDER, -1.0), (_OVER, 1.0)):
        match = re.fullmatch(pattern, text)
        if match is None:
            continue
        found = [g for g in match.groups() if g]
        number = float(re.sub(r"[,]", "", found[0]).rstrip(".")) if found[0].count(".") < 2 else 0.0
        scale = _SCALE.get(found[1], 1.0) if len(found) > 1 else 1.0
        if not shift and scale == 1.0 and len(found) > 2:
            scale = _SCALE.get(found[-1], 1.0)  # `5-10万` scales both ends
        return (number * scale, shift)
    return None


def _size(text: str) -> Key | None:
    place = _SIZES.get(text)
    return None if place is None else (place,)


def _class_year(text: str) -> Key | None:
    match = _CLASS_YEAR.fullmatch(text)
    if match is None:
        return None
    if match["c"]:
        return (float(match["c"]) if match["c"].isdigit() else han_number(match["c"]),)
    word = match["z"] or match["z2"] or match["n"] or match["t"] or match["s"]
    number = (
        HAN_DIGITS.get(word) or _ROMAN.get(word.casefold()) or (int(word) if word.isdigit() else 0)
    )
    return (_SCHOOLS.get(match["p"] or match["p2"] or "", 0) + number,)


_READERS: tuple[tuple[Order, Callable[[str], Key | None]], ...] = (
    ("month", _month),
    ("weekday", _weekday),
    ("quarter", _quarter),
    ("season", _season),
    ("daypart", _daypart),
    ("band", _band),
    ("size", _size),
)
_REMAINDERS = {"total", "other", "others", "unknown", "all", "合计", "总计", "其他", "其它", "未知"}


def order_of(texts: Collection[str]) -> Order | None:
    """Return the kind of ordered words that the distinct texts are.

    One remainder such as `other` may stand among at least three of them.
    """
    words = {text.strip().casefold() for text in texts}
    core = words - _REMAINDERS
    if (
        not core
        or len(words) - len(core) > 1
        or len(core) > 400
        or (core != words and len(core) < 3)
    ):
        return None
    for order, read in _READERS:
        if order == "size" and len(core) < 2:
            continue
        if all(read(word) is not None for word in core):
            return None if order == "band" and _is_no_band(core) else order
    return "grade" if _grade_table(frozenset(core)) is not None else None


def _is_no_band(words: set[str]) -> bool:
    # `2-1`, `0-3`: results of matches fall as often as they rise; `1984-85` is
    # a school year.
    pairs = [re.fullmatch(r"(\d+)-(\d+)", word) for word in words]
    falls = [p for p in pairs if p and int(p[1]) > int(p[2])]
    if any(not re.fullmatch(r"(?:19|20)\d\d-\d\d", p[0]) for p in falls):
        return True
    # `15-1G`, `13-33S`: labels of a grid; bands share what follows the number.
    tails = {re.sub(r"[\d\W_]+", "", word) for word in words}
    return len(tails) > 3 and 2 * len(tails) > len(words)


@lru_cache(maxsize=256)
def _grade_table(words: frozenset[str]) -> Callable[[str], Key | None] | None:
    """Return the reader of grades that knows all these words."""
    if all(_class_year(word) for word in words):
        return _class_year
    if len(words) < 2:
        return None
    stems = _without_common_word(words)
    if stems != words and len(stems) == len(words):
        inner = _grade_table(stems)
        common = next(iter(words)).split()[-1]
        if inner is not None:
            return lambda text: inner(text.removesuffix(common).strip())
    for table in (*_LEVELS, _GRADES, _CREDIT):
        if all(word in table for word in words):
            # Letters alone are names of things (`A`, `B` for brands) as often
            # as grades; a sign or a gap as in A, B, C, D, F shows grades.
            letters = table is _GRADES or table is _CREDIT
            if letters and not (any(len(w) > 1 for w in words) and len({w[0] for w in words}) > 1):
                continue
            return lambda text, table=table: (table[text],) if text in table else None  # type: ignore[misc]
    return None


def _without_common_word(words: frozenset[str]) -> frozenset[str]:
    """Return `low`, `high` for `low risk`, `high risk`."""
    parts = [word.split() for word in words]
    if any(len(part) < 2 for part in parts) or len({part[-1] for part in parts}) > 1:
        return words
    return frozenset(" ".join(part[:-1]) for part in parts)


def sort_key(order: Order, text: str, texts: Collection[str] = ()) -> Key:
    """Return the place of a value among words of that order.

    Parameters
    ----------
    order : Order
        The kind, as the description says it.
    text : str
        The value.
    texts : collection of str
        All distinct values; grades need them to know which scale is meant.

    Returns
    -------
    tuple of float
        Unknown words come last.
    """
    word = text.strip().casefold()
    key: Key | None = None
    if order == "grade":
        core = {t.strip().casefold() for t in texts} - _REMAINDERS
        read = _grade_table(frozenset(core))
        key = read(word) if read else None
    else:
        key = dict(_READERS)[order](word)
    return key if key is not None else (float("inf"),)
