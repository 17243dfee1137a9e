"""The words that a thought has for types, time steps and aggregates."""

from __future__ import annotations

from vizapp.core.language import Text

TYPE_WORDS: dict[str, Text] = {
    "STR": {"zh": "字符串类型(STR)", "en": "string (STR)"},
    "INT": {"zh": "整数类型(INT)", "en": "whole number (INT)"},
    "DOUBLE": {"zh": "数值类型(DOUBLE)", "en": "number (DOUBLE)"},
    "DATE": {"zh": "日期类型(DATE)", "en": "date (DATE)"},
    "BOOL": {"zh": "布尔类型(BOOL)", "en": "yes/no (BOOL)"},
}
STEP_WORDS: dict[str, Text] = {
    "year": {"zh": "年", "en": "year"},
    "quarter": {"zh": "季度", "en": "quarter"},
    "month": {"zh": "月", "en": "month"},
    "week": {"zh": "周", "en": "week"},
    "weekday": {"zh": "星期", "en": "weekday"},
    "day": {"zh": "日", "en": "day"},
    "hour": {"zh": "小时", "en": "hour"},
    "minute": {"zh": "分钟", "en": "minute"},
    "second": {"zh": "秒", "en": "second"},
}
AGGREGATE_WORDS: dict[str, Text] = {
    "sum": {"zh": "求和(sum)", "en": "sum"},
    "mean": {"zh": "平均值(mean)", "en": "mean"},
    "median": {"zh": "中位数(median)", "en": "median"},
    "min": {"zh": "最小值(min)", "en": "minimum (min)"},
    "max": {"zh": "最大值(max)", "en": "maximum (max)"},
    "count": {"zh": "计数(count)", "en": "count"},
    "distinct": {"zh": "去重计数(distinct)", "en": "distinct count (distinct)"},
}
