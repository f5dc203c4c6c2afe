"""The project team of a joint programme: whether each partner has somebody in it.

Promise: a team of which nobody has told anything is no open matter; where somebody is named, a partner without a member
is one. Source: WAN 16 (project teams of commissioners from both bodies).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import show

LEFT = "left"


def team_matters(
    partnership: str,
    programme: str,
    members: Mapping[str, Mapping[str, list[Side]]],
    partners: Sequence[str],
    as_of: Day,
    configuration: Configuration,
) -> list[dict[str, Any]]:
    """members: place in the team to field to sides. partners: of a joint programme."""
    sides = [side for named in members.values() for side in named["named"]]
    there = [side for side in sides if side.claim.value["team_role"] != LEFT]
    if not there:
        return []

    def today(organisation: str) -> Sequence[str]:
        return configuration.today_of(organisation, as_of.date)

    present = {each for side in there for each in today(side.claim.value["member_of"]["id"])}
    lacking = sorted({each for partner in partners for each in today(partner)} - present)
    if not lacking:
        return []
    names = " and ".join(configuration.name_of(each) for each in lacking)
    return [
        differences.difference(
            partnership,
            MatterKind.TEAM,
            ("programme", programme),
            "team",
            severity=MatterSeverity.AMBER,
            text=f"the project team of this joint programme has nobody of {names}",
            since=differences.since_all(there),
            sides=[show(side) for side in there],
        )
    ]
