"""The round of a live shard: the protocol by which offsets follow the pictures.

    1 own           the partitions are still ours, nothing was cut, and the fold goes by the configuration that stands
    2 heal          where somebody else wrote pictures, they are read, and their keys are dirty
    3 add           what is queued is added: the position covers exactly what was added
    4 may evaluate  not where the log holds pictures of newer code, or of more than was read: then 5 to 9 wait
    5 mark          what this day may change, and what stands beside a winner that is not the last record, is dirty
    6 quarantine    what was refused is kept, acknowledged
    7 write         all that is dirty is evaluated, written and acknowledged
    8 finish        the offsets of what was added may be committed
    9 sweep         of what no event asks for, one slice is evaluated and written
    10 look on      one slice of what was set aside is taken in, or the round waits; while others restore both wait

Promise: a round that ends at any await, by any exception or a kill, has finished no batch whose pictures and refusals
are not acknowledged. What it leaves is enough to go on by: batches in `open`, keys in `pictures.unsettled`, refusals in
`additions.refused`.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from hub.engine import hooks
from hub.engine.additions import SLICE_RECORDS, SLICE_SECONDS
from hub.engine.evaluating import evaluate_and_write
from hub.engine.intake import Intake
from hub.engine.internals import Batch
from hub.engine.ownership import Assignment
from hub.engine.partition_state import PartitionState
from hub.engine.ports import PartitionFold
from hub.engine.shard_state import Progress, ShardParts, Stage

SWEEP_KEYS: Final = 200
OTHERS_RESTORE_SECONDS: Final = 0.05


class LogCut(Exception):
    """The log has lost records that are in memory: memory is no picture of it any more."""


@dataclass(slots=True)
class ShardSignals:
    """What others have told a shard. foreign_end: where its output partition ends now; cut: how the log was cut."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    foreign_end: int = 0
    cut: str = ""


class LiveRound:
    """Rounds of one shard in one assignment. open: batches that are added and not finished.

    Raises LogCut, and what the steps raise: OwnershipLost, LeaseStale, Outrun, and what the outside world does.
    """

    def __init__(
        self,
        state: PartitionState,
        intake: Intake,
        signals: ShardSignals,
        progress: Progress,
        parts: ShardParts,
        assignment: Assignment,
    ) -> None:
        self._state, self._intake, self._signals = state, intake, signals
        self._progress, self._parts, self._assignment = progress, parts, assignment
        self.open: list[Batch] = []

    async def once(self) -> None:
        """One round; where there is nothing to do it waits for something in step 10."""
        self._signals.wake.clear()
        fold = await self.own()
        await self.heal(fold)
        await self.add(fold)
        if self.may_evaluate():
            self.mark(fold)
            await self.quarantine()
            await self.write(fold)
            self.finish()
            if await self.sweep(fold):
                return  # busy input must not hold up the rest of it for ever
            self._progress.went_well()
            if not (self._signals.cut or self._has_more(fold)):
                self._state.became_whole()
        await self.look_on(fold)

    async def own(self) -> PartitionFold:
        self._assignment.check_owned()
        fold = await self._state.configured(self._assignment)
        if self._signals.cut:
            problem, self._signals.cut = self._signals.cut, ""
            raise LogCut(f"{problem}: the topic was cut or created anew while the worker ran")
        return fold

    async def heal(self, fold: PartitionFold) -> None:
        pictures, end = self._state.pictures, self._signals.foreign_end
        if end > pictures.heads.end and not hooks.is_removed(hooks.Guard.HEAL):
            pictures.counts.heals += 1
            await pictures.catch_up(self._assignment.check_owned, end)
            fold.mark(pictures.take_foreign())

    async def add(self, fold: PartitionFold) -> None:
        for batch in self._intake.take():
            await self._state.additions.add(fold, batch.tp, batch.records, batch.base)
            self._state.additions.reached(batch.tp, batch.end)
            batch.records.clear()  # many batches may wait to be finished
            self.open.append(batch)

    def may_evaluate(self) -> bool:
        """True if a record written now would beat all that the log holds, and our code may evaluate at all."""
        floor, position = self._state.pictures.heads.floor, self._state.position
        refusal = self._parts.configuration.refusal()
        if not refusal and not position.covers(floor):
            refusal = (
                f"output records of partition {self._state.partition} include more than has been read: they say "
                f"{floor.as_dict()}, read is {position.as_dict()}. Waiting for the rest; if an input topic was cut or "
                "created anew, restore it or start a new instance"
            )
        self._progress.stage, self._progress.reason = (Stage.WAITING, refusal) if refusal else (Stage.LIVE, "")
        return not refusal

    def mark(self, fold: PartitionFold) -> None:
        fold.mark(self._state.pictures.due_by_day(self._state.today()))
        fold.mark(self._state.pictures.stale())

    async def quarantine(self) -> None:
        refused = self._state.additions.refused
        kept = list(refused)
        await self._parts.quarantine.keep(kept)
        del refused[: len(kept)]
        self._progress.quarantined += len(kept)
        if kept:
            hooks.reach(hooks.Point.QUARANTINED_BEFORE_FINISH)

    async def write(self, fold: PartitionFold) -> None:
        await evaluate_and_write(self._state, fold, self._assignment)

    def finish(self) -> None:
        if self.open:
            hooks.reach(hooks.Point.AFTER_WRITE_BEFORE_FINISH)
        for batch in self.open:
            self._parts.source.finish(batch)
        self.open.clear()

    async def sweep(self, fold: PartitionFold) -> bool:
        """True if there was something to sweep. What restores has the processor meanwhile."""
        state, progress = self._state, self._progress
        if self._parts.restoring:
            return False
        if not state.sweep and state.look_over and not fold.set_aside_count():  # by then nothing is evaluated twice
            state.look_over = False
            state.sweep.extend(state.pictures.out_of_step(fold.keys(), state.configuration))
        if not state.sweep:
            return False
        keys = [state.sweep.popleft() for _ in range(min(SWEEP_KEYS, len(state.sweep)))]
        fold.mark(keys)
        await evaluate_and_write(state, fold, self._assignment)
        progress.swept += len(keys)
        return True

    async def look_on(self, fold: PartitionFold) -> None:
        wake = self._signals.wake
        if self._parts.restoring and self._has_more(fold):
            if not self._intake.records:
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), OTHERS_RESTORE_SECONDS)
        elif fold.set_aside_count():
            _take_in_slice(fold)
            await asyncio.sleep(0)
        elif not self._intake.records:
            await wake.wait()

    def _has_more(self, fold: PartitionFold) -> bool:
        """Whether something is left to do that no event asks for."""
        return bool(self._state.look_over or self._state.sweep or fold.set_aside_count())


def _take_in_slice(fold: PartitionFold) -> None:
    """Takes in what is set aside for about SLICE_SECONDS."""
    until = time.monotonic() + SLICE_SECONDS
    while fold.set_aside_count() and time.monotonic() < until:
        fold.take_in_any(SLICE_RECORDS // 4)
