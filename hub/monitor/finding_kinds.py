"""Every finding that the status can give: its name, how much it matters, and where it is told what to do."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

RUNBOOKS: Final = "docs/runbooks"


class FindingSeverity(StrEnum):
    """How much it matters, worst first. `note` is for information: all is well beside it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class FindingKind(Enum):
    """Every finding that the status can give: its stable name, how much it matters, and the runbook's file."""

    SUPERVISOR_ENDED = "supervisor-ended", FindingSeverity.ERROR, "supervisor-ended"
    INSTANCE_STOPPED = "instance-stopped", FindingSeverity.ERROR, "instance-stopped"
    DISK_FULL = "disk-full", FindingSeverity.ERROR, "disk-full"
    KAFKA_AWAY = "kafka-away", FindingSeverity.ERROR, "kafka-away"
    TOPIC_MISSING = "topic-missing", FindingSeverity.ERROR, "topic-missing"
    TOPIC_REPLACED = "topic-replaced", FindingSeverity.ERROR, "topic-missing"
    CONFIGURATION_UNREADABLE = "configuration-unreadable", FindingSeverity.ERROR, "configuration-broken"
    LOG_DAMAGED = "log-damaged", FindingSeverity.ERROR, "log-damaged"
    CONFIGURATION_LOST = "configuration-lost", FindingSeverity.ERROR, "configuration-lost"
    LOG_CORRUPT = "log-corrupt", FindingSeverity.ERROR, "log-corrupt"
    LEADERLESS = "partition-without-leader", FindingSeverity.ERROR, "replicas-missing"
    OUTPUT_UNTRUE = "output-untrue", FindingSeverity.ERROR, "foreign-outputs"
    QUARANTINE_OVER = "quarantine-over-limit", FindingSeverity.ERROR, "quarantine-over-limit"
    AUDIT_BROKEN = "audit-broken", FindingSeverity.ERROR, "audit-broken"
    PROCESS_ENDED = "process-ended", FindingSeverity.ERROR, "process-ended"
    PROCESS_NOT_READY = "process-not-ready", FindingSeverity.ERROR, "process-not-ready"
    REGISTRY_AWAY = "registry-away", FindingSeverity.ERROR, "registry-away"
    SCHEMA_IDS = "schema-ids-differ", FindingSeverity.ERROR, "schema-ids"
    ENGINE_ABSENT = "engine-absent", FindingSeverity.ERROR, "lag-stop"
    LAG_REWIND = "lag-rewind", FindingSeverity.ERROR, "lag-rewind"
    LAG_STOP = "lag-stop", FindingSeverity.ERROR, "lag-stop"
    LAG_STALL = "lag-stall", FindingSeverity.ERROR, "lag-stall"
    LAG_WARN = "lag-warn", FindingSeverity.WARNING, "engine-behind"
    ENGINE_BEHIND = "engine-behind", FindingSeverity.WARNING, "engine-behind"
    DISK_FILLING = "disk-filling", FindingSeverity.WARNING, "disk-full"
    PROCESS_STARTING = "process-starting", FindingSeverity.WARNING, "process-not-ready"
    THIN = "under-replicated", FindingSeverity.WARNING, "replicas-missing"
    OUTPUT_WRITTEN_OVER = "output-written-over", FindingSeverity.WARNING, "foreign-outputs"
    EVIDENCE_LOST = "evidence-lost", FindingSeverity.WARNING, "evidence-lost"
    LOSS_ACCEPTED = "loss-accepted", FindingSeverity.WARNING, "loss-accepted"
    QUARANTINE_OPEN = "quarantine-open", FindingSeverity.WARNING, "quarantined-records"
    UNREADABLE = "unreadable-records", FindingSeverity.WARNING, "unreadable-records"
    REFUSALS = "refusals", FindingSeverity.NOTE, "refusals"
    LAG_UNKNOWN = "lag-unknown", FindingSeverity.NOTE, "lag-unknown"

    def __init__(self, title: str, severity: FindingSeverity, runbook: str) -> None:
        self.title = title
        self.severity = severity
        self.runbook = f"{RUNBOOKS}/{runbook}.md"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. about: what it is about, such as worker-1. what and do: a sentence each; do may be empty."""

    kind: FindingKind
    about: str
    what: str
    do: str

    @property
    def reason(self) -> str:
        return f"{self.what} {self.do}".strip()

    def to_json(self) -> dict[str, str]:
        return {
            "kind": self.kind.title,
            "severity": self.kind.severity.value,
            "about": self.about,
            "what": self.what,
            "do": self.do,
            "runbook": self.kind.runbook,
        }
