"""What a reader tells about a file: every guess with its reason, every repair; zh and en."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vizapp.core.language import Text

Fact = str | int | float | bool | None

_NOTES: dict[str, Text] = {
    "damaged": {"zh": "有 {n} 个字符无法识别。", "en": "Unreadable characters: {n}."},
    "two_encodings": {
        "zh": "{n} 行是 GB18030 编码，其余是 UTF-8，已分别读取。",
        "en": "Lines in GB 18030 among those of UTF-8, read as such: {n}.",
    },
    "nul": {"zh": "略去 {n} 个空字符（NUL）。", "en": "NUL characters left out: {n}."},
    "preamble": {"zh": "略去表头上方 {n} 行。", "en": "Lines left out above the names: {n}."},
    "footer": {"zh": "略去末尾 {n} 行说明。", "en": "Lines of remarks left out at the end: {n}."},
    "no_header": {
        "zh": "没有表头，各列按序号命名。",
        "en": "No row of names: columns are numbered.",
    },
    "header_rows": {
        "zh": "表头占 {n} 行，已合并为一行列名。",
        "en": "The names take {n} rows; they are joined.",
    },
    "row_names": {"zh": "第一列没有名称。", "en": "The first column has no name."},
    "short": {"zh": "{n} 行单元格不足，已补空。", "en": "Rows with too few cells, filled up: {n}."},
    "long": {
        "zh": "{n} 行单元格过多（首见第 {row:,} 行），多出的单独成列。",
        "en": "Rows with too many cells: {n}, first row {row:,}; the extra cells stand in "
        "columns of their own.",
    },
    "extra_delimiter": {
        "zh": "{n} 行多了一个分隔符（首见第 {row:,} 行），已去掉多出的空单元格。",
        "en": "Rows with one delimiter too many: {n}, first row {row:,}; the empty cell is "
        "left out.",
    },
    "joined": {
        "zh": "{n} 行单元格过多（首见第 {row:,} 行，有 {n_cells} 格而非 {width} 格），"
        "被拆开的单元格已合并。",
        "en": "Rows with too many cells: {n}, first row {row:,} with {n_cells} instead of {width}; "
        "the cell that was cut is joined again.",
    },
    "joined_text": {
        "zh": "“{name}”有 {n} 行含未加引号的分隔符（第 {rows} 行），被拆开的单元格已合并。",
        "en": "{name}: cells that hold the delimiter without quotes: {n} (rows {rows}); "
        "their pieces are joined again.",
    },
    "surplus": {
        "zh": "第 {row:,} 行有 {n_cells} 格而非 {width} 格，略去末尾：“{cells}”。",
        "en": "Row {row:,} had {n_cells} cells instead of {width}; left out at its end: "
        "\u201c{cells}\u201d.",
    },
    "missing_delimiter": {
        "zh": "{n} 行少了一个分隔符（首见第 {row:,} 行），其余单元格已归位。",
        "en": "Rows with a missing delimiter: {n}, first row {row:,}; the cells behind it "
        "are back in their columns.",
    },
    "other_delimiter": {
        "zh": "{n} 行用了别的分隔符（首见第 {row:,} 行），已按其拆分。",
        "en": "Rows with another delimiter: {n}, first row {row:,}; they are split at it.",
    },
    "stray_quote": {
        "zh": "{n} 行的引号不成对（首见第 {row:,} 行），按普通字符读取。",
        "en": "Rows with a stray quote: {n}, first row {row:,}; it is read as a character.",
    },
    "formulas": {
        "zh": '{n} 格写作 ="…"，只取引号内的文字。',
        "en": 'Cells written as ="…", of which the text in quotes is kept: {n}.',
    },
    "log": {
        "zh": "按日志读取：时间、级别、内容；略去 {n} 行续行。",
        "en": "Read as a log: moment, level, message; lines left out that go on from the one "
        "above: {n}.",
    },
    "tables": {
        "zh": "文件里有 {total} 个表，显示第 {n} 个。",
        "en": "Table {n} of the {total} in this file is shown.",
    },
    "blank_rows": {
        "zh": "略去 {n} 行没有内容的空行。",
        "en": "Rows without a cell left out: {n}.",
    },
    "repeated_header": {
        "zh": "略去 {n} 行重复的表头。",
        "en": "Repeated rows of names left out: {n}.",
    },
    "page_lines": {
        "zh": "略去 {n} 行页标题、页码或横线。",
        "en": "Titles, numbers and rules of pages left out: {n}.",
    },
    "sheet": {
        "zh": "显示第 {n} 个工作表（共 {total} 个）。",
        "en": "Sheet {n} of {total} is shown.",
    },
    "merged": {
        "zh": "{n} 处合并单元格已拆开填充。",
        "en": "Merged cells over several rows, filled up: {n}.",
    },
    "groups": {
        "zh": "“{name}”列有 {n} 组只在首行写了名称，下面的空格已补上。",
        "en": "{name}: {n} groups are named in their first rows only; the blank cells below "
        "are filled.",
    },
    "marks": {
        "zh": "去掉 {n} 处脚注标记。",
        "en": "Marks of footnotes left out: {n}.",
    },
    "keys": {
        "zh": "首列“{name}”已按逗号拆成 {n} 列。",
        "en": "{name}: its keys are split into {n} columns.",
    },
    "flags": {
        "zh": "去掉数值后的 {n} 处标志（如 p、e、b）。",
        "en": "Flags behind values, such as p, e and b, left out: {n}.",
    },
    "member": {
        "zh": "读取压缩包中的“{member}”（共 {total} 个文件）。",
        "en": "Read from the archive: {member} (of {total} files).",
    },
    "sampled": {
        "zh": "文件较大，按 {n:,} 行样本显示，全文约 {total:,} 行。",
        "en": "The file is large: a sample of {n:,} rows is shown of about {total:,}.",
    },
    "cut": {
        "zh": "只显示前 {n:,} 行。",
        "en": "Only the first {n:,} rows are shown.",
    },
}

_REASONS: dict[str, Text] = {
    "given": {"zh": "由你指定", "en": "as you said"},
    "bom": {"zh": "文件开头有字节序标记", "en": "the file starts with its mark"},
    "ascii": {"zh": "只有 ASCII 字符", "en": "plain ASCII"},
    "valid_utf8": {"zh": "全文是有效的 UTF-8", "en": "valid UTF-8 throughout"},
    "mostly_utf8": {"zh": "除个别字节外是 UTF-8", "en": "UTF-8 but for a few bytes"},
    "two_encodings": {
        "zh": "多数行是 UTF-8，其余是 GB18030",
        "en": "its lines are in UTF-8 and in GB 18030",
    },
    "zero_bytes": {"zh": "零字节的位置", "en": "where its zero bytes stand"},
    "everyday": {"zh": "按此解码多为常用字", "en": "it gives everyday characters"},
    "detector": {"zh": "按字符统计推断", "en": "by statistics of its characters"},
    "fallback": {"zh": "没有更合适的编码", "en": "no encoding fits better"},
    "declared": {"zh": "文件首行写明", "en": "the first line says so"},
    "agreement": {
        "zh": "{share:.0%} 的行都是 {width} 格",
        "en": "{share:.0%} of the rows have {width} cells",
    },
    "ragged": {
        "zh": "{share:.0%} 的行是 {width} 格，其余各行的文字里含有它",
        "en": "{share:.0%} of the rows have {width} cells, the others hold it in a text",
    },
    "short_rows": {
        "zh": "{share:.0%} 的行是 {width} 格，其余各行不写末尾的空格",
        "en": "{share:.0%} of the rows have {width} cells, the others leave out empty ones "
        "at their end",
    },
    "aligned": {"zh": "各列按空格对齐", "en": "the columns are aligned by blanks"},
    "one_column": {"zh": "没有一致的分隔符", "en": "no delimiter cuts the rows alike"},
    "quotes_pair": {"zh": "引号成对出现 {n} 处", "en": "{n} cells stand in it"},
    "no_quotes": {"zh": "没有用到引号", "en": "no cell needs one"},
    "names_over_values": {
        "zh": "第一行是文字，下面是数值或日期",
        "en": "words stand above numbers or dates",
    },
    "names_unique": {"zh": "第一行各不相同", "en": "the first row does not recur"},
    "values_first": {"zh": "第一行已是数据", "en": "the first row holds values"},
    "groups_over_names": {"zh": "上一行是下一行的分组", "en": "a row of groups above the names"},
    "survey": {
        "zh": "问卷平台的表头：编码、题目、导入编号",
        "en": "rows of a survey tool: codes, questions, import ids",
    },
    "logger": {
        "zh": "数据采集仪（TOA5）的表头：名称、单位、统计方式",
        "en": "rows of a data logger (TOA5): names, units, summaries",
    },
    "only_row": {"zh": "只有一行", "en": "there is only one row"},
    "titles_above": {"zh": "上方几行不成表", "en": "the lines above do not fit the table"},
    "first_filled": {"zh": "第一个有内容的", "en": "the first with cells"},
    "first_table": {
        "zh": "前面的工作表只有说明文字",
        "en": "the sheets before it only say something",
    },
    "largest": {"zh": "单元格最多的", "en": "the one with most cells"},
    "stored": {"zh": "文件自带", "en": "stored in the file"},
}


@dataclass(frozen=True)
class Note:
    """One repair or omission.

    Parameters
    ----------
    code : str
        Which one, the same in every language.
    fields : mapping
        Its facts, such as the number of rows.
    """

    code: str
    fields: Mapping[str, Fact] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Return the note in that language; anything but zh is en.

        Examples
        --------
        >>> Note("preamble", {"n": 2}).text("en")
        'Lines left out above the names: 2.'
        """
        return _NOTES[self.code]["zh" if lang == "zh" else "en"].format(**self.fields)


@dataclass(frozen=True)
class Guess:
    """One decision of the reader, for a strip that shows and corrects it.

    Parameters
    ----------
    key : str
        The field of `ReadOptions` that corrects it: encoding, delimiter,
        quote, header_rows, skip_rows, part.
    value : str or int
        What was decided, as `ReadOptions` would say it.
    confidence : float
        From 0 to 1; 1 for what the person said or the file states.
    code : str
        The reason, the same in every language.
    fields : mapping
        The facts behind the reason.
    """

    key: str
    value: str | int
    confidence: float
    code: str
    fields: Mapping[str, Fact] = field(default_factory=dict)

    def reason(self, lang: str) -> str:
        """Return the reason in that language; anything but zh is en."""
        return _REASONS[self.code]["zh" if lang == "zh" else "en"].format(**self.fields)


def given(key: str, value: str | int) -> Guess:
    """Return what the person said, as a decision."""
    return Guess(key, value, 1.0, "given")
