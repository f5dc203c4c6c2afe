"""An end that a body has gone back on: of a contract that it calls open again it tells no day on which it ended.

What is told ahead is kept, whatever is said of the stage until its day: that end is still to come. Source: OCDS 1.1
(contractStatus: `active` is in force); design section 4 (of what one body says the latest counts).
"""

from typing import Final

from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day

_STAGE: Final = Field("", "", "stage")
_ENDED_ON: Final = Field("", "", "ended_on")
OF_AN_END: Final = (
    _ENDED_ON,
    *(Field("", "", name) for name in ("termination_reason", "end_decision", "end_rationale")),
)
_TELLS_OF_NO_OPEN_CONTRACT: Final = ("ended", "unknown")


def without_ends_gone_back_on(stands: dict[Field, list[Side]], as_of: Day) -> dict[Field, list[Side]]:
    """What stands of a contract, but for the day and reason of an end that has come and after which its body calls the
    contract open."""
    if not any(field in stands for field in OF_AN_END):
        return stands
    found = dict(stands)
    stages = {side.body: side for side in stands.get(_STAGE, ())}
    to_come = {side.body for side in stands.get(_ENDED_ON, ()) if side.claim.value > as_of.date.isoformat()}
    for field in OF_AN_END:
        sides = [
            side
            for side in stands.get(field, ())
            if side.body in to_come or not _is_open_after(stages.get(side.body), side)
        ]
        if sides:
            found[field] = sides
        else:
            found.pop(field, None)
    return found


def _is_open_after(stage: Side | None, end: Side) -> bool:
    if stage is None or stage.claim.value in _TELLS_OF_NO_OPEN_CONTRACT:
        return False
    return stage.claim.order() > end.claim.order()
