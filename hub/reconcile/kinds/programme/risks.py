"""The risks of a programme: when they are to be looked at again.

A risk that its body has closed, or that has happened, waits for no review of that body. Source: WIL 15-16.
"""

from collections.abc import Mapping

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.kinds.programme.fields import RISK_REVIEW
from hub.reconcile.kinds.programme.listed import RISKS
from hub.reconcile.sides import latest
from hub.reconcile.watching import Watched, look

OPEN = "open"


def risk_reviews(
    partnership: str, programme: str, risks: Mapping[str, Mapping[str, list[Side]]], as_of: Day
) -> Watched:
    """risks: risk to field to sides."""
    found = [_review(partnership, programme, key, fields[RISKS.name], as_of) for key, fields in risks.items()]
    return Watched([each for one in found for each in one.matters], [each for one in found for each in one.days])


def _review(partnership: str, programme: str, key: str, sides: list[Side], as_of: Day) -> Watched:
    title = latest(sides).claim.value["title"]
    dated = [
        (Day.read(side.claim.value["review_on"]), side)
        for side in sides
        if side.claim.value["risk_state"] == OPEN and "review_on" in side.claim.value
    ]
    return look(
        RISK_REVIEW,
        partnership,
        ("programme", programme),
        f"risk:{key}",
        dated,
        as_of,
        passed=lambda sides, day: f"{title}: the risk was to be looked at again by {day}, and no later day is given",
        near=lambda sides, day: f"{title}: the risk is to be looked at again by {day}: within {RISK_REVIEW.days} days",
    )
