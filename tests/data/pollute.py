"""Polluted files with their clean tables, and the score of a reader on them.

The kinds and the score follow the Pollock benchmark (Vitagliano et al., VLDB 2023): one
deviation from the standard per file, each file loaded and compared with the cells it
holds. The tables are made here; the benchmark's own files are not used.

A record keeps the cells that the file's delimiters cut, so a row with a missing
delimiter has one cell less. `placed` says, beyond that, what a person would want: the
other cells of such a row in their own columns.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

Row = list[str]


@dataclass(frozen=True)
class Source:
    """A clean table: names, then rows; and the code pages that can write it."""

    name: str
    header: Row
    rows: list[Row]
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Polluted:
    """A file with what a reader should find in it.

    Parameters
    ----------
    kind : str
        The deviation.
    name : str
        The file's name, unique.
    data : bytes
        The file.
    header : list of str
        The names; empty without any.
    rows : list of list of str
        The records as the file's delimiters cut them.
    headers, tables : tuple
        Other readings that count as right: joined names, the first of two tables.
    placed : tuple of list
        The records with every cell in its own column, where that differs. Two cells in
        one stand in either column.
    """

    kind: str
    name: str
    data: bytes
    header: Row
    rows: list[Row]
    headers: tuple[Row, ...] = ()
    tables: tuple[list[Row], ...] = ()
    placed: tuple[list[Row], ...] = ()


def commerce(n_rows: int = 84, seed: int = 1) -> Source:
    """Return a wide table of sales with texts that need quotes."""
    rng = random.Random(seed)
    things = ["Rubber ball", "Desk lamp", "Garden hose", "Steel bolt", "Tea cup", "Wall clock"]
    kinds = ["Toys", "Lighting", "Garden", "Hardware", "Kitchen", "Home"]
    remarks = ["", "", "fragile, handle with care", "sold out", 'box marked "B"', "new; blue"]
    rows = []
    for number in range(n_rows):
        which = rng.randrange(len(things))
        rows.append(
            [
                f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2021",
                f"{rng.randint(8, 19)}:{rng.randint(0, 59):02}",
                str(rng.randint(1, 40)),
                f"P{1000 + number}",
                f"{rng.randint(100, 9999) / 100:.2f}",
                kinds[which],
                f"{things[which]}, size {rng.randint(1, 9)}",
                f"http://shop.example/{kinds[which].lower()}/{number}",
                rng.choice(remarks),
            ]
        )
    header = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType"]
    return Source(
        "commerce", [*header, "ProductDescription", "URL", "Comments"], rows, ("utf-8", "cp1252")
    )


def _chinese() -> Source:
    rng = random.Random(2)
    towns = ["\u5317\u4eac", "\u4e0a\u6d77", "\u5e7f\u5dde", "\u6df1\u5733", "\u6210\u90fd"]
    header = ["\u65e5\u671f", "\u57ce\u5e02", "\u9500\u552e\u989d", "\u5907\u6ce8"]
    rows = [
        [
            f"2024-{1 + i % 12:02}-{1 + i:02}",
            towns[i % 5],
            f"{rng.randint(1000, 99999)}",
            "\u4fc3\u9500, \u542b\u7a0e" if i % 3 else "\u65e0",
        ]
        for i in range(24)
    ]
    return Source("chinese", header, rows, ("gb18030", "utf-16-le", "utf-16-be"))


def _numbers() -> Source:
    rng = random.Random(3)
    rows = [[str(2000 + i), *(f"{rng.gauss(50, 20):.3f}" for _ in range(5))] for i in range(22)]
    return Source("numbers", ["year", "wheat", "maize", "rice", "rye", "oats"], rows)


def _people() -> Source:
    names = ["Ann", "Bea", "Carl", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "June", "Karl"]
    towns = ["Oslo", "Rome, IT", "Bern", "Lima", "Paris"]
    rows = [
        [str(i + 1), f"{name} O'Hara" if i % 5 == 0 else name, towns[i % 5], f"{20 + i * 3 % 50}"]
        for i, name in enumerate(names)
    ]
    return Source("people", ["id", "name", "town", "age"], rows)


def _western() -> Source:
    towns = [
        "K\u00f6ln",
        "M\u00fcnchen",
        "M\u00e1laga",
        "Orl\u00e9ans",
        "\u00c5rhus",
        "Z\u00fcrich",
    ]
    rows = [[town, f"{i * 7 + 3}", f"{i * 1.5:.1f}"] for i, town in enumerate(towns * 2)]
    return Source("western", ["Ort", "Gr\u00f6\u00dfe", "\u00b0C"], rows, ("cp1252",))


def _taiwanese() -> Source:
    towns = ["\u81fa\u5317\u5e02", "\u9ad8\u96c4\u5e02", "\u81fa\u4e2d\u5e02", "\u65b0\u7af9\u7e23"]
    rows = [[town, f"{i * 70 + 3}", f"{i * 1.5:.1f}"] for i, town in enumerate(towns * 2)]
    return Source(
        "taiwanese", ["\u7e23\u5e02", "\u92b7\u552e\u984d", "\u6bd4\u7387"], rows, ("big5",)
    )


def _japanese() -> Source:
    towns = ["\u6771\u4eac", "\u5927\u962a", "\u4eac\u90fd", "\u3055\u3044\u305f\u307e"]
    rows = [[town, f"{i * 70 + 3}", f"{i * 1.5:.1f}"] for i, town in enumerate(towns * 2)]
    header = ["\u90fd\u5e02", "\u58f2\u4e0a\u30c7\u30fc\u30bf", "\u6c17\u6e29"]
    return Source("japanese", header, rows, ("shift_jis",))


def _korean() -> Source:
    towns = ["\uc11c\uc6b8", "\ubd80\uc0b0", "\ub300\uad6c", "\uc778\ucc9c", "\uad11\uc8fc"]
    rows = [[town, f"{i * 70 + 3}", f"{i * 1.5:.1f}"] for i, town in enumerate(towns * 2)]
    header = ["\ub3c4\uc2dc", "\ub9e4\ucd9c\uc561", "\uae30\uc628"]
    return Source("korean", header, rows, ("euc_kr",))


def sources() -> tuple[Source, ...]:
    """Return the clean tables."""
    made = (_chinese, _numbers, _people, _western, _taiwanese, _japanese, _korean)
    return (commerce(), *(make() for make in made))


@dataclass(frozen=True)
class Form:
    """How a file is written."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = "double"  # or backslash, none
    end: str = "\r\n"
    all_quoted: bool = False
    last_end: bool = True

    def cell(self, text: str) -> str:
        """Return a cell in quotes where it needs them."""
        marks = (self.delimiter.strip(" ") or " ", self.quote, "\r", "\n")
        if not self.all_quoted and not any(mark in text for mark in marks):
            return text
        if self.escape == "double":
            text = text.replace(self.quote, self.quote * 2)
        elif self.escape == "backslash":
            text = text.replace("\\", "\\\\").replace(self.quote, "\\" + self.quote)
        return self.quote + text + self.quote

    def line(self, row: Row) -> str:
        """Return a record without its end."""
        return self.delimiter.join(map(self.cell, row))

    def text(self, rows: Sequence[Row]) -> str:
        """Return a file."""
        return self.end.join(map(self.line, rows)) + (self.end if self.last_end else "")


