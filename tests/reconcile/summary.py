"""Builds what hub.reconcile takes from generated events, and reduces its pictures to what the oracle tells."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from hub.configuration.model import Body, Configuration, Member, Partnership
from hub.configuration.practice import Limit, Practice
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import Picture
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.serialization.avro import decode_plain, encode
from tests.support import pools

Ready = tuple[EventType, Event, Statement, Plain]

MEMBERS = tuple(Member(organisation=each, role="other") for each in pools.ORGANISATIONS)
PLACE = Partnership(id=pools.PARTNERSHIP, name="Wandsworth", members=MEMBERS)
FLAT = Configuration(0, {"partnership/wandsworth": PLACE})
PRACTICE = Practice(
    id=pools.PARTNERSHIP,
    review_before_extension_days=80,
    assessment_before_end=True,
    training_within_days=80,
    joint_decision_before=("extension", "variation", "end"),
    remedy_within_days=40,
    signatories=2,
    trend_run=5,
    trend_rising=5,
    limits=(Limit(organisation="GB-LAE-WND", post="Director", amount=Decimal(500)),),
)
WITH_SUCCESSION = Configuration(
    1,
    {
        "partnership/wandsworth": PLACE,
        "practice/wandsworth": PRACTICE,
        "organisation/GB-NHS-08X": Body(
            id="GB-NHS-08X", name="NHS Wandsworth CCG", until=date(2015, 6, 4), successors=("GB-NHS-36L",)
        ),
    },
)


def ready(made: Iterable[tuple[EventType, Event]]) -> list[Ready]:
    found = []
    for event_type, event in made:
        body = encode(event_type, event)
        version = (event_type.major, event_type.minor)
        plain = decode_plain(event_type, version, body)
        found.append((event_type, event, Statement.of(event_type, version, body, plain, 0), plain))
    return found


def added(events: Sequence[Ready], configuration: Configuration = FLAT) -> PartnershipViews:
    views = PartnershipViews(pools.PARTNERSHIP, configuration)
    for _, _, statement, plain in events:
        views.add(statement, plain)
    return views


def whole(events: Sequence[Ready], day: Day, configuration: Configuration = FLAT) -> dict[tuple[str, str], Picture]:
    """Every picture, made at once when all events are in."""
    return {(each.kind, each.id): each for each in added(events, configuration).pictures(day)}


def as_it_goes(
    events: Sequence[Ready], day: Day, random: Random, configuration: Configuration = FLAT
) -> dict[tuple[str, str], bytes]:
    """As the engine does it: in batches cut at random, and only touched pictures looked at again."""
    views = PartnershipViews(pools.PARTNERSHIP, configuration)
    held: dict[tuple[str, str], bytes] = {}
    touched: set[Subject] = set()
    for number, (_, _, statement, plain) in enumerate(events, 1):
        touched |= views.add(statement, plain)[1]
        if number == len(events) or random.random() < 0.3:
            for subject in touched:
                picture = views.picture(subject, day)
                if picture is None:
                    held.pop(subject, None)
                else:
                    held[subject] = picture.json()
            touched.clear()
    return held


def summary(picture: Picture) -> dict[str, Any]:
    """A picture in the oracle's terms: per field, whose word comes from which event; and the assessments."""
    body = picture.body
    if picture.kind == "provider":
        test = body["wandsworth_test"]
        return {
            "contracts": [each["contract"] for each in body["contracts"]],
            "under": body["under_performing"],
            "wandsworth": test and {"on": test["placed_on"], "not_on": test["not_placed_on"]},
            "awards": sorted(
                (each["procurement"], each["award"], side["organisation"])
                for each in body["awards"]
                for side in each["named_by"]
            ),
            "left": sorted(
                (each["procurement"], each["award"], side["organisation"])
                for each in body["left"]
                for side in each["said_by"]
            ),
        }
    sides = {name: _sources(field["sides"]) for name, field in body["fields"].items()}
    for sort in KIND_OF[picture.kind].listed:
        for each in body[sort.member]:
            sides[f"{sort.item} {each[sort.item]}"] = _sources(each[sort.name])
    if picture.kind == "programme":
        for stone in body["milestones"]:
            for name in stone.keys() - {"milestone", "state", "due_by"}:
                sides[f"milestone {stone['milestone']} {name}"] = _sources(stone[name])
        for decision in body["decisions"]:
            for each in decision["bodies"]:
                field = f"decision {decision['decision']} {each['value']['body']}"
                sides.setdefault(field, {})[each["organisation"]] = each["event"]
        return {
            "sides": sides,
            "milestones": {each["milestone"]: str(each["state"]) for each in body["milestones"]},
            "decisions": {each["decision"]: str(each["standing"]) for each in body["decisions"]},
            **_measured(body, sides),
        }
    if picture.kind == "procurement":
        for item in ("lot", "item", "award", "notice"):
            for each in body[f"{item}s"]:
                for name in each.keys() - {item}:
                    sides[f"{item} {each[item]} {name}"] = _sources(each[name])
        for each in body["parties"]:
            for name in each.keys() - {"organisation", "left_says"}:
                sides[f"party {each['organisation']} {name}"] = _sources(each[name])
        return {"sides": sides, "stages": _values(body, "stage")}
    for each in body["clauses"]:
        sides[f"clause {each['clause']}"] = _sources(each["checks"])
    return {
        "sides": sides,
        "ended_by": sorted(
            (each["procurement"], side["organisation"]) for each in body["ended_by"] for side in each["said_by"]
        ),
        **_measured(body, sides),
    }


