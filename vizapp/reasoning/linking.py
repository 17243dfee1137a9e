"""Which words of an ask name which attribute.

Matching strings is no work for a small model: where a word of the ask is a word
of an attribute's name, or means the same in Chinese or English, the prompt puts
the attribute's alias before it. What the ask means by it stays the model's
decision.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vizapp.core.language import has_cjk
from vizapp.reasoning.concepts import (
    MAX_TERM,
    concepts,
    is_known,
    longest,
    shortened,
    speaks_of,
    stem,
)

_PARENTHESES = re.compile(r"[(\[\uff08\u3010].*?[)\]\uff09\u3011]")
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_CJK_RUN = re.compile(r"[\u3400-\u9fff]+")
# Words that say what to do, not with what; alone they name an attribute only
# where they are its whole name.
_EMPTY = frozenset(
    map(
        stem,
        (
            "the", "of", "for", "by", "per", "and", "or", "with", "each", "all", "total", "sum",
            "mean", "average", "count", "max", "min", "maximum", "minimum", "chart", "bar", "line",
            "pie", "scatter", "plot", "graph", "show", "list", "group", "sort", "order", "top",
            "first", "time", "from", "to", "in", "on", "at", "is", "are", "what", "which", "how",
            "many", "me", "give", "please", "not", "no", "it", "an", "be", "do", "a", "x", "y",
        ),
    )
)  # fmt: skip
# Words that stand in many names: they name an attribute where few share them.
_WEAK = frozenset(
    map(
        stem,
        (
            "number", "amount", "date", "day", "month", "year", "name", "id", "code", "type",
            "detail", "other", "value", "title", "description", "status",
        ),
    )
)  # fmt: skip
_EMPTY_CJK = frozenset(
    (
        "数量", "情况", "分布", "趋势", "变化", "比较", "对比", "关系", "占比", "比例", "平均",
        "总数", "多少", "个数", "分组", "排序", "最高", "最低", "最大", "最小", "每个",
    )
)  # fmt: skip
# What makes another word of the one behind it: who says 入院 does not speak of 再入院.
_CHANGING = frozenset("再非未不无副复")
_BEFORE = frozenset("每各按据以和与同该其个把为示出下看解析较计种画于")
_THINGS = frozenset(
    "店厅仓库院校班城市省区队组系站厂馆园县镇村街楼层国洲科岗车桥河湖山港路牌型厨场社行台"
)
_PICKED = r"(?:[每各哪按分]|[每各哪](?:个|家|座|间|条|支|所|款|辆|片|栋))"
_WHO = re.compile("who", re.IGNORECASE)  # "who earns most" asks, "those who earn" does not
_RATE = re.compile(r"率|占比|比例|%|percent|pct|rate\b|ratio|share", re.IGNORECASE)
_MAX_SHORTENED = 3  # characters of a name that one of them stands for
_OF, _THE = stem("of"), stem("the")
_COUNTED = frozenset(map(stem, ("number", "count")))
_MIN_WRITTEN = 4  # letters of a name that is found as it is written
_MAX_LINKS = 20
_MAX_ASK = 400  # characters that are searched
_MAX_TIED = 3  # attributes that one span may name
_MIN_PREFIX = 5  # letters that a word and its derivation share: nation, nationality
_HALF = 0.5
_WHOLE, _LITERAL, _MEANT, _DERIVED, _IMPLIED = 4, 3, 2, 1, 0


@dataclass(frozen=True)
class Link:
    """A span of the ask and the attributes that it may name, by their positions.

    `whole` where it is all of their names, `literal` where it shares their words
    and not a meaning alone, `named` where it is either and not only speaks of them.
    """

    start: int
    end: int
    positions: tuple[int, ...]
    whole: bool
    literal: bool
    named: bool


@dataclass(frozen=True)
class _Term:
    """A word of an ask or a name: its stem, and the concepts that it may mean."""

    start: int
    end: int
    stem: str
    concepts: frozenset[int]


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    position: int
    strength: int
    n_words: int
    share: float  # of the name's words


def link_names(ask: str, names: Sequence[str]) -> list[Link]:
    """Return the links of an ask, by their start, none over another.

    Whole names win over single words, longer spans over shorter ones, words over
    meanings; attributes that a span names equally well are all given.

    Examples
    --------
    >>> [l.positions for l in link_names("mean prices by year", ["Year", "Price"])]
    [(1,), (0,)]
    >>> [l.positions for l in link_names("每个部门的平均薪水", ["dept_name", "Salary"])]
    [(0,), (1,)]
    """
    return list(_linked(ask[:_MAX_ASK], tuple(names)))


@functools.lru_cache(maxsize=16)
def _linked(text: str, names: tuple[str, ...]) -> tuple[Link, ...]:
    spoken = [terms for terms, _, _ in _said(text)]
    found: list[_Found] = []
    for position, name in enumerate(names):
        for said, words in zip(spoken, _name_terms(name), strict=True):
            if words:
                found += _spans(said, words, position)
        if has_cjk(name):
            found += _same_characters(text, name, position)
        else:
            found += _as_written(text, name, position)
    found = [
        f for f in found if not (_WHO.fullmatch(text, f.start, f.end) and text[: f.start].strip())
    ]
    found.sort(
        key=lambda f: (-f.strength, -f.n_words, f.start - f.end, -f.share, f.position, f.start)
    )
    kept: list[_Found] = []
    for item in found:
        over = [k for k in kept if item.start < k.end and k.start < item.end]
        tied = all(
            (k.start, k.end, k.strength, k.n_words) == (item.start, item.end, item.strength,
                                                        item.n_words)
            and k.share <= item.share * 1.5 and k.position != item.position
            for k in over
        )  # fmt: skip
        if not over or (tied and len(over) < _MAX_TIED):
            kept.append(item)
    links: dict[tuple[int, int], list[_Found]] = {}
    for item in kept:
        links.setdefault((item.start, item.end), []).append(item)
    for (start, end), items in links.items():
        rates = [item for item in items if _RATE.search(names[item.position])]
        if rates and _RATE.search(text[start:end]):  # 得票率 is the percent of the votes
            items[:] = rates
    return tuple(
        Link(
            start,
            end,
            tuple(sorted(item.position for item in items)),
            whole=items[0].share == 1,
            literal=items[0].strength >= _LITERAL,
            named=items[0].strength >= _MEANT,
        )
        for (start, end), items in sorted(links.items())[:_MAX_LINKS]
    )


def _terms(text: str, *, compound: bool) -> list[_Term]:
    """Return the words of a text, or the longest known terms where `compound`."""
    terms = _english(text, 3 if compound else 1)
    limit = MAX_TERM if compound else 2
    for match in _CJK_RUN.finditer(text):
        at = 0
        run = match.group()
        while at < len(run):
            length = longest(run, at, limit) or (run[at] in _CHANGING)
            # A single character is a word of its own beside such as these; else a part of one.
            alone = at == 0 or run[at - 1] in _BEFORE
            if length == 1 < len(run) and not alone:
                length = 0
            if length:
                word = run[at : at + length]
                start = match.start() + at
                terms.append(_Term(start, start + length, word, concepts(word)))
            at += length or 1
    terms.sort(key=lambda term: term.start)
    return terms


def _english(text: str, most: int) -> list[_Term]:
    """Return the English words; up to `most` that are one known term stand as one."""
    words = [(m.start(), m.end(), stem(m.group())) for m in _WORD.finditer(text)]
    terms: list[_Term] = []
    at = 0
    while at < len(words):
        for count in range(most, 0, -1):
            run = words[at : at + count]
            joined = " ".join(word for _, _, word in run)
            if count == 1 or (len(run) == count and is_known(joined)):
                terms.append(_Term(run[0][0], run[-1][1], joined, concepts(joined)))
                at += count
                break
    return terms


@functools.lru_cache(maxsize=4096)
def _name_terms(name: str) -> tuple[tuple[_Term, ...], tuple[_Term, ...]]:
    bare = _CAMEL.sub(" ", _PARENTHESES.sub(" ", name))
    if not _terms(bare, compound=False):
        bare = name
    return tuple(map(_spelt_out, _terms(bare, compound=True))), tuple(
        map(_spelt_out, _terms(bare, compound=False))
    )


def _spelt_out(term: _Term) -> _Term:
    """Return the term of a name with the concepts of the words it may be short for."""
    of = [concepts(word) for word in shortened(term.stem)]
    return dataclasses.replace(term, concepts=term.concepts.union(*of)) if of else term


def name_terms(name: str) -> tuple[str, ...]:
    """Return the terms of an attribute's name, the longest known ones, as `concepts` knows them."""
    return tuple(term.stem for term in _name_terms(name)[0])


