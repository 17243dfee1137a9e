"""Every word of the window, zh and en, in one table.

A test checks that both languages are complete, name the same fields, and that
every key is used.
"""

from __future__ import annotations

from typing import Any, Self

from vizapp.core.language import Lang, Text
from vizapp.gui.texts_choices import CHOICE_TEXTS
from vizapp.gui.texts_editing import EDITING_TEXTS
from vizapp.gui.texts_exporting import EXPORTING_TEXTS
from vizapp.gui.texts_guides import GUIDE_TEXTS
from vizapp.gui.texts_hints import HINT_TEXTS
from vizapp.gui.texts_looking import LOOKING_TEXTS
from vizapp.gui.texts_models import MODEL_TEXTS
from vizapp.gui.texts_start import START_TEXTS


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    # actions
    "action.open": _t("Open…", "打开…"),
    "action.export": _t("Export…", "导出…"),
    "action.export_png": _t("PNG image…", "PNG 图片…"),
    "action.export_svg": _t("SVG drawing…", "SVG 矢量图…"),
    "action.export_pdf": _t("PDF document…", "PDF 文档…"),
    "action.export_html": _t("Interactive HTML…", "可交互 HTML…"),
    "action.export_json": _t("Vega-Lite JSON…", "Vega-Lite JSON…"),
    "action.copy_image": _t("Copy image", "复制图片"),
    "action.copy_values": _t("Copy values", "复制数值"),
    "action.stop": _t("Stop", "停止"),
    "action.again": _t("Recommend again", "重新推荐"),
    "action.focus_ask": _t("Go to the ask line", "转到提问栏"),
    "action.chart_1": _t("Show chart 1", "显示图表 1"),
    "action.chart_2": _t("Show chart 2", "显示图表 2"),
    "action.chart_3": _t("Show chart 3", "显示图表 3"),
    "action.chart_4": _t("Show chart 4", "显示图表 4"),
    "action.chart_5": _t("Show chart 5", "显示图表 5"),
    "action.lang_zh": _t("中文", "中文"),
    "action.lang_en": _t("English", "English"),
    "action.theme_light": _t("Light", "浅色"),
    "action.theme_dark": _t("Dark", "深色"),
    "action.theme_system": _t("As the system", "跟随系统"),
    "action.toggle_dark": _t("Light or dark", "切换深浅色"),
    "action.about": _t("About vizapp", "关于 vizapp"),
    "action.quit": _t("Quit", "退出"),
    # menus
    "menu.samples": _t("Sample tables", "示例数据"),
    "menu.recent": _t("Recent files", "最近打开"),
    "menu.no_recent": _t("None yet", "暂无"),
    "menu.no_samples": _t("No samples installed", "未安装示例"),
    "menu.copy": _t("Export, copy and print", "导出、复制与打印"),
    "menu.tabs": _t("Tabs", "标签页"),
    "menu.charts": _t("Show a chart", "显示图表"),
    "menu.language": _t("Language", "语言"),
    "menu.theme": _t("Appearance", "外观"),
    "menu.main": _t("Menu", "菜单"),
    # top bar
    "open.button": _t("Open", "打开"),
    "open.more": _t("Samples and recent files", "示例与最近打开的文件"),
    "export.button": _t("Export", "导出"),
    "ask.placeholder": _t(
        "Ask for a chart: top 5 regions, sales by month…", "想看什么？例如：前五名、按月汇总…"
    ),
    "ask.name": _t("Ask or describe a chart", "提问或描述想要的图表"),
    "ask.submit": _t("Recommend for this question", "按此要求推荐"),
    # welcome
    "welcome.title": _t("Drop a table here", "把表格拖到这里"),
    "welcome.kinds": _t(
        "CSV, TSV, Excel, JSON, Parquet, a database or a web page; several at once open in tabs",
        "支持 CSV、TSV、Excel、JSON、Parquet、数据库与网页，可一次拖入多个文件",
    ),
    "welcome.private": _t(
        "Your data stays on this computer: the model runs here, without a network.",
        "数据不会离开这台电脑：模型在本机运行，不联网。",
    ),
    "welcome.open": _t("Open a file…", "打开文件…"),
    "welcome.samples": _t("Or try a sample", "或试试示例数据"),
    "welcome.recent": _t("Recent", "最近打开"),
    "drop.release": _t("Release to open this table", "松开鼠标，打开这个表格"),
    # loading
    "loading.title": _t("Reading {name}", "正在读取 {name}"),
    "step.": _t("Opening the file…", "正在打开文件…"),
    "step.read": _t("Reading the rows", "正在读取数据行"),
    "step.profile": _t("Describing the attributes", "正在分析各列"),
    "loading.done": _t("{step} · {done}", "{step} · {done}"),
    "loading.of": _t("{step} · {done} of {total}", "{step} · {done} / {total}"),
    "loading.cancel": _t("Cancel", "取消"),
    "loading.progress": _t("Progress of reading", "读取进度"),
    # table
    "table.name": _t("Table preview", "表格预览"),
    "table.size": _t("{rows:row|rows} × {columns:column|columns}", "{rows} 行 × {columns} 列"),
    "table.first": _t("first {shown} of {rows:row|rows}", "显示前 {shown} 行，共 {rows} 行"),
    "table.distinct_short": _t("{n:value|values}", "{n} 个值"),
    "table.missing": _t("missing", "缺失"),
    "table.column_tip": _t("{name}\n{type}, {n} distinct", "{name}\n{type}，{n} 个不同值"),
    "table.column_tip_unit": _t(
        "{name}\n{type}, {n} distinct, in {unit}", "{name}\n{type}，{n} 个不同值，单位 {unit}"
    ),
    "reading.header": _t("header in row {row}", "表头在第 {row} 行"),
    "reading.no_header": _t("no header row", "无表头"),
    "reading.sheet": _t('sheet "{sheet}"', "工作表“{sheet}”"),
    "reading.comma": _t("comma", "逗号"),
    "reading.semicolon": _t("semicolon", "分号"),
    "reading.tab": _t("tab", "制表符"),
    "reading.space": _t("space", "空格"),
    "reading.pipe": _t("bar", "竖线"),
    "type.STR": _t("text", "文本"),
    "type.INT": _t("integer", "整数"),
    "type.DOUBLE": _t("number", "小数"),
    "type.DATE": _t("date", "日期"),
    "type.BOOL": _t("yes/no", "布尔"),
    # reasoning
    "reason.title": _t("Reasoning", "推理过程"),
    "reason.empty": _t(
        "The model's reasoning appears here, step by step.", "模型的推理会逐步显示在这里。"
    ),
    "reason.waiting": _t("The model is reading the table…", "模型正在阅读表格…"),
    "reason.stopped": _t("Stopped.", "已停止。"),
    "reason.copy": _t("Copy the reasoning", "复制推理过程"),
    "reason.claims": _t("Checked against the table", "已与表格核对"),
    "reason.claims_count": _t("{right} of {all} right", "{all} 条中 {right} 条属实"),
    # chart
    "chart.name": _t("Chart", "图表"),
    "chart.waiting": _t("The chart appears here", "图表将显示在这里"),
    "chart.none": _t("No chart for this question", "这个问题没有合适的图表"),
    "chart.stopped": _t(
        "Stopped before a chart was chosen. Ctrl+R tries again.",
        "在选定图表之前已停止。按 Ctrl+R 可再试一次。",
    ),
    "chart.marks": _t(
        "{title}. {n} marks; arrow keys walk through them.",
        "{title}。{n} 个图形，可用方向键逐个查看。",
    ),
    "alternatives.name": _t("Recommended charts", "推荐的图表"),
    "alternatives.undrawn": _t("Cannot be drawn", "无法绘制"),
    "alternatives.card": _t("{title}, {share}", "{title}，{share}"),
    # notices
    "notice.fallback": _t(
        "The model could not answer, so built-in rules chose these charts. {why}",
        "模型未能给出答案，图表由内置规则选择。{why}",
    ),
    "notice.stand_in": _t(
        "The chosen model could not answer, so {model} on this computer did. {why}",
        "所选模型未能给出答案，由本机上的 {model} 回答。{why}",
    ),
    "notice.saved": _t("Saved {path}", "已保存 {path}"),
    "notice.values_copied": _t(
        "The drawn values are on the clipboard.", "图中数值已复制到剪贴板。"
    ),
    "notice.no_values": _t("This chart has no values to copy.", "此图没有可复制的数值。"),
    "notice.copied": _t("The chart is on the clipboard.", "图表已复制到剪贴板。"),
    "notice.failed": _t("{message}", "{message}"),
    "notice.not_a_file": _t(
        "Only files from this computer can be opened.", "只能打开本机上的文件。"
    ),
    "notice.close": _t("Dismiss", "关闭提示"),
    # errors
    "error.title": _t("This did not work", "出了点问题"),
    "error.data": _t("The file cannot be used", "无法使用这个文件"),
    "error.csv_encoding": _t("The text cannot be decoded", "无法识别文本编码"),
    "error.csv_shape": _t("The rows do not fit together", "各行的列数不一致"),
    "error.empty_table": _t("The file is empty", "文件是空的"),
    "error.unsupported_file": _t("This kind of file cannot be read", "不支持这种文件"),
    "error.table_too_large": _t("The table is too large", "表格过大"),
    "error.reasoning": _t("No recommendation", "未能给出推荐"),
    "error.rendering": _t("The chart cannot be drawn", "无法绘制图表"),
    "error.export": _t("The chart could not be saved", "无法保存图表"),
    "error.defect": _t("A fault in vizapp", "vizapp 内部错误"),
    "error.open_other": _t("Open another file…", "打开其他文件…"),
    "error.again": _t("Try again", "重试"),
    "error.back": _t("Back", "返回"),
    "error.copy_report": _t("Copy report", "复制错误报告"),
    # status
    "status.idle": _t("Ready for a table", "等待打开表格"),
    "status.loading": _t("Reading…", "正在读取…"),
    "status.reasoning": _t("Thinking…", "正在推理…"),
    "status.ready": _t("Done", "完成"),
    "status.stopped": _t("Stopped", "已停止"),
    "status.failed": _t("Failed", "失败"),
    "status.local": _t("Runs on this computer only", "仅在本机运行"),
    "status.remote": _t("Descriptions go to {host}", "属性描述会发送到 {host}"),
    "status.seconds": _t("{seconds} s", "{seconds} 秒"),
    "status.speed": _t("{n} tokens/s", "{n} token/秒"),
    "status.agreement": _t("{votes} of {samples} samples agree", "{samples} 次中 {votes} 次一致"),
    "status.model": _t("Model: {model}", "模型：{model}"),
    # dialogs
    "dialog.open": _t("Open a table", "打开表格"),
    "dialog.save": _t("Export the chart", "导出图表"),
    "dialog.tables": _t("Tables", "表格文件"),
    "dialog.all": _t("All files", "所有文件"),
    "dialog.about": _t(
        "<h3>vizapp {version}</h3><p>Drop a table, read how the model reasons, get the chart that "
        "fits.</p><p>The model runs on this computer; no data leaves it.</p>",
        "<h3>vizapp {version}</h3><p>拖入表格，看模型逐步推理，得到合适的图表。</p>"
        "<p>模型在本机运行，数据不会离开这台电脑。</p>",
    ),
    **START_TEXTS,
    **EDITING_TEXTS,
    **HINT_TEXTS,
    **CHOICE_TEXTS,
    **MODEL_TEXTS,
    **GUIDE_TEXTS,
    **LOOKING_TEXTS,
    **EXPORTING_TEXTS,
}


