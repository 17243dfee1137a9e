"""Why a column has its type: a reason that a person can read, and how sure it is.

A reason is a code with fields, so that a window in either language can word it;
`Guess.text` is the wording used everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vizapp.core.language import Lang

SURE = 0.98
# How often each reason was right on labelled tables, rounded down; reasons that
# those tables do not show have the confidence of the nearest one that they do.
_CONFIDENCE: Mapping[str, float] = {
    "chosen": 1.0,
    "native": 0.99,
    "numbers": 0.99,
    "decorated": 0.98,
    "noted": 0.95,
    "losses": 0.8,
    "doubtful_mark": 0.8,
    "mark_by_delimiter": 0.7,
    "words": 0.98,
    "empty": 0.5,
    "yes_no": 0.99,
    "flag_name": 0.97,
    "flag_values": 0.9,
    "dates": 0.98,
    "digits_date": 0.93,
    "epoch": 0.9,
    "serial": 0.9,
    "day_or_month": 0.6,
    "code": 0.95,
    "year": 0.97,
    "decimal_year": 0.95,
    "id": 0.95,
    "class": 0.85,
    "place": 0.97,
    "path": 0.85,
    "text": 0.9,
    "order": 0.95,
}
_COMMA = "\uff0c"
_TEXTS: Mapping[str, tuple[str, str]] = {
    "chosen": ("由您指定为此类型", "You chose this type"),
    "native": ("文件本身说明了类型", "The file itself says the type"),
    "numbers": ("每个值都是数字", "Every value is a number"),
    "decorated": (
        "去掉千分位、货币或单位后都是数字",
        "Numbers with separators, currency or a unit",
    ),
    "noted": (
        "去掉脚注标记后都是数字",
        "Numbers, some with the mark of a footnote",
    ),
    "losses": (
        "数字前的▲和△读作负号,同列没有上升或下降的其他符号",
        "Numbers; ▲ and △ before them are read as minus, for no other sign stands in the column",
    ),
    "doubtful_mark": (
        "逗号或句点可能是千分位,也可能是小数点,按小数点为句点读取",
        "A comma or point may group thousands or mark decimals; read with a decimal point",
    ),
    "mark_by_delimiter": (
        "逗号或句点可能是千分位,也可能是小数点,文件以分号分隔,按小数点为逗号读取",
        "A comma or point may group thousands or mark decimals; read with a decimal comma, "
        "as most files with semicolons have it",
    ),
    "words": ("值是文字", "The values are words"),
    "empty": ("整列没有值", "The column has no value"),
    "yes_no": ("值只有是与否", "The values say yes or no"),
    "flag_name": ("列名表示是否,值只有0和1", "The name asks yes or no, the values are 0 and 1"),
    "flag_values": ("值只有0和1", "The values are only 0 and 1"),
    "dates": ("每个值都是日期或时间", "Every value is a date or time"),
    "digits_date": ("数字是连写的日期", "The digits are dates written without separators"),
    "epoch": ("数字是1970年以来的秒或毫秒", "The digits are seconds or milliseconds since 1970"),
    "serial": (
        "数字是电子表格从1900年起数的天数",
        "The digits are days as a spreadsheet counts them from 1900",
    ),
    "day_or_month": (
        "日和月的先后不能确定,按{order}读取",
        "Day or month first is not certain; read as {order}",
    ),
    "code": ("数字是编码,不是数量", "The digits are a code, not an amount"),
    "year": ("值是年份", "The values are years"),
    "decimal_year": ("值是带小数的年份", "The values are years with a decimal part"),
    "id": ("值是编号", "The values name rows or things"),
    "class": ("数字代表类别", "The numbers stand for classes"),
    "place": ("值是经纬度", "The values are coordinates"),
    "path": ("值是带分隔符的层级", "The values are levels of a hierarchy"),
    "text": ("值是长文本", "The values are long texts"),
    "order": ("文字有固有顺序", "The words have an order of their own"),
}
_MEANINGS: Mapping[str, str] = {
    "id": "id", "year": "year", "path": "path", "text": "text",
    "longitude": "place", "latitude": "place",
}  # fmt: skip
_ORDERS: Mapping[str, tuple[str, str]] = {
    "day": ("日/月", "day first"),
    "month": ("月/日", "month first"),
}


@dataclass(frozen=True)
class Guess:
    """Why a column has its type.

    Parameters
    ----------
    code : str
        The reason, one of the keys of the texts.
    confidence : float
        0 to 1; 1 only for what the person chose.
    fields : mapping
        What the text mentions: `order` (day or month), `n_unread` (cells that
        are not of the type and count as missing).
    """

    code: str
    confidence: float
    fields: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """Return the reason in a person's words.

        Examples
        --------
        >>> Guess("day_or_month", 0.6, {"order": "day"}).text("en")
        'Day or month first is not certain; read as day first'
        """
        index = 0 if lang == "zh" else 1
        order = _ORDERS.get(str(self.fields.get("order", "")), ("", ""))[index]
        said = _TEXTS[self.code][index].format(order=order)
        n_unread = self.fields.get("n_unread", 0)
        if n_unread:
            more = (f"{_COMMA}{n_unread} 个值无法读取", f"; {n_unread} cells could not be read")
            said += more[index]
        return said.replace(",", _COMMA) if lang == "zh" else said


def guess(
    how: str,
    *,
    meaning: str | None = None,
    fractional: bool = False,
    ordered: bool = False,
    fields: Mapping[str, str | int] | None = None,
) -> Guess:
    """Return the reason for a column, given how its cells were read.

    Parameters
    ----------
    how : str
        The reason of the conversion.
    meaning : str, optional
        What the name and values say beyond the type; it is the better reason.
    fractional : bool
        Whether the type is DOUBLE.
    ordered : bool
        Whether the words have an order.
    fields : mapping, optional
        See `Guess`.
    """
    fields = dict(fields or {})
    code = how
    if how not in ("chosen", "doubtful_mark", "mark_by_delimiter", "day_or_month", "empty"):
        if meaning == "code":
            code = "class" if how in ("numbers", "native") else "code"
        elif meaning is not None:
            code = "decimal_year" if meaning == "year" and fractional else _MEANINGS[meaning]
        elif ordered:
            code = "order"
    confidence = _CONFIDENCE[code]
    if fields.get("n_unread") and code != "chosen":
        confidence = min(confidence, _CONFIDENCE["class"])
    return Guess(code, confidence, fields)
