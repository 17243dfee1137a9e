"""Few numbers and plain rows: radar, progress, indicator, table."""

from vizapp.components.declare import ANY, CATEGORY, NUMBER, Channel, ChartComponent, Form, register

RADAR = register(
    ChartComponent(
        name="radar",
        title={"zh": "雷达图", "en": "radar chart"},
        purpose={
            "zh": "比较一个对象在多个维度上的表现",
            "en": "compare several aspects of one thing on one scale",
        },
        use_when={
            "zh": "同一对象的多个维度用同一尺度打分",
            "en": "aspects of one thing are scored on one scale",
        },
        avoid_when={
            "zh": "维度少于三个或尺度不同",
            "en": "there are fewer than three aspects or scales differ",
        },
        forms=(
            Form(
                (
                    Channel(
                        "category",
                        {"zh": "维度", "en": "aspect"},
                        CATEGORY,
                        required=True,
                        min_distinct=3,
                        max_distinct=30,
                        max_distinct_number=20,
                        key=True,
                    ),
                    Channel(
                        "value",
                        {"zh": "得分", "en": "score"},
                        NUMBER,
                        required=True,
                        measure=True,
                    ),
                    Channel(
                        "group",
                        {"zh": "分组", "en": "group"},
                        CATEGORY,
                        max_distinct=12,
                        max_distinct_number=12,
                        key=True,
                    ),
                )
            ),
            Form(
                (
                    Channel(
                        "value",
                        {"zh": "各维度的得分", "en": "scores of the aspects"},
                        NUMBER,
                        required=True,
                        min_items=3,
                        max_items=16,
                        whole=True,
                    ),
                    Channel(
                        "group",
                        {"zh": "对象", "en": "item"},
                        CATEGORY,
                        max_distinct=12,
                        max_distinct_number=12,
                    ),
                ),
                max_rows=12,
            ),
        ),
        options=("aggregate", "filter"),
        layout="radar",
        also=("蜘蛛图", "spider chart"),
    )
)

PROGRESS = register(
    ChartComponent(
        name="progress",
        title={"zh": "进度图", "en": "progress chart"},
        purpose={
            "zh": "展示当前值相对目标的完成进度",
            "en": "show how far a value has come towards its target",
        },
        use_when={
            "zh": "一行数据里有当前值和目标值",
            "en": "one row holds a value and its target",
        },
        avoid_when={"zh": "有很多行", "en": "there are many rows"},
        forms=(
            Form(
                (
                    Channel(
                        "value",
                        {"zh": "当前值", "en": "value"},
                        NUMBER,
                        required=True,
                        measure=True,
                    ),
                    Channel(
                        "target",
                        {"zh": "目标值", "en": "target"},
                        NUMBER,
                        measure=True,
                    ),
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="progress",
        also=("进度条", "progress bar"),
    )
)

INDICATOR = register(
    ChartComponent(
        name="indicator",
        title={"zh": "指标卡", "en": "number cards"},
        purpose={
            "zh": "醒目地展示关键数字",
            "en": "put a few key numbers in large type",
        },
        use_when={
            "zh": "只有一行互不相同的关键数字",
            "en": "one row holds a few unlike key numbers",
        },
        avoid_when={"zh": "关心趋势或比较", "en": "trend or comparison matters"},
        forms=(
            Form(
                (
                    Channel(
                        "value",
                        {"zh": "数值", "en": "measure"},
                        NUMBER,
                        required=True,
                        max_items=8,
                        measure=True,
                    ),
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="indicator",
        also=("数字卡", "大数字", "number card", "kpi", "kpi card", "big number"),
    )
)

TABLE = register(
    ChartComponent(
        name="table",
        title={"zh": "表格", "en": "table"},
        purpose={"zh": "原样列出各行的内容", "en": "list the rows as they are"},
        use_when={
            "zh": "内容多为文本或编号,没有适合作图的数值",
            "en": "the content is text or identifiers without a measure to draw",
        },
        avoid_when={"zh": "有清楚的数值关系", "en": "measures show a clear relation"},
        forms=(
            Form(
                (
                    Channel(
                        "column",
                        {"zh": "列", "en": "column"},
                        ANY,
                        required=True,
                        max_items=12,
                        takes_ids=True,
                    ),
                )
            ),
        ),
        options=("limit", "filter"),
        layout="table",
        also=("表",),
    )
)