# Other forms of words that follow a count, by ours; a translator's, see `translations`.
PLURALS: dict[str, str] = {}


def text(key: str, lang: Lang, **fields: Any) -> str:
    """Return the text of that key in that language, its fields filled.

    Examples
    --------
    >>> text("table.size", "en", rows=count(1204), columns=count(1))
    '1,204 rows × 1 column'
    """
    template = TEXTS[key][lang]
    if lang == "en":  # our font is a Chinese one, whose ellipsis stands in the middle of the line
        template = template.replace("\u2026", "...")
    return template.format(**fields) if fields else template


class Count(str):
    """A whole number as text; a text may ask for the word that goes with it.

    Examples
    --------
    >>> "{n:row|rows}".format(n=count(1)), "{n:row|rows}".format(n=count(1204))
    ('1 row', '1,204 rows')
    """

    n: int

    def __new__(cls, n: int, shown: str | None = None) -> Self:
        """Show the number in full, its thousands separated, or as `shown`."""
        made = super().__new__(cls, f"{n:,}" if shown is None else shown)
        made.n = n
        return made

    def __format__(self, spec: str) -> str:
        """Add the singular or plural of ``one|many``; other formats are those of text."""
        one, bar, many = PLURALS.get(spec, spec).partition("|")
        if not bar:
            return super().__format__(spec)
        return f"{self} {one if self.n == 1 else many}"


