"""What a shard does before its first round: it reads the log, from where memory ends to the ends found now."""

from contextlib import aclosing

from hub.engine import memory
from hub.engine.ownership import Assignment
from hub.engine.partition_state import PartitionState
from hub.engine.shard_state import Progress, ShardParts, Stage
from hub.log.damage import check_undamaged
from hub.log.raw_reader import Stretch


async def restore(state: PartitionState, parts: ShardParts, progress: Progress, assignment: Assignment) -> None:
    """Our own records first, so that none of them is ahead of the inputs; what may be out of step is looked over later.

    Raises OwnershipLost, Outrun, InputsDamaged, and what the outside world does; what was read by then stays read.
    """
    progress.stage, progress.reason = Stage.RESTORING, ""
    progress.restored = progress.to_restore = 0  # what the try before had read says nothing of this one
    state.assignment = assignment
    fold = await state.configured(assignment)
    fold.mark(state.pictures.unsettled)
    await state.pictures.catch_up(assignment.check_owned)
    state.sweep.extend(sorted(state.pictures.take_foreign()))
    state.outrank(assignment)
    additions, tps = state.additions, list(state.inputs)
    chain = parts.source.chain()
    assignment.check_owned()
    async with parts.restore_pool.take() as reader:
        starts, ends = await reader.starts(tps), await reader.ends(tps)
        for tp in tps:
            check_undamaged(tp, additions.following(tp), starts[tp], ends[tp], chain[tp])
        stretches = {tp: Stretch(additions.following(tp), ends[tp]) for tp in tps}
        progress.to_restore = sum(max(0, each.end - each.start) for each in stretches.values())
        async with aclosing(reader.read(stretches, assignment.check_owned)) as records_of:
            async for tp, records in records_of:
                await additions.add(fold, tp, records, chain[tp])
                progress.restored += len(records)
    for tp in tps:
        additions.reached(tp, ends[tp])
    state.look_over = True
    memory.settle()
    progress.stage = Stage.LIVE
