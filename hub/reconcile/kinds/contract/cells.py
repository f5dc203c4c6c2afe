"""What stands of a contract on a day: the rules that pictures and `explain` read.

A rule that takes a small part of another one's answer is there so that what stands on that part is left alone when the
rest changes.
"""

from hub.reconcile.claims import Side
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.kinds.contract.view import ContractView, view_contract
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.measures.cells import results_of
from hub.reconcile.reading import ViewReader


def is_declared(read: ViewReader, contract: str) -> bool:
    """Whether somebody declares the contract, for whatever day."""
    return read.is_declared(Subject("contract", contract))


def contract_view(read: ViewReader, contract: str) -> ContractView:
    """Nothing of a contract that is not there."""
    subject = Subject("contract", contract)
    return view_contract(
        read.history(subject, CORE),
        results_of(read, subject),
        read.day,
        read.configuration,
        lambda procurement: read(procurement_view, procurement),
    )


def assigned(read: ViewReader, contract: str) -> dict[str, list[Side]]:
    """To which programmes, and who says so."""
    return read(contract_view, contract).programmes


def suppliers(read: ViewReader, contract: str) -> frozenset[str]:
    return frozenset(read(contract_view, contract).suppliers)
