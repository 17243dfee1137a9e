"""How a person wants a chart presented: what is no part of the client's spec.

The spec says what is drawn; a `Presentation` says how it is written and coloured.
It lies beside the spec, so that the spec's JSON stays the client's, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

NumberFormat = Literal["auto", "full", "compact", "percent", "scientific"]
DateFormat = Literal["auto", "iso", "year", "month", "day", "time"]
Palette = Literal["standard", "bright", "muted", "warm", "cool", "grey"]
ThemeChoice = Literal["window", "light", "dark", "print"]
SizeChoice = Literal["window", "slide", "square", "column", "page"]
ScaleChoice = Literal["linear", "log"]

NUMBER_FORMATS: tuple[NumberFormat, ...] = get_args(NumberFormat)
DATE_FORMATS: tuple[DateFormat, ...] = get_args(DateFormat)
PALETTES: tuple[Palette, ...] = get_args(Palette)
THEME_CHOICES: tuple[ThemeChoice, ...] = get_args(ThemeChoice)
SIZE_CHOICES: tuple[SizeChoice, ...] = get_args(SizeChoice)
SCALE_CHOICES: tuple[ScaleChoice, ...] = get_args(ScaleChoice)
MAX_DECIMALS = 6
MAX_TITLE = 200  # characters

# In CSS pixels; "window" is as large as the window has room for.
SIZES: Mapping[SizeChoice, tuple[int, int]] = {
    "slide": (960, 540),
    "square": (640, 640),
    "column": (420, 320),
    "page": (760, 1000),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "numbers": NUMBER_FORMATS,
    "dates": DATE_FORMATS,
    "palette": PALETTES,
    "theme": THEME_CHOICES,
    "size": SIZE_CHOICES,
    "x_scale": SCALE_CHOICES,
    "y_scale": SCALE_CHOICES,
}


@dataclass(frozen=True)
class Presentation:
    """What a person chose about a chart's looks; the defaults leave it to vizapp.

    Parameters
    ----------
    title, x_title, y_title : str or None
        Texts of the person's own; None for those made from the attributes, an
        empty one for none at all.
    numbers : NumberFormat
        How axes, labels and tooltips write numbers.
    decimals : int or None
        Digits after the decimal mark, None for as many as are needed.
    dates : DateFormat
        How dates are written.
    palette : Palette
        Colours of series and shades.
    theme : ThemeChoice
        The colours of paper and text; "window" follows the window.
    size : SizeChoice
        The picture's size; "window" fills the window.
    x_scale, y_scale : ScaleChoice
        How an axis of numbers is divided. What starts at zero (bars, areas) or has
        values that are not positive stays linear, and a footnote says so.
    """

    title: str | None = None
    x_title: str | None = None
    y_title: str | None = None
    numbers: NumberFormat = "auto"
    decimals: int | None = None
    dates: DateFormat = "auto"
    palette: Palette = "standard"
    theme: ThemeChoice = "window"
    size: SizeChoice = "window"
    x_scale: ScaleChoice = "linear"
    y_scale: ScaleChoice = "linear"

    def pixels(self, width: int, height: int) -> tuple[int, int]:
        """Return the picture's size, given the room in the window."""
        return SIZES.get(self.size, (width, height))

    def to_json(self) -> dict[str, Any]:
        """Return what was chosen as plain values; defaults are left out."""
        return {
            item.name: value
            for item in fields(self)
            if (value := getattr(self, item.name)) != item.default
        }

    @classmethod
    def from_json(cls, record: object) -> Presentation:
        """Rebuild a presentation; what is unknown or impossible is left out.

        Examples
        --------
        >>> Presentation.from_json({"palette": "grey", "size": "huge", "decimals": 2})
        Presentation(title=None, x_title=None, y_title=None, numbers='auto', decimals=2, \
dates='auto', palette='grey', theme='window', size='window', x_scale='linear', y_scale='linear')
        """
        if not isinstance(record, Mapping):
            return cls()
        names = {item.name for item in fields(cls)}
        return cls(**{k: v for k, v in record.items() if k in names and _possible(str(k), v)})


DEFAULT = Presentation()


def anew(presentation: Presentation) -> Presentation:
    """Return the looks for other attributes: without the texts and scales of the former ones."""
    return replace(
        presentation, title=None, x_title=None, y_title=None, x_scale="linear", y_scale="linear"
    )


def _possible(name: str, value: object) -> bool:
    if name in _WORDS:
        return value in _WORDS[name]
    if name == "decimals":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and 0 <= value <= MAX_DECIMALS  # type: ignore[operator]
    return isinstance(value, str) and len(value) <= MAX_TITLE
