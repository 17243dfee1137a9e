"""The words of exporting, copying and printing, zh and en."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


EXPORTING_TEXTS: dict[str, Text] = {
    "action.export_pptx": _t("PowerPoint slide…", "PowerPoint 幻灯片…"),
    "action.export_py": _t("Altair script (Python)…", "Altair 脚本（Python）…"),
    "action.export_jsonl": _t("Training record (JSON Lines)…", "训练记录（JSON Lines）…"),
    "action.copy_svg": _t("Copy as SVG", "复制为 SVG"),
    "action.print": _t("Print…", "打印…"),
    "exporting.picture": _t("PNG image", "PNG 图片"),
    "exporting.scale": _t("Size", "尺寸"),
    "exporting.pixels": _t(
        "{scale}× · {width} × {height} pixels", "{scale}× · {width} × {height} 像素"
    ),
    "exporting.transparent": _t("Transparent background", "透明背景"),
    "exporting.dark": _t(
        "The chart has light letters: place it on a dark page.",
        "图表使用浅色文字，请放在深色页面上。",
    ),
    "exporting.save": _t("Save", "保存"),
    "exporting.cancel": _t("Cancel", "取消"),
    "exporting.svg_copied": _t(
        "The chart is on the clipboard as SVG.", "图表已以 SVG 复制到剪贴板。"
    ),
    "exporting.printed": _t("The chart was sent to the printer.", "图表已发送到打印机。"),
    "exporting.no_printer": _t("No printer could be used.", "没有可用的打印机。"),
}
