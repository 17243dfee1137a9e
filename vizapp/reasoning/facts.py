"""What the hand rules read in a description: roles of attributes, words in names.

A description says types, counts and a few facts; a rule asks for roles (time,
measure, dimension, end of a link). The words that names are recognised by stand
here, in zh and en, once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from vizapp.components.declare import NUMBER
from vizapp.profile.attributes import AttributeDescription, TableDescription

Attribute = AttributeDescription

# Words by what they say about an attribute; matched in lower-cased names, the
# English ones as whole words.
_WORDS: dict[str, tuple[str, str]] = {
    "share": (
        "占比|比例|份额|百分比|比重|构成|分布率",
        "share|percent|percentage|pct|proportion|fraction|ratio of total",
    ),
    "rate": (
        "率|均|单价|价格|价|温度|湿度|评分|得分|分数|成绩|指数|年龄|密度|人均|浓度|水平|速度|强度|系数",
        "rate|ratio|avg|average|mean|median|price|temperature|temp|humidity|score|rating|index|age"
        "|density|per|percent|percentage|pct|speed|level|height|weight|length|width|depth|gpa|bmi",
    ),
    "score": (
        "得分|分数|评分|分值|能力值|打分|成绩|满意度|指数",
        "score|rating|points|grade|level|strength|satisfaction|performance",
    ),
    "aspect": (
        "维度|指标|能力|特性|属性|技能|方面|因素|素质|特征|科目|性能",
        "dimension|aspect|attribute|skill|factor|criterion|criteria|metric|ability|trait|feature"
        "|quality|subject|characteristic|competency",
    ),
    "stage": (
        "阶段|步骤|环节|流程|漏斗|转化",
        "stage|step|phase|funnel|status|milestone",
    ),
    "word": (
        "词|词语|关键词|标签|单词|热词|文本|词汇",
        "word|words|keyword|keywords|tag|tags|term|terms|text|token|hashtag|topic",
    ),
    "weight": (
        "频|词频|频率|频次|权重|次数|热度|出现",
        "count|freq|frequency|weight|value|occurrences|mentions|hits|size",
    ),
    "source": (
        "来源|起点|源|源头|出发|始发|起始|转出|发送方|从|出发地|上游|前置|关系人",
        "source|from|origin|src|sender|start node|node1|departure",
    ),
    "target": (
        "去向|终点|目标节点|目的|到达|转入|接收方|到|目的地|下游|目标",
        "target|to|destination|dest|receiver|dst|end node|node2|arrival",
    ),
    "step_from": (
        "步骤|过程|阶段|环节|工序|当前|任务",
        "stage|step|phase|current|activity|process|task",
    ),
    "step_to": ("下一步|后续|下一|下个|后一|接着", "next|following|successor|then"),
    "topic_from": (
        "主题|父|上级|大类|一级|分类|类别|根",
        "topic|parent|category|main|theme|root|manager|superior",
    ),
    "topic_to": (
        "子主题|子|下级|小类|二级|分支|子类",
        "subtopic|child|subcategory|sub|branch|leaf|subordinate|employee",
    ),
    "target_value": (
        "目标|上限|总量|计划|满分|预算|总数|应",
        "target|goal|limit|quota|max|maximum|total|planned|budget|capacity",
    ),
    "progress": (
        "进度|完成|使用率|达成|完成率|完成度|利用率",
        "progress|completion|completed|done|usage|utilization|utilisation|achieved|achievement",
    ),
    "change": (
        "变动|增减|变化|影响|盈亏|净|损益|差额|增量|贡献",
        "change|delta|net|variance|impact|effect|contribution|gain|gains|loss|cash flow|profit",
    ),
    "open": ("开盘|开盘价", "open|opening"),
    "high": ("最高|最高价", "high|highest"),
    "low": ("最低|最低价", "low|lowest"),
    "close": ("收盘|收盘价", "close|closing|last"),
    "begin": ("开始|起始|开工|开始时间|起|入职", "start|begin|begins|from|started"),
    "end": (
        "结束|截止|完成|完工|结束时间|止|到期",
        "end|finish|finished|due|until|to|deadline|ended",
    ),
    "part": (
        "支付方式|行业|菜系|来源渠道|渠道|类型|大洲|能源",
        "payment method|sector|cuisine|cuisine type|continent|segment|channel|source|type",
    ),
}


def _compile(zh: str, en: str) -> re.Pattern[str]:
    return re.compile(f"(?:{zh})|(?<![a-z])(?:{en})(?![a-z])")


_PATTERNS = {key: _compile(*words) for key, words in _WORDS.items()}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def says(attribute: Attribute | None, *kinds: str) -> bool:
    """Return whether the attribute's name holds a word of one of these kinds.

    Examples
    --------
    >>> says(Attribute("MarketShare", "DOUBLE", 4), "share")
    True
    """
    if attribute is None:
        return False
    text = _CAMEL.sub(" ", attribute.name).replace("_", " ").lower()
    return any(_PATTERNS[kind].search(text) for kind in kinds)


def bounds(attribute: Attribute) -> tuple[float, float] | None:
    """Return the range of a numeric attribute, None when it is not known."""
    if attribute.range is None or isinstance(attribute.range[0], str):
        return None
    return float(attribute.range[0]), float(attribute.range[1])


def magnitude(attribute: Attribute) -> float | None:
    """Return the largest absolute value, None when it is not known."""
    limits = bounds(attribute)
    return None if limits is None else max(abs(limits[0]), abs(limits[1]))


class Facts:
    """A description seen through roles; computed once per answer."""

    def __init__(self, description: TableDescription, mentions: Sequence[str] = ()) -> None:
        self.description = description
        self.rows = description.data_amount
        # Attributes that the ask names come first in every role.
        order = {name: index for index, name in enumerate(mentions)}
        self.attributes = tuple(
            sorted(description.attributes, key=lambda a: order.get(a.name, len(order)))
        )

    def is_unique(self, attribute: Attribute) -> bool:
        """Return whether every row has its own value."""
        return self.rows > 0 and attribute.value_amount + (attribute.missing or 0) >= self.rows

    def _usable(self, attribute: Attribute) -> bool:
        if attribute.value_amount == 0 or attribute.meaning in ("id", "text"):
            return False
        return attribute.value_amount > 1 or self.rows <= 1

    @cached_property
    def times(self) -> tuple[Attribute, ...]:
        """Dates first, then years, then ordered words of time."""
        usable = [a for a in self.attributes if self._usable(a)]
        dates = [a for a in usable if a.type == "DATE"]
        years = [a for a in usable if a.type != "DATE" and a.meaning == "year"]
        words = [a for a in usable if a.type == "STR" and a.order in ("month", "quarter")]
        return (*dates, *years, *words)

    @cached_property
    def coordinates(self) -> tuple[Attribute, Attribute] | None:
        """Longitude and latitude."""
        found = {a.meaning: a for a in reversed(self.attributes)}
        if "longitude" in found and "latitude" in found:
            return found["longitude"], found["latitude"]
        return None

    def _is_level(self, attribute: Attribute) -> bool:
        """Return whether few whole numbers stand for groups (cylinders, grades)."""
        limits = bounds(attribute)
        return (
            attribute.type == "INT"
            and attribute.unit is None
            and 2 <= attribute.value_amount <= 6
            and self.rows >= 8 * attribute.value_amount
            and limits is not None
            and limits[0] >= 0
            and limits[1] <= 20
        )

    @cached_property
    def measures(self) -> tuple[Attribute, ...]:
        """Numbers that can be aggregated: no id, code, year or coordinate."""
        numeric = [
            a for a in self.attributes if a.type in NUMBER and a.value_amount and not a.meaning
        ]
        varying = [a for a in numeric if self._usable(a) and not self._is_level(a)]
        return tuple(varying or numeric)

    @cached_property
    def dimensions(self) -> tuple[Attribute, ...]:
        """Words, flags and codes; numbers that stand for groups last."""
        usable = [a for a in self.attributes if self._usable(a) and a not in self.times]
        words = [a for a in usable if a.type in ("STR", "BOOL")]
        codes = [a for a in usable if a.type in NUMBER and a.meaning == "code"]
        levels = [
            a
            for a in usable
            if a.type in NUMBER and not a.meaning and self._is_level(a) and a not in self.measures
        ]
        return (*words, *codes, *levels)

    @property
    def time(self) -> Attribute | None:
        """The first time attribute."""
        return self.times[0] if self.times else None

    @cached_property
    def category(self) -> Attribute | None:
        """The dimension to compare by: unique first, else the first with few values."""
        if not self.dimensions:
            return None
        unique = [a for a in self.dimensions if self.is_unique(a)]
        if unique and self.rows <= 60:
            return unique[0]
        few = [a for a in self.dimensions if a.value_amount <= 40]
        return (few or list(self.dimensions))[0]

    def group_for(self, *names: str) -> Attribute | None:
        """Return the dimension that tells the rows of one mark apart, if one does."""
        if not self.description.repeats(names):
            return None
        fits = [a for a in self.dimensions if a.name not in names and 2 <= a.value_amount <= 12]
        telling = [a for a in fits if not self.description.repeats((*names, a.name))]
        return next(iter(telling or fits), None)

    def alike(self, attributes: Sequence[Attribute], limit: int = 8) -> tuple[Attribute, ...]:
        """Return the attributes that share unit and scale with the first one."""
        if not attributes:
            return ()
        first = attributes[0]
        return tuple(a for a in attributes if self.same_scale(first, a))[:limit]

    def same_scale(self, a: Attribute, b: Attribute) -> bool:
        """Return whether one axis serves both measures."""
        if a.unit and b.unit and a.unit != b.unit:
            return False
        if says(a, "rate", "share") != says(b, "rate", "share") and (a.unit or "") != (
            b.unit or ""
        ):
            return False
        top, other = magnitude(a), magnitude(b)
        if top is None or other is None:
            return True
        if min(top, other) == 0:
            return True
        return max(top, other) / min(top, other) < 10

    def correlated(self, a: Attribute, b: Attribute) -> bool:
        """Return whether the two measures are known to move together."""
        return any({a.name, b.name} == set(pair) for pair in self.description.correlated)

    def is_rate(self, attribute: Attribute) -> bool:
        """Return whether its sum over rows says nothing."""
        return attribute.unit in ("%", "‰", "°C", "℃", "°F") or (
            says(attribute, "rate") and attribute.total is None
        )

    def non_negative(self, attribute: Attribute) -> bool:
        """Return whether no value is known to be negative."""
        limits = bounds(attribute)
        return limits is None or limits[0] >= 0

    def long_names(self, attribute: Attribute) -> bool:
        """Return whether the samples are too long to stand side by side."""
        widths = [sum(2 if ord(c) > 0x2E7F else 1 for c in s) for s in attribute.samples]
        return bool(widths) and sum(widths) / len(widths) > 16
