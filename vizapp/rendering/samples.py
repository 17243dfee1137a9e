"""One small table and chart per component, in zh and en: for the contact sheet and tests.

Tables are written as tab-separated text; the few that need many rows are
generated from a fixed rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vizapp.components.spec import Chart, parse_chart
from vizapp.core.language import Lang
from vizapp.data.load import table_from_rows
from vizapp.profile.describe import ProfiledTable, profile

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Sample:
    """A component, its table and its parameters in one language.

    Parameter values name columns by position, so that both languages share them.
    """

    component: str
    parameter: dict[str, Any]
    zh: str | Callable[[Lang], Rows]
    en: str | Callable[[Lang], Rows]

    def rows(self, lang: Lang) -> Rows:
        """Return header and rows."""
        source = self.zh if lang == "zh" else self.en
        if callable(source):
            return source(lang)
        return [line.split("|") for line in source.strip().split("\n")]

    def table(self, lang: Lang) -> ProfiledTable:
        """Return the profiled table."""
        header, *body = self.rows(lang)
        records = [dict(zip(header, row, strict=True)) for row in body]
        return profile(table_from_rows(records, name=self.component, lang=lang))

    def chart(self, lang: Lang) -> Chart:
        """Return the chart."""
        header = [str(name) for name in self.rows(lang)[0]]

        def name(value: Any) -> Any:
            return [header[v] for v in value] if isinstance(value, list) else header[value]

        parameter = {
            key: name(value) if key.endswith("Attribute") else value
            for key, value in self.parameter.items()
        }
        return parse_chart({"name": self.component, "parameter": parameter})


def _product(*parts: str) -> str:
    """Join a header and rows that are given as `a|b;c|d`."""
    return "\n".join(part.strip() for text in parts for part in text.split(";"))


def _wave(i: int, size: float, seed: int) -> float:
    """Return a repeatable wobble."""
    return size * (math.sin(i * 1.7 + seed) + 0.6 * math.sin(i * 0.53 + 2.1 * seed))


def _visits(lang: Lang) -> Rows:
    head = {"zh": ["日期", "访问量", "渠道"], "en": ["date", "visits", "channel"]}[lang]
    names = {"zh": ["搜索", "广告", "直接"], "en": ["search", "ads", "direct"]}[lang]
    days = [(date(2024, 1, 1) + timedelta(days=i)).isoformat() for i in range(84)]
    return [head] + [
        [day, round(900 + 500 * j + 6 * i * (3 - j) + _wave(i, 120, j)), name]
        for i, day in enumerate(days)
        for j, name in enumerate(names)
    ]


def _energy(lang: Lang) -> Rows:
    head = {
        "zh": ["年份", "发电量(亿千瓦时)", "来源"],
        "en": ["year", "generation (TWh)", "source"],
    }[lang]
    names = {"zh": ["水电", "风电", "光伏"], "en": ["hydro", "wind", "solar"]}[lang]
    return [head] + [
        [2012 + i, round(base + grow * i**1.4 + _wave(i, 6, j), 1), name]
        for i in range(12)
        for j, (name, base, grow) in enumerate(
            zip(names, (860, 100, 10), (18, 28, 22), strict=True)
        )
    ]


def _cities(lang: Lang) -> Rows:
    head = {
        "zh": ["城市", "人均GDP(万元)", "预期寿命", "人口(万)", "区域"],
        "en": ["city", "GDP per head (k$)", "life expectancy", "population (M)", "region"],
    }[lang]
    regions = {"zh": ["东部", "中部", "西部"], "en": ["east", "centre", "west"]}[lang]
    return [head] + [
        [
            f"{'城' if lang == 'zh' else 'City '}{chr(65 + i % 26)}{i // 26 + 1}",
            round(4 + 0.24 * i + _wave(i, 1.6, 1), 2),
            round(73.5 + 0.11 * i + _wave(i, 0.9, 4), 1),
            round(220 + 90 * abs(_wave(i, 3, 2)), 0),
            regions[i % 3],
        ]
        for i in range(46)
    ]


def _durations(lang: Lang) -> Rows:
    head = {"zh": ["订单", "配送时长(分钟)"], "en": ["order", "delivery time (min)"]}[lang]
    return [head] + [
        [f"A{1000 + i}", round(31 + 9 * math.sin(i * 2.4) + _wave(i, 6, 3) + (i % 37 == 0) * 25, 1)]
        for i in range(420)
    ]


def _pay(lang: Lang) -> Rows:
    head = {"zh": ["部门", "月薪(元)"], "en": ["department", "monthly pay (USD)"]}[lang]
    names = {
        "zh": ["研发", "市场", "销售", "客服", "财务"],
        "en": ["R&D", "Marketing", "Sales", "Support", "Finance"],
    }[lang]
    return [head] + [
        [name, round(9000 + 2600 * (4 - j) + _wave(i, 2100, j) + (i % 17 == 0) * 9000)]
        for j, name in enumerate(names)
        for i in range(34)
    ]


def _traffic(lang: Lang) -> Rows:
    head = {"zh": ["时段", "星期", "客流量"], "en": ["hour", "weekday", "visitors"]}[lang]
    days = {
        "zh": [f"周{c}" for c in "一二三四五六日"],
        "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    }[lang]
    return [head] + [
        [
            f"{h:02d}:00",
            day,
            round(60 + 55 * math.sin((h - 6) / 4.2) * (1.5 if d > 4 else 1) + _wave(h + d, 9, d)),
        ]
        for d, day in enumerate(days)
        for h in range(8, 22, 2)
    ]


def _prices(lang: Lang) -> Rows:
    head = {
        "zh": ["日期", "开盘价", "最高价", "最低价", "收盘价"],
        "en": ["date", "open", "high", "low", "close"],
    }[lang]
    found, close = [], 21.0
    for i in range(40):
        opened = close + _wave(i, 0.22, 5)
        close = opened + _wave(i, 0.55, 2) + 0.05
        high, low = (
            max(opened, close) + abs(_wave(i, 0.3, 7)),
            min(opened, close) - abs(_wave(i, 0.3, 9)),
        )
        found.append(
            [
                f"2024-{3 + i // 28:02d}-{1 + i % 28:02d}",
                *(f"{v:.2f}" for v in (opened, high, low, close)),
            ]
        )
    return [head, *found]


_WORDS_ZH = (
    "数据 人工智能 云计算 大模型 芯片 机器人 新能源 自动驾驶 算力 开源 网络安全 物联网 "
    "区块链 量子计算 数字化 智能制造 电商 直播 供应链 低碳 储能 光伏 半导体 传感器 边缘计算 "
    "虚拟现实 推荐系统 知识图谱 语音识别 图像处理 搜索 隐私 接口 协作 远程办公"
)
_WORDS_EN = (
    "data model cloud chart privacy local window reasoning language table export colour "
    "label network search speed memory offline theme font axis legend filter share trend "
    "outlier median forecast budget revenue growth market customer"
)


def _words(lang: Lang) -> Rows:
    words = (_WORDS_ZH if lang == "zh" else _WORDS_EN).split()
    head = ["关键词", "词频"] if lang == "zh" else ["keyword", "frequency"]
    return [head] + [[w, round(980 / (i + 1.6) ** 0.8)] for i, w in enumerate(words)]


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "column", {"xAttribute": 0, "yAttribute": 1, "groupAttribute": 2},
        _product("季度|销售额(万元)|地区",
                 "一季度|820|华东;二季度|930|华东;三季度|1010|华东;四季度|1240|华东",
                 "一季度|610|华南;二季度|720|华南;三季度|690|华南;四季度|880|华南"),
        _product("quarter|sales ($M)|region", "Q1|82|North;Q2|93|North;Q3|101|North;Q4|124|North",
                 "Q1|61|South;Q2|72|South;Q3|69|South;Q4|88|South"),
    ),
    Sample(
        "bar", {"xAttribute": 0, "yAttribute": 1},
        _product("城市|常住人口(万人)",
                 "重庆|3191;上海|2487;北京|2186;成都|2140;广州|1883;深圳|1779;武汉|1377",
                 "天津|1364;西安|1308",
                 "郑州|1301"),
        _product("Programming language|Developers (%)",
                 "JavaScript|62.3;Python|51.0;SQL|48.7;TypeScript|38.5;Shell scripts|33.9",
                 "Java|30.3;C#|27.1;C++|23.0;PHP|18.2;Rust|12.6"),
    ),
    Sample("line", {"xAttribute": 0, "yAttribute": 1, "groupAttribute": 2}, _visits, _visits),
    Sample("area", {"xAttribute": 0, "yAttribute": 1, "groupAttribute": 2}, _energy, _energy),
    Sample(
        "pie", {"categoryAttribute": 0, "valueAttribute": 1},
        _product("支出项目|占比(%)",
                 "食品|29.8;居住|22.7;交通通信|14.3;教育文娱|11.2;医疗|9.1;衣着|5.7;其他|7.2"),
        _product("Energy source|Share (%)",
                 "Oil|31.2;Coal|26.5;Natural gas|23.5;Hydro|6.7;Wind|3.3;Nuclear|4.0;Solar|4.8"),
    ),
    Sample(
        "scatter",
        {"xAttribute": 1, "yAttribute": 2, "sizeAttribute": 3, "groupAttribute": 4},
        _cities, _cities,
    ),
    Sample("histogram", {"xAttribute": 1}, _durations, _durations),
    Sample("boxplot", {"xAttribute": 0, "yAttribute": 1}, _pay, _pay),
    Sample("heatmap", {"xAttribute": 0, "yAttribute": 1, "valueAttribute": 2}, _traffic, _traffic),
    Sample(
        "dualAxes", {"xAttribute": 0, "yAttribute": 1, "y2Attribute": 2},
        _product("月份|销售额(万元)|毛利率(%)",
                 "1月|320|21.5;2月|280|22.1;3月|410|23.8;4月|460|24.9;5月|520|24.2;6月|610|26.3",
                 "7月|590|27.0;8月|640|26.1"),
        _product("month|revenue ($k)|margin (%)",
                 "Jan|320|21.5;Feb|280|22.1;Mar|410|23.8;Apr|460|24.9;May|520|24.2;Jun|610|26.3",
                 "Jul|590|27.0;Aug|640|26.1"),
    ),
    Sample(
        "radar", {"categoryAttribute": 0, "valueAttribute": 1, "groupAttribute": 2},
        _product("能力|得分|候选人",
                 "沟通|82|李明;技术|91|李明;管理|68|李明;创新|88|李明;执行|79|李明;学习|93|李明",
                 "沟通|90|王芳;技术|74|王芳;管理|88|王芳;创新|70|王芳;执行|92|王芳;学习|81|王芳"),
        _product("Skill|Score|Candidate",
                 "Communication|82|Ada;Engineering|91|Ada;Leadership|68|Ada;Creativity|88|Ada",
                 "Delivery|79|Ada;Learning|93|Ada",
                 "Communication|90|Ben;Engineering|74|Ben;Leadership|88|Ben;Creativity|70|Ben",
                 "Delivery|92|Ben;Learning|81|Ben"),
    ),
    Sample(
        "funnel", {"categoryAttribute": 0, "valueAttribute": 1},
        _product("环节|人数",
                 "浏览商品|52000;加入购物车|18600;提交订单|9400;完成支付|7300;再次购买|2100"),
        _product("Stage|Visitors",
                 "Visited the site|52000;Signed up|18600;Started a trial|9400;Subscribed|7300",
                 "Renewed|2100"),
    ),
    Sample(
        "treemap", {"categoryAttribute": [0, 1], "valueAttribute": 2},
        _product("大类|产品|销售额(元)",
                 "数码|手机|560000;数码|电脑|420000;数码|耳机|160000;数码|相机|90000",
                 "家居|沙发|310000;家居|床品|150000;家居|灯具|80000;服饰|外套|230000",
                 "服饰|鞋靴|190000;服饰|配饰|60000",
                 "食品|零食|120000;食品|饮料|90000"),
        _product("Department|Product|Sales (USD)",
                 "Electronics|Phones|560000;Electronics|Laptops|420000",
                 "Electronics|Headphones|160000;Electronics|Cameras|90000",
                 "Home|Sofas|310000;Home|Bedding|150000;Home|Lamps|80000;Fashion|Coats|230000",
                 "Fashion|Shoes|190000;Fashion|Accessories|60000;Food|Snacks|120000",
                 "Food|Drinks|90000"),
    ),
    Sample("wordCloud", {"wordAttribute": 0, "valueAttribute": 1}, _words, _words),
    Sample(
        "map",
        {"longitudeAttribute": 1, "latitudeAttribute": 2, "sizeAttribute": 3,
         "labelAttribute": 0},
        _product("城市|经度|纬度|门店数",
                 "北京|116.4|39.9|86;上海|121.5|31.2|120;广州|113.3|23.1|75;成都|104.1|30.7|64",
                 "西安|108.9|34.3|38;沈阳|123.4|41.8|25;武汉|114.3|30.6|47;昆明|102.7|25.0|22",
                 "乌鲁木齐|87.6|43.8|12;哈尔滨|126.6|45.8|18"),
        _product("City|longitude|latitude|Flights per day",
                 "London|-0.1|51.5|640;New York|-74.0|40.7|590;São Paulo|-46.6|-23.5|310",
                 "Dubai|55.3|25.2|520;Singapore|103.8|1.4|480;Tokyo|139.7|35.7|570",
                 "Sydney|151.2|-33.9|290;Johannesburg|28.0|-26.2|180;Los Angeles|-118.2|34.1|450",
                 "Delhi|77.2|28.6|400"),
    ),
    Sample(
        "progress", {"valueAttribute": 0, "targetAttribute": 1},
        _product("已完成销售额(万元)|年度目标(万元)",
                 "3640|5000"),
        _product("Raised (USD)|Goal (USD)", "36400|50000"),
    ),
    Sample(
        "indicator", {"valueAttribute": [0, 1, 2, 3]},
        _product("总销售额(元)|订单数|客单价(元)|退货率(%)", "12846000|38210|336.2|2.4"),
        _product("Revenue (USD)|Orders|Average basket (USD)|Returns (%)",
                 "12846000|38210|336.2|2.4"),
    ),
    Sample(
        "candlestick",
        {"xAttribute": 0, "openAttribute": 1, "highAttribute": 2, "lowAttribute": 3,
         "closeAttribute": 4},
        _prices, _prices,
    ),
    Sample(
        "waterfall", {"xAttribute": 0, "yAttribute": 1},
        _product("项目|金额(万元)",
                 "营业收入|1200;其他收益|180;人工成本|-420;原材料|-310;营销费用|-160;税费|-95"),
        _product("Item|Amount ($k)",
                 "Revenue|1200;Other income|180;Payroll|-420;Materials|-310;Marketing|-160",
                 "Taxes|-95"),
    ),
    Sample(
        "sankey", {"sourceAttribute": 0, "targetAttribute": 1, "valueAttribute": 2},
        _product("来源|去向|能量",
                 "煤炭|发电|62;天然气|发电|28;风电|发电|22;光伏|发电|14;天然气|供热|18",
                 "发电|工业|70;发电|居民|32;发电|损耗|24",
                 "供热|居民|18;石油|交通|46;石油|工业|12"),
        _product("From|To|Energy (TWh)",
                 "Coal|Power|62;Gas|Power|28;Wind|Power|22;Solar|Power|14;Gas|Heating|18",
                 "Power|Industry|70;Power|Homes|32;Power|Losses|24;Heating|Homes|18",
                 "Oil|Transport|46;Oil|Industry|12"),
    ),
    Sample(
        "network", {"sourceAttribute": 0, "targetAttribute": 1, "valueAttribute": 2},
        _product("人物甲|人物乙|往来次数",
                 "刘备|关羽|33;刘备|张飞|30;刘备|诸葛亮|41;关羽|张飞|25;诸葛亮|赵云|14",
                 "刘备|赵云|18;曹操|郭嘉|16;曹操|夏侯惇|12",
                 "曹操|荀彧|15;曹操|关羽|11;孙权|周瑜|22;孙权|鲁肃|15;周瑜|诸葛亮|17",
                 "鲁肃|诸葛亮|12;周瑜|鲁肃|10;曹操|刘备|14",
                 "郭嘉|荀彧|8"),
        _product("Person A|Person B|Messages",
                 "Anna|Boris|33;Anna|Carla|30;Anna|David|41;Boris|Carla|25;David|Eva|14",
                 "Anna|Eva|18;Frank|Greta|16;Frank|Hugo|12;Frank|Ines|15;Frank|Boris|11",
                 "Jonas|Klara|22;Jonas|Liam|15;Klara|David|17;Liam|David|12;Klara|Liam|10",
                 "Frank|Anna|14;Greta|Ines|8"),
    ),
    Sample(
        "flow", {"sourceAttribute": 0, "targetAttribute": 1, "labelAttribute": 2},
        _product("步骤|下一步|条件",
                 "提交申请|材料审核|;材料审核|补充材料|不齐全;补充材料|材料审核|",
                 "材料审核|现场核查|齐全;现场核查|审批|合格;现场核查|驳回|不合格;审批|发证|"),
        _product("Step|Next step|If",
                 "Application|Document check|;Document check|Ask for papers|incomplete",
                 "Ask for papers|Document check|;Document check|Site visit|complete",
                 "Site visit|Approval|passed;Site visit|Rejection|failed;Approval|Licence|"),
    ),
    Sample(
        "mindMap", {"sourceAttribute": 0, "targetAttribute": 1},
        _product("主题|子主题",
                 "产品规划|市场;产品规划|功能;产品规划|团队;产品规划|风险;市场|用户调研",
                 "市场|竞品分析;市场|定价;功能|数据接入;功能|图表推荐;功能|导出",
                 "团队|研发;团队|设计;风险|进度;风险|预算"),
        _product("Topic|Subtopic",
                 "Product plan|Market;Product plan|Features;Product plan|Team;Product plan|Risks",
                 "Market|User research;Market|Competitors;Market|Pricing;Features|Data import",
                 "Features|Recommendation;Features|Export;Team|Engineering;Team|Design",
                 "Risks|Schedule;Risks|Budget"),
    ),
    Sample(
        "gantt",
        {"labelAttribute": 0, "startAttribute": 1, "endAttribute": 2, "groupAttribute": 3},
        _product("任务|开始日期|结束日期|阶段",
                 "需求调研|2024-03-01|2024-03-15|规划;原型设计|2024-03-11|2024-03-29|规划",
                 "后端开发|2024-03-25|2024-05-17|开发;前端开发|2024-04-01|2024-05-24|开发",
                 "集成测试|2024-05-13|2024-06-07|测试;用户验收|2024-06-03|2024-06-14|测试",
                 "上线|2024-06-17|2024-06-21|发布"),
        _product("Task|Start|End|Phase",
                 "Research|2024-03-01|2024-03-15|Planning",
                 "Prototype|2024-03-11|2024-03-29|Planning",
                 "Backend|2024-03-25|2024-05-17|Building;Frontend|2024-04-01|2024-05-24|Building",
                 "Integration test|2024-05-13|2024-06-07|Testing",
                 "Acceptance|2024-06-03|2024-06-14|Testing;Launch|2024-06-17|2024-06-21|Release"),
    ),
    Sample(
        "table", {"columnAttribute": [0, 1, 2, 3]},
        _product("编号|客户|订单日期|备注",
                 "S1001|海达贸易|2024-05-02|加急,周五前发货;S1002|新程科技|2024-05-03|需要开具发票",
                 "S1003|绿源农业|2024-05-03|自提;S1004|云岭旅游|2024-05-06|分两批交付",
                 "S1005|明德教育|2024-05-07|联系前台签收"),
        _product("ID|Customer|Order date|Remark",
                 "S1001|Harbour Trading|2024-05-02|urgent, ship before Friday",
                 "S1002|New Path Tech|2024-05-03|invoice needed",
                 "S1003|Green Source Farm|2024-05-03|picks up",
                 "S1004|Ridge Travel|2024-05-06|two deliveries",
                 "S1005|Bright School|2024-05-07|ask at the front desk"),
    ),
)  # fmt: skip


def samples() -> dict[str, Sample]:
    """Return the samples by component name."""
    return {sample.component: sample for sample in SAMPLES}
