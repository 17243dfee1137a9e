"""The distinct texts of a column: what is missing, and which row holds which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from vizapp.core.tasks import let_others_run
from vizapp.profile.names import word_set

BLANKS = " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u2028\u2029\u3000\ufeff\u200b"
# Cells that say "no value" in any column.
MISSING = word_set(
    "na n/a #n/a #na nan null nil (null) <na> -nan #null! #div/0! #value! #ref! #num! #name?",
    "- -- --- — —— – 暂无 暂无数据 缺失 空 (空) \\n",
) | {"", "not available", "no data", "(blank)"}
# Cells that say it among numbers and dates, but are words among words: `none`
# is a treatment, `无` an answer, `现在` an end that lies ahead.
SOFT_MISSING = word_set(
    "none nat 无 . .. ... ? * ** … inf -inf +inf infinity unknown 未知 不详",
    ".a .b .c .d .e .f .m .r .s .x .y .z",  # Stata's, each with its own reason
    "/ \\ \uff0f \uff3c : x tbd tba n.a.",
    "待定 未公布 至今 现在 present now ongoing current",
    "面议 另议 停牌 缺勤 弃权 dnf dns",
    "nil missing n.d. nd 未填 未填写 保密 不适用 待补 暂缺 缺考 未统计 未检出 无数据 没有数据",
) | {"not applicable", "not known", "no answer", "not reported"}

# A long column may hold a few cells that are no number, such as `<1` or `DNF`.
LONG_COLUMN = 50
STRAY_SHARE = 0.02
STRAY_DISTINCT = 3
PIECE = 10_000  # words that are gone through in one step


@dataclass(frozen=True, eq=False)
class Texts:
    """The distinct texts of a column and the row codes that spread them.

    Parameters
    ----------
    name : str
        The attribute's name.
    codes : ndarray of int, one per row
        The number of the row's text, -1 where missing.
    texts : list of str or None
        The texts by number, None for what says "missing".
    counts : dict
        Rows per text; its keys are the distinct texts.
    """

    name: str
    codes: NDArray[np.intp]
    texts: list[str | None]
    counts: dict[str, int]

    @property
    def distinct(self) -> list[str]:
        """The distinct texts."""
        return list(self.counts)

    def without(self, left_out: frozenset[str]) -> list[str]:
        """Return the distinct texts that are none of the given words."""
        return [text for text in self.counts if text.casefold() not in left_out]

    def strays(self, n_texts: int) -> int:
        """Return how many distinct texts may fail."""
        n_rows = sum(self.counts.values())
        return STRAY_DISTINCT if n_rows >= LONG_COLUMN and n_texts > STRAY_DISTINCT else 0

    def few(self, failed: Sequence[str]) -> bool:
        """Return whether these texts stand in so few rows that they count as missing."""
        n_rows = sum(self.counts.values())
        return sum(self.counts[text] for text in failed) <= STRAY_SHARE * n_rows


def texts_of(cells: pd.Series, name: str) -> Texts:
    """Return the distinct texts of a column of text, outer blanks stripped."""
    codes, uniques = pd.factorize(cells)
    texts: list[str | None] = []
    for raw in uniques:
        text = without_text_sign(str(raw).strip(BLANKS))
        texts.append(None if text.casefold() in MISSING else text)
    if None not in texts or "NA" in uniques:
        texts = _keep_codes_na(texts, list(map(str, uniques)))
    rows = np.bincount(codes[codes >= 0], minlength=len(texts))
    counts: Counter[str] = Counter()
    for found, count in zip(texts, rows, strict=True):
        if found is not None:
            counts[found] += int(count)
    return Texts(name, codes, texts, dict(counts))


def without_text_sign(text: str) -> str:
    """Return digits without the signs by which a spreadsheet keeps them text: `="007"`, `'007`."""
    if text[:1] not in ("=", "'"):
        return text
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return (kept[1] or kept[2]) if kept else text


_KEPT_AS_TEXT = re.compile(r"""="([^"]+)"|'(\d{3}[\d.-]*)""")
_TWO_LETTERS = word_set("EU AS AF SA OC ZA BW AO ZM MZ")


def _keep_codes_na(texts: list[str | None], raw: list[str]) -> list[str | None]:
    """Keep `NA` among codes of continents or of Namibia's neighbours."""
    known = {text for text in texts if text}
    if len(known & _TWO_LETTERS) < 3 or not all(re.fullmatch("[A-Z]{2}", t) for t in known):
        return texts
    return ["NA" if r.strip() == "NA" else t for t, r in zip(texts, raw, strict=True)]


def spread(column: Texts, values: dict[str, Any], fill: Any) -> list[Any]:
    """Return the value of each code, `fill` where there is none."""
    return [fill if text is None else values.get(text, fill) for text in column.texts]


def take(by_code: Any, codes: NDArray[np.intp]) -> Any:
    """Return the value of each row from the values by code."""
    # Code -1 is a missing cell; an extra last element stands for it.
    if by_code.dtype != object or len(codes) <= PIECE:
        return by_code[codes]
    # Every object is counted with Python's lock held: piece by piece, so that others may run.
    values = np.empty(len(codes), dtype=object)
    for at in range(0, len(codes), PIECE):
        values[at : at + PIECE] = by_code[codes[at : at + PIECE]]
    return values


def words_of(texts: Any) -> NDArray[Any]:
    """Return the texts of an Arrow array as objects, None where missing; piece by piece."""
    values = np.empty(len(texts), dtype=object)
    for at in range(0, len(texts), PIECE):
        values[at : at + PIECE] = texts[at : at + PIECE].to_pylist()
    return values


def numbered(words: pd.Series) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Return the number of each row's word, -1 where missing, and the distinct words.

    Parameters
    ----------
    words : pandas.Series of object
        Words, None where missing.
    """
    if len(words) <= PIECE:
        codes, uniques = pd.factorize(words)
        return codes, np.asarray(uniques, dtype=object)
    codes, texts = pd.factorize(array_of(words))  # Arrow numbers them without Python's lock
    return codes, words_of(pa.array(texts))


def array_of(words: pd.Series) -> Any:
    """Return words, None where missing, as an array of text; piece by piece.

    Raises
    ------
    UnicodeEncodeError
        If one holds half of a character, as JSON may.
    """
    pieces = []
    for at in range(0, len(words), PIECE):
        pieces.append(pa.array(words.iloc[at : at + PIECE], pa.large_string()))
        let_others_run()
    return pd.array(pa.chunked_array(pieces), dtype="str")
