"""What each event about a contract claims."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.events import contract, performance
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.reconcile.claims import CLEARED, Field
from hub.reconcile.folding import Fold, Pairs, fields_of, item_fields, listed, stated
from hub.serialization.avro import day_of

AS_A_WHOLE: Final = "the contract as a whole"
"""The name of the rating that is of no measure: names of measures have no spaces."""


def _extended(event_type: EventType, plain: Plain) -> Pairs:
    period_end = fields_of(event_type, plain)["period_end"]
    return [*item_fields("", "", {"period_end": period_end}), *_change(event_type, plain, extended_to=period_end)]


def _terminated(event_type: EventType, plain: Plain) -> Pairs:
    fields = fields_of(event_type, plain)
    reason = {} if fields["reason"] == contract.NOT_STATED else {"termination_reason": fields["reason"]}
    told = {f"end_{name}": fields[name] for name in ("decision", "rationale") if name in fields}
    known = {"ended_on": fields["ended_on"], **reason, **told}
    return item_fields("", "", {**known, "stage": "ended", "status": "terminated"})


def _assigned(event_type: EventType, plain: Plain) -> Pairs:
    return [(Field("programme", plain["programme"], "assigned"), True)]


def _improvement_lifted(event_type: EventType, plain: Plain) -> Pairs:
    return [(Field("improvement", plain["improvement"], "placed"), CLEARED)]


def _rated(event_type: EventType, plain: Plain) -> Pairs:
    """A rating of the contract as a whole is known by these words."""
    return [
        (Field("rating", plain["measure"] or AS_A_WHOLE, "rated"), fields_of(event_type, plain, without=("measure",)))
    ]


def _varied(event_type: EventType, plain: Plain) -> Pairs:
    fields = fields_of(event_type, plain)
    value = {"value": fields["value"]} if "value" in fields else {}
    return [*stated(event_type, plain), *_change(event_type, plain, plain["batch"], **value)]


def _change(event_type: EventType, plain: Plain, batch: str | None = None, **of_the_terms: Any) -> Pairs:
    """What is told of a change beside the terms that it came to, and which of these tell what it was: known by its day
    and the batch that it was part of, or else its event.
    """
    told = {name: value for name, value in fields_of(event_type, plain).items() if name in contract.CHANGE}
    told = {**of_the_terms, **told}
    if not told:
        return []
    meta = plain["meta"]
    key = f"{day_of(meta['occurred_at'])} {batch or meta['event_id']}"
    return [(Field("variation", key, "varied"), told)]


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType(
    {
        contract.Declared: stated,
        contract.Varied: _varied,
        contract.Extended: _extended,
        contract.Terminated: _terminated,
        contract.ContractAssigned: _assigned,
        contract.ClauseChecked: listed("clause", "check"),
        performance.Rated: _rated,
        contract.TermStated: listed("term", "stated"),
        contract.ContractReviewed: listed("review", "reviewed"),
        contract.BreachRecorded: listed("breach", "recorded"),
        contract.RemedyRecorded: listed("remedy", "remedied"),
        performance.MonitoringVisitRecorded: listed("visit", "visited"),
        performance.DataRequested: listed("request", "requested"),
        performance.FeedbackStated: listed("feedback", "counted"),
        performance.ImprovementMeasurePlaced: listed("improvement", "placed"),
        performance.ImprovementMeasureLifted: _improvement_lifted,
    }
)
