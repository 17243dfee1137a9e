"""Tables that break naive drawing code, and every chart that fits them."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pandas as pd

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import OPTIONS, Channel, ChartComponent, Form
from vizapp.components.spec import Chart, Filter, Options
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import ProfiledTable, profile

NAMES = (
    'a"b', "x.y[z]", "back\\slash", "new\nline", "emoji 😀", "长" * 150, "datum", "net:sales",
    "'quoted'", "a/b{c}", "<b>bold</b>", "销售额(万元)",
)  # fmt: skip
WORDS = ("", "甲", "x.y", 'say "hi"', "<script>", "长" * 300, "new\nline", "\\", "0", "NaN", "null")


def profiled(columns: dict[str, list[object]]) -> ProfiledTable:
    names = list(columns)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return profile(table_from_rows(rows, name="hostile", lang="en"))


def _mixed(n: int) -> dict[str, list[object]]:
    r = random.Random(n)
    return {
        NAMES[0]: [r.choice(WORDS[1:]) for _ in range(n)],
        NAMES[1]: [r.choice((None, r.uniform(-1e6, 1e6))) for _ in range(n)],
        NAMES[2]: [r.randint(-5, 90) for _ in range(n)],
        NAMES[3]: [
            f"20{r.randint(18, 24)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}" for _ in range(n)
        ],
        NAMES[4]: [r.choice(("true", "false")) for _ in range(n)],
        NAMES[5]: [r.choice("ABCDEFGH") for _ in range(n)],
        NAMES[6]: [r.choice("ABCDEFGH") for _ in range(n)],
        NAMES[7]: [abs(r.gauss(0, 1)) * 10 ** r.randint(-6, 9) for _ in range(n)],
    }  # fmt: skip


def tables() -> dict[str, ProfiledTable]:
    """Return the hostile tables by what is wrong with them."""
    many = [f"类别 {i} {'很长的名字' * (i % 4)}" for i in range(200)]
    circle = list("ABCDEA")
    infinite = profiled({"k": list("abcd"), "v": [1.5, 2.5, 3.5, 4.5], "w": [1, 2, 3, 4]})
    frame = infinite.frame.copy()
    frame.loc[0, "v"], frame.loc[1, "v"] = math.inf, -math.inf
    missing = profiled({"k": list("abcd"), "v": [1.5, 2.5, 3.5, 4.5], "w": [1, 2, 3, 4]})
    gone = missing.frame.copy()
    gone["v"] = math.nan
    gone["k"] = pd.Series([None] * 4, dtype=object)
    return {
        "mixed": profiled(_mixed(60)),
        "one row": profiled({"name": ["x"], "v": [-3.5], "n": [7], "d": ["2024-02-29"]}),
        "one column": profiled({"v": [1.5, 2.5, -9.25, None, 1e9]}),
        "one word column": profiled({"w": ["a", "b", "a", None]}),
        "many categories": profiled({
            "c": many, "v": [i - 20 for i in range(200)], "g": many[::-1],
        }),
        "links with circles": profiled({
            "from": [*circle, "X", "Y", "Y"], "to": [*circle[1:], "A", "Z", "Y", "X"],
            "v": [3, 0, 5, -1, 2, 4, 1, 1, 2],
        }),
        "two trees": profiled({
            "parent": list("aabbxx"), "child": list("bcdeyz"), "n": [1, 2, 3, 4, 5, 6],
        }),
        "infinite": ProfiledTable(infinite.table, infinite.description, frame),
        "all missing": ProfiledTable(missing.table, missing.description, gone),
        "constant": profiled({
            "k": ["a"] * 5, "v": [0] * 5, "w": [0.5] * 5, "d": ["2024-01-01"] * 5,
        }),
        "huge and tiny": profiled({
            "k": list("abc"), "v": [1e18, -1e-9, 3.2e17], "t": [1e-12, 2e-12, 5e-11],
        }),
        "places": profiled({
            "lon": [179.9, -179.9, 0, 120.5], "lat": [-89.0, 85.5, 0, 31.2], "pop": [0, 5, 1e7, 3],
            "city": ["斐济", "x" * 300, "", "上海"],
        }),
        "times": profiled({
            "at": [f"2024-03-{1 + i // 24:02d} {i % 24:02d}:30:00" for i in range(480)],
            "open": [20 + (i % 7) for i in range(480)], "close": [21 + (i % 5) for i in range(480)],
            "low": [19 + (i % 3) for i in range(480)], "high": [28 for _ in range(480)],
        }),
        "years": profiled({
            "年份": [2001 + i for i in range(20)],
            "金额(亿元)": [1e3 * i for i in range(20)],
            "增长率(%)": [i - 5.5 for i in range(20)],
        }),
    }  # fmt: skip


def _pick(channel: Channel, names: list[str], r: random.Random, used: set[str]) -> tuple[str, ...]:
    free = [n for n in names if n not in used]
    if len(free) < channel.min_items:
        return ()
    n = r.randint(channel.min_items, max(channel.min_items, min(channel.max_items, len(free), 3)))
    return tuple(r.sample(free, n))


def _options(component: ChartComponent, table: ProfiledTable, r: random.Random) -> Options:
    def maybe(option: str, *values: object) -> object:
        return r.choice((None, *values)) if option in component.options else None

    filters: tuple[Filter, ...] = ()
    if "filter" in component.options and r.random() < 0.25:
        name = r.choice(table.description.names)
        op = r.choice(("=", "!=", "<", "<=", ">", ">=", "in", "contains"))
        filters = (Filter(name, op, ("a", 3) if op == "in" else r.choice(("2024", 2, "a", True))),)
    return Options(
        aggregate=maybe("aggregate", *OPTIONS["aggregate"]),  # type: ignore[arg-type]
        time_unit=maybe("timeUnit", *OPTIONS["timeUnit"]),  # type: ignore[arg-type]
        sort=maybe("sort", *OPTIONS["sort"]),  # type: ignore[arg-type]
        limit=maybe("limit", 1, 3, 50),  # type: ignore[arg-type]
        stack=maybe("stack", *OPTIONS["stack"]),  # type: ignore[arg-type]
        bins=maybe("bins", 1, 12, 500),  # type: ignore[arg-type]
        filters=filters,
    )


def _fill(
    form: Form, table: ProfiledTable, r: random.Random
) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    types = {a.name: a.type for a in table.description.attributes}
    used: set[str] = set()
    chosen = []
    for channel in form.channels:
        if not channel.required and r.random() < 0.4:
            continue
        names = [n for n, t in types.items() if t in channel.accepts]
        picked = _pick(channel, names, r, used)
        if not picked and channel.required:
            return None
        if picked:
            used |= set(picked)
            chosen.append((channel.name, picked))
    return tuple(chosen)


def charts(table: ProfiledTable, seed: int, each: int) -> Iterator[Chart]:
    """Yield random charts of every component whose types the table can fill.

    Only types count: a checker would refuse some of these for their number of
    values or their sign, but a drawing must stand them.
    """
    r = random.Random(seed)
    for component in catalogue().values():
        for form in component.forms:
            for _ in range(each):
                channels = _fill(form, table, r)
                if channels is not None:
                    yield Chart(component.name, channels, _options(component, table, r))
