"""Which measures add up: a sum of rates, prices or temperatures means nothing."""

from __future__ import annotations

import re

from vizapp.profile.attributes import AttributeDescription

_PERCENT = ("%", "\uff05", "percent", "\u767e\u5206\u6bd4")
# Sums of these mean nothing, whatever their unit.
_INTENSIVE = re.compile(
    r"率|占比|比例|比重|均|单价|价格|股价|收盘|开盘|最高|最低|得分|评分|分数|指数|系数|温度|气温|湿度|"
    r"年龄|身高|体重|浓度|密度|速度|纬度|经度|汇率|利率|排名|"
    r"\b(?:rate|ratio|share|percent(?:age)?|pct|avg|average|mean|median|price|score|rating|index|"
    r"temp(?:erature)?|humidity|age|height|density|speed|rank|margin|yield|latitude|longitude)s?\b",
    re.IGNORECASE,
)


def default_aggregate(attribute: AttributeDescription) -> str:
    """Return how to aggregate a measure that was given none: rates are never summed.

    Examples
    --------
    >>> default_aggregate(AttributeDescription("增长率", "DOUBLE", 9))
    'mean'
    >>> default_aggregate(AttributeDescription("sales", "INT", 9, unit="USD"))
    'sum'
    """
    if attribute.total is not None:  # shares that make up a whole
        return "sum"
    unit = attribute.unit or ""
    rate = unit.strip().lower() in _PERCENT or "/" in unit or unit in ("‰", "℃", "°C", "°F", "岁")
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", attribute.name)
    intensive = rate or bool(_INTENSIVE.search(spaced))
    return "mean" if intensive or attribute.meaning in ("year", "latitude", "longitude") else "sum"
