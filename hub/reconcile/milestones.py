"""Milestones of a programme: met, late, next.

A milestone is late when nobody says that it was met and a body's own latest day has passed. Source: SUT 3.3;
domain handbook section 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.events.configuration import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Side
from hub.reconcile.days import Day, earliest
from hub.reconcile.differences import Kind, Severity
from hub.reconcile.sides import latest, show


class State(StrEnum):
    """Where a milestone stands on a day."""

    MET = "met"
    LATE = "late"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Milestones:
    shown: list[dict[str, Any]]
    differences: list[dict[str, Any]]
    until: Day | None


def milestones(
    partnership: str,
    programme: str,
    named: Mapping[str, Mapping[str, list[Side]]],
    as_of: Day,
    configuration: Configuration,
) -> Milestones:
    """named: milestone to field to sides. Order: by the latest day given; unscheduled last."""
    shown, found, ends = [], [], []
    for key, fields in named.items():
        due, met = fields.get("due", []), fields.get("met", [])
        lasts = [Day.read(side.claim.value["latest"]) for side in due]
        state = _state(lasts, bool(met), as_of)
        shown.append(
            {
                "milestone": key,
                "state": state,
                "due_by": max(lasts).text if lasts else None,
                **{name: [show(side) for side in sides] for name, sides in fields.items()},
            }
        )
        for name in ("due", "met"):
            found += differences.of_field(
                partnership,
                ("programme", programme),
                f"milestone:{key}/{name}",
                fields.get(name, []),
                configuration.tolerances,
                name,
            )[1]
        if state is State.LATE:
            found.append(_late(partnership, programme, key, fields, as_of))
        if not met:
            ends += [last.next() for last in lasts if last >= as_of]
    shown.sort(key=lambda each: (each["due_by"] is None, each["due_by"] or "", each["milestone"]))
    return Milestones(shown, found, earliest(*ends))


def _state(lasts: list[Day], met: bool, as_of: Day) -> State:
    if met:
        return State.MET
    # whoever names a milestone that is not met has said when it is due
    return State.LATE if min(lasts) < as_of else State.DUE


def _late(partnership: str, programme: str, key: str, fields: Mapping[str, list[Side]], as_of: Day) -> dict[str, Any]:
    passed = [side for side in fields["due"] if Day.read(side.claim.value["latest"]) < as_of]
    first = min(Day.read(side.claim.value["latest"]) for side in passed).next()
    title = latest(fields["title"]).claim.value if "title" in fields else key
    words = latest(passed).claim.value["text"]
    return differences.difference(
        partnership,
        Kind.OVERDUE,
        ("programme", programme),
        f"milestone:{key}",
        severity=Severity.RED,
        text=f"{title}: was due {words}, and nobody says that it was met",
        since=first.text,
        sides=[show(side) for side in passed],
    )
