"""Guards of the log that were seen on real Kafka alone, or not at all."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from aiokafka import TopicPartition

from hub.engine import verify
from hub.engine.picture_shape import picture_shape
from hub.log import untrue
from hub.log.audit import FIRST, AuditCrowded, AuditEntry, AuditLog, NewAuditEntry, hash_of
from hub.log.batch_writer import Acked, Outgoing
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import LogShorter, check_reaches
from hub.log.records import InputRecord, Poison
from hub.log.topics import partition_of
from hub.log.untrue import Untrue, classify
from tests.log.test_untrue import KNOWN, PARTITIONS, TODAY, claiming

CANARY = "zebra-4471"
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(("ahead", "is_told"), [(0, False), (1, False), (2, True)])
def test_a_day_after_tomorrow_has_not_come_wherever_the_clock_stands(ahead: int, is_told: bool) -> None:
    """In days, and not by the constant: one that grew would be noticed by nobody."""
    record = claiming(judged_for=TODAY + timedelta(ahead))
    assert (classify(record, KNOWN, picture_shape(PARTITIONS)).found is Untrue.DAY) is is_told
    assert verify.MIDNIGHT_PASSES == untrue.MIDNIGHT_PASSES, "one rule for the worker, the gateway and `hub verify`"


def test_a_partition_that_ends_before_it_was_to_be_read_to_is_told() -> None:
    tp = TopicPartition("t", 0)
    check_reaches({tp: 5}, {tp: 5})
    with pytest.raises(LogShorter, match="ends at 4 in partition 0, and reached 5 before"):
        check_reaches({tp: 5}, {tp: 4})


class Writer:
    """Of quarantine: takes everything."""

    async def partitions(self, topic: str) -> int:
        return 1

    async def write(self, topic: str, partition: int, records: Iterable[Outgoing]) -> list[Acked]:
        return [Acked(0, len(list(records)))]


@pytest.mark.parametrize("named", [CANARY.encode(), b"485 777 3456", b"\xff"])
async def test_what_stands_where_an_id_should_is_nobodys_to_log(caplog: pytest.LogCaptureFixture, named: bytes) -> None:
    record = InputRecord("t", 0, 7, 0, b"k", b"v", (("ce_id", named),))
    with caplog.at_level(logging.WARNING, "hub.log.quarantine"):
        await Quarantine(cast(Any, Writer()), "q", "1").keep([(record, Poison("bad", "value", "is bad", "mend it"))])
    (told,) = caplog.records
    assert (told.record, told.event) == ("t-0-7", None)  # type: ignore[attr-defined]  # extras of the log


class Parts(Writer):
    """Of quarantine, in three partitions. keys: of what each of them was given."""

    def __init__(self) -> None:
        self.keys = dict[int, list[bytes]]()

    async def partitions(self, topic: str) -> int:
        return 3

    async def write(self, topic: str, partition: int, records: Iterable[Outgoing]) -> list[Acked]:
        self.keys[partition] = [each.key for each in records]
        return [Acked(0, len(self.keys[partition]))]


async def test_what_is_kept_twice_stands_in_one_partition() -> None:
    """Compaction and readers by key would else keep both."""
    refused = [
        (InputRecord("t", 0, at, 0, b"k", b"v", ()), Poison("bad", "value", "is bad", "mend it")) for at in range(20)
    ]
    writer = Parts()
    await Quarantine(cast(Any, writer), "q", "1").keep(refused)
    assert set(writer.keys) == {0, 1, 2}
    for partition, keys in writer.keys.items():
        assert {partition_of(key, 3) for key in keys} == {partition}


class Topic:
    """The audit topic, on which somebody else is first so many times."""

    def __init__(self, first: int) -> None:
        self.raw: list[bytes] = []
        self.head = FIRST
        self.first = first

    async def ends(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(tps, len(self.raw))

    async def read(self, stretches: Mapping[TopicPartition, Any]) -> Any:
        for tp, stretch in stretches.items():
            found = [
                cast(Any, type("R", (), {"offset": at, "value": self.raw[at]}))
                for at in range(stretch.start, stretch.end)
            ]
            yield tp, found

    async def write(self, topic: str, partition: int, records: list[Outgoing]) -> list[Acked]:
        if self.first:
            self.first -= 1
            said = ("2026-01-05T03:00:00.000+00:00", "operator:jo", "a", f"other-{self.first}", "why", None, None)
            self.raw.append(AuditEntry(str(UUID(int=self.first)), *said, self.head).encode())
            self.head = hash_of(self.raw[-1])
        self.raw += [each.value or b"" for each in records]
        return [Acked(len(self.raw) - 1, 1)]


NEW = NewAuditEntry("operator:jo", "quarantine.discarded", "record-1", "a test", None, None)


async def test_whoever_was_second_writes_the_deed_again_until_it_stands_in_the_chain() -> None:
    topic = Topic(first=2)
    audit = AuditLog(cast(Any, topic), cast(Any, topic), "audit")
    entry = await audit.append(NEW, NOW, lambda: UUID(int=9))
    assert audit.chain.entries[-1] == entry
    assert (audit.chain.void, audit.chain.broken) == (2, [])


async def test_where_somebody_is_always_first_nothing_is_called_done() -> None:
    topic = Topic(first=1000)
    audit = AuditLog(cast(Any, topic), cast(Any, topic), "audit")
    with pytest.raises(AuditCrowded):
        await asyncio.wait_for(audit.append(NEW, NOW, lambda: UUID(int=9)), 10)
