"""Further families of `tests.data.reports`, written when the reader was mended for the first."""

from __future__ import annotations

import random

from tests.data.report_cells import ANY, AROUND, EN, GOODS_EN, PEOPLE_EN, ZH, Column, Make, draft
from tests.data.reports import Draft


def invoices_fr(rng: random.Random) -> Draft:
    """Semicolons, decimal commas, blanks between thousands."""
    make = Make(rng)

    def euro(i: int) -> str:
        return f"{rng.uniform(-900, 90000):,.2f}".replace(",", " ").replace(".", ",")

    columns: list[Column] = [
        ("N° facture", make.code("FA-{:05d}", 120)),
        ("Date d'émission", make.day("%d/%m/%Y")),
        ("Client", make.one_of("Société Générale", "L'Étoile", "Café de l'Été", "Dupont & Fils")),
        ("Libellé", make.one_of("Conseil", "Maintenance, 2e trimestre", "Licence « Pro »")),
        ("Montant HT", euro),
        ("TVA", make.one_of("20,0 %", "5,5 %", "")),
        ("Montant TTC", euro),
        ("Réglé", make.one_of("oui", "non", "")),
    ]
    return draft(
        "en", columns, make.size(), delimiter=";", encodings=("cp1252", "utf-8", "utf-8-sig"),
        text=3, last_text=7,
        damages=(*ANY, *AROUND, "quoted_text", "line_breaks", "short_rows", "padded_titles", "sep",
                 "repeated_names", "blank_rows", "short_header", "broken_names", "all_quoted",
                 "empty_end", "left_edge"),
    )  # fmt: skip


def grades_zh(rng: random.Random) -> Draft:
    """Marks of a class: words among numbers, rows of averages."""
    make = Make(rng)
    subjects = rng.sample(
        ("语文", "数学", "英语", "物理", "化学", "历史", "地理", "生物", "政治"), 5
    )
    columns: list[Column] = [
        ("考号", make.code("{:08d}", 1)),
        ("姓名", make.person()),
        ("班级", make.one_of("1班", "2班", "3班")),
    ]
    for subject in subjects:
        marks = [*(f"{m}" for m in range(40, 100)), "缺考", "88.5", ""]
        columns.append((subject, make.one_of(*marks)))
    columns += [
        ("总分", make.number(200, 480)),
        ("排名", make.code("{}")),
        ("评语", make.one_of("", "优")),
    ]
    last = len(columns) - 1
    made = draft(
        "zh", columns, make.size(), encodings=ZH, ids=0, text=last, last_text=last,
        damages=(*ANY, "title", "footnote", "padded_titles", "formulas", "tabs", "remarks",
                 "quoted_text", "repeated_names", "pages", "blank_rows", "short_rows", "empty_end",
                 "signature", "broken_names"),
    )  # fmt: skip
    if rng.random() < 0.5:
        row = ["平均分", "", "", *[f"{rng.uniform(60, 90):.1f}" for _ in subjects], "", "", ""]
        made.extras.append(row)
        made.below.insert(0, row)
    return made


def shop_ja(rng: random.Random) -> Draft:
    """A Japanese shop's sales in Shift-JIS."""
    make = Make(rng)
    columns: list[Column] = [
        ("伝票番号", make.code("{:07d}", 311)),
        ("日付", make.day("%Y年%m月%d日")),
        ("店舗", make.one_of("渋谷店", "新宿店", "大阪本店")),
        ("商品名", make.one_of("ボールペン", "消しゴム", "ノート（A4）", "電卓")),
        ("数量", make.number(1, 40)),
        ("金額", lambda i: f"￥{rng.randint(100, 90000):,}"),
        ("担当者", make.one_of("佐藤", "鈴木", "高橋", "田中")),
        ("備考", make.one_of("", "", "配送", "返品,交換")),
    ]
    return draft(
        "zh", columns, make.size(), encodings=("cp932", "utf-8", "utf-8-sig"), ids=0,
        damages=(*ANY, "formulas", "blank_lines", "repeated_names", "all_quoted", "short_rows",
                 "padded_titles", "blank_rows", "empty_end", "broken_names", "left_edge"),
    )  # fmt: skip