def name_spans(ask: str, name: str) -> list[tuple[int, int]]:
    """Return where an ask says a whole name, in its words or in those of the other language."""
    text = ask[:_MAX_ASK]
    found: set[tuple[int, int]] = set()
    if name.isascii() and not _may_be_said(text, name):
        return []
    for (said, stems, meant), words in zip(_said(text), _name_terms(name), strict=True):
        # Most names are not said at all, which is quickly seen.
        if all(w.stem in stems or not meant.isdisjoint(w.concepts) for w in words):
            found |= {
                (f.start, f.end)
                for f in _spans(said, words, 0)
                if f.share == 1 and f.strength >= _MEANT
            }
    if has_cjk(name):
        found |= {(m.start(), m.end()) for m in re.finditer(re.escape(name), text)}
    return sorted(found)


def _may_be_said(text: str, name: str) -> bool:
    """Return whether an ask has a word of an English name or one that means it, quickly."""
    words = [stem(word) for word in _WORD.findall(name)]
    if not words:
        return False
    terms = {*words, " ".join(words)}
    return any(
        not terms.isdisjoint(stems) or any(not meant.isdisjoint(concepts(t)) for t in terms)
        for _, stems, meant in _said(text)
    )


@functools.lru_cache(maxsize=8)
def _said(text: str) -> tuple[tuple[list[_Term], frozenset[str], frozenset[int]], ...]:
    """Return the terms of an ask, in both ways of cutting it, with their stems and concepts."""
    both = (_terms(text, compound=compound) for compound in (True, False))
    return tuple(
        (terms, frozenset(t.stem for t in terms), frozenset().union(*(t.concepts for t in terms)))
        for terms in both
    )


