"""The naive route to the trends of a contract's or programme's measures, by every window of their results."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hub.events.measures import Observed

Words = Mapping[str, Mapping[str, tuple[Any, Any]]]
Marks = set[tuple[str, str, int]]
"""(rule, side, place) of each result that makes a signal."""


def trends(words: Words) -> dict[tuple[str, str], dict[str, Any]]:
    """By measure and body the events of the points, and each result that makes a signal, with what that means."""
    told: dict[tuple[str, str], dict[tuple[date, date], tuple[str, Observed]]] = defaultdict(dict)
    for field, said in words.items():
        if field.startswith("result "):
            for by, (source, event) in said.items():
                told[event.measure, by][event.period_end, event.period_start] = (source, event)
    found = {}
    for (measure, by), results in told.items():
        points = [results[each] for each in one_series(results)]
        if len(points) >= 15:
            values = [Fraction(event.value) for _, event in points]
            directions = {one: word for one, (_, word) in words.get(f"measure {measure} direction", {}).items()}
            stated = {directions[by]} if by in directions else set(directions.values())
            found[measure, by] = {
                "points": [source for source, _ in points],
                "marks": {(rule, side, _means(side, stated), place) for rule, side, place in marks(values, 8, 6)},
            }
    return found


def one_series(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    left = sorted(periods)
    last, kept = left[-1], [left[-1]]
    for period in left[-2::-1]:
        if _length(*period) == _length(*last) and period[0] < kept[0][1]:
            kept.insert(0, period)
    return kept[-24:]


def _length(end: date, start: date) -> int:
    days = (end - start).days + 1
    alike = [range(28, 32), range(90, 93), range(365, 367)]
    return next((each.start for each in alike if days in each), days)


def _means(side: str, stated: set[str]) -> str:
    if len(stated) != 1:
        return "change"
    return "improvement" if stated == {"higher" if side == "up" else "lower"} else "concern"


def marks(values: list[Fraction], run: int, rising: int) -> Marks:
    """Of two that are near the limit the one between them is a mark too."""
    mean = sum(values, Fraction()) / len(values)
    sigma = sum((abs(b - a) for a, b in pairwise(values)), Fraction()) / (len(values) - 1) * Fraction(266, 300)
    found = set()
    for side, sign in (("up", 1), ("down", -1)):
        off = [sign * (each - mean) for each in values]
        found |= {("beyond_limit", side, place) for place, each in enumerate(off) if each > 3 * sigma}
        for first in range(len(values)):
            window = off[first : first + run]
            if len(window) == run and all(each > 0 for each in window):
                found |= {("one_side", side, first + each) for each in range(run)}
            window = off[first : first + rising]
            if len(window) == rising and all(a < b for a, b in pairwise(window)):
                found |= {("steady", side, first + each) for each in range(rising)}
            near = [place for place in range(first, min(first + 3, len(off))) if off[place] > 2 * sigma]
            if len(near) >= 2:
                found |= {("near_limit", side, place) for place in range(near[0], near[-1] + 1)}
    return found
