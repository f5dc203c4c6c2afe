"""What stands of a contract on a day: the rules that pictures and `explain` read.

A rule that takes a small part of another one's answer is there so that what stands on that part is left alone when the
rest changes.
"""

from typing import NamedTuple

from hub.reconcile.any_subject import SameId, same_id
from hub.reconcile.claims import Side
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.kinds.contract.view import ContractView, view_contract
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.measures.cells import measure_series, results_of
from hub.reconcile.reading import ViewReader


class ToldOf(NamedTuple):
    """What is told of a contract beside the words that stand. is_declared: whether somebody declares it, for whatever
    day. programmes: those of which some event names it; none may on the day."""

    is_declared: bool
    programmes: list[str]
    same_id: SameId


def told_of(read: ViewReader, contract: str) -> ToldOf:
    """In one rule, for all of it is looked at again whenever anything is said of the contract."""
    subject = Subject("contract", contract)
    return ToldOf(read.is_declared(subject), read.programmes_naming(subject), same_id(read, subject))


def contract_view(read: ViewReader, contract: str) -> ContractView:
    """Nothing of a contract that is not there."""
    subject = Subject("contract", contract)
    return view_contract(
        read.history(subject, CORE),
        results_of(read, subject),
        read.day,
        read.configuration,
        lambda measure: read(measure_series, subject, measure),
        lambda procurement: read(procurement_view, procurement),
    )


def assigned(read: ViewReader, contract: str) -> dict[str, list[Side]]:
    """To which programmes, and who says so."""
    return read(contract_view, contract).programmes


def suppliers(read: ViewReader, contract: str) -> frozenset[str]:
    return frozenset(read(contract_view, contract).suppliers)
