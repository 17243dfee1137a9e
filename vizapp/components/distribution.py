"""Relations and distributions: scatter, histogram, boxplot, heatmap."""

from vizapp.components.declare import (
    ANY,
    CATEGORY,
    NUMBER,
    TIME_OR_NUMBER,
    Channel,
    ChartComponent,
    Form,
    register,
)

_GROUP = Channel(
    "group",
    {"zh": "分组", "en": "group"},
    CATEGORY,
    max_distinct=40,
    max_distinct_number=20,
    encodes="color",
)

SCATTER = register(
    ChartComponent(
        name="scatter",
        shows_relation=True,
        title={"zh": "散点图", "en": "scatter plot"},
        purpose={
            "zh": "展示两个数值之间的关系",
            "en": "show how two measures relate across items",
        },
        use_when={
            "zh": "每行是一个对象,有两个以上相关的数值",
            "en": "each row is an item with two or more related measures",
        },
        avoid_when={"zh": "其中一个是类别", "en": "one of the two is a category"},
        forms=(
            Form(
                (
                    Channel(
                        "x",
                        {"zh": "横轴数值", "en": "x measure"},
                        TIME_OR_NUMBER,
                        required=True,
                        encodes="x",
                    ),
                    Channel(
                        "y",
                        {"zh": "纵轴数值", "en": "y measure"},
                        NUMBER,
                        required=True,
                        encodes="y",
                    ),
                    Channel(
                        "size",
                        {"zh": "气泡大小", "en": "size"},
                        NUMBER,
                        non_negative=True,
                        encodes="size",
                    ),
                    _GROUP,
                    Channel(
                        "label", {"zh": "标签", "en": "label"}, ANY, takes_ids=True, encodes="text"
                    ),
                )
            ),
        ),
        options=("filter",),
        mark={"type": "point", "filled": True},
        also=("点图", "scatterplot", "dots", "points"),
    )
)

HISTOGRAM = register(
    ChartComponent(
        name="histogram",
        shows_spread=True,
        title={"zh": "直方图", "en": "histogram"},
        purpose={"zh": "展示一个数值的分布情况", "en": "show how one measure is distributed"},
        use_when={
            "zh": "只有一个数值,关心它的分布",
            "en": "there is one measure and its distribution matters",
        },
        avoid_when={"zh": "不同取值很少", "en": "there are few distinct values"},
        forms=(
            Form(
                (
                    Channel(
                        "x",
                        {"zh": "数值", "en": "measure"},
                        NUMBER,
                        required=True,
                        encodes="x",
                    ),
                    _GROUP,
                )
            ),
        ),
        options=("bins", "filter"),
        mark={"type": "bar", "binSpacing": 1},
    )
)

BOXPLOT = register(
    ChartComponent(
        name="boxplot",
        shows_spread=True,
        title={"zh": "箱线图", "en": "box plot"},
        purpose={
            "zh": "比较各组数值的分布和离群值",
            "en": "compare a measure's spread and outliers between groups",
        },
        use_when={
            "zh": "每组有多行数值,关心分布",
            "en": "each group has many rows and spread matters",
        },
        avoid_when={"zh": "每组只有一两行", "en": "a group has only a row or two"},
        forms=(
            Form(
                (
                    Channel(
                        "x",
                        {"zh": "分组", "en": "group"},
                        CATEGORY,
                        max_distinct=60,
                        max_distinct_number=30,
                        encodes="x",
                    ),
                    Channel(
                        "y",
                        {"zh": "数值", "en": "measure"},
                        NUMBER,
                        required=True,
                        encodes="y",
                    ),
                )
            ),
        ),
        options=("filter",),
        mark={"type": "boxplot"},
        also=("箱形图", "盒须图", "boxplot"),
    )
)

HEATMAP = register(
    ChartComponent(
        name="heatmap",
        title={"zh": "热力图", "en": "heatmap"},
        purpose={
            "zh": "用颜色深浅展示两个维度交叉处的数值",
            "en": "show a measure at the crossings of two dimensions by colour",
        },
        use_when={
            "zh": "两个维度交叉,每格有一个数值",
            "en": "two dimensions cross and each cell has a value",
        },
        avoid_when={"zh": "交叉处大多为空", "en": "most crossings are empty"},
        forms=(
            Form(
                counts=True,
                channels=(
                    Channel(
                        "x",
                        {"zh": "横轴", "en": "x axis"},
                        CATEGORY,
                        required=True,
                        max_distinct_number=60,
                        key=True,
                        encodes="x",
                    ),
                    Channel(
                        "y",
                        {"zh": "纵轴", "en": "y axis"},
                        CATEGORY,
                        required=True,
                        max_distinct_number=60,
                        key=True,
                        encodes="y",
                    ),
                    Channel(
                        "value",
                        {"zh": "颜色的数值", "en": "colour's measure"},
                        NUMBER,
                        measure=True,
                        encodes="color",
                    ),
                ),
            ),
        ),
        options=("aggregate", "timeUnit", "filter"),
        mark={"type": "rect"},
        also=("热图", "heat map"),
    )
)
