"""What a person says about the looks of a chart or the line of changes. Pure.

The model answers with a chart's spec, which holds neither titles nor colours: asked for
one it can only change something else. Only whole sentences are taken here; of those that
name a thing that nothing in vizapp changes, the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from vizapp.components.presentation import MAX_DECIMALS, MAX_TITLE, Presentation

Step = Literal["undo", "redo"]


@dataclass(frozen=True)
class Elsewhere:
    """What is done elsewhere, or not at all: the key of the text that says so."""

    key: str


_BEGIN = (
    r"(?:请|麻烦|帮我|给我|我想|能不能|可以)*\s*(?:把|将)?\s*(?:这张|这个)?图表?的?\s*"
    r"|(?:请|帮我)?(?:把|将)?\s*"
)
_TO = r"\s*(?:改成|改为|换成|换为|设成|设为|设置为|变成|写成|叫做?|用|为|[:：=]|就叫)\s*"
_QUOTES = "\"'“”‘’「」『』《》"
_AXES = {
    "x_title": r"(?:横轴|横坐标轴?|[xX]\s*轴)",
    "y_title": r"(?:纵轴|纵坐标轴?|竖轴|[yY]\s*轴)",
}
_UNDO = (
    r"(?:请|帮我)?(?:撤销|撤回|撤消|取消刚才的(?:修改|操作|改动)|(?:回|退|返)回?(?:到)?上一步|回退|退回去|"
    r"恢复(?:到)?(?:上一(?:步|张|个)|刚才的)(?:图表?)?)(?:一下|一步|(?:上一步|刚才的?|这次)(?:操作|修改)?)?吧?"
)
_REDO = r"(?:请|帮我)?(?:重做|恢复撤销|取消撤销)(?:一下|一步)?吧?"
_UNDO_EN = (
    r"(?:please )?(?:undo(?: (?:that|it|this|the last (?:change|step)))?"
    r"|go back(?: one step)?|step back)"
)
_REDO_EN = r"(?:please )?redo(?: (?:that|it|this))?"
_PALETTES = {
    "grey": r"灰度|灰阶|黑白|灰色|gr[ae]y(?:scale)?|black and white",
    "warm": r"暖色调?|暖色系|warm(?: colou?rs)?",
    "cool": r"冷色调?|冷色系|cool(?: colou?rs)?",
    "bright": r"鲜艳|鲜明|明亮|bright(?: colou?rs)?",
    "muted": r"柔和|淡雅|muted(?: colou?rs)?|soft colou?rs",
    "standard": r"默认|标准|原来的|default(?: colou?rs)?|standard(?: colou?rs)?",
}
_THEMES = {
    "dark": r"深色|暗色|黑色|夜间|dark",
    "light": r"浅色|亮色|白色|日间|light",
}
_DIGITS = {**{d: i for i, d in enumerate("零一二三四五六")}, "两": 2, "整": 0}
_ELSEWHERE = {
    "chat.export": (
        r"(?:导出|另?存|保存|下载|输出)(?:一下)?(?:这张)?(?:图表?|图片)?(?:成|为|到|个)?(?:一张|一个|一份)?\s*"
        r"(?:png|svg|pdf|pptx?|powerpoint|html|图片|图像|幻灯片|网页|文件)?(?:图片|格式|文件|幻灯片)?",
        r"(?:export|save|download)(?: (?:this|it|the chart))?(?: (?:as|to))?(?: an?)?"
        r"(?: (?:png|svg|pdf|pptx?|powerpoint|html|picture|image|slide|file))?",
    ),
    "chat.no_zero": (
        r"(?:{y}|{x}|坐标轴|数值轴|轴)?(?:不要|别|不)?(?:都|就)?(?:从|以)\s*(?:0|零)\s*(?:开始|起|为起点)(?:的)?",
        r"(?:the )?(?:[xy][ -])?axis (?:should )?(?:not )?(?:start|begin)(?:s|ing)? (?:at|from) "
        r"(?:0|zero)"
        r"|start (?:the )?(?:[xy][ -])?axis (?:at|from) (?:0|zero)",
    ),
    "chat.no_labels": (
        r"(?:显示|加上|加|标上|标出|添加|隐藏|去掉|不要|不显示|标注)(?:具体|每个)?(?:的)?(?:数据标签|数值标签|数据标注|标签数值)",
        r"(?:show|add|hide|remove)(?: the)? (?:data|value) labels",
    ),
    "chat.no_legend": (
        r"(?:把|将)?图例(?:放到|放在|移到|移动到|挪到|显示在|去掉|隐藏|删掉|删除)(?:图的?|最)?"
        r"(?:下面|上面|左边|右边|底部|顶部|下方|上方|左侧|右侧|里面|外面)?|(?:隐藏|去掉|不要|不显示)图例",
        r"(?:move|put|place) (?:the )?legend .{1,30}|(?:hide|remove) (?:the )?legend",
    ),
    "chat.no_color": (
        r"(?:把|将)?(?:.{0,8}的)?(?:颜色|柱子|线条|线|柱|点)(?:的颜色)?(?:都)?(?:换成|改成|改为|变成|设为|用)"
        r"(?:红|蓝|绿|黄|橙|紫|粉|青|黑|棕|金)色?(?:的)?",
        r"(?:make|colou?r|paint) (?:it|them|the (?:bars|lines?|chart|points)) (?:in )?"
        r"(?:red|blue|green|yellow|orange|purple|pink|black|brown)",
    ),
}  # fmt: skip


def said(ask: str, looks: Presentation) -> Presentation | Step | Elsewhere | None:
    """Return other looks, a step on the line of changes, or where something is done.

    Examples
    --------
    >>> said('标题改成"门店月度销售"', Presentation()).title
    '门店月度销售'
    >>> said("撤销", Presentation()), said("only 2024", Presentation())
    ('undo', None)
    """
    text = ask.strip().rstrip("。.!！~").strip()
    for step, patterns in (("undo", (_UNDO, _UNDO_EN)), ("redo", (_REDO, _REDO_EN))):
        if any(_whole(pattern, text) for pattern in patterns):
            return "undo" if step == "undo" else "redo"
    found = _titles(text) or _other_looks(text)
    if found is not None:
        return replace(looks, **found)
    for key, (zh, en) in _ELSEWHERE.items():
        zh = zh.replace("{x}", _AXES["x_title"]).replace("{y}", _AXES["y_title"])
        if _whole(f"(?:{_BEGIN})?(?:{zh})", text) or _whole(f"(?:please )?(?:{en})", text):
            return Elsewhere(key)
    return None


def _whole(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text, re.IGNORECASE)


def _titles(text: str) -> dict[str, Any] | None:
    """Return titles of the person's own, None where the words are about something else."""
    named = {**_AXES, "title": r"(?:图表?|主)?"}
    english = {"x_title": "x[ -]axis ", "y_title": "y[ -]axis ", "title": "(?:chart )?"}
    for name, axis in named.items():
        title = rf"(?:{axis})的?(?:标题|名称|名字)" if name != "title" else rf"{axis}标题"
        en = rf"{english[name]}title"
        if _whole(rf"(?:{_BEGIN})?(?:去掉|不要|隐藏|删掉|删除|不显示)(?:图的?)?{title}", text):
            return {name: ""}
        if _whole(rf"(?:no|remove(?: the)?|hide(?: the)?) {en}", text):
            return {name: ""}
        if _whole(rf"(?:恢复|用)?(?:默认|自动|原来)的?{title}|(?:default|automatic) {en}", text):
            return {name: None}
        zh = _whole(rf"(?:{_BEGIN})?{title}{_TO}(.+)", text)
        made = zh or _whole(
            rf"(?:(?:set|change|make) )?(?:the )?{en}(?: to|:| is| should be| =)\s*(.+)", text
        )
        if made is None and name == "title":
            made = _whole(rf"(?:call|name|title) (?:it|this|the chart)\s+([{_QUOTES}].+)", text)
        if made is not None:
            given = made[1].strip().strip(_QUOTES).strip()
            return {name: given} if 0 < len(given) <= MAX_TITLE else None
    return None


