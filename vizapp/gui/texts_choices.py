"""The words of choosing, learning and trust; a part of `texts.TEXTS`."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


CHOICE_TEXTS: dict[str, Text] = {
    "alternatives.praise": _t("Good chart", "这个好"),
    "alternatives.praise_tip": _t(
        "Remember on this computer that this chart suits tables like this one",
        "在本机记住：这类表格适合这个图表",
    ),
    "alternatives.why_not": _t("Why not …?", "为什么不用…？"),
    "alternatives.why_not_tip": _t(
        "See every chart: draw it, or read what this table lacks for it",
        "查看所有图表：能画的直接画，不能画的说明缺什么",
    ),
    "alternatives.page": _t("More charts", "多图一览"),
    "alternatives.page_tip": _t(
        "A page of several charts over different columns", "用不同的列画出多个图表，集中在一页"
    ),
    "alternatives.learned": _t(
        "Moved up, because you chose this for tables like this one.",
        "因为你为类似的表格选过它，所以排在前面。",
    ),
    # thinking
    "reason.fold": _t("Show one line of each step", "每步只显示一行"),
    "reason.unfold": _t("Show all of every step", "展开所有步骤"),
    "reason.literal": _t(
        "The chart follows your words: {chart}. The thought is about the model's own "
        "choice: {other}.",
        "图表照你的话画成{chart}；下面的思考说的是模型自己的选择：{other}。",
    ),
    "reason.progress": _t("The model is thinking", "模型正在思考"),
    # why not
    "whynot.title": _t("Why not another chart?", "为什么不用别的图表？"),
    "whynot.tally": _t(
        "{n:chart fits|charts fit} this table; {other} would need other columns.",
        "{n} 种适用于这张表，另外 {other} 种还缺合适的列。",
    ),
    "whynot.search": _t("Search charts", "搜索图表"),
    "whynot.fits": _t("{title}: fits, press to draw. {why}", "{title}：可用，按下即绘制。{why}"),
    "whynot.misses": _t("{title}: does not fit. {why}", "{title}：不适用。{why}"),
    "notice.completing": _t("Drawing a {title}… (Esc stops)", "正在绘制{title}…（按 Esc 停止）"),
    "notice.not_completed": _t(
        "No combination of columns makes a {title}.", "没有能组成{title}的列。"
    ),
    "notice.saving": _t("Saving {path}…", "正在保存 {path}…"),
    "notice.remembered": _t(
        "Remembered on this computer: this chart suits tables like this one.",
        "已记在本机：这类表格适合这个图表。",
    ),
    # trust
    "trust.title": _t("Learning, privacy and quality", "学习、隐私与质量"),
    "action.learned": _t("What vizapp learned from me…", "从我的选择中学到的…"),
    "action.privacy": _t("Privacy, with a test…", "隐私说明与自检…"),
    "action.quality": _t("How good is the model?", "模型质量…"),
    "action.why_not": _t("Why not another chart?", "为什么不用别的图表？"),
    "action.more_charts": _t("More charts on one page", "多图一览"),
    "learned.title": _t("Learned from you", "从你这里学到的"),
    "learned.intro": _t(
        "Thumbs up, charts you pick and edits you make are kept in a file on this computer, with "
        "the table's description (column names and a few sample values). They are never sent "
        "anywhere.",
        "点赞、改选的图表和手动修改会保存在本机的一个文件里，同时保存表格的描述（列名和少量样例值）。"
        "它们不会被发送到任何地方。",
    ),
    "learned.switch": _t(
        "Let them change the order of charts for similar tables", "让它们影响类似表格的图表排序"
    ),
    "learned.export": _t("Export…", "导出…"),
    "learned.erase": _t("Erase selected", "删除所选"),
    "learned.erase_all": _t("Erase all…", "全部删除…"),
    "learned.do_erase": _t("Erase", "删除"),
    "learned.keep": _t("Keep", "保留"),
    "learned.sure": _t(
        "Erase {n:choice|choices}? What was learned from them is forgotten as well.",
        "删除 {n} 条记录？从中学到的内容也会一并忘记。",
    ),
    "learned.nothing": _t(
        "Nothing yet. Press Good chart, pick another chart or change one, and it is listed here.",
        "还没有记录。按“这个好”、改选或修改图表后，会列在这里。",
    ),
    "learned.count": _t("{n:choice|choices} kept.", "已保存 {n} 条。"),
    "learned.unreadable": _t(
        "{n:damaged line is|damaged lines are} ignored.", "忽略了 {n} 行损坏的内容。"
    ),
    "learned.at": _t("When", "时间"),
    "learned.how": _t("How", "方式"),
    "learned.chart": _t("Chart", "图表"),
    "learned.table": _t("Columns of the table", "表格的列"),
    "learned.praise": _t("Thumb up", "点赞"),
    "learned.pick": _t("Picked", "改选"),
    "learned.edit": _t("Edited", "手动修改"),
    "learned.samples": _t("Ask the model", "让模型回答"),
    "learned.one_sample": _t("once (fastest)", "一次（最快）"),
    "learned.some_samples": _t("{n} times and vote", "{n} 次并投票"),
    "notice.choices_saved": _t("Saved {n} choices to {path}", "已将 {n} 条记录保存到 {path}"),
    "privacy.title": _t("Privacy", "隐私"),
    "privacy.promise": _t(
        "Your tables are read, understood and drawn on this computer. There is no telemetry, no "
        "account and no update check. This window's process refuses every connection to another "
        "computer; fetching a model or asking a team server happens in a process of its own, and "
        "only if you set it up.",
        "表格的读取、理解和绘图都在这台电脑上完成。没有遥测，没有账号，也不检查更新。"
        "本窗口的进程会拒绝一切通往其他电脑的连接；下载模型或使用团队服务器都在单独的进程中进行，"
        "并且只在你设置之后。",
    ),
    "privacy.endpoint": _t(
        "You have set a team server: descriptions of your tables (column names and a few sample "
        "values, no rows) are sent to {address}.",
        "你设置了团队服务器：表格的描述（列名和少量样例值，不含数据行）会发送到 {address}。",
    ),
    "privacy.test": _t("Test it now", "立即自检"),
    "privacy.running": _t(
        "Recommending and drawing a chart in a watched process…",
        "正在受监视的进程里推荐并绘制图表…",
    ),
    "privacy.holds": _t("Nothing left this computer.", "没有任何数据离开这台电脑。"),
    "privacy.broken": _t("The test found something.", "自检发现了问题。"),
    "privacy.worked": _t(
        "A sample table was read, {model} reasoned about it, and a {chart} was drawn.",
        "读取了一张示例表，由 {model} 推理，并绘制了{chart}。",
    ),
    "privacy.no_attempts": _t(
        "No code asked for a connection to another computer.", "没有任何代码请求连接其他电脑。"
    ),
    "privacy.attempts": _t("Something tried to reach {places}.", "有代码试图连接 {places}。"),
    "privacy.sockets": _t(
        "{n:network socket was|network sockets were} open at the end.",
        "结束时打开的网络套接字：{n} 个。",
    ),
    "privacy.refused": _t(
        "A connection was tried on purpose: the guard saw it and refused it.",
        "故意尝试了一次连接：防护发现并拒绝了它。",
    ),
    "privacy.not_refused": _t(
        "A connection was tried on purpose, and the guard did not see it.",
        "故意尝试了一次连接，而防护没有发现它。",
    ),
    "privacy.modules": _t(
        "Of {n} loaded modules these could use a network and did not: {names}.",
        "加载的 {n} 个模块中，能使用网络但没有使用的有：{names}。",
    ),
    "quality.title": _t("Quality of the model", "模型质量"),
    "quality.loading": _t("Reading the figures…", "正在读取数据…"),
    "quality.facts": _t(
        "Version {version} · {parameters} parameters · {megabytes} MB · measured on {hardware}",
        "版本 {version} · {parameters}参数 · {megabytes} MB · 测试环境 {hardware}",
    ),
    "quality.interval": _t(
        "{value} (95 % interval {low} to {high})", "{value}（95% 区间 {low} 到 {high}）"
    ),
    "quality.best": _t(
        "Right chart type on {n} real tables that it had not seen: {value}",
        "在 {n} 张未见过的真实表格上，图表类型正确率：{value}",
    ),
    "quality.three": _t(
        "Right type among the first three: {value}", "前三个推荐中有正确类型：{value}"
    ),
    "quality.encode": _t("Right columns in the right places: {value}", "列与位置的正确率：{value}"),
    "quality.claims": _t(
        "Claims of its reasoning that are true: {value}", "推理中属实的陈述：{value}"
    ),
    "quality.seconds": _t(
        "Seconds per answer on average: {value}", "平均每次回答用时（秒）：{value}"
    ),
    "quality.chart": _t("Chart", "图表"),
    "quality.cases": _t("Wanted", "应为此图"),
    "quality.recall": _t("Found", "答对比例"),
    "quality.answers": _t("Given", "给出次数"),
    "quality.precision": _t("Right when given", "给出时正确"),
    "quality.few": _t("Too few tables for a firm figure", "表格太少，数字仅供参考"),
    "quality.note": _t(
        "Measured by us on the public GPT-Vis tables, none of which the model was taught. Tables "
        "of the same shape carry different labels there, so nobody reaches 100 %. Grey rows rest "
        "on fewer than 8 tables.",
        "由我们在公开的 GPT-Vis 表格上测得，模型从未学过这些表格。"
        "其中形状相同的表格也有不同的标签，因此谁都达不到 100%。灰色的行依据的表格不足八张。",
    ),
    # errors of reasoning and drawing, beside those of `texts`
    "error.model_file": _t("The model file cannot be used", "模型文件无法使用"),
    "error.context_overflow": _t(
        "The table is too wide for the model", "表格太宽，超出模型的上下文"
    ),
    "error.grammar": _t("The model cannot answer for this table", "模型无法为这张表作答"),
    "error.truncated_spec": _t("The answer broke off", "回答中断"),
    "error.worker_lost": _t("The model's process ended", "模型进程已结束"),
    "error.endpoint": _t("The team server cannot be used", "团队服务器无法使用"),
    "error.spec": _t("The chart does not fit the table", "图表与表格不符"),
    "error.spec_syntax": _t("The chart cannot be read", "无法识别图表配置"),
    "error.unknown_component": _t("There is no such chart", "没有这种图表"),
    "error.unknown_field": _t("There is no such column", "没有这一列"),
    "error.channel_type": _t("The chart does not fit the table", "图表与表格不符"),
    # the page of charts
    "page.title": _t("{name}: several views", "{name}：多图一览"),
    "page.finding": _t("Looking for charts… {n} so far", "正在寻找图表… 已找到 {n} 个"),
    "page.drawing": _t("Drawing {done} of {n}", "正在绘制 {done} / {n}"),
    "page.done": _t("{n:chart|charts} over different columns", "{n} 个图表，使用不同的列"),
    "page.empty": _t("No chart was found for this table.", "没有找到适合这张表的图表。"),
    "page.progress": _t("Progress of the page", "页面进度"),
    "page.again": _t("Again", "重新生成"),
    "page.export": _t("Export page", "导出整页"),
    "page.export_html": _t("Interactive page (HTML)…", "可交互页面 (HTML)…"),
    "page.export_pdf": _t("PDF document…", "PDF 文档…"),
    "page.export_png": _t("PNG image…", "PNG 图片…"),
    "page.export_svg": _t("SVG drawing…", "SVG 矢量图…"),
    "page.back": _t("Back to the chart", "返回图表"),
    "page.open": _t("{title}: open large", "{title}：放大查看"),
    "dialog.save_page": _t("Export the page", "导出整页"),
}
