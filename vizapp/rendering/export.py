"""Charts as files: pictures, pages without a network, slides, scripts, records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vizapp.core.errors import ExportError
from vizapp.core.files import replace_file, write_hint
from vizapp.rendering import document, engine
from vizapp.rendering.anatomy import Anatomy, read_anatomy
from vizapp.rendering.fonts import lean, plain
from vizapp.rendering.quick import with_head, without_head, without_limits
from vizapp.rendering.record import to_record
from vizapp.rendering.regions import MarkRegion
from vizapp.rendering.script import to_script
from vizapp.rendering.style import AS_USUAL, BuiltChart, ExportOptions
from vizapp.rendering.tagged_pdf import describe_pdf
from vizapp.rendering.typeset import typeset
from vizapp.rendering.viewing import probed

__all__ = [
    "ExportOptions",
    "MarkRegion",
    "anatomy",
    "marks",
    "save",
    "scenegraph",
    "to_html",
    "to_json",
    "to_pdf",
    "to_png",
    "to_svg",
    "without_background",
    "write_file",
]

TRANSPARENT = "#00000000"
_HEADLESS = ("layout", "marks")  # tasks that look at no title


def _converted(built: BuiltChart, task: str) -> Any:
    spec = without_limits(built.vega_lite)
    if task in _HEADLESS:
        spec, _ = without_head(spec)
    return _run(task, lean(json.dumps(spec, ensure_ascii=False)))


def _run(task: str, drawing: str, **options: Any) -> Any:
    try:
        return engine.run(task, drawing, **options)
    except ValueError as err:
        raise ExportError(
            f"The chart could not be converted: {err}", hint="Choose another format or chart."
        ) from err


def _drawn(built: BuiltChart) -> str:
    """Return the drawing that every file is made of."""
    return typeset(str(_converted(built, "vegalite_to_svg")))


def _painted(built: BuiltChart) -> str:
    """Return the drawing of a picture: the same to the eye, without what readers are told."""
    spec = without_limits(built.vega_lite)
    whole = json.dumps(spec, ensure_ascii=False)
    short, head = without_head(spec)
    asked = lean(json.dumps(short, ensure_ascii=False), whole)  # in a font for all the lines
    svg = with_head(str(_run("vegalite_to_svg", asked)), head)
    if svg is None:
        svg = str(_run("vegalite_to_svg", lean(whole)))
    return typeset(svg)


def to_png(
    built: BuiltChart,
    *,
    scale: float = 1.0,
    described: bool = False,
    touch: Callable[[str], str] = str,
) -> bytes:
    """Return the chart as a PNG; `scale` is the device pixel ratio.

    `described` writes title and alternative text into the file, for screen readers;
    `touch` is given the drawing as SVG and returns what is to be painted.
    """
    png = bytes(_run("svg_to_png", touch(_painted(built)), scale=scale))
    return document.describe_png(png, built) if described else png


def to_svg(built: BuiltChart, *, described: bool = False) -> str:
    """Return the chart as SVG text, `described` with its title and alternative text."""
    svg = plain(_drawn(built))
    return document.describe_svg(svg, built) if described else svg


def to_pdf(built: BuiltChart, *, described: bool = False) -> bytes:
    """Return the chart as a PDF page, `described` with its title and alternative text."""
    pdf = bytes(_run("svg_to_pdf", _drawn(built)))
    return describe_pdf(pdf, built) if described else pdf


def to_html(built: BuiltChart) -> str:
    """Return a page that shows the chart with tooltips and needs no network."""
    return document.interactive_page(built)


def to_json(built: BuiltChart) -> str:
    """Return the chart as Vega-Lite JSON."""
    return json.dumps(built.vega_lite, ensure_ascii=False, indent=1) + "\n"


def _to_pptx(built: BuiltChart) -> bytes:
    # python-pptx is not loaded before somebody wants slides.
    from vizapp.rendering.powerpoint import to_pptx

    return to_pptx(built)


_WRITERS: Mapping[str, Callable[[BuiltChart, ExportOptions], bytes]] = {
    ".png": lambda built, how: to_png(built, scale=how.scale, described=True),
    ".svg": lambda built, how: to_svg(built, described=True).encode(),
    ".pdf": lambda built, how: to_pdf(built, described=True),
    ".html": lambda built, how: to_html(built).encode(),
    ".json": lambda built, how: to_json(built).encode(),
    ".py": lambda built, how: to_script(built).encode(),
    ".pptx": lambda built, how: _to_pptx(built),
    ".jsonl": lambda built, how: to_record(built, how.thought).encode(),
}
_SEE_THROUGH = (".png", ".svg", ".pdf")


def save(built: BuiltChart, path: Path, options: ExportOptions = AS_USUAL) -> None:
    """Write the chart in the format that the file's suffix names.

    The file appears complete or not at all.

    Raises
    ------
    ExportError
        If the suffix is unknown, the scale is out of range or the file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    writer = _WRITERS.get(suffix)
    if writer is None:
        raise ExportError(
            f"vizapp does not write {path.suffix or 'files without a suffix'}.",
            hint=f"Use one of {', '.join(_WRITERS)}.",
            path=str(path),
        )
    if not 1 <= options.scale <= 4:
        raise ExportError(
            f"A picture cannot be {options.scale:g} times as large.", hint="Use 1 to 4."
        )
    if options.transparent and suffix in _SEE_THROUGH:
        built = without_background(built)
    write_file(path, writer(built, options))


def without_background(built: BuiltChart) -> BuiltChart:
    """Return the chart for slides and pages of any colour."""
    config = {**built.vega_lite.get("config", {}), "background": TRANSPARENT}
    return replace(built, vega_lite={**built.vega_lite, "config": config})


def write_file(path: Path, content: bytes) -> None:
    """Write a file that appears complete or not at all.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    try:
        replace_file(path, lambda file: file.write(content))
    except OSError as err:
        raise ExportError(
            f"{path} could not be written: {err.strerror or err}.",
            hint=write_hint(err),
            path=str(path),
        ) from err


def marks(built: BuiltChart) -> tuple[MarkRegion, ...]:
    """Return where each mark lies and what it says, for tooltips and screen readers."""
    found: tuple[MarkRegion, ...] = _converted(built, "marks")
    return found


def anatomy(built: BuiltChart) -> Anatomy:
    """Return where marks, legend entries and axes lie, to be pointed at."""
    return read_anatomy(_converted(probed(built), "layout"), built)


def scenegraph(built: BuiltChart) -> dict[str, Any]:
    """Return the chart as Vega lays it out: every mark, axis and label with its place."""
    laid: dict[str, Any] = _converted(built, "vegalite_to_scenegraph")
    return laid
