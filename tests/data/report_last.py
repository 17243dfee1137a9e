"""Families of `tests.data.reports` that were measured before anything was mended for them."""

from __future__ import annotations

import random

from tests.data.report_cells import ANY, AROUND, EN, PEOPLE_EN, ZH, Column, Make, draft
from tests.data.report_families import FAMILIES
from tests.data.report_more import MORE
from tests.data.reports import Draft


def calls_zh(rng: random.Random) -> Draft:
    """Calls of several telephones: a line with the number above each part."""
    make = Make(rng)
    columns: list[Column] = [
        ("序号", make.code("{}")),
        ("起始时间", make.moment("%Y-%m-%d")),
        ("通话时长", lambda i: f"{rng.randint(0, 59)}分{rng.randint(0, 59)}秒"),
        ("呼叫类型", make.one_of("主叫", "被叫")),
        ("对方号码", make.phone()),
        ("通话地点", make.one_of("北京", "上海", "")),
        ("费用(元)", make.number(0, 9, 2)),
    ]
    made = draft(
        "zh", columns, make.size(), encodings=ZH, ids=4, amounts=(6,),
        damages=(*ANY, "tabs", "formulas", "title", "total", "footnote", "padded_titles",
                 "blank_lines", "empty_end", "gaps"),
    )  # fmt: skip
    made.above = [
        "客户姓名：张三,手机号码：13800000000,品牌：某某",
        "查询时间：2024-03-05 10:00:00",
    ]
    if rng.random() < 0.5:
        # A telephone in its own row: a reader may keep it, or leave it out.
        for start in range(0, len(made.rows), rng.randint(6, 20)):
            row = [f"计费号码{start}", *[""] * (len(columns) - 1)]
            made.between[start] = [row]
            made.extras.append(row)
    return made


def loans_en(rng: random.Random) -> Draft:
    """Books: authors with commas and semicolons, long numbers."""
    make = Make(rng)
    columns: list[Column] = [
        ("Barcode", make.code("3{:013d}", 9000, 3)),
        ("ISBN", make.code("978{:010d}", 306406152, 17)),
        (
            "Title",
            make.one_of("War & Peace: a novel", "C++, 4th ed.", "'Tis", "The 7" + '" single'),
        ),
        ("Authors", make.one_of("Tolstoy, L.; Maude, A.", "Stroustrup, B.", "")),
        ("Year", make.number(1950, 2024)),
        ("Due", make.day("%d/%m/%Y")),
        ("Fine", make.number(0, 20, 2)),
        ("Borrower", make.one_of(*PEOPLE_EN)),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, delimiter=rng.choice((",", ";", "\t")), ids=1,
        damages=(*ANY, *AROUND, "formulas", "all_quoted", "repeated_names", "empty_end", "pages",
                 "left_edge", "duplicate_names", "padded_titles", "blank_rows"),
    )  # fmt: skip


def weather(rng: random.Random) -> Draft:
    """Observations with remarks above and a figure for what is missing."""
    make = Make(rng)
    columns: list[Column] = [
        ("Date", make.day("%Y-%m-%d")),
        ("Time", make.one_of("00:00", "06:00")),
    ]
    columns += [("TempMax", make.number(-5, 30, 1)), ("Rain", make.one_of("0.0", "1.2", "-9999"))]
    for i in range(rng.randint(0, 20)):
        columns.append((f"Soil{i + 1}", make.one_of("-9999", "12.5", "13.1", "")))
    columns.append(("Quality", make.one_of("A", "B", "")))
    made = draft(
        "en", columns, max(make.size(), 12), encodings=EN, delimiter=rng.choice((",", "\t", ";")),
        damages=(*ANY, "footnote", "gaps", "short_rows", "empty_end", "blank_lines", "short_header",
                 "repeated_names"),
    )  # fmt: skip
    made.above = ["# Station: Hill Top, No. 12", "# Lat 51.2, Lon -1.3, 120 m", "# missing = -9999"]
    made.above = made.above[: rng.randint(1, 3)]
    return made


def payroll_de(rng: random.Random) -> Draft:
    """Minus signs behind amounts, numbers of persons with leading zeros, sums."""
    make = Make(rng)

    def amount(i: int) -> str:
        text = f"{rng.uniform(10, 9000):,.2f}"
        text = text.replace(",", "_").replace(".", ",").replace("_", ".")
        return text + rng.choice(("", "", "-"))

    columns: list[Column] = [
        ("Pers.Nr.", make.code("{:08d}", 401)),
        ("Name", make.one_of("Müller, Jörg", "Schäfer, Ute", "Weiß, Anna")),
        ("Abteilung", make.one_of("Einkauf", "Vertrieb", "F&E")),
        ("Eintritt", make.day("%d.%m.%Y")),
        ("Brutto", amount),
        ("Netto", amount),
        ("Bemerkung", make.one_of("", "", "Teilzeit", "Elternzeit; bis 06/24")),
    ]
    made = draft(
        "en", columns, make.size(), delimiter=";", encodings=("cp1252", "utf-8", "utf-8-sig"),
        ids=0, text=6, last_text=6,
        damages=(*ANY, "title", "footnote", "blank_lines", "all_quoted", "formulas", "pages",
                 "repeated_names", "quoted_text", "padded_titles", "empty_end", "short_rows",
                 "lone_quotes", "line_breaks"),
    )  # fmt: skip
    if rng.random() < 0.5:
        row = ["Summe", "", "", "", "123.456,78", "98.765,43", ""]
        made.extras.append(row)
        made.below.insert(0, row)
    return made


