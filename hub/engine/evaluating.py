"""All that is dirty is evaluated and written, in slices, so that other tasks of the loop get their turn."""

import asyncio
import time
from datetime import date
from typing import Final

from hub.engine.additions import SLICE_RECORDS, SLICE_SECONDS
from hub.engine.ownership import Assignment
from hub.engine.partition_state import PartitionState
from hub.engine.pictures import EvaluatedLot
from hub.engine.ports import Output, PartitionFold
from hub.events.counting import count_words
from hub.log.batch_writer import RecordTooLarge

SLICE_KEYS: Final = 64
WRITE_KEYS: Final = 1000
WRITE_BYTES: Final = 4 << 20


async def evaluate_and_write(state: PartitionState, fold: PartitionFold, assignment: Assignment) -> None:
    """Ends when every dirty key's picture stands in the log, acknowledged.

    Raises what PartitionPictures.write raises; keys that were evaluated and are not acknowledged stay in
    `pictures.unsettled`. RecordTooLarge comes last: one picture holds up no other.
    """
    evaluated = EvaluatedLot(state.position, state.generation, state.today(), state.configuration)
    lot: list[Output] = []
    size = 0
    too_large: RecordTooLarge | None = None
    while fold.take_in(SLICE_RECORDS):
        await asyncio.sleep(0)
    while fold.dirty_count():
        outputs = _evaluate_slice(fold, evaluated.today, state.pictures.unsettled)
        lot += outputs
        size += sum(len(output.body or b"") for output in outputs)
        if len(lot) >= WRITE_KEYS or size >= WRITE_BYTES or not fold.dirty_count():
            try:
                await state.pictures.write(lot, evaluated, assignment.check)
            except RecordTooLarge as error:
                too_large = error
            lot, size = [], 0
            fold.mark(state.pictures.take_foreign())
        else:
            await asyncio.sleep(0)
    if too_large is not None:
        raise too_large


def _evaluate_slice(fold: PartitionFold, today: date, unsettled: set[bytes]) -> list[Output]:
    """Evaluates for about SLICE_SECONDS.

    unsettled: gets every key that was evaluated, at once, so that none is forgotten if a later one raises.
    """
    outputs: list[Output] = []
    until = time.monotonic() + SLICE_SECONDS
    while fold.dirty_count() and len(outputs) < WRITE_KEYS and time.monotonic() < until:
        before = fold.dirty_count()
        evaluated = fold.evaluate(today, SLICE_KEYS)
        if fold.dirty_count() >= before:
            raise RuntimeError(
                f"fold says {count_words(before, 'key is', 'keys are')} dirty and evaluates none of them"
            )
        unsettled.update(output.key for output in evaluated)
        outputs += evaluated
    return outputs
