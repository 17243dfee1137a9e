"""Look at a drawn chart with every rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from vizapp.components.check import check_chart
from vizapp.core.errors import VizappError
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import scenegraph
from vizapp.rendering.lint import crowds, labels, values
from vizapp.rendering.lint.findings import Finding, Fix, Rule, registered
from vizapp.rendering.lint.seen import Seen
from vizapp.rendering.style import BuiltChart

FAMILIES = (labels, values, crowds)

Stop = Callable[[], object]


def rules() -> Mapping[str, Rule]:
    """Return every rule by its name."""
    return registered()


def lint(built: BuiltChart, stop: Stop = lambda: None) -> tuple[Finding, ...]:
    """Return what does not look right on a drawn chart, the first rule's finding first.

    Parameters
    ----------
    built : BuiltChart
        A drawn chart; one that was made of no table has no findings.
    stop : callable
        Called between the rules; raises where nobody waits for the findings any more.

    Returns
    -------
    tuple of Finding
        At most one per rule. A fix keeps the library's contract, can be drawn, and
        the chart that it makes no longer has the fault.
    """
    if built.source is None:
        return ()
    seen = Seen(built, scenegraph(built))
    found = []
    for rule in rules().values():
        stop()
        remark = rule.look(seen)
        if remark is not None:
            fix = next((f for f in remark.fixes if _mends(seen, f, rule, stop)), None)
            found.append(Finding(rule.name, remark.what, rule.why, fix))
    return tuple(found)


def fixed(built: BuiltChart, fix: Fix) -> BuiltChart:
    """Draw the chart that a fix makes, in the style of the one that has the fault.

    Raises
    ------
    VizappError
        If it cannot be drawn.
    """
    assert built.source is not None  # what has a fix was made of a table
    looks = fix.presentation
    width, height = looks.pixels(built.style.width, built.style.height)
    style = replace(built.style, presentation=looks, width=width, height=height)
    if built.style.title != "":  # a thumbnail's stays away
        style = replace(style, title=looks.title)
    return build_chart(fix.chart, built.source.table, style)


def _mends(seen: Seen, fix: Fix, rule: Rule, stop: Stop) -> bool:
    """Return whether the fix is a valid chart that the rule finds nothing on."""
    if check_chart(fix.chart, seen.description):
        return False
    stop()
    try:
        after = fixed(seen.built, fix)
    except VizappError:
        return False
    return bool(after.vega_lite.get("layer")) and rule.look(Seen(after, scenegraph(after))) is None
