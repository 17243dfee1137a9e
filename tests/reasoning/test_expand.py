"""From the stream to the client's text, and what of it holds."""

from __future__ import annotations

import pytest

from tests.components.tables import CLIENT
from vizapp.components.catalogue import catalogue
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.language import Lang
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request, ThoughtDelta
from vizapp.reasoning.expand import Expander, check_thought, expand_thought
from vizapp.reasoning.specials import SPECIALS, split_specials
from vizapp.reasoning.stream import Prompt, encode_prompt

TABLE = TableDescription(
    120,
    (
        AttributeDescription("地区", "STR", 5, samples=("华东", "华北")),
        AttributeDescription("sales", "DOUBLE", 118, range=(3.5, 990)),
        AttributeDescription("day", "DATE", 60, range=("2024-01-01", "2024-03-01")),
    ),
)
SPEC = VisSpec((Chart("line", (("x", ("day",)), ("y", ("sales",)))),))


def prompt(lang: Lang = "zh", ask: str | None = None) -> Prompt:
    return encode_prompt(TABLE, Request(ask=ask, lang=lang))


def test_a_thought_in_chinese() -> None:
    thought = (
        "1. 共<|#rows|>行<|#cols|>列,<|2|>为<|STR|>,有<|#n|><|2|>个取值。\n\n"
        "2. 最适合的是<|pick|><|c:line|>,因为它可以<|because|>。\n"
        "   - <|p:x|>:<|DATE|>,对应<|1|>。\n   - aggregate:取<|=sum|>,按<|=month|>。"
    )
    line = catalogue()["line"]
    assert expand_thought(thought, prompt()) == (
        "1. 共120行3列,地区为字符串类型(STR),有5个取值。\n\n"
        f"2. 最适合的是{line.title['zh']}(line),因为它可以{line.purpose['zh']}。\n"
        "   - xAttribute:日期类型(DATE),对应day。\n   - aggregate:取求和(sum),按月。"
    )


def test_a_thought_in_english() -> None:
    thought = (
        "<|#rows|> rows; <|3|> is a <|DOUBLE|> from <|#min|><|3|> to <|#max|><|3|>, "
        "<|1|> ends at <|#max|><|1|> by <|g:day|>. "
        "Best: <|pick|><|c:line|>, to <|because|>. Top <|=10|> by <|=-y|>, <|=mean|>."
    )
    line = catalogue()["line"]
    assert expand_thought(thought, prompt("en")) == (
        "120 rows; sales is a number (DOUBLE) from 3.5 to 990, day ends at 2024-03-01 by day. "
        f"Best: {line.title['en']} (line), to {line.purpose['en']}. Top 10 by -y, mean."
    )


def test_filters_name_operator_and_values() -> None:
    asked = prompt("en", ask="'华东' and '华北' above 300")
    text = expand_thought("keep <|2|><|op:in|><|v1|><|v2|> and <|3|><|op:>=|><|v3|>.", asked)
    assert text == "keep 地区 in 华东, 华北 and sales >= 300."


def test_references_say_what_they_refer_to() -> None:
    deltas = Expander(prompt()).feed("有<|#n|><|2|>个<|2|>,<|c:pie|><|DOUBLE|>")
    assert [(d.kind, d.reference) for d in deltas] == [
        ("text", None), ("number", "地区"), ("text", None), ("attribute", "地区"), ("text", None),
        ("component", "pie"), ("type", "DOUBLE"),
    ]  # fmt: skip


def test_it_does_not_matter_how_the_stream_is_cut() -> None:
    thought = (
        "a<|#n|><|2|>b<|3|><|because|><|c:bar|><|because|> <|v1|><|v2|><|op:=|><|why:no_time|>"
    )
    asked = prompt("en", ask="5 or 6")
    expander = Expander(asked)
    pieces = [d.text for token in split_specials(thought) for d in expander.feed(token)]
    assert "".join(pieces) == expand_thought(thought, asked)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_token_of_the_stream_is_left_in_the_text(lang: Lang) -> None:
    for ask in (None, "5 of '华东'"):
        for token in SPECIALS:
            for before in ("", "<|#n|>", "<|c:line|>"):
                text = expand_thought(before + token, prompt(lang, ask))
                assert "<|" not in text, token


def test_an_unknown_reference_is_a_question_mark() -> None:
    assert expand_thought("<|9|>, <|#n|><|9|> and <|v3|>", prompt()) == "?, ? and ?"


def test_a_number_that_the_description_lacks_is_a_question_mark() -> None:
    assert expand_thought("<|#min|><|2|>", prompt()) == "?"


def test_a_number_token_waits_for_the_very_next_token_only() -> None:
    assert expand_thought("<|#n|> of <|2|>", prompt()) == " of 地区"
    assert expand_thought("<|#n|><|STR|><|2|>", prompt("en")) == "string (STR)地区"
    expander = Expander(prompt())
    expander.feed("<|#n|>")
    assert expander.feed("<|2|>") == [ThoughtDelta("5", "number", "地区")]


