"""Places and spans: map, candlestick, gantt."""

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


def _group() -> Channel:
    return Channel(
        "group",
        {"zh": "分组", "en": "group"},
        CATEGORY,
        max_distinct=40,
        max_distinct_number=20,
    )


# What tables call the four prices of a period.
_PRICES = {
    "open": ("open", "opening", "o", "开"),
    "high": ("high", "highest", "max", "h", "高"),
    "low": ("low", "lowest", "min", "l", "低"),
    "close": ("close", "closing", "last", "c", "收", "最新"),
}


def _price(name: str, zh: str) -> Channel:
    return Channel(name, {"zh": zh, "en": name}, NUMBER, required=True, says=_PRICES[name])


MAP = register(
    ChartComponent(
        name="map",
        title={"zh": "地图", "en": "map"},
        purpose={"zh": "展示地点的位置和数值", "en": "show where things are and how large"},
        use_when={"zh": "每行有经度和纬度", "en": "each row has a longitude and a latitude"},
        avoid_when={"zh": "没有坐标", "en": "there are no coordinates"},
        forms=(
            Form(
                (
                    Channel(
                        "longitude",
                        {"zh": "经度", "en": "longitude"},
                        NUMBER,
                        required=True,
                        within=(-180, 360),
                        meaning="longitude",
                    ),
                    Channel(
                        "latitude",
                        {"zh": "纬度", "en": "latitude"},
                        NUMBER,
                        required=True,
                        within=(-90, 90),
                        meaning="latitude",
                    ),
                    Channel("size", {"zh": "大小", "en": "size"}, NUMBER, non_negative=True),
                    _group(),
                    Channel("label", {"zh": "标签", "en": "label"}, ANY, takes_ids=True),
                )
            ),
        ),
        options=("filter",),
        layout="world_map",
    )
)

CANDLESTICK = register(
    ChartComponent(
        name="candlestick",
        title={"zh": "K线图", "en": "candlestick chart"},
        purpose={
            "zh": "展示开盘、最高、最低和收盘价的变化",
            "en": "show how open, high, low and close prices move",
        },
        use_when={
            "zh": "每个时点有开盘、最高、最低、收盘四个价格",
            "en": "each date has open, high, low and close prices",
        },
        avoid_when={"zh": "四个价格不全", "en": "one of the four prices is missing"},
        forms=(
            Form(
                (
                    Channel("x", {"zh": "时间", "en": "time"}, CATEGORY, required=True),
                    _price("open", "开盘价"),
                    _price("high", "最高价"),
                    _price("low", "最低价"),
                    _price("close", "收盘价"),
                )
            ),
        ),
        options=("filter",),
        layout="candlestick",
        also=("蜡烛图", "candle chart"),
    )
)

GANTT = register(
    ChartComponent(
        name="gantt",
        title={"zh": "甘特图", "en": "Gantt chart"},
        purpose={
            "zh": "展示各任务的起止时间和先后",
            "en": "show when tasks start and end",
        },
        use_when={
            "zh": "每个任务有开始和结束时间",
            "en": "each task has a start and an end",
        },
        avoid_when={"zh": "没有结束时间", "en": "there is no end"},
        forms=(
            Form(
                (
                    Channel(
                        "label", {"zh": "任务", "en": "task"}, ANY, required=True, takes_ids=True
                    ),
                    Channel("start", {"zh": "开始", "en": "start"}, TIME_OR_NUMBER, required=True),
                    Channel(
                        "end",
                        {"zh": "结束", "en": "end"},
                        TIME_OR_NUMBER,
                        required=True,
                        like="start",
                    ),
                    _group(),
                )
            ),
        ),
        options=("filter",),
        layout="gantt",
    )
)
