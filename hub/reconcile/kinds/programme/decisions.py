"""Decisions that several bodies take: each body's state, and whether the decision stands.

An approval counts only if that body's own organisation, or its successor, says it. The organisations that must
approve are the union of what all say. Source: WIL 10.4, 17, 20; WAN 1-3; BOL 13; design section 4.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from hub.configuration.model import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import latest, show


class Standing(StrEnum):
    """What the bodies' states come to."""

    STANDS = "stands"  # every required organisation has approved, without open conditions
    CONDITIONAL = "conditional"  # every one has approved, some subject to conditions
    WAITING = "waiting"  # some required organisation has not approved yet
    REJECTED = "rejected"  # a required body rejected or withdrew it
    ADVISORY = "advisory"  # nobody whose approval is needed has been named


APPROVED = ("approved", "approved_conditional")
_REFUSED = ("rejected", "withdrawn")


def decisions(
    partnership: str,
    programme: str,
    named: Mapping[str, Mapping[str, list[Side]]],
    conditions: Mapping[str, Mapping[str, list[Side]]],
    as_of: Day,
    configuration: Configuration,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """named: decision to body to sides. conditions: those that are met, by their keys. Returns the decisions as shown,
    and the differences among them.
    """
    shown, found = [], []
    met = _met(conditions)
    for key, bodies in named.items():
        sides = [side for each in bodies.values() for side in each]
        came_to = _came_to(key, sides, met, as_of, configuration)
        shown.append(
            {
                "decision": key,
                "title": latest(sides).claim.value["title"],
                "standing": came_to.standing,
                "required": came_to.required,
                "waiting_on": came_to.waiting,
                "open_conditions": [
                    {"organisation": side.body, "body": side.claim.value["body"], "condition": condition}
                    for side, condition in came_to.still_open
                ],
                "bodies": sorted(
                    (show(side) for side in sides),
                    key=lambda each: (
                        each["value"].get("decided_on") or "",
                        each["value"]["body"],
                        each["organisation"],
                    ),
                ),
            }
        )
        if came_to.waiting and len(came_to.waiting) < len(came_to.required):
            found.append(_ahead(partnership, programme, key, sides, came_to.waiting, configuration))
        if came_to.still_open:
            found.append(_conditional(partnership, programme, key, sides, came_to.still_open))
    return shown, found


class DecisionTaken(NamedTuple):
    """What a decision came to. approved_by: bodies of today that are asked to approve it, and do. sides: the words on
    it."""

    standing: Standing
    approved_by: frozenset[str]
    sides: list[Side]


def taken(
    named: Mapping[str, Mapping[str, list[Side]]],
    conditions: Mapping[str, Mapping[str, list[Side]]],
    as_of: Day,
    configuration: Configuration,
) -> dict[str, DecisionTaken]:
    """What each decision came to. named, conditions: as `decisions` is given."""
    met, found = _met(conditions), {}
    for key, bodies in named.items():
        sides = [side for each in bodies.values() for side in each]
        standing = _came_to(key, sides, met, as_of, configuration).standing
        approved_by = frozenset(each for each in {side.body for side in sides} if _approved(each, sides))
        found[key] = DecisionTaken(standing, approved_by, sides)
    return found


class _CameTo(NamedTuple):
    required: list[str]
    waiting: list[str]
    still_open: list[tuple[Side, str | None]]
    standing: Standing


def _came_to(key: str, sides: list[Side], met: "_Met", as_of: Day, configuration: Configuration) -> _CameTo:
    required = _required(sides, as_of, configuration)
    waiting = [each for each in required if not _approved(each, sides)]
    still_open = [(side, condition) for side in sides for condition in _open(key, side, sides, met)]
    standing = _standing(required, waiting, sides, is_conditional=bool(still_open))
    return _CameTo(required, waiting, still_open, standing)


_Met = Mapping[tuple[str, str, str], list[dict[str, Any]]]
"""Words that a condition is met, by whose they are, the decision, and the condition."""


def _met(conditions: Mapping[str, Mapping[str, list[Side]]]) -> _Met:
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for side in (side for named in conditions.values() for side in named["fulfilled"]):
        word = side.claim.value
        found.setdefault((side.body, word["decision"], _plain(word["condition"])), []).append(word)
    return found


def _plain(condition: str) -> str:
    """As conditions are told apart: in whatever letters, with or without a full stop."""
    return " ".join(condition.casefold().split()).rstrip(" .;,")


def _open(decision: str, side: Side, sides: Sequence[Side], met: _Met) -> list[str | None]:
    """The conditions of an approval that its own body does not say to be met; None for one without a name.

    sides: all on the decision. Whoever says that one is met names the board where several of its boards attached it;
    what was met before the approval is not what the approval waits for.
    """
    word = side.claim.value
    if word["role"] != "required" or word["state"] not in APPROVED:
        return []
    if not word["conditions"]:
        return [None] if word["state"] == "approved_conditional" else []
    return [each for each in word["conditions"] if not _is_met(decision, side, each, sides, met)]


def _is_met(decision: str, side: Side, condition: str, sides: Sequence[Side], met: _Met) -> bool:
    plain, word = _plain(condition), side.claim.value
    boards = {
        each.claim.value["body"]
        for each in sides
        if each.body == side.body and plain in map(_plain, each.claim.value["conditions"])
    }
    return any(
        told.get("body", word["body"] if len(boards) == 1 else None) == word["body"]
        and told["met_on"] >= word.get("decided_on", "")
        for told in met.get((side.body, decision, plain), ())
    )


def _required(sides: list[Side], as_of: Day, configuration: Configuration) -> list[str]:
    named = {body["id"] for side in sides for body in side.claim.value["required"]}
    standing = {each for organisation in named for each in configuration.today_of(organisation, as_of.date)}
    deciding = {side.body for side in sides if side.claim.value["role"] == "required"}
    return sorted(standing | deciding)


def _approved(organisation: str, sides: list[Side]) -> bool:
    own = [side.claim.value for side in sides if side.body == organisation and side.claim.value["role"] == "required"]
    return bool(own) and all(each["state"] in APPROVED for each in own)


def _standing(required: list[str], waiting: list[str], sides: list[Side], *, is_conditional: bool) -> Standing:
    deciding = [side.claim.value for side in sides if side.claim.value["role"] == "required"]
    if any(each["state"] in _REFUSED for each in deciding):
        return Standing.REJECTED
    if not required:
        return Standing.ADVISORY
    if waiting:
        return Standing.WAITING
    return Standing.CONDITIONAL if is_conditional else Standing.STANDS


def _conditional(
    partnership: str, programme: str, key: str, sides: list[Side], still_open: list[tuple[Side, str | None]]
) -> dict[str, Any]:
    approving = list({id(side): side for side, _ in still_open}.values())
    words = "; ".join(dict.fromkeys(condition or "conditions that are not named" for _, condition in still_open))
    return differences.difference(
        partnership,
        MatterKind.CONDITION,
        ("programme", programme),
        f"decision:{key}",
        severity=MatterSeverity.AMBER,
        text=f"{latest(sides).claim.value['title']}: approved subject to {words}",
        since=differences.since_all(approving),
        sides=[show(side) for side in approving],
    )


def _ahead(
    partnership: str, programme: str, key: str, sides: list[Side], waiting: list[str], configuration: Configuration
) -> dict[str, Any]:
    names = " and ".join(configuration.name_of(each) for each in waiting)
    approving = [side for side in sides if side.claim.value["state"] in APPROVED]
    # a body that defers, or was only consulted, has spoken: its own word stands beside the approvals, and it is not
    # shown as silent
    holding = [side for side in sides if side.body in waiting]
    spoken = {side.body for side in holding}
    silent = [{"organisation": each, "value": None} for each in waiting if each not in spoken]
    refused = any(side.claim.value["state"] in _REFUSED for side in holding if side.claim.value["role"] == "required")
    return differences.difference(
        partnership,
        MatterKind.APPROVAL,
        ("programme", programme),
        f"decision:{key}",
        severity=MatterSeverity.AMBER,
        text=f"{latest(sides).claim.value['title']}: "
        f"{'approved by some, and not by' if refused else 'waits for'} {names}",
        since=differences.since_all(approving),
        sides=[*(show(side) for side in sides if side in approving or side in holding), *silent],
    )
