"""Every message of the code has its Chinese form, and is found again when it is filled."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from vizapp.core import errors
from vizapp.core.error_texts import CHINESE, WORDS, say
from vizapp.core.language import has_cjk

# Not shown in the window: the command line's own, training, and the Python interface.
_ELSEWHERE = ("training", "cli")
# Made of what others said alone.
_BARE = {"{}: {}.", "{}"}


def _kinds() -> set[str]:
    found: set[str] = set()
    left: list[type[errors.VizappError]] = [errors.VizappError]
    while left:
        kind = left.pop()
        found.add(kind.__name__)
        left += kind.__subclasses__()
    return found | {"NetworkRefusedError"}


def _templates(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value.replace("{", "{{").replace("}", "}}")]
    if isinstance(node, ast.JoinedStr):
        parts = (
            str(v.value).replace("{", "{{").replace("}", "}}")
            if isinstance(v, ast.Constant)
            else "{}"
            for v in node.values
        )
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return _templates(node.body) + _templates(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [t for value in node.values for t in _templates(value)]
    return []


def _raised(root: Path) -> Iterator[tuple[str, str]]:
    kinds = _kinds()
    for path in sorted((root / "vizapp").rglob("*.py")):
        if set(path.parts) & set(_ELSEWHERE) or path.name == "api.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in kinds:
                hints = [k.value for k in node.keywords if k.arg == "hint"]
                for part in (*node.args[:1], *hints):
                    for template in _templates(part):
                        yield f"{path.relative_to(root)}:{node.lineno}", template


def test_every_message_and_hint_of_the_code_has_a_chinese_form(root: Path) -> None:
    raised = list(_raised(root))
    assert len(raised) > 100
    missing = {t: where for where, t in raised if t and t not in CHINESE and t not in _BARE}
    assert missing == {}, "add these to vizapp/core/error_texts.py"


@pytest.mark.parametrize("template", CHINESE)
def test_a_filled_message_is_said_in_chinese(template: str) -> None:
    n = template.replace("{{", "").replace("}}", "").count("{}")
    chinese = CHINESE[template]
    used = {field for _, field, _, _ in string.Formatter().parse(chinese) if field is not None}
    assert used == {str(i) for i in range(n)}
    assert has_cjk(chinese) or template == "{}: {}."
    values = [f"值{i}" for i in range(n)]
    filled = template.format(*values)
    assert say(filled, "zh") == chinese.format(*values)
    assert say(filled, "en") == filled
    assert not re.search(r"[\u3400-\u9fff][,;?!]", chinese.replace(".", "")), "half-width"


def test_a_message_and_its_hint_are_said_together() -> None:
    said = say(
        "Row 1,204 of a.csv has 9 cells, expected 8. "
        "Check for an unquoted comma or another delimiter.",
        "zh",
    )
    assert said.startswith("a.csv 的第 1,204 行有 9 个单元格")
    assert said.endswith("请检查是否有未加引号的逗号或其他分隔符。")
    path = "/home/a b/c. d.png could not be written: No space left on device."
    assert say(f"{path} Choose another folder.", "zh") == (
        "无法写入 /home/a b/c. d.png\uff1a磁盘已满。请选择其他文件夹。"
    )


def test_half_of_a_line_is_better_than_nothing() -> None:
    assert say("/a/b: No space left. Choose another folder.", "zh") == (
        "/a/b: No space left. 请选择其他文件夹。"
    )
    assert say("a.csv is a folder. Then ask Ann.", "zh") == "a.csv 是文件夹。Then ask Ann."


def test_words_inside_a_message_are_said_too() -> None:
    assert say("x.csv is a picture, not a table of text.", "zh") == (
        "x.csv 是图片\uff0c不是文本表格。"
    )
    assert all(map(has_cjk, WORDS.values()))


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert say("Something of an extension.", "zh") == "Something of an extension."
    assert say("", "zh") == ""