_DELIMITERS = {
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "space": " ",
    "comma_space": ", ",
    "double_pipe": "||",
    "double_colon": "::",
    "semicolon_space": "; ",
    "caret": "^",
    "tilde": "~",
}


def pollutions(source: Source, *, cells: int | None = None) -> Iterator[Polluted]:
    """Yield the polluted files of a table.

    Parameters
    ----------
    source : Source
        The clean table.
    cells : int, optional
        How many rows and columns the deviations of one row visit, spread
        evenly; None for every one.
    """
    yield from _forms(source)
    yield from _payloads(source)
    yield from _surroundings(source)
    yield from _several_tables(source)
    yield from _code_pages(source)
    for form in (Form(), Form(all_quoted=True)):
        yield from _rows(source, form, cells)


def _made(
    source: Source, kind: str, text: str | bytes, label: str = "", **rest: object
) -> Polluted:
    data = text.encode() if isinstance(text, str) else text
    base = Polluted(kind, f"{source.name}.{kind}{label}.csv", data, source.header, source.rows)
    return replace(base, **rest)  # type: ignore[arg-type]


def _forms(source: Source) -> Iterator[Polluted]:
    table = [source.header, *source.rows]
    forms = {
        "standard": Form(),
        "quoted": Form(all_quoted=True),
        "quote_single": Form(quote="'"),
        "quote_single_all": Form(quote="'", all_quoted=True),
        "escape_backslash": Form(escape="backslash"),
        "escape_none": Form(escape="none"),
        "end_lf": Form(end="\n"),
        "end_cr": Form(end="\r"),
        "no_last_end": Form(last_end=False),
        **{f"delimiter_{name}": Form(mark) for name, mark in _DELIMITERS.items()},
    }
    for kind, form in forms.items():
        yield _made(source, kind, form.text(table))
    yield _made(source, "double_last_end", Form().text(table) + "\r\n")
    lines = [Form().line(row) for row in table]
    mixed = "".join(line + ("\n", "\r\n", "\r")[i % 3] for i, line in enumerate(lines))
    yield _made(source, "end_mixed", mixed)
    one_cr = "".join(line + ("\r" if i == 5 else "\n") for i, line in enumerate(lines))
    yield _made(source, "end_of_one_row", one_cr)
    yield _made(source, "nul", Form().text(table).replace("2", "\x002", 3))


