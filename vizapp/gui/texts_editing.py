"""The words of editing: shelves, talk, history, looks; a part of `texts.TEXTS`."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


EDITING_TEXTS: dict[str, Text] = {
    "action.undo": _t("Undo", "撤销"),
    "action.redo": _t("Redo", "重做"),
    "action.focus_notice": _t("Go to the message", "转到提示"),
    "action.focus_chat": _t("Change the chart by talking", "用一句话修改图表"),
    "action.pin": _t("Pin this chart beside", "固定此图用于对比"),
    "action.unpin": _t("Unpin", "取消固定"),
    "side.reasoning": _t("Reasoning", "推理"),
    "side.edit": _t("Edit", "编辑"),
    "side.history": _t("History", "历史"),
    # history
    "history.name": _t("Charts so far", "图表历史"),
    "history.empty": _t("Every chart you see is kept here.", "出现过的图表都会保留在这里。"),
    "history.back": _t("Bring back", "恢复此图"),
    "history.pin": _t("Pin beside", "固定对比"),
    "history.said": _t('"{ask}"', "“{ask}”"),
    "history.current": _t("{what}, on screen", "{what}（当前）"),
    "history.pinned": _t("Pinned", "已固定"),
    "origin.answer": _t("Answer", "推荐"),
    "origin.choice": _t("Chosen", "选用"),
    "origin.edit": _t("Edited", "手动编辑"),
    "origin.chat": _t("Said", "对话"),
    "origin.style": _t("Looks", "样式"),
    "origin.fix": _t("Fixed", "修正"),
    "pinned.name": _t("Pinned chart", "固定的图表"),
    # chat
    "chat.placeholder": _t(
        "Change this chart: as bars, top 5, only 2024, by month…",
        "修改这张图：改成条形图、前五名、只看 2024 年、按月…",
    ),
    "chat.name": _t("Say what to change in this chart", "说出要对这张图做的修改"),
    "chat.send": _t("Change the chart", "修改图表"),
    "chat.log": _t("Conversation", "对话"),
    "chat.working": _t("Thinking…", "正在思考…"),
    "chat.gone": _t("This chart is no longer kept.", "此图已不再保留。"),
    "chat.same": _t(
        "Nothing changed: this was not understood. Say it differently, or use the page Edit.",
        "图表没有变化：没有理解要改什么。请换一种说法，或在“编辑”页修改。",
    ),
    "chat.already": _t("The chart shows that already.", "图表已经是这样了。"),
    "chat.refused": _t("This cannot be done: {why}", "做不到：{why}"),
    "chat.failed": _t("No answer: {why}", "没有回答：{why}"),
    "chat.stopped": _t("Stopped; the chart is as it was.", "已停止，图表保持原样。"),
    "chat.undone": _t("Undone: {what}", "已撤销：{what}"),
    "chat.redone": _t("Done again: {what}", "已重做：{what}"),
    "chat.no_undo": _t("There is nothing to undo.", "没有可以撤销的修改。"),
    "chat.no_redo": _t("There is nothing to redo.", "没有可以重做的修改。"),
    "chat.export": _t(
        "Nothing changed: the button Export at the top saves the chart as PNG, SVG, PDF, "
        "PowerPoint and more.",
        "图表没有变化：请用上方的“导出”按钮，可存为 PNG、SVG、PDF、PowerPoint 等。",
    ),
    "chat.no_zero": _t(
        "Nothing changed: where an axis begins cannot be set. Bars and areas always begin at "
        "zero, lines and points where their values are.",
        "图表没有变化：坐标轴的起点不能单独设置。柱形和面积总是从 0 开始，折线和散点按数据范围。",
    ),
    "chat.no_labels": _t(
        "Nothing changed: values are written on the chart wherever they have room; they cannot "
        "be switched on or off.",
        "图表没有变化：放得下时数值会自动标在图上，不能单独打开或关闭。",
    ),
    "chat.no_legend": _t(
        "Nothing changed: vizapp places the legend by itself.",
        "图表没有变化：图例的位置由 vizapp 自动安排，不能单独设置。",
    ),
    "chat.no_color": _t(
        "Nothing changed: colours come in palettes; say “grey”, “warm colours” or “bright "
        "colours”, or choose one on the page Edit.",
        "图表没有变化：颜色只能整套更换。可以说“灰度配色”“暖色配色”“鲜明配色”，或在“编辑”页选择。",
    ),
    # shelves
    "shelf.component": _t("Chart type", "图表类型"),
    "shelf.drop": _t("Drag a column here", "拖入一列"),
    "shelf.add": _t("Add a column", "添加一列"),
    "shelf.nothing": _t("No column fits", "没有合适的列"),
    "shelf.required": _t("needed", "必填"),
    "shelf.remove": _t("Remove {name}", "移除{name}"),
    "shelf.change": _t(
        "{title}: {name}. Press for other columns.", "{title}：{name}。按下可换列。"
    ),
    "shelf.misfit": _t("{name} does not fit {title}", "{name}不适合{title}"),
    "option.title": _t("Options", "选项"),
    "option.auto": _t("automatic", "自动"),
    "filter.title": _t("Filters", "筛选"),
    "filter.add": _t("Add a filter", "添加筛选"),
    "filter.remove": _t("Remove this filter", "移除此筛选"),
    "filter.edit": _t("Change this filter", "修改此筛选"),
    "filter.heading": _t("Filter by {name}", "按{name}筛选"),
    "filter.search": _t("Find a value…", "查找取值…"),
    "filter.all": _t("All", "全选"),
    "filter.none": _t("None", "全不选"),
    "filter.from": _t("from", "从"),
    "filter.to": _t("to", "到"),
    "filter.apply": _t("Apply", "应用"),
    "filter.yes": _t("yes", "是"),
    "filter.no": _t("no", "否"),
    "filter.loading": _t("Looking up the values…", "正在查找取值…"),
    "filter.more": _t("The {n} most frequent values", "出现最多的 {n} 个值"),
    "filter.no_number": _t("This is not a number.", "这不是数字。"),
    "filter.no_date": _t("Write a date as 2024-03-05.", "日期请写成 2024-03-05。"),
    "filter.order": _t('"From" is above "to".', "“从”大于“到”。"),
    "filter.empty": _t("No value is chosen.", "没有选中任何值。"),
    # looks
    "look.section": _t("Looks", "样式"),
    "look.own_title": _t("made from the data", "由数据生成"),
    "look.reset": _t("Back to automatic", "恢复自动"),
}
