"""What each event about a programme claims."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.events import workplan
from hub.events.avro import Plain
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.reconcile.claims import Field
from hub.reconcile.folding import Fold, Pairs, cleared, fields_of, item_fields, listed, stated


def _milestone_scheduled(event_type: EventType, plain: Plain) -> Pairs:
    milestone = plain["milestone"]
    fields = fields_of(event_type, plain, without=("milestone",))
    return [*item_fields("milestone", milestone, fields), *cleared(plain, "milestone", milestone)]


def _milestone_met(event_type: EventType, plain: Plain) -> Pairs:
    fields = fields_of(event_type, plain, without=("milestone",))
    return [(Field("milestone", plain["milestone"], "met"), fields)]


def _decision(event_type: EventType, plain: Plain) -> Pairs:
    fields = fields_of(event_type, plain, without=("decision",))
    return [(Field("decision", plain["decision"], plain["body"]), fields)]


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType(
    {
        workplan.ProgrammeDeclared: stated,
        workplan.MilestoneScheduled: _milestone_scheduled,
        workplan.MilestoneMet: _milestone_met,
        workplan.DecisionRecorded: _decision,
        workplan.RiskRecorded: listed("risk", "assessed"),
        workplan.OptionAppraised: listed("option", "appraised"),
        workplan.ConsultationHeld: listed("consultation", "conducted"),
    }
)
