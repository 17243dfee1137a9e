"""How often what an ask plainly says agrees with the answer that it is labelled with.

    python -m tests.benchmarks.asks [--data FOLDER] [--model MODEL.gguf [--since N]]

What binds an answer (`vizapp.reasoning.comparisons`) is counted on the taught asks and, with
the folder of public data, on nvBench's taught questions; and so is how many of the columns that
a first question means are linked to words of it, and how many links are meant. With a model it
is asked things that name nothing of a table: those that can be answered, and chat; with a
place in the file of schemas, what is asked of the schemas from there on, which a model that was
trained before they were written never saw.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vizapp.components.declare import OPTIONS
from vizapp.components.fit import time_units
from vizapp.components.spec import Filter
from vizapp.core.tasks import CancelToken
from vizapp.profile.attributes import NUMBER_TYPES
from vizapp.reasoning.comparisons import comparable, named_cells, owed, said_operator
from vizapp.reasoning.events import Answer
from vizapp.reasoning.leaning import CERTAIN, leaning_of
from vizapp.reasoning.leaning.keeping import dropped_options, said_options
from vizapp.reasoning.linking import link_names
from vizapp.reasoning.specials import option_token, word_token
from vizapp.reasoning.stream import Prompt, encode_prompt
from vizapp.training import corpora
from vizapp.training.evaluate import answer_all, generated_case, open_reasoner
from vizapp.training.synthesise import Case

SEED = 5
N_QUESTIONS = 5_000  # of nvBench's
N_UNNAMED = 60
N_LATE = 350
CHAT = (
    "tell me a joke", "hello", "what's the weather tomorrow", "你好", "讲个笑话",
    "who won the world cup", "写一首诗", "translate this into French", "how old is Obama",
    "今天天气怎么样", "帮我订一张机票", "are you human", "什么是机器学习", "thanks", "你是谁",
    "write an email to my boss", "明天几点开会", "recommend a restaurant", "give me a recipe",
    "股票能买吗",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.asks", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the public data")
    parser.add_argument("--model", type=Path, help="a GGUF to ask what names nothing")
    parser.add_argument("--since", type=int, help="ask it of the schemas from that place on")
    options = parser.parse_args(argv)
    if options.model and options.since is not None:
        _ask_late(options.model, options.since)
        return 0
    taught = corpora.authored_asks("train", SEED, draws=1)
    sets = {"taught asks": taught}
    if options.data:
        asked = [case for case in corpora.nvbench_cases(options.data) if case.ask]
        sets["nvBench"] = random.Random(SEED).sample(asked, min(N_QUESTIONS, len(asked)))
    for name, cases in sets.items():
        print(f"\n## {name}: {len(cases)}\n\n| what | agree | of |\n|---|---|---|")
        counts = count(cases)
        for what in dict.fromkeys(what for what, _ in counts):
            agree, not_ = counts[what, True], counts[what, False]
            print(f"| {what} | {agree} | {agree + not_} |")
    if options.model:
        _ask_nothing(options.model, taught)
    return 0


def count(cases: Iterable[Case]) -> Counter[tuple[str, bool]]:
    """Return how often each thing that is said agrees with the labels, and how often not."""
    found: Counter[tuple[str, bool]] = Counter()
    for case in cases:
        if case.charts and case.ask:
            prompt = encode_prompt(case.description, case.request())
            found.update(_of_filters(case, prompt))
            found.update(_of_options(case, prompt))
            if case.current is None:
                found.update(_of_links(case))
    return found


def _of_links(case: Case) -> Iterator[tuple[str, bool]]:
    """Yield of each meant column whether it is linked, of each link whether it is meant."""
    names = case.description.names
    meant = {*case.charts[0].attributes()}
    linked: set[str] = set()
    for link in link_names(case.ask or "", names):
        of = {names[place] for place in link.positions}
        linked |= of
        kind = "a link to a name" if link.named else "a link to what is spoken of"
        yield f"{kind} ({case.lang}): one that is meant", not of.isdisjoint(meant)
    for name in sorted(meant):
        yield f"a meant column ({case.lang}): linked", name in linked
    for name in sorted(linked):
        yield f"a linked column ({case.lang}): meant", name in meant


def _of_options(case: Case, prompt: Prompt) -> Iterator[tuple[str, bool]]:
    """Yield what an ask says of limit, order, step and stack, and what names marks and groups."""
    chart, table = case.charts[0], case.description
    options, new = chart.options, "a new chart" if case.current is None else "a follow-up"
    said = said_options(prompt)
    if "limit" in said:
        yield f"{new}: a limit is said: it is that", options.limit == said["limit"]
    if "sort" in said:
        yield f"{new}: an order is said: it is that", options.sort == said["sort"]
    if case.current is not None:
        return
    if leaning_of(prompt).writing.get(option_token("sort")) == -CERTAIN and options.limit is None:
        yield "which is most: in order", options.sort is not None
    if "timeUnit" in dropped_options(prompt) and time_units(table, chart.key_names):
        yield "few moments, no step is named: none", options.time_unit is None
    if prompt.cued & {word_token(word) for word in OPTIONS["stack"]}:
        yield "stacked or not is said: a chart that can be", "stack" in chart.declaration.options
    leaning = leaning_of(prompt)
    for channel, names in chart.channels:
        tokens = {prompt.alias_of(name) for name in names if name in prompt.aliases}
        if channel == "group":
            yield "a group has few values", not tokens & leaning.many
        elif leaning.at(chart.component, channel).keys() >= leaning.amounts != frozenset():
            yield "bars are named by no amounts", not tokens & leaning.amounts


def _of_filters(case: Case, prompt: Prompt) -> Iterator[tuple[str, bool]]:
    before = case.current.options.filters if case.current else ()
    new = [test for test in case.charts[0].options.filters if test not in before]
    if new:
        said = all({*_values(test)} <= {*prompt.values} for test in new)
        yield "asks that filter: the prompt has every value", said
    filtered = {test.attribute for test in new}
    for index in prompt.picked:
        held = {*prompt.holders[index]}
        yield "a cell is wanted alone or spoken within: a filter", bool(held & filtered)
    for name in owed(prompt):
        yield "a filter is owed: there is one", name in filtered
    for test in new:
        attribute = case.description.attribute(test.attribute)
        if attribute is None or not {*_values(test)} <= {*prompt.values}:
            continue
        if attribute.type == "STR":
            kept, out = named_cells(attribute, prompt)
            if out and not kept:
                yield "a cell is left out: !=", test.op == "!="
            elif kept and not out:
                yield "cells are kept: not !=", test.op != "!="
            if len(kept) > 1 and not out:
                whole = {prompt.values[i] for i in kept} == {*_values(test)}
                yield "several cells are kept: all in one list", test.op == "in" and whole
        elif attribute.type in (*NUMBER_TYPES, "DATE"):
            operator = said_operator(attribute, prompt)
            if operator:
                yield "one value, one word of comparing: as it says", operator == test.op
        if attribute.type in NUMBER_TYPES:
            holders = prompt.holders[prompt.values.index(_values(test)[0])]
            if holders:
                yield "a number is known to belong to one: to that", holders == (test.attribute,)
            if not holders or test.attribute in holders:
                near = {prompt.values[i] for i in comparable(attribute, prompt)}
                yield "a number is compared with what lies near it", {*_values(test)} <= near


def _values(test: Filter) -> tuple[object, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)


def _ask_late(model: Path, since: int) -> None:
    asked = [c for split in ("train", "test")
             for c in corpora.authored_asks(split, SEED, draws=1, since=since)]  # fmt: skip
    cases = random.Random(SEED).sample(asked, min(N_LATE, len(asked)))
    outcomes = answer_all(model, [generated_case(case) for case in cases])
    right = sum(outcome.ranking[:1] != () and outcome.ranking[0] in outcome.accepted
                for outcome in outcomes)  # fmt: skip
    exact = sum(outcome.exact for outcome in outcomes)
    print(f"\n{len(cases)} of {len(asked)} asks: type {right / len(cases):.1%}, "
          f"exact {exact / len(cases):.1%}")  # fmt: skip


def _ask_nothing(model: Path, cases: Sequence[Case]) -> None:
    rng = random.Random(SEED)
    first = [case for case in cases if case.current is None and case.ask]
    rng.shuffle(first)
    unnamed = []
    for case in first:
        prompt = encode_prompt(case.description, case.request())
        if case.charts and not (prompt.named or prompt.cued or prompt.values):
            unnamed.append(case)
        if len(unnamed) == N_UNNAMED:
            break
    chat = [dataclasses.replace(case, ask=ask, mentions={}) for case in first[:3] for ask in CHAT]
    reasoner = open_reasoner(model)
    try:
        print("\n## What names nothing\n\n| what | declined | of |\n|---|---|---|")
        for title, group in (("answerable asks", unnamed), ("chat", chat)):
            n = 0
            for case in group:
                events = reasoner.reason(case.description, case.request(), cancel=CancelToken())
                answer = next(e for e in events if isinstance(e, Answer))
                n += not answer.spec.charts
            print(f"| {title} | {n} | {len(group)} |")
    finally:
        reasoner.close()


if __name__ == "__main__":
    sys.exit(main())
