"""A second, naive route to the same answers: sort everything and replay it over dictionaries.

It works on the models and shares no code with hub.reconcile, so that agreement means something. It tells, for
each picture, which event each body's word on each field comes from, and the words that are judgements.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hub.events import contract, performance, workplan
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.withdrawal import Withdrawn

Told = tuple[EventType, Event, str]  # type, model, content hash
Words = dict[str, dict[str, tuple[str, Any]]]  # field to organisation to (event id, value)


def replay(told: Iterable[Told], as_of: date) -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, id) to a summary of its picture, for organisations without successors."""
    by_identity = {(str(event.meta.event_id), hashed): (kind, event, hashed) for kind, event, hashed in told}
    void = set()
    for _, event, _ in by_identity.values():
        if event.meta.corrects:
            void.add((event.meta.organisation, event.meta.corrects))
        if isinstance(event, Withdrawn):
            void.add((event.meta.organisation, event.event))
    good = [
        each
        for each in by_identity.values()
        if (each[1].meta.organisation, each[1].meta.event_id) not in void and not isinstance(each[1], Withdrawn)
    ]
    good.sort(
        key=lambda each: (each[1].meta.occurred_at, each[1].meta.recorded_at, str(each[1].meta.event_id), each[2])
    )
    words: dict[tuple[str, str], Words] = defaultdict(lambda: defaultdict(dict))
    for kind, event, _ in good:
        subject = (kind.about, event.meta.subject)
        words[subject]  # a subject exists also before anything is in effect
        if event.meta.occurred_at <= as_of:
            _say(words[subject], event)
    contracts = {key[1]: value for key, value in words.items() if key[0] == "contract"}
    answers = {key: _summary(key[0], value, as_of) for key, value in words.items()}
    for programme in {p for _, e, _ in good if isinstance(e, contract.ContractAssigned) for p in [e.programme]}:
        answers.setdefault(("programme", programme), _summary("programme", {}, as_of))
    for provider in {s.id for _, e, _ in good for s in getattr(e, "suppliers", None) or ()}:
        answers["provider", provider] = _provider(provider, contracts)
    return answers


def _say(words: Words, event: Event) -> None:
    by, source = event.meta.organisation, str(event.meta.event_id)

    def put(field: str, value: Any) -> None:
        words[field].pop(by, None)  # so that the word said last stands at the end
        words[field][by] = (source, value)

    def state(prefix: str, skip: tuple[str, ...]) -> None:
        for name in type(event).model_fields:
            value = getattr(event, name)
            if name not in ("meta", "clears", *skip) and value is not None:
                put(prefix + name, value)
        for name in getattr(event, "clears", ()):
            # stating a field wins over clearing it in the same event
            if getattr(event, name, None) is None:
                words[prefix + name].pop(by, None)

    match event:
        case contract.ContractTerms() | workplan.ProgrammeDeclared():
            state("", ("rationale", "percent", "batch"))
        case contract.Extended():
            put("period_end", event.period_end)
        case contract.Terminated():
            put("ended_on", event.ended_on)
            put("termination_reason", event.reason)
            put("stage", "ended")
            put("status", "terminated")
        case contract.ContractAssigned():
            put(f"programme {event.programme}", True)
        case contract.ClauseChecked():
            put(f"clause {event.clause}", event)
        case contract.MeasureAgreed():
            state(f"measure {event.measure} ", ("measure",))
        case performance.Observed():
            put(f"result {event.measure} {event.period_end} {event.period_start}", event)
        case performance.ImprovementMeasurePlaced():
            put(f"improvement {event.improvement}", event)
        case performance.ImprovementMeasureLifted():
            words[f"improvement {event.improvement}"].pop(by, None)
        case workplan.MilestoneScheduled():
            state(f"milestone {event.milestone} ", ("milestone",))
        case workplan.MilestoneMet():
            put(f"milestone {event.milestone} met", event)
        case workplan.DecisionRecorded():
            put(f"decision {event.decision} {event.body}", event)
        case _:
            raise AssertionError(f"the oracle does not know {type(event).__name__}")


