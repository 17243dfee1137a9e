"""The words of the hints about the chart on screen; a part of `texts.TEXTS`."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


HINT_TEXTS: dict[str, Text] = {
    "action.hints": _t("Hints about this chart", "关于此图的建议"),
    "hint.count": _t("{n:hint|hints}", "{n} 条建议"),
    "hint.title": _t("What could look better", "可以更好的地方"),
    "hint.tally": _t(
        "Found on the picture as it is drawn. Undo brings everything back.",
        "根据画出的图检查得到。任何修改都可以撤销。",
    ),
    "hint.before": _t("Now", "现在"),
    "hint.after": _t("After", "修改后"),
    "hint.picture": _t("{when}: {title}", "{when}：{title}"),
    "hint.drawing": _t("Drawing…", "正在绘制…"),
    "hint.apply": _t("Apply", "应用"),
    "hint.apply_this": _t("Apply: {what}", "应用：{what}"),
    "hint.dismiss": _t("Dismiss", "不再提示"),
    "hint.dismiss_this": _t("Dismiss: {what}", "不再提示：{what}"),
    "hint.dismissed": _t(
        "{n:hint|hints} about this chart dismissed.", "此图已有 {n} 条建议不再提示。"
    ),
    "hint.recall": _t("Show again", "重新显示"),
    "hint.recall_all": _t(
        "Show the dismissed hints about this chart again", "重新显示此图中不再提示的建议"
    ),
    "hint.no_fix": _t("vizapp has no ready remedy for this.", "vizapp 没有现成的修改办法。"),
    "hint.none": _t("Nothing on this chart looks wrong.", "没有发现此图有什么问题。"),
}
