"""Which measures add up: a sum of rates, prices or temperatures means nothing."""

from __future__ import annotations

import re

from vizapp.profile import names
from vizapp.profile.attributes import AttributeDescription

_PERCENT = ("%", "\uff05", "percent", "\u767e\u5206\u6bd4")
# Sums of these mean nothing, whatever their unit.
_INTENSIVE = re.compile(
    r"率|占比|响应时|等待|候诊|延迟|客单|满意|星级|(?:薪|工资)(?!.*额)|血压|血糖|胆固醇|比例|比重|均|"
    r"(?:意愿|程度|认可度|推荐度|打分|几分|评价|量表)(?![数人次量条])|"
    r"[(\uff08\[]\s?[01]\s?[-\u2013~\u81f3\u5230]\s?(?:5|7|9|10|100)\s?\u5206?[)\uff09\]]|"
    r"单价|价格|股价|收盘|开盘|最高|最低|得分|评分|分数|指数|系数|温度|气温|湿度|"
    r"年龄|身高|体重|浓度|密度|速度|纬度|经度|汇率|利率|排名|名次|[水体地油室]温|心率|脉搏|肺活量|视力|"
    r"压力|电压|深度|海拔|高度|长度|宽度|厚度|直径|坡度|角度|焦虑|抑郁|智商|难度|强度|概率|方差|标准差|误差|[工司]龄|"
    r"\b(?:rate|ratio|share|percent(?:age)?|pct|avg|average|mean|median|price|score|rating|index|"
    r"temp(?:erature)?|humidity|latency|satisfaction|star|salary|salarie|wage|gpa|bmi"
    r"|cholesterol|glucose|response time|age|height|density|speed|rank|margin|yield|"
    r"latitude|longitude|per|pressure|pulse|depth|altitude|elevation|slope|angle|voltage|diameter"
    r"|length|width|thickness|wavelength|concentration|acidity|alkalinity|purity|difficulty|intensity"
    r"|magnitude|percentile|probability|stdev|variance|deviation|anxiety|depression|stress|happiness"
    r"|iq|tenure|educ|torque|mpg|horsepower|likert|nps)s?\b"
    r"|\bhow (?:likely|satisfied|easy|happy|often|well|good|much do you)\b",
    re.IGNORECASE,
)
# What is plainly summed, by the last word of the name. Names such as "cost" or "income" may be
# those of one item or person, so they are not among these.
_EXTENSIVE = re.compile(
    r"(?:销售额|销售金额|销售收入|营业收入|营业额|营收|总收入|成交额|交易额|金额|总额|支出|开支|花费|费用|运费|邮费|快递费|保费|手续费|服务费"
    r"|利润|预算|销量|销售量|数量|产量|件数|次数|人次|订单数|订单量|访问量|浏览量|点击量|点击数|下载量"
    r"|播放量|阅读量|发货量|出货量|出口额|进口额|发电量|捐款额|用户数|新增用户)$"
    r"|\b(?:sales|revenues?|gmv|profits?|expenses?|expenditures?|spend|spending|budget|quantity|qty"
    r"|units|orders|visits|clicks|(?:page ?)?views|impressions|downloads|signups|transactions"
    r"|shipments|donations|exports|imports|sold|order count"
    r"|(?:sales|orders?|total|transactions?|payments?|invoices?) ?(?:amount|amt|value|volume))$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s_]*(?:[(\uff08\[][^()\uff08\uff09\[\]]*[)\uff09\]]|[\s_](?:usd|eur|gbp|cny|rmb|k|m|mn))\s*$",
    re.IGNORECASE,
)  # a unit or currency behind a name


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
    intensive = rate or bool(_INTENSIVE.search(_spaced(attribute.name)))
    return "mean" if intensive or _is_place_or_time(attribute) else "sum"


def adds_up(attribute: AttributeDescription) -> bool | None:
    """Return whether a measure is one that people sum, None where its name does not tell.

    Examples
    --------
    >>> adds_up(AttributeDescription("Sales ($k)", "DOUBLE", 9))
    True
    >>> adds_up(AttributeDescription("\u5355\u4ef7", "DOUBLE", 9))
    False
    >>> adds_up(AttributeDescription("waiting", "INT", 9)) is None
    True
    """
    if default_aggregate(attribute) == "mean":
        return False
    if attribute.total is not None:
        return True
    name = _AFTER.sub("", _spaced(attribute.name).strip()).strip()
    return True if _EXTENSIVE.search(name) else None


def _is_place_or_time(attribute: AttributeDescription) -> bool:
    """Return whether the numbers say where or when: years of birth, too, written or counted."""
    where_or_when = attribute.meaning in ("year", "latitude", "longitude")
    return where_or_when or names.says_year(attribute.name)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)
