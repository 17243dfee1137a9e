"""What a kind of server can be asked to keep an answer to: grammar, schema, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vizapp.components.grammar import json_grammar
from vizapp.components.schema import answer_schema
from vizapp.profile.attributes import TableDescription
from vizapp.reasoning.events import Request


def constraints(
    kind: str, description: TableDescription, request: Request
) -> Sequence[Callable[[], dict[str, Any]]]:
    """Return what a kind of server may be asked for, the strictest first, nothing last.

    They are made when they are needed: the grammar of a wide table is large.
    """
    n_charts = max(1, request.top)
    may_refuse = bool((request.ask or "").strip())
    told = {"logprobs": True, "top_logprobs": 1}

    def grammar() -> dict[str, Any]:
        return {**told, **_NO_THOUGHT, "grammar": _grammar(description, n_charts, may_refuse)}

    def schema() -> dict[str, Any]:
        record = answer_schema(description, max_charts=n_charts)
        if not may_refuse:
            record["properties"]["vis"]["minItems"] = 1
        form = {"type": "json_schema", "json_schema": {"name": "vis", "schema": record}}
        extra = _NO_THOUGHT if kind in ("llama.cpp", "vllm") else {}
        return {**told, **extra, "response_format": form}

    levels: list[Callable[[], dict[str, Any]]] = [schema, dict]
    return [grammar, *levels] if kind == "llama.cpp" else levels


# The thought is there already; a template that opens one anew would break the constraint.
_NO_THOUGHT: Mapping[str, Any] = {
    "chat_template_kwargs": {"enable_thinking": False},
    "reasoning_format": "none",
}


def _grammar(description: TableDescription, n_charts: int, may_refuse: bool) -> str:
    text = json_grammar(description, max_charts=n_charts)
    if not may_refuse:
        return text
    refusal = r'"{\"vis\": [], \"message\": \"" refusal-char{1,160} "\"}"'
    return (
        text.replace("root ::=", "root ::= answer | refusal\nanswer ::=", 1)
        + f"\nrefusal ::= {refusal}\n"
        + r'refusal-char ::= [^"\\\x00-\x1f]'
        + "\n"
    )
