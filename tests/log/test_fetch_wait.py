"""How long Kafka is asked to hold a fetch: by what came, and where aiokafka keeps it."""

import inspect
from types import SimpleNamespace

from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.fetcher import Fetcher

from hub.log.fetch_wait import BUSY_MS, IDLE_AFTER_SECONDS, IDLE_MS, FetchWait


def test_it_is_long_once_nothing_has_come_for_a_while_and_short_from_the_next_record_on() -> None:
    now = 100.0
    wait = FetchWait(lambda: now)
    consumer = SimpleNamespace(_fetcher=SimpleNamespace(_fetch_max_wait_ms=None))
    asked = []
    for seconds, brought in (
        (0, False),
        (IDLE_AFTER_SECONDS, False),
        (0.1, False),
        (60, False),
        (0.1, True),
        (IDLE_AFTER_SECONDS, False),
        (0.1, False),
    ):
        now += seconds
        wait.looked(consumer, brought)
        asked.append(consumer._fetcher._fetch_max_wait_ms)
    assert asked == [BUSY_MS, BUSY_MS, IDLE_MS, IDLE_MS, BUSY_MS, BUSY_MS, IDLE_MS]
    assert BUSY_MS < IDLE_MS


def test_aiokafka_reads_it_there_for_each_fetch() -> None:
    assert "self._fetcher = Fetcher(" in inspect.getsource(AIOKafkaConsumer.start)
    assert "self._fetch_max_wait_ms" in inspect.getsource(Fetcher._get_actions_per_node)
