"""What the name of a column says: words of names in English and Chinese."""

from __future__ import annotations

import re
from functools import lru_cache


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of lines that list them, for long sets that stay readable."""
    return frozenset(word for line in lines for word in line.split())


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+|%")

_YEAR = {"year", "years", "yr", "yrs", "yearid", "season", "vintage", "anno", "jahr"}
_YEAR |= {"founded", "established", "inception"}
_YEAR_OF = word_set(
    """
    birth death founded foundation founding establishment construction completion release
    publication opening manufacture make graduation admission diagnosis purchase issue launch
    origin independence start entry registration joining
    """
)
_NUMBER = word_set("number num no nr")
# Of which a number is a name; `case number` or `customer number` may count them.
_NUMBERED = word_set(
    """
    invoice receipt ticket train flight serial policy license licence plate passport contract card
    registration tracking transaction account acct contestant emp stu prof
    """
)
_GLUED_YEAR = re.compile(
    r"(?:birth|born|death|diag|diagn|dx|surg|op|start|begin|end|entry|exit|first|last|survey|exam"
    r"|model|built|const|found|publ?|sch|school|acad|fiscal|event|onset|adm|enroll|grad|hire)yr"
)
_YEAR_ZH = re.compile(r"(?:年份|年度|年代|纪元|赛季|[^\d今去前明半每学青少老中]年|^年)$")
_TIME = {"date", "time", "datetime", "timestamp", "period", "day", "month", "dt", "ts", "epoch"}
_TIME |= {"created", "updated", "when", "ym", "yyyymm"}
_TIME_ZH = re.compile(r"时间|日期|月份|年月|时刻|期间|日$|月$|周期|日付|日時|날짜|일자|일시")
_ID = {"id", "ids", "uid", "uuid", "guid", "rownames", "rowname", "rowid", "rownum", "oid", "pk"}
_ID_LONE = {"no", "nr", "num", "number", "index", "idx", "x", "unnamed", "row", "obs", "key", "sn"}
_ID_LONE |= {"case", "observation", "#", "record", "serial"}
_ID_ZH = re.compile(r"(?:编号|序号|行号|流水号|单号|订单号|[^码]号$|ＩＤ|标识)$|^号$")
_NUMBERING_ZH = re.compile(r"(?:编号|编码|代码|序号|行号|流水号|号码|标识|记录|号)$")
_CODE = {"zip", "zipcode", "postcode", "postal", "fips", "isbn", "ssn", "barcode", "ean", "sku"}
_CODE |= {"iban", "imei", "icd", "cusip", "issn", "icpsr", "naics"}
_NO_CODES = {"encode", "decode", "unicode", "genocode", "recode", "transcode"}
_CODE_ZH = re.compile(r"代码|编码|邮编|邮政编|条形码|条码|身份证|工号|学号|卡号|账号|区号|车牌")
_PHONE = {"phone", "tel", "telephone", "mobile", "fax", "cell", "cellphone"}
_PHONE_ZH = re.compile(r"电话|手机|传真")
_LONGITUDE = {"lon", "lng", "long", "longitude", "经度", "东经", "longitud", "x_lon"}
_LATITUDE = {"lat", "latitude", "纬度", "北纬", "latitud"}
_MEASURE = re.compile(
    r"价|额|量|数|率|值|金|收入|成本|利润|人口|面积|分|重|长|高|"
    r"price|cost|sales|revenue|amount|count(?!r[yi]|y|ies)|rate|value|score|income|population|total|area|"
    r"weight|height|length|profit|salary|volume|qty|quantity|distance|size|pay|wage|number",
    re.IGNORECASE,
)


# A 系数, 指数 or 分数 is no amount.
_AMOUNT_ZH = re.compile(r"(?:数量|(?<=.)(?<![系指分倍参函基岁读度位])数)$")


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, units in brackets left out.

    Examples
    --------
    >>> words("orderDate_2 (UTC)")
    ('order', 'date', '2')
    """
    bare = re.sub(r"[(（\[【{].*?[)）\]】}]", " ", name[:200])
    return tuple(word.casefold() for word in _WORD.findall(bare))


def says_year(name: str) -> bool:
    """Return whether the name says that whole numbers are years."""
    found = words(name)
    if "per" in found or ("of" in found[1:2] and not _YEAR_OF & set(found[2:3])):
        return False
    worded = any(
        word in _YEAR or word.endswith("year") or _GLUED_YEAR.fullmatch(word) for word in found
    )
    return worded or bool(_YEAR_ZH.search(_bare(name)))


def says_time(name: str) -> bool:
    """Return whether the name speaks of a point in time."""
    return bool(_TIME & set(words(name))) or bool(_TIME_ZH.search(name)) or says_year(name)


def says_id(name: str) -> bool:
    """Return whether the name says that values name their row or a thing."""
    found = words(name)
    if not found:
        return False
    return (
        found[-1] in _ID
        or found[0] in ("id", "uuid", "guid", "rownames", "uid")
        or (found[-1] in _NUMBER and found[-2:-1] != () and found[-2] in _NUMBERED)
        or bool(_ID_ZH.search(_bare(name)))
    )


