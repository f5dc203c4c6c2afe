"""Milestones of a programme: met, late, next.

A milestone is late when nobody says that it was met and a body's own latest day has passed. Source: SUT 3.3;
domain handbook section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.kinds.programme.fields import MILESTONE
from hub.reconcile.sides import latest, show
from hub.reconcile.watching import Watched, look


class MilestoneState(StrEnum):
    """Where a milestone stands on a day."""

    MET = "met"
    LATE = "late"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Milestones:
    """matters: those of their days; what bodies say differently of them is found with all other items."""

    shown: list[dict[str, Any]]
    matters: list[dict[str, Any]]
    until: Day | None


def milestones(
    partnership: str,
    programme: str,
    named: Mapping[str, Mapping[str, list[Side]]],
    as_of: Day,
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
        if not met:
            watched = _watched(partnership, programme, key, fields, as_of)
            found += watched.matters
            ends += watched.days
    shown.sort(key=lambda each: (each["due_by"] is None, each["due_by"] or "", each["milestone"]))
    return Milestones(shown, found, min(ends, default=None))


def _state(lasts: list[Day], met: bool, as_of: Day) -> MilestoneState:
    if met:
        return MilestoneState.MET
    # whoever names a milestone that is not met has said when it is due
    return MilestoneState.LATE if min(lasts) < as_of else MilestoneState.DUE


def _watched(partnership: str, programme: str, key: str, fields: Mapping[str, list[Side]], as_of: Day) -> Watched:
    dated = [(Day.read(side.claim.value["latest"]), side) for side in fields["due"]]

    def words(sides: Sequence[Side]) -> tuple[str, str]:
        """What whoever spoke last of that day calls the milestone, and when it is due, as written."""
        due = latest(sides)
        called = [side for side in fields["title"] if side.body == due.body]
        return str(latest(called or fields["title"]).claim.value), str(due.claim.value["text"])

    return look(
        MILESTONE,
        partnership,
        ("programme", programme),
        f"milestone:{key}",
        dated,
        as_of,
        passed=lambda sides, day: "{}: was due “{}”, and nobody says that it was met".format(*words(sides)),
        near=lambda sides, day: "{}: is due “{}”, by {}: within {} days".format(*words(sides), day, MILESTONE.days),
    )
