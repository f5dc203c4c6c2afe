"""When a contract ends, in the word of each body: the day that it was ended, else the end of its term. Pure."""

from collections.abc import Mapping
from typing import Any

from hub.reconcile.sides import FieldFinding

NOTHING: Mapping[str, Any] = {"finding": None, "sides": []}


def ends_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As a field of a picture is: the sides that say it was ended, and of each other body its end of the term.

    fields: those of the contract's picture.
    """
    ended, term = fields.get("ended_on", NOTHING), fields.get("period_end", NOTHING)
    bodies = {side["organisation"] for side in ended["sides"]}
    others = [side for side in term["sides"] if side["organisation"] not in bodies]
    if not bodies:
        return dict(term)
    sides = [*ended["sides"], *others]
    differ = len({side["value"] for side in sides}) > 1
    finding = FieldFinding.DIFFERS if differ else FieldFinding.AGREED if others else ended["finding"]
    return {"finding": finding, "sides": sides}
