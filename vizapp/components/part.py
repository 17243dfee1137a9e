"""Parts of a whole: pie, treemap, funnel, waterfall, word cloud."""

from vizapp.components.declare import CATEGORY, NUMBER, Channel, ChartComponent, Form, register

_SHARE = Channel(
    "value",
    {"zh": "数值", "en": "measure"},
    NUMBER,
    non_negative=True,
    measure=True,
    encodes="theta",
)

PIE = register(
    ChartComponent(
        name="pie",
        shows_shares=True,
        title={"zh": "饼图", "en": "pie chart"},
        purpose={"zh": "直观地展示各部分占总体的比例", "en": "show each part's share of the whole"},
        use_when={
            "zh": "少量类别合成一个整体,关心占比",
            "en": "a few categories make up a whole and shares matter",
        },
        avoid_when={
            "zh": "类别超过十二个或数值不能相加",
            "en": "there are more than twelve parts or values do not add up",
        },
        forms=(
            Form(
                counts=True,
                channels=(
                    Channel(
                        "category",
                        {"zh": "类别", "en": "category"},
                        CATEGORY,
                        required=True,
                        max_distinct=60,
                        max_distinct_number=20,
                        key=True,
                        encodes="color",
                    ),
                    _SHARE,
                ),
            ),
        ),
        options=("aggregate", "timeUnit", "sort", "limit", "filter"),
        mark={"type": "arc"},
        also=("饼", "圆饼图", "饼状图", "扇形图"),
    )
)

TREEMAP = register(
    ChartComponent(
        name="treemap",
        title={"zh": "矩形树图", "en": "treemap"},
        purpose={
            "zh": "用面积展示层级中各部分的大小",
            "en": "show the sizes of parts in a hierarchy by area",
        },
        use_when={
            "zh": "类别有层级,或部分很多且可相加",
            "en": "categories are nested, or additive parts are many",
        },
        avoid_when={"zh": "有负值", "en": "values are negative"},
        forms=(
            Form(
                counts=True,
                channels=(
                    Channel(
                        "category",
                        {"zh": "类别(由外到内)", "en": "category (outer to inner)"},
                        CATEGORY,
                        required=True,
                        max_items=3,
                        ordered=True,
                        max_distinct_number=60,
                        key=True,
                    ),
                    Channel(
                        "value",
                        {"zh": "面积的数值", "en": "measure of the area"},
                        NUMBER,
                        non_negative=True,
                        measure=True,
                    ),
                ),
            ),
        ),
        options=("aggregate", "limit", "filter"),
        layout="treemap",
        also=("树图", "tree map"),
    )
)

FUNNEL = register(
    ChartComponent(
        name="funnel",
        title={"zh": "漏斗图", "en": "funnel chart"},
        purpose={
            "zh": "展示流程中各阶段逐步减少的数量和转化",
            "en": "show how many remain at each stage of a process",
        },
        use_when={
            "zh": "流程的各阶段数量逐步减少",
            "en": "the stages of one process keep fewer and fewer",
        },
        avoid_when={"zh": "各类别之间没有先后", "en": "the categories do not follow each other"},
        forms=(
            Form(
                (
                    Channel(
                        "category",
                        {"zh": "阶段", "en": "stage"},
                        CATEGORY,
                        required=True,
                        max_distinct=30,
                        max_distinct_number=20,
                        key=True,
                    ),
                    Channel(
                        "value",
                        {"zh": "数量", "en": "measure"},
                        NUMBER,
                        required=True,
                        non_negative=True,
                        measure=True,
                    ),
                )
            ),
            Form(
                (
                    Channel(
                        "value",
                        {"zh": "各阶段的数量", "en": "measures of the stages"},
                        NUMBER,
                        required=True,
                        min_items=2,
                        max_items=12,
                        whole=True,
                        non_negative=True,
                    ),
                ),
                max_rows=1,
            ),
        ),
        options=("aggregate", "filter"),
        layout="funnel",
    )
)

WATERFALL = register(
    ChartComponent(
        name="waterfall",
        title={"zh": "瀑布图", "en": "waterfall chart"},
        purpose={
            "zh": "展示一个数值如何经各项增减变成另一个数值",
            "en": "show how gains and losses lead from one total to another",
        },
        use_when={
            "zh": "各项有正有负,累加成一个结果",
            "en": "signed items add up to a result",
        },
        avoid_when={"zh": "各项互不累加", "en": "the items do not add up"},
        forms=(
            Form(
                (
                    Channel(
                        "x",
                        {"zh": "项目", "en": "item"},
                        CATEGORY,
                        required=True,
                        max_distinct=60,
                        max_distinct_number=60,
                        key=True,
                    ),
                    Channel(
                        "y",
                        {"zh": "增减的数值", "en": "signed measure"},
                        NUMBER,
                        required=True,
                        measure=True,
                    ),
                )
            ),
        ),
        options=("aggregate", "timeUnit", "filter"),
        layout="waterfall",
    )
)

WORD_CLOUD = register(
    ChartComponent(
        name="wordCloud",
        title={"zh": "词云", "en": "word cloud"},
        purpose={"zh": "按词语的权重突出关键词", "en": "make the weightiest words stand out"},
        use_when={
            "zh": "词语或关键词带有词频或权重",
            "en": "words or keywords come with frequencies or weights",
        },
        avoid_when={"zh": "需要精确比较数值", "en": "values must be compared exactly"},
        forms=(
            Form(
                counts=True,
                channels=(
                    Channel(
                        "word",
                        {"zh": "词语", "en": "word"},
                        ("STR",),
                        required=True,
                        key=True,
                    ),
                    Channel(
                        "value",
                        {"zh": "权重", "en": "weight"},
                        NUMBER,
                        non_negative=True,
                        measure=True,
                    ),
                ),
            ),
        ),
        options=("aggregate", "limit", "filter"),
        layout="word_cloud",
        also=("词云图", "wordcloud"),
    )
)
