"""The clean tables of `tests.data.reports`, and which damages occur in exports of each kind."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.data.report_cells import (
    ANSWERS_EN,
    ANSWERS_ZH,
    ANY,
    AROUND,
    EN,
    GOODS_EN,
    GOODS_ZH,
    PEOPLE_EN,
    TOWNS_ZH,
    ZH,
    Column,
    Make,
    Maker,
    draft,
)
from tests.data.reports import Draft


def pos_zh(rng: random.Random) -> Draft:
    """The receipts of a till."""
    make = Make(rng)
    columns = [
        ("单号", make.code("{:08d}", rng.randint(1, 99999))),
        ("时间", make.moment()),
        ("门店", make.one_of("人民路店", "中山店", "高新店")),
        ("商品编码", make.code("69{:011d}", 12345, 37)),
        ("商品名称", make.one_of(*GOODS_ZH)),
        ("规格", make.one_of("250ml", "1L*6", "500g", "10片")),
        ("数量", make.number(1, 20)),
        ("金额", make.number(3, 3000, 2)),
        ("支付方式", make.one_of("微信", "支付宝", "现金", "储值卡")),
        ("收银员", make.person()),
        ("备注", make.one_of("", "", "会员", "促销价", "退换")),
    ]
    damages = (*ANY, *AROUND, "formulas", "tabs", "remarks", "quoted_text", "grouped", "total")
    damages += ("subtotals", "pages", "padded_titles", "lone_quotes", "blank_rows", "gaps")
    return draft(
        "zh", columns, make.size(), encodings=ZH, ids=0, text=10, last_text=10, amounts=(7,),
        damages=damages,
    )  # fmt: skip


def erp_en(rng: random.Random) -> Draft:
    """Order lines with many columns."""
    make = Make(rng)
    columns: list[Column] = [
        ("Order No", make.code("SO-{:06d}", rng.randint(1, 9999))),
        ("Order Date", make.day("%d/%m/%Y")),
        ("Customer", make.one_of("Acme Ltd", "Smith & Sons", "Blue Door Inc.", "O'Neil plc")),
        ("Item Text", make.one_of(*GOODS_EN)),
        ("Net Amount", make.number(5, 9000, 2)),
        ("Tax Amount", make.number(1, 900, 2)),
    ]
    for i in range(rng.randint(10, 32)):
        maker = (
            make.number(0, 500, 2),
            make.one_of("EUR", "USD", "GBP"),
            make.number(1, 90),
            make.day("%d/%m/%Y"),
            make.one_of("open", "closed", "on hold"),
        )[i % 5]
        name = ("Discount", "Currency", "Qty", "Due Date", "Status")[i % 5]
        columns.append((f"{name} {i // 5 + 1}", maker))
    columns.append(("Comment", make.one_of("", "", "urgent", "part delivery", "ok")))
    damages = (*ANY, *AROUND, "remarks", "quoted_text", "lone_quotes", "grouped", "gaps", "total")
    damages += ("all_quoted", "short_header", "inches", "line_breaks", "sep", "blank_rows")
    at = rng.choice((3, len(columns) - 1))
    return draft(
        "en", columns, make.size(), encodings=EN, text=at, last_text=len(columns) - 1,
        amounts=(4, 5), damages=damages,
    )  # fmt: skip


def bank_zh(rng: random.Random) -> Draft:
    """A statement with who and when above and sums below."""
    make = Make(rng)
    balance = [rng.randint(10_000, 90_000) * 1.0]
    rows = []
    for i in range(make.size()):
        amount = rng.randint(100, 900_000) / 100
        income = rng.random() < 0.4
        balance[0] += amount if income else -amount
        pair = ["", f"{amount:.2f}"] if income else [f"{amount:.2f}", ""]
        what = rng.choice(("转账", "消费", "代发工资", "手续费", "利息"))
        who = rng.choice(("张敏", "财付通", "国网电力", "某某科技有限公司"))
        account = f"6222{rng.randint(10**11, 10**12 - 1)}"
        number = f"{i + 1:06d}"
        rows.append(
            [
                number,
                make.day()(i),
                make.time()(i),
                what,
                *pair,
                f"{balance[0]:.2f}",
                who,
                account,
                "",
            ]
        )
        rows[-1][9] = rng.choice(("", "网银", "手机银行", "柜面"))
    names = ["流水号", "交易日期", "交易时间", "摘要", "支出金额", "收入金额", "账户余额"]
    names += ["对方户名", "对方账号", "备注"]
    made = Draft(
        "zh", names, rows, encodings=ZH, ids=8, text=9, last_text=9, amounts=(4, 5),
        damages=(*ANY, "tabs", "formulas", "remarks", "grouped", "total", "padded_titles",
                 "footnote", "blank_lines", "repeated_names", "pages", "quoted_text", "gaps"),
    )  # fmt: skip
    made.above = ["户名：张三,账号：6222021234567890", "起始日期：2024-01-01,终止日期：2024-06-30"]
    made.above = made.above[: rng.randint(1, 2)]
    if rng.random() < 0.5:
        made.above.insert(0, "中国某某银行账户明细")
    made.above += [rng.choice(("", "-" * 40))] if rng.random() < 0.6 else []
    if rng.random() < 0.5:
        made.below = ["-" * 40, f"共{len(rows)}笔"]
    return made


def bank_en(rng: random.Random) -> Draft:
    make = Make(rng)
    columns = [
        ("Date", make.day("%d %b %Y")),
        ("Type", make.one_of("DEB", "FPO", "DD", "BGC", "TFR")),
        ("Description", make.one_of("TESCO 0231", "RENT MAY", "SALARY", "H&M 'SALE'", "AMZN*22")),
        ("Paid out", make.number(1, 2500, 2)),
        ("Paid in", make.number(1, 2500, 2)),
        ("Balance", make.number(100, 20000, 2)),
    ]
    made = draft(
        "en", columns, make.size(), encodings=EN, text=2, last_text=2, amounts=(3, 4, 5),
        damages=(*ANY, *AROUND, "grouped", "remarks", "quoted_text", "all_quoted", "pages",
                 "padded_titles", "line_breaks"),
    )  # fmt: skip
    for row in made.rows:
        row[rng.choice((3, 4))] = ""
    made.above = [
        "Account Name:,MR J SMITH",
        "Sort Code:,20-00-00",
        "Account Number:,00123456",
    ][: rng.randint(0, 3)]
    if made.above and rng.random() < 0.7:
        made.above.append("")
    return made


def attendance_zh(rng: random.Random) -> Draft:
    """A month of attendance: a column for each day, weekdays in a second row of names."""
    make = Make(rng)
    n_days = rng.randint(15, 31)
    days = [f"{i + 1}日" for i in range(n_days)]
    columns: list[Column] = [
        ("工号", make.code("{:05d}", 101)),
        ("姓名", make.person()),
        ("部门", make.one_of("生产部", "质检部", "行政部")),
        *[(day, make.one_of("8", "8", "7.5", "", "10")) for day in days],
        ("出勤天数", make.number(15, 31)),
        ("备注", make.one_of("", "", "请假半天", "调休")),
    ]
    last = len(columns) - 1
    made = draft(
        "zh", columns, make.size(), encodings=ZH, ids=0, text=last, last_text=last,
        damages=(*ANY, "title", "footnote", "formulas", "remarks", "lone_quotes", "short_rows",
                 "padded_titles", "blank_rows", "quoted_text", "repeated_names"),
    )  # fmt: skip
    if rng.random() < 0.5:
        weekdays = [f"周{'一二三四五六日'[i % 7]}" for i in range(n_days)]
        made.header = [made.names, ["", "", "", *weekdays, "", ""]]
        joined = [f"{a} {b}".strip() for a, b in zip(*made.header, strict=True)]
        made.headers = [joined]
    return made


def punches_en(rng: random.Random) -> Draft:
    """What a clock writes when people come and go."""
    make = Make(rng)
    columns = [
        ("Emp ID", make.code("{:06d}", 17, 3)),
        ("Name", make.one_of(*PEOPLE_EN)),
        ("Date", make.day("%m/%d/%Y")),
        ("In", make.one_of("08:55 AM", "09:02 AM", "")),
        ("Out", make.one_of("05:31 PM", "06:10 PM", "")),
        ("Hours", make.number(3, 10, 2)),
        ("Exception", make.one_of("", "", "late in", "missed punch")),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, ids=0, text=6, last_text=6, amounts=(5,),
        damages=(*ANY, *AROUND, "formulas", "remarks", "lone_quotes", "pages", "subtotals",
                 "total", "short_header", "padded_titles", "quoted_text", "short_rows"),
    )  # fmt: skip


def survey_en(rng: random.Random) -> Draft:
    make = Make(rng)
    columns: list[Column] = [
        ("Response ID", make.code("R_{:05d}x", 311, 7)),
        ("Submitted", make.moment("%Y-%m-%d")),
    ]
    for i in range(rng.randint(1, 9)):
        columns.append((f"Q{i + 1}. How satisfied are you with item {i + 1}?", make.number(1, 5)))
    columns.append(("What could we do better, and why?", make.one_of(*ANSWERS_EN)))
    columns.append(("Anything else?", make.one_of(*ANSWERS_EN)))
    if rng.random() < 0.5:
        columns.append(("Age", make.number(18, 80)))
    return draft(
        "en", columns, make.size(), encodings=EN, damages=(*ANY, "all_quoted", "title", "gaps",
        "short_header", "blank_lines"),
    )  # fmt: skip


def survey_zh(rng: random.Random) -> Draft:
    make = Make(rng)
    columns: list[Column] = [
        ("序号", make.code("{}")),
        ("提交答卷时间", make.moment("%Y/%m/%d")),
        ("所用时间", lambda i: f"{rng.randint(30, 900)}秒"),
        ("来源详情", make.one_of("微信", "链接", "QQ")),
        ("1、您的性别:", make.one_of("男", "女")),
        ("2、您的年龄段：", make.one_of("18~25", "26~30", "31~40")),
        ("3、您最常购买的商品是?(多选)", make.one_of("A┋B", "A", "B┋C┋D")),
    ]
    for i in range(rng.randint(0, 8)):
        columns.append((f"{4 + i}、请打分（第{i + 1}项）", make.number(1, 10)))
    columns.append(("您的意见和建议", make.one_of(*ANSWERS_ZH)))
    if rng.random() < 0.5:
        columns.append(("总分", make.number(10, 99)))
    return draft(
        "zh", columns, make.size(), encodings=ZH,
        damages=(*ANY, "all_quoted", "title", "gaps", "blank_lines"),
    )  # fmt: skip


def instrument_en(rng: random.Random) -> Draft:
    """A run of an instrument with its settings above the readings."""
    make = Make(rng)
    columns: list[Column] = [("Time", make.code("{:.1f}", 0, 1)), ("Temp", make.number(20, 90, 3))]
    for i in range(rng.randint(1, 12)):
        columns.append((f"Ch{i + 1}", make.number(-2, 9, 4)))
    columns.append(("Flag", make.one_of("", "", "OK", "drift")))
    made = draft(
        "en", columns, max(make.size(), 12), delimiter=rng.choice((",", "\t", ";")),
        encodings=EN, text=len(columns) - 1, last_text=len(columns) - 1,
        damages=(*ANY, "footnote", "short_rows", "gaps", "padded_titles", "short_header",
                 "blank_lines"),
    )  # fmt: skip
    mark = made.delimiter
    settings = [
        f"Instrument{mark}Model 3400",
        f"Serial No{mark}00123",
        f"Operator{mark}A. Hill",
        f"Started{mark}2024-03-05 10:12:00",
        f"Interval (s){mark}0.5",
        "[Data]",
    ]
    made.above = ["Run Report", *settings[: rng.randint(2, 6)], *rng.choice(([], [""]))]
    if rng.random() < 0.5:
        units = ["s", "°C", *["mV"] * (len(columns) - 3), ""]
        made.header = [list(made.names), units]
        made.headers = [
            [f"{a} {b}".strip() for a, b in zip(made.names, units, strict=True)],
            [f"{a} ({b})" if b else a for a, b in zip(made.names, units, strict=True)],
        ]
        if "short_header" in made.damages:
            made.damages = tuple(d for d in made.damages if d != "short_header")
    return made


def statistics_zh(rng: random.Random) -> Draft:
    """Years above indicators, as offices of statistics print them."""
    make = Make(rng)
    years = [str(2024 - i) for i in range(rng.randint(2, 5))]
    kinds = rng.sample(("总产值", "增长率", "从业人数", "企业数"), rng.randint(2, 3))
    columns: list[Column] = [("地区", make.code("地区{}"))]
    for _ in years:
        columns += [(kind, make.number(10, 90000, rng.choice((0, 2)))) for kind in kinds]
    n_rows = rng.randint(8, 34)
    made = draft("zh", columns, n_rows, encodings=ZH)
    provinces = ("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏")
    for i, row in enumerate(made.rows):
        row[0] = provinces[i] if i < len(provinces) else f"第{i}市"
    grouped = rng.random() < 0.8
    top = [""] if grouped else ["地区"]
    for year in years:
        top += [f"{year}年", *[""] * (len(kinds) - 1)]
    below = ["地区" if grouped else "", *[kind for _ in years for kind in kinds]]
    made.header = [top, below]
    made.names = ["地区", *[f"{year}年 {kind}" for year in years for kind in kinds]]
    made.amounts = tuple(range(1, len(columns)))
    made.damages = (*ANY, "footnote", "padded_titles", "grouped", "gaps", "blank_rows", "total")
    made.always = ("title",)
    return made


def statistics_en(rng: random.Random) -> Draft:
    """Years as names, footnotes, a region in its own row above the countries."""
    make = Make(rng)
    n_years = rng.randint(3, 25)
    columns: list[Column] = [
        ("Country", make.code("Country {}")),
        ("Unit", make.one_of("Mt", "kt")),
    ]
    columns += [(str(2000 + i), make.number(1, 9000, 1)) for i in range(n_years)]
    made = draft("en", columns, make.size(), encodings=EN, text=0)
    made.damages = (*ANY, "title", "footnote", "padded_titles", "gaps", "blank_rows", "grouped")
    made.amounts = tuple(range(2, len(columns)))
    if rng.random() < 0.4:
        # A region alone in its row: a reader may keep it as a row, or leave it out.
        for start in range(0, len(made.rows), rng.randint(4, 9)):
            row = [f"Region {start + 1}", *[""] * (len(columns) - 1)]
            made.between[start] = [row]
            made.extras.append(row)
    return made


def sales_zh(rng: random.Random) -> Draft:
    """A printed report: title, date, the names again on every page, sums."""
    make = Make(rng)
    columns = [
        ("日期", make.day("%Y-%m-%d")),
        ("业务员", make.person()),
        ("客户", make.one_of("华联超市", "永辉(西区)", "家乐福", "小卖部")),
        ("商品", make.one_of(*GOODS_ZH)),
        ("单位", make.one_of("箱", "瓶", "袋")),
        ("数量", make.number(1, 300)),
        ("单价", make.number(1, 99, 2)),
        ("金额", make.number(10, 30000, 2)),
    ][rng.choice((0, 0, 1)) :]
    last = len(columns) - 1
    return draft(
        "zh", columns, make.size(), encodings=ZH, amounts=(last,), always=("title",),
        damages=(*ANY, "pages", "subtotals", "total", "footnote", "padded_titles", "grouped",
                 "repeated_names", "blank_rows", "blank_lines", "padded_cells"),
    )  # fmt: skip


def sales_en(rng: random.Random) -> Draft:
    make = Make(rng)
    columns = [
        ("Rep", make.one_of(*PEOPLE_EN)),
        ("Region", make.one_of("North", "South", "East", "West")),
        ("Product", make.one_of(*GOODS_EN)),
        ("Units", make.number(1, 400)),
        ("Revenue", make.number(10, 50000, 2)),
        ("Notes", make.one_of("", "", "promo", "new client")),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, amounts=(4,), text=5, last_text=5,
        always=("title",),
        damages=(*ANY, "pages", "subtotals", "total", "footnote", "padded_titles", "grouped",
                 "repeated_names", "remarks", "quoted_text", "lone_quotes", "blank_lines",
                 "blank_rows"),
    )  # fmt: skip


def waybills(rng: random.Random) -> Draft:
    """Lone quotes as last cells, quoted amounts, commas in remarks, up to forty columns."""
    make = Make(rng)
    columns: list[Column] = [
        ("运单号", make.code("YD{:08d}", rng.randint(1, 9999))),
        ("日期", make.day("%Y/%m/%d")),
        ("始发", make.one_of(*TOWNS_ZH)),
        ("到达", make.one_of(*TOWNS_ZH)),
        ("承运", make.one_of("顺达", "中通快运", "德邦")),
        ("运费", make.number(20, 9000, 2)),
        ("备注", make.one_of("", "", "易碎", "加急")),
    ]
    for i in range(rng.randint(2, 32)):
        maker = (make.number(1, 900, 1), make.person(), make.number(1, 40), make.day())[i % 4]
        columns.append((f"{('重量', '经办人', '件数', '日期')[i % 4]}{i // 4 + 2}", maker))
    columns.append(("签收", make.one_of("已签", "未签", "")))
    return draft(
        "zh", columns, make.size(), encodings=ZH, ids=0, text=6, last_text=len(columns) - 1,
        amounts=(5,),
        damages=(*ANY, "lone_quotes", "grouped", "remarks", "title", "footnote", "total", "gaps",
                 "blank_rows", "repeated_names", "quoted_text"),
        always=("grouped",) if rng.random() < 0.5 else (),
    )  # fmt: skip


def european(rng: random.Random) -> Draft:
    """Semicolons between cells, commas in numbers, a currency behind some."""
    make = Make(rng)

    def euro(low: float, high: float, unit: str = "") -> Maker:
        def made(i: int) -> str:
            text = f"{rng.uniform(low, high):,.2f}"
            return text.replace(",", "_").replace(".", ",").replace("_", ".") + unit

        return made

    unit = rng.choice(("", " €"))
    columns = [
        ("Buchungstag", make.day("%d.%m.%Y")),
        ("Kunde", make.one_of("Müller GmbH", "Café Schöner", "Groß & Söhne", "Bäcker, Hans")),
        ("Verwendungszweck", make.one_of("Rechnung 12", "Miete, März", "Gutschrift")),
        ("Menge", make.number(1, 90)),
        ("Betrag", euro(-500, 9000, unit)),
        ("Saldo", euro(100, 90000, unit)),
        ("Anteil", euro(0, 99, " %")),
        ("Bemerkung", make.one_of("", "bezahlt", "offen", "Mahnung, 2. Stufe")),
    ][: rng.choice((6, 8, 8))]
    last = len(columns) - 1
    text = 7 if last == 7 else 2
    made = draft(
        "en", columns, make.size(), delimiter=";", encodings=("utf-8", "utf-8-sig", "cp1252"),
        text=text, last_text=text,
        damages=(*ANY, "title", "footnote", "blank_lines", "all_quoted", "quoted_text", "gaps",
                 "padded_titles", "sep", "repeated_names", "line_breaks", "remarks"),
    )  # fmt: skip
    if rng.random() < 0.4:
        made.above = ["Kontoauszug;DE12 3456 7890", "Zeitraum:;01.01.2024 - 31.03.2024", ""]
    return made


def pasted_zh(rng: random.Random) -> Draft:
    """Cells with tabs between, as copied out of a spreadsheet."""
    make = Make(rng)
    columns: list[Column] = [
        ("序号", make.code("{}")),
        ("项目名称", make.one_of("道路改造", "管网维护", "绿化提升", "桥梁检测")),
        ("负责人", make.person()),
        ("预算(万元)", make.number(10, 900, 2)),
        ("完成率", lambda i: f"{rng.randint(0, 100)}%"),
        ("截止", make.day("%Y年%m月%d日")),
    ]
    for i in range(rng.randint(0, 12)):
        columns.append((f"{i + 1}月", make.number(0, 90, 1)))
    columns.append(("说明", make.one_of("", "按计划", "滞后，待协调", "已完成,待验收")))
    last = len(columns) - 1
    return draft(
        "zh", columns, make.size(), delimiter="\t", encodings=ZH, text=last, last_text=last,
        amounts=(3,),
        damages=(*ANY, "title", "footnote", "padded_titles", "line_breaks", "quoted_text",
                 "short_rows", "inches", "lone_quotes", "grouped", "total", "blank_rows",
                 "gaps"),
    )  # fmt: skip


def sap_list(rng: random.Random) -> Draft:
    """A list of SAP: pipes, dashes, padded cells, pages."""
    make = Make(rng)
    columns: list[Column] = [
        ("CoCd", make.one_of("1000", "2000")),
        ("DocumentNo", make.code("{:010d}", 100000000)),
        ("Pstng Date", make.day("%d.%m.%Y")),
        ("Amount in LC", make.number(1, 90000, 2)),
        ("LCurr", make.one_of("EUR", "USD")),
        ("Text", make.one_of("Rent", "Office supplies, Q1", 'Screen 24"', "", "Travel | hotel")),
    ]
    for i in range(rng.randint(0, 8)):
        columns.append((f"Ref {i + 1}", make.number(1, 9999)))
    made = draft(
        "en", columns, make.size(), delimiter="|", encodings=EN, amounts=(3,), text=5,
        damages=("mixed_ends", "no_last_end", "footnote", "title", "grouped", "repeated_names",
                 "total", "subtotals"),
        always=("padded_cells",),
    )  # fmt: skip
    for row in made.rows:
        row[5] = row[5].replace(" | ", " / ")
    made.raw.add(5)
    made.edges = True
    size = 14 * len(columns)
    made.above = ["02.03.2024   Dynamic List Display   1", "", "-" * size]
    made.below = ["-" * size]
    if rng.random() < 0.6:
        made.between[0] = ["-" * size]
    for start in range(20, len(made.rows), 20):
        if rng.random() < 0.7:
            made.between[start] = ["-" * size]
    return made


def analytics(rng: random.Random) -> Draft:
    """Lines that begin with a number sign, and tables one below the other."""
    make = Make(rng)
    columns: list[Column] = [
        ("Page path and screen class", make.one_of("/home", "/a,b", "/shop?q=1", "(not set)")),
        ("Country", make.one_of("United Kingdom", "Korea, South", "China", "(not set)")),
        ("Views", make.number(1, 9000)),
        ("Users", make.number(1, 900)),
        ("Average engagement time", make.number(0, 300, 3)),
    ]
    for i in range(rng.randint(0, 6)):
        columns.append((f"Event {i + 1}", make.number(0, 90)))
    n_rows = max(make.size(), 12)
    made = draft(
        "en", columns, n_rows, encodings=EN,
        damages=("mixed_ends", "no_last_end", "grouped", "all_quoted", "blank_lines", "trailing",
                 "padded_titles"),
        amounts=(2,),
    )  # fmt: skip
    made.above = [
        "# ----------------------------------------",
        "# Pages and screens, by page path",
        "# Account: Shop",
        "# Property: www.shop.example - 4711",
        "# ----------------------------------------",
        "#",
    ]
    made.above += ["# All Users", "# Start date: 20240101", "# End date: 20240131"][
        : rng.choice((0, 3))
    ]
    if rng.random() < 0.5:
        # The smaller table below; the largest is shown.
        made.below = ["", "# Users by day", "Nth day,Users"]
        made.below += [f"{i:04d},{rng.randint(1, 90)}" for i in range(rng.randint(3, 5))]
        made.damages = tuple(d for d in made.damages if d not in ("all_quoted", "trailing"))
    return made


def inventory_en(rng: random.Random) -> Draft:
    """Inches, apostrophes, part numbers with leading zeros."""
    make = Make(rng)
    columns: list[Column] = [
        ("Part No", make.code("{:07d}", 412, 11)),
        ("Description", make.one_of("bolt", "men's gloves", "hose 3m", "O-ring", "'90s radio")),
        ("Size", make.one_of('5"', '12"', '3/4"', "XL", "")),
        ("Bin", make.one_of("A-01", "B-12", "C-07")),
        ("On hand", make.number(0, 900)),
        ("Unit cost", make.number(1, 900, 2)),
        ("Value", make.number(10, 90000, 2)),
        ("Remarks", make.one_of("", "", "reorder", "count again")),
    ]
    made = draft(
        "en", columns, make.size(), encodings=EN, ids=0, text=rng.choice((1, 7)), last_text=7,
        amounts=(5, 6), delimiter=rng.choice((",", ",", "\t", "|")),
        damages=(*ANY, *AROUND, "inches", "formulas", "grouped", "total", "lone_quotes", "remarks",
                 "quoted_text", "blank_rows", "gaps", "subtotals", "repeated_names"),
    )  # fmt: skip
    if rng.random() < 0.6:
        made.raw.add(2)
    return made


def events_json(rng: random.Random) -> Draft:
    """A log of a service with objects and lists in cells."""
    make = Make(rng)

    def payload(i: int) -> str:
        form = rng.choice(('{{"id": {0}, "tags": ["a", "b"]}}', '["x,{0}", "y"]', "{{}}", ""))
        return form.format(rng.randint(1, 99))

    columns: list[Column] = [
        ("event_id", make.code("{:08x}", 40_000_000, 12345)),
        ("created_at", lambda i: make.day()(i) + "T" + make.time()(i) + "Z"),
        ("user", make.one_of("ann@shop.example", "bob@shop.example", "c.d@mail.example")),
        ("payload", payload),
        ("ip", make.one_of("10.0.0.1", "192.168.1.20")),
        ("ms", make.number(1, 4000)),
        ("message", make.one_of("ok", "timeout after 30s", "user said 'no'", "")),
    ]
    mark = rng.choice((",", ",", "\t", ";"))
    made = draft(
        "en", columns, make.size(), encodings=EN, text=6, last_text=6, delimiter=mark,
        damages=(*ANY, "line_breaks", "quoted_text", "gaps", "all_quoted", "remarks", "short_rows",
                 "short_header", "blank_lines"),
    )  # fmt: skip
    if mark == "\t" and rng.random() < 0.5:
        made.raw.add(3)  # no tab stands in an object, so programs quote none
    return made


def contacts_zh(rng: random.Random) -> Draft:
    """Telephone numbers, ids of eighteen digits, addresses."""
    make = Make(rng)
    columns: list[Column] = [
        ("会员号", make.code("{:06d}", 7, 13)),
        ("姓名", make.person()),
        ("手机", lambda i: f"138{rng.randint(10**7, 10**8 - 1)}"),
        ("身份证号", lambda i: f"1101011990{rng.randint(10**7, 10**8 - 1)}"),
        ("电话", make.phone()),
        ("城市", make.one_of(*TOWNS_ZH)),
        ("地址", lambda i: f"{rng.choice(TOWNS_ZH)}市中山路{rng.randint(1, 300)}号"),
        ("积分", make.number(0, 9000)),
        ("备注", make.one_of("", "", "VIP", "勿扰")),
    ]
    return draft(
        "zh", columns, make.size(), encodings=ZH, ids=rng.choice((0, 2, 3)), text=8, last_text=8,
        damages=(*ANY, *AROUND, "formulas", "tabs", "remarks", "quoted_text", "lone_quotes",
                 "all_quoted", "short_header", "gaps", "line_breaks"),
    )  # fmt: skip


def tracks(rng: random.Random) -> Draft:
    """Positions with a delimiter behind every row and names that are too few."""
    make = Make(rng)
    columns: list[Column] = [
        ("Latitude", make.number(48, 49, 6)),
        ("Longitude", make.number(8, 9, 6)),
        ("Altitude", make.number(100, 900, 1)),
        ("Time", make.moment()),
        ("Speed", make.number(0, 40, 2)),
        ("Satellites", make.number(4, 12)),
    ][: rng.randint(4, 6)]
    made = draft(
        "en", columns, make.size(), delimiter=rng.choice((",", ";", "\t")), encodings=("utf-8",),
        damages=("mixed_ends", "no_last_end", "short_header", "title", "blank_lines", "sep",
                 "repeated_names", "footnote"),
    )  # fmt: skip
    if rng.random() < 0.5:
        made.always = ("trailing",)
        made.damages = tuple(d for d in made.damages if d != "short_header")
    return made


def outline_en(rng: random.Random) -> Draft:
    """Groups that are named once, blank lines between them."""
    make = Make(rng)
    n_groups, size = rng.randint(3, 12), rng.randint(3, 8)
    columns: list[Column] = [
        ("Department", make.code("x")),
        ("Employee", make.one_of(*PEOPLE_EN)),
        ("Cost centre", make.code("{:04d}", 12)),
        ("Gross", make.number(1000, 9000, 2)),
        ("Net", make.number(900, 7000, 2)),
    ]
    made = draft("en", columns, n_groups * size, encodings=EN, amounts=(3, 4))
    made.shown = []
    for i, row in enumerate(made.rows):
        row[1] = f"{row[1]} {i}"
        name = f"Department {i // size + 1}"
        row[0] = name if i % size == 0 else ""
        made.shown.append([name, *row[1:]])
        if i and i % size == 0 and rng.random() < 0.8:
            made.between[i] = [""]
    # Whether a blank means `the same` is a guess: as written is right too.
    made.also = [made.rows]
    made.damages = (*ANY, "title", "footnote", "total", "padded_titles", "repeated_names")
    return made


FAMILIES: dict[str, Callable[[random.Random], Draft]] = {
    "pos_zh": pos_zh,
    "erp_en": erp_en,
    "bank_zh": bank_zh,
    "bank_en": bank_en,
    "attendance_zh": attendance_zh,
    "punches_en": punches_en,
    "survey_en": survey_en,
    "survey_zh": survey_zh,
    "instrument_en": instrument_en,
    "statistics_zh": statistics_zh,
    "statistics_en": statistics_en,
    "sales_zh": sales_zh,
    "sales_en": sales_en,
    "waybills": waybills,
    "european": european,
    "pasted_zh": pasted_zh,
    "sap_list": sap_list,
    "analytics": analytics,
    "inventory_en": inventory_en,
    "events_json": events_json,
    "contacts_zh": contacts_zh,
    "tracks": tracks,
    "outline_en": outline_en,
}
