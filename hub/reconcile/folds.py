"""One fold per event type: what an event claims, about which part of its subject.

A fold returns the event's claims as (field, value) pairs. Values are JSON data. A fold looks at one event
only: never at another one, a clock or the configuration.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.events import contract, performance, procurement, workplan
from hub.events.avro import Plain, day_of
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.procurement import LISTS
from hub.events.readable import converters
from hub.events.withdrawal import Withdrawn
from hub.reconcile.claims import (
    CLEARED,
    DEPARTED,
    LEFT_ALL,
    LISTED,
    SETS_OF_BODIES,
    SUPPLIER,
    Claim,
    Field,
    Origin,
    ordered,
)
from hub.reconcile.days import financial_year
from hub.reconcile.departing import left_by_role
from hub.reconcile.said import Said
from hub.reconcile.tenses import Waits, waiting

CORE: Final = "core"

Pairs = list[tuple[Field, Any]]
Fold = Callable[[EventType, Plain], Pairs]

_ENVELOPE: Final = frozenset({"meta", "clears"})


def _fields(event_type: EventType, plain: Plain, *, without: Iterable[str] = ()) -> dict[str, Any]:
    convert = converters(event_type.model)
    skip = _ENVELOPE.union(without)
    return {name: convert[name](value) for name, value in plain.items() if value is not None and name not in skip}


def _cleared(plain: Plain, item: str = "", key: str = "") -> Pairs:
    return [(Field(item, key, name), CLEARED) for name in plain["clears"]]


def _item_fields(item: str, key: str, fields: dict[str, Any]) -> Pairs:
    return [(Field(item, key, name), value) for name, value in fields.items()]


def _stated(event_type: EventType, plain: Plain) -> Pairs:
    """Declarations and variations: each field that they carry is a claim of its own."""
    fields = _fields(event_type, plain, without=("rationale", "percent", "batch"))
    for name in SETS_OF_BODIES:
        if name in fields:
            fields[name] = ordered(fields[name])
    return [*_item_fields("", "", fields), *_cleared(plain)]


def _extended(event_type: EventType, plain: Plain) -> Pairs:
    return _item_fields("", "", {"period_end": _fields(event_type, plain)["period_end"]})


def _terminated(event_type: EventType, plain: Plain) -> Pairs:
    fields = _fields(event_type, plain)
    reason = {} if fields["reason"] == contract.NOT_STATED else {"termination_reason": fields["reason"]}
    return _item_fields("", "", {"ended_on": fields["ended_on"], **reason, "stage": "ended", "status": "terminated"})


def _assigned(event_type: EventType, plain: Plain) -> Pairs:
    return [(Field("programme", plain["programme"], "assigned"), True)]


def _clause_checked(event_type: EventType, plain: Plain) -> Pairs:
    return [(Field("clause", plain["clause"], "check"), _fields(event_type, plain, without=("clause",)))]


def _measure_agreed(event_type: EventType, plain: Plain) -> Pairs:
    measure = plain["measure"]
    fields = _fields(event_type, plain, without=("measure",))
    return [*_item_fields("measure", measure, fields), *_cleared(plain, "measure", measure)]


def _observed(event_type: EventType, plain: Plain) -> Pairs:
    fields = _fields(event_type, plain, without=("measure",))
    return [(Field("result", plain["measure"], f"{fields['period_end']}/{fields['period_start']}"), fields)]


def _improvement_placed(event_type: EventType, plain: Plain) -> Pairs:
    return [
        (Field("improvement", plain["improvement"], "placed"), _fields(event_type, plain, without=("improvement",)))
    ]


def _improvement_lifted(event_type: EventType, plain: Plain) -> Pairs:
    return [(Field("improvement", plain["improvement"], "placed"), CLEARED)]


def _milestone_scheduled(event_type: EventType, plain: Plain) -> Pairs:
    milestone = plain["milestone"]
    fields = _fields(event_type, plain, without=("milestone",))
    return [*_item_fields("milestone", milestone, fields), *_cleared(plain, "milestone", milestone)]


def _milestone_met(event_type: EventType, plain: Plain) -> Pairs:
    fields = _fields(event_type, plain, without=("milestone",))
    return [(Field("milestone", plain["milestone"], "met"), fields)]


def _decision(event_type: EventType, plain: Plain) -> Pairs:
    fields = _fields(event_type, plain, without=("decision",))
    return [(Field("decision", plain["decision"], plain["body"]), fields)]


def _procurement(event_type: EventType, plain: Plain) -> Pairs:
    """Each item of a list is known by its id and each of its fields is a claim of its own: what a statement leaves out
    it does not take back. Source: OCDS 1.1 merging."""
    pairs = [*_item_fields("", "", _fields(event_type, plain, without=(*LISTS, "departures"))), *_cleared(plain)]
    lists = {name: converters(event_type.model)[name](plain[name]) for name in LISTS}
    for party in lists["parties"]:
        # an event that leaves the roles out reads as one with none, so none says nothing of them
        told = {name: party[name] for name in ("name", "roles") if party.get(name)}
        pairs += _item_fields("party", party["id"], told or {LISTED: True})
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
        *_item_fields(item, key, {name: value for name, value in each.items() if name not in skip}),
        *[(Field(item, key, name), CLEARED) for name in each["clears"]],
        *[(Field(item, key, f"{SUPPLIER}{named['id']}"), named) for named in each.get("suppliers", ())],
    ]


def _nothing(event_type: EventType, plain: Plain) -> Pairs:
    """A withdrawal claims nothing: it voids, which the state sees to."""
    return []


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType(
    {
        contract.Declared: _stated,
        contract.Varied: _stated,
        contract.Extended: _extended,
        contract.Terminated: _terminated,
        contract.ContractAssigned: _assigned,
        contract.ClauseChecked: _clause_checked,
        contract.MeasureAgreed: _measure_agreed,
        procurement.ProcurementDeclared: _procurement,
        performance.Observed: _observed,
        performance.ImprovementMeasurePlaced: _improvement_placed,
        performance.ImprovementMeasureLifted: _improvement_lifted,
        workplan.ProgrammeDeclared: _stated,
        workplan.MilestoneScheduled: _milestone_scheduled,
        workplan.MilestoneMet: _milestone_met,
        workplan.DecisionRecorded: _decision,
        Withdrawn: _nothing,
    }
)


def part_of(event_type: EventType, plain: Plain) -> str:
    """Which part of its subject an event belongs to: results by measure and financial year, all else core."""
    if event_type.model is performance.Observed:
        return f"{plain['measure']}/{financial_year(day_of(plain['period_end']))}"
    return CORE


def claims_of(said: Said, plain: Plain) -> list[Claim]:
    """What an event claims, ready to be ordered among the claims of others."""
    meta = plain["meta"]
    waits = waiting(said.type, plain, said.effective)
    origin = Origin(meta["classification"], meta["source_document"], meta["illustrative"])
    return [
        _waiting(said, field, value, origin, waits)
        if waits
        else Claim(
            said.effective,
            said.recorded,
            said.event_id,
            said.content_hash,
            said.organisation,
            field,
            value,
            origin,
        )
        for field, value in FOLDS[said.type.model](said.type, plain)
    ]


def _waiting(said: Said, field: Field, value: Any, origin: Origin, waits: Iterable[Waits]) -> Claim:
    """A claim of an event some of whose claims count from a later day."""
    found = next((each for each in waits if each.covers(field)), None)
    day = said.effective if found is None else found.day
    ahead = 0 if found is None or found.is_agreed else day - said.effective
    return Claim(day, said.recorded, said.event_id, said.content_hash, said.organisation, field, value, origin, ahead)


def types_without_a_fold() -> list[str]:
    return [each.ce_type for each in CATALOGUE if each.model not in FOLDS]
