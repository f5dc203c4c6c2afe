"""What one event says, in the naive route: its words on each field, and from which days they are true.

It works on the models and shares no code with hub.reconcile; see tests.reconcile.oracle, of which it is a part.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from hub.events import answering, contract, measures, performance, planning, procurement, scrutiny, workplan
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.reconcile.kinds.contract.folds import AS_A_WHOLE

Told = tuple[EventType, Event, str]  # type, model, content hash
LEAVING = "leaves on "
Words = dict[str, dict[str, tuple[str, Any]]]  # field to organisation to (event id, value)


def said_at(event: Event, hashed: str) -> tuple[date, Any, str, str]:
    return event.meta.occurred_at, event.meta.recorded_at, str(event.meta.event_id), hashed


def sayings(event: Event) -> list[tuple[date, str]]:
    """From which days an event is true, and which part of it."""
    since = event.meta.occurred_at
    match event:
        case contract.Terminated():
            return [(since, "how it ends"), (max(since, event.ended_on), "that it ended")]
        case contract.ContractTerms() if event.signed_on and event.signed_on > since:
            return [(since, "unsigned"), (event.signed_on, "signed")]
        case procurement.ProcurementDeclared():
            days = [(each.awarded_on, f"award {each.id}") for each in event.awards]
            days += [(each.published_on, f"notice {each.id}") for each in event.notices]
            days += [
                (day, f"{LEAVING}{day}")
                for day in sorted({each.left_on for each in event.departures or () if each.left_on})
            ]
            return [(since, ""), *((day, part) for day, part in days if day and day > since)]
        case workplan.DecisionRecorded() if event.state in ("pending", "deferred"):
            return [(since, "")]
    of_the_past = (
        "met_on",
        "checked_on",
        "agreed_on",
        "decided_on",
        "breached_on",
        "assessed_on",
        "author_trained_on",
        "answered_on",
        "done_on",
        "reviewed_on",
        "visited_on",
        "followed_up_on",
        "received_on",
    )
    if isinstance(event, measures.Observed | performance.Rated | performance.FeedbackStated):
        return [(max(since, event.period_end), "")]
    return [(max([since, *(day for name in of_the_past if (day := getattr(event, name, None)))]), "")]


CHANGE = ("rationale", "percent", "batch", "decision")


def _put_change(event: Event, put: Callable[[str, object], None]) -> None:
    if isinstance(event, contract.Varied | contract.Extended):
        given = [name for name in CHANGE if getattr(event, name, None) is not None]
        batch = getattr(event, "batch", None)
        if given or isinstance(event, contract.Extended) or event.value is not None:
            put(f"variation {event.meta.occurred_at} {batch or event.meta.event_id}", event)


def say(words: Words, event: Event, hashed: str, order: int, day: date, share: str) -> None:
    """order: its number in the order in which things were said. share: which part of the event counts then."""
    by, source = event.meta.organisation, str(event.meta.event_id)

    def put(field: str, value: Any) -> None:
        words[field].pop(by, None)  # so that the word said last stands at the end
        words[field][by] = (source, value)
        words[f"order {field}"][by] = (source, order)
        words[f"when {field}"][by] = (source, (day, event.meta.recorded_at))
        words[f"said {field}"][by] = (source, (*said_at(event, hashed), day > event.meta.occurred_at))

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
        case contract.ContractTerms() if share == "signed":
            put("signed_on", event.signed_on)
        case contract.ContractTerms() if share == "unsigned":
            state("", (*CHANGE, "signed_on"))
            _put_change(event, put)
        case contract.ContractTerms() | workplan.ProgrammeDeclared():
            state("", CHANGE)
            _put_change(event, put)
        case procurement.ProcurementDeclared() if share:
            item, _, key = share.partition(" ")
            for part in (each for each in getattr(event, f"{item}s", ()) if each.id == key):
                _say_part(words, f"{share} ", part, put, by)
            for gone in event.departures or ():
                if share == f"{LEAVING}{gone.left_on}":
                    put(f"award {gone.award} departed {gone.supplier}", gone)
        case procurement.ProcurementDeclared():
            state("", ("parties", "lots", "items", "awards", "notices", "departures"))
            if "departures" in event.clears:
                for named in [each for each in words if each.split(" ")[2:3] == ["departed"] or _is_left(each)]:
                    words[named].pop(by, None)
            for party in event.parties:
                if party.roles:
                    put(f"party {party.id} roles", party.roles)
                if party.name is not None:
                    put(f"party {party.id} name", party.name)
                if not party.roles and party.name is None:
                    put(f"party {party.id} listed", True)
                if event.departures is None and {"removedSupplier"} == {"removedSupplier", "supplier"} & set(
                    party.roles
                ):
                    put(f"party {party.id} left", True)
            later = [told for _, told in sayings(event)]
            for item in ("lot", "item", "award", "notice"):
                for part in getattr(event, f"{item}s"):
                    if f"{item} {part.id}" not in later:
                        _say_part(words, f"{item} {part.id} ", part, put, by)
                    elif item == "award" and any(gone.award == part.id for gone in event.departures or ()):
                        put(f"award {part.id} listed", True)  # whoever leaves it leaves something that is there
            for gone in event.departures or ():
                if gone.left_on is None or gone.left_on <= day:
                    put(f"award {gone.award} departed {gone.supplier}", gone)
        case contract.Extended():
            put("period_end", event.period_end)
            _put_change(event, put)
        case contract.Terminated() if share == "how it ends":
            put("ended_on", event.ended_on)
            if event.reason != "not_stated":
                put("termination_reason", event.reason)
            if event.decision is not None:
                put("end_decision", event.decision)
            if event.rationale is not None:
                put("end_rationale", event.rationale)
        case contract.Terminated():
            put("stage", "ended")
            put("status", "terminated")
        case contract.ContractAssigned():
            put(f"programme {event.programme}", True)
        case contract.ClauseChecked():
            put(f"clause {event.clause}", event)
        case measures.MeasureAgreed():
            state(f"measure {event.measure} ", ("measure",))
        case measures.Observed():
            put(f"result {event.measure} {event.period_end} {event.period_start}", event)
        case performance.Rated():
            put(f"rating {event.measure or AS_A_WHOLE}", event)
        case contract.BreachRecorded():
            put(f"breach {event.breach}", event)
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
        case workplan.ConditionMet():
            parts = [event.decision, event.body, event.condition]
            put(f"condition {': '.join(each for each in parts if each)}", event)
        case workplan.RiskRecorded():
            put(f"risk {event.risk}", event)
        case workplan.OptionAppraised():
            put(f"option {event.option}", event)
        case workplan.ConsultationHeld():
            put(f"consultation {event.consultation}", event)
        case planning.ProjectTeamAppointed():
            put(f"member {event.member}", event)
        case planning.NeedAssessed():
            put(f"need {event.need}", event)
        case planning.IntentionRecorded():
            put(f"intention {event.intention}", event)
        case planning.PhasePlanned():
            put(f"phase {event.phase}", event)
        case scrutiny.EiaRecorded():
            put(f"assessment {event.assessment}", event)
        case scrutiny.RecommendationMade():
            put(f"recommendation {event.recommendation}", event)
        case answering.DifferenceAnswered():
            put(f"difference {event.difference}", event)
        case contract.ContractReviewed():
            put(f"review {event.review}", event)
        case contract.TermStated():
            put(f"term {event.term}", event)
        case contract.RemedyRecorded():
            put(f"remedy {event.remedy}", event)
        case performance.MonitoringVisitRecorded():
            put(f"visit {event.visit}", event)
        case performance.DataRequested():
            put(f"request {event.request}", event)
        case performance.FeedbackStated():
            put(f"feedback {event.feedback}", event)
        case _:
            raise AssertionError(f"what {type(event).__name__} says is a case in {__name__}")


def _is_left(field: str) -> bool:
    return field.startswith("party ") and field.endswith(" left")


def _say_part(words: Words, prefix: str, part: Any, put: Callable[[str, Any], None], by: str) -> None:
    put(f"{prefix}listed", True)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "suppliers":
            of_all = (f"{prefix}supplier ", f"{prefix}departed ")
            for named in [each for each in words if each.startswith(of_all) and name in part.clears]:
                words[named].pop(by, None)
            if name in part.clears:
                put(f"{prefix}cleared", True)
            for supplier in value or ():
                put(f"{prefix}supplier {supplier.id}", supplier)
        elif name not in ("id", "clears") and value is not None:
            put(prefix + name, value)
        elif name in part.clears:
            words[prefix + name].pop(by, None)
