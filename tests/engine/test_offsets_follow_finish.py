"""Offsets follow what was finished, in its order, and only in the assignment in which it was."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition

from hub.engine.internals import Batch
from tests.engine.test_handing_over import HERE, MINE, Consumer


async def handed(consumer: Consumer, *stretches: tuple[int, int]) -> list[Batch]:
    consumer._room = asyncio.Event()
    for first, end in stretches:
        await consumer.fetched(first, end)
    return consumer.handed


def committable(consumer: Consumer) -> int | None:
    consumer._acked, consumer._acked_index = cast(Any, {HERE: [1, 2, 3]}), cast(Any, {HERE: {1, 2, 3}})
    return consumer._new_offset(HERE)


async def test_what_was_fetched_and_acked_moves_no_offset_and_what_was_finished_does() -> None:
    consumer = Consumer()
    (batch,) = await handed(consumer, (0, 10))
    assert committable(consumer) == 0, "it was fetched, and Faust has acked some of it"
    consumer.finish(batch)
    assert committable(consumer) == 10


async def test_a_batch_that_is_finished_before_an_earlier_one_moves_nothing_and_that_one_comes_again() -> None:
    consumer = Consumer()
    _, second = await handed(consumer, (0, 10), (10, 20))
    consumer.finish(second)
    assert committable(consumer) == 0
    assert consumer._rewinds_wanted == {HERE}
    await consumer.next_round()
    assert consumer.sought == [(HERE, 0)]


async def test_a_batch_of_another_reading_is_void() -> None:
    consumer = Consumer()
    (batch,) = await handed(consumer, (0, 10))
    consumer.rewind(TopicPartition(*HERE))
    await consumer.next_round()
    assert consumer.is_void(batch)
    consumer.finish(batch)
    assert committable(consumer) == 0


@pytest.mark.parametrize("chain", [MINE[0], MINE[0] + 1], ids=["not sought yet", "sought"])
async def test_a_batch_of_an_assignment_that_is_over_is_void_and_moves_nothing(chain: int) -> None:
    consumer = Consumer()
    (batch,) = await handed(consumer, (0, 10))
    consumer.app = cast(Any, SimpleNamespace(epoch=(MINE[0] + 1, 2), consumer_generation_id=MINE[0] + 1))
    consumer._chain_generation = chain
    assert consumer.is_void(batch)
    consumer.finish(batch)
    assert consumer._chain == {HERE: 0}


async def test_between_two_assignments_nothing_is_committed() -> None:
    """What stands in the chain then is of the assignment before: whoever has the partition now commits for it."""
    consumer = Consumer()
    (batch,) = await handed(consumer, (0, 10))
    consumer.finish(batch)
    consumer.app = cast(Any, SimpleNamespace(epoch=(MINE[0] + 1, 2), consumer_generation_id=MINE[0] + 1))
    assert consumer._chain_generation == MINE[0]
    assert committable(consumer) is None
