"""Columns and bars: one or more measures across categories."""

from vizapp.components.declare import (
    CATEGORY,
    NUMBER,
    Channel,
    ChartComponent,
    Form,
    OptionName,
    register,
)

_OPTIONS: tuple[OptionName, ...] = ("aggregate", "timeUnit", "sort", "limit", "stack", "filter")


def _form(x_encodes: str, y_encodes: str) -> Form:
    return Form(
        counts=True,
        channels=(
            Channel(
                "x",
                {"zh": "类别", "en": "category"},
                CATEGORY,
                required=True,
                max_distinct_number=60,
                key=True,
                encodes=x_encodes,
            ),
            Channel(
                "y",
                {"zh": "数值", "en": "measure"},
                NUMBER,
                max_items=8,
                measure=True,
                encodes=y_encodes,
            ),
            Channel(
                "group",
                {"zh": "分组", "en": "group"},
                CATEGORY,
                max_distinct=40,
                max_distinct_number=20,
                key=True,
                encodes="color",
            ),
        ),
    )


COLUMN = register(
    ChartComponent(
        name="column",
        title={"zh": "柱状图", "en": "column chart"},
        purpose={"zh": "清晰地比较各类别的数值大小", "en": "compare a measure across categories"},
        use_when={
            "zh": "少量类别或时段各有一个数值",
            "en": "a few categories or periods each have a value",
        },
        avoid_when={
            "zh": "类别很多或名称很长",
            "en": "the categories are many or their names long",
        },
        forms=(_form("x", "y"),),
        options=_OPTIONS,
        mark={"type": "bar"},
        also=("柱", "柱子", "柱形图", "竖条", "bar chart", "vertical bar chart"),
    )
)

BAR = register(
    ChartComponent(
        name="bar",
        title={"zh": "条形图", "en": "bar chart"},
        purpose={
            "zh": "让名称较长或数量较多的类别便于阅读和排序",
            "en": "rank many categories with readable names",
        },
        use_when={
            "zh": "类别较多、名称较长或需要排名",
            "en": "the categories are many, long-named or to be ranked",
        },
        avoid_when={"zh": "横轴是连续时间", "en": "the categories are points in time"},
        forms=(_form("y", "x"),),
        options=_OPTIONS,
        mark={"type": "bar", "orient": "horizontal"},
        also=("条", "横条", "横条图", "条状图", "横向柱状图", "horizontal bar chart", "barchart"),
    )
)
