"""How languages other than English write months, weekdays, years of an era and hours."""

from __future__ import annotations

import re
import unicodedata

from vizapp.profile.names import word_set

# By month: English, then Spanish, French, German, Portuguese, Italian, without accents.
_NAMES = (
    "jan january ene enero janv janvier januar janner jaenner janeiro gen gennaio",
    "feb february febrero fevr fevrier fev februar feber fevereiro febbraio",
    "mar march marzo mars marz maerz mrz marco",
    "apr april abr abril avr avril aprile",
    "may mayo mai maio mag maggio",
    "jun june junio juin juni junho giu giugno",
    "jul july julio juil juillet juli julho lug luglio",
    "aug august ago agosto aout aou",
    "sep sept september septiembre setiembre septembre setembro set settembre",
    "oct october octubre octobre okt oktober out outubro ott ottobre",
    "nov november noviembre novembre novembro",
    "dec december dic diciembre decembre dez dezember dezembro dicembre",
)
MONTHS = {word: number for number, words in enumerate(_NAMES, 1) for word in words.split()}
# Words of other things, too (`set 12`, `Gen 2010`): months only beside months that are none.
UNSURE_MONTHS = word_set("set out gen mag ago giu lug ott mars mai marco julio")
_DAYS = (
    "lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|(?:segunda|ter[cç]a|quarta|quinta|sexta)(?:-feira)?"
    "|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica"
    "|(?:lun|mar|mer|mi[eé]|jeu|jue|ven|vie|sam|s[aá]b|dim|dom|seg|ter|qua|qui|sex|gio"
    "|mo|di|mi|do|fr|sa|so)[.,]"
)
WEEKDAYS = rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|{_DAYS})"
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民国": 1911}
_ERAS |= {"民國": 1911, "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_ERA = re.compile(rf"^({'|'.join(_ERAS)})\s?(元|\d{{1,3}})\s?年")
_SHORT_ERA = re.compile(r"([MTSHR])(\d{1,2})([./-])(\d{1,2})\3(\d{1,2})")
_KOREAN = re.compile(r"(\d{4})년(?:\s?(\d{1,2})월)?(?:\s?(\d{1,2})일)?")
_WEEKDAY = re.compile(
    r"\s*(?:[(\uff08](?:[月火水木金土日월화수목금토일](?:曜日?|요일)?(?:[・･]祝)?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[)\uff09]|[月火水木金土日]曜日|[월화수목금토일]요일)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s*(?:GMT|UTC)[+-]\d{1,2}(?::?\d\d)?$")
_HALF = re.compile(r"(오전|오후|午前|午後)\s*(?=\d)")
_HALF_BEHIND = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?)\s*(오전|오후|午前|午後|上午|下午)")
_HALVES = {"오전": "上午", "오후": "下午", "午前": "上午", "午後": "下午"}


def month_of(word: str) -> int | None:
    """Return the number of the month that a word names, None for other words.

    Examples
    --------
    >>> month_of("Août"), month_of("MÄRZ"), month_of("house")
    (8, 3, None)
    """
    return MONTHS.get(folded(word))


def is_unsure(word: str) -> bool:
    """Return whether a month's name is a word of other things as well."""
    return folded(word) in UNSURE_MONTHS


def folded(word: str) -> str:
    """Return the word in lower case without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def without_weekday(text: str) -> str:
    """Return a date without the weekday in brackets behind it.

    Examples
    --------
    >>> without_weekday("2024-03-05(화)"), without_weekday("2024-03-05 (Tue) 10:30")
    ('2024-03-05', '2024-03-05 10:30')
    """
    return _WEEKDAY.sub("", text, count=1) if re.search(r"\d{4}", text) else text


def plain(text: str) -> str:
    """Return a date of Japan, Korea or Taiwan as its Chinese form.

    Examples
    --------
    >>> plain("令和元年5月1日"), plain("2024년 3월 5일 오후 3:05"), plain("民国113年3月")
    ('2019年5月1日', '2024年3月5日 下午3:05', '2024年3月')
    """
    text = _ERA.sub(_western, _ZONE.sub("", text), count=1)
    text = _KOREAN.sub(_chinese, text, count=1)
    text = _HALF_BEHIND.sub(lambda m: f"{_HALVES.get(m[2], m[2])}{m[1]}", text)
    return _HALF.sub(lambda m: _HALVES[m[1]], text)


def _western(match: re.Match[str]) -> str:
    return f"{_ERAS[match[1]] + (1 if match[2] == '元' else int(match[2]))}年"


def _chinese(match: re.Match[str]) -> str:
    month = f"{match[2]}月" if match[2] else ""
    return f"{match[1]}年{month}" + (f"{match[3]}日" if match[3] else "")


def of_short_era(text: str) -> str | None:
    """Return a date such as `R6.3.5` with its western year, None for other texts.

    Examples
    --------
    >>> of_short_era("R6.3.5"), of_short_era("S63.1.7"), of_short_era("R4.3")
    ('2024-3-5', '1988-1-7', None)
    """
    found = _SHORT_ERA.fullmatch(text)
    if found is None:
        return None
    return f"{_ERAS[found[1]] + int(found[2])}-{found[4]}-{found[5]}"
