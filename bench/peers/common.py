"""What every peer does with one message: add it, judge each subject that it touches, hand out a picture of each.

The fold is the hub's own, held in memory by partition as the hub holds it. What a peer must keep besides, to begin
again after a restart, is the event's record: that is its state. It gets one message at a time and cannot know what
comes next, so it judges after each.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hub.engine.calendar import london_day
from hub.engine.fold import ReconcileFold
from hub.engine.memory import OF_A_WORKER, few_collections
from hub.engine.ports import AddOutcome, Output
from hub.events.configuration import Configuration
from hub.log.decode import RecordDecoder
from hub.log.records import InputRecord
from hub.log.topics import TopicNames

SERVERS: Final = os.environ.get("HUB_BOOTSTRAP_SERVERS", "")
NAMES: Final = TopicNames(os.environ.get("HUB_TOPIC_PREFIX", ""))
PARTITIONS: Final = int(os.environ.get("HUB_PARTITIONS", "4"))


@dataclass(slots=True)
class Folds:
    """A fold for each partition."""

    decoder: RecordDecoder
    by_partition: dict[int, ReconcileFold]

    @classmethod
    def empty(cls) -> "Folds":
        few_collections(OF_A_WORKER)  # as the hub's worker does: it helps each of them
        return cls(RecordDecoder(PARTITIONS, NAMES), {})

    def take(self, record: InputRecord) -> Iterable[Output]:
        """What is to be written because of this record; nothing for one that was there before."""
        fold = self.by_partition.get(record.partition)
        if fold is None:
            fold = self.by_partition[record.partition] = ReconcileFold(self.decoder, Configuration())
        if fold.add(record) is not AddOutcome.NEW:
            return ()
        return fold.judge(london_day(datetime.now(UTC)))
