"""The words of the reader of the guides; a part of `texts.TEXTS`."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


GUIDE_TEXTS: dict[str, Text] = {
    "action.guide": _t("User guide", "使用指南"),
    "action.security": _t("Security and privacy", "安全与隐私"),
    "action.licences": _t("Open-source licences", "开源许可"),
    "menu.help": _t("Help", "帮助"),
    "reader.search": _t("Find in this page", "在本页查找"),
    "reader.contents": _t("Contents", "目录"),
    "reader.previous": _t("Previous place", "上一处"),
    "reader.next": _t("Next place", "下一处"),
    "reader.found": _t("{n} of {total}", "第 {n} 处，共 {total} 处"),
    "reader.nothing": _t("Nothing found", "没有找到"),
    "notice.no_guide": _t(
        "The guide is missing from this installation: {path}. Install vizapp again.",
        "安装中缺少使用指南：{path}。请重新安装 vizapp。",
    ),
}
