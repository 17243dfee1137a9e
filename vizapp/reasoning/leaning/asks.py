"""What an ask leans to: what it names, and to a course over time where it speaks of one."""

from __future__ import annotations

import re

from vizapp.components.catalogue import catalogue
from vizapp.components.declare import FILTER_OPS, OPTIONS
from vizapp.profile.attributes import NUMBER_TYPES
from vizapp.reasoning import specials
from vizapp.reasoning.leaning import attributes
from vizapp.reasoning.leaning.costs import MEASURES, Leaning
from vizapp.reasoning.leaning.keeping import REORDERING, WHOLE_QUESTION, said_options
from vizapp.reasoning.leaning.nats import CERTAIN, LEANING, TWICE
from vizapp.reasoning.parting import MOST_PARTS, OVER_TIME, PLAIN_STEPS
from vizapp.reasoning.stream import Prompt

_PLACES = re.compile(r"\bmaps?\b|locat|coordinate|地图|位置|坐标|经纬", re.IGNORECASE)
# What is said to a companion or an assistant, where it names nothing of the table.
_CHAT = re.compile(
    r"\b(?:hello|hi|hey|thanks?|thank you|good (?:morning|evening|night)|bye|jokes?|poems?|song"
    r"|lyrics|stor(?:y|ies)|weather|forecast for|news|translate|e-?mail|letter|essay|recipes?"
    r"|restaurants?|horoscope|tomorrow|tonight|who are you|are you|your name|can you|do you"
    r"|capital of|president of|world cup|meaning of|what time|remind me|book (?:me )?an?"
    r"|how old is|explain (?:what|to)|write (?:me|a|an)|python|code|sing|machine learning)\b"
    r"|你好|您好|谢谢|再见|早上好|晚安|笑话|讲个|故事|写一?[首封篇]|作文|诗|翻译|天气|新闻|菜谱|邮件"
    r"|订.{0,4}[票餐房]|几点|提醒我|唱|听歌|放首|你[是叫会能]|什么是|什么意思|股票|世界杯|明天|后天"
    r"|推荐.{0,3}(?:电影|餐厅|书|歌)|帮我写|聊天|星座|人生|总统|首都",
    re.IGNORECASE,
)
# What people say who want to see what there is, and name nothing.
_VAGUE = re.compile(
    r"趋势|走势|情况|规律|表现|分析|数据|看看|概览|总览|异常|特点|画|图"
    r"|\b(?:doing|data|trends?|patterns?|overview|insights?|interesting|odd|unusual|stands? out"
    r"|charts?|plots?|graphs?|summar\w+|look|see|show|draw|going|happen\w*|changed?)\b",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\brelat|\bcorrelat|\baffect|\binfluenc|\bdepend|\bdriv(?:e|es|en|ing)\b|\bassociat|\bimpact"
    r"|关系|影响|相关|有关|关联",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"对.*影响|\b(?:affects?|influences?|drives?|determines?)\b|\b(?:effect|impact|influence) of\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\bdistribut|\bspread\b|分布", re.IGNORECASE)
