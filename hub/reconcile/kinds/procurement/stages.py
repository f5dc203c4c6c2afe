"""How far a procurement has come, by each body's words on it, its awards and lots, and the contracts that came of it.

- An award that stands makes it awarded, a contract in force makes it signed; a contract that is planned or awaits its
  signature does neither. What came to nothing counts for nothing.
- It has ended when every contract that the body says came of it has ended, and no award waits for its contract, no lot
  for its award. Until then it stays signed, once somebody had signed.
- It has also ended when every award came to nothing, until its body says that it goes on.
- A stage that the body states itself counts where it is the furthest.
- Of a body that speaks of contracts alone, their end tells nothing of the whole while another body tells of one more.

Source: OCDS 1.1: a contracting process spans all contracts of its ocid; an award has its contract by awardID and its
lots by relatedLots; awardStatus, contractStatus, tenderStatus. Decision 13.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from hub.events.procurement import VOID
from hub.reconcile.claims import LISTED, Field, Side
from hub.reconcile.kinds.procurement.came_of import BY_STAGE, Reached, ToldContract, award_of
from hub.reconcile.kinds.procurement.following import Words, is_void, together
from hub.reconcile.kinds.procurement.view import ProcurementView, is_made, words_of_making

STAGE: Final = Field("", "", "stage")

_ORDER: Final = tuple(BY_STAGE)
_TENDERED: Final = ("complete", "terminated", *VOID)
"""Statuses of a tender or lot for which nobody bids any more."""


class StageWord(NamedTuple):
    """One body's word on how far a procurement has come.

    of_it: its words on the procurement itself from which it follows. of_contracts: those on contracts, by contract.
    """

    side: Side
    of_it: tuple[Side, ...]
    of_contracts: Mapping[str, Side]


def stages(view: ProcurementView, told: Mapping[str, list[ToldContract]]) -> list[StageWord]:
    """The word of each body that has one, in order of body. told: of each body the contracts that came of it."""
    found = []
    for body in sorted({*view.own, *told}):
        own = told.get(body, [])
        stated = view.own.get(body, {}).get("stage")
        others = (each for body, its in told.items() for each in its)
        follows = _follows(view, body, own, body not in view.own and _leaves_out(own, others))
        if follows is not None and (stated is None or _is_further(follows.side, stated)):
            found.append(follows)
        elif stated is not None:
            found.append(StageWord(stated, (stated,), {}))
    return found


def with_stages(view: ProcurementView, found: Sequence[StageWord]) -> dict[Field, list[Side]]:
    """The fields of the procurement itself, with how far it has come."""
    fields = dict(view.fields)
    if found:
        fields[STAGE] = [each.side for each in found]
    return dict(sorted(fields.items()))


def _follows(view: ProcurementView, body: str, told: Sequence[ToldContract], leaves_out: bool) -> StageWord | None:
    """leaves_out: whether it knows less of the contracts than others do, and nothing of the procurement itself."""
    signed = [each for each in told if each.reached is Reached.IN_FORCE]
    if signed:
        return _stage("contract", (), signed)
    ended = [each for each in told if each.reached is Reached.ENDED]
    if ended:
        to_come = [each for each in told if each.reached in (Reached.NOT_SIGNED, Reached.UNTOLD)]
        waiting = (*_awards_waiting(view, body, told), *_lots_waiting(view, body, told))
        if to_come or waiting:
            return _stage("contract", waiting, [*ended, *to_come])
        return None if leaves_out else _stage("ended", (), ended)
    made = tuple(side for award in view.awards_of(body).values() for side in words_of_making(award))
    return _stage("award", made, ()) if made else _came_to_nothing(view, body, told)


def _came_to_nothing(view: ProcurementView, body: str, told: Sequence[ToldContract]) -> StageWord | None:
    """It has ended with its last award that came to nothing: no lot waits, and nobody has gone on with it since."""
    own, awards = view.own.get(body, {}), view.awards_of(body)
    over = tuple(award["status"] for award in awards.values() if is_void(award))
    if not over or len(over) < len(awards) or any(each.reached is not Reached.NOTHING for each in told):
        return None
    last = max(side.claim.order() for side in over)
    is_open = "status" in own and not _is_tendered(own) and own["status"].claim.order() >= last
    is_anew = "stage" in own and own["stage"].claim.order() > last
    if is_open or is_anew or any(_lots_waiting(view, body, told)):
        return None
    return _stage("ended", over, ())


def _stage(value: str, of_it: tuple[Side, ...], told: Sequence[ToldContract]) -> StageWord:
    of_contracts = {each.contract: each.told_by for each in told}
    return StageWord(together(value, [*of_it, *of_contracts.values()]), of_it, of_contracts)


def _is_further(side: Side, than: Side) -> bool:
    """Whoever says that the stage is unknown states none."""
    stated = than.claim.value
    return stated not in _ORDER or _ORDER.index(side.claim.value) > _ORDER.index(stated)


def _leaves_out(own: Sequence[ToldContract], others: Iterator[ToldContract]) -> bool:
    named = {each.contract for each in own}
    return any(each.contract not in named for each in others if each.reached is not Reached.NOTHING)


def _awards_waiting(view: ProcurementView, body: str, told: Sequence[ToldContract]) -> Iterator[Side]:
    """The words by which the body knows of awards of which no contract came yet, not even one that came to nothing.

    A contract that has the procurement's own id is the whole of it, and one that names no award came of one of them.
    """
    named = {award for each in told if (award := award_of(each.words)) is not None}
    waiting = [award for key, award in view.awards_of(body).items() if is_made(award) and key not in named]
    nameless = sum(award_of(each.words) is None for each in told)
    if len(waiting) > nameless and all(each.contract != view.id for each in told):
        yield from (side for award in waiting for side in words_of_making(award))


def _lots_waiting(view: ProcurementView, body: str, told: Sequence[ToldContract]) -> Iterator[Side]:
    """The words by which the body knows of lots that are still tendered and that no award names.

    It cannot be told where an award names no lots or a contract no award that the body knows.
    """
    awards = view.awards_of(body)
    knows_lots = all("lots" in award for award in awards.values() if is_made(award))
    knows_awards = all(award_of(each.words) in awards for each in told)
    if not knows_lots or not knows_awards or _is_tendered(view.own.get(body, {})):
        return
    decided = {lot for award in awards.values() if "lots" in award for lot in award["lots"].claim.value}
    for key, lot in view.lots_of(body).items():
        if key not in decided and not _is_tendered(lot):
            yield lot.get("status", lot[LISTED])


def _is_tendered(words: Words) -> bool:
    return "status" in words and words["status"].claim.value in _TENDERED