def _spans(spoken: Sequence[_Term], words: Sequence[_Term], position: int) -> Iterator[_Found]:
    """Yield the runs of spoken words of which each is another word of the name."""
    n = len(spoken)
    matches = [_matches(term, words) for term in spoken]
    for counted, after in itertools.pairwise(range(n)):
        # "The number of cases" counts them: no column of numbers, codes or ids is meant.
        if spoken[counted].stem in _COUNTED and spoken[after].stem == _OF:
            matches[counted] = [m for m in matches[counted] if m[0] == _LITERAL]
    start = 0
    while start < n:
        if not matches[start]:
            start += 1
            continue
        used: set[int] = set()
        strengths: list[int] = []
        end = start
        while end < n:
            fresh = [(s, i) for s, i in matches[end] if i not in used]
            if not fresh or (end > start and spoken[end].start - spoken[end - 1].end > 1):
                turned = _after_of(spoken, end, used, matches) if end > start else end
                if turned == end:
                    break
                end = turned
                fresh = [(s, i) for s, i in matches[end] if i not in used]
            strength, index = max(fresh)
            used.add(index)
            strengths.append(strength)
            end += 1
        said = [term.stem for term in spoken[start:end]]
        whole = len(used) == len(words)
        strength = min(strengths)
        # "A bar chart" speaks of no pub, even where that is all of a name.
        if (whole and strength > _IMPLIED) or not _EMPTY.union(_EMPTY_CJK).issuperset(said):
            weak = all(word in _WEAK or word in _EMPTY for word in said)
            if whole and strength == _LITERAL:
                strength = _WHOLE
            elif weak and not whole:
                strength = _DERIVED
            share = len(used) / len(words)
            if strength == _IMPLIED:
                share = min(share, _HALF)  # what is not named is not named whole
            yield _Found(
                spoken[start].start, spoken[end - 1].end, position, strength, len(used), share
            )
        start = end


