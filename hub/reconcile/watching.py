"""What is open by the days that are watched: what has passed, and what is near."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference
from hub.reconcile.matter_kinds import MatterSeverity
from hub.reconcile.sides import show
from hub.reconcile.watched import Watch

Dated = tuple[Day, Side]
"""A day that is watched, and the side whose word it is."""


class Watched(NamedTuple):
    """days: those later ones on which what is open could differ."""

    matters: list[dict[str, Any]]
    days: list[Day]


Words = Callable[[Sequence[Side], str], str]
"""The text of a matter, from the sides whose days it is about and the first of these days."""

_LAST: Final = Day.of(date.max)


def look(
    watch: Watch,
    partnership: str,
    about: tuple[str, str],
    field: str,
    dated: Sequence[Dated],
    as_of: Day,
    *,
    passed: Words,
    near: Words,
) -> Watched:
    """What is open by these days: one matter for those that have passed, and one for those that are near."""
    if not dated:
        return Watched([], [])
    over = [(day, side) for day, side in dated if day < as_of]
    soon = [(day, side) for day, side in dated if as_of <= day <= as_of + watch.days] if watch.near else []
    matters = []
    for kind, severity, found, words, begins in (
        (watch.passed, watch.severity, over, passed, 1),
        (watch.near, MatterSeverity.MINOR, soon, near, -watch.days),
    ):
        if kind is None or not found:
            continue
        first = min(day for day, _ in found)
        sides = [side for _, side in found]
        matters.append(
            difference(
                partnership,
                kind,
                about,
                field,
                severity=severity,
                text=words(sides, first.text),
                since=Day(min(max(day + begins, side.claim.effective) for day, side in found)).text,
                sides=[show(side) for side in sides],
                rule=watch.rule,
                date=first.text,
            )
        )
    return Watched(matters, _changes([day for day, _ in dated], watch, as_of))


def _changes(days: Sequence[Day], watch: Watch, as_of: Day) -> list[Day]:
    turns = {day + 1 for day in days} | ({day - watch.days for day in days} if watch.near else set())
    # nothing is evaluated for a day behind the calendar's last, which stands for "no end"
    return [Day(each) for each in sorted(turns) if as_of < each <= _LAST]
