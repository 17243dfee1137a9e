"""What a person looks at for a moment, as plain values: pieces of axes, chosen series.

Stands apart from the work on specifications (`viewing`), because the window
needs it before pandas is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Position = Literal["x", "y"]
POSITIONS: tuple[Position, ...] = ("x", "y")
_LEAST = 1e-9  # of the values
_LEAST_S = 60.0


@dataclass(frozen=True)
class Span:
    """A piece of an axis, from its beginning (left or bottom) to its end.

    Parameters
    ----------
    start, end : float
        In the axis' own unit; seconds since 1970 for times. A reversed axis has
        the larger one first.
    time : bool
        Whether it is an axis of times.
    """

    start: float
    end: float
    time: bool = False

    def at(self, share: float) -> float:
        """Return the value at a share of the way, which may lie outside 0 to 1."""
        return self.start + (self.end - self.start) * share

    def part(self, start: float, end: float) -> Span:
        """Return the piece between two shares of the way.

        Examples
        --------
        >>> Span(10.0, 20.0).part(0.25, 0.75)
        Span(start=12.5, end=17.5, time=False)
        """
        return replace(self, start=self.at(start), end=self.at(end))

    def share(self, value: float) -> float:
        """Return how far along the way a value lies."""
        return (value - self.start) / (self.end - self.start)

    @property
    def is_fine(self) -> bool:
        """Whether the piece is as small as its ticks can tell."""
        length = abs(self.end - self.start)
        least = _LEAST_S if self.time else _LEAST * max(abs(self.start), abs(self.end))
        return length <= least

    def within(self, whole: Span) -> Span:
        """Return the piece moved, and cut if need be, to lie within the whole axis."""
        start, end = whole.share(self.start), whole.share(self.end)
        if end - start >= 1:
            return whole
        back = max(0.0, -start) - max(0.0, end - 1)
        return whole.part(start + back, end + back) if back else self


@dataclass(frozen=True)
class View:
    """What is looked at.

    Parameters
    ----------
    x, y : Span or None
        The pieces of the axes; None for the whole axis.
    chosen : tuple of str
        The series or categories that stand out; empty for all alike.
    """

    x: Span | None = None
    y: Span | None = None
    chosen: tuple[str, ...] = ()

    @property
    def zoomed(self) -> bool:
        """Whether a piece of an axis is shown."""
        return self.x is not None or self.y is not None


WHOLE_VIEW = View()


@dataclass(frozen=True)
class Plane:
    """The room of the marks in CSS pixels, and the axes along it that can be zoomed."""

    x0: float
    y0: float
    x1: float
    y1: float
    x: Span | None = None
    y: Span | None = None

    def holds(self, x: float, y: float) -> bool:
        """Return whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    @property
    def can_zoom(self) -> bool:
        """Whether there is an axis that has pieces."""
        return self.x is not None or self.y is not None

    def piece(self, x0: float, y0: float, x1: float, y1: float) -> tuple[Span | None, Span | None]:
        """Return the axes' pieces that a rectangle in CSS pixels covers."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        left, right = (x0 - self.x0) / width, (x1 - self.x0) / width
        bottom, top = (self.y1 - y1) / height, (self.y1 - y0) / height
        return (
            self.x.part(left, right) if self.x else None,
            self.y.part(bottom, top) if self.y else None,
        )


def speaks_of(said: str, name: str, names: Iterable[str]) -> bool:
    r"""Return whether a mark's text has a line about an attribute.

    A line's beginning may say more than the name ("mean of sales"); of several
    names in it the longest is meant.

    Examples
    --------
    >>> speaks_of("month: Jan\nmean of sales: 85", "sales", ["month", "sales", "sales tax"])
    True
    >>> speaks_of("sales tax: 5", "sales", ["sales", "sales tax"])
    False
    """
    return any(name in named(line.rsplit(": ", 1)[0], names) for line in said.split("\n"))


def named(said: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the attributes that a title names, without those whose name is part of another's."""
    found = [name for name in names if " ".join(name.split()) in said]
    return tuple(n for n in found if not any(n != other and n in other for other in found))
