"""The contracts that came of a procurement, as rules: how far each has come, and the procurement with them."""

from collections.abc import Mapping
from typing import NamedTuple

from hub.reconcile.any_subject import tied_contracts
from hub.reconcile.claims import Side
from hub.reconcile.events import Subject
from hub.reconcile.kinds.contract.cells import contract_view
from hub.reconcile.kinds.contract.view import EndedBy
from hub.reconcile.kinds.procurement import came_of
from hub.reconcile.kinds.procurement.came_of import ToldContract
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.kinds.procurement.stages import StageWord, stages
from hub.reconcile.reading import ViewReader
from hub.reconcile.sides import classification


class CameOf(NamedTuple):
    """A contract of a procurement. stated_by: who says that it came of it. told: by body. guarded: the most guarded
    classification among its words."""

    stated_by: list[Side]
    told: Mapping[str, list[ToldContract]]
    guarded: str


def contract_of(read: ViewReader, procurement: str, contract: str) -> CameOf | None:
    """None where nobody says on the day that the contract came of it."""
    view = read(contract_view, contract)
    stated_by = view.procurements.get(procurement)
    if stated_by is None:
        return None
    told = came_of.told_contracts(read(procurement_view, procurement), {contract: view})
    return CameOf(stated_by, told, classification(view.shown))


def contracts_of(read: ViewReader, procurement: str) -> dict[str, CameOf]:
    """The contracts that somebody says came of it, in order of id."""
    tied = read(tied_contracts, Subject("procurement", procurement))
    found = {each: read(contract_of, procurement, each) for each in tied}
    return {key: came for key, came in found.items() if came is not None}


def told_contracts(read: ViewReader, procurement: str) -> dict[str, list[ToldContract]]:
    """Body to the contracts that it says came of the procurement, in order."""
    found: dict[str, list[ToldContract]] = {}
    for each in read(contracts_of, procurement).values():
        for body, told in each.told.items():
            found.setdefault(body, []).extend(told)
    return dict(sorted(found.items()))


def stage_words(read: ViewReader, procurement: str) -> list[StageWord]:
    """How far it has come, by each body's words."""
    return stages(read(procurement_view, procurement), read(told_contracts, procurement))


def ended_by(read: ViewReader, contract: str) -> EndedBy:
    """By which words of its award or procurement a contract that nobody signed came to nothing."""
    view = read(contract_view, contract)
    return came_of.ended_by(contract, view, lambda procurement: read(procurement_view, procurement))