def _after_of(
    spoken: Sequence[_Term],
    end: int,
    used: set[int],
    matches: Sequence[Sequence[tuple[int, int]]],
) -> int:
    """Return where the run goes on behind "of the": `end` itself where it does not.

    The `transaction_amount` is "the amount of the transactions". What is counted is
    no part of a name: "the number of schools".
    """
    if spoken[end].stem != _OF or spoken[end - 1].stem in _COUNTED:
        return end
    after = end + 1
    if after < len(spoken) and spoken[after].stem == _THE:
        after += 1
    goes_on = after < len(spoken) and any(
        strength == _LITERAL and index not in used for strength, index in matches[after]
    )
    return after if goes_on else end


def _matches(term: _Term, words: Sequence[_Term]) -> list[tuple[int, int]]:
    """Return how strongly a spoken word is which words of a name."""
    found = []
    for index, word in enumerate(words):
        if term.stem == word.stem:
            found.append((_LITERAL, index))
        elif term.concepts & word.concepts:
            found.append((_MEANT, index))
        elif _derived(term.stem, word.stem):
            found.append((_DERIVED, index))
        elif _implied(term.stem, word.stem):
            found.append((_IMPLIED, index))
    return found


def _derived(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= _MIN_PREFIX and long.startswith(short) and short.isascii()


def _implied(said: str, word: str) -> bool:
    """Return whether a word of an ask speaks of one of a name: "expensive" of a price."""
    of = speaks_of(said)
    if not of:
        return False
    if word.isascii():
        return not of.isdisjoint((word, word.rpartition(" ")[2], *shortened(word)))
    return any(word[start:] in of for start in range(len(word)))  # of the end of 月租金: 租金


def _same_characters(text: str, name: str, position: int) -> Iterator[_Found]:
    """Yield where the ask has the longest run of a Chinese name's characters.

    Of a short name for things one character is enough where the ask picks among them:
    "哪个厅" means a 展厅, "各店" a 门店.
    """
    for run in _CJK_RUN.findall(_PARENTHESES.sub(" ", name)):
        if 1 < len(run) <= _MAX_SHORTENED:
            for character in sorted({run[0], run[-1]} & _THINGS):
                for match in re.finditer(_PICKED + character, text):
                    yield _Found(match.end() - 1, match.end(), position, _DERIVED, 1, 1 / len(run))
        shortest = min(2, len(run))
        for length in range(len(run), shortest - 1, -1):
            parts = {run[i : i + length] for i in range(len(run) - length + 1)} - _EMPTY_CJK
            hits = [(start, part) for part in sorted(parts) for start in _places(text, part)]
            for start, _ in hits:
                strength = _WHOLE if length == len(run) else _LITERAL
                yield _Found(start, start + length, position, strength, 1, length / len(run))
            if hits:
                break


def _as_written(text: str, name: str, position: int) -> Iterator[_Found]:
    """Yield where an ask has a name letter by letter: `isAVA`, of which the words say little."""
    if len(name) < _MIN_WRITTEN or name.casefold() not in text.casefold():
        return
    pattern = rf"(?<![a-z\d]){re.escape(name)}(?![a-z\d])"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        n_words = len(_name_terms(name)[1]) or 1
        yield _Found(match.start(), match.end(), position, _WHOLE, n_words, 1)


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + len(part))
