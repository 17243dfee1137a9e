"""Units in headers (`销售额(万元)`, `Weight [kg]`, `distance_km`) and cells (`30kg`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vizapp.profile.names import word_set

# Currency signs and codes that stand beside an amount.
SIGNS = {
    "$": "$", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "R$": "BRL",
    "€": "€", "£": "£", "¥": "¥", "￥": "¥", "₹": "₹", "₩": "₩", "₽": "₽", "฿": "฿", "₫": "₫",
    "₺": "₺", "₴": "₴", "元": "元", "RMB": "CNY", "人民币": "CNY", "Rs.": "₹", "Rs": "₹",
}  # fmt: skip
CODES = word_set(
    "USD EUR GBP CNY RMB JPY HKD TWD KRW INR AUD CAD CHF SGD NZD SEK NOK DKK RUB BRL MXN ZAR THB",
    "TRY PLN CZK HUF IDR MYR VND PHP AED SAR ILS",
)

# Units that follow a number directly; they are kept as written.
AFTER = word_set(
    """
km m cm mm µm μm nm mi ft yd inch inches in km2 m2 km² m² cm² ha acres m3 m³ cm³ km³
kg g mg µg μg lb lbs oz t tons tonnes L l ml mL cl dl gal
s sec secs ms min mins h hr hrs hour hours day days week weeks month months year years yrs
W kW MW GW TW Wh kWh MWh GWh TWh kJ J MJ GJ PJ cal kcal V mV kV A mA Ah mAh Hz kHz MHz GHz Ω
Pa hPa kPa MPa bar mbar psi atm N kN Nm K °C °F ℃ ℉ ° dB lux lm mol mmol
B KB MB GB TB PB kB bit bps kbps Mbps Gbps px dpi fps rpm
km/h m/s mph mi/h kn knots kg/m3 kg/m² kg/m2 g/L mg/L mg/dL g/cm3 mm/h l/100km L/100km
µg/m3 μg/m3 µg/m³ μg/m³ ug/m3 ppm ppb people persons units pcs points pts items times
元 万元 亿元 千元 百万元 美元 万美元 亿美元 欧元 日元 港元 英镑 人民币 元/吨 元/斤 元/公斤
元/平方米 元/月 元/人 元/股 人 人次 万人 亿人 个 件 台 辆 套 次 名 户 家 篇 部 本 张 只 头 棵 条
门 场 股 份 票 点 分 分钟 秒 毫秒 小时 天 日 周 个月 年 岁 米 厘米 毫米 千米 公里 里 平方米
平方公里 平方千米 公顷 亩 立方米 升 毫升 克 千克 公斤 斤 吨 万吨 亿吨 毫克 度 摄氏度 千瓦 千瓦时
亿千瓦时 兆瓦 瓦 伏 倍 百分点 平米 ㎡ 毫克/升 公里/小时 米/秒 转/分
手 万手 원 명 건 개
"""
)

# Words that a header may use as its last part; a single letter is too little
# to go by unless the name speaks of the same quantity.
_TAIL = {
    "km": "km", "cm": "cm", "mm": "mm", "kg": "kg", "mg": "mg", "lbs": "lbs", "lb": "lb",
    "ml": "ml", "kwh": "kWh", "mwh": "MWh", "kw": "kW", "mw": "MW", "pct": "%", "percent": "%",
    "percentage": "%", "perc": "%", "ms": "ms", "sec": "s", "secs": "s", "seconds": "s",
    "mins": "min", "minutes": "min", "hrs": "h", "hours": "h", "usd": "USD", "eur": "EUR",
    "gbp": "GBP", "cny": "CNY", "rmb": "CNY", "jpy": "JPY", "celsius": "°C", "fahrenheit": "°F",
    "kmh": "km/h", "kph": "km/h", "mph": "mph", "mpg": "mpg", "hpa": "hPa", "kpa": "kPa",
    "ppm": "ppm", "ppb": "ppb", "gb": "GB", "mb": "MB", "kb": "KB", "tb": "TB", "hz": "Hz",
    "ghz": "GHz", "mhz": "MHz", "km2": "km2", "sqkm": "km²", "sqm": "m²", "sqft": "ft²",
    "kcal": "kcal", "db": "dB", "px": "px", "ft": "ft", "miles": "mi", "metres": "m",
    "meters": "m", "dollars": "$", "euros": "€", "degc": "°C", "deg c": "°C", "bps": "bps",
    "mbps": "Mbps",
}  # fmt: skip
_TAIL_BY_WORD = (
    ("m", "m", "length|height|depth|dist|elev|alt|width|radius|wave"),
    ("in", "in", "length|height|depth|width|rain|precip"),
    ("g", "g", "weight|mass|wt|fat|protein|sugar|carb|body|brain"),
    ("s", "s", "time|duration|elapsed|latency"),
    ("h", "h", "time|duration|elapsed"),
    ("min", "min", "time|duration|elapsed|length|runtime"),
    ("c", "°C", "temp"),
    ("f", "°F", "temp"),
    ("l", "L", "volume|capacity"),
    ("t", "t", "weight|mass|load"),
    ("k", "K", "temp"),
)

_BRACKETS = re.compile(r"[(（\[【{]\s*([^()（）\[\]【】{}]{1,24})\s*[)）\]】}]\s*$")
_SCALE = (
    r"(?:k|K|m|M|mn|mm|mio|bn|b|B|tn|thousand|thousands|million|millions|billion|billions|'?000s?)"
)
# Before a currency without brackets; `Plan B EUR` names no billions.
_LOOSE_SCALE = re.compile(r"[kKM]|mn|mio|bn|thousands?|millions?|billions?|'?000s?", re.IGNORECASE)
_MONEY = rf"(?:{'|'.join(sorted(map(re.escape, SIGNS), key=len, reverse=True))}|{'|'.join(CODES)})"
_UNIT_TEXT = re.compile(
    rf"[%‰]|{_MONEY}\s?{_SCALE}?|{_SCALE}\s?{_MONEY}|in\s{_SCALE}|(?:in\s)?{_SCALE[:-1]}|percent|pct)"
    rf"|%\s?(?:of|p\.a\.)\s?.{{0,16}}|.*百分比|[万亿千百]|百万|千万"
    rf"|{_MONEY}\s?/\s?[\w²³]{{1,12}}|(?:per|每)\s?.{{1,16}}"
)
_SLASHED = re.compile(r"[^\s/／]{1,16}[/／]\s*[(（]?([^()（）]{1,12})[)）]?\s*$")


@lru_cache(maxsize=4096)
def unit_of_header(name: str) -> str | None:
    """Return the unit that a header names, None when it names none.

    Examples
    --------
    >>> unit_of_header("销售额(万元)"), unit_of_header("distance_km"), unit_of_header("rate %")
    ('万元', 'km', '%')
    """
    text = name.strip()[:300]
    bracket = _BRACKETS.search(text)
    if bracket:
        return _known(bracket.group(1))
    head, _, tail = text.rpartition(" ")
    if head and (tail in ("%", "‰", "℃", "°C", "°F", "$", "€", "£") or tail in CODES):
        scale = head.rpartition(" ")[2]
        scaled = tail in CODES and re.fullmatch(_LOOSE_SCALE, scale)
        return f"{scale} {tail}" if scaled else _sign(tail)
    if len(text) > 1 and text[-1] in "%‰℃$€£¥￥":
        return _sign(text[-1])
    if text.startswith("% ") or re.match(r"(?:percent|pct)[ _.]", text, re.IGNORECASE):
        return "%"
    slashed = _SLASHED.fullmatch(text)
    # `产量/吨` and `速度/(km/h)` name units, `输/赢` and `a/b` do not.
    if slashed and re.search(r"[\u3400-\u9fff]", text) and slashed.group(1) in AFTER | {"%"}:
        return slashed.group(1)
    if "百分比" in text or re.search(r"占比$", text):
        return "%" if "百分比" in text else None
    return _of_tail(text)


# Units of one quantity, each with its size; a column may mix them: `900 KB`, `1.5 GB`.
_FAMILIES: tuple[dict[str, float], ...] = (
    {"B": 1, "KB": 2**10, "kB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40, "PB": 2**50},
    {"nm": 1e-9, "µm": 1e-6, "μm": 1e-6, "mm": 1e-3, "cm": 1e-2, "m": 1, "km": 1e3},
    {"毫米": 1e-3, "厘米": 1e-2, "米": 1, "千米": 1e3, "公里": 1e3, "里": 500},
    {"µg": 1e-6, "μg": 1e-6, "mg": 1e-3, "g": 1, "kg": 1e3, "t": 1e6},
    {"毫克": 1e-3, "克": 1, "斤": 500, "千克": 1e3, "公斤": 1e3, "吨": 1e6},
    {"ml": 1e-3, "mL": 1e-3, "cl": 1e-2, "dl": 0.1, "l": 1, "L": 1},
    {"毫升": 1e-3, "升": 1},
    {"ms": 1e-3, "s": 1, "sec": 1, "secs": 1, "min": 60, "mins": 60, "h": 3600, "hr": 3600,
     "hrs": 3600, "hour": 3600, "hours": 3600},
    {"毫秒": 1e-3, "秒": 1, "分钟": 60, "小时": 3600},
    {"W": 1, "kW": 1e3, "MW": 1e6, "GW": 1e9, "TW": 1e12},
    {"瓦": 1, "千瓦": 1e3, "兆瓦": 1e6},
    {"Wh": 1, "kWh": 1e3, "MWh": 1e6, "GWh": 1e9, "TWh": 1e12},
    {"Hz": 1, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    {"Pa": 1, "hPa": 100, "kPa": 1e3, "MPa": 1e6},
    {"bps": 1, "kbps": 1e3, "Mbps": 1e6, "Gbps": 1e9},
)  # fmt: skip


def in_one_unit(found: Mapping[str, int]) -> tuple[str, dict[str, float]] | None:
    """Return the most frequent of several units, and how many of it each of them is.

    Parameters
    ----------
    found : mapping
        Units to how many cells have them.

    Returns
    -------
    None
        If they measure different things.

    Examples
    --------
    >>> in_one_unit({"g": 2, "kg": 3})
    ('kg', {'g': 0.001, 'kg': 1.0})
    """
    family = next((sizes for sizes in _FAMILIES if found.keys() <= sizes.keys()), None)
    if family is None:
        return None
    # Of equally frequent ones the smaller.
    best = min(found, key=lambda unit: (-found[unit], family[unit]))
    return best, {unit: family[unit] / family[best] for unit in found}


def without_scale(unit: str | None) -> str | None:
    """Return the unit in ones, because the cells name their own scale.

    Examples
    --------
    >>> without_scale("亿元"), without_scale("kg"), without_scale(None)
    ('元', 'kg', None)
    """
    match = re.fullmatch(r"(?:百万|千万|万亿|[万亿千百])(.+)", unit or "")
    return match[1] if match and match[1] in AFTER else unit


def _sign(text: str) -> str:
    return SIGNS.get(text, text)


def _known(text: str) -> str | None:
    text = re.sub(r"^(?:单位|unit|in)\s*[:：=]?\s*(?=\S)", "", text.strip(), flags=re.IGNORECASE)
    if text in SIGNS:
        return SIGNS[text]
    if text in AFTER or text in CODES or _UNIT_TEXT.fullmatch(text):
        return text
    tail = _TAIL.get(text.casefold())
    if tail:
        return tail
    parts = re.split(r"[/·*\s]+", re.sub(r"[\^²³0-9-]+", "", text))
    known = AFTER | CODES | set(SIGNS) | {"%", "capita", "person", "人均", "ton", "hour", "day"}
    if len(parts) > 1 and all(part in known for part in parts if part):
        return text
    return None


def _of_tail(text: str) -> str | None:
    parts = [part for part in re.split(r"[\s_.\-]+|(?<=[a-z])(?=[A-Z])", text) if part]
    if len(parts) < 2:
        return None
    last = parts[-1]
    if last.casefold() in _TAIL:
        return _TAIL[last.casefold()]
    for word, unit, about in _TAIL_BY_WORD:
        if last.casefold() == word and re.search(about, text, re.IGNORECASE):
            return unit
    if last in ("km/h", "m/s", "kg/m2", "g/L", "mg/L") or last in ("元", "万元", "亿元"):
        return last
    return None
