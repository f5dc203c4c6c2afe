"""What each event about a programme claims."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.events import planning, scrutiny, workplan
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
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


def _condition_met(event_type: EventType, plain: Plain) -> Pairs:
    """A condition is known by its decision, its words and the board that attached it, where one is named."""
    key = ": ".join(filter(None, (plain["decision"], plain["body"], plain["condition"])))
    return [(Field("condition", key, "fulfilled"), fields_of(event_type, plain))]


def _listed_by_day(item: str, name: str) -> Fold:
    """As `listed`, of a thing that is due: each part of that has a name of its own, so that each is compared."""
    fold = listed(item, name)

    def with_parts(event_type: EventType, plain: Plain) -> Pairs:
        ((field, word),) = fold(event_type, plain)
        due = word.pop("due", {})
        return [(field, {**word, **{f"due_{part}": value for part, value in due.items()}})]

    return with_parts


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType(
    {
        workplan.ProgrammeDeclared: stated,
        workplan.MilestoneScheduled: _milestone_scheduled,
        workplan.MilestoneMet: _milestone_met,
        workplan.DecisionRecorded: _decision,
        workplan.ConditionMet: _condition_met,
        workplan.RiskRecorded: listed("risk", "assessed"),
        workplan.OptionAppraised: listed("option", "appraised"),
        workplan.ConsultationHeld: listed("consultation", "conducted"),
        planning.ProjectTeamAppointed: listed("member", "named"),
        planning.NeedAssessed: listed("need", "needed"),
        planning.IntentionRecorded: _listed_by_day("intention", "intended"),
        planning.PhasePlanned: _listed_by_day("phase", "phased"),
        scrutiny.EiaRecorded: listed("assessment", "screened"),
        scrutiny.RecommendationMade: listed("recommendation", "recommended"),
    }
)
