"""Which language an answer is written in: zh or en."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterable
from typing import Literal

Lang = Literal["zh", "en"]
Text = dict[Lang, str]  # one text in every language

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def has_cjk(text: str) -> bool:
    """Return whether the text holds a Chinese character."""
    return bool(_CJK.search(text))


def system_lang() -> Lang:
    """Return the language of the system, en when it is neither.

    What the environment says counts even where its locale was never installed.
    """
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, said), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def choose_lang(lang: str | None, ask: str | None, headers: Iterable[str]) -> Lang:
    """Return the language asked for, else of the ask, the headers, the system.

    Examples
    --------
    >>> choose_lang(None, None, ["月份", "sales"])
    'zh'
    """
    if lang in ("zh", "en"):
        return lang  # type: ignore[return-value]
    if ask and has_cjk(ask):
        return "zh"
    if ask and any(map(str.isalpha, ask)):  # "2023?" is of no language
        return "en"
    names = [name for name in headers if name.strip()]
    if any(has_cjk(name) for name in names):
        return "zh"
    if any(re.search("[A-Za-z]", name) for name in names):
        return "en"
    return system_lang()
