"""A contract that its body told ahead would be signed: from the day of the signature on it is signed.

It is not where the body has said something newer of the stage or the signature, or since then that it is pending, or
that it came to nothing, or that its award or procurement is over. Then there is no day of signature either.
Source: OCDS 1.1 (dateSigned: the date on which the contract was signed by all parties); decision 16.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hub.events.procurement import VOID
from hub.reconcile.claims import Field, Side

_STAGE: Final = Field("", "", "stage")
_STATUS: Final = Field("", "", "status")
SIGNED_ON: Final = Field("", "", "signed_on")
_BEFORE: Final = ("planning", "tender", "award", "unknown")
_TERMINATED: Final = "terminated"


def with_signatures_come(
    stands: Mapping[Field, list[Side]], prevented: Mapping[str, Sequence[Side]]
) -> dict[Field, list[Side]]:
    """What stands of a contract; the stage of each body whose day of signature, told ahead, has come is `contract`, and
    one that was prevented is no day of signature."""
    stages = {side.body: side for side in stands.get(_STAGE, ())}
    statuses = {side.body: side for side in stands.get(_STATUS, ())}
    come = [side for side in stands.get(SIGNED_ON, ()) if side.body not in prevented]
    signed = {
        side.body: Side(side.body, side.claim._replace(field=_STAGE, value="contract"), behind=side.sources)
        for side in come
        if _signs(side, stages.get(side.body), statuses.get(side.body))
    }
    found = {**stands, SIGNED_ON: come, _STAGE: [each for _, each in sorted({**stages, **signed}.items())]}
    return {field: found[field] for field in sorted(found) if found[field]}


def prevented_signatures(
    stands: Mapping[Field, list[Side]], over: Mapping[str, Sequence[Side]]
) -> dict[str, list[Side]]:
    """Each body whose day of signature, told ahead, does not come, with its words that prevent it.

    over: of each body the words by which what the contract would have come of is over.
    """
    stages = {side.body: side for side in stands.get(_STAGE, ())}
    statuses = {side.body: side for side in stands.get(_STATUS, ())}
    found = {}
    for side in stands.get(SIGNED_ON, ()):
        if not _is_before(side, stages.get(side.body)):
            continue
        own = (each[side.body] for each in (stages, statuses) if side.body in each)
        words = [each for each in own if _takes_back(each, side)]
        words += [each for each in over.get(side.body, ()) if _prevents(each, side)]
        if words:
            found[side.body] = words
    return found


def _signs(signature: Side, stage: Side | None, status: Side | None) -> bool:
    """Whoever calls it terminated says that it was signed, and more."""
    is_terminated = status is not None and status.claim.value == _TERMINATED
    return _is_before(signature, stage) and not is_terminated


def _is_before(signature: Side, stage: Side | None) -> bool:
    """Whether it was told ahead and would take the contract further."""
    return bool(signature.claim.ahead) and (stage is None or stage.claim.value in _BEFORE)


def _takes_back(word: Side, signature: Side) -> bool:
    """word: a stage before the signature, or a status."""
    value, is_newer = word.claim.value, word.claim.said() > signature.claim.said()
    return value in VOID or (is_newer and (value == "pending" or word.claim.field == _STAGE))


def _prevents(over: Side, signature: Side) -> bool:
    """Said at the same moment it prevents too. A procurement that ended after the day may have ended with the
    contract; of one that came to nothing, or an award, nothing was signed."""
    if over.claim.field == _STAGE and over.claim.effective > signature.claim.effective:
        return False
    return over.claim.said()[:2] >= signature.claim.said()[:2]
