"""A record that includes what we have not read is neither written over nor taken for ours. Into tests/engine."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition

from hub.engine.intake import Intake
from hub.engine.internals import Batch
from hub.engine.pictures import EvaluatedLot, Outrun, PartitionPictures
from hub.engine.ports import Output
from hub.log.position import NOTHING, WORDS, Basis, Position
from tests.engine.memory_log import OUT, MemoryLog, MemoryPool, MemoryReader, MemoryWriter
from tests.engine.test_intake import Source

TODAY = date(2026, 4, 1)
KEY = b"k"
OURS = Position((3, 3, *[NOTHING] * (len(WORDS) - 2)))
MORE = Position((5, 3, *[NOTHING] * (len(WORDS) - 2)))
OTHERS = Position((5, 1, *[NOTHING] * (len(WORDS) - 2)))


def pictures_with(position: Position, generation: int) -> tuple[PartitionPictures, MemoryLog]:
    """One record stands."""
    log = MemoryLog()
    made = PartitionPictures(
        OUT,
        cast(Any, MemoryWriter(log)),
        cast(Any, MemoryPool(MemoryReader(log))),
        cast(Any, None),
        cast(Any, None),
    )
    basis = Basis(position, generation, TODAY, None, "one")
    log.append(OUT, KEY, b"theirs", basis.headers())
    made.heads.read(cast(Any, SimpleNamespace(offset=0, key=KEY, value=b"theirs")), basis)
    return made, log


async def written(pictures: PartitionPictures, log: MemoryLog) -> list[bytes | None]:
    evaluated = EvaluatedLot(OURS, 1, TODAY, "one")
    await pictures.write([Output(KEY, b"ours", None)], evaluated, lambda: None)
    return [each.value for each in log.records[OUT]]


async def test_a_stale_key_whose_winner_includes_more_is_read_on_for_and_not_written_over() -> None:
    pictures, log = pictures_with(MORE, 1)
    pictures.heads.stale.add(KEY)
    with pytest.raises(Outrun, match="includes more than has been read"):
        await written(pictures, log)
    assert (len(log.records[OUT]), pictures.unsettled) == (1, {KEY})


async def test_a_record_of_a_later_owner_from_other_inputs_settles_nothing() -> None:
    """It outranks ours, and lacks what ours includes: its owner knows what is to be said, and we do not."""
    pictures, log = pictures_with(OTHERS, 9)
    with pytest.raises(Outrun, match="by a later owner from other inputs"):
        await written(pictures, log)
    assert pictures.unsettled == {KEY}


async def test_what_we_include_wholly_is_written_over() -> None:
    pictures, log = pictures_with(Position((1, 1, *[NOTHING] * (len(WORDS) - 2))), 1)
    pictures.heads.stale.add(KEY)
    assert await written(pictures, log) == [b"theirs", b"ours"]


def test_a_void_batch_is_not_taken_for_the_one_that_comes_again() -> None:
    source = Source()
    tp = TopicPartition("t", 0)
    intake = Intake([tp], source)
    intake.begin(source.chain())
    source.rewinds = 1  # what was asked for before is void
    intake.accept(Batch(tp, cast(Any, [None] * 3), 0, 3, 1, 0))
    assert (intake.records, intake.following(tp)) == (0, 0)
    again = Batch(tp, cast(Any, [None] * 3), 0, 3, 1, 1)
    intake.accept(again)
    assert intake.take() == [again]
    assert not source.wanted, "nothing is missing"
