"""The dates of a contract that are watched: its end, reviews, checks of clauses, improvement measures,
remedies, returns.

Source: design section 4 (dates are watched); WAN 8, 12; LEE 33, 39.
"""

from collections.abc import Mapping, Sequence

from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.kinds.contract.fields import CHECK, END, REVIEW
from hub.reconcile.kinds.contract.listed import LISTED
from hub.reconcile.listed_dates import listed_dates
from hub.reconcile.measures.measured import Measured
from hub.reconcile.measures.returns import missing_returns
from hub.reconcile.sides import Things
from hub.reconcile.watching import Dated, Watched, look


def has_ended(core: Mapping[Field, list[Side]]) -> bool:
    """Whether all bodies that tell its stage say so."""
    stages = core.get(Field("", "", "stage"), [])
    return bool(stages) and all(side.claim.value == "ended" for side in stages)


def contract_dates(
    partnership: str,
    contract: str,
    core: Mapping[Field, list[Side]],
    things: Things,
    measured: Measured,
    as_of: Day,
) -> Watched:
    """What is open by the contract's dates. Of a contract that all bodies say has ended, nothing falls due."""
    stages = core.get(Field("", "", "stage"), [])
    ended = {side.body for side in stages if side.claim.value == "ended"}
    if has_ended(core):
        return Watched([], [])
    about = ("contract", contract)
    found = [
        _end(partnership, about, core, ended, any(side.claim.value == "contract" for side in stages), as_of),
        look(
            REVIEW,
            partnership,
            about,
            "review_on",
            _reviews_to_come(core, things),
            as_of,
            passed=lambda sides, day: f"its review was due on {day}, and no later date is given",
            near=lambda sides, day: f"its review is due on {day}: within {REVIEW.days} days",
        ),
        *(_check(partnership, about, key, named["check"], as_of) for key, named in things.get("clause", {}).items()),
        listed_dates(partnership, about, LISTED, things, as_of),
        *missing_returns(partnership, about, measured, _ends(core), as_of),
    ]
    return Watched([each for one in found for each in one.matters], [each for one in found for each in one.days])


def _ends(core: Mapping[Field, list[Side]]) -> list[Day]:
    return [Day.read(side.claim.value) for side in core.get(Field("", "", "period_end"), [])]


def _reviews_to_come(core: Mapping[Field, list[Side]], things: Things) -> list[Dated]:
    """Days of reviews that nobody tells of yet; one that was held while it was near, or later, was that review."""
    told = (
        side.claim.value["reviewed_on"] for named in things.get("review", {}).values() for side in named["reviewed"]
    )
    held = max(map(Day.read, told), default=None)
    planned = ((Day.read(side.claim.value), side) for side in core.get(Field("", "", "review_on"), []))
    return [(day, side) for day, side in planned if held is None or not REVIEW.is_met(day, held)]


def _end(
    partnership: str,
    about: tuple[str, str],
    core: Mapping[Field, list[Side]],
    ended: set[str],
    in_force: bool,
    as_of: Day,
) -> Watched:
    if not in_force:
        return Watched([], [])
    sides = [side for side in core.get(Field("", "", "period_end"), []) if side.body not in ended]
    return look(
        END,
        partnership,
        about,
        "period_end",
        [(Day.read(side.claim.value), side) for side in sides],
        as_of,
        passed=lambda sides, day: f"its end, {day}, has passed, and it is said to be in force",
        near=lambda sides, day: f"it ends on {day}: within {END.days} days",
    )


def _check(partnership: str, about: tuple[str, str], clause: str, checks: Sequence[Side], as_of: Day) -> Watched:
    last = max(side.claim.value["checked_on"] for side in checks)
    dated: list[Dated] = [
        (Day.read(side.claim.value["next_check_by"]), side)
        for side in checks
        # whoever checked it, a later check takes the place of an earlier one
        if side.claim.value["checked_on"] == last and "next_check_by" in side.claim.value
    ]
    return look(
        CHECK,
        partnership,
        about,
        f"clause:{clause}",
        dated,
        as_of,
        passed=lambda sides, day: f"the check has expired: the next was due by {day}, and no later one is recorded",
        near=lambda sides, day: f"the next check is due by {day}: within {CHECK.days} days",
    )
