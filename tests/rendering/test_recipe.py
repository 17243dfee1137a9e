"""Scripts that read the original file again, however it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rendering.test_export_script import drawn_by
from vizapp.components.spec import parse_chart
from vizapp.core.language import Lang
from vizapp.data.load import load_table
from vizapp.profile.describe import ProfiledTable, profile
from vizapp.rendering.chart import build_chart
from vizapp.rendering.script import to_script
from vizapp.rendering.style import Style

SHOPS = ["朝阳店", "徐汇店", "天河店", "南山店", "武侯店"]


def _sales(folder: Path) -> ProfiledTable:
    """Return a table as Excel writes it: titles above, months in Chinese, a total below."""
    lines = ["2024年各门店销售情况表,,,,", "单位:万元,,,,", "门店,月份,销售额(万元),毛利率,负责人"]
    total = 0
    for month in range(1, 13):
        for place, shop in enumerate(SHOPS):
            amount = 900 + 311 * place + 47 * month
            total += amount
            who = "张伟" if (place + month) % 2 else "王芳"
            lines.append(
                f'{shop},2024年{month}月,"{amount:,}.5",{10 + place + month / 10:.1f}%,{who}'
            )
    lines += [f'合计,,"{total:,}.0",,', "制表人:赵六,,,,"]
    return _table(folder, lines)


def _table(folder: Path, lines: list[str]) -> ProfiledTable:
    path = folder / "表.csv"
    path.write_bytes("\r\n".join([*lines, ""]).encode("gb18030"))
    return profile(load_table(path, lang="zh"))


def _redrawn(table: ProfiledTable, name: str, lang: Lang = "zh", **parameter: Any) -> str:
    """Return the script of a chart once it has drawn what the window draws."""
    built = build_chart(
        parse_chart({"name": name, "parameter": parameter}), table, Style(lang=lang)
    )
    script = to_script(built)
    assert drawn_by(script) == built.vega_lite
    return script


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("column", {"xAttribute": "门店", "aggregate": "sum", "sort": "-y", "limit": 3}),
        ("column", {"xAttribute": "门店", "aggregate": "sum", "groupAttribute": "负责人"}),
        ("line", {"xAttribute": "月份", "groupAttribute": "门店"}),
        ("line", {"xAttribute": "月份", "aggregate": "sum", "timeUnit": "quarter"}),
        ("area", {"xAttribute": "月份", "groupAttribute": "门店"}),
    ],
)
def test_a_table_of_excel_is_read_again(
    lang: Lang, name: str, parameter: dict[str, Any], tmp_path: Path
):
    script = _redrawn(_sales(tmp_path), name, lang, yAttribute="销售额(万元)", **parameter)
    assert "pd.read_csv(TABLE" in script
    assert "朝阳店\\n" not in script  # no rows of the table stand in it


def test_slices_rates_and_counts_are_read_again(tmp_path: Path):
    table = _sales(tmp_path)
    for name, parameter in [
        (
            "pie",
            {"categoryAttribute": "门店", "valueAttribute": "销售额(万元)", "aggregate": "sum"},
        ),
        ("bar", {"xAttribute": "门店", "yAttribute": "毛利率", "aggregate": "mean"}),
        ("bar", {"xAttribute": "负责人", "aggregate": "count"}),
        ("heatmap", {"xAttribute": "月份", "yAttribute": "门店", "valueAttribute": "毛利率"}),
        ("histogram", {"xAttribute": "销售额(万元)"}),
    ]:
        assert "pd.read_csv(TABLE" in _redrawn(table, name, **parameter), name


@pytest.mark.parametrize(
    "test",
    [
        {"attribute": "门店", "op": "!=", "value": "朝阳店"},
        {"attribute": "门店", "op": "in", "value": ["朝阳店", "天河店"]},
        {"attribute": "月份", "op": ">=", "value": "2024-07"},
        {"attribute": "月份", "op": "<=", "value": "2024-07"},
        {"attribute": "销售额(万元)", "op": ">", "value": 1500},
        {"attribute": "负责人", "op": "contains", "value": "张"},
    ],
)
def test_filters_are_written_as_tests_of_pandas(test: dict[str, Any], tmp_path: Path):
    script = _redrawn(
        _sales(tmp_path), "column", xAttribute="门店", yAttribute="销售额(万元)",
        aggregate="sum", filter=[test],
    )  # fmt: skip
    assert "pd.read_csv(TABLE" in script


def test_amounts_with_signs_and_scales_are_read_again(tmp_path: Path):
    lines = ["省份\t金额\t销量"]
    lines += [
        f"省{i}\t￥{90_000 // (i + 1) ** 2 + 7:,}.25\t{90 // (i + 1) ** 2}.5万" for i in range(40)
    ]
    table = _table(tmp_path, lines)
    for measure in ("金额", "销量"):
        script = _redrawn(table, "bar", xAttribute="省份", yAttribute=measure, sort="-y", limit=5)
        assert "pd.read_csv(TABLE" in script
        assert "其他(" in script  # what was left out is added up anew


def test_a_total_that_the_file_gets_later_is_left_out_too(tmp_path: Path):
    table = _sales(tmp_path)
    script = _redrawn(
        table, "column", xAttribute="门店", yAttribute="销售额(万元)", aggregate="sum"
    )
    path = tmp_path / "表.csv"
    text = (
        path.read_text("gb18030").replace("2024年1月,", "2024年2月,").replace('合计,,"', '合计,,"9')
    )
    before = drawn_by(script)
    path.write_text(text, "gb18030")
    assert drawn_by(script) == before


def test_what_a_few_lines_cannot_say_carries_its_rows(tmp_path: Path):
    script = _redrawn(_sales(tmp_path), "boxplot", xAttribute="门店", yAttribute="销售额(万元)")
    assert "read_csv" not in script
