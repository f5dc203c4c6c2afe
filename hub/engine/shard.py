"""One shard: everything of one partition number, over all its input topics, in one task; nobody ever waits for it.

In the order of a life: it restores (hub.engine.restoring), then it makes rounds (hub.engine.live_round) until something
ends them: the number goes elsewhere, the outside world is away, or memory is no picture of the log any more. Then it
waits a little and begins again with what it holds.
"""

import asyncio
import logging
from collections.abc import Set
from socket import gaierror
from typing import Final

from aiokafka.errors import KafkaError

from hub.back_off import BackOff
from hub.engine.intake import Intake
from hub.engine.internals import Batch
from hub.engine.live_round import LiveRound, LogCut, ShardSignals
from hub.engine.ownership import Assignment, LeaseStale, OwnershipLost
from hub.engine.partition_state import PartitionState
from hub.engine.pictures import Outrun
from hub.engine.ports import SchemasAway
from hub.engine.restoring import restore
from hub.engine.shard_state import Progress, ShardParts, Stage
from hub.log.batch_writer import RecordTooLarge, WriteFailed
from hub.log.damage import InputsDamaged
from hub.log.failure_words import failure_words

log = logging.getLogger("hub.engine.shard")

# what is outside may be away; any other error is of what is inside, which is then made anew from the log
AWAY: Final = (WriteFailed, RecordTooLarge, SchemasAway, KafkaError, ConnectionError, TimeoutError, gaierror)

BACK_OFF: Final = BackOff(first=0.2, longest=5.0)
FORGOTTEN: Final = "; what the partition holds is read again, and the log of the worker says more"


class Shard:
    """The shard of one partition number. `begin` for each new assignment, `stop` when the number goes elsewhere.

    None of what others call waits.
    """

    def __init__(self, partition: int, parts: ShardParts) -> None:
        self.partition = partition
        self.progress = Progress()
        self.state = PartitionState(partition, parts, self.progress)
        self.intake = Intake(self.state.inputs, parts.source)
        self._parts = parts
        self._signals = ShardSignals()
        self._task: asyncio.Task[None] | None = None
        self._ending = set[asyncio.Task[None]]()

    def begin(self, assignment: Assignment) -> None:
        """The partitions are ours, in this assignment."""
        self.intake.begin(self._parts.source.chain())
        self._task = asyncio.ensure_future(self._run(assignment, self._end()))

    def stop(self) -> Set[asyncio.Task[None]]:
        """The partitions are not ours any more. Returns the tasks that are ending."""
        self.progress.stage = Stage.STOPPED
        return self._end()

    def _end(self) -> Set[asyncio.Task[None]]:
        """Has the last task end. Returns all that have not ended: the last one may be gone at once, as it was still
        waiting for those before it."""
        if self._task is not None and self._task not in self._ending:
            self._task.cancel()
            self._ending.add(self._task)
        self._ending = {each for each in self._ending if not each.done()}
        return frozenset(self._ending)

    def accept(self, batch: Batch) -> None:
        """A batch from an agent."""
        self.intake.accept(batch)
        self.wake()

    def foreign_end(self, end: int) -> None:
        """The output partition now ends here; if that is beyond what we wrote, someone else wrote."""
        self._signals.foreign_end = end
        self.wake()

    def cut(self, problem: str) -> None:
        """The log has lost records that are in memory: memory is no picture of it any more."""
        self._signals.cut, self.state.is_whole = problem, False
        self.wake()

    def wake(self) -> None:
        """Something outside changed: the day, or the configuration."""
        self._signals.wake.set()

    @property
    def is_due(self) -> bool:
        """True if today may change a picture; asked again and again, for a clock may be set back over midnight."""
        return self.state.pictures.calendar.is_due(self.state.today())

    @property
    def is_busy(self) -> bool:
        """True while a task of an assignment has not ended."""
        return any(not each.done() for each in {*self._ending, self._task} if each is not None)

    @property
    def has_ended_unasked(self) -> bool:
        """True if the task is over though nobody stopped it and the partition was not lost: nothing would be folded."""
        return self._task is not None and self._task.done() and self.progress.stage is not Stage.STOPPED

    async def _run(self, assignment: Assignment, before: Set[asyncio.Task[None]]) -> None:
        if before:
            await asyncio.wait(before)  # they share the state: of two at once neither knows what it holds
        progress = self.progress
        while True:
            try:
                await self._restored_and_live(assignment)
            except OwnershipLost:
                progress.stage = Stage.STOPPED
                return
            except LeaseStale as stale:
                progress.wait_because(f"not writing: {stale}")
            except (*AWAY, Outrun, InputsDamaged) as error:
                progress.wait_because(failure_words(error))
                progress.broke_off()
                log.warning("shard waits", extra={"partition": self.partition, "reason": str(error)})
            except LogCut as cut:
                self._forget()
                progress.wait_because(f"{cut}{FORGOTTEN}")
                progress.broke_off()
                log.warning(
                    "log was cut; its memory is restored", extra={"partition": self.partition, "reason": str(cut)}
                )
            except Exception as error:  # the shard's edge: offsets stay, memory is forgotten and restored
                self._forget()
                progress.stage, progress.reason = Stage.FAILED, f"{failure_words(error)}{FORGOTTEN}"
                progress.broke_off()
                log.exception("shard failed; its memory is restored from the log", extra={"partition": self.partition})
            await asyncio.sleep(BACK_OFF.pause(progress.failures, self._parts.random))
            for tp in self.state.inputs:  # what was taken and not finished comes again
                self.intake.ask_again(tp)

    async def _restored_and_live(self, assignment: Assignment) -> None:
        """Never ends but by what a round raises."""
        parts = self._parts
        parts.restoring.add(self.partition)
        try:
            await restore(self.state, parts, self.progress, assignment)
        finally:
            parts.restoring.discard(self.partition)
        live = LiveRound(self.state, self.intake, self._signals, self.progress, parts, assignment)
        while True:
            await live.once()

    def _forget(self) -> None:
        self._parts.writer.abandon()  # what its producer numbered for a partition that is gone is refused for ever
        self._signals.foreign_end = 0  # of the log that was; this one may never reach so far
        self.state.forget()
