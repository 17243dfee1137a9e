"""Headlines: one sentence about what a chart shows, where its numbers carry one.

A headline is made of the values that are drawn, never of those that were left out: a
share is said only of a whole that is shown, a rise only where the series goes one way
or whole years can be compared, a first place only where it is not shared. Where the
numbers say nothing of the kind there is no headline, and the plain title stands alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pandas as pd

from vizapp.profile.additivity import adds_up
from vizapp.rendering import formats
from vizapp.rendering.encode import value_text
from vizapp.rendering.reduce import Key
from vizapp.rendering.scene import Scene
from vizapp.rendering.summary import Summary
from vizapp.rendering.wording import clean, cut_name, text_width

_APART = 0.02  # a smaller lead or change, as a share, is none
_ONE_WAY = 0.75  # rank correlation with time from which a series rises or falls
_TOGETHER = 0.7  # correlation from which two measures are said to go together
_LEAST_POINTS = 10  # of a scatter plot
_LEADING_SHARE = 1.5  # times an even share, from which a share is worth its words
_END = 0.2  # of the moments, at which who leads at the beginning or end does so each time
_DECIMALS = 2  # of a number; one of more is rounded
_LONG = 6  # characters of a number; a longer one is rounded
_MANIFOLD = 10  # times; of more, percentages say nothing
_PEAK = 1.1  # times the median
_PER_YEAR = {"month": 12, "quarter": 4, "week": 52, "day": 365}
_PERIODS = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_STEPS = {"hour": 1, "day": 1, "week": 7, "month": 31, "quarter": 92}  # days, the longest
_BRACKET = re.compile(r"\s*[(\uff08\[][^()\uff08\uff09\[\]]*[)\uff09\]]\s*$")
_FIRST_WORD = re.compile(r"[a-z][a-z]*\b")


def capital(text: str) -> str:
    """Return the text with a capital at its beginning, unless its first word has its own way.

    Examples
    --------
    >>> capital("sales by month"), capital("iPhone sales"), capital("n50 by day")
    ('Sales by month', 'iPhone sales', 'n50 by day')
    """
    found = _FIRST_WORD.match(text)
    return text[0].upper() + text[1:] if found and len(found[0]) > 1 else text


@dataclass(frozen=True)
class _Measure:
    """A measure as a sentence names it: without its unit, which stands with the values."""

    scene: Scene
    name: str | None
    aggregate: str
    title: str

    @classmethod
    def of(cls, scene: Scene, summary: Summary) -> _Measure:
        """Return the first measure of a summary."""
        return cls(scene, summary.measures[0], summary.aggregates[0], summary.titles[0])

    @property
    def words(self) -> str:
        """What it is called."""
        if self.name is None:
            return self.scene.t("记录数", "the rows")
        unit = self.scene.unit(self.name)
        bare = _BRACKET.sub("", self.name)
        if not unit or not bare or not formats.says_unit(self.name[len(bare) :], unit):
            bare = self.name
        return cut_name(self.title.replace(self.name, bare))

    @property
    def unit(self) -> str:
        """Its unit as the name writes it, else as it was found."""
        unit = self.scene.unit(self.name) or ""
        said = _BRACKET.search(self.name or "")
        if unit and said is not None and formats.says_unit(said[0], unit):
            return said[0].strip()[1:-1].strip()
        return unit

    @property
    def percent(self) -> bool:
        """Whether its values are per hundred, so that a change in per cent is two things."""
        return formats.is_percent(self.scene.unit(self.name))

    def value(self, value: float) -> str:
        """Return a value with its unit."""
        if self.name is None or self.aggregate in ("count", "distinct"):
            return formats.number(value)
        year = self.scene.attribute(self.name).meaning == "year"
        full = formats.number(value)
        # A sentence is no place for digits.
        if not year and (len(full) > _LONG or len(full.partition(".")[2]) > _DECIMALS):
            unit = self.unit
            text = formats.compact(value, self.scene.lang, unit=self.scene.unit(self.name))
            if not unit or self.percent:
                return text
            joint = "" if self.scene.lang == "zh" and text[-1:] in "万亿" else " "
            return formats.joined(text, unit, joint)
        text = value_text(self.scene, self.name, value, self.aggregate)
        unit = self.unit
        if not unit or self.percent or unit in text:
            return text
        return formats.joined(text, unit)

    def sums(self, summary: Summary) -> bool:
        """Return whether it is a whole whose parts people add up."""
        if self.name is None or self.aggregate == "count":
            return True
        if self.aggregate != "sum" or self.percent:
            return False
        return summary.repeated or bool(adds_up(self.scene.attribute(self.name)))


def _share(part: float) -> str:
    """Return a share or change in per cent: whole ones, or one digit below ten."""
    return f"{part:.0%}" if part >= 0.095 else f"{part:.1%}"


def leader(scene: Scene, summary: Summary, *, shares: bool = False) -> str:
    """Return which category of one key is first, and how much of the whole it has.

    `shares`: the chart shows parts of a whole, so that any measure is one.
    """
    if len(summary.measures) != 1 or len(summary.keys) != 1 or not summary.largest_kept:
        return ""
    frame = summary.frame[["k0", "v"]].dropna()
    parts = frame[frame["k0"] != summary.rests.get(0)].sort_values("v", kind="stable")
    if len(parts) < 2 or not _first(parts["v"]) or not _tells(scene, summary.keys[0].name):
        return ""
    measure = _Measure.of(scene, summary)
    # A name that is cut may be another's; a headline without room is none.
    name, value = cut_name(str(parts["k0"].iloc[-1]), 60), float(parts["v"].iloc[-1])
    total = float(frame["v"].sum())
    whole = shares or (measure.sums(summary) and not summary.n_dropped)
    if whole and (frame["v"] >= 0).all() and value * len(frame) >= _LEADING_SHARE * total:
        share = _share(value / total)
        if measure.percent:
            return scene.t(f"{name}占 {share}，居首", f"{name} leads with {share}")
        return scene.t(
            f"{name}占{measure.words}的 {share}，居首",
            f"{name} leads with {share} of {measure.words}",
        )
    if measure.name is None:
        return scene.t(f"{name}最多，有 {measure.value(value)} 条记录",
                       f"{name} has the most rows ({measure.value(value)})")  # fmt: skip
    return scene.t(
        f"{name}的{measure.words}居首，为 {measure.value(value)}",
        f"{name} ranks first by {measure.words} ({measure.value(value)})",
    )


def _tells(scene: Scene, attribute: str) -> bool:
    """Return whether values of an attribute say what they are: 'Yes' or '20' leads nothing."""
    found = scene.attribute(attribute)
    return found.type in ("STR", "DATE") or found.meaning == "year"


def _first(ascending: pd.Series) -> bool:
    """Return whether the last value is positive and clearly more than the one before."""
    second, first = float(ascending.iloc[-2]), float(ascending.iloc[-1])
    return first > 0 and first - second >= _APART * first


def crossing(scene: Scene, summary: Summary) -> str:
    """Return where two dimensions cross at the highest value."""
    frame = summary.frame[["k0", "k1", "v"]].dropna().sort_values("v", kind="stable")
    if len(frame) < 4 or not summary.largest_kept or not _first(frame["v"]):
        return ""
    measure = _Measure.of(scene, summary)
    row = frame.iloc[-1]
    at = [cut_name(str(row["k0"])), cut_name(str(row["k1"]))]
    value = measure.value(float(row["v"]))
    words, place = capital(measure.words), scene.t("、", ", ").join(at)
    if measure.name is None:
        return scene.t(f"{place}的记录最多（{value}）", f"Most rows: {place} ({value})")
    return scene.t(f"{words}在{place}最高（{value}）", f"{words} highest at {place} ({value})")


def along(scene: Scene, summary: Summary, series: list[str], *, stacked: bool = False) -> str:
    """Return how a measure goes along a key: by time, or who leads everywhere.

    The frame has the series in its column ``s``. `stacked`: the series lie on each
    other, so that their sum is what the eye sees.
    """
    if len(summary.measures) != 1 or (summary.n_dropped and len(series) > 1):
        return ""
    measure, key = _Measure.of(scene, summary), summary.keys[0]
    frame = summary.frame
    timed = key.kind == "time" or (key.kind == "number" and key.step == "year")
    if stacked or len(series) == 1:
        if key.kind == "time":
            frame = _whole_periods(scene, key, frame)
        frame = frame.groupby(["k0", "r0"], sort=False)["v"].sum(min_count=1).reset_index()
        if key.kind == "number" and timed and scene.lang == "zh":
            frame["k0"] = frame["k0"] + "年"  # "2015GDP" would be one word
        if timed:
            return _course(measure, summary, frame, key.step, total=len(series) > 1)
        # Of numbers the largest one is no category that leads.
        named = key.kind != "number" and not stacked and len(summary.keys) == 1
        return leader(scene, summary) if named else ""
    rests = set(summary.rests.values())
    return "" if rests else _always_first(measure, key.name, frame, timed=timed)


def _whole_periods(scene: Scene, key: Key, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out a first and last period that the table covers in part: half a month is no fall."""
    freq, fine = _PERIODS.get(str(key.step)), scene.attribute(key.name).granularity
    if freq is None or fine not in _STEPS or fine == key.step:
        return frame
    dates = pd.to_datetime(scene.frame[key.name]).dropna()
    if dates.empty:
        return frame
    first, last = (pd.Timestamp(at).to_period(freq) for at in (dates.min(), dates.max()))
    slack = pd.Timedelta(days=_STEPS[fine])
    ranks = frame["r0"]
    if dates.min() - first.start_time >= slack:
        frame = frame[ranks > ranks.min()]
    if last.end_time - dates.max() >= slack:
        frame = frame[frame["r0"] < ranks.max()]
    return frame


