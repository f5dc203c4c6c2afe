"""The Faust app: one consumer group over all input topics, raw batches, offsets by finish."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiokafka import TopicPartition

from hub.engine.internals import BatchApp
from hub.engine.settings import EngineSettings
from hub.events.counting import count_words

METADATA_MAX_AGE_MS: Final = 5000


def create_app(settings: EngineSettings) -> BatchApp:
    """The app, not started; it creates no topic, serves no web and keeps no table.

    table_standby_replicas stays 1: it is what makes Faust use its own assignor, which assigns equal partition numbers
    of all topics to one worker.
    """
    app = BatchApp(
        settings.group_id,
        broker=[f"kafka://{server}" for server in settings.bootstrap_servers.split(",")],
        broker_session_timeout=settings.session_timeout_seconds,
        broker_heartbeat_interval=settings.heartbeat_seconds,
        broker_request_timeout=max(90.0, settings.session_timeout_seconds + 1),
        broker_max_poll_records=2000,
        broker_commit_interval=1.0,
        consumer_auto_offset_reset="earliest",
        # a broker that has just started knows no topics yet, and a leader that asks it then assigns nothing to anybody
        # until it looks again: five minutes by default
        consumer_metadata_max_age_ms=METADATA_MAX_AGE_MS,
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        store="memory://",
        table_standby_replicas=1,
        stream_wait_empty=True,
        stream_recovery_delay=0.0,
        worker_redirect_stdouts=False,
        datadir=_as_template(settings.status_file.parent / f"faust-{settings.name}"),
        autodiscover=False,
    )
    if not app.conf.stream_wait_empty:
        raise RuntimeError("stream_wait_empty must be on: without it a rebalance repeats what is being handed over")
    return app


def _as_template(path: Path) -> str:
    """A path as Faust takes it: it puts its settings into braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def shard_numbers(
    assigned: frozenset[TopicPartition], topics: tuple[str, ...], counts: Mapping[str, int | None], partitions: int
) -> tuple[set[int], str]:
    """The partition numbers assigned, and what is wrong with them in words, or "".

    One shard needs its number of every topic: with a part of them it would evaluate half of what was said. counts: how
    many partitions each topic has, None where a broker that has just started did not say; with another number than
    `partitions` every key would seem to be in a wrong one.
    """
    others = {topic: counts[topic] for topic in topics if counts[topic] not in (None, partitions)}
    if assigned and others:
        return set(), (
            f"this worker is told of {count_words(partitions, 'partition')} (HUB_PARTITIONS), and the input topics "
            f"have others: {others}. Nothing is processed. Set HUB_PARTITIONS to what the topics have; their number "
            "is never changed"
        )
    by_topic = {topic: {tp.partition for tp in assigned if tp.topic == topic} for topic in topics}
    numbers = set().union(*by_topic.values())
    uneven = {topic: sorted(numbers - mine) for topic, mine in by_topic.items() if numbers - mine}
    if uneven:
        return numbers, (
            f"assigned partition numbers differ between the input topics, missing here: {uneven}. Nothing is "
            "processed. All workers of the group must subscribe to the same topics with the same partition count"
        )
    return numbers, ""
