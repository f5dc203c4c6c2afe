"""What memory holds of one partition number: how far it was read, the fold, the pictures, and what is due of them."""

from collections import deque
from datetime import date

from aiokafka import TopicPartition

from hub.engine.additions import Additions
from hub.engine.calendar import london_day
from hub.engine.configuration import ConfigurationInForce
from hub.engine.ownership import Assignment, LeaseStale, OwnershipLost
from hub.engine.pictures import PartitionPictures
from hub.engine.ports import PartitionFold
from hub.engine.shard_state import Progress, ShardParts, Stage
from hub.events.topics import INPUT_TOPICS, word
from hub.log.position import NOTHING, Position
from hub.log.raw_reader import RawReader
from hub.log.untrue import ReaderKnowledge


class PartitionState:
    """Of the shard whose progress is given. assignment: the last one in which it was read.

    generation: what our records are written with. look_over: whether all keys are to be compared with the log once
    nothing else is dirty; sweep: the keys that were found to differ, and wait behind live batches. is_whole: whether
    every picture of what is included stands in the output since memory was restored last; times_whole: how often that
    came about.
    """

    def __init__(self, partition: int, parts: ShardParts, progress: Progress) -> None:
        self.partition = partition
        self.inputs = {
            TopicPartition(name, partition): word(topic) for name, topic in zip(parts.inputs, INPUT_TOPICS, strict=True)
        }
        self._parts, self._progress = parts, progress
        self.assignment: Assignment | None = None
        self.additions = Additions(self.inputs, parts.core.fetch_schema)
        self.generation = -1
        self.times_whole = 0
        self.forget()

    def forget(self) -> None:
        """Memory is no picture of the log any more: it is to be read from the beginning."""
        self.additions.forget()
        output = TopicPartition(self._parts.picture, self.partition)
        parts = self._parts
        self.pictures = PartitionPictures(output, parts.writer, parts.heal_pool, self._known, parts.core.shape)
        self._fold: PartitionFold | None = None
        self._configuration: ConfigurationInForce | None = None
        self.look_over = False
        self.sweep = deque[bytes]()
        self.is_whole = False

    async def configured(self, assignment: Assignment) -> PartitionFold:
        """The fold, under the configuration that stands now; a changed one puts every picture in line."""
        standing = await self._parts.configuration.standing()
        assignment.check_owned()
        if self._fold is None:
            self._fold = self._parts.core.new_fold(self.partition, standing.configuration)
            self._configuration = standing
        elif self._configuration is not standing:
            self._fold.configure(standing.configuration)
            self._configuration = standing
            self.look_over = True
        return self._fold

    @property
    def configuration(self) -> str:
        """The hash of the one that the fold goes by."""
        assert self._configuration is not None
        return self._configuration.configuration.hash

    @property
    def position(self) -> Position:
        """What is included."""
        standing = self._configuration
        return self.additions.position(NOTHING if standing is None else standing.configuration.offset)

    @property
    def set_aside(self) -> int:
        """Restored records that nobody has looked at yet."""
        return 0 if self._fold is None else self._fold.set_aside_count()

    def today(self) -> date:
        """The day in London."""
        return london_day(self._parts.clock())

    def known_ends(self) -> dict[TopicPartition, int]:
        """Up to where the log has been seen to reach: the inputs', and our own output's."""
        return {self.pictures.tp: self.pictures.heads.end} | {tp: self.additions.following(tp) for tp in self.inputs}

    def outrank(self, assignment: Assignment) -> None:
        """Writes with the generation of the group, or with one above all in the log when the group began anew."""
        highest = self.pictures.heads.generation
        self.generation = assignment.generation if assignment.generation >= highest else highest + 1

    def became_whole(self) -> None:
        """Nothing is dirty, waits to be looked over or is set aside unread."""
        if not self.is_whole:
            self.is_whole, self.times_whole = True, self.times_whole + 1

    async def _known(self, reader: RawReader) -> ReaderKnowledge:
        """What may be claimed by an output record that stands in the log now."""
        parts, is_live = self._parts, self._progress.stage is Stage.LIVE
        settings = parts.configuration.tp
        ends = await reader.ends([*self.inputs, settings])
        # a topic that never held more than it does: pictures that include no more were read before, or offsets of it
        # were committed, which Kafka forgets with the topic
        known = parts.source.chain() if not is_live else {tp: self.additions.following(tp) for tp in self.inputs}
        never = frozenset[TopicPartition]() if is_live else parts.source.never_committed()
        certain = [tp not in never and known.get(tp, 0) <= ends[tp] for tp in self.inputs]
        return ReaderKnowledge(
            self.today(),
            Position(tuple(ends[tp] - 1 for tp in (*self.inputs, settings))),
            (*certain, is_live),
            self._generation_for_certain() if is_live else None,
        )

    def _generation_for_certain(self) -> int | None:
        """That of our records, if nobody can have come after us; None where that cannot be told."""
        try:
            if self.assignment is not None:
                self.assignment.check()
        except (OwnershipLost, LeaseStale):
            return None
        return self.generation