def _always_first(measure: _Measure, key: str, frame: pd.DataFrame, *, timed: bool) -> str:
    """Return which series is above all others at every place, or passed another."""
    table = (
        frame.dropna(subset=["v"])
        .pivot_table(index="r0", columns="s", values="v", aggfunc="sum")
        .sort_index()
    )
    if table.shape[1] < 2 or len(table) < 2 or table.isna().any(axis=None):
        return ""
    scene, words = measure.scene, measure.words
    tops = table.idxmax(axis=1)
    top, last = str(tops.iloc[0]), str(tops.iloc[-1])
    if (tops == top).all():
        rest = table.drop(columns=top).max(axis=1)
        if (table[top] <= rest).any():
            return ""
        name, by = cut_name(top), cut_name(key)
        where = scene.t("始终", "throughout") if timed else scene.t(f"在各{by}均", f"in every {by}")
        if measure.name is None:
            return scene.t(f"{name}的记录{where}最多", f"{name} has the most rows {where}")
        return scene.t(f"{name}的{words}{where}最高", f"{name} ranks first by {words} {where}")
    if not timed or top == last:
        return ""
    lead, n = (table[last] - table[top]) / table[top].abs(), math.ceil(len(table) * _END)
    ends = (lead[:n] < -_APART).all() and (lead[-n:] > _APART).all()
    # Of series that cross again and again the last crossing is no news.
    if not ends or _way(lead) < _ONE_WAY:
        return ""
    return scene.t(
        f"{cut_name(last)}的{words}超过了{cut_name(top)}",
        f"{cut_name(last)} overtook {cut_name(top)}",
    )


