"""Answers to open matters: which of these are open no more because every body that they stand on has answered. Pure.

Promise: an answer holds for the statements that it names and for no others, so that whatever is said anew opens the
matter again; what one body answers settles nothing for another. A matter without statements stays open.
Source: domain handbook section 8 (statuses of breaks).
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.comparing import OWN_WORDS, Lines, NotCompared
from hub.reconcile.days import Day
from hub.reconcile.listed import Listed
from hub.reconcile.sides import Things, show

SETTLING: Final = frozenset({"agreed", "adjusted", "written_down", "waived"})
"""Answers by which a body waits for nothing more. Source: codelist difference-answer."""

ANSWERS: Final = Listed(
    member="answers",
    item="difference",
    name="answered",
    heading="Answers to differences",
    one="Answer to a difference",
    columns=("answered_as", "until", "assigned_to", "comment"),
    in_short=("answered_as", "until", "assigned_to", "comment"),
)

_OWN: Final = NotCompared("each body answers for itself; a matter is settled when all do")
LINES: Final[Lines] = MappingProxyType(
    {
        ("difference", "answered"): {
            "answered_as": _OWN,
            "events": _OWN,
            "until": _OWN,
            "assigned_to": _OWN,
            "comment": OWN_WORDS,
        }
    }
)


class Answered(NamedTuple):
    """still_open, settled: the matters, with the answers that hold. days: those later on which an answer ends."""

    still_open: list[dict[str, Any]]
    settled: list[dict[str, Any]]
    days: list[Day]


def answered(matters: Iterable[dict[str, Any]], things: Things, as_of: Day) -> Answered:
    """things: what the matters' subject holds, the answers among it."""
    told = things.get(ANSWERS.item)
    found = Answered([], [], [])
    for matter in matters:
        answers = _holding(matter, told.get(matter["id"], {}).get(ANSWERS.name, []), as_of) if told else []
        if not answers:
            found.still_open.append(matter)
            continue
        with_answers = {**matter, "answers": [show(side) for side in answers]}
        (found.settled if _is_settled(matter, answers) else found.still_open).append(with_answers)
        ends = [Day.read(side.claim.value["until"]) + 1 for side in answers if "until" in side.claim.value]
        found.days.extend(Day(end) for end in ends)
    return found


def _holding(matter: dict[str, Any], answers: list[Side], as_of: Day) -> list[Side]:
    """Those that answer the words that the matter stands on now, and whose time is not over."""
    stands_on = {event for side in (*matter["sides"], *matter.get("grounds", ())) for event in _events_of(side)}
    return [
        side
        for side in answers
        if {*side.claim.value["events"]} == stands_on
        and ("until" not in side.claim.value or as_of <= Day.read(side.claim.value["until"]))
    ]


def _events_of(side: dict[str, Any]) -> Iterator[str]:
    """The statements behind a word; a body that is silent stands behind none."""
    if "event" in side:
        yield side["event"]
    yield from (each["event"] for each in side.get("also", ()))


def _is_settled(matter: dict[str, Any], answers: list[Side]) -> bool:
    settling = {side.body for side in answers if side.claim.value["answered_as"] in SETTLING}
    others = {side.body for side in answers} - settling
    # who is asked to speak, and is silent, has settled nothing
    return not others and {side["organisation"] for side in matter["sides"]} <= settling
