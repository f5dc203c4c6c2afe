"""What an event about a procurement claims."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.events.procurement import LISTS, ProcurementDeclared
from hub.reconcile.claims import CLEARED, DEPARTED, LEFT_ALL, LISTED, SUPPLIER, Field
from hub.reconcile.folding import Fold, Pairs, cleared, fields_of, item_fields
from hub.reconcile.kinds.procurement.departing import left_by_role
from hub.serialization.readable import converters


def _procurement(event_type: EventType, plain: Plain) -> Pairs:
    """Each item of a list is known by its id and each of its fields is a claim of its own: what a statement leaves out
    it does not take back. Source: OCDS 1.1 merging."""
    pairs = [*item_fields("", "", fields_of(event_type, plain, without=(*LISTS, "departures"))), *cleared(plain)]
    lists = {name: converters(event_type.model)[name](plain[name]) for name in LISTS}
    for party in lists["parties"]:
        # an event that leaves the roles out reads as one with none, so none says nothing of them
        told = {name: party[name] for name in ("name", "roles") if party.get(name)}
        pairs += item_fields("party", party["id"], told or {LISTED: True})
        if plain["departures"] is None and left_by_role(party["roles"]):
            pairs.append((Field("party", party["id"], LEFT_ALL), True))
    for item, name in (("lot", "lots"), ("item", "items"), ("award", "awards"), ("notice", "notices")):
        for each in lists[name]:
            pairs += _listed(item, each)
    return [*pairs, *_departed(event_type, plain)]


def _departed(event_type: EventType, plain: Plain) -> Pairs:
    """Each departure is known by its award and supplier; of the award it tells nothing else, not that there is one."""
    if plain["departures"] is None:
        return []
    left = converters(event_type.model)["departures"](plain["departures"])
    return [(_field_of(each), {"id": each["supplier"], **_left_on(each)}) for each in left]


def _field_of(departure: Mapping[str, Any]) -> Field:
    return Field("award", departure["award"], f"{DEPARTED}{departure['supplier']}")


def _left_on(departure: Mapping[str, Any]) -> dict[str, Any]:
    return {"left_on": departure["left_on"]} if departure.get("left_on") is not None else {}


def _listed(item: str, each: dict[str, Any]) -> Pairs:
    skip = ("id", "clears", "suppliers")
    key = each["id"]
    return [
        (Field(item, key, LISTED), True),
        *item_fields(item, key, {name: value for name, value in each.items() if name not in skip}),
        *[(Field(item, key, name), CLEARED) for name in each["clears"]],
        *[(Field(item, key, f"{SUPPLIER}{named['id']}"), named) for named in each.get("suppliers", ())],
    ]


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType({ProcurementDeclared: _procurement})
