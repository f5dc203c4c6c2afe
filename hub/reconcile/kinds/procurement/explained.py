"""The statements behind the words of a procurement's picture: they follow from its lots, items, parties and awards, and
how far it has come from its contracts.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from hub.reconcile.claims import LISTED
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained, naming, words_behind
from hub.reconcile.kinds.procurement.stages import STAGE
from hub.reconcile.members import COMMON, Members, about_contracts, of_items
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews


def explained_procurement(views: PartnershipViews, procurement: Subject, as_of: Day) -> Iterator[Explained]:
    view, stages = views.procurement(procurement.id, as_of), views.stages(procurement.id, as_of)
    shown = {field: sides for field, sides in view.items.items() if field.name != LISTED}
    behind = words_behind({**view.fields, **shown, STAGE: [side for each in stages for side in each.of_it]})
    for each in told_of(views, procurement, as_of):
        words = behind.get((each.claim.field, each.body), ())
        yield Explained(each, tuple((procurement, word) for word in words))
    yield from naming(views, procurement, as_of)
    for contract in sorted({key for each in stages for key in each.of_contracts}):
        told = [each.of_contracts[contract] for each in stages if contract in each.of_contracts]
        behind = words_behind({STAGE: told})
        for each in told_of(views, Subject("contract", contract), as_of):
            if (each.claim.field, each.body) in behind:
                yield Explained(each, ((procurement, STAGE),))


MEMBERS: Final[Members] = MappingProxyType(
    {
        **COMMON,
        "lots": of_items("lot"),
        "items": of_items("item"),
        "awards": of_items("award"),
        "parties": of_items("party"),
        "notices": of_items("notice"),
        "contracts": about_contracts,
    }
)
"""Totals are of the contracts' values; see `behind_totals`."""

TOTALS: Final = "totals"
_OF_TOTALS: Final = ("value", "procurement")


def behind_totals(views: PartnershipViews, procurement: Subject, as_of: Day) -> Iterator[Explained]:
    """The statements that a procurement's totals cite: the values of its contracts, also where an award states them,
    and that the contracts came of it."""
    picture = views.picture(procurement, as_of)
    cited = set() if picture is None else set(_cited(picture.body[TOTALS]))
    contracts = [Subject("contract", each) for each in views.events.contracts_of(procurement)]
    for subject in (procurement, *contracts):
        for told in told_of(views, subject, as_of):
            if told.claim.field.name in _OF_TOTALS and (told.body, told.statement.event_id) in cited:
                yield Explained(told, ((subject, told.claim.field),))


def _cited(data: Any) -> Iterator[tuple[str, str]]:
    """(body, event) of every word that JSON data names."""
    if isinstance(data, dict):
        if "organisation" in data and "event" in data:
            yield data["organisation"], data["event"]
        for value in data.values():
            yield from _cited(value)
    elif isinstance(data, list):
        for value in data:
            yield from _cited(value)