def dump_sql(rng: random.Random) -> Draft:
    r"""A table of a database: tabs or commas, backslashes before quotes, \N for nothing."""
    make = Make(rng)
    columns: list[Column] = [
        ("id", make.code("{}", 1)),
        ("slug", make.code("item-{:x}", 4000, 77)),
        ("title", make.one_of('The "best" of', "O'Brien's", "a, b and c", "plain", "\\N")),
        ("body", make.one_of("<p>Hello, world</p>", 'He said "no"', "\\N", "x; y; z")),
        ("price", make.number(1, 900, 2)),
        ("created", make.moment()),
        ("deleted", make.one_of("\\N", "0", "1")),
    ]
    made = draft(
        "en", columns, make.size(), encodings=("utf-8",), delimiter=rng.choice((",", "\t", ";")),
        text=3, last_text=3,
        damages=("mixed_ends", "no_last_end", "line_breaks", "all_quoted", "quoted_text",
                 "short_header", "blank_lines", "trailing"),
    )  # fmt: skip
    made.backslash = rng.random() < 0.5
    return made


def indexed(rng: random.Random) -> Draft:
    """A frame with its index, which has no name."""
    make = Make(rng)
    columns: list[Column] = [("", make.code("{}", 0))]
    columns += [
        ("city", make.one_of("New York, NY", "Boston, MA", "Austin, TX")),
        ("temp", make.number(-9, 40, 1)),
        ("when", make.moment()),
        ("ok", make.one_of("True", "False")),
        ("comment", make.one_of("", "nan", 'said "hi"', "it's, well, fine")),
    ]
    for i in range(rng.randint(0, 30)):
        columns.append((f"x{i}", make.number(-1, 1, 6)))
    return draft(
        "en", columns, make.size(), encodings=("utf-8",), text=5, last_text=5,
        damages=("mixed_ends", "no_last_end", "line_breaks", "gaps", "quoted_text", "blank_lines",
                 "title", "inches"),
    )  # fmt: skip


def results_lab(rng: random.Random) -> Draft:
    """Results of patients: limits, ranges, flags, dates with names of months."""
    make = Make(rng)
    columns: list[Column] = [
        ("MRN", make.code("{:09d}", 4711, 13)),
        ("Patient", make.one_of("DOE, JANE", "O'HARA, SEAN", "SMITH, J.")),
        ("Collected", make.day("%d-%b-%Y")),
        ("Test", make.one_of("Na+", "K+", "Glucose (fasting)", "HbA1c")),
        ("Result", make.one_of("<0.5", ">100", "4.1", "138", "see note", "5.6 H")),
        ("Units", make.one_of("mmol/L", "%", "mg/dL")),
        ("Ref. range", make.one_of("3.5-5.0", "135 - 145", "<6.0", "")),
        ("Comment", make.one_of("", "", "haemolysed", "repeat")),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, ids=0, text=7, last_text=7,
        damages=(*ANY, *AROUND, "pages", "repeated_names", "remarks", "quoted_text", "line_breaks",
                 "formulas", "all_quoted", "short_rows", "lone_quotes", "padded_titles",
                 "broken_names", "empty_end", "signature"),
    )  # fmt: skip


def budget_en(rng: random.Random) -> Draft:
    """Money in brackets and with signs, headings of sections, sums."""
    make = Make(rng)

    def money(i: int) -> str:
        value = rng.randint(0, 90_000)
        form = rng.choice(("${:,}", "${:,}", "(${:,})", "$ -", "{:,}.00"))
        return form.format(value)

    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    columns: list[Column] = [
        ("Line item", make.code("Item {:02d}")),
        ("GL code", make.code("{:05d}", 100, 10)),
    ]
    columns += [(month, money) for month in months[: rng.choice((3, 6, 12))]]
    columns += [("Total", money), ("Owner", make.one_of(*PEOPLE_EN))]
    made = draft(
        "en", columns, min(make.size(), 90), encodings=EN, ids=1, text=len(columns) - 1,
        damages=(*ANY, "footnote", "padded_titles", "blank_rows", "empty_end", "repeated_names",
                 "broken_names", "left_edge", "blank_lines"), always=("title",),
    )  # fmt: skip
    if rng.random() < 0.5:
        for start in range(0, len(made.rows), rng.randint(5, 12)):
            row = [f"Section {start + 1}", *[""] * (len(columns) - 1)]
            made.between[start] = [row]
            made.extras.append(row)
    return made


