"""What hub.engine.internals relies on in Faust and aiokafka, one by one, named when a new version changes it."""

import ast
import inspect
import textwrap
import time
from collections.abc import Callable
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.consumer.fetcher import OffsetResetStrategy
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.producer.message_accumulator import BatchBuilder, MessageAccumulator
from aiokafka.producer.sender import Sender
from faust import App
from faust.events import Event
from faust.tables.recovery import Recovery
from faust.topics import Topic
from faust.transport import consumer as base
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from hub.engine import internals


def source(function: Any) -> str:
    return textwrap.dedent(inspect.getsource(function))


def attributes_read(function: Any) -> set[str]:
    return {node.attr for node in ast.walk(ast.parse(source(function))) if isinstance(node, ast.Attribute)}


def parameters(function: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_the_versions_are_the_ones_that_were_looked_at() -> None:
    assert version("faust-streaming") == internals.EXPECTED_FAUST
    assert version("aiokafka") == internals.EXPECTED_AIOKAFKA


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (base.Consumer._drain_messages, ["fetcher"]),
        (base.Consumer.perform_seek, []),
        (base.Consumer._new_offset, ["tp"]),
        (base.Consumer._filter_tps_with_pending_acks, ["topics"]),
        (base.Consumer.on_buffer_full, ["tp"]),
        (base.Consumer.on_buffer_drop, ["tp"]),
        (base.Consumer._get_active_partitions, []),
        (base.Consumer.verify_all_partitions_active, []),
        (driver.AIOKafkaConsumerThread.verify_event_path, ["now", "tp"]),
        (base.ThreadDelegateConsumer._getmany, ["active_partitions", "timeout"]),
        (base.ThreadDelegateConsumer.earliest_offsets, ["partitions"]),
        (driver.Consumer._new_consumer_thread, []),
        (AIOKafkaAdminClient._send_request, ["request", "node_id"]),
        (driver.AIOKafkaConsumerThread.on_start, []),
        (driver.AIOKafkaConsumerThread._ensure_consumer, []),
        (driver.AIOKafkaConsumerThread._create_worker_consumer, ["transport"]),
        (driver.AIOKafkaConsumerThread.call_thread, ["fun", "args", "kwargs"]),
        (GroupCoordinator._do_heartbeat, []),
        (AIOKafkaConsumer.seek, ["partition", "offset"]),
        (MessageAccumulator.fail_all, ["exception"]),
        (Sender.close, []),
        (App._new_transport, []),
        (App.on_rebalance_end, []),
        (Topic._compile_decode, []),
        (AIOKafkaProducer.create_batch, []),
        (AIOKafkaProducer.send_batch, ["batch", "topic", "partition"]),
        (BatchBuilder.append, ["timestamp", "key", "value", "headers"]),
        (
            Event.__init__,
            ["app", "key", "value", "headers", "message"],
        ),
    ],
    ids=lambda each: each.__qualname__ if callable(each) else "",
)
def test_what_is_overridden_or_called_takes_what_it_took(function: Callable[..., Any], expected: list[str]) -> None:
    assert parameters(function)[: len(expected)] == expected, f"{function.__qualname__} has changed"
    assert len(parameters(function)) == len(expected), f"{function.__qualname__} has changed"


@pytest.mark.parametrize(
    ("function", "attributes"),
    [
        (
            base.Consumer.__init__,
            {"_acked", "_acked_index", "_read_offset", "_buffered_partitions", "can_resume_flow", "suspend_flow"},
        ),
        (base.Consumer._reset_state, {"_active_partitions", "flow_active"}),
        (driver.AIOKafkaConsumerThread.on_start, {"_consumer", "_create_consumer"}),
        (driver.AIOKafkaConsumerThread._create_consumer, {"_create_worker_consumer"}),
        (driver.ConsumerRebalanceListener.on_partitions_revoked, {"on_rebalance_start"}),
        (driver.ConsumerRebalanceListener.on_partitions_assigned, {"consumer_generation_id"}),
        (App.on_rebalance_start, {"rebalancing", "rebalancing_count"}),
        (Recovery._resume_streams, {"perform_seek", "resume_flow", "on_rebalance_end"}),
        (base.Fetcher._fetcher.fun, {"_drain_messages"}),
        (base.Consumer._commit_tps, {"_filter_committable_offsets"}),
        (base.Consumer._filter_committable_offsets, {"_new_offset", "_should_commit"}),
        (base.Consumer.force_commit, {"_filter_tps_with_pending_acks"}),
        (base.Consumer._commit_livelock_detector.fun, {"verify_all_partitions_active"}),
        (driver.AIOKafkaConsumerThread.verify_event_path, {"state_value", "highwater", "position"}),
        (AIOKafkaConsumer.assignment, {"_subscription"}),
        (AIOKafkaConsumer.start, {"_coordinator", "_fetch_max_wait_ms"}),
        (GroupCoordinator._heartbeat_routine, {"_do_heartbeat"}),
        (GroupCoordinator.request_rejoin, {"_rejoin_needed_fut"}),
        (AIOKafkaProducer.stop, {"_closed", "_sender", "_message_accumulator", "client", "sender_task"}),
    ],
    ids=lambda each: each.__qualname__ if callable(each) else "",
)
def test_what_is_relied_on_is_still_used_there(function: Any, attributes: set[str]) -> None:
    missing = attributes - attributes_read(function)
    assert not missing, f"{getattr(function, '__qualname__', function)} no longer touches {sorted(missing)}"


