"""What contracts and procurements tell of a provider on a day."""

from typing import NamedTuple

from hub.reconcile.any_subject import tied_contracts
from hub.reconcile.events import Subject
from hub.reconcile.kinds.contract.cells import contract_view, suppliers
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.kinds.procurement.contracts import ended_by
from hub.reconcile.kinds.provider.awards import ProviderAwards, awarded
from hub.reconcile.kinds.provider.view import ProviderContract, supplied
from hub.reconcile.reading import ViewReader


class ProviderTies(NamedTuple):
    """What some event ties to a provider, in order; on the day it may not be named there."""

    procurements: list[str]
    contracts: list[str]


def provider_ties(read: ViewReader, provider: str) -> ProviderTies:
    called = read.ids_of(Subject("provider", provider))
    return ProviderTies(
        sorted({each for other in called for each in read.procurements_of(other)}),
        sorted({each for other in called for each in read.contracts_naming(other)}),
    )


def supplied_contract(read: ViewReader, contract: str, provider: str) -> ProviderContract | None:
    """What a provider's picture holds of a contract; None where nobody names it as a supplier on the day."""
    if provider not in read(suppliers, contract):
        return None
    return supplied(contract, read(contract_view, contract), provider, read(ended_by, contract))


def by_supplier(read: ViewReader, procurement: str) -> dict[str, list[str]]:
    """Supplier to its contracts among those that are tied to the procurement: gone through once, and not once a
    provider, for a framework may have thousands, each with a provider of its own."""
    found: dict[str, list[str]] = {}
    for contract in read(tied_contracts, Subject("procurement", procurement)):
        for supplier in read(suppliers, contract):
            found.setdefault(supplier, []).append(contract)
    return found


def supplied_from(read: ViewReader, procurement: str, provider: str) -> list[str]:
    return read(by_supplier, procurement).get(provider, [])


def awarded_in(read: ViewReader, procurement: str, provider: str) -> ProviderAwards:
    """What a provider's picture holds of a procurement."""
    return awarded(read(procurement_view, procurement), provider)
