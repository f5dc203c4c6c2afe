"""What whoever reads and writes a log is promised, on the real one and on its twin in memory alike.

A subclass gives the fixtures `log` (a partition of its own for the test, and a second that stays empty), `reader` and
`writer`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol

import pytest
from aiokafka import TopicPartition

from hub.log.batch_writer import REQUEST_BYTES, Outgoing, RecordTooLarge
from hub.log.raw_reader import LogShorter, Stretch

LOTS = 3000


class Stop(Exception):
    """What a check raises to end a reading."""


class Log(Protocol):
    """Two partitions of one topic, and what happens to them without reader and writer."""

    tp: TopicPartition
    empty: TopicPartition

    async def begin_at(self, offset: int) -> None:
        """Records before the offset are deleted."""

    async def take_end(self) -> None:
        """An offset that holds no record that a reader is given is added at the end."""


class PromisesOfALog(ABC):
    """Inherited by a class of tests for each log."""

    @abstractmethod
    def log(self) -> Log:
        """A fixture."""

    async def test_acks_say_where_every_record_stands(self, log: Log, reader: Any, writer: Any) -> None:
        acked = await writer.write(log.tp.topic, log.tp.partition, lot(LOTS, 500))
        assert len(acked) > 2, "one batch shows nothing"
        assert [each.first for each in acked] == [sum(one.count for one in acked[:at]) for at in range(len(acked))]
        found = await read(reader, {log.tp: Stretch(0, LOTS)})
        assert [(each.key, each.value, list(each.headers)) for each in found[log.tp]] == [
            (each.key, each.value, list(each.headers)) for each in lot(LOTS, 500)
        ]
        assert (await writer.write(log.tp.topic, log.tp.partition, lot(1)))[0].first == LOTS

    async def test_keys_values_and_headers_come_back_as_they_were(self, log: Log, reader: Any, writer: Any) -> None:
        given = [
            Outgoing(b"k", None, []),
            Outgoing(b"", b"", [("empty", b"")]),
            Outgoing(b"\xff", b"\x00", [("twice", b"1"), ("twice", b"2")]),
        ]
        await writer.write(log.tp.topic, log.tp.partition, given)
        found = (await read(reader, {log.tp: Stretch(0, 3)}))[log.tp]
        assert [(each.key, each.value, list(each.headers)) for each in found] == [
            (each.key, each.value, list(each.headers)) for each in given
        ]
        assert [(each.topic, each.partition, each.offset) for each in found] == [(*log.tp, at) for at in range(3)]

    async def test_a_stretch_is_read_from_and_to_where_it_says(self, log: Log, reader: Any, writer: Any) -> None:
        await writer.write(log.tp.topic, log.tp.partition, lot(50))
        for start, end in ((7, 20), (0, 50), (49, 50), (20, 20)):
            assert await offsets(reader, log.tp, start, end) == list(range(start, end))
        assert await offsets(reader, log.empty, 0, 0) == []
        assert await reader.ends([log.tp, log.empty]) == {log.tp: 50, log.empty: 0}
        assert await reader.starts([log.tp, log.empty]) == {log.tp: 0, log.empty: 0}

    async def test_several_stretches_are_each_read_in_order(self, log: Log, reader: Any, writer: Any) -> None:
        for tp in (log.tp, log.empty):
            await writer.write(tp.topic, tp.partition, lot(40))
        found = await read(reader, {log.tp: Stretch(5, 40), log.empty: Stretch(0, 30)})
        assert {tp: [each.offset for each in records] for tp, records in found.items()} == {
            log.tp: list(range(5, 40)),
            log.empty: list(range(30)),
        }

    async def test_a_log_that_begins_later_is_read_from_there(self, log: Log, reader: Any, writer: Any) -> None:
        await writer.write(log.tp.topic, log.tp.partition, lot(50))
        await log.begin_at(30)
        assert await reader.starts([log.tp]) == {log.tp: 30}
        assert await offsets(reader, log.tp, 0, 50) == list(range(30, 50))
        assert await offsets(reader, log.tp, 0, 30) == []
        assert await reader.ends([log.tp]) == {log.tp: 50}

    async def test_a_stretch_whose_last_offset_holds_no_record_ends(self, log: Log, reader: Any, writer: Any) -> None:
        await writer.write(log.tp.topic, log.tp.partition, lot(3))
        await log.take_end()
        end = (await reader.ends([log.tp]))[log.tp]
        assert end > 3
        held = await offsets(reader, log.tp, 0, end)
        assert held[:3] == [0, 1, 2]
        assert held[-1] < end - 1
        assert (await writer.write(log.tp.topic, log.tp.partition, lot(1)))[0].first == end

    async def test_a_stretch_beyond_the_end_is_told_and_not_waited_for(
        self, log: Log, reader: Any, writer: Any
    ) -> None:
        """As one is whose topic was made anew meanwhile."""
        await writer.write(log.tp.topic, log.tp.partition, lot(3))
        with pytest.raises(LogShorter, match=f"ends at 3 in partition {log.tp.partition}, and reached 5 before"):
            await offsets(reader, log.tp, 0, 5)

    async def test_a_check_that_objects_ends_the_reading_and_the_reader_goes_on(
        self, log: Log, reader: Any, writer: Any
    ) -> None:
        await writer.write(log.tp.topic, log.tp.partition, lot(50))
        check = objecting_at(1)
        with pytest.raises(Stop):
            async for _ in reader.read({log.tp: Stretch(0, 50)}, check):
                pass
        assert len(await offsets(reader, log.tp, 0, 50)) == 50

    async def test_a_check_that_objects_keeps_the_next_batch_back(self, log: Log, reader: Any, writer: Any) -> None:
        with pytest.raises(Stop):
            await writer.write(log.tp.topic, log.tp.partition, lot(LOTS, 500), objecting_at(2))
        end = (await reader.ends([log.tp]))[log.tp]
        assert 0 < end < LOTS
        assert await offsets(reader, log.tp, 0, end) == list(range(end)), "what was handed over before stands"

    async def test_a_record_too_large_is_refused_before_anything_is_sent(
        self, log: Log, reader: Any, writer: Any
    ) -> None:
        with pytest.raises(RecordTooLarge, match="REQUEST_BYTES"):
            await writer.write(log.tp.topic, log.tp.partition, [*lot(3), Outgoing(b"big", b"x" * REQUEST_BYTES, [])])
        assert await reader.ends([log.tp]) == {log.tp: 0}
        fits = Outgoing(b"large", b"x" * (REQUEST_BYTES - 4096), [])
        assert (await writer.write(log.tp.topic, log.tp.partition, [fits]))[0].count == 1


def lot(count: int, size: int = 10) -> list[Outgoing]:
    return [Outgoing(b"k%d" % number, b"v" * size, [("n", b"%d" % number)]) for number in range(count)]


def objecting_at(time: int) -> Any:
    """A check that raises when it is called for the time of that number, and at each one after it."""
    looked = 0

    def check() -> None:
        nonlocal looked
        looked += 1
        if looked >= time:
            raise Stop

    return check


async def read(reader: Any, stretches: Mapping[TopicPartition, Stretch]) -> dict[TopicPartition, list[Any]]:
    found: dict[TopicPartition, list[Any]] = {}
    async for tp, records in reader.read(stretches):
        found.setdefault(tp, []).extend(records)
    return found


async def offsets(reader: Any, tp: TopicPartition, start: int, end: int) -> list[int]:
    return [each.offset for each in (await read(reader, {tp: Stretch(start, end)})).get(tp, [])]