def test_the_fetch_wait_is_still_fixed_by_faust() -> None:
    assert "fetch_max_wait_ms=1500" in source(driver.AIOKafkaConsumerThread._create_worker_consumer)


def test_faust_chooses_its_own_assignor_when_there_are_standby_replicas() -> None:
    text = source(driver.AIOKafkaConsumerThread._create_worker_consumer)
    assert "table_standby_replicas > 0" in text, "co-assignment rests on Faust's assignor"


def test_the_read_offset_after_a_seek_is_the_committed_one() -> None:
    assert "read_offset.update" in source(base.Consumer.perform_seek)


def test_partitions_of_both_libraries_are_equal_as_keys() -> None:
    assert TP("t", 1) == TopicPartition("t", 1)
    assert hash(TP("t", 1)) == hash(TopicPartition("t", 1))


def test_a_message_takes_its_parts_in_this_order() -> None:
    expected = [
        "topic", "partition", "offset", "timestamp", "timestamp_type", "headers", "key", "value", "checksum",
        "serialized_key_size", "serialized_value_size", "tp",
    ]  # fmt: skip
    assert parameters(ConsumerMessage.__init__)[: len(expected)] == expected
    assert "generation_id" in parameters(ConsumerMessage.__init__)


GONE, HERE, ELSEWHERE = (TP("commissioning.workplan.v1", number) for number in (11, 3, 5))


class Thread(internals.BatchThread):
    """The consumer's thread without a broker, assigned GONE and HERE; what HERE stands at is known, and GONE's is not.

    looked: of which partitions Faust's look came to an end.
    """

    def __init__(self) -> None:
        subscribed = SubscriptionState()
        subscribed.subscribe({GONE.topic})
        subscribed.assign_from_subscribed({TopicPartition(*tp) for tp in (GONE, HERE)})
        for tp in (GONE, HERE):
            state = subscribed.subscription.assignment.state_value(tp)
            state.seek(7)
            state.highwater, state.timestamp = 7, time.time() * 1000
        subscribed.subscription.assignment.state_value(GONE).await_reset(OffsetResetStrategy.EARLIEST)
        self._consumer = SimpleNamespace(_subscription=subscribed, _fetcher=SimpleNamespace(_subscriptions=subscribed))
        self.time_started = time.monotonic()
        self.tp_fetch_request_timeout_secs = self.tp_stream_timeout_secs = self.tp_commit_timeout_secs = 60.0
        self.looked: list[TP] = []
        topics = SimpleNamespace(acks_enabled_for=lambda _: True)
        self.consumer = cast(Any, SimpleNamespace(app=SimpleNamespace(monitor=object(), topics=topics)))

    def _ensure_consumer(self) -> Any:
        return self._consumer

    async def call_thread(self, fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await fun(*args, **kwargs)

    def verify_event_path(self, now: float, tp: TP) -> None:
        super().verify_event_path(now, tp)
        self.looked.append(tp)


class Consumer(internals.BatchConsumer):
    def __init__(self, thread: Thread) -> None:
        self._thread = cast(Any, thread)

    def assignment(self) -> set[TP]:
        return {GONE, HERE, ELSEWHERE}  # the last was taken away since

    should_stop = False

    async def sleep(self, *_: Any, **__: Any) -> None:
        """At once."""


async def test_the_look_for_partitions_that_stand_still_does_not_die_of_one_without_a_position() -> None:
    """As of one whose log ends before what is committed: the worker waits for it, and goes on with the others."""
    thread = Thread()
    with pytest.raises(AssertionError):
        thread.verify_event_path(time.monotonic(), GONE)
    await Consumer(thread).verify_all_partitions_active()
    assert thread.looked == [HERE]
