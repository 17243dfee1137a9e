"""Time columns as people write them: headers and values in many forms."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vizapp.core.language import Lang

_EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ZH_DIGITS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_HEADERS: dict[str, dict[Lang, Sequence[str]]] = {
    "day": {
        "zh": ("日期", "时间", "统计日期", "交易日期", "记录日期", "日期时间", "发布时间"),
        "en": ("Date", "date", "day", "timestamp", "order_date", "Survey Date", "dateRep", "ds"),
    },
    "month": {
        "zh": ("月份", "月度", "时间", "年月", "统计月份", "日期"),
        "en": ("Month", "month", "date", "period", "year_month", "Time"),
    },
    "quarter": {
        "zh": ("季度", "时间", "报告期", "财季"),
        "en": ("Quarter", "quarter", "period", "fiscal_quarter", "qtr"),
    },
    "year": {
        "zh": ("年份", "年度", "年", "时间"),
        "en": ("Year", "year", "yr", "YEAR", "fiscal_year", "season"),
    },
    "hour": {
        "zh": ("时间", "时刻", "采集时间", "小时"),
        "en": ("time", "Time", "timestamp", "datetime", "hour"),
    },
    "weekday": {"zh": ("星期", "周几", "工作日"), "en": ("Weekday", "day", "day_of_week")},
    "season": {"zh": ("季节", "时节"), "en": ("Season", "season")},
    "term": {"zh": ("学期", "学年学期"), "en": ("Semester", "term")},
    "daypart": {"zh": ("时段", "时间段"), "en": ("Time of Day", "daypart", "period")},
    "month_name": {"zh": ("月份", "月"), "en": ("Month", "month", "mon")},
    "quarter_name": {"zh": ("季度", "季"), "en": ("Quarter", "quarter")},
}


@dataclass(frozen=True)
class TimeColumn:
    """A time column: its header, its values in order, its step."""

    header: str
    values: tuple[str | int, ...]
    step: str

    @property
    def named(self) -> bool:
        """Whether the values are words that recur every year, week or day."""
        return self.step not in ("day", "month", "quarter", "year", "hour")


def _dates(step: str, n: int, rng: random.Random) -> list[dt.datetime]:
    start = dt.datetime(
        rng.choice((rng.randint(1995, 2025), rng.randint(2017, 2024))),
        rng.randint(1, 12),
        rng.randint(1, 28),
    )
    if step == "hour":
        stride = rng.choice((1, 1, 2, 3))
        return [start + dt.timedelta(hours=stride * i) for i in range(n)]
    if step == "day":
        gap = rng.choice((1, 1, 1, 1, 7))
        return [start + dt.timedelta(days=gap * i) for i in range(n)]
    months_per_step = {"month": 1, "quarter": 3, "year": 12}[step]
    first = start.year * 12 + (0 if step != "month" else start.month - 1)
    months = [first + months_per_step * i for i in range(n)]
    return [dt.datetime(m // 12, m % 12 + 1, 1) for m in months]


def _quarter(d: dt.datetime) -> int:
    return (d.month - 1) // 3 + 1


Writer = Callable[[dt.datetime], str | int]
_FORMS: dict[str, dict[str, Sequence[Writer]]] = {
    "hour": {
        "any": (
            lambda d: d.strftime("%Y-%m-%dT%H:%M:%S"),
            lambda d: d.strftime("%Y-%m-%d %H:%M"),
            lambda d: d.strftime("%Y/%m/%d %H:00:00"),
        )
    },
    "day": {
        "any": (
            lambda d: d.strftime("%Y-%m-%d"),
            lambda d: d.strftime("%Y/%m/%d"),
            lambda d: d.strftime("%Y.%m.%d"),
            lambda d: d.strftime("%d/%m/%Y"),
            lambda d: f"{d.year}/{d.month}/{d.day}",
        ),
        "zh": (lambda d: f"{d.year}年{d.month}月{d.day}日",),
        "en": (
            lambda d: d.strftime("%d-%b-%Y"),
            lambda d: d.strftime("%b %d %Y"),
            lambda d: d.strftime("%m/%d/%Y"),
        ),
    },
    "month": {
        "any": (lambda d: d.strftime("%Y-%m"), lambda d: d.strftime("%Y/%m")),
        "zh": (lambda d: f"{d.year}年{d.month}月",),
        "en": (lambda d: d.strftime("%b %Y"), lambda d: d.strftime("%Y-%m-01")),
    },
    "quarter": {
        "any": (lambda d: f"{d.year}-Q{_quarter(d)}", lambda d: f"Q{_quarter(d)} {d.year}"),
        "zh": (lambda d: f"{d.year}年第{_ZH_DIGITS[_quarter(d) - 1]}季度",),
        "en": (lambda d: f"{d.year}Q{_quarter(d)}",),
    },
    "year": {
        "any": (lambda d: d.year, lambda d: d.year, lambda d: str(d.year)),
        "zh": (lambda d: f"{d.year}年",),
        "en": (lambda d: d.year,),
    },
}
_WORDS: dict[str, dict[Lang, Sequence[Sequence[str]]]] = {
    "month_name": {
        "zh": ([f"{d}月" for d in _ZH_DIGITS], [f"{i}月" for i in range(1, 13)]),
        "en": (_EN_MONTHS, [m[:3] for m in _EN_MONTHS]),
    },
    "quarter_name": {
        "zh": (["Q1", "Q2", "Q3", "Q4"], ["第一季度", "第二季度", "第三季度", "第四季度"]),
        "en": (["Q1", "Q2", "Q3", "Q4"],),
    },
    "weekday": {
        "zh": ([f"星期{d}" for d in "一二三四五六日"], [f"周{d}" for d in "一二三四五六日"]),
        "en": (
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        ),
    },
    "season": {
        "zh": (["春季", "夏季", "秋季", "冬季"], ["春", "夏", "秋", "冬"]),
        "en": (["Spring", "Summer", "Autumn", "Winter"],),
    },
    "term": {
        "zh": (["秋季", "冬季", "春季", "夏季"], ["第一学期", "第二学期", "第三学期"]),
        "en": (["Fall", "Winter", "Spring", "Summer"],),
    },
    "daypart": {
        "zh": (["早上", "中午", "下午", "晚上"], ["凌晨", "上午", "下午", "傍晚", "夜间"]),
        "en": (["Morning", "Noon", "Afternoon", "Evening"],),
    },
}
STEPS = ("day", "month", "quarter", "year", "hour")


def time_column(step: str, n: int, lang: Lang, rng: random.Random) -> TimeColumn:
    """Return a time column of that step with up to `n` values in order."""
    header = rng.choice(_HEADERS[step][lang])
    if step in _WORDS:
        words = rng.choice(_WORDS[step][lang])
        start = 0 if rng.random() < 0.7 else rng.randrange(len(words))
        count = min(n, len(words))
        return TimeColumn(
            header, tuple(words[(start + i) % len(words)] for i in range(count)), step
        )
    forms = [*_FORMS[step]["any"], *_FORMS[step].get(lang, ())]
    write = rng.choice(forms)
    return TimeColumn(header, tuple(write(d) for d in _dates(step, n, rng)), step)
