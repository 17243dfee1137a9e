"""Which language an answer is written in."""

from __future__ import annotations

import locale

import pytest

from vizapp.core.language import choose_lang, has_cjk, system_lang


@pytest.mark.parametrize(
    ("lang", "ask", "headers", "chosen"),
    [
        ("en", "销售额前十", ["月份"], "en"),
        ("zh", "top ten", ["month"], "zh"),
        (None, "按 region 看 sales", ["region"], "zh"),
        (None, "sales by 地区", ["月份"], "zh"),
        (None, "by month", ["月份"], "en"),
        (None, "2023?", ["月份"], "zh"),
        (None, "  ", ["month", "销售额"], "zh"),
        (None, None, ["month", ""], "en"),
        ("fr", None, ["月份"], "zh"),
    ],
)
def test_the_language_asked_for_then_of_the_ask_then_of_the_headers(
    lang: str | None, ask: str | None, headers: list[str], chosen: str
) -> None:
    assert choose_lang(lang, ask, headers) == chosen


@pytest.mark.parametrize(
    ("name", "lang"), [("zh_CN", "zh"), ("Chinese (Simplified)_China", "zh"), ("de_DE", "en")]
)
def test_without_words_it_is_the_systems(
    monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "UTF-8"))
    assert choose_lang(None, None, ["1", "2"]) == lang == system_lang()


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, "zh"),
    ],
)
def test_a_locale_that_is_not_installed_counts(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], lang: str
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: ("en_US", "UTF-8"))
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in said.items():
        monkeypatch.setenv(variable, value)
    assert system_lang() == lang


def test_a_system_without_a_language_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (None, None))
    assert system_lang() == "en"


def test_cjk_is_chinese_characters_and_not_their_punctuation() -> None:
    assert has_cjk("a销")
    assert not has_cjk("café, Ω «»:")