def tickets_en(rng: random.Random) -> Draft:
    """Issues with long descriptions: code, commas, quotes, blank lines."""
    make = Make(rng)
    bodies = (
        'Steps:\n1. open "Settings"\n2. click, wait\n\nExpected: no crash',
        "```\na,b,c\n1,2,3\n4,5,6\n```",
        "Works for me",
        'See <a href="http://x.example/?a=1,2">here</a>, please',
        "",
        "KeyError: 'id'\n  File \"run.py\", line 3, in <module>\n",
    )
    columns: list[Column] = [
        ("Key", make.code("APP-{}", 17)),
        (
            "Summary",
            make.one_of("Crash on start", "Wrong total, again", "It's slow", '"Save" is grey'),
        ),
        ("Description", make.one_of(*bodies)),
        ("Labels", make.one_of("ui, bug", "backend", "")),
        ("Created", make.day("%d/%b/%y")),
        ("Votes", make.number(0, 40)),
        ("Assignee", make.one_of(*PEOPLE_EN, "")),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, delimiter=rng.choice((",", ",", ";")),
        damages=(*ANY, "all_quoted", "title", "gaps", "blank_lines", "short_rows", "empty_end",
                 "duplicate_names"),
    )  # fmt: skip


def prices_zh(rng: random.Random) -> Draft:
    """A price list: categories once, sizes with inches and stars."""
    make = Make(rng)
    columns: list[Column] = [
        ("类别", make.code("类别{}")),
        ("品名", make.code("品名{:03d}")),
        ("规格型号", make.one_of("DN20*1/2", "DN50 2", "30*40*2.0", "100g/包")),
        ("单位", make.one_of("个", "米", "套")),
        ("单价（元）", make.number(1, 900, 2)),
        ("库存", make.number(0, 4000)),
        ("备注", make.one_of("", "", "含税", "缺货")),
    ]
    return draft(
        "zh", columns, make.size(), encodings=ZH, text=6, last_text=6, amounts=(4,),
        delimiter=rng.choice((",", ",", "\t")),
        damages=(*ANY, "title", "footnote", "padded_titles", "inches", "remarks", "quoted_text",
                 "bare_amounts", "repeated_names", "blank_rows", "duplicate_names", "empty_end",
                 "short_rows", "signature"),
    )  # fmt: skip


def meters(rng: random.Random) -> Draft:
    """Many sensors: semicolons, decimal commas, dashes for what is missing."""
    make = Make(rng)

    def reading(i: int) -> str:
        return (
            rng.choice(("---", ""))
            if rng.random() < 0.05
            else f"{rng.uniform(0, 99):.2f}".replace(".", ",")
        )

    columns: list[Column] = [("Zeitstempel", make.moment("%d.%m.%Y"))]
    for i in range(rng.randint(4, 39)):
        unit = ("kWh", "°C", "m³", "%")[i % 4]
        columns.append((f"Zähler {i + 1} [{unit}]", reading))
    return draft(
        "en", columns, make.size(), delimiter=";", encodings=("utf-8", "cp1252", "utf-8-sig"),
        damages=(*ANY, "title", "blank_lines", "padded_titles", "sep", "footnote", "empty_end",
                 "repeated_names", "left_edge", "short_header"),
    )  # fmt: skip


def orders_mixed(rng: random.Random) -> Draft:
    """A shop's orders: thousands with commas and no quotes, names over two lines."""
    make = Make(rng)
    columns: list[Column] = [
        ("Order", make.code("#{:05d}", 1001)),
        ("Email", make.one_of("ann@mail.example", "bob.b@mail.example")),
        ("Paid at", make.moment()),
        ("Item", make.one_of(*GOODS_EN)),
        ("Total", make.number(5, 9000, 2)),
        ("Currency", make.one_of("USD", "GBP")),
        ("Shipping name", make.one_of(*PEOPLE_EN)),
        ("Note", make.one_of("", "", "gift", "leave at door")),
    ]
    return draft(
        "en", columns, make.size(), encodings=EN, amounts=(4,), text=7, last_text=7, ids=0,
        damages=(*ANY, *AROUND, "bare_amounts", "broken_names", "duplicate_names", "lone_quotes",
                 "line_breaks", "left_edge", "empty_end", "pages", "total", "remarks",
                 "quoted_text"),
    )  # fmt: skip


MORE = {
    make.__name__: make
    for make in (
        invoices_fr,
        grades_zh,
        shop_ja,
        dump_sql,
        indexed,
        results_lab,
        budget_en,
        tickets_en,
        prices_zh,
        meters,
        orders_mixed,
    )
}
