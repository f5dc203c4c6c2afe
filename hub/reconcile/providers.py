"""Provider standing: all contracts and awards of a provider across departments and partners, and the Wandsworth test.

Source: WAN 8: "a supplier can be under-performing on two contracts but only be placed on performance improvement
measures on one"; design section 4.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hub.reconcile.awards import ProviderAwards, SaidName, Taken, taken_by, untaken
from hub.reconcile.claims import Field, Side
from hub.reconcile.contracts import ContractView, EndedBy, ended_by_shown
from hub.reconcile.sides import cite, latest_value, show


class ProviderContract(NamedTuple):
    """What a provider's picture holds of one contract."""

    shown: dict[str, Any]
    taken: list[Taken]
    names: list[SaidName]


def provider_body(
    partnership: str,
    provider: str,
    contracts: Mapping[str, ProviderContract],
    procurements: Mapping[str, ProviderAwards],
) -> dict[str, Any]:
    """The picture's JSON data. contracts: those that some body says it supplies, in order of id. procurements: those in
    whose awards it may be named, in order of id."""
    shown = [each.shown for each in contracts.values()]
    taken = {each for supplied in contracts.values() for each in supplied.taken}
    # it may be a person's: nobody has to say it
    names = [name for each in procurements.values() for name in each.names]
    names += [name for each in contracts.values() for name in each.names]
    return {
        "kind": "provider",
        "id": provider,
        "partnership": partnership,
        "title": max(names)[1] if names else None,
        "contracts": shown,
        "awards": untaken(procurements, taken),
        "left": [row for each in procurements.values() for row in each.left],
        "under_performing": [each["contract"] for each in shown if each["under_performing"]],
        "on_improvement_measures": [each["contract"] for each in shown if each["improvements"]],
        "wandsworth_test": wandsworth_test(shown),
    }


def wandsworth_test(contracts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The finding of WAN 8, naming the contracts on both sides of it; None when the provider passes."""
    under = [each for each in contracts if each["under_performing"]]
    placed = [each["contract"] for each in under if each["improvements"]]
    not_placed = [each["contract"] for each in under if not each["improvements"]]
    if not placed or not not_placed:
        return None
    return {
        "source": "Wandsworth paper 15-190, paragraph 8",
        "placed_on": placed,
        "not_placed_on": not_placed,
        "text": f"under-performing on {len(under)} contracts, on improvement measures for {len(placed)}: "
        f"{', '.join(placed)}; not for {', '.join(not_placed)}",
    }


def supplied(contract: str, view: ContractView, provider: str, ended_by: EndedBy) -> ProviderContract:
    """view: of a contract that some body says the provider supplies."""
    names = [
        (side.claim.order(), supplier["name"])
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
        "measures": view.measures,
        "under_performing": view.under_performing,
        "improvements": view.improvements,
    }


def _said(core: Mapping[Field, list[Side]], name: str) -> list[dict[str, Any]]:
    return [show(side) for side in core.get(Field("", "", name), ())]
