"""What every peer does with what it is given: add it, evaluate what it touches, hand out a picture of each.

The fold is the hub's own, held in memory by partition as the hub holds it. A peer that is given one message at a time
cannot know what comes next, so it evaluates after each; one that is given many evaluates once for all of them.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hub.configuration.model import Configuration
from hub.engine.calendar import london_day
from hub.engine.fold import ReconcileFold
from hub.engine.memory import OF_A_WORKER, few_collections
from hub.engine.ports import AddOutcome, Output
from hub.log.decode import RecordDecoder
from hub.log.records import InputRecord
from hub.log.topics import TopicNames

SERVERS: Final = os.environ.get("HUB_BOOTSTRAP_SERVERS", "")
NAMES: Final = TopicNames(os.environ.get("HUB_TOPIC_PREFIX", ""))
PARTITIONS: Final = int(os.environ.get("HUB_PARTITIONS", "4"))
GROUP: Final = NAMES.prefix + "peer"
BATCH_RECORDS: Final = 1000
BATCH_SECONDS: Final = 0.05


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
        return self.take_all([record])

    def take_all(self, records: Sequence[InputRecord]) -> list[Output]:
        """What is to be written because of all of these together."""
        touched = {}
        for record in records:
            fold = self.by_partition.get(record.partition)
            if fold is None:
                fold = self.by_partition[record.partition] = ReconcileFold(self.decoder, Configuration())
            if fold.add(record) is AddOutcome.NEW:
                touched[record.partition] = fold
        today = london_day(datetime.now(UTC))
        return [output for fold in touched.values() for output in fold.evaluate(today)]
