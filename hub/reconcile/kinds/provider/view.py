"""Provider standing: all contracts and awards of a provider across departments and partners, and the Wandsworth test.

Source: WAN 8: "a supplier can be under-performing on two contracts but only be placed on performance improvement
measures on one"; design section 4.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Field, Side
from hub.reconcile.kinds.contract.listed import TERMS, VARIATIONS
from hub.reconcile.kinds.contract.picture import ended_by_shown
from hub.reconcile.kinds.contract.view import ContractView, EndedBy
from hub.reconcile.kinds.provider.awards import Taken, name_side, taken_by
from hub.reconcile.sides import cite, latest_value, show

SIDE_BY_SIDE: Final = ("period_start", "period_end", "extendable_until", "review_on", "agreement", "provision")
"""Fields of a contract that are read side by side with those of the provider's others, beside its key terms."""


class ProviderContract(NamedTuple):
    """What a provider's picture holds of one contract."""

    shown: dict[str, Any]
    taken: list[Taken]
    names: list[Side]


def supplied(contract: str, view: ContractView, provider: str, ended_by: EndedBy) -> ProviderContract:
    """view: of a contract that some body says the provider supplies."""
    names = [
        name_side(side, supplier["name"])
        for side in view.suppliers[provider]
        for supplier in side.claim.value
        if supplier["id"] == provider and supplier.get("name")
    ]
    return ProviderContract(_shown(contract, view, provider, ended_by), taken_by(view, provider), names)


def _shown(key: str, view: ContractView, provider: str, ended_by: EndedBy) -> dict[str, Any]:
    core = view.core
    return {
        "contract": key,
        "title": latest_value(core, "title"),
        "lead_commissioner": latest_value(core, "lead_commissioner"),
        "theme": latest_value(core, "theme"),
        "named_by": [cite(side) for side in view.suppliers[provider]],
        "leads": _said(core, "lead_commissioner"),
        "stage": _said(core, "stage"),
        "status": _said(core, "status"),
        "ended_by": ended_by_shown(ended_by),
        "value": _said(core, "value"),
        "fields": {name: said for name in SIDE_BY_SIDE if (said := _said(core, name))},
        "terms": view.listed[TERMS.member],
        "measures": view.measured.shown,
        "under_performing": view.measured.under_performing,
        "improvements": view.improvements,
        "variations": view.listed[VARIATIONS.member],
    }


def _said(core: Mapping[Field, list[Side]], name: str) -> list[dict[str, Any]]:
    return [show(side) for side in core.get(Field("", "", name), ())]
