"""How a chart shall look, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from vizapp.components.presentation import DEFAULT, Presentation
from vizapp.core.language import Lang

if TYPE_CHECKING:
    from vizapp.components.spec import Chart
    from vizapp.profile.describe import ProfiledTable
    from vizapp.rendering.editable import Editable

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
    presentation : Presentation
        Axis titles, formats and palette that the person chose; its title, theme and
        size count only as the fields above.
    bare : bool
        Whether axes and legends are left unnamed: a thumbnail shows the shape alone.
    """

    theme: ThemeName = "light"
    lang: Lang = "en"
    width: int = 640
    height: int = 400
    title: str | None = None
    presentation: Presentation = DEFAULT
    bare: bool = False


@dataclass(frozen=True)
class ExportOptions:
    """What a person may choose about a file.

    Parameters
    ----------
    scale : float
        Pixels of a PNG per CSS pixel, 1 to 4.
    transparent : bool
        Whether a PNG, SVG or PDF has no background.
    thought : str
        The reasoning that a training record holds; "" for the component's purpose.
    """

    scale: float = 2.0  # PNG files are for slides and print
    transparent: bool = False
    thought: str = ""


AS_USUAL = ExportOptions()


@dataclass(frozen=True, eq=False)
class Source:
    """What a chart was drawn from, for the exports that hold more than the drawing."""

    chart: Chart
    table: ProfiledTable


@dataclass(frozen=True)
class BuiltChart:
    """A drawn chart: plain Vega-Lite that any viewer reads, and what was said on it.

    `source` is None for a drawing that was made of no table, such as a loss curve.
    `empty` says that the table had nothing to draw in this chart. `headline` stands
    above the title where the numbers carry one; `editable` is the chart in the terms of
    office programs, where its marks do not tell that themselves.
    """

    vega_lite: dict[str, Any]
    title: str
    footnotes: tuple[str, ...]
    style: Style
    source: Source | None = field(default=None, compare=False, repr=False)
    empty: bool = False
    headline: str = ""
    editable: Editable | None = field(default=None, compare=False, repr=False)

    @property
    def heading(self) -> str:
        """What stands at the top: the headline, else the title."""
        return self.headline or self.title
