"""The chart of a measure's trend: where its lines and marks stand. Pure; the template draws it.

What a result is, its shape tells as well as its colour. Lengths are in the units of the chart's own box.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.reconcile.measures.trend import Meaning
from hub.reports.trend_words import USUAL, meanings

_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 625, 15, 190
"""Between these are the results; the template has a line across from left to right, and words around."""
_LINE_OF_WORDS = Decimal(16)


class Shape(NamedTuple):
    """path: from four units to the left of its middle on."""

    name: str
    path: str


SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        USUAL: Shape("circle", "a4,4 0 1,0 8,0 a4,4 0 1,0 -8,0"),
        Meaning.IMPROVEMENT: Shape("square", "m-1,-5 h10 v10 h-10 z"),
        Meaning.CONCERN: Shape("triangle", "m-2,5 h12 l-6,-11 z"),
        Meaning.CHANGE: Shape("diamond", "m-2,0 l6,-6 l6,6 l-6,6 z"),
    }
)


class Mark(NamedTuple):
    """A result: what it is, and the path of its shape."""

    meaning: str
    path: str


class Line(NamedTuple):
    """A line across the chart. words: its value; nothing where those of the line above it stand already."""

    name: str
    words: str
    y: Decimal


class Chart(NamedTuple):
    """line: through the results. marks: of each of them, in order. first, last: the days on which the first and the
    last period end."""

    line: str
    levels: list[Line]
    marks: list[Mark]
    first: str
    last: str


def chart_of(trend: Mapping[str, Any]) -> Chart:
    points = trend["points"]
    ends = [each["period_end"] for each in points]
    days = [date.fromisoformat(each).toordinal() for each in ends]
    values = [Decimal(each["value"]) for each in points]
    levels = {name: Decimal(trend[name]) for name in ("upper", "mean", "lower")}
    across = [_between(_LEFT, _RIGHT, day - min(days), max(days) - min(days) or 1) for day in days]
    low, high = min(*values, *levels.values()), max(*values, *levels.values())

    def y(value: Decimal) -> Decimal:
        # results that are all alike stand at the bottom, which is as good as any place
        return _between(_BOTTOM, _TOP, value - low, high - low or 1)

    places = [(x, y(value)) for x, value in zip(across, values, strict=True)]
    marks = [
        Mark(means, f"M{x - 4},{down} {SHAPES[means].path}")
        for (x, down), means in zip(places, meanings(trend), strict=True)
    ]
    return Chart(
        " ".join(f"{x},{down}" for x, down in places),
        list(_lines(trend, {name: y(level) for name, level in levels.items()})),
        marks,
        min(ends),
        max(ends),
    )


def _between(begin: int, end: int, part: int | Decimal, whole: int | Decimal) -> Decimal:
    return (begin + (end - begin) * Decimal(part) / whole).quantize(Decimal("0.1"))


def _lines(trend: Mapping[str, Any], levels: Mapping[str, Decimal]) -> Iterator[Line]:
    """From the uppermost on."""
    above = None
    for name, y in levels.items():
        is_free = above is None or y - above >= _LINE_OF_WORDS
        yield Line(name, trend[name] if is_free else "", y)
        above = y if is_free else above
