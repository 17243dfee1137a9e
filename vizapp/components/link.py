"""Links between things: sankey, network, flow, mind map."""

from vizapp.components.declare import ANY, CATEGORY, NUMBER, Channel, ChartComponent, Form, register


def _ends(source: dict[str, str], target: dict[str, str]) -> tuple[Channel, Channel]:
    return (
        Channel(
            "source",
            {"zh": source["zh"], "en": source["en"]},
            CATEGORY,
            required=True,
            max_distinct_number=60,
            key=True,
            takes_ids=True,
        ),
        Channel(
            "target",
            {"zh": target["zh"], "en": target["en"]},
            CATEGORY,
            required=True,
            max_distinct_number=60,
            key=True,
            takes_ids=True,
        ),
    )


_LABEL = Channel("label", {"zh": "边的标签", "en": "label of the link"}, ANY, takes_ids=True)


def _value(*, required: bool = False) -> Channel:
    return Channel(
        "value",
        {"zh": "边的数值", "en": "measure of the link"},
        NUMBER,
        required=required,
        non_negative=True,
        measure=True,
    )


SANKEY = register(
    ChartComponent(
        name="sankey",
        title={"zh": "桑基图", "en": "sankey diagram"},
        purpose={
            "zh": "展示数量在来源和去向之间的流动",
            "en": "show how quantities flow from sources to targets",
        },
        use_when={
            "zh": "有来源、去向和流量",
            "en": "there are sources, targets and amounts between them",
        },
        avoid_when={"zh": "没有流量数值", "en": "no amounts are given"},
        forms=(
            Form(
                (
                    *_ends({"zh": "来源", "en": "source"}, {"zh": "去向", "en": "target"}),
                    _value(required=True),
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="sankey",
    )
)

NETWORK = register(
    ChartComponent(
        name="network",
        title={"zh": "网络图", "en": "network graph"},
        purpose={
            "zh": "展示对象之间的连接关系",
            "en": "show which things are connected",
        },
        use_when={
            "zh": "每行是两个对象之间的一条连接",
            "en": "each row is a link between two peers",
        },
        avoid_when={"zh": "连接是流程的先后", "en": "the links are steps in order"},
        forms=(
            Form(
                (
                    *_ends({"zh": "起点", "en": "source"}, {"zh": "终点", "en": "target"}),
                    _value(),
                    _LABEL,
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="network",
    )
)

FLOW = register(
    ChartComponent(
        name="flow",
        title={"zh": "流程图", "en": "flow diagram"},
        purpose={
            "zh": "展示流程中各步骤的先后走向",
            "en": "show the order of steps in a process",
        },
        use_when={
            "zh": "每行是一个步骤及其下一步",
            "en": "each row leads from one step to the next",
        },
        avoid_when={"zh": "对象之间没有先后", "en": "the things have no order"},
        forms=(
            Form(
                (
                    *_ends({"zh": "步骤", "en": "step"}, {"zh": "下一步", "en": "next step"}),
                    _value(),
                    _LABEL,
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="flow",
        also=("flowchart",),
    )
)

MIND_MAP = register(
    ChartComponent(
        name="mindMap",
        title={"zh": "思维导图", "en": "mind map"},
        purpose={
            "zh": "展示主题与子主题的层级结构",
            "en": "show how topics branch into subtopics",
        },
        use_when={
            "zh": "每行是一个主题及其子主题",
            "en": "each row is a topic and one of its subtopics",
        },
        avoid_when={"zh": "连接不成树", "en": "the links do not form a tree"},
        forms=(
            Form(
                (
                    *_ends({"zh": "主题", "en": "topic"}, {"zh": "子主题", "en": "subtopic"}),
                    _value(),
                    _LABEL,
                )
            ),
        ),
        options=("aggregate", "filter"),
        layout="mind_map",
    )
)
