"""What a redrive asks of the log before it writes, on a log in memory."""

from collections.abc import AsyncIterator, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from aiokafka import TopicPartition

from hub.admission.admit import Admitted, admit
from hub.instance.connection import Cluster
from hub.instance.damaged import LogDamaged
from hub.log.codec import frame, headers
from hub.log.raw_reader import Stretch
from hub.log.topics import TopicNames
from hub.serialization.avro import encode
from hub.usecases import configuration_withdrawing, log_actions
from hub.usecases.log_actions import LogActions, opened
from tests.support.documents import NOW, context, declared
from tests.support.records import STAMP

NAMES = TopicNames()
CLUSTER = Cluster("nowhere:1", "http://nowhere", NAMES, "group")
PLACES = ("south-west-london", "wandsworth")


class OnePartition:
    """A topic of one partition that holds the event for these partnerships."""

    def __init__(self, event: Admitted, places: Iterable[str]) -> None:
        kind = event.event_type
        value, written = frame(1, encode(kind, event.event)), headers(kind, event.event, STAMP)
        self.raw = [
            SimpleNamespace(
                topic=kind.topic, partition=0, offset=at, timestamp=0, key=place.encode(), value=value, headers=written
            )
            for at, place in enumerate(places)
        ]

    async def partitions(self, *topics: str) -> list[TopicPartition]:
        return [TopicPartition(each, 0) for each in topics]

    async def ends(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(tps, len(self.raw))

    async def read(self, stretches: Mapping[TopicPartition, Stretch]) -> AsyncIterator[Any]:
        for tp, each in stretches.items():
            yield tp, self.raw[each.start : each.end]


def of_two_partnerships() -> Admitted:
    times = {"time": "2016-01-02T00:00:00Z", "recordedtime": "2016-01-03T09:30:00Z"}
    event = admit(declared(attributes=times, meta={"partnerships": list(PLACES)}), context())
    assert isinstance(event, Admitted), event
    assert sorted(event.event.meta.partnerships) == list(PLACES)
    return event


@pytest.mark.parametrize("written", [(), PLACES[:1], PLACES[1:], PLACES], ids=["none", "one", "the other", "both"])
async def test_an_event_is_there_only_where_it_stands_for_each_of_its_partnerships(written: tuple[str, ...]) -> None:
    """A crash between two of them would else lose the second."""
    event = of_two_partnerships()
    reader = cast(Any, OnePartition(event, written))
    actions = LogActions(NAMES, reader, None, cast(Any, None), lambda: NOW, uuid4)
    assert await actions.is_behind(event, dict.fromkeys(PLACES, 0)) == (written == PLACES)


async def damaged(_: Cluster) -> None:
    raise LogDamaged("the log is cut")


async def test_nothing_is_redriven_over_a_truth_that_lost_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_actions, "check_truth", damaged)
    monkeypatch.setattr(log_actions, "RawReader", lambda *_: pytest.fail("the log was opened"))
    with pytest.raises(LogDamaged):
        async with opened(CLUSTER, lambda: NOW, uuid4, publishes=True):
            pass


async def test_nothing_is_taken_back_of_a_configuration_that_lost_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration_withdrawing, "check_configuration", damaged)
    monkeypatch.setattr(configuration_withdrawing, "RawReader", lambda *_: pytest.fail("the log was opened"))
    with pytest.raises(LogDamaged):
        await configuration_withdrawing.planned(CLUSTER, "partnership/wandsworth")
