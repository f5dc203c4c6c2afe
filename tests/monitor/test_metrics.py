"""One list of metrics: its page, its text as Prometheus reads it, and no label that could grow without end."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub.monitor import metrics
from hub.monitor.metrics import METRICS, Metric, MetricKind
from hub.monitor.metrics_text import render_metrics, samples
from hub.monitor.process_table import ProcessState

LABELS = {
    "kind",
    "severity",
    "process",
    "topic",
    "partition",
    "consumergroup",
    "group",
    "state",
    "partner",
    "code",
    "worker",
}

TOPIC = "commissioning.contract.v1"
PLACE = {"partition": 3, "end": 9, "committed": 7, "lag_records": 2, "lag_seconds": 5, "state": "WARN"}
FULL: dict[str, Any] = {
    "ok": False,
    "kafka": {"answers": True, "brokers": [{"id": 1, "address": "127.0.0.1:1"}]},
    "registry": {"answers": False},
    "disk": {"folder": "/srv/hub", "total_bytes": 9, "free_bytes": 4, "room": "enough"},
    "findings": [{"kind": "registry-away", "severity": "error"}],
    "processes": [{"name": "gateway", "state": ProcessState.READY, "restarts": 2}],
    "workers": [
        {"worker": "1", "ready": True, "partitions": [0, 1], "added": 7, "duplicates": 1, "heals": 0}
        | {"events_per_second": 0.5, "pictures": 3, "sweep_left": 0}
    ],
    "topics": [
        {"topic": TOPIC, "partitions": 4, "records": 9, "under_replicated": 0, "leaderless": 0, "ends": {"3": 9}}
    ],
    "groups": [
        {"group": "hub-engine-v1", "lag_records": 2, "lag_seconds": 5, "members": 1}
        | {"topics": [{"topic": TOPIC, "partitions": [PLACE]}]}
    ],
    "quarantine": {"records": 1, "by_code": {"HUB-REC-005": 1}, "redriven": 2, "discarded": 1, "oldest_seconds": 60},
    "audit": {"entries": 5, "broken": []},
    "refusals": {"records": 4},
    "partners": [
        {"principal": "GB-LAE-WND", "last_event_at": "2026-01-05T03:00:00.000+00:00"}
        | {"refused_last_hour": {"HUB-ADM-012": 4}, "refused_events_last_hour": 3},
        {"principal": 'odd "name"\n', "last_event_at": None, "refused_last_hour": {}, "refused_events_last_hour": 0},
    ],
}


def parsed(text: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_every_metric_is_in_the_list_and_has_a_value_here() -> None:
    assert set(METRICS) == {each for each in vars(metrics).values() if isinstance(each, Metric)}
    assert {metric for metric, _, _ in samples(FULL)} == set(METRICS)


def test_prometheus_reads_every_value_back() -> None:
    read = parsed(render_metrics(FULL))
    given = {
        (metric.name, tuple(sorted(zip(metric.labels, labels, strict=True)))): float(value)
        for metric, labels, value in samples(FULL)
    }
    assert read == given


@pytest.mark.parametrize(
    ("name", "labels", "value"),
    [
        ("hub_kafka_up", {}, 1),
        ("hub_registry_up", {}, 0),
        ("hub_findings", {"kind": "registry-away", "severity": "error"}, 1),
        ("hub_process_restarts_total", {"process": "gateway"}, 2),
        ("kafka_consumergroup_lag", {"consumergroup": "hub-engine-v1", "topic": TOPIC, "partition": "3"}, 2),
        ("hub_lag_state", {"group": "hub-engine-v1", "state": "WARN"}, 1),
        ("hub_lag_state", {"group": "hub-engine-v1", "state": "STOP"}, 0),
        ("hub_events_deadlettered_total", {}, 4),
        ("hub_dlq_depth", {"code": "HUB-REC-005"}, 1),
        ("hub_last_event_timestamp_seconds", {"partner": "GB-LAE-WND"}, 1767582000),
        ("hub_refusals_last_hour", {"partner": "GB-LAE-WND", "code": "HUB-ADM-012"}, 4),
        ("hub_refused_events_last_hour", {"partner": "GB-LAE-WND"}, 3),
    ],
)
def test_values_are_those_of_the_document(name: str, labels: dict[str, str], value: float) -> None:
    assert parsed(render_metrics(FULL))[name, tuple(sorted(labels.items()))] == value


def test_every_metric_has_a_value_in_a_full_document() -> None:
    assert {metric for metric, _, _ in samples(FULL)} == set(METRICS)


def test_every_metric_is_announced_with_its_kind_and_help() -> None:
    families = {each.name: each for each in text_string_to_metric_families(render_metrics(FULL).decode())}
    for metric in METRICS:
        family = families[metric.name.removesuffix("_total") if metric.kind is MetricKind.COUNTER else metric.name]
        assert (family.type, family.documentation) == (metric.kind.value, metric.help)


def test_what_kafka_did_not_answer_is_left_out() -> None:
    away = {**FULL, "kafka": {"answers": False, "brokers": []}, "topics": [], "groups": [], "partners": []}
    read = {name for name, _ in parsed(render_metrics(away))}
    assert {"hub_kafka_up", "hub_registry_up", "hub_worker_ready"} <= read
    assert not {"hub_refusals_total", "hub_events_deadlettered_total", "kafka_brokers"} & read


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_names_and_labels_keep_the_rules(metric: Metric) -> None:
    assert metric.name.endswith("_total") is (metric.kind is MetricKind.COUNTER)
    assert metric.name.startswith(("hub_", "kafka_"))
    assert set(metric.labels) <= LABELS, "a label's values must be few; no ids"
    assert metric.help.endswith(".")


def test_names_are_there_once() -> None:
    assert len({each.name for each in METRICS}) == len(METRICS)
