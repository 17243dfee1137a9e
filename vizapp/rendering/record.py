"""A chart as the client's training record: the attribute description and the answer."""

from __future__ import annotations

import json
from typing import Any

from vizapp.components.spec import VisSpec, dump, to_json
from vizapp.core.errors import ExportError
from vizapp.rendering.style import BuiltChart


def to_record(built: BuiltChart, thought: str = "") -> str:
    """Return one line of JSON Lines: what the model reads, the answer, and its reply.

    References are wrapped in the answer, as in training targets; the reply is as the
    model writes it. A chart without a thought, such as one made by hand, gives the
    component's purpose as its reason.

    Raises
    ------
    ExportError
        If the chart was made of no table.
    """
    source = built.source
    if source is None:
        raise ExportError(
            "This chart has no table, so there is no training record of it.",
            hint="Use another format.",
        )
    spec = VisSpec((source.chart,))
    reason = thought.strip() or source.chart.declaration.use_when[built.style.lang]
    record: dict[str, Any] = {
        "input": {
            "input": source.table.description.to_json(),
            "output": to_json(spec, wrapped=True),
        },
        "res": _reply(reason, spec),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _reply(thought: str, spec: VisSpec) -> str:
    """Return the reply; a test compares it with the reasoners' own writer."""
    return (
        f"<begin_of_thought>\n{thought}\n<end_of_thought>\n\n"
        f"<begin_of_solution>\n{dump(spec)}\n<end_of_solution>"
    )
