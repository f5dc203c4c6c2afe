"""A contract that its body told ahead would be signed: from the day of the signature on it is signed.

It is not where the body has said something newer of the stage or the signature, or since then that it is pending, or
that it is over, or that its award or procurement is.
Source: OCDS 1.1 (dateSigned: the date on which the contract was signed by all parties); decision 16.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hub.events.procurement import VOID
from hub.reconcile.claims import Field, Side

_STAGE: Final = Field("", "", "stage")
_STATUS: Final = Field("", "", "status")
_SIGNED_ON: Final = Field("", "", "signed_on")
_BEFORE: Final = ("planning", "tender", "award", "unknown")
_OVER: Final = ("terminated", *VOID)
"""Statuses of what nobody signs any more."""


def with_signatures_come(
    stands: dict[Field, list[Side]], over: Mapping[str, Sequence[Side]]
) -> dict[Field, list[Side]]:
    """What stands of a contract; the stage of each body whose day of signature, told ahead, has come is `contract`.

    over: of each body the words by which what the contract would have come of is over.
    """
    stages = {side.body: side for side in stands.get(_STAGE, ())}
    statuses = {side.body: side for side in stands.get(_STATUS, ())}
    signed = {
        side.body: Side(side.body, side.claim._replace(field=_STAGE, value="contract"), behind=side.sources)
        for side in stands.get(_SIGNED_ON, ())
        if _is_signed(side, stages.get(side.body), statuses.get(side.body))
        and not any(_prevents(word, side) for word in over.get(side.body, ()))
    }
    if not signed:
        return stands
    found = {**stands, _STAGE: [each for _, each in sorted({**stages, **signed}.items())]}
    return dict(sorted(found.items()))


def _is_signed(signature: Side, stage: Side | None, status: Side | None) -> bool:
    if not signature.claim.ahead:
        return False
    if status is not None and status.claim.value in _OVER:
        return False
    if status is not None and status.claim.value == "pending" and _is_newer(status, signature):
        return False
    return stage is None or (stage.claim.value in _BEFORE and not _is_newer(stage, signature))


def _prevents(over: Side, signature: Side) -> bool:
    """Said at the same moment it prevents too. A procurement that ended after the day may have ended with the
    contract; of one that came to nothing, or an award, nothing was signed."""
    if over.claim.field == _STAGE and over.claim.effective > signature.claim.effective:
        return False
    return over.claim.said()[:2] >= signature.claim.said()[:2]


def _is_newer(word: Side, signature: Side) -> bool:
    return word.claim.said() > signature.claim.said()
