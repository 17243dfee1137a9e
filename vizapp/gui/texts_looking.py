"""The words of looking at a chart more closely; a part of `texts.TEXTS`."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


LOOKING_TEXTS: dict[str, Text] = {
    "chart.zoomed": _t(
        "Zoomed: double-click or Home shows all", "已放大：双击或按 Home 键查看全部"
    ),
    "chart.chosen": _t("Highlighted: {names}.", "突出显示：{names}。"),
    "chart.entry": _t("Click or Enter to highlight", "单击或按回车键突出显示"),
    "chart.entry_chosen": _t("Highlighted; Esc shows all alike", "已突出显示；按 Esc 键恢复"),
}
