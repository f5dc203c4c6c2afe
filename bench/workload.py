"""The bench's events: contracts in partnerships, every event type in stated proportions, from a seed.

Proportions per contract's life follow what registers hold: one declaration, terms that change now and then, monthly
results. A contract keeps its supplier, its programme and its title, as contracts do; one saying in twenty names another
supplier. Contracts are drawn evenly, or by Zipf's law with the exponent that is given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID

from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.envelope import Event

# per thousand events; a test walks the catalogue: each type has its share here, or its reason in NO_SHARE
SHARES: Final = {
    "uk.jch.contract.declared.v1": 150,
    "uk.jch.contract.varied.v1": 120,
    "uk.jch.contract.extended.v1": 30,
    "uk.jch.contract.terminated.v1": 10,
    "uk.jch.contract.contract-assigned.v1": 20,
    "uk.jch.contract.clause-checked.v1": 60,
    "uk.jch.contract.measure-agreed.v1": 60,
    "uk.jch.performance.observed.v1": 440,
    "uk.jch.performance.improvement-measure-placed.v1": 12,
    "uk.jch.performance.improvement-measure-lifted.v1": 8,
    "uk.jch.workplan.programme-declared.v1": 15,
    "uk.jch.workplan.milestone-scheduled.v1": 30,
    "uk.jch.workplan.milestone-met.v1": 20,
    "uk.jch.workplan.decision-recorded.v1": 20,
    "uk.jch.contract.withdrawn.v1": 5,
}
_ONE_TOPIC: Final = "withdrawals cost the same on each topic; those of contracts stand for all"
_LATER: Final = "it came when shares had been measured; with none releases can be compared"
NO_SHARE: Final = {
    "uk.jch.contract.procurement-declared.v1": "the figures are of contracts' lives, so that releases can be compared",
    "uk.jch.contract.breach-recorded.v1": _LATER,
    "uk.jch.contract.term-stated.v1": _LATER,
    "uk.jch.performance.rated.v1": _LATER,
    "uk.jch.workplan.risk-recorded.v1": _LATER,
    "uk.jch.workplan.option-appraised.v1": _LATER,
    "uk.jch.workplan.consultation-held.v1": _LATER,
    "uk.jch.workplan.condition-met.v1": _LATER,
    "uk.jch.workplan.project-team-appointed.v1": _LATER,
    "uk.jch.workplan.intention-recorded.v1": _LATER,
    "uk.jch.intelligence.need-assessed.v1": _LATER,
    "uk.jch.workplan.phase-planned.v1": _LATER,
    "uk.jch.workplan.eia-recorded.v1": _LATER,
    "uk.jch.workplan.recommendation-made.v1": _LATER,
    "uk.jch.contract.remedy-recorded.v1": _LATER,
    "uk.jch.contract.contract-reviewed.v1": _LATER,
    "uk.jch.contract.difference-answered.v1": _LATER,
    "uk.jch.workplan.difference-answered.v1": _LATER,
    "uk.jch.workplan.measure-agreed.v1": _LATER,
    "uk.jch.workplan.observed.v1": _LATER,
    "uk.jch.performance.feedback-stated.v1": _LATER,
    "uk.jch.performance.monitoring-visit-recorded.v1": _LATER,
    "uk.jch.performance.data-requested.v1": _LATER,
    "uk.jch.performance.withdrawn.v1": _ONE_TOPIC,
    "uk.jch.workplan.withdrawn.v1": _ONE_TOPIC,
    "uk.jch.intelligence.withdrawn.v1": _ONE_TOPIC,
}
"""Why the bench does not say these."""
BEGIN: Final = date(2015, 4, 1)
DAYS: Final = 1500
PROGRAMMES: Final = 8
ZIPF_EXPONENT: Final = 1.1


@dataclass(frozen=True, slots=True)
class Shape:
    """zipf: the exponent s of Zipf's law (the k-th contract is drawn in proportion to 1/k^s); None: evenly.

    shares: of each type. begin, days: the days from which what is said is true.
    """

    contracts: int = 20_000
    partnerships: int = 150
    zipf: float | None = None
    shares: Mapping[str, int] = field(default_factory=lambda: SHARES)
    begin: date = BEGIN
    days: int = DAYS

    def weights(self) -> Sequence[float] | None:
        """Cumulative, by contract; the busiest contracts are spread over the partnerships."""
        if self.zipf is None:
            return None
        return list(accumulate(1 / rank**self.zipf for rank in range(1, self.contracts + 1)))


def events(seed: int, count: int, shape: Shape, first: int = 0) -> Iterator[tuple[EventType, Event]]:
    """`count` valid events. first: the number of the first one; events of other numbers have other ids."""
    random = Random(seed)
    kinds, weights = list(shape.shares), list(shape.shares.values())
    drawn = random.choices(range(shape.contracts), cum_weights=shape.weights(), k=count)
    for number, (name, contract) in enumerate(zip(random.choices(kinds, weights, k=count), drawn, strict=True), first):
        kind = BY_CE_TYPE[name]
        yield kind, kind.model.model_validate(_document(kind, random, number, contract, shape))


def event_id(number: int) -> UUID:
    return UUID(int=(1 << 100) + number)


def _document(kind: EventType, random: Random, number: int, contract: int, shape: Shape) -> dict[str, Any]:
    place = contract % shape.partnerships
    day = shape.begin + timedelta(days=random.randrange(shape.days))
    council, nhs = f"GB-LAE-P{place:03d}", f"GB-NHS-P{place:03d}"
    programme = f"programme-{random.randrange(PROGRAMMES)}"
    meta = {
        "event_id": event_id(number),
        "organisation": council if random.random() < 0.7 else nhs,
        "source_system": "bench",
        "partnerships": [f"place-{place:03d}"],
        "subject": f"{council}/C{contract:05d}" if kind.about != "programme" else programme,
        "occurred_at": day,
        "recorded_at": datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
    }
    return {"meta": meta, **_said(kind.name, random, day, council, nhs, contract, number)}


def _said(name: str, random: Random, day: date, council: str, nhs: str, contract: int, number: int) -> dict[str, Any]:
    measure = f"measure_{random.randrange(4)}"
    match name:
        case "declared" | "varied":
            supplier = contract % 400 if random.random() < 0.95 else random.randrange(400)
            said: dict[str, Any] = {
                "title": f"Service {contract % 100}",
                "value": {"amount": f"{random.randrange(10_000, 3_000_000)}.00"},
                "suppliers": [{"id": f"GB-COH-{supplier:08d}", "name": "A provider of care Ltd"}],
                "period_end": day + timedelta(days=1000),
            }
            if name == "declared":
                said |= {"stage": "contract", "buyer": {"id": council}, "funders": [{"id": nhs}], "status": "active"}
            return said
        case "extended":
            return {"period_end": day + timedelta(days=1400)}
        case "terminated":
            return {"ended_on": day, "reason": "expired"}
        case "contract-assigned":
            return {"programme": f"programme-{contract % PROGRAMMES}"}
        case "clause-checked":
            return {"clause": "dbs", "outcome": "met", "checked_on": day}
        case "measure-agreed":
            return {"measure": measure, "title": "A measure", "direction": "higher", "target": "95", "tolerance": "2"}
        case "observed":
            start = day.replace(day=1)
            end = start + timedelta(days=27)
            return {
                "measure": measure,
                "period_start": start,
                "period_end": end,
                "value": f"{random.randrange(85, 100)}",
            }
        case "improvement-measure-placed" | "improvement-measure-lifted":
            return {"improvement": "plan-1", "reason": "results below target"}
        case "programme-declared":
            return {
                "title": "A programme",
                "mode": "joint",
                "lead": {"id": council},
                "partners": [{"id": council}, {"id": nhs}],
            }
        case "milestone-scheduled":
            due = {"text": "by the spring", "earliest": day, "latest": day + timedelta(days=60), "precision": "range"}
            return {"milestone": f"m-{random.randrange(6)}", "title": "A milestone", "due": due}
        case "milestone-met":
            return {"milestone": f"m-{random.randrange(6)}", "met_on": day}
        case "decision-recorded":
            return {
                "decision": f"d-{random.randrange(4)}",
                "title": "A decision",
                "body": "Executive",
                "state": "approved",
            }
        case "withdrawn":
            return {"event": event_id(random.randrange(max(1, number))), "reason": "entered twice"}
    raise ValueError(f"the bench has no content for {name}")
