"""Dates that are watched: what opens when one passes or comes near, for every date that an event can hold.

Promise: the table is total; a test walks the catalogue and fails for a date without a line. How many days count as
near, and how long a return may take, stand here and nowhere else, and every matter's text names them.
Source: design section 4 (dates are watched); the numbers of days are our own choice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.differences import Kind, Severity, difference
from hub.reconcile.sides import show


class Watch(NamedTuple):
    """rule: its name in matters. passed: what opens on the day after; near: what opens `days` days before, if any."""

    rule: str
    passed: Kind
    severity: Severity
    near: Kind | None
    days: int


class Nothing(NamedTuple):
    because: str


END: Final = Watch("contract_end", Kind.END_PASSED, Severity.RED, Kind.END_NEAR, 90)
REVIEW: Final = Watch("review", Kind.REVIEW_OVERDUE, Severity.AMBER, Kind.REVIEW_DUE, 30)
IMPROVEMENT_REVIEW: Final = Watch("improvement_review", Kind.REVIEW_OVERDUE, Severity.AMBER, Kind.REVIEW_DUE, 30)
CHECK: Final = Watch("clause_check", Kind.CHECK_EXPIRED, Severity.RED, Kind.CHECK_DUE, 30)
MILESTONE: Final = Watch("milestone", Kind.OVERDUE, Severity.RED, Kind.MILESTONE_DUE, 30)
RETURN: Final = Watch("return", Kind.RETURN_MISSING, Severity.AMBER, None, 0)

RETURN_GRACE: Final = 30
"""Days after the end of a period within which its result is still in time."""

_MEASURED: Final = Nothing("it bounds what was measured")
_DONE: Final = Nothing("it tells of something that has happened")
_ENVELOPE: Final = Nothing("it tells from when a statement counts, which `until` follows; nothing falls due by it")
_RECORDED: Final = Nothing("it orders statements, and nothing falls due by it")
_BEGINS: Final = Nothing("a contract that begins is no open matter; bodies that say different starts differ")

_OPTION: Final = Nothing("an option may be taken up or not; the end that was agreed is watched")
_TO_COME: Final = Nothing("the contract that comes of it has this end for its own, and there it is watched")

DATES: Final[Mapping[tuple[str, str], Watch | Nothing]] = MappingProxyType(
    {
        ("*", "meta.occurred_at"): _ENVELOPE,
        ("*", "meta.recorded_at"): _RECORDED,
        ("declared", "period_start"): _BEGINS,
        ("declared", "period_end"): END,
        ("declared", "review_on"): REVIEW,
        ("varied", "period_start"): _BEGINS,
        ("varied", "period_end"): END,
        ("varied", "review_on"): REVIEW,
        ("declared", "signed_on"): _DONE,
        ("declared", "extendable_until"): _OPTION,
        ("varied", "signed_on"): _DONE,
        ("varied", "extendable_until"): _OPTION,
        ("procurement-declared", "period_start"): _BEGINS,
        ("procurement-declared", "period_end"): _TO_COME,
        ("procurement-declared", "extendable_until"): _OPTION,
        **{
            ("procurement-declared", f"{part}.{name}"): line
            for part in ("lots", "awards")
            for name, line in (("period_start", _BEGINS), ("period_end", _TO_COME), ("extendable_until", _OPTION))
        },
        ("procurement-declared", "awards.awarded_on"): _DONE,
        ("procurement-declared", "departures.left_on"): _DONE,
        ("procurement-declared", "notices.published_on"): _DONE,
        ("extended", "period_end"): END,
        ("terminated", "ended_on"): _DONE,
        ("clause-checked", "checked_on"): _DONE,
        ("clause-checked", "next_check_by"): CHECK,
        ("measure-agreed", "agreed_on"): _DONE,
        ("observed", "period_start"): _MEASURED,
        ("observed", "period_end"): RETURN,
        ("improvement-measure-placed", "review_on"): IMPROVEMENT_REVIEW,
        ("milestone-scheduled", "due.earliest"): Nothing("something due is late after its latest day, never before"),
        ("milestone-scheduled", "due.latest"): MILESTONE,
        ("milestone-met", "met_on"): _DONE,
        ("decision-recorded", "decided_on"): _DONE,
    }
)
"""By the event's name ("*" for all of them) and the path of the date in it."""

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
    over = [(day, side) for day, side in dated if day < as_of]
    soon = [(day, side) for day, side in dated if as_of <= day <= as_of + watch.days] if watch.near else []
    matters = []
    for kind, severity, found, words, begins in (
        (watch.passed, watch.severity, over, passed, 1),
        (watch.near, Severity.MINOR, soon, near, -watch.days),
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
    # nothing is judged for a day behind the calendar's last, which stands for "no end"
    return [Day(each) for each in sorted(turns) if as_of < each <= _LAST]
