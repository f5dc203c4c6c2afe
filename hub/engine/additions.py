"""What has been added to a shard's fold: how far, and what was refused on the way."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from aiokafka import TopicPartition

from hub.engine.ports import AddOutcome, PartitionFold, SchemaAnswer
from hub.events.topics import CONFIGURATION, word
from hub.log.position import NOTHING, Position
from hub.log.raw_reader import RawRecord, input_record
from hub.log.reasons import unknown_schema
from hub.log.records import InputRecord, Poison, SchemaNeeded

SLICE_SECONDS: Final = 0.02
SLICE_RECORDS: Final = 200


class Additions:
    """inputs: the word of each input topic's partition. fetch_schema: as in Core.

    Promise: `position` covers exactly what was added, at every await. refused: poison not yet quarantined.
    set_aside: records that were set aside unread, of which it is not known whether they are new.
    """

    def __init__(
        self, inputs: Mapping[TopicPartition, str], fetch_schema: Callable[[int], Awaitable[SchemaAnswer]]
    ) -> None:
        self._inputs = inputs
        self._fetch_schema = fetch_schema
        self._offsets = dict.fromkeys(inputs, NOTHING)
        self.refused: list[tuple[InputRecord, Poison]] = []
        self.new = 0
        self.duplicates = 0
        self.set_aside = 0

    def position(self, configuration_offset: int) -> Position:
        """What is included, under the configuration up to this offset."""
        offsets = {name: self._offsets[tp] for tp, name in self._inputs.items()}
        return Position.of({**offsets, word(CONFIGURATION): configuration_offset})

    def following(self, tp: TopicPartition) -> int:
        """The first offset that is not included."""
        return self._offsets[tp] + 1

    def reached(self, tp: TopicPartition, end: int) -> None:
        """Everything before `end` is included: the log holds no record between the last one and it."""
        self._offsets[tp] = max(self._offsets[tp], end - 1)

    def forget(self) -> None:
        """Nothing is included any more; the fold is a new one."""
        self._offsets = dict.fromkeys(self._inputs, NOTHING)
        self.refused.clear()

    async def add(self, fold: PartitionFold, tp: TopicPartition, records: Sequence[RawRecord], unfinished: int) -> None:
        """Adds what is not included yet, in slices, so that other tasks of the loop get their turn.

        Records below `unfinished` have been evaluated, or quarantined, before: they make nothing dirty. Raises
        RegistryAway with everything before that record added.
        """
        until = time.monotonic() + SLICE_SECONDS
        at = 0
        while at < len(records):
            raw = records[at]
            if raw.offset <= self._offsets[tp]:
                at += 1
                continue
            if raw.offset < unfinished:
                at = await self._set_aside(fold, tp, records, at, unfinished)
                if at == len(records):
                    return
                raw = records[at]
            at += 1
            while fold.set_aside_count() and fold.take_in(SLICE_RECORDS, raw.key):
                await asyncio.sleep(0)
            record = input_record(raw)
            match await self._add_one(fold, record, mark=raw.offset >= unfinished):
                case AddOutcome.NEW:
                    self.new += 1
                case AddOutcome.DUPLICATE:
                    self.duplicates += 1
                case Poison() as poison:
                    if raw.offset >= unfinished:
                        self.refused.append((record, poison))
            self._offsets[tp] = raw.offset
            if time.monotonic() > until:
                await asyncio.sleep(0)
                until = time.monotonic() + SLICE_SECONDS

    async def _set_aside(
        self, fold: PartitionFold, tp: TopicPartition, records: Sequence[RawRecord], start: int, unfinished: int
    ) -> int:
        """Sets aside what was evaluated before, from index `start` on; the index of the first one to be added now."""
        end = start
        while end < len(records) and records[end].offset < unfinished:
            end += 1
        at = fold.set_aside(records if end == len(records) else records[:end], start)
        if at > start:
            self.set_aside += at - start
            self._offsets[tp] = records[at - 1].offset
            await asyncio.sleep(0)
        return at

    async def _add_one(self, fold: PartitionFold, record: InputRecord, *, mark: bool) -> AddOutcome | Poison:
        while True:
            try:
                return fold.add(record, mark=mark)
            except SchemaNeeded as needed:
                match await self._fetch_schema(needed.schema_id):
                    case SchemaAnswer.KNOWN:
                        continue
                    case SchemaAnswer.NO_SUCH_ID:
                        return unknown_schema(needed.schema_id)