_ALIAS = re.compile(r"<\|\d+\|>")
# "The x-axis is the winery", "the grade on the y axis".
_AXIS = re.compile(
    r"<\|=(?P<axis>[xy])\|>[xy][- ]?ax[ie]s (?:is|are|shows?)\s*(?:the )?(?P<is><\|\d+\|>)"
    r"|(?P<named><\|\d+\|>)[\w ]{1,25} on (?:the )?<\|=(?P<on>[xy])\|>",
    re.IGNORECASE,
)
_GROUPED_ZH = re.compile(
    r"(?:按|以|用|根据)(?:不同)?(?P<before><\|\d+\|>)[^<，。,]{0,14}<\|p:group\|>"
    r"|<\|p:group\|>(?:区分|分别按|按|拆分|细分)(?P<behind><\|\d+\|>)"
)
_MARK = re.compile(r"<\|[^|]*\|>")
# "Which state is best by revenue" wants the sums compared, not each state's best row.
_SUPERLATIVE = re.compile(r"^\W*(?:which|who|where|best|worst)\b|哪|谁", re.IGNORECASE)
# Who asks which one is most gets bars in order, in 868 of 883 taught asks.
_RANKS = re.compile(
    r"(?i)^\W*(?:which|who)\b.*\b(?:most|least|highest|lowest|best|worst|biggest|smallest|largest)\b"
    r"|[哪谁].*最"
)
# Who says nothing of the kind wants no order, in 5,606 of 5,828 taught asks.
_COMPARES = re.compile(
    r"\b(?:most|least|more|less|top|rank\w*|which|who|where|what|first|last|leading|main|mostly"
    r"|favou?rite|popular|common|league|order|sort\w*)\b|\b\w{2,}(?:est|ier)\b|best|worst"
    r"|[最谁排哪更比]|主要|较|旺季",
    re.IGNORECASE,
)
# What is best by is measured, named or not: in 78 of 84 taught asks, of "busiest" rows count.
_BEST = re.compile(r"\b(?:best|worst|strongest|weakest)\b", re.IGNORECASE)
_STACKS = frozenset(map(specials.word_token, OPTIONS["stack"]))
_EXTREME = re.compile(r"\bm(?:ax|in)(?:imum|imal)?\b|\bpeak\b|[大小高低]值|峰值", re.IGNORECASE)
_COMPONENTS = frozenset(map(specials.component_token, catalogue()))
# What only one chart is called, as it is in 288 of 291 taught asks (bars, lines and shares are
# words of many asks).
_UNMISTAKABLE = frozenset(
    map(
        specials.component_token,
        [
            "dualAxes",
            "boxplot",
            "heatmap",
            "treemap",
            "sankey",
            "network",
            "flow",
            "mindMap",
            "funnel",
            "waterfall",
            "wordCloud",
            "candlestick",
            "gantt",
            "radar",
        ],
    )
)
# Of each of these sets of tokens an answer has one.
_CHOICES: tuple[frozenset[str], ...] = (
    *(
        frozenset(map(specials.word_token, OPTIONS[option]))
        for option in ("aggregate", "timeUnit", "stack")
    ),
    _COMPONENTS,
)
_TWO_SCALES = frozenset(
    specials.component_token(component.name)
    for component in catalogue().values()
    for form in component.forms
    if form.keys and [channel.max_items for channel in form.measures] == [1, 1]
)
_FAR_LARGER = 10  # times the other one
_COUNT = specials.word_token("count")
_EXTREMES = frozenset(map(specials.word_token, ("max", "min")))
_COMPARISONS = frozenset(f"<|op:{op}|>" for op in FILTER_OPS)
_ORDERS = frozenset(map(specials.word_token, OPTIONS["sort"]))
_NUMBERS = frozenset(map(specials.word_token, specials.FIXED_NUMBERS))  # those of an ask are values


def leaning(prompt: Prompt) -> Leaning:
    """Return what an ask leans to where no chart is on screen."""
    course = _asks_for_course(prompt)
    steps = course or len(prompt.parted) == 1  # by months and by one group
    times = attributes.meant_times(prompt) if steps else set()
    split = specials.channel_token("group")
    parts = prompt.parted or (times and _names_groups(prompt))
    said = unsaid(prompt)
    if times and course:
        said |= _no_course()
        if len(prompt.together) == 2:  # each on its own axis, over time
            for token in _TWO_SCALES:
                said.pop(token, None)
    shown = _wanted(prompt)
    if shown:
        said |= dict.fromkeys(map(specials.component_token, catalogue().keys() - shown), CERTAIN)
    if "limit" in said_options(prompt):
        all_marks = (name for name, c in catalogue().items() if "limit" not in c.options)
        said |= dict.fromkeys(map(specials.component_token, all_marks), CERTAIN)
    if prompt.cued & _STACKS:  # 74 of 74 taught asks, 73 of 82 of nvBench's
        flat = (name for name, c in catalogue().items() if "stack" not in c.options)
        said |= dict.fromkeys(map(specials.component_token, flat), TWICE)
    for name, nats in _too_narrow(prompt).items():
        token = specials.component_token(name)
        said[token] = said.get(token, 0.0) + nats
    measured = prompt.measured or _best_by(prompt)
    if measured:
        said[_COUNT] = CERTAIN
    writing: dict[str, float] = dict.fromkeys(MEASURES, CERTAIN) if prompt.counts else {}
    if parts:
        writing[split] = -CERTAIN
    if prompt.cued & PLAIN_STEPS:
        writing[specials.option_token("timeUnit")] = -2 * CERTAIN
    if _RANKS.search(prompt.said) and not times:
        writing[specials.option_token("sort")] = -2 * CERTAIN
    elif not (prompt.cued & REORDERING or _COMPARES.search(prompt.said)):
        writing[specials.option_token("sort")] = TWICE
    return Leaning(
        said,
        writing,
        untimely=_untimely(prompt),
        timely=frozenset(map(prompt.alias_of, times)),
        years=attributes.years(prompt),
        many=attributes.many(prompt),
        amounts=attributes.amounts(prompt),
        numbering=attributes.numbering(prompt),
        parted=frozenset(map(prompt.alias_of, prompt.parted)),
        measured=frozenset(map(prompt.alias_of, measured)),
        counts=prompt.counts,
        certain=_places_known(prompt),
    )