def _measured(body: dict[str, Any], sides: dict[str, Any]) -> dict[str, Any]:
    """Puts what was agreed of each measure among the sides; returns what the last results come to."""
    for each in body["measures"]:
        for name in each.keys() - {"measure", "performance", "results", "last_result", "judged", "trends"}:
            sides[f"measure {each['measure']} {name}"] = _sources(each[name])
    return {
        "missed": [each["measure"] for each in body["measures"] if each["performance"] == "missed"],
        "last_results": {
            each["measure"]: _sources(each["last_result"]) for each in body["measures"] if "last_result" in each
        },
        "trends": {
            (each["measure"], trend["organisation"]): _trend(trend)
            for each in body["measures"]
            for trend in each.get("trends", ())
        },
    }


def _trend(trend: dict[str, Any]) -> dict[str, Any]:
    """The events of the points, and each result that makes a signal, with what that means."""
    ends = [each["period_end"] for each in trend["points"]]
    return {
        "points": [each["event"] for each in trend["points"]],
        "marks": {
            (str(each["rule"]), str(each["side"]), str(each["meaning"]), place)
            for each in trend["signals"]
            for place in range(ends.index(each["first"]), ends.index(each["last"]) + 1)
        },
    }


def comparable(kind: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The oracle's summary without the results and assignments, which pictures show in another form."""
    if kind == "provider":
        return answer
    hidden = ("result ", "programme ", "order ", "when ", "said ")
    sides = {
        name: said
        for name, said in answer["sides"].items()
        if not name.startswith(hidden)
        and not name.endswith((" listed", " cleared"))
        and not {"supplier", "departed"} & set(name.split(" ")[2:-1])
    }
    return {**answer, "sides": sides}


def _values(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {side["organisation"]: side["value"] for side in body["fields"].get(name, {"sides": ()})["sides"]}


def _sources(sides: list[dict[str, Any]]) -> dict[str, Any]:
    return {side["organisation"]: _events(side) for side in sides}


def _events(side: dict[str, Any]) -> Any:
    """The event, or all the events of a word that follows from several."""
    # two contents may have one event id
    events = {side["event"], *(each["event"] for each in side.get("also", ()))}
    return tuple(sorted(events)) if len(events) > 1 else side["event"]
