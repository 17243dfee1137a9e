"""From a chart of the library and a table to checked Vega-Lite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vizapp.components.presentation import Presentation
from vizapp.components.spec import Chart
from vizapp.core.errors import RenderingError
from vizapp.rendering import engine, vega_lite
from vizapp.rendering.formats import written_as
from vizapp.rendering.headline import capital, fitting
from vizapp.rendering.layouts.all import layouts
from vizapp.rendering.layouts.registry import Draw
from vizapp.rendering.marks.all import MARKS
from vizapp.rendering.scales import rescale
from vizapp.rendering.scene import Drawing, Scene, make_scene
from vizapp.rendering.style import BuiltChart, Source, Style
from vizapp.rendering.theme import PADDING, config
from vizapp.rendering.wording import TITLE_SIZE, cut, printable, text_width, wrap

if TYPE_CHECKING:
    from vizapp.profile.describe import ProfiledTable

__all__ = ["BuiltChart", "Style", "build_chart", "check_drawing"]

_NOTE_SIZE = 12
_SEPARATOR = " · "
_UPRIGHT = 0.4  # of the room: a shorter title fits beside every y axis


def build_chart(
    chart: Chart,
    table: ProfiledTable,
    style: Style = Style(),  # noqa: B008 - frozen
    *,
    checked: bool = True,
) -> BuiltChart:
    """Draw a chart of a table.

    Parameters
    ----------
    chart : Chart
        What to draw; the checker has found that it fits the table.
    table : ProfiledTable
        The typed columns and their description.
    style : Style
        Theme, language, size, title.
    checked : bool
        Whether the drawing is checked now; a window first shows it, then calls
        `check_drawing`, which takes a fifth of an edit's time.

    Returns
    -------
    BuiltChart
        Vega-Lite with the data that is drawn, and nothing else of the table.

    Raises
    ------
    UnknownFieldError
        If the chart names an attribute that the table lacks.
    ChannelTypeError
        If a required parameter is missing.
    RenderingError
        If what was drawn is no valid Vega-Lite; a mistake of ours.
    """
    # Sums and distances of the largest numbers are beyond every float; what they are left out
    # of is drawn all the same.
    unsaid = np.errstate(over="ignore", invalid="ignore")
    with written_as(style.presentation, style.lang), unsaid:
        scene = make_scene(chart, table, style)
        drawing = _drawing_function(chart)(scene)
        rescale(drawing.view, scene)
    _entitle(drawing.view, style.presentation)
    _keep_upright(drawing.view, scene)
    if style.bare:
        _strip(drawing.view)
    title, headline = drawing.title, ""
    if style.title is not None:
        title = style.title
    else:
        title = capital(title) if style.lang == "en" else title
        headline = fitting(drawing.headline, scene, TITLE_SIZE)
    spec = _spec(scene, drawing, title, headline)
    whole = _checked(spec) if checked else {"$schema": vega_lite.URL, **spec}
    notes = tuple(printable(scene.notes))
    source = Source(chart, table)
    return BuiltChart(
        printable(whole),
        printable(title),
        notes,
        style,
        source,
        drawing.empty,
        printable(headline),
        drawing.editable,
    )


def check_drawing(built: BuiltChart) -> None:
    """Check a drawing that was built without.

    Raises
    ------
    RenderingError
        If it is no valid Vega-Lite; a mistake of ours.
    """
    _checked(built.vega_lite)


def _drawing_function(chart: Chart) -> Draw:
    declaration = chart.declaration
    if declaration.layout:
        return layouts()[declaration.layout]
    return MARKS[declaration.mark["type"]]


def _spec(scene: Scene, drawing: Drawing, title: str, headline: str) -> dict[str, Any]:
    style = scene.style
    spec: dict[str, Any] = {
        "width": style.width,
        "height": style.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": PADDING,
        **drawing.view,
        "config": config(scene.colors),
    }
    head: dict[str, Any] = {}
    notes = [title, *scene.notes] if headline else scene.notes
    if title:
        head["text"] = cut(headline or title, scene.width, TITLE_SIZE, bold=True)
        spec["description"] = title
    if style.title != "" and notes:
        head.setdefault("text", "")
        head["subtitle"] = _footnote_lines(notes, scene.width)
    if head:
        spec["title"] = head
    return spec


def _entitle(view: dict[str, Any], presentation: Presentation) -> None:
    """Give the axes the titles that the person wrote; a second y axis keeps its own."""
    wanted = {"x": presentation.x_title, "y": presentation.y_title}
    if not any(wanted.values()):
        return
    for layer in (view, *view.get("layer", ())):
        for position, title in wanted.items():
            channel = layer.get("encoding", {}).get(position, {})
            axis = channel.get("axis")
            if title and isinstance(axis, dict) and axis.get("orient") != "right":
                channel["axis"] = {**axis, "title": cut(title, 300, _NOTE_SIZE)}


def _keep_upright(view: dict[str, Any], scene: Scene) -> None:
    """Cut a long title of a y axis to the axis; longer, it pushes the heading out."""
    for layer in (view, *view.get("layer", ())):
        channel = layer.get("encoding", {}).get("y", {})
        axis = channel.get("axis")
        said = axis.get("title") if isinstance(axis, dict) else None
        # How high the axis will be is known only where its labels are laid out.
        if isinstance(said, str) and text_width(said, _NOTE_SIZE) > _UPRIGHT * scene.height:
            channel["axis"] = {**axis, "titleLimit": {"expr": "height"}}


def _strip(view: dict[str, Any]) -> None:
    """Take the letters from axes and the legends from colours and sizes."""
    for part in (view, *view.get("layer", ())):
        for channel in part.get("encoding", {}).values():
            if not isinstance(channel, dict):
                continue
            if isinstance(channel.get("axis"), dict):
                channel["axis"] |= {"labels": False, "ticks": False, "title": None}
            if isinstance(channel.get("legend"), dict):
                channel["legend"] = None
        if part is not view:
            _strip(part)


def _footnote_lines(notes: list[str], width: float) -> list[str]:
    """Join notes into as few lines as hold them; three at most."""
    lines: list[str] = []
    for note in notes:
        joined = lines[-1] + _SEPARATOR + note if lines else note
        if lines and text_width(joined, _NOTE_SIZE) <= width:
            lines[-1] = joined
        else:
            lines.append(note)
    lines = [part for line in lines for part in wrap(line, width, _NOTE_SIZE, lines=2)]
    return lines if len(lines) <= 3 else [*lines[:2], cut(_SEPARATOR.join(lines[2:]), width, 12)]


def _checked(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the specification, checked against Altair's schema.

    The rows are taken out for the check: they are ours, and validating
    thousands of them takes longer than drawing them.
    """
    stripped, stored = _take_data(spec, [])
    try:
        checked = engine.run("check", stripped)
    except ValueError as err:
        raise RenderingError(f"The drawing is not valid Vega-Lite: {err}") from err
    restored: dict[str, Any] = _put_data(checked, stored)
    return restored


def _take_data(view: Any, stored: list[Any]) -> tuple[Any, list[Any]]:
    if isinstance(view, list):
        return [_take_data(v, stored)[0] for v in view], stored
    if not isinstance(view, dict):
        return view, stored
    found = {}
    for name, part in view.items():
        if name == "data":
            found[name] = {"name": f"d{len(stored)}"}
            stored.append(part)
        else:
            found[name] = _take_data(part, stored)[0] if name == "layer" else part
    return found, stored


def _put_data(view: Any, stored: list[Any]) -> Any:
    if isinstance(view, list):
        return [_put_data(v, stored) for v in view]
    if isinstance(view, dict):
        return {
            name: stored[int(part["name"][1:])]
            if name == "data" and "name" in part
            else _put_data(part, stored)
            if name == "layer"
            else part
            for name, part in view.items()
        }
    return view
