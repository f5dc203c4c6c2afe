"""Every finding that the status can give: its name, how much it matters, and where it is told what to do."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

RUNBOOKS: Final = "docs/runbooks"


class Severity(StrEnum):
    """How much it matters, worst first. `note` is for information: all is well beside it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(Enum):
    """Every finding that the status can give: its stable name, how much it matters, and the runbook's file."""

    SUPERVISOR_ENDED = "supervisor-ended", Severity.ERROR, "supervisor-ended"
    INSTANCE_STOPPED = "instance-stopped", Severity.ERROR, "instance-stopped"
    DISK_FULL = "disk-full", Severity.ERROR, "disk-full"
    KAFKA_AWAY = "kafka-away", Severity.ERROR, "kafka-away"
    TOPIC_MISSING = "topic-missing", Severity.ERROR, "topic-missing"
    TOPIC_REPLACED = "topic-replaced", Severity.ERROR, "topic-missing"
    CONFIGURATION_UNREADABLE = "configuration-unreadable", Severity.ERROR, "configuration-broken"
    LOG_DAMAGED = "log-damaged", Severity.ERROR, "log-damaged"
    CONFIGURATION_LOST = "configuration-lost", Severity.ERROR, "configuration-lost"
    LOG_CORRUPT = "log-corrupt", Severity.ERROR, "log-corrupt"
    LEADERLESS = "partition-without-leader", Severity.ERROR, "replicas-missing"
    OUTPUT_UNTRUE = "output-untrue", Severity.ERROR, "foreign-outputs"
    AUDIT_BROKEN = "audit-broken", Severity.ERROR, "audit-broken"
    PROCESS_ENDED = "process-ended", Severity.ERROR, "process-ended"
    PROCESS_NOT_READY = "process-not-ready", Severity.ERROR, "process-not-ready"
    REGISTRY_AWAY = "registry-away", Severity.ERROR, "registry-away"
    SCHEMA_IDS = "schema-ids-differ", Severity.ERROR, "schema-ids"
    ENGINE_ABSENT = "engine-absent", Severity.ERROR, "lag-stop"
    LAG_REWIND = "lag-rewind", Severity.ERROR, "lag-rewind"
    LAG_STOP = "lag-stop", Severity.ERROR, "lag-stop"
    LAG_STALL = "lag-stall", Severity.ERROR, "lag-stall"
    LAG_WARN = "lag-warn", Severity.WARNING, "engine-behind"
    ENGINE_BEHIND = "engine-behind", Severity.WARNING, "engine-behind"
    DISK_FILLING = "disk-filling", Severity.WARNING, "disk-full"
    PROCESS_STARTING = "process-starting", Severity.WARNING, "process-not-ready"
    THIN = "under-replicated", Severity.WARNING, "replicas-missing"
    OUTPUT_WRITTEN_OVER = "output-written-over", Severity.WARNING, "foreign-outputs"
    EVIDENCE_LOST = "evidence-lost", Severity.WARNING, "evidence-lost"
    QUARANTINE_OPEN = "quarantine-open", Severity.WARNING, "quarantined-records"
    UNREADABLE = "unreadable-records", Severity.WARNING, "unreadable-records"
    REFUSALS = "refusals", Severity.NOTE, "refusals"
    LAG_UNKNOWN = "lag-unknown", Severity.NOTE, "lag-unknown"

    def __init__(self, title: str, severity: Severity, runbook: str) -> None:
        self.title = title
        self.severity = severity
        self.runbook = f"{RUNBOOKS}/{runbook}.md"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. about: what it is about, such as worker-1. what and do: a sentence each; do may be empty."""

    kind: Kind
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