def numbered_thing(name: str) -> str:
    """Return what the values of an id name, "" where its name does not say.

    Examples
    --------
    >>> numbered_thing("order_id"), numbered_thing("Patient"), numbered_thing("id")
    ('order', 'patient', '')
    >>> numbered_thing("工单编号"), numbered_thing("订单号"), numbered_thing("序号")
    ('工单', '订单', '')
    """
    found = [w for w in words(name) if w not in _ID | _ID_LONE | _NUMBER | _CODE]
    return _NUMBERING_ZH.sub("", " ".join(found)).strip()


def says_amount(name: str) -> bool:
    """Return whether the name says that values count something: `room_count`, 学校数.

    Examples
    --------
    >>> [says_amount(n) for n in ("Number_of_Platforms", "在校人数", "room_number", "系数")]
    [True, True, False, False]
    """
    found = words(name)
    counted = found[-1:] in (("count",), ("counts",)) or found[:1] in (("num",), ("total",))
    zh = _AMOUNT_ZH.search(name) is not None
    return zh or (counted and len(found) > 1) or found[:2] in (("number", "of"), ("no", "of"))


def says_row_name(name: str) -> bool:
    """Return whether the name says that values name rows and nothing else: `rownames`."""
    return words(name)[-1:] in (("rownames",), ("rowname",))


def may_be_id(name: str) -> bool:
    """Return whether the name fits a row number but could mean something else."""
    found = words(name)
    return not found or found[0] in _ID_LONE or bool(re.fullmatch(r"(?:column|列)\s?\d+", name))


def says_code(name: str, n_digits: int | None = None) -> bool:
    """Return whether the name says that digits are a code, not an amount.

    Parameters
    ----------
    name : str
        The attribute's name.
    n_digits : int, optional
        The most digits of a value; a telephone number needs seven.
    """
    found = words(name)
    phone = _PHONE & set(found) or _PHONE_ZH.search(name)
    # A phone number counts nothing; a number of something does.
    amount = says_measure(re.sub("number", "", name, flags=re.IGNORECASE) if phone else name)
    if amount and not _CODE_ZH.search(name):
        return False
    if phone:
        return n_digits is None or n_digits >= 7
    return (
        bool(_CODE & set(found))
        or (found[-1:] in (("code",), ("codes",)) and found[-2:-1] != ("of",))  # lines of code
        or _says_glued_code(found)
        or bool(_CODE_ZH.search(name) and not re.search(r"[数量额率]$", _bare(name)))
    )


def _says_glued_code(found: tuple[str, ...]) -> bool:
    """Return whether the last word is `countrycode` or the like, or `cd` behind another."""
    last = found[-1] if found else ""
    glued = len(last) > 5 and last.endswith("code") and last not in _NO_CODES
    return glued or (last == "cd" and len(found) > 1)


def says_name(name: str) -> bool:
    """Return whether the name says no more than that its values are names of the rows' things."""
    return bool(_NAMED & set(words(name)[-1:])) or bool(_NAMED_ZH.search(_bare(name)))


def says_longitude(name: str) -> bool:
    """Return whether the name says longitude."""
    return _says_axis(name, _LONGITUDE)


def says_latitude(name: str) -> bool:
    """Return whether the name says latitude."""
    return _says_axis(name, _LATITUDE)


def says_measure(name: str) -> bool:
    """Return whether the name speaks of an amount."""
    return bool(_MEASURE.search(name))


def _says_axis(name: str, known: set[str]) -> bool:
    found = words(name)
    # "long" alone is a longitude, "long term" is not.
    return any(word in known for word in found if word != "long" or len(found) == 1) or any(
        axis in name for axis in ("经度", "纬度") if axis in known
    )


_NAMED = {"name", "title", "symbol", "ticker", "instrument", "fund", "index", "security"}
_NAMED_ZH = re.compile(r"(?:名称|名字|简称|代码|品种|标的|全称)$")

# Pairs of axis names that mean a place only when the values are in range.
AXES = (("cx", "cy"), ("x", "y"), ("px", "py"), ("xcoord", "ycoord"), ("x_coord", "y_coord"))

# Names of the two ends of a link, in either language.
LINK_ENDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("source src origin start sender", "target tgt dst destination end receiver recipient"),
        ("from", "to"),
        (
            "起点 来源 源 源头 起始 出发 出发地 始发站 始发地",
            "终点 去向 目标 目的地 到达 到达地 终到站",
        ),
        ("发送人 发件人 发送方", "接收人 收件人 接收方"),
        (
            "步骤 环节 过程 阶段 流程 工序 当前步骤",
            "下一步 后续 下一步骤 下一环节 下一阶段 后续步骤",
        ),
        ("step stage phase process state task", "next next_step nextstep next_stage next_state"),
        ("主题 父主题 父节点 上级 父级", "子主题 子节点 下级 子级"),
        ("topic parent", "subtopic child"),
        ("predecessor caller follower", "successor callee followee"),
    )
)


def are_link_ends(first: str, second: str) -> bool:
    """Return whether two names are a known pair of source and target."""
    a, b = _plain(first), _plain(second)
    for sources, targets in LINK_ENDS:
        for source in sources:
            if a == source and b in targets:
                return True
            # `from_city`, `to_city`; `source node`, `target node`
            if a != source and a.startswith(source) and source.isascii():
                rest = a[len(source) :]
                if any(b == target + rest for target in targets):
                    return True
    return False


def _plain(name: str) -> str:
    return "_".join(words(name)) if name.isascii() else _bare(name)


def _bare(name: str) -> str:
    return re.sub(r"\s*[(（\[【].*$", "", name).strip()
