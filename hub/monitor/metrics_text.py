"""The metrics of a status document in Prometheus' text format. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from hub.events.topics import INPUT_TOPICS
from hub.monitor import metrics as m
from hub.monitor.lag_rules import LagState
from hub.monitor.metrics import METRICS, Metric, MetricKind
from hub.monitor.process_table import ProcessState

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

Document = Mapping[str, Any]
Sample = tuple[Metric, tuple[str, ...], float]


def render_metrics(document: Document) -> bytes:
    """document: what hub.monitor.status gives. Every metric has its HELP and TYPE, also those without a sample now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Samples(samples(document)))
    return generate_latest(registry)


class _Samples(Collector):
    """What prometheus_client asks for its families."""

    def __init__(self, found: Iterable[Sample]) -> None:
        self._families = {each: _family(each) for each in METRICS}
        for metric, labels, value in found:
            self._families[metric].add_metric(labels, value)

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        return iter(self._families.values())


def _family(metric: Metric) -> GaugeMetricFamily | CounterMetricFamily:
    match metric.kind:
        case MetricKind.COUNTER:
            return CounterMetricFamily(metric.name.removesuffix("_total"), metric.help, labels=metric.labels)
        case MetricKind.GAUGE:
            return GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)


def samples(document: Document) -> Iterator[Sample]:
    """Every value that the document has. What only Kafka knows is left out when it did not answer: 0 would be a lie."""
    yield m.KAFKA_UP, (), document["kafka"]["answers"]
    yield m.REGISTRY_UP, (), document["registry"]["answers"]
    yield m.OK, (), document["ok"]
    yield from _findings(document)
    for row in document["processes"]:
        yield m.PROCESS_UP, (row["name"],), row["state"] == ProcessState.READY
        yield m.RESTARTS, (row["name"],), row["restarts"]
    if document.get("disk") is not None:
        yield m.DISK_FREE, (), document["disk"]["free_bytes"]
    yield from _workers(document)
    if document["kafka"]["answers"]:
        yield m.BROKERS, (), len(document["kafka"]["brokers"])
        yield from _topics(document)
        yield from _groups(document)
        yield from _kept(document)


def _findings(document: Document) -> Iterator[Sample]:
    counted: dict[tuple[str, str], int] = {}
    for each in document["findings"]:
        counted[each["kind"], each["severity"]] = counted.get((each["kind"], each["severity"]), 0) + 1
    for labels, count in counted.items():
        yield m.FINDINGS, labels, count


def _workers(document: Document) -> Iterator[Sample]:
    for each in document["workers"]:
        name = (each["worker"],)
        yield m.WORKER_READY, name, each["ready"]
        yield m.WORKER_PARTITIONS, name, len(each["partitions"])
        yield m.FOLDED, name, each["added"]
        yield m.DUPLICATES, name, each["duplicates"]
        yield m.HEALS, name, each["heals"]
        yield m.RATE, name, each["events_per_second"]
        yield m.PICTURES, name, each["pictures"]
        yield m.SWEEP, name, each["sweep_left"]


def _topics(document: Document) -> Iterator[Sample]:
    for each in document["topics"]:
        name = each["topic"]
        yield m.TOPIC_PARTITIONS, (name,), each["partitions"]
        yield m.THIN, (name,), each["under_replicated"]
        yield m.LEADERLESS, (name,), each["leaderless"]
        for partition, end in each["ends"].items():
            yield m.END, (name, partition), end
        if name in INPUT_TOPICS:
            yield m.PUBLISHED, (name,), each["records"]


def _groups(document: Document) -> Iterator[Sample]:
    for group in document["groups"]:
        name = group["group"]
        yield m.SUM_LAG, (name,), group["lag_records"]
        yield m.MAX_LAG_SECONDS, (name,), group["lag_seconds"]
        yield m.MEMBERS, (name,), group["members"]
        states = dict.fromkeys(LagState, 0)
        for topic in group["topics"]:
            for each in topic["partitions"]:
                partition = (name, topic["topic"], str(each["partition"]))
                states[LagState(each["state"])] += 1
                yield m.LAG, partition, each["lag_records"]
                yield m.LAG_SECONDS, partition, each["lag_seconds"]
        for state, count in states.items():
            yield m.LAG_STATE, (name, state.value), count


def _kept(document: Document) -> Iterator[Sample]:
    quarantine = document["quarantine"]
    yield m.QUARANTINED, (), quarantine["records"] + quarantine["redriven"] + quarantine["discarded"]
    yield m.QUARANTINE_AGE, (), quarantine["oldest_seconds"]
    for code, count in quarantine["by_code"].items():
        yield m.QUARANTINE_OPEN, (code,), count
    yield m.AUDIT, (), document["audit"]["entries"]
    yield m.AUDIT_BROKEN, (), len(document["audit"]["broken"])
    yield m.REFUSALS, (), document["refusals"]["records"]
    for partner in document["partners"]:
        name = partner["principal"]
        if partner["last_event_at"] is not None:
            yield m.LAST_EVENT, (name,), datetime.fromisoformat(partner["last_event_at"]).timestamp()
        yield m.REFUSED_HOUR, (name,), partner["refused_events_last_hour"]
        for code, count in partner["refused_last_hour"].items():
            yield m.REFUSALS_HOUR, (name, code), count
