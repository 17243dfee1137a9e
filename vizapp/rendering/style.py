"""How a chart shall look, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from vizapp.core.language import Lang

ThemeName = Literal["light", "dark", "print"]


@dataclass(frozen=True)
class Style:
    """How a chart shall look.

    Parameters
    ----------
    theme : ThemeName
        Colours for a light or dark window, or for white paper.
    lang : Lang
        The language of titles, footnotes, numbers and dates.
    width, height : int
        The whole picture in CSS pixels, title and legends included.
    title : str or None
        A title of the person's own; None for one made from the attributes, an
        empty one for none at all (thumbnails).
    """

    theme: ThemeName = "light"
    lang: Lang = "en"
    width: int = 640
    height: int = 400
    title: str | None = None


@dataclass(frozen=True)
class BuiltChart:
    """A drawn chart: plain Vega-Lite that any viewer reads, and what was said on it."""

    vega_lite: dict[str, Any]
    title: str
    footnotes: tuple[str, ...]
    style: Style
