"""Words that say yes or no, in the spellings that exports and people use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from vizapp.profile import entities
from vizapp.profile.names import word_set
from vizapp.profile.texts import SOFT_MISSING

_PAIRS = (
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("是", "否"), ("有", "无"),
    ("对", "错"), ("√", "×"), ("✓", "✗"), ("✔", "✘"), ("真", "假"), ("on", "off"),
    ("✅", "❌"), ("☑", "☐"), ("○", "×"), ("yes.", "no."),
    ("oui", "non"), ("ja", "nein"), ("sí", "no"), ("si", "no"), ("sim", "não"), ("да", "нет"),
    ("wahr", "falsch"), ("vrai", "faux"), ("verdadero", "falso"), ("はい", "いいえ"),
    ("enabled", "disabled"), ("checked", "unchecked"), ("存在", "不存在"), ("已", "未"),
    ("ja", "nee"), ("ja", "nej"), ("sì", "no"), ("sim", "nao"), ("tak", "nie"), ("ano", "ne"),
    ("evet", "hayır"), ("예", "아니오"), ("예", "아니요"), ("истина", "ложь"),
    ("是的", "不是"), ("有", "没有"), ("会", "不会"), ("能", "不能"), ("可以", "不可以"),
)  # fmt: skip
MOST_GAPS = 0.05  # of the cells, up to which `unknown` counts as missing
_CODED = re.compile(r"[(\[]?\d[)\]]?\s?[_.:=\s-]\s?(?=\D)")  # the `1. ` of `1. Yes`
# What programs write that paste a code and its label where both are missing: `NA_NA`, `9: NA`.
_CODED_GAP = re.compile(
    r"[(\[]?(?:\d{1,3}|n/?a|nan|null)[)\]]?\s?[_.:=\s-]\s?(?:n/?a|nan|null|missing)"
)
_ALONE = word_set("true false yes no 是 否")  # say it without their opposite
_TRUE = word_set("true yes y t 1 是 √ ✓ ✔ 真")
_FALSE = word_set("false no n f 0 否 × ✗ ✘ 假")
_FULL = word_set("true false yes no 是 否 真 假")
_TICKS = word_set("y yes x √ ✓ ✔ ☑ ✅")  # a tick among blanks
_MARKS = word_set("y yes true t x 1 √ ✓ ✔ 是")  # a tick where the name asks


def parse(name: str, counts: Mapping[str, int], *, gaps: bool = False) -> dict[str, bool] | None:
    """Return what each distinct text says, None when they are no booleans.

    Parameters
    ----------
    name : str
        The attribute's name: a lone `Y` is a flag only where the name asks.
    counts : mapping
        Rows per distinct text, missing markers left out.
    gaps : bool
        Whether cells are missing: a lone tick among blanks is a flag too.

    Returns
    -------
    dict of str to bool, or None
        Texts that it lacks count as missing.

    Examples
    --------
    >>> parse("v", {"Yes": 3, "no": 2})
    {'Yes': True, 'no': False}
    >>> parse("v", {"1_yes": 3, "0_no": 2, "NA_NA": 4})
    {'1_yes': True, '0_no': False}
    >>> parse("SAFFL", {"Y": 9})
    {'Y': True}
    """
    if not counts or len(counts) > 8:
        return None
    answers = {text: n for text, n in counts.items() if not _CODED_GAP.fullmatch(text.casefold())}
    if len(answers) < len(counts):
        counts, gaps = answers, True
    said = _read(name, counts)
    if said is not None:
        return said
    if gaps and len(counts) == 1 and _TICKS.issuperset(map(str.casefold, counts)):
        return dict.fromkeys(counts, True)
    # A rare `unknown` beside yes and no is a gap, a frequent one is an answer of its own.
    known = {text: n for text, n in counts.items() if text.casefold() not in SOFT_MISSING}
    n_gaps = sum(counts.values()) - sum(known.values())
    if not 0 < n_gaps <= MOST_GAPS * sum(counts.values()):
        return None
    said = _read(name, known)
    return said if said and len(set(said.values())) == 2 else None


def _read(name: str, texts: Iterable[str]) -> dict[str, bool] | None:
    plain = {text: _CODED.sub("", text.casefold(), count=1) for text in texts}
    words = set(plain.values())
    for true, false in _PAIRS:
        if words == {true, false} or (words <= {true, false} and words <= _ALONE):
            return {text: word == true for text, word in plain.items()}
    # Several spellings in one column, such as `Yes`, `Y` and `no`.
    if words <= _TRUE | _FALSE and len(words) > 2 and words & _FULL:
        return {text: word in _TRUE for text, word in plain.items()}
    if len(words) == 1 and words <= _MARKS | {"n"} and entities.asks_yes_or_no(name):
        return {text: word in _MARKS for text, word in plain.items()}
    return None


def said(text: str) -> bool | None:
    """Return what one text says by itself, None when it says neither yes nor no."""
    word = text.casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None