def wallet_zh(rng: random.Random) -> Draft:
    """A wallet's bill: a ruled title, blanks and tabs behind cells, a delimiter at the end."""
    make = Make(rng)
    columns: list[Column] = [
        ("交易号", lambda i: f"20240{rng.randint(10**21, 10**22 - 1)}\t"),
        ("交易创建时间", make.moment()),
        ("类型", make.one_of("即时到账交易      ", "支付宝担保交易    ")),
        ("交易对方", make.one_of("张三", "某某超市(东店)", "天弘基金   ")),
        ("商品名称", make.one_of("午餐", "余额宝-收益发放", '订单"A12"', "商品,两件")),
        ("金额（元）", make.number(1, 900, 2)),
        ("收/支", make.one_of("支出", "收入", "        ")),
        ("交易状态", make.one_of("交易成功", "等待付款")),
    ]
    made = draft(
        "zh", columns, make.size(), encodings=("gb18030", "utf-8"), amounts=(5,),
        damages=("mixed_ends", "no_last_end", "blank_lines", "repeated_names", "empty_end"),
        always=("trailing",),
    )  # fmt: skip
    made.above = [
        "支付宝交易记录明细查询",
        "账号:[a@mail.example]",
        "起始日期:[2024-01-01 00:00:00]",
    ]
    made.above += ["-" * 32 + "交易记录明细列表" + "-" * 36]
    made.below = ["-" * 72, f"共{len(made.rows)}笔记录", "导出时间:[2024-03-05 10:00:00]"]
    return made


def ledger_en(rng: random.Random) -> Draft:
    """A printed ledger: pages with carried sums, accounts with dots."""
    make = Make(rng)
    columns: list[Column] = [
        ("Date", make.day("%d.%m.%y")),
        ("Account", make.one_of("1000.10", "2000.20", "4711.00")),
        ("Text", make.one_of("Opening", "Rent, office", "Cash sale", "Fee")),
        ("Debit", make.number(1, 9000, 2)),
        ("Credit", make.number(1, 9000, 2)),
        ("Balance", make.number(1, 90000, 2)),
    ]
    made = draft(
        "en", columns, make.size(), encodings=EN, text=2, last_text=2, amounts=(3, 4),
        damages=(*ANY, "pages", "footnote", "grouped", "padded_titles", "total", "signature",
                 "quoted_text", "remarks", "blank_rows", "empty_end", "left_edge"),
        always=("title",),
    )  # fmt: skip
    step = rng.randint(8, 20)
    for start in range(step, len(made.rows), step):
        row = ["", "", "Carried forward", "", "", f"{rng.uniform(1, 9000):.2f}"]
        made.between[start] = [row]
        made.extras.append(row)
    return made


def sports(rng: random.Random) -> Draft:
    """Results: times, ties, words where somebody did not finish."""
    make = Make(rng)
    columns: list[Column] = [
        ("Rank", make.one_of("1", "=2", "3", "-", "DNF")),
        ("Bib", make.code("{}", 101)),
        ("Athlete", make.one_of("Zoë Müller", "O'Neil, Sean", "José Peña", "Anne-Marie X.")),
        ("Team", make.one_of("SC Berlin", 'AC "Milan"', "Unattached", "")),
        (
            "Split 1",
            lambda i: f"{rng.randint(1, 9)}:{rng.randint(0, 59):02}.{rng.randint(0, 99):02}",
        ),
        (
            "Split 2",
            lambda i: rng.choice(("DNF", "DNS", f"{rng.randint(10, 59)}.{rng.randint(0, 9)}")),
        ),
        ("Points", make.number(0, 900)),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, delimiter=rng.choice((",", "\t", ";")),
        text=3, last_text=6,
        damages=(*ANY, *AROUND, "short_rows", "all_quoted", "duplicate_names", "broken_names",
                 "quoted_text", "padded_titles", "left_edge", "empty_end", "gaps"),
    )  # fmt: skip


def coded_survey(rng: random.Random) -> Draft:
    """Codes in the first row, the questions in the second, over forty columns."""
    make = Make(rng)
    n = rng.randint(4, 38)
    columns: list[Column] = [("id", make.code("{}"))]
    columns += [(f"q{i + 1}", make.one_of("1", "2", "3", "4", "5", "")) for i in range(n)]
    columns.append(("open", make.one_of("", "ok", "no, never", 'he said "x"', "a\nb")))
    made = draft(
        "en", columns, max(make.size(), 12), encodings=EN,
        damages=(*ANY, "title", "all_quoted", "empty_end", "blank_lines", "padded_titles",
                 "short_rows"),
    )  # fmt: skip
    questions = [
        "Respondent",
        *[f"How much, if at all, do you like {i}?" for i in range(n)],
        "Why?",
    ]
    made.header = [made.names, questions]
    made.headers = [[f"{a} {b}" for a, b in zip(made.names, questions, strict=True)]]
    return made


LAST = {
    make.__name__: make
    for make in (
        calls_zh,
        loans_en,
        weather,
        payroll_de,
        wallet_zh,
        ledger_en,
        sports,
        coded_survey,
    )
}
ALL = {**FAMILIES, **MORE, **LAST}
