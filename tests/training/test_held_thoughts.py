"""What holds a thought to the groups of an ask reads thoughts as they are taught."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import numpy as np
import pytest

from vizapp.components.spec import Chart, Options, VisSpec
from vizapp.core.language import Lang
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning import specials
from vizapp.reasoning.events import Request
from vizapp.reasoning.leaning import leaning_of
from vizapp.reasoning.stream import encode_prompt
from vizapp.reasoning.writing import ThoughtWords
from vizapp.training.thoughts import write_target

ORDERS = TableDescription(
    400,
    (
        AttributeDescription("region", "STR", 4),
        AttributeDescription("product", "STR", 5),
        AttributeDescription("revenue", "DOUBLE", 300, range=(1, 9)),
    ),
)
IDS = {token: index for index, token in enumerate((*specials.SPECIALS, " "))}
CHANNELS = (("x", ("region",)), ("y", ("revenue",)), ("group", ("product",)))


def chart(channels: tuple[tuple[str, tuple[str, ...]], ...], aggregate: str) -> Chart:
    return Chart("column", channels, Options(aggregate=aggregate))


def tokenize(text: str) -> list[int]:
    return [IDS[text]] if text in IDS else []


def barred(target: str, words: ThoughtWords) -> list[str]:
    """Return the special tokens of a thought that could not have been written there."""
    found = []
    thought = target.partition(specials.SOLVE)[0]
    for piece in specials.split_specials(thought):
        special = specials.is_special(piece)
        for part in [piece] if special else re.findall(r"\n+ *- |\n+|:| |[^\n: ]+", piece):
            if special:
                left = words.possible(np.zeros(len(IDS), dtype=np.float32))
                if not np.isfinite(left[IDS[part]]):
                    found.append(part)
                words.last = part
            words.read(part)
            words.argues |= part.startswith("\n\n")
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("channels", "aggregate"), [(CHANNELS, "sum"), (CHANNELS[::2], "count")])
def test_a_taught_thought_with_both_groups_is_free(
    lang: Lang, channels: tuple[tuple[str, tuple[str, ...]], ...], aggregate: str
) -> None:
    ask = "revenue by region and product" if aggregate == "sum" else "count by region and product"
    prompt = encode_prompt(ORDERS, Request(ask=ask, lang=lang))
    assert prompt.parted
    target = write_target(
        prompt, VisSpec((chart(channels, aggregate),)), ("asked",), random.Random(1)
    )
    assert barred(target, ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_thought_cannot_go_on_without_the_group(lang: Lang) -> None:
    prompt = encode_prompt(ORDERS, Request(ask="revenue by region and product", lang=lang))
    spec = VisSpec((chart(CHANNELS[:2], "sum"),))
    target = write_target(prompt, spec, ("asked",), random.Random(1))
    words = ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)
    before, _, after = target.partition("   - aggregate")
    assert after
    assert barred(before + "   - ", words) == []
    left = words.possible(np.zeros(len(IDS), dtype=np.float32))
    assert [token for token, i in IDS.items() if np.isfinite(left[i])] == ["<|p:group|>"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("grouped", [True, False])
def test_a_thought_counts_rows_that_only_ids_number(lang: Lang, grouped: bool) -> None:
    rows = AttributeDescription("no", "INT", 400, range=(1, 400), meaning="id")
    prompt = encode_prompt(replace(ORDERS, attributes=(rows, *ORDERS.attributes[:2])), Request())
    channels = CHANNELS[::2] if grouped else CHANNELS[:1]
    spec = VisSpec((chart(channels, "count"),))
    target = write_target(prompt, spec, ("count_groups",), random.Random(1))
    words = ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)
    assert barred(target, words) == []
    words = ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)
    before = target.partition("<|p:x|>")[0]
    assert barred(before + "<|p:x|>: <|STR|>, use <|1|>.\n   - ", words) == []
    left = words.possible(np.zeros(len(IDS), dtype=np.float32))
    assert not np.isfinite(left[IDS["<|p:y|>"]])
    assert not np.isfinite(left[IDS[specials.word_token("sum")]])


def open_tokens(words: ThoughtWords, thought: str) -> set[str]:
    """Return the special tokens that can follow a thought."""
    assert barred(thought, words) == []
    left = words.possible(np.zeros(len(IDS), dtype=np.float32))
    return {token for token, index in IDS.items() if np.isfinite(left[index])}


def test_an_attribute_follows_its_own_type_and_is_used_once() -> None:
    amounts = (AttributeDescription("cost", "INT", 90), AttributeDescription("share", "DOUBLE", 90))
    table = replace(ORDERS, attributes=(*ORDERS.attributes, *amounts))
    prompt = encode_prompt(table, Request(lang="en"))
    tokens = {name: prompt.alias_of(name) for name in prompt.aliases}
    names = {token: name for name, token in tokens.items()}

    def possible(thought: str) -> set[str]:
        words = ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)
        return {names[t] for t in open_tokens(words, thought) if t in names}

    start = "1.\n\n3. <|c:scatter|>:\n   - <|p:x|>: "
    assert possible(f"{start}<|INT|>, use ") == {"cost"}
    first = f"{start}<|DOUBLE|>, use "
    assert possible(first) == {"revenue", "share"}
    assert possible(f"{first}{tokens['share']}.\n   - <|p:y|>: <|DOUBLE|>, use ") == {"revenue"}


def test_what_an_ask_lacks_is_left_out_behind_the_aggregate() -> None:
    prompt = encode_prompt(ORDERS, Request(ask="revenue by region", lang="en"))
    spec = VisSpec((chart(CHANNELS[:2], "sum"),))
    target = write_target(prompt, spec, ("asked",), random.Random(1))
    assert barred(target, ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)) == []
    before, _, after = target.partition("   - aggregate")
    assert after
    words = ThoughtWords(prompt, IDS, leaning_of(prompt), tokenize)
    assert "<|p:group|>" not in open_tokens(words, before + "   - ")
