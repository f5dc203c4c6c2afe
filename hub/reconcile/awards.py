"""What a provider was awarded: in which procurements, and where it has left.

An award is no contract, and a body's contract that took its terms from the award and names the provider stands in its
place. Source: OCDS 1.1 (awards; contracts by awardID); the United Kingdom's role removedSupplier.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.reconcile.claims import Field, Side
from hub.reconcile.contracts import ContractView
from hub.reconcile.procurements import ProcurementView
from hub.reconcile.sides import cite, latest_value, show

_WORDS = ("title", "status", "value", "awarded_on", "period_start", "period_end")


def awards(
    provider: str, procurements: Mapping[str, ProcurementView], contracts: Mapping[str, ContractView]
) -> list[dict[str, Any]]:
    """Awards that name the provider, without what that body says of a contract already, nor of one that has left.

    contracts: those that name the provider are among them; others take nothing from its awards.
    """
    taken = {key for view in contracts.values() for key in _taken_by(view, provider)}
    found = []
    for key, view in sorted(procurements.items()):
        for award, sides in view.naming(provider).items():
            stays = [side for side in sides if view.departure(side.body, award, provider) is None]
            untaken = [side for side in stays if (side.body, key, award) not in taken]
            if untaken:
                found.append(
                    {
                        "procurement": key,
                        "award": award,
                        "procurement_title": latest_value(view.fields, "title"),
                        "named_by": [cite(side) for side in untaken],
                        **{
                            name: [show(side) for side in view.core.get(Field("award", award, name), ())]
                            for name in _WORDS
                        },
                    }
                )
    return found


def _taken_by(view: ContractView, provider: str) -> list[tuple[str, str, str]]:
    """(body, procurement, award) of each body that says that the contract came of that award and is with it."""
    naming = {side.body for side in view.suppliers.get(provider, ())}
    awarded = {side.body: side.claim.value for side in view.core.get(Field("", "", "award"), ())}
    return [
        (side.body, key, awarded[side.body])
        for key, sides in view.procurements.items()
        for side in sides
        if side.body in naming and side.body in awarded
    ]


def left(provider: str, procurements: Mapping[str, ProcurementView]) -> list[dict[str, Any]]:
    """Awards in which it is named and that some body says it has left: who says so, since when."""
    return [
        {
            "procurement": key,
            "procurement_title": latest_value(procurements[key].fields, "title"),
            "award": award,
            "said_by": [cite(side) for side in sides],
        }
        for key, award, sides in departures(provider, procurements)
    ]


def departures(provider: str, procurements: Mapping[str, ProcurementView]) -> Iterator[tuple[str, str, list[Side]]]:
    """(procurement, award, the words by which it is out of it) of each award that some body names it in."""
    for key, view in sorted(procurements.items()):
        for award in view.naming(provider):
            if sides := view.left(provider, award):
                yield key, award, sides
