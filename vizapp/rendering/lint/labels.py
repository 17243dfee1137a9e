"""Rules on what is written: names on axes and in legends, the title."""

from __future__ import annotations

from collections import Counter

from vizapp.core.language import Text
from vizapp.rendering.lint.findings import Remark, rule
from vizapp.rendering.lint.fixes import larger, turned, with_option
from vizapp.rendering.lint.seen import Label, Seen

_SOME = 2  # names
_SHORT_LIST = 15  # bars


def _below(seen: Seen) -> list[Label]:
    return [label for label in seen.labels if label.guide == "bottom"] if seen.bars else []


@rule(
    "labels_slanted",
    zh="斜着或被截断的名称读起来很慢；横过来的条形图有整行的位置。",
    en="Names that lean or are cut read slowly; bars that lie have a whole line for each.",
)
def labels_slanted(seen: Seen) -> Remark | None:
    """Find names of categories that lean below standing bars."""
    labels = _below(seen)
    leaning = sum(label.slanted and not label.hidden for label in labels)
    if seen.key_ordered or leaning < _SOME:
        return None
    cut = sum(not label.whole for label in labels)
    fixes = turned(seen)
    if not cut and not fixes:
        return None  # as readable as this chart can be
    what: Text = {
        "zh": f"{leaning} 个名称斜着写" + (f"，其中 {cut} 个被截断" if cut else ""),
        "en": f"{leaning} names lean" + (f", {cut} of them cut" if cut else ""),
    }
    return Remark(what, fixes)


@rule(
    "labels_hidden",
    zh="没有名称的柱或条无法辨认。",
    en="Nobody can tell what a bar without a name is.",
)
def labels_hidden(seen: Seen) -> Remark | None:
    """Find names that were left out because they would touch."""
    if seen.bars is None or seen.key_ordered:
        return None
    hidden = sum(label.hidden for label in seen.labels)
    if not hidden:
        return None
    what: Text = {"zh": f"有 {hidden} 个名称因太挤而没有写出", "en": f"{hidden} names have no room"}
    fixes = (*turned(seen), *with_option(seen, "limit", _SHORT_LIST), *larger(seen))
    return Remark(what, fixes)


@rule(
    "labels_alike",
    zh="不同的类别看起来像是同一个。",
    en="Different categories look like the same one.",
)
def labels_alike(seen: Seen) -> Remark | None:
    """Find names that were cut until they read the same."""
    shown = Counter((one.guide, one.text) for one in seen.labels if not one.hidden)
    cut = {(one.guide, one.text) for one in seen.labels if not one.whole}
    alike = sum(n for key, n in shown.items() if n > 1 and key in cut)
    if not alike:
        return None
    what: Text = {
        "zh": f"{alike} 个名称被截断后变得相同",
        "en": f"{alike} names are cut to the same text",
    }
    return Remark(what, (*turned(seen), *larger(seen)))


@rule(
    "title_cut",
    zh="标题没有写完。",
    en="The title does not say what it should.",
)
def title_cut(seen: Seen) -> Remark | None:
    """Find a title of the person's own that has no room."""
    own = seen.presentation.title
    head = seen.built.vega_lite.get("title", {}).get("text", "")
    if not own or not head.endswith("…") or own.endswith("…"):
        return None
    what: Text = {"zh": "标题太长，被截断", "en": "The title is cut"}
    return Remark(what, larger(seen))
