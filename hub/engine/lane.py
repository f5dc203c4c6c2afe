"""One lane: everything of one partition number, over all its input topics.

In the order of a life: restore (own output records, then the input topics to their ends), then live: take what is
queued, add, quarantine, judge, write and await, finish. All of it in one task; nobody ever waits for it. What stops it
in the middle leaves: offsets unmoved, judged and unwritten keys in `Pictures.unsettled`, refused records in
`Additions.refused`.
"""

import asyncio
import logging
import time
from collections import deque
from contextlib import aclosing, suppress
from datetime import date
from socket import gaierror
from typing import Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from hub.engine import hooks, memory
from hub.engine.additions import SLICE_RECORDS, SLICE_SECONDS, Additions
from hub.engine.calendar import london_day
from hub.engine.configuration import ConfigurationInForce
from hub.engine.intake import Intake
from hub.engine.internals import Batch
from hub.engine.lane_state import LaneParts, Progress, Stage
from hub.engine.ownership import Assignment, LeaseStale, OwnershipLost
from hub.engine.pictures import JudgedLot, Outrun, PartitionPictures
from hub.engine.ports import Output, PartitionFold, SchemasAway
from hub.events.counting import count_words
from hub.events.topics import INPUT_TOPICS, word
from hub.log.batch_writer import RecordTooLarge, WriteFailed
from hub.log.damage import InputsDamaged, check_undamaged
from hub.log.failure_words import failure_words
from hub.log.position import NOTHING, Position
from hub.log.raw_reader import RawReader, Stretch
from hub.log.untrue import ReaderKnowledge

log = logging.getLogger("hub.engine.lane")

# what is outside may be away; any other error is of what is inside, which is then made anew from the log
AWAY: Final = (WriteFailed, RecordTooLarge, SchemasAway, KafkaError, ConnectionError, TimeoutError, gaierror)

SLICE_KEYS: Final = 64
WRITE_KEYS: Final = 1000
WRITE_BYTES: Final = 4 << 20
SWEEP_KEYS: Final = 200
OTHERS_RESTORE_SECONDS: Final = 0.05
PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 5.0
FORGOTTEN: Final = "; what the partition holds is read again, and the log of the worker says more"


class LogCut(Exception):
    """The log has lost records that are in memory: memory is no picture of it any more."""


