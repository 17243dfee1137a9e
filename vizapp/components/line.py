"""Lines, areas and two-scale charts: measures along time or another order."""

from dataclasses import replace

from vizapp.components.declare import (
    CATEGORY,
    NUMBER,
    Channel,
    ChartComponent,
    Form,
    OptionName,
    register,
)

_OPTIONS: tuple[OptionName, ...] = ("aggregate", "timeUnit", "sort", "limit", "filter")
_X = Channel(
    "x",
    {"zh": "横轴(时间或顺序)", "en": "x axis (time or order)"},
    CATEGORY,
    required=True,
    key=True,
    encodes="x",
)
_TIME = replace(_X, accepts=("DATE", "INT"))
_GROUP = Channel(
    "group",
    {"zh": "分组", "en": "group"},
    CATEGORY,
    max_distinct=40,
    max_distinct_number=20,
    tells_apart=True,
    key=True,
    encodes="color",
)


def _measures(*, non_negative: bool = False) -> Channel:
    return Channel(
        "y",
        {"zh": "数值", "en": "measure"},
        NUMBER,
        required=True,
        max_items=8,
        non_negative=non_negative,
        measure=True,
        encodes="y",
    )


LINE = register(
    ChartComponent(
        name="line",
        title={"zh": "折线图", "en": "line chart"},
        purpose={
            "zh": "清晰地展示随时间变化的数值趋势",
            "en": "show how a measure moves over time",
        },
        use_when={"zh": "数值随时间或顺序变化", "en": "measures follow time or another order"},
        avoid_when={"zh": "横轴没有顺序", "en": "the x axis has no order"},
        forms=(
            Form((_X, _measures(), _GROUP)),
            Form((_TIME, _GROUP), counts=True),  # rows counted over time
        ),
        options=_OPTIONS,
        mark={"type": "line"},
        also=("线", "线图", "曲线", "曲线图", "走势图", "trend line"),
        shows_course=True,
    )
)

AREA = register(
    ChartComponent(
        name="area",
        title={"zh": "面积图", "en": "area chart"},
        purpose={
            "zh": "展示总量及其构成随时间的变化",
            "en": "show how a total and its parts move over time",
        },
        use_when={
            "zh": "可累加的数值随时间变化并分为几组",
            "en": "additive measures of a few groups follow time",
        },
        avoid_when={"zh": "有负值或组很多", "en": "values are negative or groups many"},
        forms=(Form((_X, _measures(non_negative=True), _GROUP)),),
        options=(*_OPTIONS[:4], "stack", "filter"),
        mark={"type": "area"},
        shows_course=True,
    )
)

DUAL_AXES = register(
    ChartComponent(
        name="dualAxes",
        title={"zh": "双轴图", "en": "dual-axes chart"},
        purpose={
            "zh": "用两个刻度同时展示量级或单位不同的两个数值",
            "en": "show two measures of different scale together",
        },
        use_when={
            "zh": "同一横轴上有单位或量级不同的两个数值",
            "en": "two measures of different unit or size share an x axis",
        },
        avoid_when={"zh": "两个数值可用同一刻度", "en": "one scale serves both measures"},
        forms=(
            Form(
                (
                    Channel(
                        "x",
                        {"zh": "横轴", "en": "x axis"},
                        CATEGORY,
                        required=True,
                        max_distinct_number=60,
                        key=True,
                    ),
                    Channel(
                        "y",
                        {"zh": "柱的数值(左轴)", "en": "columns' measure (left axis)"},
                        NUMBER,
                        required=True,
                        measure=True,
                    ),
                    Channel(
                        "y2",
                        {"zh": "线的数值(右轴)", "en": "line's measure (right axis)"},
                        NUMBER,
                        required=True,
                        measure=True,
                    ),
                )
            ),
        ),
        options=_OPTIONS,
        layout="dual_axes",
        also=("双坐标图", "dual axis chart", "dual-axis chart"),
    )
)
