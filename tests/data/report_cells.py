"""Makers of cells and of clean tables for `tests.data.reports`."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.data.reports import Draft, Row

ZH = ("gb18030", "utf-8", "utf-8-sig", "gb18030")
EN = ("utf-8", "utf-8-sig", "cp1252")
ANY = ("mixed_ends", "no_last_end", "trailing")  # damages of any file
AROUND = ("title", "footnote", "blank_lines")

SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴",
    ("伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "建国", "晓红"),
)
TOWNS_ZH = ("北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "西安")
TOWNS_EN = ("Leeds", "Bristol", "York", "Cardiff", "Dublin", "Boston", "Denver", "Austin")
GOODS_ZH = (
    "纯牛奶",
    "矿泉水",
    "方便面",
    "洗衣液",
    "抽纸",
    "酸奶",
    "食用油",
    "大米",
    "电池",
    "毛巾",
)
GOODS_EN = ("Desk lamp", "Steel bolt", "Tea cup", "Garden hose", "Cable", "Printer", "Wall clock")
PEOPLE_EN = ("Ann O'Hara", "Ben Hill", "Cara Lopez", "Dan D'Arcy", "Eve Stone", "Finn Moss")
ANSWERS_EN = (
    "Great, thanks!", "Too slow, and the app crashed", 'My manager said "wait", so I did',
    "Nothing", "n/a", "It's fine; could be cheaper", "Delivery was late.\nSupport did not answer.",
    "1) price\n2) quality\n\n3) service", "10/10, would buy again, honestly", '"ok"', "",
    "I like the size, the colour, and the price. I don't like the wait, though.",
)  # fmt: skip
ANSWERS_ZH = (
    "挺好的", "价格偏高，希望多搞活动", "客服说“稍等”，结果等了两天", "无", "包装破了,但是内容没坏",
    "1、速度慢\n2、客服态度差\n3、价格贵", '店员说:"没货",就走了', "希望增加门店\n\n谢谢", "",
    "质量不错, 下次还来", "一般;没有特别的", "物流太慢!!!",
)  # fmt: skip
Maker = Callable[[int], str]
Column = tuple[str, Maker]


class Make:
    """Makers of cells; each takes the number of the row."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.start = date(2024, rng.randint(1, 6), rng.randint(1, 28))

    def size(self) -> int:
        """Return a number of rows, 8 to 400, more often few."""
        return round(math.exp(self.rng.uniform(math.log(8), math.log(400))))

    def day(self, form: str = "%Y-%m-%d") -> Maker:
        return lambda i: (self.start + timedelta(days=i // 3)).strftime(form)

    def moment(self, form: str = "%Y-%m-%d") -> Maker:
        return lambda i: f"{self.day(form)(i)} {self.time()(i)}"

    def time(self) -> Maker:
        rng = self.rng
        return lambda i: f"{rng.randint(7, 21):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"

    def number(self, low: float, high: float, digits: int = 0) -> Maker:
        return lambda i: f"{self.rng.uniform(low, high):.{digits}f}"

    def one_of(self, *words: str) -> Maker:
        return lambda i: self.rng.choice(words)

    def code(self, form: str, start: int = 1, step: int = 1) -> Maker:
        return lambda i: form.format(start + i * step)

    def person(self) -> Maker:
        return lambda i: self.rng.choice(SURNAMES) + self.rng.choice(GIVEN)

    def phone(self) -> Maker:
        return lambda i: f"0{self.rng.randint(20, 899)}{self.rng.randint(1_000_000, 9_999_999)}"


def rows_of(columns: Sequence[Column], n_rows: int) -> list[Row]:
    return [[maker(i) for _, maker in columns] for i in range(n_rows)]


def draft(lang: str, columns: Sequence[Column], n_rows: int, **rest: object) -> Draft:
    names = [name for name, _ in columns]
    return Draft(lang, names, rows_of(columns, n_rows), **rest)  # type: ignore[arg-type]
