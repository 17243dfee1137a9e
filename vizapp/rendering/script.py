"""A chart as a Python script: pandas reads the original file, Altair draws.

The script is run once while it is written, without drawing. Where its own rows
equal those of the chart, it works on the file; where they do not (layouts, cells
that need vizapp's reading, edited types), it carries the drawn rows and says so.
What leaves vizapp therefore always draws the chart that was on screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vizapp.rendering.recipe import rows_from_file
from vizapp.rendering.style import BuiltChart

# Names of the view's own parts; what is left of a specification are its properties.
_PARTS = ("$schema", "layer", "data", "mark", "encoding", "transform", "resolve", "config")
_LINE = 92

_HEAD = '''\
"""{title}

Needs: pip install {packages}
Run:   python {run}
{note}"""

'''


def to_script(built: BuiltChart) -> str:
    """Return a script that draws the chart with Altair.

    Its last lines write ``chart.html`` beside where it is run; in a notebook
    ``chart`` is shown.
    """
    spec = built.vega_lite
    zh = built.style.lang == "zh"
    recipe = rows_from_file(built) if "data" in spec else None
    body: list[str] = []
    if recipe is not None:
        packages = recipe.packages
        note = (
            "表格会重新从文件读取：换一个同样结构的文件，图表随之更新。"
            if zh
            else "The rows come from the file: give another one of the same shape to redraw it."
        )
        body.append(recipe.code)
        imports = recipe.imports
        run = "chart.py [FILE]"
    else:
        packages, imports, run = "altair", ["import altair as alt"], "chart.py"
        note = (
            "此图的数据由 vizapp 计算，下面是画出的数据。"
            if zh
            else "vizapp computed what this chart shows; the rows below are those that are drawn."
        )
        if "data" in spec:
            body.append(f"rows = {_literal(spec['data']['values'])}\n")
    head = _HEAD.format(
        title=_quoted(built.heading or "Chart"),
        packages=packages,
        run=run,
        note=_quoted(note) + "\n",
    )
    drawn = _drawing(spec)
    tail = 'if __name__ == "__main__":\n    chart.save("chart.html")\n    print("chart.html")\n'
    return head + "\n".join(imports) + "\n\n" + "\n".join([*body, drawn, "", tail])


def _quoted(text: str) -> str:
    """Return a text that can stand in a docstring and does not end it."""
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).replace("\\", "/").replace('"', "'")


def _literal(value: Any, indent: int = 0) -> str:
    """Return JSON values as Python, one entry a line where the whole is long."""
    plain = repr(value)
    if len(plain) + indent <= _LINE or not isinstance(value, dict | list) or not value:
        return plain
    pad = " " * (indent + 4)
    if isinstance(value, list):
        inside = [pad + _literal(v, indent + 4) for v in value]
        opening, closing = "[", "]"
    else:
        inside = [f"{pad}{k!r}: {_literal(v, indent + 4)}" for k, v in value.items()]
        opening, closing = "{", "}"
    return opening + "\n" + ",\n".join(inside) + ",\n" + " " * indent + closing


def _drawing(spec: Mapping[str, Any]) -> str:
    """Return the Altair expression of a specification."""
    properties = {k: v for k, v in spec.items() if k not in _PARTS}
    lines = ['alt.theme.enable("none")  # the chart brings its own look']
    lines.append("alt.data_transformers.consolidate_datasets = False")
    lines.append(f"chart = {_view(spec, 0)}.properties(")
    lines += [f"    {k}={_literal(v, 4)}," for k, v in properties.items()]
    lines.append(f").configure(**{_literal(spec['config'])})")
    return "\n".join(lines)


def _view(view: Mapping[str, Any], indent: int) -> str:
    """Return a layer or a group of layers."""
    pad = " " * (indent + 4)
    if "layer" in view:
        made = [pad + _view(part, indent + 4) for part in view["layer"]]
        made += [pad + item for item in _data(view, indent)]
        extra = _shared_encoding(view, indent) + _resolve(view)
        return "alt.layer(\n" + ",\n".join(made) + ",\n" + " " * indent + ")" + extra
    inside = ", ".join(_data(view, indent))
    mark = view["mark"]
    kind = mark["type"]
    settings = ", ".join(f"{k}={_literal(v, indent)}" for k, v in mark.items() if k != "type")
    text = f"alt.Chart({inside}).mark_{kind}({settings})"
    text += _encode(view.get("encoding", {}), indent)
    rest = {k: view[k] for k in ("name", "transform") if k in view}
    if rest:
        settings = ", ".join(f"{k}={_literal(v, indent)}" for k, v in rest.items())
        text += f".properties({settings})"
    return text


def _shared_encoding(view: Mapping[str, Any], indent: int) -> str:
    return _encode(view["encoding"], indent) if view.get("encoding") else ""


def _resolve(view: Mapping[str, Any]) -> str:
    scale = view.get("resolve", {}).get("scale")
    return f".resolve_scale(**{scale!r})" if scale else ""


def _data(view: Mapping[str, Any], indent: int) -> list[str]:
    """Return the data argument; the outermost rows have a name."""
    data = view.get("data")
    if data is None:
        return []
    if "$schema" in view:
        return ["data=alt.InlineData(values=rows)"]
    return [f"data=alt.Data(**{_literal(data, indent + 4)})"]


def _encode(encoding: Mapping[str, Any], indent: int) -> str:
    if not encoding:
        return ""
    pad = " " * (indent + 4)
    lines = []
    for channel, definition in encoding.items():
        kind = channel[0].upper() + channel[1:]
        if "field" not in definition and "value" in definition:
            kind += "Value"
        settings = ", ".join(f"{k}={_literal(v, indent + 8)}" for k, v in definition.items())
        lines.append(f"{pad}{channel}=alt.{kind}({settings}),")
    return ".encode(\n" + "\n".join(lines) + "\n" + " " * indent + ")"
