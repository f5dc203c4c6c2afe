"""The contracts that came of a procurement, in each body's words: how far each of them has come.

The stage that a body states decides; where it states none, the status does, and else a day of signature. A contract
that is called terminated has ended, if nothing that was said later states a stage. One that is not signed has come to
nothing with its award or with the whole procurement, if nothing is said of it after that. Source: OCDS 1.1
contractStatus (pending: proposed and not yet in force; active: signed and in force; terminated: was in force and has
come to a close; cancelled: before it was signed).
"""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.kinds.contract.view import ContractView, EndedBy
from hub.reconcile.kinds.procurement.following import Words, is_void
from hub.reconcile.kinds.procurement.view import ProcurementView


class Reached(Enum):
    """How far a contract has come by one body's words."""

    NOTHING = auto()  # it was cancelled before anybody signed, or its award or procurement was
    NOT_SIGNED = auto()
    IN_FORCE = auto()
    ENDED = auto()
    UNTOLD = auto()  # the body speaks of the contract, and says neither stage nor status nor signature


BY_STAGE: Final[Mapping[str, Reached]] = MappingProxyType(
    {
        "planning": Reached.NOT_SIGNED,
        "tender": Reached.NOT_SIGNED,
        "award": Reached.NOT_SIGNED,
        "contract": Reached.IN_FORCE,
        "ended": Reached.ENDED,
    }
)
"""Whoever says that the stage is unknown states none."""
BY_STATUS: Final[Mapping[str, Reached]] = MappingProxyType(
    {"pending": Reached.NOT_SIGNED, "active": Reached.IN_FORCE, "terminated": Reached.ENDED}
)
"""Those of tenders tell nothing of a contract."""
_NOT_YET: Final = (Reached.NOT_SIGNED, Reached.UNTOLD)


class ToldContract(NamedTuple):
    """A contract that one body says came of the procurement, with that body's words on it.

    told_by: the word that tells how far it has come; where none does, the one by which it came of the procurement.
    """

    contract: str
    words: Words
    reached: Reached
    told_by: Side


def told_contracts(view: ProcurementView, contracts: Mapping[str, ContractView]) -> dict[str, list[ToldContract]]:
    """Body to the contracts that it says came of the procurement, in order, those that came to nothing too.

    contracts: views of those that may have come of it.
    """
    found: dict[str, list[ToldContract]] = {}
    for key, contract in sorted(contracts.items()):
        for tie in contract.procurements.get(view.id, ()):
            words = _words_of(contract, tie.body)
            reached, told_by = _reached(words)
            last = told_by or tie
            over = view.over_for(tie.body, award_of(words)) if reached in _NOT_YET else ()
            void = max(over, key=lambda side: side.claim.order(), default=None)
            # two events of one moment, such as those of one release, have no order
            if void is not None and void.claim.order()[:2] >= last.claim.order()[:2]:
                reached, last = Reached.NOTHING, void
            found.setdefault(tie.body, []).append(ToldContract(key, words, reached, last))
    return dict(sorted(found.items()))


def ended_by(key: str, contract: ContractView, procurement_of: Callable[[str], ProcurementView]) -> EndedBy:
    """Procurement to its words by which a contract that nobody signed came to nothing, each body by its own; what a
    body says of the contract itself is not among them.

    procurement_of: the view of a procurement that it is said to have come of.
    """
    found: EndedBy = {}
    for procurement in contract.procurements:
        view = procurement_of(procurement)
        for body, (told,) in told_contracts(view, {key: contract}).items():
            if told.reached is Reached.NOTHING and told.told_by in view.over_for(body, award_of(told.words)):
                found.setdefault(procurement, {}).setdefault(told.told_by.claim.field, []).append(told.told_by)
    return found


def award_of(words: Words) -> str | None:
    """The award that a body's words on a contract name, if they name one."""
    award: str | None = words["award"].claim.value if "award" in words else None
    return award


def _words_of(contract: ContractView, body: str) -> Words:
    return {
        field.name: side
        for field, sides in contract.core.items()
        if not field.item
        for side in sides
        if side.body == body
    }


def _reached(words: Words) -> tuple[Reached, Side | None]:
    status, stage = words.get("status"), words.get("stage")
    if status is not None and is_void(words):
        return Reached.NOTHING, status
    by_stage = BY_STAGE.get(stage.claim.value) if stage is not None else None
    by_status = BY_STATUS.get(status.claim.value) if status is not None else None
    if stage is None or by_stage is None:
        if by_status is not None:
            return by_status, status
        signed = words.get("signed_on")  # it stands from its day on, and where nothing prevented it
        return (Reached.UNTOLD, None) if signed is None else (Reached.IN_FORCE, signed)
    is_closed = status is not None and by_status is Reached.ENDED and status.claim.order() >= stage.claim.order()
    return (Reached.ENDED, status) if is_closed and by_stage is not Reached.ENDED else (by_stage, stage)
