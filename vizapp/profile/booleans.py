"""Words that say yes or no, in the spellings that exports and people use."""

from __future__ import annotations

from collections.abc import Mapping

from vizapp.profile import entities
from vizapp.profile.names import word_set

_PAIRS = (
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("是", "否"), ("有", "无"),
    ("对", "错"), ("√", "×"), ("✓", "✗"), ("✔", "✘"), ("真", "假"), ("on", "off"),
    ("✅", "❌"), ("☑", "☐"), ("○", "×"), ("yes.", "no."), ("1_yes", "0_no"), ("1=yes", "0=no"),
    ("1-yes", "0-no"), ("1: yes", "0: no"), ("1 - yes", "0 - no"), ("1 yes", "0 no"),
    ("oui", "non"), ("ja", "nein"), ("sí", "no"), ("si", "no"), ("sim", "não"), ("да", "нет"),
    ("wahr", "falsch"), ("vrai", "faux"), ("verdadero", "falso"), ("はい", "いいえ"),
    ("enabled", "disabled"), ("checked", "unchecked"), ("存在", "不存在"), ("已", "未"),
    ("是的", "不是"), ("有", "没有"), ("会", "不会"), ("能", "不能"), ("可以", "不可以"),
)  # fmt: skip
_ALONE = word_set("true false yes no 是 否")  # say it without their opposite
_TRUE = word_set("true yes y t 1 是 √ ✓ ✔ 真")
_FALSE = word_set("false no n f 0 否 × ✗ ✘ 假")
_FULL = word_set("true false yes no 是 否 真 假")
_MARKS = word_set("y yes true t x 1 √ ✓ ✔ 是")  # a tick where the name asks


def parse(name: str, counts: Mapping[str, int]) -> dict[str, bool] | None:
    """Return what each distinct text says, None when they are no booleans.

    Parameters
    ----------
    name : str
        The attribute's name: a lone `Y` is a flag only where the name asks.
    counts : mapping
        Rows per distinct text, missing markers left out.

    Examples
    --------
    >>> parse("v", {"Yes": 3, "no": 2})
    {'Yes': True, 'no': False}
    >>> parse("SAFFL", {"Y": 9})
    {'Y': True}
    """
    if not counts or len(counts) > 8:
        return None
    words = {text.casefold() for text in counts}
    for true, false in _PAIRS:
        if words == {true, false} or (words <= {true, false} and words <= _ALONE):
            return {text: text.casefold() == true for text in counts}
    # Several spellings in one column, such as `Yes`, `Y` and `no`.
    if words <= _TRUE | _FALSE and len(words) > 2 and words & _FULL:
        return {text: text.casefold() in _TRUE for text in counts}
    if len(words) == 1 and words <= _MARKS | {"n"} and entities.asks_yes_or_no(name):
        return {text: text.casefold() in _MARKS for text in counts}
    return None


def said(text: str) -> bool | None:
    """Return what one text says by itself, None when it says neither yes nor no."""
    word = text.casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None
