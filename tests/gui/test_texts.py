"""Both languages say everything, and nothing is left over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from vizapp.core import errors
from vizapp.core.language import has_cjk
from vizapp.gui import icons
from vizapp.gui.actions import ACTIONS
from vizapp.gui.texts import TEXTS
from vizapp.gui.widgets.welcome import sample_name
from vizapp.profile.attributes import ATTRIBUTE_TYPES

_PREFIXES = ("action.", "type.", "status.", "error.", "step.", "reading.", "origin.", "columns.",
             "sample.")  # fmt: skip
_SAME = {"action.export_json", "action.lang_zh", "action.lang_en", "loading.of", "loading.done"}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_is_complete_in_both_languages(key: str) -> None:
    entry = TEXTS[key]
    assert set(entry) == {"zh", "en"}
    assert fields(entry["zh"]) == fields(entry["en"])
    assert not has_cjk(entry["en"]) or key == "action.lang_zh"
    bare = re.sub(r"\{\w+\}", "", entry["zh"])
    assert has_cjk(entry["zh"]) or key in _SAME or not re.search(r"\w", bare)
    assert not re.search(r"[\u3400-\u9fff}][,:?;]", entry["zh"]), "half-width punctuation"


def test_every_text_is_used_and_every_used_text_exists(root: Path) -> None:
    sources = [p for p in (root / "vizapp" / "gui").rglob("*.py") if not p.name.startswith("texts")]
    source = "\n".join(path.read_text("utf-8") for path in sources)
    named = set(re.findall(r"""["']([a-z]+\.[a-zA-Z_]+)["']""", source))
    unused = {k for k in TEXTS if k not in named and not k.startswith(_PREFIXES)}
    assert unused == set()
    for used in re.findall(r"""\btext\(\s*["']([^"']+)["']""", source):
        assert used in TEXTS


def test_every_action_type_and_error_has_its_text() -> None:
    assert {a.text_key for a in ACTIONS} == {k for k in TEXTS if k.startswith("action.")}
    assert {f"type.{t}" for t in ATTRIBUTE_TYPES} == {k for k in TEXTS if k.startswith("type.")}
    for kind in (errors.DataError, *errors.DataError.__subclasses__(), errors.Defect):
        assert f"error.{kind.code}" in TEXTS
    for kind in (errors.ReasoningError, errors.RenderingError, errors.ExportError):
        assert f"error.{kind.code}" in TEXTS


def test_shortcuts_are_unique_and_icons_exist() -> None:
    shortcuts = [a.shortcut for a in ACTIONS if a.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    assert {a.icon for a in ACTIONS if a.icon} <= set(icons.NAMES)


def test_every_sample_has_a_name_in_words(root: Path) -> None:
    files = {path.stem for path in (root / "resources" / "samples").iterdir()}
    assert {f"sample.{stem}" for stem in files} == {k for k in TEXTS if k.startswith("sample.")}
    assert sample_name(Path("cities_zh.csv"), "zh") == "城市：气温与降水"
    assert sample_name(Path("mine.csv"), "zh") == "mine"
