"""Charts as files: PNG, SVG, PDF, HTML without a network, Vega-Lite JSON."""

from __future__ import annotations

import functools
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import vl_convert

from vizapp.core import paths
from vizapp.core.errors import ExportError
from vizapp.rendering.regions import MarkRegion, read_regions
from vizapp.rendering.style import BuiltChart

__all__ = ["MarkRegion", "marks", "save", "to_html", "to_json", "to_pdf", "to_png", "to_svg"]

_SCALE_OF_FILES = 2.0  # PNG files are for slides and print

# Tooltips are one text with a line per attribute.
_HTML_STYLE = (
    "<style>body{{margin:0;display:flex;justify-content:center;background:{background}}}"
    "#vg-tooltip-element{{white-space:pre-line}}</style>"
)


@functools.cache
def register_fonts() -> None:
    """Make the bundled font known to the converter, once per process."""
    vl_convert.register_font_directory(str(paths.resources() / "fonts"))


def _converted(built: BuiltChart, convert: Callable[[str], Any]) -> Any:
    register_fonts()
    try:
        return convert(json.dumps(built.vega_lite, ensure_ascii=False))
    except ValueError as err:
        raise ExportError(f"The chart could not be converted: {err}") from err


def to_png(built: BuiltChart, *, scale: float = 1.0) -> bytes:
    """Return the chart as a PNG; `scale` is the device pixel ratio."""
    return bytes(_converted(built, lambda spec: vl_convert.vegalite_to_png(spec, scale=scale)))


def to_svg(built: BuiltChart) -> str:
    """Return the chart as SVG text."""
    return str(_converted(built, vl_convert.vegalite_to_svg))


def to_pdf(built: BuiltChart) -> bytes:
    """Return the chart as a PDF page."""
    return bytes(_converted(built, vl_convert.vegalite_to_pdf))


def to_html(built: BuiltChart) -> str:
    """Return a page that shows the chart with tooltips and needs no network."""
    page = str(_converted(built, lambda spec: vl_convert.vegalite_to_html(spec, bundle=True)))
    background = built.vega_lite["config"]["background"]
    return page.replace("</head>", _HTML_STYLE.format(background=background) + "</head>", 1)


def to_json(built: BuiltChart) -> str:
    """Return the chart as Vega-Lite JSON."""
    return json.dumps(built.vega_lite, ensure_ascii=False, indent=1) + "\n"


_WRITERS: Mapping[str, Callable[[BuiltChart], bytes]] = {
    ".png": lambda built: to_png(built, scale=_SCALE_OF_FILES),
    ".svg": lambda built: to_svg(built).encode(),
    ".pdf": to_pdf,
    ".html": lambda built: to_html(built).encode(),
    ".json": lambda built: to_json(built).encode(),
}


def save(built: BuiltChart, path: Path) -> None:
    """Write the chart in the format that the file's suffix names.

    The file appears complete or not at all.

    Raises
    ------
    ExportError
        If the suffix is unknown or the file cannot be written.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ExportError(
            f"vizapp does not write {path.suffix or 'files without a suffix'}.",
            hint=f"Use one of {', '.join(_WRITERS)}.",
            path=str(path),
        )
    content = writer(built)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".vizapp-", suffix=path.suffix)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)  # mkstemp's files are private
        Path(temporary).replace(path)
    except OSError as err:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise ExportError(
            f"{path} could not be written: {err.strerror or err}.",
            hint="Choose another folder.",
            path=str(path),
        ) from err


def marks(built: BuiltChart) -> tuple[MarkRegion, ...]:
    """Return where each mark lies and what it says, for tooltips and screen readers."""
    return read_regions(_converted(built, vl_convert.vegalite_to_scenegraph))
