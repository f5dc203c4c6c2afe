"""Whom the contracts of one procurement are with: a framework may have thousands, each with a provider of its own.

Promise: each contract is looked at once, however many providers ask.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hub.reconcile.contracts import ContractView
from hub.reconcile.days import Day, earliest


class Tied(NamedTuple):
    """Supplier to its contracts among those that are tied to a procurement. until: as of a picture."""

    supplied: Mapping[str, Mapping[str, ContractView]]
    until: Day | None


def tied_by_supplier(contracts: Mapping[str, ContractView]) -> Tied:
    """contracts: those that some event ties to the procurement."""
    supplied: dict[str, dict[str, ContractView]] = {}
    for key, view in contracts.items():
        for supplier in view.suppliers:
            supplied.setdefault(supplier, {})[key] = view
    return Tied(supplied, earliest(*(view.until for view in contracts.values())))