def unsaid(prompt: Prompt) -> dict[str, float]:
    """Return what an ask does not say, as tokens with their nats.

    Attributes that it does not name, where it names any; the aggregates, time steps,
    stacks and components beside one that it names; comparisons, orders and numbers that
    neither it nor the chart on screen has; and reasons not to answer it.
    """
    return {
        **_unnamed_attributes(prompt),
        **_other_choices(prompt),
        **_other_comparisons(prompt),
        **_other_orders(prompt),
        **dict.fromkeys(sorted(_NUMBERS - prompt.now), LEANING),
        **_reasons(prompt),
    }


def _unnamed_attributes(prompt: Prompt) -> dict[str, float]:
    if not prompt.named:
        return {}
    unnamed = [name for name in prompt.aliases if name not in prompt.named]
    away = LEANING if prompt.current is None else CERTAIN
    found = {prompt.alias_of(name): away for name in unnamed}
    ids = (a.name for a in attributes.read(prompt) if a.meaning == "id")
    return found | {prompt.alias_of(name): TWICE for name in ids if name in unnamed}


def _other_choices(prompt: Prompt) -> dict[str, float]:
    """Return what stands beside a choice that the ask names, or a follow-up leaves alone."""
    said = _MARK.sub("", prompt.said)
    ranks = prompt.current is None and _SUPERLATIVE.search(said) and not _EXTREME.search(said)
    ranking: frozenset[str] = _EXTREMES if ranks else frozenset()
    found = dict.fromkeys(sorted(ranking), LEANING)
    for group in _CHOICES:
        named = (group & prompt.cued) - ranking
        if prompt.measured:
            named -= {_COUNT}
        if not named and prompt.current is not None and len(prompt.linked) < WHOLE_QUESTION:
            named = group & prompt.now
        if named:
            sure = len(named) == 1 and named <= _UNMISTAKABLE & prompt.cued
            found |= dict.fromkeys(sorted(group - named), CERTAIN if sure else LEANING)
    return found


def _other_comparisons(prompt: Prompt) -> dict[str, float]:
    if not _COMPARISONS & prompt.cued:
        return {}
    return dict.fromkeys(sorted(_COMPARISONS - prompt.cued - prompt.now), LEANING)


def _other_orders(prompt: Prompt) -> dict[str, float]:
    if prompt.cued & REORDERING or not prompt.now:
        return {}
    return dict.fromkeys(sorted(_ORDERS - prompt.now), LEANING)


def _reasons(prompt: Prompt) -> dict[str, float]:
    """Return what the reasons not to answer cost.

    Chat that names nothing of the table is not about it; what names a column or wants to
    see what there is, is, so they need more. Of taught questions that name nothing six in
    seven can be answered.
    """
    ask = prompt.said
    nats: float | None = None
    if not (prompt.named or prompt.values) and _CHAT.search(_MARK.sub("", ask)):
        nats = -CERTAIN
    elif prompt.linked or _VAGUE.search(_MARK.sub("", ask)):
        nats = TWICE
    found = {} if nats is None else {specials.reason_token(why): nats for why in specials.REASONS}
    mapped = specials.component_token("map") in prompt.cued or _PLACES.search(ask)
    return {**found, specials.reason_token("no_place"): -CERTAIN if mapped else CERTAIN}


def _asks_for_course(prompt: Prompt) -> bool:
    """Return whether the ask speaks of a course over time and names no other chart."""
    return bool(OVER_TIME.search(prompt.said)) and prompt.cued.isdisjoint(_no_course())


def _best_by(prompt: Prompt) -> frozenset[str]:
    """Return the numbers of which one is what "the best month" is best by, unnamed."""
    counted = prompt.counts or _COUNT in prompt.cued
    numbers = [a for a in attributes.read(prompt) if a.type in NUMBER_TYPES and a.meaning is None]
    if counted or not _BEST.search(prompt.said) or any(a.name in prompt.linked for a in numbers):
        return frozenset()
    return frozenset(a.name for a in numbers)


