"""Dense histories: random events over very few subjects, days and numbers, so that assessments happen often.

Seeded and plain, beside the Hypothesis strategies, which reach every value and meet each other rarely.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.measures import Observed
from tests.support import pools

SUPPLIERS = [{"id": each} for each in pools.SUPPLIERS]
BEGIN = date(2015, 1, 1)
EVENT_IDS = 600


def history(random: Random, length: int) -> list[tuple[EventType, Event]]:
    """A list of valid events; one in twelve corrects another, and some ids come with two contents. In three of ten that
    are long enough the results of a measure come month by month, so that it has a trend."""
    found = [_event(random) for _ in range(length)]
    count = random.randrange(16, 23)
    if length >= count and random.random() < 0.3:
        places = random.sample(range(length), count)
        for place, each in zip(places, _monthly(random, count), strict=True):
            found[place] = each
    return found


def _monthly(random: Random, count: int) -> Iterator[tuple[EventType, Event]]:
    """The results of one body, which jump or rise for good from some month on, or do neither."""
    kind = random.choice([each for each in CATALOGUE if each.model is Observed])
    subject = random.choice(pools.CONTRACTS if kind.about == "contract" else pools.PROGRAMMES)
    organisation, measure = random.choice(pools.ORGANISATIONS), random.choice(["m1", "m2"])
    first, changes = random.randrange(6, 12), random.randrange(count)
    rise, jump = random.choice([(0, 0), (0, 7), (3, 0), (-3, 0)])
    for place in range(count):
        since = max(0, place - changes)
        begins, behind = (_month(first + each) for each in (place, place + 1))
        meta = {**_meta(random, [subject]), "organisation": organisation, "corrects": None}
        said = {
            "measure": measure,
            "period_start": begins,
            "period_end": behind - timedelta(days=1),
            "value": str(random.randrange(6) + rise * since + (jump if since else 0)),
        }
        yield kind, kind.model.model_validate({"meta": meta, **said})


def _month(number: int) -> date:
    """The first day of a month, counted from January 2013."""
    return date(2013 + number // 12, number % 12 + 1, 1)


def any_day(random: Random) -> date:
    """A day on which something becomes true or falls due, or the one before or after it: where rules err."""
    return BEGIN + timedelta(days=random.randrange(0, 440, 40) + random.choice([-1, 0, 1]))


def _day(random: Random) -> str:
    return (BEGIN + timedelta(days=random.randrange(0, 400, 40))).isoformat()


def _two_days(random: Random) -> tuple[str, str]:
    first, second = sorted((_day(random), _day(random)))
    return first, second


def _id(random: Random) -> str:
    return str(UUID(int=random.randrange(1, EVENT_IDS)))


def _event(random: Random) -> tuple[EventType, Event]:
    kind = random.choice(CATALOGUE)
    subjects = {
        "contract": pools.CONTRACTS,
        "procurement": pools.PROCUREMENTS,
        "programme": pools.PROGRAMMES,
        "event": ("x",),
    }[kind.about]
    return kind, kind.model.model_validate({"meta": _meta(random, subjects), **_said(kind.name)(random)})


def _meta(random: Random, subjects: Sequence[str]) -> dict[str, Any]:
    return {
        "event_id": _id(random),
        "organisation": random.choice(pools.ORGANISATIONS),
        "source_system": "s",
        "partnerships": [pools.PARTNERSHIP],
        "subject": random.choice(subjects),
        "occurred_at": _day(random),
        "recorded_at": datetime(2015, 1, 1 + random.randrange(5), tzinfo=UTC),
        "corrects": _id(random) if random.random() < 0.08 else None,
    }


def _said(name: str) -> Callable[[Random], dict[str, Any]]:
    if name not in _SAID:
        raise LookupError(f"{name}: what dense histories say by it is a line in {__name__}._SAID")
    return _SAID[name]


def _maybe(random: Random, value: Any) -> Any:
    return value if random.random() < 0.5 else None


def _terms(random: Random) -> dict[str, Any]:
    return {
        "clears": random.sample(["title", "value", "period_end", "suppliers"], random.randrange(0, 2)),
        "title": _maybe(random, f"Contract {random.randrange(3)}"),
        "value": _maybe(random, _money(random)),
        "status": _maybe(random, random.choice(["active", "pending", "terminated", "cancelled"])),
        "suppliers": _maybe(random, random.sample(SUPPLIERS, random.randrange(0, 3))),
        "period_end": _maybe(random, _day(random)),
        "procurement": _maybe(random, random.choice(pools.PROCUREMENTS)),
        "award": _maybe(random, random.choice(["1", "2"])),
        "review_on": _maybe(random, _day(random)),
        "theme": _maybe(random, random.choice(["children", "public_health"])),
        "signed_on": _maybe(random, _day(random)),
        "department": _maybe(random, random.choice(["Adult care", "Public health"])),
        "client_groups": _maybe(random, random.sample(["older_people", "dementia", "carers"], random.randrange(1, 3))),
        "scope": _maybe(random, random.choice(["inside", "outside"])),
        "users_served": _maybe(random, random.choice([0, 40, 41])),
    }


def _term(random: Random) -> dict[str, Any]:
    value = _maybe(random, _money(random))
    return {
        "id": random.choice(["1", "2"]),
        "clears": random.choice([[], ["value"]]) if value is None else [],
        "status": _maybe(random, random.choice(["active", "cancelled"])),
        "value": value,
        "period_end": _maybe(random, _day(random)),
        "extendable_until": _maybe(random, _day(random)),
    }


def _procurement(random: Random) -> dict[str, Any]:
    parties = [
        {"id": each["id"], "roles": random.sample(["supplier", "removedSupplier", "funder", "buyer"], _few(random))}
        for each in random.sample(SUPPLIERS, random.randrange(0, 3))
    ]
    return {
        "clears": random.choice([[], [], [], ["title"], ["departures"]]),
        "title": _maybe(random, f"Procurement {random.randrange(3)}"),
        "stage": _maybe(random, random.choice(["tender", "award", "unknown"])),
        "status": _maybe(random, random.choice(["active", "complete"])),
        "value": _maybe(random, _money(random)),
        "framework": _maybe(random, random.random() < 0.5),
        "buyer": _maybe(random, _body(random)),
        "parties": parties,
        "lots": [_term(random)] if random.random() < 0.5 else [],
        "items": [{"id": random.choice(["1", "2"]), "category": "85000000"}] if random.random() < 0.5 else [],
        "awards": [
            {
                **_term(random),
                "id": key,
                **_suppliers(random),
                "awarded_on": _maybe(random, _day(random)),
                "lots": _maybe(random, random.sample(["1", "2"], random.randrange(1, 3))),
            }
            for key in random.choice([[], ["1"], ["2"], ["1", "2"]])
        ],
        "departures": _maybe(random, _departures(random)),
        "notices": [{"id": random.choice(["1", "2"]), "type": "UK6", "published_on": _maybe(random, _day(random))}]
        if random.random() < 0.5
        else [],
    }


def _few(random: Random) -> int:
    """One; of a party whose roles a release leaves out none."""
    return random.choice([1, 1, 1, 0])


def _suppliers(random: Random) -> dict[str, Any]:
    if random.random() < 0.1:
        return {"clears": ["suppliers"]}
    return {"suppliers": _maybe(random, random.sample(SUPPLIERS, random.randrange(0, 3)))}


def _departures(random: Random) -> list[dict[str, Any]]:
    """Of single awards; the same event may name the supplier in them."""
    pairs = [(award, each["id"]) for award in ("1", "2") for each in SUPPLIERS]
    return [
        {"award": award, "supplier": supplier, "left_on": _maybe(random, _day(random))}
        for award, supplier in random.sample(pairs, random.randrange(0, 5))
    ]


def _money(random: Random) -> dict[str, str]:
    amount = random.choice(["100", "1000", "100.50", "99.50", "60000"])
    return {"amount": amount, "basis": random.choice(["net", "gross", "unknown"])}


def _body(random: Random) -> dict[str, str]:
    return {"id": random.choice(pools.ORGANISATIONS)}


def _observed(random: Random) -> dict[str, Any]:
    start, end = _two_days(random)
    value = str(random.randrange(6))
    return {"measure": random.choice(["m1", "m2"]), "period_start": start, "period_end": end, "value": value}


def _due(random: Random) -> dict[str, str]:
    earliest, latest = _two_days(random)
    return {"text": "some time", "earliest": earliest, "latest": latest, "precision": "range"}


def _scheduled(random: Random) -> dict[str, Any]:
    due, clears = _due(random), random.choice([[], [], ["kind"]])
    return {"milestone": random.choice(["s1", "s2"]), "title": "Stone", "due": due, "clears": clears}


_SAID: dict[str, Callable[[Random], dict[str, Any]]] = {
    "declared": lambda r: {
        **_terms(r),
        "stage": r.choice(["award", "contract", "unknown"]),
        "buyer": _maybe(r, _body(r)),
        "funders": _maybe(r, [_body(r)]),
    },
    "varied": lambda r: {
        **_terms(r),
        "percent": _maybe(r, r.choice(["-5", "-2.5"])),
        "batch": _maybe(r, r.choice(["cuts-1", "cuts-2"])),
    },
    "extended": lambda r: {
        "period_end": _day(r),
        "rationale": _maybe(r, "To see it through"),
        "decision": _maybe(r, r.choice(["d1", "d2"])),
    },
    "terminated": lambda r: {
        "ended_on": _day(r),
        "reason": r.choice(["expired", "decommissioned"]),
        "decision": _maybe(r, r.choice(["d1", "d2"])),
    },
    "difference-answered": lambda r: {
        "difference": r.choice(["0" * 20, "1" * 20]),
        "answered_as": r.choice(["agreed", "disputed"]),
        "events": [_id(r)],
        "until": _maybe(r, _day(r)),
    },
    "contract-reviewed": lambda r: {
        "review": r.choice(["v1", "v2"]),
        "reviewed_on": _day(r),
        "review_outcome": r.choice(["continue", "extend"]),
    },
    "term-stated": lambda r: {
        "term": r.choice(["payment_days", "notice_months"]),
        "wording": r.choice(["Within 30 days", "On the last day"]),
        "number": _maybe(r, r.choice(["30", "30.0", "14"])),
    },
    "monitoring-visit-recorded": lambda r: {
        "visit": r.choice(["v1", "v2"]),
        "visited_on": _day(r),
        "visit_kind": r.choice(["announced", "papers"]),
        "follow_up": _maybe(r, "Look again"),
        "follow_up_by": _maybe(r, _day(r)),
        "followed_up_on": _maybe(r, _day(r)),
    },
    "data-requested": lambda r: {
        "request": r.choice(["q1", "q2", "q3"]),
        "title": "Staff",
        "questions": [r.choice(["vacancies", "turnover"])],
        "answer_due": _maybe(r, _day(r)),
        "received_on": _maybe(r, _day(r)),
    },
    "contract-assigned": lambda r: {"programme": r.choice(pools.PROGRAMMES)},
    "clause-checked": lambda r: {
        "clause": r.choice(["dbs", "insurance"]),
        "outcome": r.choice(["met", "not_met"]),
        "checked_on": _day(r),
        "next_check_by": _maybe(r, _day(r)),
    },
    "measure-agreed": lambda r: {
        "measure": r.choice(["m1", "m2"]),
        "title": "Measure",
        "direction": r.choice(["higher", "lower"]),
        "target": str(r.randrange(5)),
        "tolerance": _maybe(r, r.choice(["1", "2"])),
        "agreed_on": _maybe(r, _day(r)),
        "outcome": _maybe(r, "Better off"),
        "reported_until": _maybe(r, _day(r)),
    },
    "procurement-declared": _procurement,
    "observed": _observed,
    "rated": lambda r: {
        "measure": _maybe(r, r.choice(["m1", "m2"])),
        "rating": r.choice(["good", "inadequate"]),
        **dict(zip(("period_start", "period_end"), _two_days(r), strict=True)),
        "rater": _maybe(r, _body(r)),
    },
    "breach-recorded": lambda r: {
        "breach": r.choice(["b1", "b2"]),
        "breached_on": _day(r),
        "description": "Late",
        "consequence": _maybe(r, r.choice(["none_yet", "put_right"])),
    },
    "improvement-measure-placed": lambda r: {
        "improvement": r.choice(["i1", "i2"]),
        "measures": [r.choice(["m1", "m2", "m3"])],
        "reason": "late",
        "review_on": _maybe(r, _day(r)),
    },
    "improvement-measure-lifted": lambda r: {"improvement": r.choice(["i1", "i2"]), "reason": "mended"},
    "programme-declared": lambda r: {
        "title": "Programme",
        "mode": r.choice(["joint", "separate"]),
        "lead": _maybe(r, _body(r)),
        "partners": _maybe(r, [_body(r), _body(r)]),
        "clears": r.choice([[], [], ["lead"]]),
    },
    "milestone-scheduled": _scheduled,
    "milestone-met": lambda r: {"milestone": r.choice(["s1", "s2", "s3"]), "met_on": _day(r)},
    "decision-recorded": lambda r: {
        "decision": r.choice(["d1", "d2"]),
        "title": "Decision",
        "body": r.choice(["Executive", "Governing Body"]),
        "state": r.choice(["approved", "approved", "approved_conditional", "pending", "rejected"]),
        "role": r.choice(["required", "required", "consulted"]),
        "decided_on": _maybe(r, _day(r)),
        "conditions": r.choice([[], [], ["Costs"], ["Costs", "Signature"]]),
        "required": [_body(r)] if r.random() < 0.5 else [],
        "value": _maybe(r, _money(r)),
        "signed_by": r.choice([None, None, ["Director"], ["Director", "Officer"]]),
    },
    "withdrawn": lambda r: {"event": _id(r), "reason": "a mistake"},
    "risk-recorded": lambda r: {
        "risk": r.choice(["r1", "r2"]),
        "title": "Risk",
        "likelihood": r.choice(["possible", "likely"]),
        "impact": r.choice(["minor", "major"]),
        "review_on": _maybe(r, _day(r)),
        "risk_state": r.choice(["open", "open", "closed"]),
    },
    "option-appraised": lambda r: {
        "option": r.choice(["a", "b"]),
        "title": "Option",
        "cost": _maybe(r, _money(r)),
        "appraisal": r.choice(["considered", "preferred"]),
    },
    "condition-met": lambda r: {
        "decision": r.choice(["d1", "d2"]),
        "condition": r.choice(["Costs", "costs", "Signature"]),
        "body": r.choice([None, None, "Executive", "Governing Body"]),
        "met_on": _day(r),
    },
    "project-team-appointed": lambda r: {
        "member": r.choice(["m1", "m2"]),
        "post": "Lead",
        "member_of": {"id": _body(r)["id"]},
        "team_role": r.choice(["lead", "member", "left"]),
    },
    "need-assessed": lambda r: {
        "need": r.choice(["n1", "n2"]),
        "title": "Need",
        "people": _maybe(r, r.choice(["0", "1200", "1300"])),
        "client_groups": r.sample(["older_people", "dementia"], r.randrange(3)),
    },
    "intention-recorded": lambda r: {
        "intention": r.choice(["i1", "i2"]),
        "title": "Intention",
        "due": _maybe(r, _due(r)),
        "value": _maybe(r, _money(r)),
        "route": _maybe(r, r.choice(["competition", "in_house"])),
        "intention_state": r.choice(["proposed", "agreed", "done", "dropped"]),
    },
    "phase-planned": lambda r: {
        "phase": r.choice(["p1", "p2"]),
        "title": "Phase",
        "due": _maybe(r, _due(r)),
        "entry_conditions": ["Needs are assessed"] if r.random() < 0.5 else [],
        "phase_state": r.choice(["planned", "under_way", "ended"]),
    },
    "eia-recorded": lambda r: {
        "assessment": r.choice(["e1", "e2"]),
        "title": "Plan",
        "screening": r.choice(["none", "full"]),
        "worse_for": r.sample(["age", "sex"], r.randrange(3)),
        "contract": _maybe(r, r.choice(pools.CONTRACTS)),
        "author_trained_on": _maybe(r, _day(r)),
        "assessed_on": _day(r),
        "review_on": _maybe(r, _day(r)),
    },
    "recommendation-made": lambda r: {
        "recommendation": r.choice(["s1", "s2"]),
        "title": "Recommendation",
        "made_by": "Scrutiny",
        "addressed_to": _maybe(r, {"id": _body(r)["id"]}),
        "answer_due": _maybe(r, _day(r)),
        "answer": _maybe(r, r.choice(["accepted", "rejected"])),
    },
    "remedy-recorded": lambda r: {
        "remedy": r.choice(["y1", "y2"]),
        "title": "Remedy",
        "remedy_kind": r.choice(["action_plan", "suspension"]),
        "act_by": _maybe(r, _day(r)),
        "done_on": _maybe(r, _day(r)),
    },
    "feedback-stated": lambda r: {
        "feedback": r.choice(["f1", "f2"]),
        "complaints": _maybe(r, r.choice(["0", "12"])),
        "compliments": _maybe(r, "31"),
        **dict(zip(("period_start", "period_end"), _two_days(r), strict=True)),
    },
    "consultation-held": lambda r: {
        "consultation": "c1",
        "title": "Consultation",
        "consulted": r.sample(["carers", "staff"], r.randrange(1, 3)),
        **dict(zip(("period_start", "period_end"), _two_days(r), strict=True)),
    },
}


_OF_A_PROCUREMENT = [
    each for each in CATALOGUE if each.name in ("declared", "varied", "terminated", "procurement-declared")
]


def of_one_award(random: Random, length: int) -> list[tuple[EventType, Event]]:
    """As `history`, of one or two bodies on one procurement, whose contracts share an award and often its value."""
    bodies = random.sample(pools.ORGANISATIONS, random.choice([1, 2]))
    found: list[tuple[EventType, Event]] = []
    while len(found) < length:
        kind, event = _event(random)
        if kind not in _OF_A_PROCUREMENT:
            continue
        meta = event.meta.model_copy(update={"organisation": random.choice(bodies), "corrects": None})
        shared: dict[str, Any] = {}
        if kind.about == "procurement":
            meta = meta.model_copy(update={"subject": pools.PROCUREMENTS[0]})
        elif kind.name != "terminated":
            shared = {"procurement": pools.PROCUREMENTS[0], "award": "1"}
            if random.random() < 0.7:
                shared |= {"value": None, "status": None, "clears": ()}
        found.append((kind, event.model_copy(update={"meta": meta, **shared})))
    return found
