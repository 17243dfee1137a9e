"""Registers the how-to's component and says what knows it: ``python FILE < blocks.json``.

Run by `test_guides` in a process of its own, as the library is one per process.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    declaration, drawing = json.load(sys.stdin)

    from vizapp.components.catalogue import catalogue

    before = len(catalogue())
    exec(compile(declaration, "declaration", "exec"), {})
    # Only now: the model's tokens are those of the library at this moment.
    from vizapp.components import check, editing, grammar, prompt, requirements, schema
    from vizapp.components.spec import parse
    from vizapp.core.tasks import CancelToken
    from vizapp.data.load import table_from_rows
    from vizapp.profile.describe import profile
    from vizapp.reasoning import specials, stream
    from vizapp.reasoning.events import Answer, Request
    from vizapp.reasoning.guide import Guide
    from vizapp.reasoning.rules import RuleReasoner
    from vizapp.rendering.chart import build_chart
    from vizapp.rendering.export import to_png, to_svg

    exec(compile(drawing, "drawing", "exec"), {})
    (new,) = list(catalogue())[before:]
    places = ("Oslo", "Rome", "Lima", "Cairo")
    table = profile(table_from_rows([{"city": p, "sales": n * 7} for n, p in enumerate(places, 1)]))
    described = table.description
    numbers = profile(table_from_rows([{"sales": 0.5 + n} for n in range(99)])).description
    spec = parse(
        {"vis": [{"name": new, "parameter": {"xAttribute": "city", "yAttribute": "sales"}}]}
    )
    wrong = parse({"vis": [{"name": new, "parameter": {"yAttribute": "city"}}]})
    asked = stream.encode_prompt(described, Request(lang="en"))
    guide = Guide(asked, components=(new,))
    answers = RuleReasoner().reason(described, Request(top=len(catalogue())), cancel=CancelToken())
    answer = next(event for event in answers if isinstance(event, Answer))
    built = build_chart(spec.charts[0], table)
    svg = to_svg(built)
    if len(sys.argv) > 1:
        with open(sys.argv[1], "wb") as file:
            file.write(to_png(built))
    admitted = [item["properties"]["name"]["const"] for item in
                schema.answer_schema(described)["properties"]["vis"]["items"]["anyOf"]]  # fmt: skip
    found = {
        "name": new,
        "schema": new in admitted,
        "grammar": f'\\"name\\": \\"{new}\\"' in grammar.json_grammar(described, components=[new]),
        "prompt": f"- {new} " in prompt.system_prompt(described, "en"),
        "token": specials.component_token(new) in specials.special_tokens(),
        "guide": specials.component_token(new) in guide.allowed(),
        "valid": check.check(spec, described) == (),
        "breaches": sorted({finding.code for finding in check.check(wrong, described)}),
        "fits": requirements.lacks(catalogue()[new], described) == (),
        "lacks": requirements.lacks(catalogue()[new], numbers) != (),
        "shelves": [
            shelf.channel.title["en"] for shelf in editing.shelves(spec.charts[0], described)
        ],
        "rules": new in [ranked.chart.component for ranked in answer.ranking],
        "drawn": [place for place in places if place in svg],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