def _course(
    measure: _Measure, summary: Summary, frame: pd.DataFrame, step: str | None, *, total: bool
) -> str:
    """Return the course of one series: between years, from end to end, or its peak."""
    frame = frame.dropna(subset=["v"]).sort_values("r0", kind="stable").reset_index(drop=True)
    if len(frame) < 2:
        return ""
    words = measure.words
    if total:
        words = measure.scene.t(f"{words}合计", f"total {words}")
    if measure.sums(summary) and step in _PER_YEAR:
        said = _years(measure.scene, words, frame, _PER_YEAR[step])
        if said:
            return said
    return _ends(measure, words, frame) or _peak(measure, words, frame)


def _years(scene: Scene, words: str, frame: pd.DataFrame, expected: int) -> str:
    """Return how the last whole year compares with the one before."""
    years = pd.to_datetime(frame["r0"], unit="s").dt.year
    sums = frame.groupby(years)["v"].agg(["sum", "size"])
    whole = sums[sums["size"] >= expected]
    if len(whole) < 2 or whole.index[-2] != whole.index[-1] - 1:
        return ""
    year = int(whole.index[-1])
    before, after = float(whole["sum"].iloc[-2]), float(whole["sum"].iloc[-1])
    if year < int(years.iloc[-1]) - 1 or before <= 0 or after < 0:
        return ""
    change = (after - before) / before
    if abs(change) < _APART:
        return ""
    return scene.t(
        f"{year} 年{words}{'增长' if change > 0 else '下降'} {_share(abs(change))}",
        f"{capital(words)} {'rose' if change > 0 else 'fell'} {_share(abs(change))} in {year}",
    )


