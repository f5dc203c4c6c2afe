"""The members of a picture that hold several things, and which statements each of them shows.

Promise: whatever a picture shows can be asked for by its own name; a law walks the members of pictures. What is a
field, or a thing by its own name, needs no line. Source: design section 2 (every number can be explained).
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.reconcile.claims import DEPARTED, LEFT_ALL, SUPPLIER
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explaining import Explained
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews

Shows = Callable[[Explained], bool]


def _of(*items: str) -> Shows:
    return lambda each: each.told.claim.field.item in items


def _left(each: Explained) -> bool:
    field = each.told.claim.field
    return field.name.startswith(DEPARTED) or (field.item, field.name) == ("party", LEFT_ALL)


def _named(each: Explained) -> bool:
    name = each.told.claim.field.name
    return name in ("title", "suppliers") or name.startswith(SUPPLIER)


def _about_contracts(each: Explained) -> bool:
    return each.told.said.type.about == "contract"


def _all(each: Explained) -> bool:
    return True


_ENDING: Final = ("status", "stage")

MEMBERS: Final[Mapping[str, Shows]] = MappingProxyType(
    {
        "title": _named,
        "classification": _all,
        "fields": lambda each: not each.told.claim.field.item,
        "differences": _all,
        "lots": _of("lot"),
        "items": _of("item"),
        "awards": _of("award"),
        "parties": _of("party"),
        "notices": _of("notice"),
        "contracts": _about_contracts,
        "programmes": _of("programme"),
        "clauses": _of("clause"),
        "measures": _of("measure", "result"),
        "improvements": _of("improvement"),
        "milestones": _of("milestone"),
        "decisions": _of("decision"),
        "ended_by": lambda each: each.told.said.type.about == "procurement" and each.told.claim.field.name in _ENDING,
        "left": _left,
        "under_performing": _of("measure", "result"),
        "on_improvement_measures": _of("improvement"),
        "wandsworth_test": _of("measure", "result", "improvement"),
    }
)
"""By the member's name: which statements it shows. Totals are of the contracts' values; see `behind_totals`."""

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
            if told.claim.field.name in _OF_TOTALS and (told.body, told.said.event_id) in cited:
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
