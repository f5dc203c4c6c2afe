"""Every metric of the hub: one typed list. Its page is docs/metrics.md, its values come from a status document.

Promise: a metric is never given another meaning; renaming one is a breaking change. No label holds the id of an event,
a record or a contract: a label's values are as few as topics, partitions, groups, codes and partners. Names that
Kafka's exporters use are used as they use them (operations handbook, section 10).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MetricKind(StrEnum):
    """A counter only rises, but for a restart of what counts; a gauge rises and falls."""

    COUNTER = "counter"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. name: as in Prometheus, with `_total` for a counter. unit: empty for a plain count."""

    name: str
    kind: MetricKind
    labels: tuple[str, ...]
    help: str
    unit: str = ""


_C, _G = MetricKind.COUNTER, MetricKind.GAUGE
_PLACE: Final = ("topic", "partition")

KAFKA_UP: Final = Metric("hub_kafka_up", _G, (), "1 when Kafka answers, else 0.")
REGISTRY_UP: Final = Metric("hub_registry_up", _G, (), "1 when the schema registry answers, else 0.")
OK: Final = Metric("hub_status_ok", _G, (), "1 when `hub status` says that all is well, else 0.")
FINDINGS: Final = Metric("hub_findings", _G, ("kind", "severity"), "Findings of `hub status`; each kind has a runbook.")
PROCESS_UP: Final = Metric("hub_process_ready", _G, ("process",), "1 when the process is ready, else 0.")
RESTARTS: Final = Metric(
    "hub_process_restarts_total", _C, ("process",), "How often the process ended and was restarted."
)

DISK_FREE: Final = Metric("hub_disk_free_bytes", _G, (), "Room on the disk that holds HUB_HOME.", "bytes")

BROKERS: Final = Metric("kafka_brokers", _G, (), "Brokers that Kafka names.")
TOPIC_PARTITIONS: Final = Metric("kafka_topic_partitions", _G, ("topic",), "Partitions of the topic.")
END: Final = Metric("kafka_topic_partition_current_offset", _G, _PLACE, "The next offset to be written.")
THIN: Final = Metric(
    "hub_topic_partitions_under_replicated", _G, ("topic",), "Partitions with too few replicas in sync."
)
LEADERLESS: Final = Metric("hub_topic_partitions_without_leader", _G, ("topic",), "Partitions that nobody leads.")
LAG: Final = Metric("kafka_consumergroup_lag", _G, ("consumergroup", *_PLACE), "Records not committed.")
LAG_SECONDS: Final = Metric(
    "kafka_consumergroup_group_lag_seconds",
    _G,
    ("group", *_PLACE),
    "How long the first record that is not committed has been waiting; 0 for none.",
    "seconds",
)
MAX_LAG_SECONDS: Final = Metric(
    "kafka_consumergroup_group_max_lag_seconds", _G, ("group",), "The longest of them.", "seconds"
)
SUM_LAG: Final = Metric("kafka_consumergroup_group_sum_lag", _G, ("group",), "Records not committed, over all.")
MEMBERS: Final = Metric("kafka_consumergroup_members", _G, ("consumergroup",), "Members of the group.")
LAG_STATE: Final = Metric("hub_lag_state", _G, ("group", "state"), "Partitions in each of Burrow's states.")

PUBLISHED: Final = Metric("hub_events_published_total", _C, ("topic",), "Records admitted to an input topic.")
LAST_EVENT: Final = Metric(
    "hub_last_event_timestamp_seconds",
    _G,
    ("partner",),
    "When the partner's newest event was admitted, as far as the status looks back.",
    "seconds since 1970",
)
REFUSALS: Final = Metric("hub_refusals_total", _C, (), "Events that doors refused.")
REFUSED_HOUR: Final = Metric(
    "hub_refused_events_last_hour",
    _G,
    ("partner",),
    "Events refused in the last hour, as far as the status looks back.",
)
REFUSALS_HOUR: Final = Metric(
    "hub_refusals_last_hour", _G, ("partner", "code"), "Reasons of the last hour's refusals; an event may have several."
)
QUARANTINED: Final = Metric("hub_events_deadlettered_total", _C, (), "Records that went to quarantine, each once.")
QUARANTINE_OPEN: Final = Metric("hub_dlq_depth", _G, ("code",), "Records in quarantine that are open.")
QUARANTINE_AGE: Final = Metric("hub_dlq_oldest_seconds", _G, (), "Age of the oldest of them; 0 for none.", "seconds")
AUDIT: Final = Metric("hub_audit_entries_total", _C, (), "Entries of the audit log.")
AUDIT_BROKEN: Final = Metric("hub_audit_broken", _G, (), "Breaks of its chain that nobody accepted.")

WORKER_READY: Final = Metric("hub_worker_ready", _G, ("worker",), "1 when the worker says so and is fresh, else 0.")
WORKER_PARTITIONS: Final = Metric("hub_worker_partitions", _G, ("worker",), "Partition numbers that the worker has.")
FOLDED: Final = Metric("hub_events_folded_total", _C, ("worker",), "Events added since the worker began.")
DUPLICATES: Final = Metric("hub_events_duplicates_total", _C, ("worker",), "Events that it had before.")
HEALS: Final = Metric("hub_worker_heals_total", _C, ("worker",), "Foreign writes that the worker wrote over.")
RATE: Final = Metric("hub_events_per_second", _G, ("worker",), "Events added in the last second.", "per second")
PICTURES: Final = Metric("hub_pictures", _G, ("worker",), "Pictures, tombstones too, that the worker keeps.")
SWEEP: Final = Metric("hub_sweep_left", _G, ("worker",), "Pictures that wait to be evaluated again behind live events.")

METRICS: Final = (
    KAFKA_UP,
    REGISTRY_UP,
    OK,
    FINDINGS,
    PROCESS_UP,
    RESTARTS,
    DISK_FREE,
    BROKERS,
    TOPIC_PARTITIONS,
    END,
    THIN,
    LEADERLESS,
    LAG,
    LAG_SECONDS,
    MAX_LAG_SECONDS,
    SUM_LAG,
    MEMBERS,
    LAG_STATE,
    PUBLISHED,
    LAST_EVENT,
    REFUSALS,
    REFUSED_HOUR,
    REFUSALS_HOUR,
    QUARANTINED,
    QUARANTINE_OPEN,
    QUARANTINE_AGE,
    AUDIT,
    AUDIT_BROKEN,
    WORKER_READY,
    WORKER_PARTITIONS,
    FOLDED,
    DUPLICATES,
    HEALS,
    RATE,
    PICTURES,
    SWEEP,
)