def _ends(measure: _Measure, words: str, frame: pd.DataFrame) -> str:
    """Return the change from the first to the last value of a series that goes one way."""
    values = frame["v"].astype(float)
    first, last = float(values.iloc[0]), float(values.iloc[-1])
    if abs(last - first) < _APART * abs(first) or first == last:
        return ""
    way = _way(values)
    if math.isnan(way) or abs(way) < _ONE_WAY or (way > 0) != (last > first):
        return ""
    scene, up = measure.scene, last > first
    start, end = str(frame["k0"].iloc[0]), str(frame["k0"].iloc[-1])
    if measure.percent or first <= 0 or last < 0 or last > _MANIFOLD * first:
        a, b = measure.value(first), measure.value(last)
        return scene.t(
            f"{words}从 {a} {'升至' if up else '降至'} {b}",
            f"{capital(words)} {'rose' if up else 'fell'} from {a} to {b}",
        )
    change = _share(abs(last - first) / first)
    return scene.t(
        f"{start}至{end}，{words}{'增长' if up else '下降'} {change}",
        f"{capital(words)} {'rose' if up else 'fell'} {change} from {start} to {end}",
    )


def _way(values: pd.Series) -> float:
    """Return how far values rise from each to the next: 1 for always, -1 for never."""
    order = pd.Series(range(len(values)), index=values.index, dtype=float)
    return float(values.rank().corr(order))


def _peak(measure: _Measure, words: str, frame: pd.DataFrame) -> str:
    """Return where a series that goes to and fro is highest."""
    values = frame["v"].astype(float)
    ordered = values.sort_values(kind="stable")
    if len(values) < 5 or not _first(ordered) or ordered.iloc[-1] < _PEAK * values.median():
        return ""
    at, value = str(frame["k0"].iloc[int(values.idxmax())]), measure.value(float(values.max()))
    return measure.scene.t(
        f"{at}{words}最高，为 {value}", f"{capital(words)} peaked at {value} ({at})"
    )


def together(scene: Scene, x: str, y: str, points: pd.DataFrame) -> str:
    """Return whether two measures rise together: columns ``c0`` and ``c1``."""
    if len(points) < _LEAST_POINTS or x == y:
        return ""
    plain = points["c0"].corr(points["c1"])
    ranked = points["c0"].rank().corr(points["c1"].rank())  # one far point makes no relation
    if not (abs(plain) >= _TOGETHER and abs(ranked) >= _TOGETHER and plain * ranked > 0):
        return ""
    up = plain > 0
    a, b = (_Measure(scene, n, "mean", n).words for n in (x, y))
    return scene.t(
        f"{a}越高，{b}往往越{'高' if up else '低'}",
        f"{capital(b)} tends to {'rise' if up else 'fall'} as {a} rises",
    )


def highest_middle(scene: Scene, name: str, by: str, medians: dict[str, float]) -> str:
    """Return which group, a value of the attribute `by`, has the highest median."""
    ordered = pd.Series(medians, dtype=float).sort_values(kind="stable")
    if len(ordered) < 2 or not _first(ordered) or not _tells(scene, by):
        return ""
    measure, group = _Measure(scene, name, "median", name), cut_name(str(ordered.index[-1]))
    value = measure.value(float(ordered.iloc[-1]))
    return scene.t(
        f"{group}的{measure.words}中位数最高，为 {value}",
        f"{group} has the highest median {measure.words} ({value})",
    )


def passed(scene: Scene, first: str, last: str, share: float) -> str:
    """Return which share of the first stage reaches the last one."""
    if share < 0.0005:  # 0.0% would say that nobody does; of nobody there is nothing to say
        return ""
    part = _share(share)
    return scene.named(
        lambda name: scene.t(
            f"从{name(first)}到{name(last)}的转化率为 {part}",
            f"{part} get from {name(first)} to {name(last)}",
        )
    )


def fitting(text: str, scene: Scene, size: float) -> str:
    """Return the headline where it has room on one line and may be said, else nothing."""
    text = clean(text)
    if not text or scene.sampled or text_width(text, size, bold=True) > scene.width:
        return ""
    return capital(text) if scene.lang == "en" else text
