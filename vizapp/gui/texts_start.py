"""The words of opening tables, reading them, tabs and projects, zh and en."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


START_TEXTS: dict[str, Text] = {
    # column panel
    "columns.title": _t("Columns", "列"),
    "columns.all": _t("Use all columns", "使用全部列"),
    "columns.count": _t("{kept} of {total}", "{total} 列中的 {kept} 列"),
    "columns.none": _t("Tick at least one", "请至少勾选一列"),
    "columns.filter": _t("Find a column", "查找列"),
    "columns.missing": _t("{share} missing", "{share} 缺失"),
    "columns.why": _t("Type: {why}", "类型依据：{why}"),
    "columns.left_out": _t(
        "Left out: the model is not told about it.", "已排除：模型不会看到这一列。"
    ),
    "columns.unit": _t("Unit…", "单位…"),
    "columns.unit_of": _t("Unit of {name} (empty for none):", "{name} 的单位（留空表示没有）："),
    # how the file was read
    "reading.name_encoding": _t("Encoding: {what}", "编码：{what}"),
    "reading.name_delimiter": _t("Separator: {what}", "分隔符：{what}"),
    "reading.name_header_rows": _t("Header: {what}", "表头：{what}"),
    "reading.name_part": _t("Table: {what}", "表：{what}"),
    "reading.why": _t("Guessed: {why} (sure to {share})", "推断依据：{why}（把握 {share}）"),
    "reading.simplified": _t("Chinese, simplified", "简体中文"),
    "reading.traditional": _t("Chinese, traditional", "繁体中文"),
    "reading.japanese": _t("Japanese", "日文"),
    "reading.korean": _t("Korean", "韩文"),
    "reading.western": _t("Western European", "西欧"),
    "reading.central": _t("Central European", "中欧"),
    "reading.cyrillic": _t("Cyrillic", "西里尔文"),
    "reading.greek": _t("Greek", "希腊文"),
    "reading.turkish": _t("Turkish", "土耳其文"),
    "reading.hebrew": _t("Hebrew", "希伯来文"),
    "reading.arabic": _t("Arabic", "阿拉伯文"),
    "reading.thai": _t("Thai", "泰文"),
    "reading.guess": _t("Let vizapp guess", "由 vizapp 判断"),
    "reading.header_rows": _t("header of {n:row|rows}", "表头共 {n} 行"),
    "reading.skip": _t("Lines left out above: {n}…", "跳过上方 {n} 行…"),
    "reading.skip_title": _t("Lines to leave out above the header", "跳过表头上方的行数"),
    "reading.listing": _t("Looking into the file…", "正在查看文件…"),
    "reading.more": _t("More", "更多"),
    "reading.quote": _t("Quote character", "引号字符"),
    "reading.decimal": _t("Decimal mark", "小数点"),
    "reading.none": _t("none", "无"),
    "reading.one_column": _t("one column", "单列"),
    "reading.whole": _t("Read every row", "读取全部行"),
    "reading.reset": _t("Back to what vizapp guessed", "恢复自动判断"),
    "reading.doubts": _t("Unclear columns: {n}", "待确认 {n} 列"),
    "reading.name_doubts": _t("Can be read in two ways:", "有两种读法："),
    "reading.all_day_first": _t("All dates: day first", "所有日期：日在前"),
    "reading.all_month_first": _t("All dates: month first", "所有日期：月在前"),
    "reading.notes": _t("Notes: {n}", "说明 {n} 条"),
    "reading.sampled": _t("{size}, a sample of about {total}", "{size}，为约 {total} 行的样本"),
    # every row of a large file
    "whole.title": _t("Every row of the file", "文件的全部行"),
    "whole.working": _t(
        "The chart shows a sample; reading all of about {n} rows: {share}",
        "图表显示的是样本；正在读取全部约 {n} 行：{share}",
    ),
    "whole.stopped": _t(
        "The chart shows a sample of about {n} rows", "图表显示的是约 {n} 行中的样本"
    ),
    "whole.failed": _t(
        "The chart shows a sample of about {n} rows. {why}", "图表显示的是约 {n} 行中的样本。{why}"
    ),
    "whole.start": _t("Read every row", "读取全部行"),
    # opening, tabs, projects
    "action.paste": _t("Paste a table", "粘贴表格"),
    "action.save": _t("Save project", "保存项目"),
    "action.save_as": _t("Save project as…", "项目另存为…"),
    "action.new_tab": _t("New tab", "新建标签页"),
    "action.close_tab": _t("Close tab", "关闭标签页"),
    "action.reopen_tab": _t("Reopen closed tab", "重新打开关闭的标签页"),
    "action.next_tab": _t("Next tab", "下一个标签页"),
    "action.previous_tab": _t("Previous tab", "上一个标签页"),
    "action.restore_session": _t("Restore last session", "恢复上次会话"),
    "action.palette": _t("All commands…", "全部命令…"),
    "list.nothing": _t("Nothing found. Try fewer letters.", "没有找到。请少输入几个字。"),
    "palette.hint": _t("Type a few letters of a command", "输入命令的几个字"),
    "tab.new": _t("New tab", "新标签页"),
    "paste.name": _t("Clipboard", "剪贴板"),
    "notice.nothing_to_paste": _t(
        "There is no table on the clipboard. Copy cells of a sheet or a table of a web page.",
        "剪贴板里没有表格。请先复制工作表单元格或网页表格。",
    ),
    "dialog.project": _t("vizapp project", "vizapp 项目"),
    "dialog.save_project": _t("Save the project", "保存项目"),
    "welcome.paste": _t("Paste a table", "粘贴表格"),
    "welcome.kept": _t("Not closed last time: {names}", "上次未关闭：{names}"),
    "welcome.kept_more": _t("{names} and {n} more", "{names} 等，另有 {n} 个"),
    "welcome.restore": _t("Restore", "恢复"),
    "welcome.discard": _t("Discard", "不用了"),
    "columns.day_first": _t("05/06: day first", "05/06：日在前"),
    "columns.month_first": _t("05/06: month first", "05/06：月在前"),
    "reading.keep_totals": _t("Keep the rows of totals", "保留合计行"),
    "reading.keep_blanks": _t("Leave the blank cells of groups blank", "分组下的空格不补"),
    "reading.fill_blanks": _t("Fill the blank cells below a group's name", "补上分组名称下的空格"),
    "reading.drop_totals": _t("Leave out the rows of totals", "去掉合计行"),
    "notice.nothing_kept": _t("Nothing is left from last time.", "没有可恢复的内容。"),
    # the samples, by the names of their files
    "sample.cities_zh": _t("Chinese cities: rain and heat", "城市：气温与降水"),
    "sample.city_weather_en": _t("Weather of cities by month", "城市天气（英文，按月）"),
    "sample.employees_en": _t("Employees and their pay", "员工与薪酬（英文）"),
    "sample.energy_flows_en": _t("Energy from source to use", "能源流向（英文）"),
    "sample.monthly_sales_en": _t("Monthly sales by region", "月度销售（英文）"),
    "sample.monthly_sales_zh": _t("Monthly sales (Chinese)", "月度销售：分地区"),
    "sample.project_plan_en": _t("Plan of a project", "项目计划（英文）"),
    "sample.purchase_funnel_zh": _t("Steps of a purchase (Chinese)", "购买转化漏斗"),
    "sample.signup_funnel_en": _t("From visit to sign-up", "注册转化（英文）"),
    "sample.stock_close_zh": _t("Closing prices (Chinese)", "股票收盘价"),
    "sample.stock_ohlc_zh": _t("Daily stock prices (Chinese)", "股票日线行情"),
    "sample.store_revenue_zh_gb18030": _t(
        "Revenue of stores (Chinese, GB18030)", "门店营收（GB18030 编码）"
    ),
    "sample.subject_scores_zh": _t("Scores by subject (Chinese)", "各科成绩"),
    "sample.website_traffic_en": _t("Visits to a website", "网站访问量（英文）"),
    "welcome.forget": _t("Remove from the list", "从列表中移除"),
    "notice.not_kept": _t(
        "What is open cannot be kept for the next start: {message}",
        "无法为下次启动保存打开的内容：{message}",
    ),
}
