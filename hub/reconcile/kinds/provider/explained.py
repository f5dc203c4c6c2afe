"""The statements behind the words of a provider's picture, which is what contracts and awards say of it."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from hub.reconcile.claims import DEPARTED, LEFT_ALL, SUPPLIER, Field
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import SUPPLIERS, Explained, each_once, names
from hub.reconcile.kinds.contract.explained import explained_contract
from hub.reconcile.kinds.provider.awards import departures
from hub.reconcile.members import COMMON, Members, about_contracts, of_items
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews


def explained_provider(views: PartnershipViews, provider: Subject, as_of: Day) -> Iterator[Explained]:
    contracts, procurements = views.naming_provider(provider.id, as_of)
    for key, contract in contracts.items():
        naming = {side.body for side in contract.suppliers.get(provider.id, ())}
        about = Subject("contract", key)
        word = (about, SUPPLIERS)
        for each in explained_contract(views, about, as_of):
            is_behind = word in each.words and each.told.body in naming
            if is_behind or names(each.told.claim, provider):
                yield replace(each, words=(word,) if is_behind else ())
    shown: dict[tuple[str, Field, str], set[Field]] = {}
    for award in _awards(views, provider, as_of):
        naming_it = Field("award", award["award"], f"{SUPPLIER}{provider.id}")
        for side in award["named_by"]:
            shown.setdefault((award["procurement"], naming_it, side["organisation"]), set()).add(naming_it)
    for key, left, sides in departures(provider.id, procurements):
        for told_by in sides:
            # by whichever word it left, that it is out of this award is what is shown
            out_of_it = Field("award", left, f"{DEPARTED}{provider.id}")
            shown.setdefault((key, told_by.claim.field, told_by.body), set()).add(out_of_it)
    left_all = Field("party", provider.id, LEFT_ALL)
    for key in procurements:
        procurement = Subject("procurement", key)
        for told in told_of(views, procurement, as_of):
            field = told.claim.field
            if field == left_all or names(told.claim, provider):
                found = sorted(shown.get((key, field, told.body), ()))
                yield Explained(told, tuple((procurement, each) for each in found))


def terms_of_provider(views: PartnershipViews, provider: Subject, as_of: Day) -> list[Explained]:
    """Every statement about the contracts that it supplies and the awards that its picture shows."""
    contracts, _ = views.naming_provider(provider.id, as_of)
    supplied = {key: view for key, view in contracts.items() if provider.id in view.suppliers}
    found = [each for key in supplied for each in explained_contract(views, Subject("contract", key), as_of)]
    for award in _awards(views, provider, as_of):
        procurement = Subject("procurement", award["procurement"])
        found += [
            Explained(each, ((procurement, each.claim.field),))
            for each in told_of(views, procurement, as_of)
            if each.claim.field[:2] == ("award", award["award"])
            and not each.claim.field.name.startswith((SUPPLIER, DEPARTED))
        ]
    return each_once(found)


def _awards(views: PartnershipViews, provider: Subject, as_of: Day) -> list[dict[str, Any]]:
    """Those that its picture shows."""
    picture = views.picture(provider, as_of)
    return [] if picture is None else list(picture.body["awards"])


def _left(each: Explained) -> bool:
    field = each.told.claim.field
    return field.name.startswith(DEPARTED) or (field.item, field.name) == ("party", LEFT_ALL)


MEMBERS: Final[Members] = MappingProxyType(
    {
        "title": COMMON["title"],
        "names": COMMON["title"],
        "contracts": about_contracts,
        "awards": of_items("award"),
        "left": _left,
        "under_performing": of_items("measure", "result"),
        "on_improvement_measures": of_items("improvement"),
        "changed_alike": of_items("variation"),
        "wandsworth_test": of_items("measure", "result", "improvement"),
    }
)