def _other_looks(text: str) -> dict[str, Any] | None:
    """Return what is asked of colours, numbers and scales."""
    use = rf"(?:{_BEGIN})?(?:(?:配色|颜色|色调)(?:方案)?(?:{_TO})?|换成|改成|改为|用|使用)?"
    for palette, words in _PALETTES.items():
        if _whole(rf"{use}(?:{words})的?(?:配色|颜色|色彩|色系)(?:方案)?", text):
            return {"palette": palette}
        if _whole(rf"(?:{_BEGIN})?(?:配色|颜色|色调)(?:方案)?(?:{_TO})(?:{words})的?", text):
            return {"palette": palette}
        if _whole(rf"(?:make it |in |use )(?:{words})(?: colou?rs)?", text):
            return {"palette": palette}
    for theme, words in _THEMES.items():
        zh = rf"(?:{_BEGIN})?(?:背景|主题)?(?:{_TO})?(?:{words})的?(?:背景|主题|模式)"
        if _whole(zh, text) or _whole(rf"(?:{_BEGIN})?(?:背景|主题){_TO}(?:{words})的?", text):
            return {"theme": theme}
        if _whole(rf"(?:use (?:a |the )?)?(?:{words}) (?:theme|background|mode)", text):
            return {"theme": theme}
    digits = _whole(
        r"(?:数字|数值)?(?:都)?(?:保留|显示|精确到)(?:小数点后)?\s*([0-6零一二两三四五六])\s*位小数|(?:保留)?小数点后([0-6零一二两三四五六])位"
        r"|(?:show |with |use )?([0-6]) decimals?(?: places)?",
        text,
    )
    if digits:
        given = next(group for group in digits.groups() if group)
        n = int(given) if given.isdecimal() else _DIGITS[given]
        return {"decimals": n} if n <= MAX_DECIMALS else None
    return _scale(text)


def _scale(text: str) -> dict[str, Any] | None:
    kinds = {"log": r"对数", "linear": r"线性"}
    for kind, word in kinds.items():
        en = "log(?:arithmic)?" if kind == "log" else "linear"
        for name, axis in (("x_scale", _AXES["x_title"]), ("y_scale", _AXES["y_title"])):
            place = rf"(?:{axis}|数值轴|坐标轴)" if name == "y_scale" else f"(?:{axis})"
            some = "?" if name == "y_scale" else ""
            zh = rf"(?:{_BEGIN})?{place}{some}(?:{_TO}|使用|采用|取)?{word}(?:坐标轴?|刻度|尺度|轴)"
            letter = name[0]
            only = rf"(?:use (?:a )?)?(?:{en})(?: scale)?(?: (?:on|for) (?:the )?{letter}[ -]axis)"
            if _whole(zh, text) or _whole(only + some, text) or _whole(
                rf"(?:make (?:the )?)?{letter}[ -]axis {en}", text
            ):  # fmt: skip
                return {name: kind}
    return None
