"""Who should have spoken of something and has not. Source: design section 4 (expected declarers)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import show


@dataclass(frozen=True, slots=True)
class Expected:
    """An organisation that should have declared something, and why."""

    organisation: str
    because: str


def members_among(expected: Iterable[Expected], partnership: str, configuration: Configuration) -> list[Expected]:
    """Those that may speak in the partnership at some time: nobody else can be expected to."""
    members = configuration.members_of(partnership)
    return [each for each in expected if configuration.canonical(each.organisation) in members]


def missing(
    partnership: str,
    about: tuple[str, str],
    declared: Sequence[Side],
    expected: Iterable[Expected],
    as_of: Day,
    configuration: Configuration,
) -> list[dict[str, Any]]:
    """A difference for each body of that day that is expected and silent, once somebody has declared.

    declared: the sides of the field that every declaration states. A body has spoken if its predecessor has.
    The difference is named after the organisation that was expected, so that it stays when another body follows; where
    several were whom the same bodies followed, after the first of them in order.
    """
    spoken = {side.body for side in declared}
    silent: dict[tuple[str, ...], list[Expected]] = {}
    for each in expected:
        bodies = configuration.today_of(each.organisation, as_of.date)
        if declared and spoken.isdisjoint(bodies):
            silent.setdefault(bodies, []).append(each)
    return [
        differences.difference(
            partnership,
            MatterKind.MISSING,
            about,
            f"declared:{min(each.organisation for each in waited_for)}",
            severity=MatterSeverity.AMBER,
            text=f"{' and '.join(configuration.name_of(each) for each in bodies)} has not declared it; "
            f"expected as {', '.join(sorted({each.because for each in waited_for}))}",
            since=differences.since_all(declared),
            sides=[*(show(side) for side in declared), {"organisation": "+".join(bodies), "value": None}],
        )
        for bodies, waited_for in sorted(silent.items())
    ]
