"""Provider standing: all contracts and awards of a provider across departments and partners, and the Wandsworth test.

Source: WAN 8: "a supplier can be under-performing on two contracts but only be placed on performance improvement
measures on one"; design section 4.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hub.reconcile.claims import Side
from hub.reconcile.events import Subject
from hub.reconcile.kinds.provider.awards import ProviderAwards, untaken
from hub.reconcile.kinds.provider.cells import awarded_in, provider_ties, supplied_contract, supplied_from
from hub.reconcile.kinds.provider.view import ProviderContract
from hub.reconcile.reading import ViewReader
from hub.reconcile.sides import latest, show


def provider_picture(read: ViewReader, subject: Subject) -> dict[str, Any]:
    provider = subject.id
    procurements, named = read(provider_ties, provider)
    contracts = {*named, *(contract for each in procurements for contract in read(supplied_from, each, provider))}
    found = {each: read(supplied_contract, each, provider) for each in sorted(contracts)}
    return provider_body(
        read.partnership,
        provider,
        {key: supplied for key, supplied in found.items() if supplied is not None},
        {each: read(awarded_in, each, provider) for each in procurements},
    )


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
    said = [each.names for each in procurements.values()] + [each.names for each in contracts.values()]
    names = _one_a_body([side for each in said for side in each])
    return {
        "kind": "provider",
        "id": provider,
        "partnership": partnership,
        "title": latest(names).claim.value if names else None,
        "names": [show(each) for each in names],
        "contracts": shown,
        "awards": untaken(procurements, taken),
        "left": [row for each in procurements.values() for row in each.left],
        "under_performing": [each["contract"] for each in shown if each["under_performing"]],
        "on_improvement_measures": [each["contract"] for each in shown if each["improvements"]],
        "wandsworth_test": wandsworth_test(shown),
        "changed_alike": changed_alike(shown),
    }


def changed_alike(contracts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes of many contracts at once by which several of these changed by one percentage: blanket changes, whose
    effect on one provider adds up. In order of the change's reference and the percentage. Source: LEE 37.
    """
    found: dict[tuple[str, Decimal], dict[str, None]] = {}
    for contract in contracts:
        percents: dict[str, set[Decimal]] = {}
        for word in (side["value"] for row in contract["variations"] for side in row["varied"]):
            if "batch" in word and "percent" in word:
                percents.setdefault(word["batch"], set()).add(Decimal(word["percent"]))
        for batch, told in percents.items():
            if len(told) == 1:  # of one about which bodies disagree nothing is added up
                found.setdefault((batch, told.pop()), {})[contract["contract"]] = None
    return [
        {
            "source": "Leeds, Scrutiny Board (2017), paragraph 37",
            "batch": batch,
            "percent": f"{percent.normalize():f}",
            "contracts": list(changed),
            "text": f"{percent.normalize():+f} % for each of {len(changed)} contracts ({batch}): {', '.join(changed)}",
        }
        for (batch, percent), changed in sorted(found.items())
        if len(changed) > 1
    ]


def _one_a_body(names: list[Side]) -> list[Side]:
    """What each body calls it, as it said last, in order of the bodies. It may be a person's name: nobody has to."""
    by_body: dict[str, list[Side]] = {}
    for each in names:
        by_body.setdefault(each.body, []).append(each)
    return [latest(by_body[body]) for body in sorted(by_body)]


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
