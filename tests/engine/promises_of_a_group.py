"""What a shard is promised by whoever hands it batches, by the real consumer and by its twin in memory alike.

A subclass gives the fixture `group`: topics of its own, of which nothing has been committed.
"""

from abc import ABC, abstractmethod
from itertools import pairwise
from typing import Protocol

from aiokafka import TopicPartition

from hub.engine.intake import BatchSource
from hub.engine.internals import Batch


class Group(Protocol):
    """A consumer group with one worker at a time. tp, other: partitions of two input topics, with the same number."""

    tp: TopicPartition
    other: TopicPartition

    @property
    def source(self) -> BatchSource:
        """Of the worker that has the partitions."""

    async def begin(self) -> None:
        """Another worker has the partitions from now on, in a new assignment."""

    async def say(self, tp: TopicPartition, count: int) -> None:
        """So many records more."""

    async def pass_over(self, tp: TopicPartition) -> None:
        """An offset that holds no record that anybody is given is added at the end."""

    async def end(self, tp: TopicPartition) -> int:
        """Where the log of this partition ends."""

    async def next(self, tp: TopicPartition) -> Batch:
        """The next batch that is handed over of this partition; waits for it."""

    def handed_over(self, tp: TopicPartition) -> int:
        """Up to which offset the worker was given this partition."""

    async def commit(self) -> None: ...

    async def committed(self, tp: TopicPartition) -> int:
        """0 where nothing is."""


class PromisesOfAGroup(ABC):
    """Inherited by a class of tests for each group."""

    @abstractmethod
    def group(self) -> Group:
        """A fixture."""

    async def test_batches_continue_each_other_and_hold_what_the_log_holds(self, group: Group) -> None:
        await group.say(group.tp, 3)
        await group.say(group.other, 1)
        await group.begin()
        first = await until(group, group.tp, 3)
        await group.say(group.tp, 2)
        second = await until(group, group.tp, 5)
        for batches, offsets in ((first, [0, 1, 2]), (second, [3, 4])):
            assert [record.offset for each in batches for record in each.records] == offsets
        follow_each_other([*first, *second], start=0)
        assert (await until(group, group.other, 1))[0].base == 0

    async def test_an_offset_without_a_record_is_passed_over_with_the_next_one(self, group: Group) -> None:
        await group.begin()
        await group.say(group.tp, 1)
        before = await until(group, group.tp, 1)
        await group.pass_over(group.tp)
        await group.say(group.tp, 1)
        end = await group.end(group.tp)
        after = await until(group, group.tp, end)
        valid = [each for each in (*before, *after) if not group.source.is_void(each)]  # a gap may be looked at twice
        follow_each_other(valid, start=0)
        assert valid[-1].end == end
        assert sum(len(each.records) for each in valid) < end

    async def test_the_offset_follows_what_is_finished_and_is_committed_then(self, group: Group) -> None:
        await group.begin()
        await group.say(group.tp, 2)
        batches = await until(group, group.tp, 2)
        await group.commit()
        assert (group.source.chain()[group.tp], await group.committed(group.tp)) == (0, 0), "handed over, not finished"
        for each in batches:
            assert not group.source.is_void(each)
            group.source.finish(each)
        assert group.source.chain()[group.tp] == 2
        await group.commit()
        assert await group.committed(group.tp) == 2
        assert await group.committed(group.other) == 0

    async def test_what_is_finished_before_an_earlier_batch_moves_nothing_and_that_one_comes_again(
        self, group: Group
    ) -> None:
        await group.begin()
        await group.say(group.tp, 1)
        first = await until(group, group.tp, 1)
        await group.say(group.tp, 1)
        second = await until(group, group.tp, 2)
        group.source.finish(second[-1])
        assert group.source.chain()[group.tp] == 0
        again = await until(group, group.tp, 2)
        follow_each_other(again, start=0)
        assert {group.source.is_void(each) for each in (*first, *second)} == {True}
        group.source.finish(first[0])
        assert group.source.chain()[group.tp] == 0, "of a reading that is over"
        for each in again:
            group.source.finish(each)
        assert group.source.chain()[group.tp] == 2

    async def test_what_is_asked_for_again_comes_from_the_first_unfinished_offset_with_the_number_that_was_told(
        self, group: Group
    ) -> None:
        await group.begin()
        await finish_one(group)
        await group.say(group.tp, 2)
        await until(group, group.tp, 3)
        number = group.source.rewind(group.tp)
        again = await until(group, group.tp, 3)
        follow_each_other(again, start=1)
        assert {each.rewind for each in again} == {number}

    async def test_another_worker_begins_at_what_was_committed_and_the_batches_before_are_void(
        self, group: Group
    ) -> None:
        await group.begin()
        await finish_one(group)
        await group.commit()
        await group.say(group.tp, 2)
        before = await until(group, group.tp, 3)
        await group.begin()
        assert group.source.chain()[group.tp] == 1
        after = await until(group, group.tp, 3)
        follow_each_other(after, start=1)
        assert after[0].generation > before[0].generation
        assert {group.source.is_void(each) for each in before} == {True}
        group.source.finish(before[0])
        assert group.source.chain()[group.tp] == 1

    async def test_what_was_never_committed_is_told_of_each_assignment(self, group: Group) -> None:
        await group.begin()
        assert {group.tp, group.other} <= group.source.never_committed()
        await finish_one(group)
        await group.commit()
        assert group.tp in group.source.never_committed(), "when the assignment began"
        await group.begin()
        assert group.tp not in group.source.never_committed()

    async def test_a_partition_that_is_left_out_waits_until_it_is_taken_in_and_others_do_not(
        self, group: Group
    ) -> None:
        await group.begin()
        await group.say(group.tp, 1)
        first = await until(group, group.tp, 1)
        group.source.leave_out([group.tp])
        await group.say(group.other, 1)  # a fetch that was under way may bring one more of the other
        await until(group, group.other, 1)
        await group.say(group.tp, 1)
        await group.say(group.other, 1)
        await until(group, group.other, 2)
        assert group.handed_over(group.tp) == 1
        group.source.take_in([group.tp])
        follow_each_other([*first, *await until(group, group.tp, 2)], start=0)


async def finish_one(group: Group) -> None:
    """One more record of a partition that holds none yet, handed over and finished."""
    await group.say(group.tp, 1)
    for each in await until(group, group.tp, 1):
        group.source.finish(each)


async def until(group: Group, tp: TopicPartition, end: int) -> list[Batch]:
    """What is handed over up to this end."""
    batches = [await group.next(tp)]
    while batches[-1].end < end:
        batches.append(await group.next(tp))
    assert batches[-1].end == end
    return batches


def follow_each_other(batches: list[Batch], start: int) -> None:
    assert batches[0].base == start
    assert all(one.end == following.base for one, following in pairwise(batches))