def count(n: int) -> Count:
    """Return a whole number with thousands separated.

    Examples
    --------
    >>> count(1204)
    '1,204'
    """
    return Count(n)


_STEPS: dict[Lang, tuple[tuple[float, str], ...]] = {
    "zh": ((1e8, " 亿"), (1e4, " 万")),
    "en": ((1e9, "B"), (1e6, "M"), (1e3, "K")),
}
_COMPACT_FROM = 10_000  # below, a number is short enough in full


def compact(n: int, lang: Lang) -> Count:
    """Return a whole number in few characters, as people of that language write it.

    Examples
    --------
    >>> compact(9_916_480, "en"), compact(9_916_480, "zh"), compact(9_604, "zh")
    ('9.9M', '991.6 万', '9,604')
    """
    for size, word in _STEPS[lang] if abs(n) >= _COMPACT_FROM else ():
        if abs(n) >= size:
            return Count(n, f"{n / size:.1f}".removesuffix(".0") + word)
    return Count(n)


def percent(share: float) -> str:
    """Return a share as whole per cent; small but real ones are not called 0.

    Examples
    --------
    >>> percent(0.624), percent(0.003), percent(0.9999)
    ('62%', '<1%', '>99%')
    """
    if 0 < share < 0.01:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{share:.0%}"
