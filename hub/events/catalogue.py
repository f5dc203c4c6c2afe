"""The one catalogue of what may be said. Everything that promises something for "all events" walks it.

To add a type: its frozen schema, its model, one line here, its fold in hub.reconcile, and an example beside
the schema. Tests name whichever of these is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hub.events import contract, performance, procurement, topics, withdrawal, workplan
from hub.events.envelope import Event


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event at its newest version. Names follow one pattern; see the design, section 3."""

    topic: str
    name: str
    model: type[Event]
    about: str  # the kind of thing that meta.subject names: contract, procurement, programme, event
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
    EventType(topics.CONTRACT, "declared", contract.Declared, "contract", minor=1),
    EventType(topics.CONTRACT, "varied", contract.Varied, "contract", minor=1),
    EventType(topics.CONTRACT, "extended", contract.Extended, "contract"),
    EventType(topics.CONTRACT, "terminated", contract.Terminated, "contract"),
    EventType(topics.CONTRACT, "contract-assigned", contract.ContractAssigned, "contract"),
    EventType(topics.CONTRACT, "clause-checked", contract.ClauseChecked, "contract"),
    EventType(topics.CONTRACT, "measure-agreed", contract.MeasureAgreed, "contract"),
    EventType(topics.CONTRACT, "procurement-declared", procurement.ProcurementDeclared, "procurement", minor=1),
    EventType(topics.PERFORMANCE, "observed", performance.Observed, "contract"),
    EventType(topics.PERFORMANCE, "improvement-measure-placed", performance.ImprovementMeasurePlaced, "contract"),
    EventType(topics.PERFORMANCE, "improvement-measure-lifted", performance.ImprovementMeasureLifted, "contract"),
    EventType(topics.WORKPLAN, "programme-declared", workplan.ProgrammeDeclared, "programme"),
    EventType(topics.WORKPLAN, "milestone-scheduled", workplan.MilestoneScheduled, "programme"),
    EventType(topics.WORKPLAN, "milestone-met", workplan.MilestoneMet, "programme"),
    EventType(topics.WORKPLAN, "decision-recorded", workplan.DecisionRecorded, "programme"),
    *(EventType(topic, "withdrawn", withdrawal.Withdrawn, "event") for topic in topics.INPUT_TOPICS),
)

BY_CE_TYPE: Final[Mapping[str, EventType]] = MappingProxyType({each.ce_type: each for each in CATALOGUE})
BY_AVRO_NAME: Final[Mapping[str, EventType]] = MappingProxyType({each.avro_name: each for each in CATALOGUE})