def _summary(kind: str, words: Words, as_of: date) -> dict[str, Any]:
    sides = {field: {by: source for by, (source, _) in said.items()} for field, said in words.items() if said}
    summary: dict[str, Any] = {"sides": sides}
    if kind == "programme":
        summary["milestones"] = {
            name: _milestone(name, words, as_of)
            for name in {field.split(" ")[1] for field in sides if field.startswith("milestone ")}
        }
        summary["decisions"] = {
            name: _decision(
                [event for f, said in words.items() for _, event in said.values() if f.startswith(f"decision {name} ")]
            )
            for name in {field.split(" ")[1] for field in sides if field.startswith("decision ")}
        }
    if kind == "contract":
        summary["missed"] = sorted(_missed(words))
        summary["last_results"] = _last_results(words)
    return summary


def _milestone(name: str, words: Words, as_of: date) -> str:
    if words.get(f"milestone {name} met"):
        return "met"
    dues = [due for _, due in words.get(f"milestone {name} due", {}).values()]
    return "late" if any(due.latest < as_of for due in dues) else "due"


def _decision(events: list[workplan.DecisionRecorded]) -> str:
    deciding = [event for event in events if event.role == "required"]
    required = {body.id for event in events for body in event.required} | {
        event.meta.organisation for event in deciding
    }
    if any(event.state in ("rejected", "withdrawn") for event in deciding):
        return "rejected"
    if not required:
        return "advisory"
    for organisation in required:
        own = [event for event in deciding if event.meta.organisation == organisation]
        if not own or not all(event.state.startswith("approved") for event in own):
            return "waiting"
    return "conditional" if any(e.conditions or e.state == "approved_conditional" for e in deciding) else "stands"


def _last_results(words: Words) -> dict[str, dict[str, str]]:
    """Measure to whose result of its last period comes from which event."""
    ends = sorted(
        (*field.split(" ")[2:], field.split(" ")[1])
        for field, said in words.items()
        if field.startswith("result ") and said
    )
    last = {measure: (end, start) for end, start, measure in ends}
    return {
        measure: {by: source for by, (source, _) in words[f"result {measure} {end} {start}"].items()}
        for measure, (end, start) in last.items()
    }


def _missed(words: Words) -> set[str]:
    missed = set()
    periods: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for field, said in words.items():
        if field.startswith("result "):
            for by, (_, event) in said.items():
                periods[event.measure].append((event.period_end, event.period_start, by))
    for measure, results in periods.items():
        end, start, _ = max(results)
        reported = {by: event.value for by, (_, event) in words[f"result {measure} {end} {start}"].items()}
        targets = {by: target for by, (_, target) in words.get(f"measure {measure} target", {}).items()}
        if any(
            _misses(words, measure, value, owner, target)
            for by, value in reported.items()
            for owner, target in targets.items()
            # a body that reports and has a target of its own is not held to that of another one that reports too
            if by == owner or by not in targets or owner not in reported
        ):
            missed.add(measure)
    return missed


def _misses(words: Words, measure: str, result: Decimal, owner: str, target: Decimal) -> bool:
    directions = words.get(f"measure {measure} direction", {})
    if not directions:
        return False
    direction = directions[owner][1] if owner in directions else next(reversed(directions.values()))[1]
    tolerances = {by: value for by, (_, value) in words.get(f"measure {measure} tolerance", {}).items()}
    tolerance = tolerances[owner] if owner in tolerances else min(tolerances.values(), default=Decimal(0))
    return bool((target - result if direction == "higher" else result - target) > tolerance)


def _provider(provider: str, contracts: dict[str, Words]) -> dict[str, Any]:
    supplied = {
        key: words
        for key, words in contracts.items()
        if any(s.id == provider for _, suppliers in words.get("suppliers", {}).values() for s in suppliers)
    }
    under = sorted(key for key, words in supplied.items() if _missed(words))
    placed = {
        key for key in under if any(said for field, said in supplied[key].items() if field.startswith("improvement "))
    }
    test = None if not placed or placed == set(under) else {"on": sorted(placed), "not_on": sorted(set(under) - placed)}
    return {"contracts": sorted(supplied), "under": under, "wandsworth": test}
