"""What a column of codes names: persons, places and cases; classes; yes or no.

A name alone says little: `site` may hold numbers of sites or their names, and
`state` numbers of states or of an illness. Every rule here is asked together
with the values by `roles` and `flags`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from vizapp.profile.names import word_set, words

# Singular: `students` counts them, `student` numbers them.
_THINGS = word_set(
    """
    patient subject child student pupil person participant respondent respond interviewer rater
    household family litter pig cow sheep animal dog cat rat mouse herd flock nest site plot block
    chamber wafer rack pump well borehole county district region ward tract parish school
    classroom hospital clinic doctor physician nurse customer client user member employee worker
    woman mother father study trial reference subj pt pat ind individual cage tank device player
    firm bank station village precinct stratum sire dam calf hive colony donor specimen dyad
    center centre town laboratory machine vial bottle experiment judge operator observer assessor
    examiner inspector technician grader scorer taster
    """
)
_THINGS_ZH = re.compile(
    r"(?:患者|病人|受试者|被试|学生|员工|客户|用户|会员|门店|店铺|设备|机器|车辆|站点|样本|病例)$"
)
# What stands before `id` when both are written as one word.
_GLUED = word_set(
    """
    pat pt patient sub subj subject usubj child student stud school class case person part resp
    respond participant house hh family fam site study order cust customer client user member emp
    employee product prod item store shop device sensor track game match player team coach
    franch league film movie book song artist album author event session trans account ref doc
    record region country state city county district zone area unit plot tree animal bird cow pig
    species sample batch lot run job task ticket invoice vendor supplier dept department teacher
    course exam group grp lnk visit town village center centre hospital bank firm farm tract
    """
)
_BARE_IDS = word_set(
    "pid fid sid cid gid tid iid hhid eid uniprot accession doi orcid catalog catalogue"
)
_NUMBERED = re.compile(r"(?:num|nr|seq|no)$")
_STEMS_NUMBERED = word_set("pt pat patient sub subj subject child case site hh id reg cust emp")
# Names of submissions in clinical trials are capitals glued to ID, SEQ, CD, FL.
_TRIAL_ID = re.compile(r"(?:[A-Z]{3,7}ID|[A-Z]{1,4}SEQ)N?")
_TRIAL_CODE = re.compile(r"[A-Z]{3,8}CD")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PROSE = re.compile(
    r"note|comment|remark|descri|review|feedback|summary|备注|评论|说明|描述|简介|留言|意见|摘要",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"name|title|product|item|company|address|organi[sz]ation|label|param|term|"
    r"名|商品|产品|公司|单位|机构|地址|标题",
    re.IGNORECASE,
)
_TRIAL_FLAG = re.compile(r"[A-Z][A-Z0-9]{1,6}FL")
_WORDS_WITH_ID = word_set("VALID INVALID PAID UNPAID SOLID FLUID RAPID GRID HYBRID COVID")

# Whole numbers under these stand for classes, whatever their order.
_CLASSES = word_set(
    """
    sex gender race ethnicity trt trta trtan treat treatment ttt rx arm status dialect religion
    ethnic occupation smoking marital aff sexe sexo geschlecht ethn raceth nationality citizenship
    relig denomination party occup occ profession job sector industry marstat marst mstatus
    maritalstatus civstat tx therapy regimen intervention group grp category histology histol
    diagnosis diag cause language lang smoke tobacco bloodtype genotype species breed strain variety
    cultivar colour color cens censor event endpoint
    """
)
_CODED_AS = word_set("mf mfu recode recoded")  # `gender_mf`
_CLASS_ENDINGS = re.compile(r"\w(?:status|stat|cens|gender|trt|grp)$")  # `srvstat`, `rnacens`
_RANKED_GROUPS = re.compile(r"age|income|size|wt|bmi|dose")  # which have an order
# Numeric twins of the classes in clinical trials.
_TRIAL_CLASS = re.compile(r"(?:TRT\d*[AP]|SEX|RACE|ETHNIC|(?:ACT)?ARM|PARAM|COUNTRY)N")
_DIVISIONS = word_set(
    "state province chr chrom chromosome sic ardssic country isco isic nace cowcode gwno msa cbsa"
)
_CLASSES_ZH = re.compile(
    r"(?:性别|民族|种族|国籍|宗教|语言|职业|血型|政治面貌|婚姻|婚姻状况|分组|组别|状态|类型|类别"
    r"|省份|行业|科室|品种)$"
)
_SHORT_CODES = word_set(
    "cd abb abbr abbrev abbreviation iso icao iata carrier ticker domain stateabb"
)
_ISO = re.compile(r"(?:^|[ _.])iso[ _.]?(?:a?[23]|[23][ac]|num)?$", re.IGNORECASE)

_ASKS = word_set(
    "is has have had was were did does can any ever yes yn flag dummy indicator bool boolean"
)
_ASKS_ZH = re.compile(r"是否|有无|能否|可否|已否|是不是|有没有|与否")
_YES_NO = word_set(
    """
    death dead died alive survived survival event censored censor fail failed failure relapse
    relapsed recurrence recurred infected infection disease diseased female male married smoker
    smokes treated active deleted removed enabled disabled default churn churned exited subscribed
    purchased bought clicked converted fraud spam won win winner lost passed pass approved accepted
    rejected retired employed unemployed vaccinated positive negative outcome foreign urban rural
    south north west east
    """
)
# Of these a study may hold one kind only: nobody was censored.
_EVENTS = word_set(
    """
    status event death dead died alive survived censor censored cens fail failed failure relapse
    relapsed recurrence recurred infected diseased treated active deleted enabled disabled churned
    """
)
# Zeros and ones under these count, measure or name one of two classes.
_AMOUNTS = word_set(
    """
    n no nr num number count counts cnt qty quantity total sum score points amount value price cost
    sales goals rank level grade year month day hour week time age size length weight rate ratio
    share percent pct lag step round digit bit x y lat lon
    """
)
_COUNTS_FIRST = word_set("n no nr num number count total")
_AMOUNTS_ZH = re.compile(r"[数量额价次值率分]$|个数|人数|次数|金额|数量")
_TWO_CLASSES = word_set(
    "sex gender condition procedure type group class category kind cluster method mode arm"
)
_TWO_CLASSES_ZH = re.compile(r"性别|类型|类别|分组|组别|方式|种类|等级|级别")


def names_thing(name: str) -> bool:
    """Return whether whole numbers under the name may number persons, places or cases.

    Examples
    --------
    >>> names_thing("patient"), names_thing("students"), names_thing("patnr")
    (True, False, True)
    """
    found = words(name)
    if not found:
        return False
    last = found[-1]
    if last in _THINGS and len(found) <= 2:
        return True
    stem = _NUMBERED.sub("", last)
    return (stem != last and stem in _STEMS_NUMBERED) or bool(_THINGS_ZH.search(name))


def says_glued_id(name: str) -> bool:
    """Return whether the name ends in `id` without a gap, as `childid` and `USUBJID` do.

    Examples
    --------
    >>> says_glued_id("childid"), says_glued_id("USUBJID"), says_glued_id("paid")
    (True, True, False)
    """
    bare = name.strip()
    if _TRIAL_ID.fullmatch(bare) and bare not in _WORDS_WITH_ID:
        return True
    found = words(name)
    if not found:
        return False
    last = found[-1]
    return last in _BARE_IDS or (last.endswith("id") and last[:-2] in _GLUED)


def names_class(name: str) -> bool:
    """Return whether small whole numbers under the name stand for classes.

    Examples
    --------
    >>> names_class("sex"), names_class("trt2"), names_class("TRT01PN"), names_class("visits")
    (True, True, True, False)
    """
    found = words(name)
    behind = found[-1:] and (found[-1].isdigit() or found[-1] in _CODED_AS)
    last = found[-2:-1] if behind and len(found) > 1 else found[-1:]
    glued = bool(last) and _CLASS_ENDINGS.search(last[0]) and not _RANKED_GROUPS.match(last[0])
    return (
        bool(_CLASSES & set(last))
        or bool(glued)
        or bool(_CLASSES_ZH.search(name))
        or _TRIAL_CLASS.fullmatch(name.strip()) is not None
    )


def names_division(name: str) -> bool:
    """Return whether whole numbers under the name stand for parts: states, industries."""
    return bool(_DIVISIONS & set(words(name)[-1:]))


def says_short_code(name: str) -> bool:
    """Return whether short words under the name are codes: `PARAMCD`, `iso3`, `carrier`."""
    found = words(name)
    bare = name.strip()
    worded = bool(_SHORT_CODES & set(found[-1:])) or _ISO.search(bare) is not None
    return worded or _TRIAL_CODE.fullmatch(bare) is not None


def asks_yes_or_no(name: str) -> bool:
    """Return whether the name is a question of yes or no: `is_member`, `是否达标`.

    Examples
    --------
    >>> asks_yes_or_no("is_member"), asks_yes_or_no("island"), asks_yes_or_no("SAFFL")
    (True, False, True)
    """
    found = words(name)
    return (
        bool(found and (found[0] in _ASKS or found[-1] in _ASKS))
        or bool(_ASKS_ZH.search(name))
        or _TRIAL_FLAG.fullmatch(name.strip()) is not None
    )


def says_yes_or_no(name: str) -> bool:
    """Return whether the name speaks of what is so or not: `death`, `female`."""
    return asks_yes_or_no(name) or bool(_YES_NO & set(words(name)))


def says_event(name: str) -> bool:
    """Return whether the name speaks of an event or state that every row may share: `died`.

    Examples
    --------
    >>> says_event("status"), says_event("death_count"), says_event("cause")
    (True, False, False)
    """
    return bool(_EVENTS & set(words(name)[-1:]))


def says_amount_or_class(name: str) -> bool:
    """Return whether zeros and ones under the name are amounts or two classes."""
    found = words(name)
    if _TWO_CLASSES & set(found):
        return True
    if found and (found[-1] in _AMOUNTS or found[0] in _COUNTS_FIRST):
        return True
    return bool(_AMOUNTS_ZH.search(name) or _TWO_CLASSES_ZH.search(name))


def are_colours(texts: Collection[str]) -> bool:
    """Return whether all texts are colours such as `#7F3B08`."""
    return bool(texts) and all(_COLOUR.fullmatch(text) for text in texts)


def says_prose(name: str) -> bool:
    """Return whether cells under the name are remarks: notes, comments, descriptions."""
    return _PROSE.search(name) is not None


def says_title(name: str) -> bool:
    """Return whether long cells under the name still name one thing each."""
    return _TITLE.search(name) is not None