def _payloads(source: Source) -> Iterator[Polluted]:
    yield _made(source, "empty", "", header=[], rows=[])
    yield _made(source, "blank_lines", "\r\n\r\n", header=[], rows=[])
    yield _made(source, "no_header", Form().text(source.rows), header=[])
    yield _made(source, "header_only", Form().text([source.header]), rows=[])
    one = source.rows[:1]
    yield _made(source, "one_row", Form().text([source.header, *one]), rows=one)


def _surroundings(source: Source) -> Iterator[Polluted]:
    table = [source.header, *source.rows]
    text = Form().text(table)
    groups = [["Group A", *[""] * (len(source.header) - 1)], ["", *source.header[1:]]]
    groups[0][len(source.header) // 2] = "Group B"
    for n_above in (1, 2):
        above = [groups[0]] if n_above == 1 else [groups[0], ["kind", *source.header[1:]]]
        cells = [cell for row in [*above, source.header] for cell in row]
        joined = [
            _joined([row[i] for row in [*_filled(above), source.header]]) for i in _span(source)
        ]
        yield _made(
            source,
            f"header_rows_{n_above + 1}",
            Form().text([*above, *table]),
            header=cells,
            headers=(joined, source.header),
        )
    yield _made(source, "preamble_1", "Report of the year\r\n" + text)
    yield _made(source, "preamble_3", "Report of the year\r\nmade by hand, twice\r\n\r\n" + text)
    padded = ["Report", *[""] * (len(source.header) - 1)]
    yield _made(source, "preamble_padded", Form().text([padded]) + text)
    yield _made(source, "footnote", text + "Source: own figures\r\n")
    yield _made(source, "footnote_after_blank", text + "\r\nNote: all figures, where given\r\n")
    short = [source.header[:-1], *source.rows]
    yield _made(source, "header_short", Form().text(short), header=source.header[:-1])
    names, body = list(map(Form().cell, source.header)), Form().text(source.rows)
    extra = ",".join([names[0], "", *names[1:]]) + "\r\n" + body
    cut = [source.header[0], "", *source.header[1:]]
    yield _made(source, "header_extra_delimiter", extra, header=cut, headers=(source.header,))
    if len(source.header) > 3:
        yield _made(source, "header_delimiter", Form(";").line(source.header) + "\r\n" + body)
    quoted = [source.header[0], '"' + source.header[1], *source.header[2:]]
    quote = ",".join([names[0], '"' + names[1], *names[2:]]) + "\r\n" + body
    yield _made(source, "header_extra_quote", quote, header=quoted)
    long = [*source.header, "more"]
    yield _made(source, "header_long", Form().text([long, *source.rows]), header=long)


def _span(source: Source) -> range:
    return range(len(source.header))


def _filled(rows: list[Row]) -> list[Row]:
    """Return group names repeated over the columns they head."""
    result = []
    for row in rows:
        last, filled = "", []
        for cell in row:
            last = cell or last
            filled.append(last)
        result.append(filled)
    return result


def _joined(cells: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(cell for cell in cells if cell))


def _several_tables(source: Source) -> Iterator[Polluted]:
    table = [source.header, *source.rows]
    width = len(source.header)
    for kind, n_columns in (("same", width), ("fewer", max(2, width - 2)), ("more", width + 3)):
        second = [[f"field {i}" for i in range(n_columns)]]
        second += [[str(7 * r + i) for i in range(n_columns)] for r in range(3)]
        for gap, label in (("\r\n", "_apart"), ("", "")):
            yield _made(
                source,
                f"tables_{kind}{label}",
                Form().text(table) + gap + Form().text(second),
                rows=[*source.rows, *second],
                tables=(source.rows,),
            )


def _code_pages(source: Source) -> Iterator[Polluted]:
    text = Form().text([source.header, *source.rows])
    for encoding in ("utf-8-sig", "utf-16", *source.encodings):
        yield _made(source, f"encoding_{encoding}", text.encode(encoding))
    yield _made(source, "encoding_utf-16-be-bom", b"\xfe\xff" + text.encode("utf-16-be"))


def _spread(n: int, wanted: int | None) -> list[int]:
    if wanted is None or n <= wanted:
        return list(range(n))
    return sorted({round(i * (n - 1) / (wanted - 1)) for i in range(wanted)})


def _rows(source: Source, form: Form, cells: int | None) -> Iterator[Polluted]:
    lines = [form.line(row) for row in [source.header, *source.rows]]
    style = "_quoted" if form.all_quoted else ""
    width = len(source.header)
    for r in _spread(len(source.rows), cells):
        row = source.rows[r]
        written = [form.cell(cell) for cell in row]

        def made(kind: str, line: str, label: str, cut: Row, *wanted: Row, r: int = r) -> Polluted:
            text = form.end.join([*lines[: r + 1], line, *lines[r + 2 :]]) + form.end
            rows = [*source.rows[:r], cut, *source.rows[r + 1 :]]
            placed = tuple([*source.rows[:r], row, *source.rows[r + 1 :]] for row in wanted)
            return _made(source, kind + style, text, f"_{r}_{label}", rows=rows, placed=placed)

        for mark in (";", "\t"):
            other = replace(form, delimiter=mark)
            yield made("row_delimiter", other.line(row), str(ord(mark)), row, row)
        for c in _spread(width, cells):
            yield made(
                "row_extra_delimiter",
                ",".join([*written[:c], "", *written[c:]]),
                str(c),
                [*row[:c], "", *row[c:]],
                row,
            )
            for at in ("start", "end"):
                quoted = '"' + row[c] if at == "start" else row[c] + '"'
                raw = '"' + written[c] if at == "start" else written[c] + '"'
                with_quote = [*row[:c], quoted, *row[c + 1 :]]
                line = ",".join([*written[:c], raw, *written[c + 1 :]])
                yield made("row_extra_quote", line, f"{c}_{at}", with_quote, with_quote)
            if c + 1 < width:
                merged = _merged(written[c] + written[c + 1])
                line = ",".join([*written[:c], written[c] + written[c + 1], *written[c + 2 :]])
                yield made(
                    "row_missing_delimiter",
                    line,
                    str(c),
                    [*row[:c], merged, *row[c + 2 :]],
                    [*row[:c], merged, "", *row[c + 2 :]],
                    [*row[:c], "", merged, *row[c + 2 :]],
                )


def _merged(written: str) -> str:
    """Return two written cells as a reader of RFC 4180 cuts them when they touch."""
    if written.startswith('"') and written.endswith('"') and len(written) > 1:
        return written[1:-1].replace('""', '"')
    return written


# --- the score -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """What a reader made of a file: names and records of text."""

    header: Row
    rows: list[Row]


def score(polluted: Polluted, loaded: Loaded | None, *, placed: bool = False) -> float:
    """Return the score of a file, 0 to 10: success and P, R, F1 of header, records, cells.

    Multisets are compared; empty cells at the end of a record do not count. With
    `placed`, records with every cell in its own column are right as well.
    """
    if loaded is None:
        return 0.0
    header = max(
        _measures(_bare(truth), _bare(loaded.header))
        for truth in (polluted.header, *polluted.headers)
    )
    best = 0.0
    got = [_bare(row) for row in loaded.rows]
    also = polluted.placed if placed else ()
    for rows in (polluted.rows, *polluted.tables, *also):
        truth = [_bare(row) for row in rows]
        cells = _measures([c for row in truth for c in row], [c for row in got for c in row])
        best = max(best, _measures(truth, got) + cells)
    return 1 + header + best


def is_exact(polluted: Polluted, loaded: Loaded | None) -> bool:
    """Return whether every cell stands in its own row and column."""
    if loaded is None:
        return False
    got = [_bare(row) for row in loaded.rows]
    wanted = (*(polluted.placed or (polluted.rows,)), *polluted.tables)
    named = any(list(_bare(h)) == list(_bare(loaded.header)) for h in _headers(polluted))
    return named and any([_bare(row) for row in rows] == got for rows in wanted)


def _headers(polluted: Polluted) -> tuple[Row, ...]:
    return (polluted.header, *polluted.headers)


def _bare(row: Sequence[str]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return tuple(row[:end])


def _measures(truth: Sequence[object], got: Sequence[object]) -> float:
    """Return precision + recall + F1 of two bags."""
    if not truth and not got:
        return 3.0
    common = sum((Counter(truth) & Counter(got)).values())
    if not common:
        return 0.0
    precision, recall = common / len(got), common / len(truth)
    return precision + recall + 2 * precision * recall / (precision + recall)
