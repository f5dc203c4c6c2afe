"""Who may write: the generation and the lease."""

import pytest
from aiokafka import TopicPartition as Tp

from hub.engine.app import shard_numbers
from hub.engine.ownership import LEASE_SHARE, Assignment, LeaseStale, OwnershipLost

COUNTS = {"a": 4, "b": 4}


class World:
    def __init__(self) -> None:
        self.epoch, self.lease, self.now = (4, 1), 100.0, 100.0

    def assignment(self) -> Assignment:
        return Assignment(self.epoch, lambda: self.epoch, lambda: self.lease, lambda: self.now, LEASE_SHARE * 10)


def test_within_the_lease_it_may_write_and_past_it_not() -> None:
    world = World()
    assignment = world.assignment()
    world.now += 5.9
    assignment.check()
    world.now += 0.2
    with pytest.raises(LeaseStale, match=r"6\.1 s, 6\.0 s allowed"):
        assignment.check()
    assignment.check_owned()
    world.lease = world.now
    assignment.check()


@pytest.mark.parametrize("epoch", [(5, 1), (4, 2)], ids=["generation", "rebalance begun"])
def test_the_first_sign_of_a_rebalance_ends_it(epoch: tuple[int, int]) -> None:
    world = World()
    assignment = world.assignment()
    world.epoch = epoch
    with pytest.raises(OwnershipLost):
        assignment.check()
    with pytest.raises(OwnershipLost):
        assignment.check_owned()


def test_equal_numbers_of_all_topics_make_shards() -> None:
    assigned = frozenset(Tp(topic, number) for topic in ("a", "b") for number in (1, 3))
    assert shard_numbers(assigned, ("a", "b"), COUNTS, 4) == ({1, 3}, "")
    assert shard_numbers(frozenset(), ("a", "b"), COUNTS, 4) == (set(), "")


def test_unequal_numbers_are_refused_in_words() -> None:
    numbers, problem = shard_numbers(frozenset({Tp("a", 1), Tp("b", 1), Tp("b", 2)}), ("a", "b"), COUNTS, 4)
    assert numbers == {1, 2}
    assert "'a': [2]" in problem
    assert "Nothing is processed" in problem


def test_another_number_of_partitions_than_the_worker_is_told_of_is_refused_in_words() -> None:
    numbers, problem = shard_numbers(frozenset({Tp("a", 1), Tp("b", 1)}), ("a", "b"), {**COUNTS, "b": 6}, 4)
    assert numbers == set()
    assert "HUB_PARTITIONS" in problem
    assert "{'b': 6}" in problem
