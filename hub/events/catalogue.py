"""The one catalogue of what may be said. Everything that promises something for "all events" walks it.

To add a type: its frozen schema, its model, one line here, an example beside the schema, and its fold in the folder of
the kind that it is about (hub.reconcile.kinds). Tests name whichever of these is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hub.events import (
    answering,
    contract,
    measures,
    performance,
    planning,
    procurement,
    scrutiny,
    topics,
    withdrawal,
    workplan,
)
from hub.events.envelope import Event


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event at its newest version. Names follow one pattern; see the design, section 3."""

    topic: str
    name: str
    model: type[Event]
    about: str  # the kind of thing that meta.subject names: contract, procurement, programme, event
    said_by: str  # in words: whose place it is to say it
    major: int = 1
    minor: int = 0

    @property
    def word(self) -> str:
        return topics.word(self.topic)

    @property
    def ce_type(self) -> str:
        return f"uk.jch.{self.word}.{self.name}.v{self.major}"

    @property
    def avro_name(self) -> str:
        return f"uk.jch.{self.word}.{self.name.title().replace('-', '')}"

    @property
    def registry_subject(self) -> str:
        """TopicRecordNameStrategy."""
        return f"{self.topic}-{self.avro_name}"

    @property
    def version(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def withdraws(self) -> bool:
        """Whether such an event takes another one back and says nothing else."""
        return self.about == "event"

    @property
    def dataschema(self) -> str:
        """The value of `ce_dataschema`: names type and version, so that bundled schemas decode without a registry."""
        return f"{self.word}/{self.name}/v{self.version}"


CATALOGUE: Final[tuple[EventType, ...]] = (
    EventType(
        topics.CONTRACT,
        "declared",
        contract.Declared,
        "contract",
        "whoever buys, pays for or manages the contract; each party says its own view of it",
        minor=3,
    ),
    EventType(
        topics.CONTRACT,
        "varied",
        contract.Varied,
        "contract",
        "a party of the contract, when terms were changed by agreement",
        minor=3,
    ),
    EventType(
        topics.CONTRACT,
        "extended",
        contract.Extended,
        "contract",
        "a party of the contract, when its term was extended",
    ),
    EventType(
        topics.CONTRACT,
        "terminated",
        contract.Terminated,
        "contract",
        "a party of the contract, when it ended",
        minor=1,
    ),
    EventType(
        topics.CONTRACT, "contract-assigned", contract.ContractAssigned, "contract", "a partner of the programme"
    ),
    EventType(
        topics.CONTRACT,
        "term-stated",
        contract.TermStated,
        "contract",
        "a party of the contract, of each key term that others are to be able to compare",
    ),
    EventType(
        topics.CONTRACT,
        "clause-checked",
        contract.ClauseChecked,
        "contract",
        "whoever checks the clause, mostly the buyer",
    ),
    EventType(
        topics.CONTRACT, "measure-agreed", measures.MeasureAgreed, "contract", "a party of the contract", minor=1
    ),
    EventType(
        topics.CONTRACT,
        "breach-recorded",
        contract.BreachRecorded,
        "contract",
        "a party of the contract, mostly the buyer",
    ),
    EventType(
        topics.CONTRACT,
        "remedy-recorded",
        contract.RemedyRecorded,
        "contract",
        "a party of the contract, mostly the buyer",
    ),
    EventType(
        topics.CONTRACT,
        "contract-reviewed",
        contract.ContractReviewed,
        "contract",
        "a party of the contract, of its own review",
    ),
    EventType(
        topics.CONTRACT,
        "difference-answered",
        answering.DifferenceAnswered,
        "contract",
        "a body whose words the open matter stands on, of its own view",
    ),
    EventType(
        topics.CONTRACT,
        "procurement-declared",
        procurement.ProcurementDeclared,
        "procurement",
        "the buyer, or whoever publishes notices for it",
        minor=2,
    ),
    EventType(
        topics.PERFORMANCE,
        "observed",
        measures.Observed,
        "contract",
        "whoever measures: the measure's owner, or the commissioner that got the provider's return",
    ),
    EventType(
        topics.PERFORMANCE, "rated", performance.Rated, "contract", "a party of the contract, or whoever rated it"
    ),
    EventType(
        topics.PERFORMANCE,
        "feedback-stated",
        performance.FeedbackStated,
        "contract",
        "whoever gets the feedback, of its own",
    ),
    EventType(
        topics.PERFORMANCE,
        "monitoring-visit-recorded",
        performance.MonitoringVisitRecorded,
        "contract",
        "whoever monitors the contract",
    ),
    EventType(
        topics.PERFORMANCE,
        "data-requested",
        performance.DataRequested,
        "contract",
        "whoever asks the provider, of its own request",
    ),
    EventType(
        topics.PERFORMANCE,
        "improvement-measure-placed",
        performance.ImprovementMeasurePlaced,
        "contract",
        "the commissioner that placed the provider on the plan",
    ),
    EventType(
        topics.PERFORMANCE,
        "improvement-measure-lifted",
        performance.ImprovementMeasureLifted,
        "contract",
        "the commissioner that placed it",
    ),
    EventType(
        topics.WORKPLAN,
        "programme-declared",
        workplan.ProgrammeDeclared,
        "programme",
        "a partner of the programme; each says its own view of it",
    ),
    EventType(
        topics.WORKPLAN, "milestone-scheduled", workplan.MilestoneScheduled, "programme", "a partner of the programme"
    ),
    EventType(
        topics.WORKPLAN,
        "milestone-met",
        workplan.MilestoneMet,
        "programme",
        "a partner of the programme, of its own view",
    ),
    EventType(
        topics.WORKPLAN,
        "measure-agreed",
        measures.MeasureAgreed,
        "programme",
        "a partner of the programme, of its own view",
    ),
    EventType(
        topics.WORKPLAN,
        "observed",
        measures.Observed,
        "programme",
        "whoever measures: the measure's owner, or a partner of the programme",
    ),
    EventType(
        topics.WORKPLAN,
        "decision-recorded",
        workplan.DecisionRecorded,
        "programme",
        "the organisation of the board or committee, for that body alone",
        minor=1,
    ),
    EventType(
        topics.WORKPLAN,
        "condition-met",
        workplan.ConditionMet,
        "programme",
        "the organisation that attached the condition",
    ),
    EventType(
        topics.WORKPLAN,
        "risk-recorded",
        workplan.RiskRecorded,
        "programme",
        "a partner of the programme, as it sees it",
    ),
    EventType(
        topics.WORKPLAN,
        "option-appraised",
        workplan.OptionAppraised,
        "programme",
        "a partner of the programme",
        minor=1,
    ),
    EventType(
        topics.WORKPLAN,
        "consultation-held",
        workplan.ConsultationHeld,
        "programme",
        "the partner that consulted, of its own consultation",
    ),
    EventType(
        topics.WORKPLAN,
        "project-team-appointed",
        planning.ProjectTeamAppointed,
        "programme",
        "a partner of the programme",
    ),
    EventType(
        topics.WORKPLAN,
        "intention-recorded",
        planning.IntentionRecorded,
        "programme",
        "the partner that intends to commission",
    ),
    EventType(topics.INTELLIGENCE, "need-assessed", planning.NeedAssessed, "programme", "whoever assessed it"),
    EventType(topics.WORKPLAN, "phase-planned", planning.PhasePlanned, "programme", "a partner of the programme"),
    EventType(
        topics.WORKPLAN,
        "eia-recorded",
        scrutiny.EiaRecorded,
        "programme",
        "the organisation that assessed it, of its own assessment",
    ),
    EventType(
        topics.WORKPLAN,
        "recommendation-made",
        scrutiny.RecommendationMade,
        "programme",
        "the body that was recommended it, or the one that recommends",
    ),
    EventType(
        topics.WORKPLAN,
        "difference-answered",
        answering.DifferenceAnswered,
        "programme",
        "a body whose words the open matter stands on, of its own view",
    ),
    *(
        EventType(
            topic,
            "withdrawn",
            withdrawal.Withdrawn,
            "event",
            "the organisation that said the event which is taken back; nobody else's is touched",
        )
        for topic in topics.INPUT_TOPICS
    ),
)

BY_CE_TYPE: Final[Mapping[str, EventType]] = MappingProxyType({each.ce_type: each for each in CATALOGUE})
BY_AVRO_NAME: Final[Mapping[str, EventType]] = MappingProxyType({each.avro_name: each for each in CATALOGUE})
