"""What a reader tells about a file: repairs and what was left out, in zh and en."""

from __future__ import annotations

from vizapp.core.language import Text

_NOTES: dict[str, Text] = {
    "damaged": {"zh": "有 {n} 个字符无法识别。", "en": "Unreadable characters: {n}."},
    "preamble": {"zh": "略去表头上方 {n} 行。", "en": "Lines left out above the names: {n}."},
    "footer": {"zh": "略去末尾 {n} 行说明。", "en": "Lines of remarks left out at the end: {n}."},
    "no_header": {
        "zh": "没有表头,各列按序号命名。",
        "en": "No row of names: columns are numbered.",
    },
    "row_names": {"zh": "第一列没有名称。", "en": "The first column has no name."},
    "short": {"zh": "{n} 行单元格不足,已补空。", "en": "Rows with too few cells, filled up: {n}."},
    "long": {
        "zh": "{n} 行单元格过多(首见第 {row:,} 行),多出的单独成列。",
        "en": "Rows with too many cells: {n}, first row {row:,}; the extra cells stand in "
        "columns of their own.",
    },
    "sheet": {
        "zh": "显示第 {n} 个工作表(共 {total} 个)。",
        "en": "Sheet {n} of {total} is shown.",
    },
}


def note(key: str, lang: str, **facts: int) -> str:
    """Return the note in that language; anything but zh is en.

    Examples
    --------
    >>> note("preamble", "en", n=2)
    'Lines left out above the names: 2.'
    """
    return _NOTES[key]["zh" if lang == "zh" else "en"].format(**facts)