class Lane:
    """The lane of one partition number. `begin` for each new assignment, `stop` when the number goes elsewhere.

    is_whole: whether every picture of what is included stands in the output, since memory was restored last;
    times_whole: how often that came about.
    """

    def __init__(self, partition: int, parts: LaneParts) -> None:
        self.partition = partition
        self.progress = Progress()
        self._parts = parts
        self._inputs = {
            TopicPartition(name, partition): word(topic) for name, topic in zip(parts.inputs, INPUT_TOPICS, strict=True)
        }
        self.intake = Intake(self._inputs, parts.source)
        self.pictures = self._new_pictures()
        self._generation = -1
        self._assignment: Assignment | None = None
        self._fold: PartitionFold | None = None
        self.additions = Additions(self._inputs, parts.core.fetch_schema)
        self._configuration: ConfigurationInForce | None = None
        self._open: list[Batch] = []
        self._sweep: deque[bytes] = deque()
        self._look_over = False
        self._foreign_end = 0
        self._cut = ""
        self._pause = PAUSE_SECONDS
        self.is_whole = False
        self.times_whole = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    # what others call; none of it waits

    def begin(self, assignment: Assignment) -> None:
        """The partitions are ours, in this assignment."""
        self.intake.begin(self._parts.source.chain())
        before, self._task = self._task, asyncio.ensure_future(self._run(assignment, self._task))
        if before is not None and not before.done():
            before.cancel()

    def stop(self) -> asyncio.Task[None] | None:
        """The partitions are not ours any more. Returns the task that is ending."""
        self.progress.stage = Stage.STOPPED
        if self._task is not None:
            self._task.cancel()
        return self._task

    def accept(self, batch: Batch) -> None:
        """A batch from an agent."""
        self.intake.accept(batch)
        self._wake.set()

    def foreign_end(self, end: int) -> None:
        """The output partition now ends here; if that is beyond what we wrote, someone else wrote."""
        self._foreign_end = end
        self._wake.set()

    def known_ends(self) -> dict[TopicPartition, int]:
        """Up to where the log has been seen to reach: the inputs', and our own output's."""
        return {self.pictures.tp: self.pictures.heads.end} | {tp: self.additions.following(tp) for tp in self._inputs}

    def cut(self, problem: str) -> None:
        """The log has lost records that are in memory: memory is no picture of it any more."""
        self._cut, self.is_whole = problem, False
        self._wake.set()

    def wake(self) -> None:
        """Something outside changed: the day, or the configuration."""
        self._wake.set()

    @property
    def position(self) -> Position:
        """What is included."""
        standing = self._configuration
        return self.additions.position(NOTHING if standing is None else standing.configuration.offset)

    @property
    def sweep_left(self) -> int:
        """Keys that wait for their turn behind live batches."""
        return len(self._sweep)

    @property
    def is_due(self) -> bool:
        """True if today may change a picture; asked again and again, for a clock may be set back over midnight."""
        return self.pictures.calendar.is_due(self._today())

    @property
    def kept(self) -> int:
        """Restored records that nobody has looked at yet."""
        return 0 if self._fold is None else self._fold.kept_count()

    @property
    def is_busy(self) -> bool:
        """True while the task of an assignment has not ended."""
        return self._task is not None and not self._task.done()

    @property
    def has_ended_unasked(self) -> bool:
        """True if the task is over though nobody stopped it and the partition was not lost: nothing would be folded."""
        return self._task is not None and self._task.done() and self.progress.stage is not Stage.STOPPED

    # the task

    async def _run(self, assignment: Assignment, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        while True:
            try:
                self._parts.restoring.add(self.partition)
                try:
                    await self._restore(assignment)
                finally:
                    self._parts.restoring.discard(self.partition)
                await self._live(assignment)
            except OwnershipLost:
                self.progress.stage = Stage.STOPPED
                return
            except LeaseStale as stale:
                self._wait_because(f"not writing: {stale}")
                self._pause = PAUSE_SECONDS
            except (*AWAY, Outrun, InputsDamaged) as error:
                self._wait_because(failure_words(error))
                self._broke_off()
                log.warning("lane waits", extra={"partition": self.partition, "reason": str(error)})
            except LogCut as cut:
                self._forget()
                self._wait_because(f"{cut}{FORGOTTEN}")
                self._broke_off()
                log.warning(
                    "log was cut; its memory is restored", extra={"partition": self.partition, "reason": str(cut)}
                )
            except Exception as error:  # the lane's edge: offsets stay, memory is forgotten and restored
                self._forget()
                self.progress.stage, self.progress.reason = Stage.FAILED, f"{failure_words(error)}{FORGOTTEN}"
                self._broke_off()
                log.exception("lane failed; its memory is restored from the log", extra={"partition": self.partition})
            await asyncio.sleep(self._pause * (0.5 + self._parts.random.random()))
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
            for tp in self._inputs:  # what was taken and not finished comes again
                self.intake.ask_again(tp)

    def _wait_because(self, reason: str) -> None:
        self.progress.stage, self.progress.reason = Stage.WAITING, reason

    def _broke_off(self) -> None:
        self.progress.failures += 1
        self.progress.last_failure = self.progress.reason

    def _went_well(self) -> None:
        self.progress.failures, self.progress.last_failure = 0, ""
        self._pause = PAUSE_SECONDS

    def _new_pictures(self) -> PartitionPictures:
        tp = TopicPartition(self._parts.picture, self.partition)
        return PartitionPictures(tp, self._parts.writer, self._parts.heal_pool, self._known, self._parts.core.shape)

    async def _known(self, reader: RawReader) -> ReaderKnowledge:
        """What may be claimed by an output record that stands in the log now."""
        parts, is_live = self._parts, self.progress.stage is Stage.LIVE
        settings = parts.configuration.tp
        ends = await reader.ends([*self._inputs, settings])
        # a topic that never held more than it does: pictures that include no more were read before, or offsets of it
        # were committed, which Kafka forgets with the topic
        known = parts.source.chain() if not is_live else {tp: self.additions.following(tp) for tp in self._inputs}
        never = frozenset[TopicPartition]() if is_live else parts.source.never_committed()
        certain = [tp not in never and known.get(tp, 0) <= ends[tp] for tp in self._inputs]
        return ReaderKnowledge(
            self._today(),
            Position(tuple(ends[tp] - 1 for tp in (*self._inputs, settings))),
            (*certain, is_live),
            self._generation_for_certain() if is_live else None,
        )

    def _generation_for_certain(self) -> int | None:
        """That of our records, if nobody can have come after us; None where that cannot be told."""
        try:
            if self._assignment is not None:
                self._assignment.check()
        except (OwnershipLost, LeaseStale):
            return None
        return self._generation

    def _forget(self) -> None:
        self._parts.writer.abandon()  # what its producer numbered for a partition that is gone is refused for ever
        self.is_whole = False
        self._foreign_end = 0  # of the log that was; this one may never reach so far
        self._fold = None
        self.pictures = self._new_pictures()
        self._configuration = None
        self.additions.forget()
        self._sweep.clear()

    async def _restore(self, assignment: Assignment) -> None:
        """Everything up to the ends found now: first our own records, so that no record is ahead of the inputs."""
        progress, tps = self.progress, list(self._inputs)
        progress.stage, progress.reason = Stage.RESTORING, ""
        progress.restored = progress.to_restore = 0  # what the try before had read says nothing of this one
        self._assignment = assignment
        self._open.clear()
        fold = await self._configured(assignment)
        fold.mark(self.pictures.unsettled)
        await self.pictures.catch_up(assignment.check_owned)
        fold.mark(self.pictures.take_foreign())
        self._generation = self._outranking(assignment)
        chain = self._parts.source.chain()
        assignment.check_owned()
        async with self._parts.restore_pool.take() as reader:
            starts, ends = await reader.starts(tps), await reader.ends(tps)
            for tp in tps:
                check_undamaged(tp, self.additions.following(tp), starts[tp], ends[tp], chain[tp])
            stretches = {tp: Stretch(self.additions.following(tp), ends[tp]) for tp in tps}
            progress.to_restore = sum(max(0, each.end - each.start) for each in stretches.values())
            async with aclosing(reader.read(stretches, assignment.check_owned)) as records_of:
                async for tp, records in records_of:
                    await self.additions.add(fold, tp, records, chain[tp])
                    progress.restored += len(records)
        for tp in tps:
            self.additions.reached(tp, ends[tp])
        self._look_over = True
        memory.settle()
        progress.stage = Stage.LIVE

    def _outranking(self, assignment: Assignment) -> int:
        """The generation to write with: the group's, or one above all in the log when the group began anew."""
        highest = self.pictures.heads.generation
        return assignment.generation if assignment.generation >= highest else highest + 1

    async def _live(self, assignment: Assignment) -> None:
        while True:
            assignment.check_owned()
            self._wake.clear()
            fold = await self._configured(assignment)
            if self._cut:
                problem, self._cut = self._cut, ""
                raise LogCut(f"{problem}: the topic was cut or created anew while the worker ran")
            if self._foreign_end > self.pictures.heads.end and not hooks.is_removed(hooks.Guard.HEAL):
                self.pictures.counts.heals += 1
                await self.pictures.catch_up(assignment.check_owned, self._foreign_end)
                fold.mark(self.pictures.take_foreign())
            for batch in self.intake.take():
                await self.additions.add(fold, batch.tp, batch.records, batch.base)
                self.additions.reached(batch.tp, batch.end)
                batch.records.clear()  # many batches may wait to be finished
                self._open.append(batch)
            if self._may_judge():
                fold.mark(self.pictures.due_by_day(self._today()))
                fold.mark(self.pictures.stale())
                await self._settle(fold, assignment)
                if (
                    self._look_over and not fold.kept_count()
                ):  # after what was dirty anyway, so that nothing is judged twice
                    self._look_over = False
                    self._sweep = deque(self.pictures.out_of_step(fold.keys(), self._hash()))
                    self.progress.sweep_size = len(self._sweep)
                    self.progress.swept = 0
                if self._sweep:  # a slice in each round: busy input must not hold it up for ever
                    await self._sweep_on(fold, assignment)
                    continue
                self._went_well()
                if not (self.is_whole or self._cut or self._look_over or fold.kept_count()):
                    self.is_whole, self.times_whole = True, self.times_whole + 1
            if fold.kept_count():  # behind live batches, like a sweep
                if not self._parts.restoring:
                    _unpack_slice(fold)
                    await asyncio.sleep(0)
                elif not self.intake.records:
                    await _wait(self._wake, OTHERS_RESTORE_SECONDS)
                continue
            if not self.intake.records:
                await self._wake.wait()

    def _may_judge(self) -> bool:
        """True if a record written now would beat all that the log holds, and our code may judge at all."""
        refusal = self._parts.configuration.refusal()
        if refusal:
            self._wait_because(refusal)
            return False
        floor, position = self.pictures.heads.floor, self.position
        if not position.covers(floor):
            self._wait_because(
                f"output records of partition {self.partition} include more than has been read: they say "
                f"{floor.as_dict()}, read is {position.as_dict()}. Waiting for the rest; if an input topic was cut or "
                "created anew, restore it or start a new instance"
            )
            return False
        self.progress.stage, self.progress.reason = Stage.LIVE, ""
        return True

    async def _settle(self, fold: PartitionFold, assignment: Assignment) -> None:
        """Quarantines what was refused, judges and writes all that is dirty, then lets the offsets move."""
        refused = list(self.additions.refused)
        await self._parts.quarantine.keep(refused)
        del self.additions.refused[: len(refused)]
        self.progress.quarantined += len(refused)
        if refused:
            hooks.reach(hooks.Point.QUARANTINED_BEFORE_FINISH)
        await self._judge_and_write(fold, assignment)
        if self._open:
            hooks.reach(hooks.Point.AFTER_WRITE_BEFORE_FINISH)
        for batch in self._open:
            self._parts.source.finish(batch)
        self._open.clear()

    async def _judge_and_write(self, fold: PartitionFold, assignment: Assignment) -> None:
        judged = JudgedLot(self.position, self._generation, self._today(), self._hash())
        lot: list[Output] = []
        size = 0
        too_large: RecordTooLarge | None = None
        while fold.unpack(SLICE_RECORDS):
            await asyncio.sleep(0)
        while fold.dirty_count():
            outputs = _judge_slice(fold, judged.today, self.pictures.unsettled)
            lot += outputs
            size += sum(len(output.body or b"") for output in outputs)
            if len(lot) >= WRITE_KEYS or size >= WRITE_BYTES or not fold.dirty_count():
                try:
                    await self.pictures.write(lot, judged, assignment.check)
                except RecordTooLarge as error:
                    too_large = error  # the others first: one place must not hold up its neighbours
                lot, size = [], 0
                fold.mark(self.pictures.take_foreign())
            else:
                await asyncio.sleep(0)
        if too_large is not None:
            raise too_large

    async def _sweep_on(self, fold: PartitionFold, assignment: Assignment) -> None:
        """One slice of what waits behind live batches."""
        keys = [self._sweep.popleft() for _ in range(min(SWEEP_KEYS, len(self._sweep)))]
        self.pictures.unsettled.update(keys)
        fold.mark(keys)
        await self._judge_and_write(fold, assignment)
        self.progress.swept += len(keys)
        if not self._sweep:
            self.progress.sweeps += 1

    async def _configured(self, assignment: Assignment) -> PartitionFold:
        """The fold, under the configuration that stands now; a changed one puts every picture in line to be judged."""
        standing = await self._parts.configuration.standing()
        assignment.check_owned()
        if self._fold is None:
            self._fold = self._parts.core.new_fold(self.partition, standing.configuration)
            self._configuration = standing
        elif self._configuration is not standing:
            self._fold.configure(standing.configuration)
            self._configuration = standing
            self._look_over = True
        return self._fold

    def _hash(self) -> str:
        assert self._configuration is not None
        return self._configuration.configuration.hash

    def _today(self) -> date:
        return london_day(self._parts.clock())


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def _unpack_slice(fold: PartitionFold) -> None:
    """Takes in what is kept for about SLICE_SECONDS."""
    until = time.monotonic() + SLICE_SECONDS
    while fold.kept_count() and time.monotonic() < until:
        fold.unpack_any(SLICE_RECORDS // 4)


def _judge_slice(fold: PartitionFold, today: date, unsettled: set[bytes]) -> list[Output]:
    """Judges for about SLICE_SECONDS, so that other tasks of the loop get their turn.

    unsettled: gets every key that was judged, at once, so that none is forgotten if a later one raises.
    """
    outputs: list[Output] = []
    until = time.monotonic() + SLICE_SECONDS
    while fold.dirty_count() and len(outputs) < WRITE_KEYS and time.monotonic() < until:
        before = fold.dirty_count()
        judged = fold.judge(today, SLICE_KEYS)
        if fold.dirty_count() >= before:
            raise RuntimeError(f"fold says {count_words(before, 'key is', 'keys are')} dirty and judges none of them")
        unsettled.update(output.key for output in judged)
        outputs += judged
    return outputs