@pytest.mark.parametrize("text", ["a < b", "<|", "<|not ours|>", "<|foo|>", "x|>", "{vis}"])
def test_text_that_only_looks_like_a_token_stays(text: str) -> None:
    assert expand_thought(text, prompt()) == text


# --- claims -------------------------------------------------------------------

TRUE = (
    "1. <|2|>为<|STR|>,<|1|>为<|DATE|>,有<|#n|><|1|>个取值。\n\n"
    "2. <|pick|><|c:line|>。\n"
    "   - <|p:x|>:<|DATE|>,对应<|1|>。\n   - <|p:y|>:<|DOUBLE|>,对应<|3|>。\n"
    "   - <|p:group|>:可以忽略。\n\n3. <|2|>不参与作图。"
)


def claims(thought: str, spec: VisSpec = SPEC, lang: Lang = "zh") -> dict[str, bool]:
    return dict(check_thought(thought, spec, prompt(lang)))


def test_a_true_thought_holds_claim_by_claim() -> None:
    assert claims(TRUE) == {
        "地区是字符串类型(STR)": True,
        "day是日期类型(DATE)": True,
        "day: 60": True,
        "折线图": True,
        "xAttribute → day": True,
        "yAttribute → sales": True,
        "sales是数值类型(DOUBLE)": True,
    }


def test_claims_come_in_the_order_of_the_thought_each_once() -> None:
    found = check_thought("<|2|><|STR|><|2|><|STR|><|1|><|DATE|>", SPEC, prompt("en"))
    assert found == (("地区 is string (STR)", True), ("day is date (DATE)", True))


@pytest.mark.parametrize(
    ("thought", "claim"),
    [
        ("<|2|>为<|DOUBLE|>", "地区是数值类型(DOUBLE)"),
        ("<|#min|><|2|>", "地区: ?"),
        ("<|pick|><|c:pie|>", "饼图"),
        ("<|p:x|>:对应<|2|>", "xAttribute → 地区"),
        ("<|p:group|>:对应<|2|>", "groupAttribute → 地区"),
        ("<|p:x|>:<|STR|>,对应<|1|>", "day是字符串类型(STR)"),
        ("<|9|>为<|STR|>", "?"),
    ],
)
def test_each_kind_of_false_claim_is_found(thought: str, claim: str) -> None:
    assert claims(thought)[claim] is False


def test_a_line_end_closes_a_parameter() -> None:
    assert claims("<|p:x|>:<|1|>\n<|2|>不用") == {"xAttribute → day": True}


def test_a_chart_that_is_only_weighed_is_no_claim() -> None:
    assert claims("not a <|c:pie|>, but <|pick|><|c:line|>") == {"折线图": True}


def test_plain_text_is_no_claim() -> None:
    assert claims("  STR  p:x  12 ") == {}


def test_every_chart_of_the_answer_may_bear_a_claim_out() -> None:
    spec = VisSpec((*SPEC.charts, Chart("column", (("x", ("地区",)), ("y", ("sales",))))))
    found = claims("<|p:x|><|1|>\n<|p:x|><|2|>\n<|pick|><|c:line|><|pick|><|c:column|>", spec)
    assert all(found.values())
    assert len(found) == 4


def test_a_parameter_is_compared_with_the_chart_that_it_is_said_of() -> None:
    """What one chart shows bears out nothing that is said of another."""
    spec = VisSpec((*SPEC.charts, Chart("column", (("x", ("地区",)), ("y", ("sales",))))))
    assert claims("<|c:line|>:\n<|p:x|><|1|>", spec) == {"xAttribute → day": True}
    assert claims("<|c:line|>:\n<|p:x|><|2|>", spec) == {"xAttribute → 地区": False}
    assert claims("<|c:column|>:\n<|p:x|><|2|>", spec) == {"xAttribute → 地区": True}


def test_the_clients_own_walk() -> None:
    spec = VisSpec((Chart("line", (("x", ("时间区间",)), ("y", ("收盘价:前复权",)))),))
    thought = (
        "1. 首先,分析问题的结构。<|2|>为<|STR|>,<|3|>为<|DOUBLE|>,<|1|>为<|DATE|>。\n\n"
        "2. 最适合的图表类型是<|pick|><|c:line|>。"
    )
    asked = encode_prompt(CLIENT, Request())
    assert "名称为字符串类型(STR),收盘价:前复权为数值类型(DOUBLE),时间区间为日期类型(DATE)。" in (
        expand_thought(thought, asked)
    )
    assert "最适合的图表类型是折线图(line)" in expand_thought(thought, asked)
    assert [holds for _, holds in check_thought(thought, spec, asked)] == [True] * 4