def _untimely(prompt: Prompt) -> dict[str, float]:
    """Return nats for what is no axis of a course: surely not what alone is measured."""
    found = attributes.untimely(prompt)
    alone = prompt.measured if found and len(prompt.measured) == 1 else frozenset()
    return found | dict.fromkeys(map(prompt.alias_of, alone), CERTAIN)


def _places_known(prompt: Prompt) -> dict[str, frozenset[str]]:
    """Return which parameters surely get which attributes, as tokens.

    Those of which the ask says that they are an axis. What acts upon a number is the x axis
    of its scatter plot. Of two groups a year is the axis, and so is what has too many values
    for colours.
    """
    ask = prompt.said
    said = {(m["axis"] or m["on"]): m["is"] or m["named"] for m in _AXIS.finditer(ask)}
    group = _GROUPED_ZH.search(ask) if len(prompt.parted) > 1 else None
    if group:
        token = group["before"] or group["behind"]
        rest = frozenset(map(prompt.alias_of, prompt.parted)) - {token}
        return {"x": rest, "group": frozenset({token})}
    if said:
        return {axis.lower(): frozenset({token}) for axis, token in said.items()}
    named = [*dict.fromkeys(_ALIAS.findall(ask))]
    if len(named) == len(("x", "y")) and _ACTS.search(_MARK.sub("", ask)):
        related = {name for name, c in catalogue().items() if c.shows_relation}
        if _wanted(prompt) == related or prompt.cued & {*map(specials.component_token, related)}:
            return {"x": frozenset(named[:1]), "y": frozenset(named[1:])}
    groups = [a for a in attributes.read(prompt) if a.name in prompt.parted]
    axes = [a for a in groups if a.meaning == "year" or a.value_amount > MOST_PARTS]
    if len(groups) == len(("x", "group")) and len(axes) == 1:
        others = (a for a in groups if a is not axes[0])
        return {
            "x": frozenset({prompt.alias_of(axes[0].name)}),
            "group": frozenset(prompt.alias_of(a.name) for a in others),
        }
    return {}


def _wanted(prompt: Prompt) -> frozenset[str]:
    """Return the components that show what the ask wants of numbers alone; none if it is open.

    How the values of one are spread, or how two hang together.
    """
    named = [prompt.description.attribute(name) for name in prompt.linked]
    numbers = [a for a in named if a is not None and a.type in NUMBER_TYPES and a.meaning is None]
    if len(numbers) < len(named) or prompt.cued & (_COMPONENTS | PLAIN_STEPS | {_COUNT}):
        return frozenset()
    if len(numbers) == 1 and _SPREAD.search(prompt.said):
        return frozenset(name for name, c in catalogue().items() if c.shows_spread)
    if len(numbers) == len(("x", "y")) and _RELATION.search(prompt.said):
        return frozenset(name for name, c in catalogue().items() if c.shows_relation)
    return frozenset()


def _too_narrow(prompt: Prompt) -> dict[str, float]:
    """Return nats for the components that cannot show all that is named in one breath, or not well.

    On one scale the larger of two unlike numbers hides the other: of 12 taught asks that name
    such two and no chart one draws them so.
    """
    numbers = [prompt.description.attribute(name) for name in prompt.together]
    ranges = [a.range for a in numbers if a is not None and a.type in NUMBER_TYPES]
    most = [abs(float(r[1])) for r in ranges if r is not None]
    units = {a.unit for a in numbers if a is not None}
    unlike = len(numbers) == 2 and (
        (None not in units and len(units) > 1)
        or (len(most) == 2 and max(most) >= _FAR_LARGER * min(most))
    )
    found = {}
    for name, component in catalogue().items():
        forms = [
            [c.max_items for c in form.channels if not c.key and {*NUMBER_TYPES} & {*c.accepts}]
            for form in component.forms
        ]
        shares_scale = any(c.max_items > 1 for form in component.forms for c in form.measures)
        if unlike and shares_scale:
            found[name] = 2 * CERTAIN
        elif len(numbers) > max(map(sum, forms)):
            found[name] = TWICE
    return found


def _no_course() -> dict[str, float]:
    """Return the components that show no course over time, as tokens with their nats."""
    others = (name for name, component in catalogue().items() if not component.shows_course)
    return dict.fromkeys(map(specials.component_token, others), CERTAIN)


def _names_groups(prompt: Prompt) -> bool:
    """Return whether the ask names words that a course can be split by."""
    named = (prompt.description.attribute(name) for name in prompt.linked)
    return any(a is not None and a.type in ("STR", "BOOL") for a in named)
