"""What a provider was awarded: in which procurements, and where it has left.

An award is no contract, and a body's contract that took its terms from the award and names the provider stands in its
place. Source: OCDS 1.1 (awards; contracts by awardID); the United Kingdom's role removedSupplier.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Field, Side
from hub.reconcile.kinds.contract.view import ContractView
from hub.reconcile.kinds.procurement.view import ProcurementView
from hub.reconcile.sides import cite, latest_value, show

_WORDS: Final = ("title", "status", "value", "awarded_on", "period_start", "period_end")

Taken = tuple[str, str, str]
"""(body, procurement, award): the body says that a contract with the provider came of that award."""


class NamedAward(NamedTuple):
    """An award that names a provider. staying: the words that do, of bodies by which it has not left."""

    id: str
    staying: list[Side]
    shown: dict[str, Any]


class ProviderAwards(NamedTuple):
    """What a provider's picture holds of one procurement."""

    awards: list[NamedAward]
    left: list[dict[str, Any]]
    names: list[Side]


def awarded(view: ProcurementView, provider: str) -> ProviderAwards:
    naming = view.naming(provider)
    title = latest_value(view.fields, "title") if naming else None
    awards = [
        NamedAward(
            award,
            [side for side in sides if view.departure(side.body, award, provider) is None],
            {
                "procurement": view.id,
                "award": award,
                "procurement_title": title,
                **{name: [show(side) for side in view.core.get(Field("award", award, name), ())] for name in _WORDS},
            },
        )
        for award, sides in naming.items()
    ]
    left = [
        {
            "procurement": view.id,
            "procurement_title": title,
            "award": award,
            "said_by": [cite(side) for side in sides],
        }
        for _, award, sides in departures(provider, {view.id: view})
    ]
    names = [
        name_side(side, side.claim.value["name"])
        for sides in naming.values()
        for side in sides
        if side.claim.value.get("name")
    ]
    return ProviderAwards(awards, left, names)


def name_side(side: Side, name: str) -> Side:
    """A body's name for a provider, as its word. side: of the suppliers among whom it names it."""
    return Side(side.body, side.claim._replace(value=name), taken_from=side.taken_from)


def taken_by(view: ContractView, provider: str) -> list[Taken]:
    """Of each body that says that the contract came of an award and is with the provider, which one."""
    naming = {side.body for side in view.suppliers.get(provider, ())}
    of_award = {side.body: side.claim.value for side in view.core.get(Field("", "", "award"), ())}
    return [
        (side.body, key, of_award[side.body])
        for key, sides in view.procurements.items()
        for side in sides
        if side.body in naming and side.body in of_award
    ]


def untaken(procurements: Mapping[str, ProviderAwards], taken: Collection[Taken]) -> list[dict[str, Any]]:
    """Awards that name the provider, without what that body says of a contract already, nor of one that has left."""
    found = []
    for key, each in sorted(procurements.items()):
        for award in each.awards:
            naming = [side for side in award.staying if (side.body, key, award.id) not in taken]
            if naming:
                found.append({**award.shown, "named_by": [cite(side) for side in naming]})
    return found


def departures(provider: str, procurements: Mapping[str, ProcurementView]) -> Iterator[tuple[str, str, list[Side]]]:
    """(procurement, award, the words by which it is out of it) of each award that some body names it in."""
    for key, view in sorted(procurements.items()):
        for award in view.naming(provider):
            if sides := view.left(provider, award):
                yield key, award, sides
